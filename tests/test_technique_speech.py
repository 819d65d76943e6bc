"""The language checks: what they must catch, what they must leave alone, and adopted law."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kb.ground import yaml_file
from kb.ground.yaml_file import BadYaml
from kb.library import Library
from kb.norm import table
from kb.norm.act import Clause, Edition
from kb.technique import checking
from kb.technique.checks import speech, vocabulary
from kb.technique.draft import read
from kb.technique.finding import BadRules, rules
from kb.technique.language.lexicon import WORDS, lexicon
from kb.technique.language.spelling import nearest, spacing

from .replayed import CASES, articles, packages
from .technique_drafts import draft, found, rules_of

# The rules that name a misprint of language; the missing colon is a matter of signs.
TELLING = {r for r in rules() if r.startswith("speech-")} | {"signs-colon"}
LONE, SHORT = "speech-unbalanced", "vocabulary-shortening"
GOLD = Path(__file__).with_name("gold") / "speech.yaml"

# rule, a text that it must catch with the words it must name, a text that it must leave alone
PAIRS = [
    (
        "speech-infinitive",
        ("Сессия маслихата проводиться четыре раза в год.", "проводиться"),
        "Сессия маслихата проводится четыре раза в год. Право избираться имеют граждане.",
    ),
    (
        "speech-infinitive",
        ("Депутат может избирается два раза.", "может избирается"),
        "Депутат может избираться, и он избирается на сессии.",
    ),
    (
        "speech-infinitive",
        ("Аким не допускать нарушения закона.", "допускать"),
        "Аким не допускает нарушения. Аким вправе допустить доработку. Задача акима обеспечить "
        "доступ выполняется.",
    ),
    (
        "speech-infinitive",  # a noun that an infinitive may follow, but no predicate then
        ("Решения маслихата публиковаться на интернет-ресурсе.", "публиковаться"),
        "Решение маслихата прекратить полномочия принимается на сессии. Право избираться",
    ),
    (
        "speech-infinitive",
        ("Маслихат:\n1) избирает акима;\n2) утверждать бюджет;\n3) решает споры.", "утверждать"),
        "Маслихат:\n1) избирает акима;\n2) решает споры.\nАким обязан:\n1) утвердить отчет;\n"
        "2) решать споры;\n3) контроль.",
    ),
    (
        "speech-no-subject",
        ("Гражданам области имеют право знать решения.", "Гражданам области имеют"),
        "Граждане области имеют право знать решения. Гражданам области выдаются решения.",
    ),
    (
        "speech-preposition",
        ("Согласно решения маслихата проводится сход.", "Согласно решения"),
        "Согласно решению маслихата проводится сход, согласно закону и регламенту.",
    ),
    (
        "speech-preposition",
        ("По истечению срока решение отменяется.", "По истечению"),
        "По истечении срока решение отменяется. Аким ведет работы по завершению строительства.",
    ),
    (
        "speech-spacing",
        ("Публикуются решения ,принятые на сессии.", " ,"),
        "Публикуются решения, принятые на сессии.",
    ),
    (
        "speech-predicate",
        ("Депутат маслихата избираются населением.", "Депутат маслихата избираются"),
        "Сбор подписей организуют выборщики. Большинство депутатов избираются населением. "
        "Депутат маслихата сообщила об этом.",
    ),
    (
        "speech-predicate",
        ("Председатель маслихата обязаны явиться.", "Председатель маслихата обязаны"),
        "Председатель маслихата обязан явиться. Решения маслихата обязательны к исполнению.",
    ),
    (
        "speech-preposition",
        ("Отчет вносится в соответствии с регламента маслихата.", "с регламента"),
        "Отчет вносится в соответствии с регламентом. Кандидат снимается с регистрации.",
    ),
    (
        "speech-participle",
        ("Граждане, не состоящих в партиях, имеют право голоса.", "Граждане, не состоящих"),
        "Граждане, не состоящие в партиях, и лица из числа не имеющих судимости голосуют.",
    ),
    (
        "speech-preposition",
        ("Граждане не состоят политических партиях.", "политических партиях"),
        "Граждане не состоят в политических партиях и движениях.\nКазахстане органов управ-\nления.",
    ),
    (
        "speech-preposition",
        ("Отчет составляется до настоящее времени.", "до настоящее"),
        "Отчет составляется до настоящего времени; гражданина выдвигают в депутаты.",
    ),
    (
        "speech-agreement",
        ("Маслихат утверждает план местного самоуправление.", "местного самоуправление"),
        "Русский и казахский языки равны. Орган, подотчетный маслихату, считает "
        "возможным участие граждан на центральном и местном уровнях.",
    ),
    (
        "speech-series",
        (
            "Рассматриваются вопросы здравоохранения, социального обеспечения, охрана природы, "
            "строительные работы и местного бюджета.",
            "охрана природы, строительные работы",
        ),
        "Регламент определяет порядок проведения сессий, внесения вопросов, полномочия "
        "председателя и аппарата.",
    ),
    (
        "speech-no-subject",
        ("Районного бюджета утверждаются маслихатом.", "Районного бюджета утверждаются"),
        "Указанных сроков не придерживаются. Бюджеты утверждаются маслихатом.",
    ),
    (
        "speech-misspelt",
        ("Маслихат утверждает полномочея депутатов.", "полномочея"),
        "Досудебная пробация и цифровизация финансируются в тенге. Атырауской области.",
    ),
    (
        "speech-unknown-word",
        ("Акимат ведет щербургование территории.", "щербургование"),
        "Межведомственный совет акимата ведет бюджетирование. К.Ж. Токаев.",
    ),
    (
        "speech-mixed-alphabets",
        ("О поpядке проведения собраний.", "поpядке"),
        "Закон № 95-VII о COVID и № 184-VІ.",
    ),
    (
        "speech-doubled",
        ("Маслихат утверждает утверждает бюджет.", "утверждает утверждает"),
        "Бюджет утверждает маслихат; маслихат отчитывается.",
    ),
    (
        "speech-unbalanced",
        ('Звание "Почетный гражданин области; присваивается.', '"'),
        'Подпункты 1) и 2-1) пункта 3 (в части «налога "А"» (ETS № 122)).',
    ),
    (
        "speech-spacing",
        ("Порядок определяется законом .", " ."),
        "Порядок, сроки; в сумме 1 000 тенге.",
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), PAIRS, ids=[p[0] for p in PAIRS])
def test_each_rule_catches_and_leaves_alone(
    rule: str, wrong: tuple[str, str], right: str, library: Library
) -> None:
    text, words = wrong
    caught = [
        f
        for f in found(draft(library, {"target": "art_10.pt_4", "proposed": text}), speech.CHECKS)
        if f.rule == rule
    ]
    assert [f.words for f in caught] == [words]
    start, end = caught[0].span or (0, 0)
    assert text[start:end] == words
    alone = draft(library, {"target": "art_10.pt_4", "proposed": right})
    assert not rules_of(alone, speech.CHECKS)


def test_a_lost_governor_is_shown_in_the_wording_in_force(library: Library) -> None:
    proposed = (
        "Образования и избрания органов маслихата, порядок голосования определяются регламентом."
    )
    item = {"target": "art_9", "operation": "replace", "proposed": proposed}
    [lost] = found(draft(library, item), speech.CHECKS)
    assert lost.rule == "speech-lost-governor"
    assert lost.words == "Образования и избрания"
    assert lost.evidence[0].address == "law-148-2001@2026-07-14:ru/art_9.part_1"
    assert "Порядок проведения сессий" in lost.evidence[0].quote
    kept = {**item, "proposed": f"Порядок {proposed[0].lower()}{proposed[1:]}"}
    assert not rules_of(draft(library, kept), speech.CHECKS)


def test_words_that_lead_an_amendment_in(library: Library) -> None:
    item = {"target": "art_10.pt_4", "proposed": "Сессии открыты."}
    wrong = draft(library, {**item, "lead": "пункт 6 статья 11\nизложить:"})
    [one] = found(wrong, speech.CHECKS)
    assert (one.rule, one.span) == ("speech-units", None)
    assert "«статьи 11», а не «статья 11»" in one.message
    assert one.message_in("en") == (
        "In the words that introduce the amendment, after «пункт 6» the genitive is needed: "
        "«статьи 11», not «статья 11»."
    )
    right = draft(library, {**item, "lead": "пункт 6 статьи 11; пункты 6, статья 11"})
    assert not found(right, speech.CHECKS)


def test_the_kazakh_half_is_read_for_marks_and_alphabets(library: Library) -> None:
    kazakh = {"quoted": None, "proposed": "Мәслихаттың бiрiншi сессиясы (ашық өтеді.  Ол"}
    item = {"target": "art_10.pt_4", "proposed": "Сессии открыты.", "kazakh": kazakh}
    caught = found(draft(library, item), speech.CHECKS)
    rules = Counter(f.rule for f in caught)
    assert rules == {"speech-latin-i": 1, "speech-unbalanced": 1, "speech-spacing": 1}
    lone = next(f for f in caught if f.rule == "speech-unbalanced")
    assert lone.message_in("kk") == (
        "Қазақша мәтінде: «(» таңбасы («ашық өтеді. Ол» дегеннің алдында) ашылған, бірақ жабылмаған."
    )
    kazakh = {"quoted": None, "proposed": "Мәслихаттың бірінші сессиясы бірте бірте өтеді."}
    assert not rules_of(draft(library, {**item, "kazakh": kazakh}), speech.CHECKS)


def test_a_mark_is_placed_by_the_words_that_are_there(library: Library) -> None:
    for text, place in (
        ("Сессии открыты (", "после «Сессии открыты»"),
        ("»Сессии открыты.", "перед «Сессии открыты.»"),
    ):
        [lone] = found(draft(library, {"target": "art_10.pt_4", "proposed": text}), speech.CHECKS)
        assert place in lone.message


def test_the_cases_of_a_preposition_are_named_in_each_language(library: Library) -> None:
    item = {"target": "art_10.pt_4", "proposed": "Порядок определяется в регламента маслихата."}
    [wrong] = found(draft(library, item), speech.CHECKS)
    assert "в винительном или предложном падеже" in wrong.message
    assert "табыс немесе жатыс септігінде" in wrong.message_in("kk")
    assert "in the accusative or prepositional case" in wrong.message_in("en")


@pytest.mark.slow
@pytest.mark.parametrize("against", ["author", "newest"])
def test_every_misprint_of_an_author_is_found(library: Library, against: str) -> None:
    """The checks do not read `misprints`; each of the author's must lie under a finding."""
    package = library.package("bektibaev-2022")
    drafted = read(package, library.editions_for(package, against), library)
    caught = checking.check(drafted)
    for item in package.items:
        mine = [f for f in caught if f.item == item.id]
        for misprint in item.misprints:
            about = {f.rule for f in mine if f.words in misprint.words or misprint.words in f.words}
            assert about & TELLING, (item.id, misprint.words)
    mine = [f.rule for f in caught if f.rule.startswith("speech-")]
    assert sorted(mine) == [
        "speech-infinitive",
        "speech-lost-governor",
        "speech-participle",
        "speech-preposition",
        "speech-series",
        "speech-units",
    ]


