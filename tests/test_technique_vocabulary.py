"""The checks of terms: what they must catch, what they must leave alone, and their data."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ground import yaml_file
from kb.ground.yaml_file import BadYaml
from kb.library import Library
from kb.technique import glossary
from kb.technique.checks import vocabulary
from kb.technique.draft import read
from kb.technique.finding import BadRules
from kb.technique.glossary import GLOSSARY
from kb.technique.language.phrases import ReadyText

from .conftest import Sandbox
from .technique_drafts import draft, found, rules_of

# rule, a text that it must catch with the words it must name, a text that it must leave alone
PAIRS = [
    (
        "vocabulary-renamed",
        ("Сессию ведет секретарь маслихата.", "секретарь маслихата"),
        "Сессию ведет председатель маслихата, а протокол – секретарь аппарата маслихата.",
    ),
    (
        "vocabulary-renamed",
        ("О решении сообщается Парламенту.", "Парламенту"),
        "О решении сообщается Курултаю Республики Казахстан; парламент партии решает иначе.",
    ),
    (
        "vocabulary-body",
        ("Порядок определяется Правительством.", "Правительством"),
        "Порядок определяется Правительством Республики Казахстан.",
    ),
    (
        "vocabulary-vague",
        ("Маслихат решает дела местного значения.", "дела местного значения"),
        "Маслихат решает дела, отнесенные к его ведению.",
    ),
    (
        "vocabulary-epithet",
        ("Аким весьма тщательно рассматривает запрос.", "весьма"),
        "Аким рассматривает запрос в течение десяти рабочих дней.",
    ),
    (
        "vocabulary-shortening",
        ("Рассматриваются вопросы образования и т.д.", "т.д."),
        "Рассматриваются вопросы образования. Другие вопросы ведет аким.",
    ),
    (
        "vocabulary-shortening",
        ("Решение принимается согласно п. 3 настоящей статьи.", "п."),
        "Решение принимается согласно пункту 3 настоящей статьи.",
    ),
    (
        "vocabulary-abbreviation",
        ("Органы МСУ публикуют отчет.", "МСУ"),
        "Местное самоуправление (далее – МСУ). Органы МСУ публикуют отчет.\nГЛАВА ПЕРВАЯ. ОБЩИЕ",
    ),
    (
        "vocabulary-abbreviation",  # the dictionary has it, as an abbreviation
        ("Председатель НПО участвует в сессии.", "НПО"),
        "Неправительственная организация (далее – НПО). НПО участвует.\n2) исключен Законом РК;",
    ),
    (
        "vocabulary-epithet",
        ("Сессия решает исключительно важные вопросы.", "исключительно важные"),
        "Сессия решает исключительно вопросы, отнесенные к ее ведению.",
    ),
    (
        "vocabulary-same",
        ("Средства массовой информации извещаются. Масс-медиа присутствуют.", "Масс-медиа"),
        "Средства массовой информации (далее – СМИ) извещаются. СМИ присутствуют.",
    ),
    (
        "vocabulary-redefined",
        ("Орган контроля (далее – аппарат маслихата) публикует отчет.", "аппарат маслихата"),
        "Орган контроля (далее – наблюдательный совет) публикует отчет.",
    ),
    (
        "vocabulary-variant",
        ("Отчет слушает собрание сообщества.", "собрание сообщества"),
        "Отчет слушает собрание местного сообщества, а затем местное сообщество.",
    ),
    (
        "vocabulary-variant",
        ("Старосту избирает сход жителей села.", "сход жителей"),
        "Старосту избирает сход местного сообщества. Сход вправе отозвать его; сессия совета – нет.",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "wrong", "right"), PAIRS, ids=[p[0] for p in PAIRS])
def test_each_rule_catches_and_leaves_alone(
    rule: str, wrong: tuple[str, str], right: str, library: Library
) -> None:
    text, words = wrong
    drafted = draft(library, {"target": "art_10.pt_4", "proposed": text})
    caught = [f for f in found(drafted, vocabulary.CHECKS) if f.rule == rule]
    assert [f.words for f in caught] == [words]
    start, end = caught[0].span or (0, 0)
    assert text[start:end] == words
    alone = draft(library, {"target": "art_10.pt_4", "proposed": right})
    assert not rules_of(alone, vocabulary.CHECKS)


@pytest.mark.slow
def test_one_notion_under_two_names_in_one_package(library: Library) -> None:
    first = {"target": "art_10.pt_4", "proposed": "Участвуют лица с инвалидностью."}
    second = {"target": "art_11.pt_8", "proposed": "Участвуют люди с ограниченными возможностями."}
    [one] = found(draft(library, first, second), vocabulary.CHECKS)
    assert (one.rule, one.item, one.words) == (
        "vocabulary-same",
        "2",
        "люди с ограниченными возможностями",
    )
    assert "«лица с инвалидностью» (поправка 1)" in one.message
    assert not found(draft(library, first, {**first, "target": "art_11.pt_8"}), vocabulary.CHECKS)


@pytest.mark.slow
def test_what_the_unit_in_force_says_is_not_the_draft_s(library: Library) -> None:
    """Article 1 has «вопросы местного значения» and «под свою ответственность» itself."""
    term = library.edition("law-148-2001", "2026-07-14", "ru").resolve
    unit = next(s for s in library.find("law-148-2001/art_1.spt_9")[1:])
    item = {"target": "art_1.spt_9", "operation": "replace", "proposed": unit.own_text}
    assert term(unit.steps).own_text == unit.own_text
    assert not found(draft(library, item), vocabulary.CHECKS)
    more = {**item, "proposed": f"{unit.own_text} Аким действует под свою ответственность."}
    assert rules_of(draft(library, more), vocabulary.CHECKS) == {"vocabulary-vague"}


def test_a_second_definition_in_the_article_of_terms(library: Library) -> None:
    item = {
        "target": "art_1.spt_20",
        "proposed": "сессия маслихата – собрание депутатов маслихата;",
    }
    [one] = found(draft(library, item), vocabulary.CHECKS)
    assert one.rule == "vocabulary-redefined"
    assert one.evidence[0].address == "law-148-2001@2026-07-14:ru/art_1.spt_13"
    other = {**item, "proposed": "прямая трансляция – показ сессии в ходе ее проведения;"}
    assert not found(draft(library, other), vocabulary.CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("against", ["author", "newest"])
def test_a_renamed_body_in_the_wording_called_current(library: Library, against: str) -> None:
    package = library.package("bektibaev-2022")
    drafted = read(package, library.editions_for(package, against), library)
    [one] = found(drafted, vocabulary.CHECKS)
    assert (one.rule, one.item, one.words) == ("vocabulary-renamed", "3", "секретаря маслихата")
    assert one.span is None
    assert [e.address for e in one.evidence] == [
        "law-148-2001@2022-03-02:ru/art_8.pt_3.spt_1",
        "law-148-2001@2026-07-14:ru/art_8.pt_3.spt_1",
    ]


def test_a_name_was_right_in_another_act_of_its_day(library: Library) -> None:
    item = {"target": "art_101.pt_9", "proposed": "Выборы депутатов Парламента совпадают."}
    older = draft(library, item, act="elections-1995", date="2022-02-07")
    assert not found(older, vocabulary.CHECKS)
    newer = draft(library, item, act="elections-1995", date="2026-07-01")
    assert rules_of(newer, vocabulary.CHECKS) == {"vocabulary-renamed"}


def test_phrases_are_found_in_any_form() -> None:
    text = ReadyText("Секретарем маслихата, маслихата секретарь. Председателю Маслихата.")
    assert list(text.spans("секретарь маслихата")) == [(0, 20)]
    assert text.count("председатель маслихата") == 1
    assert text.count("секретарь аппарата") == 0
    assert ReadyText("парламент и Парламента").count("Парламент") == 1


def test_the_library_bears_out_every_entry(library: Library) -> None:
    data, _ = yaml_file.load(GLOSSARY)
    loaded = glossary.load(library)
    assert len(loaded.renamed) == len(data["renamed"]) > 0
    assert len(loaded.vague) == len(data["vague"]) > 0


def test_an_entry_that_nothing_here_speaks_of_is_silent(small: Sandbox) -> None:
    opened = small.open()
    try:
        loaded = glossary.load(opened)
        assert (loaded.renamed, loaded.vague) == ((), ())
    finally:
        opened.close()


BAD = [
    ("words: секретаря маслихата}", "words: секретаря кенеса}", "нет слов «секретаря кенеса»"),
    ("words: дела местного значения,", "words: дела города,", "нет слов «дела города»"),
    ("act: law-148-2001", "acts: law-148-2001", "неизвестное поле «acts»"),
    ("'law-148-2001@2022-03-02/art_8.pt_3.spt_1'", "'law-148-2001@2022/х'", "2022"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_an_entry_without_ground_is_named_by_line(
    old: str, new: str, said: str, library: Library, tmp_path: Path
) -> None:
    text = GLOSSARY.read_text("utf-8")
    assert old in text
    path = tmp_path / "glossary.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises((BadRules, BadYaml), match=r"glossary\.yaml:\d+") as error:
        glossary.load(library, path)
    assert said in str(error.value)
