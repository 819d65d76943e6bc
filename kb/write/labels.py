"""The words that a paper adds of its own, in Russian and Kazakh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.charter.changed import VERDICT_RU
from kb.write.charter import DIRECTION_RU


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings and remarks of a paper in one language; `verdicts` and `directions` by their codes."""

    amending: str
    table: str
    current: str
    legend: str
    absent: str
    repeal: str
    refused: str
    concept: str
    no_text: str
    author: str
    note: str
    findings: str
    no_findings: str
    effects: str
    effects_texts: str
    no_effects: str
    effects_unknown: str
    not_applied: str
    remarks: str
    whole: str
    amendment: str
    sources: str
    disclaimer: str
    article: tuple[str, str]  # of the amending act: the changes, its entry into force
    in_force: str
    package: str
    dismissed: str
    also: str
    columns: tuple[str, str, str, str, str, str]
    severities: Mapping[str, str]
    verdicts: Mapping[str, str]
    directions: Mapping[str, str]


RU = Labels(
    amending="Текст поправок",
    table="Сравнительная таблица",
    current="Действующая редакция",
    legend="Исключаемые слова зачеркнуты, новые выделены полужирным с подчеркиванием.",
    absent="отсутствует",
    repeal="исключить",
    refused="не применена",
    concept="замысел: текста автор не предлагает",
    no_text="текст не приведен",
    author="Автор",
    note="Пояснительная записка",
    findings="Замечания проверок",
    no_findings="Проверки замечаний не дали.",
    effects="Влияние на соответствие Хартии и Конституции",
    effects_texts="Тексты, по которым вычислено",
    no_effects="Ни вердикты, ни доводы не меняются.",
    effects_unknown="Не вычислено",
    not_applied="Не применено при вычислении",
    remarks="Замечания к поправкам",
    whole="К пакету в целом",
    amendment="Поправка",
    sources="Источники",
    disclaimer="Подготовлено программой Salystyrma по удерживаемым текстам; не является официальным "
    "источником. Перед внесением сверьте с Эталонным контрольным банком.",
    article=("Статья 1. ", "Статья 2. "),
    in_force="Настоящий Закон вводится в действие {when}.",
    package="пакет",
    dismissed="Снято",
    also="также",
    columns=("Важность", "Поправка", "Правило", "Замечание", "Что сделать", "Норма"),
    severities={"error": "ошибка", "warning": "предупреждение", "remark": "замечание"},
    verdicts=VERDICT_RU,
    directions=DIRECTION_RU,
)

KK = Labels(
    amending="Түзетулер мәтіні",
    table="Салыстырма кесте",
    current="Қолданыстағы редакция",
    legend="Алып тасталатын сөздер сызылған, жаңа сөздер қою қаріппен және астын сызып белгіленген.",
    absent="жоқ",
    repeal="алып тасталсын",
    refused="қолданылмады",
    concept="ой: автор мәтін ұсынбайды",
    no_text="қазақша мәтіні берілмеген",
    author="Авторы",
    note="Түсіндірме жазба",
    findings="Тексеру ескертулері (орыс тіліндегі мәтін бойынша)",
    no_findings="Тексеру ескерту берген жоқ.",
    effects="Хартия мен Конституцияға сәйкестікке әсері (орыс тіліндегі мәтін бойынша)",
    effects_texts="Есептеуге негіз болған мәтіндер",
    no_effects="Бағалар да, дәлелдер де өзгермейді.",
    effects_unknown="Есептелмеді",
    not_applied="Есептеу кезінде қолданылмады",
    remarks="Түзетулерге ескертулер (орыс тілінде)",
    whole="Тұтас топтамаға",
    amendment="Түзету",
    sources="Дереккөздер",
    disclaimer="Salystyrma бағдарламасы қолда бар мәтіндер бойынша дайындады; ресми дереккөз болып "
    "табылмайды. Енгізер алдында Эталондық бақылау банкімен салыстырып тексеріңіз.",
    article=("1-бап. ", "2-бап. "),
    in_force="Осы Заң {when} қолданысқа енгізіледі.",
    package="топтама",
    dismissed="Алынды",
    also="сондай-ақ",
    columns=("Маңыздылығы", "Түзету", "Қағида", "Ескерту", "Не істеу керек", "Норма"),
    severities={"error": "қате", "warning": "сақтандыру", "remark": "ескерту"},
    verdicts={
        "complies": "сай келеді",
        "partly": "ішінара",
        "fails": "сай келмейді",
        "undetermined": "анықталмаған",
    },
    directions={
        "nearer": "жақындатады",
        "away": "алыстатады",
        "both": "жақындатады да, алыстатады да",
        "none": "мәнін өзгертпейді",
    },
)

LABELS: Mapping[str, Labels] = {"ru": RU, "kk": KK}