def _texts(clause: Clause) -> list[str]:
    """The words of a clause; a table cell by cell."""
    if clause.kind != "table":
        return [clause.own_text]
    return [cell for row in table.cells(clause.own_text) for cell in row]


@pytest.mark.slow
def test_adopted_law_has_only_its_known_misprints(editions: dict[str, Edition]) -> None:
    """Every Russian edition of the corpus, clause by clause: nothing but what was looked at."""
    caught = [
        {"address": edition.address(clause.steps), "rule": fault.rule, "words": around.strip()}
        for edition in editions.values()
        if edition.language == "ru"
        for clause in edition.walk()
        if clause.live
        for text in (*_texts(clause), clause.heading)
        for fault in sorted(speech.faults(text), key=lambda f: f.start)
        for around in (text[max(0, fault.start - 20) : fault.end + 20],)
    ]
    known, _ = yaml_file.load(GOLD)
    assert caught == known["misprints"]


def test_a_word_of_the_library_is_no_misprint(library: Library) -> None:
    item = {"target": "art_10.pt_4", "proposed": "Стратегическимпланам следуют все акиматы."}
    assert not rules_of(draft(library, item), speech.CHECKS)
    item["proposed"] = "Стратегическимсрокам следуют все акиматы."
    assert rules_of(draft(library, item), speech.CHECKS) == {"speech-misspelt"}


def test_the_nearest_words_are_offered() -> None:
    assert "полномочия" in nearest("полномочея")
    assert nearest("стратегическимпланам") == ("стратегическим планам",)
    assert nearest("щербургование") == ()


def test_hostile_texts_are_read(library: Library) -> None:
    texts = ["", "😀\x00\u202e«(", "ж" * 20_000, "((((" * 500, "1) 1) 1)\n" * 200, "не" * 5_000]
    items = [{"target": "art_10.pt_4", "proposed": t} for t in texts]
    caught = found(draft(library, *items), speech.CHECKS)
    for item in items:
        mine = Counter((f.item, f.rule) for f in caught)
        assert max(mine.values()) <= speech.MOST_OF_A_RULE, item


BAD_WORDS = [
    ("{word: пробация, like: хрумбация}", "нет в словаре"),
    ("{word: пробация, like: закон, extra: x}", "неизвестное поле"),
    ("{word: пробация, like: решение}", "не склоняется так"),
]


@pytest.mark.parametrize(("entry", "said"), BAD_WORDS)
def test_bad_words_are_named_by_line(entry: str, said: str, tmp_path: Path) -> None:
    lines = WORDS.read_text("utf-8").split("\n")
    at = lines.index("words:") + 1
    path = tmp_path / "words.yaml"
    path.write_text("\n".join([*lines[:at], f"  - {entry}", *lines[at:]]), "utf-8")
    with pytest.raises((BadRules, BadYaml)) as error:
        lexicon(path)
    assert f"words.yaml:{at + 1}" in str(error.value)
    assert said in str(error.value)


@pytest.mark.slow
def test_adopted_amendments_have_nothing_to_correct(
    library: Library, editions: dict[str, Edition]
) -> None:
    """Every article that changed between two editions, and real amendments where they are held."""
    before, after = (editions[f"law-148-2001@{d}:ru"] for d in ("2022-03-02", "2026-07-14"))
    real = packages() if CASES.exists() else []
    drafts = [*articles(before, after), *real]
    checks = (*speech.CHECKS, *vocabulary.CHECKS)
    caught = Counter(
        (package.id, f.rule)
        for package, chosen in drafts
        for f in checking.check(read(package, chosen, library), checks)
    )
    # Brackets and a quotation mark that the printed law has not; two budget laws of 1998 shorten.
    shortened = {("budg-1999-28", SHORT): 1, ("budg-1999-29", SHORT): 1} if real else {}
    # The bank's stubs («исключен Законом РК …») stand in the articles as they are printed, and
    # article 27 has two of the vague words itself.
    printed = {(f"art-{n}", "vocabulary-abbreviation"): 1 for n in (27, 31, 33)}
    own = {("art-27", "vocabulary-epithet"): 2, ("art-32", LONE): 1}
    assert caught == {("art-3", LONE): 3, ("art-6", LONE): 2, **printed, **own, **shortened}


def test_an_empty_cell_of_a_table_is_no_extra_space() -> None:
    assert not list(spacing("| 1 |  | 3 |\n|   | итого | 2 |"))
    assert len(list(spacing("| 1 | два  слова | 3 |"))) == 1
