"""Applying: the rules for words and units, conflicts, and a real package on real editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.amendment import package
from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.meant import meant
from kb.amendment.operation import Operation
from kb.amendment.wording import amending_text
from kb.amendment.words import occurrences
from kb.library import corpus
from kb.norm.act import Edition, Status
from kb.norm.address import Address, parse_steps
from tests.amending import LAW, edition

ROOT = Path(__file__).parents[1]


def reasons(text: str) -> list[str]:
    return [r.reason for r in apply(edition(), parse(text).operations).refused]


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("Указ, Указа и Указом", "Указ", 1),
        ("Премьер-Министр и Министр", "Министр", 1),
        ("в сумме 1 500 000 тенге", "500", 0),
        ("в сумме 1 500 000 тенге", "1 500 000", 1),
        ("статьи 2, 2-1 и 12", "2", 1),
        ("2,5 процента", "2", 0),
        ("сад — дом", "сад - дом", 1),
        ("закон «О садах»", 'закон "О садах"', 1),
        ("сад , для чего", "сад, для", 1),
        ("сад\u00a0и  дом", "сад и дом", 1),
    ],
)
def test_words_match_whole(text: str, words: str, count: int) -> None:
    assert len(occurrences(text, words)) == count


# --- Conflicts and bad input --------------------------------------------------------------------


def test_two_operations_on_the_same_words() -> None:
    why = reasons(
        "в части третьей статьи 3 слово «акиму» заменить словом «главе»;\n"
        "в части третьей статьи 3 слово «главе» заменить словом «старосте»"
    )
    assert len(why) == 1 and "другой операции" in why[0]
    why = reasons(
        "в части третьей статьи 3 слово «акиму» заменить словом «главе»;\n"
        "часть третью статьи 3 изложить в следующей редакции:\n«Все иначе.»"
    )
    assert len(why) == 1 and "другая операция" in why[0]


def test_words_of_an_edition_already_amended() -> None:
    (why,) = reasons("в части третьей статьи 3 слово «главе» заменить словом «акиму»")
    assert "уже изменена" in why
    (why,) = reasons("в части второй статьи 3 после слова «залом» дополнить словом «библиотеки»")
    assert "уже изменена" in why


def test_heading_or_text_is_not_guessed() -> None:
    """«В статье …»: words of the heading and of the text at once are refused, named ones are not."""
    text = edition(LAW.replace("беречь книги;", "беречь честь хранителя;"))
    result = apply(text, parse("в статье 4 слово «хранителя» исключить").operations)
    assert "и в заголовке, и в тексте" in result.refused[0].reason
    for place in ("в заголовке статьи 4", "в тексте статьи 4", "в заголовке и тексте статьи 4"):
        read_as = parse(f"{place} слово «хранителя» заменить словом «сторожа»")
        assert not apply(text, read_as.operations).refused


def test_several_places_of_one_word_are_refused_with_the_list() -> None:
    text = edition(LAW.replace("Срок выдачи – 30 дней.", "Книги, книги и книги."))
    result = apply(text, parse("в пункте 1 статьи 2 слово «книги» исключить").operations)
    assert "в 2 местах" in result.refused[0].reason
    assert "art_2.pt_1:" in result.refused[0].reason
    result = apply(text, parse("в статье 2 слово «книги» заменить словом «тома»").operations)
    assert not result.refused
    assert any("мест: 3" in r for r in result.applied[0].remarks)


def test_a_member_of_a_list_between_commas_is_refused() -> None:
    text = edition(LAW.replace("Хранитель обязан:", "Хранитель бережет книги, газеты, журналы:"))
    result = apply(text, parse("в абзаце первом статьи 4 слово «газеты» исключить").operations)
    assert "член перечня" in result.refused[0].reason


def test_counting_after_a_shift_is_refused() -> None:
    why = reasons(
        "статью 3 дополнить частью второй следующего содержания:\n«Новая.»;\n"
        "в части третьей статьи 3 слово «акиму» исключить"
    )
    assert len(why) == 1 and "счет сдвинут" in why[0]


def test_an_instruction_to_another_act_is_outside() -> None:
    read_as = parse(
        "1. В Закон Республики Казахстан от 1 мая 2000 года «О реках»:\nстатью 1 исключить"
    )
    (refused,) = apply(edition(), read_as.operations).refused
    assert refused.outside and "другому акту" in refused.reason


def test_an_act_unknown_to_the_corpus_is_known_by_its_title() -> None:
    text = (
        "1. В Закон Республики Казахстан от 1 мая 2000 года «О реках»:\nстатью 1 исключить.\n"
        "2. В Закон Республики Казахстан от 2 мая 2000 года «О сельских библиотеках»:\n"
        "статью 5 исключить."
    )
    result = apply(edition(), meant(parse(text), edition()).instruction.operations)
    assert [str(d.operation.target) for d in result.applied] == ["act/art_5"]
    assert [r.outside for r in result.refused] == [True]


def test_a_text_without_a_title_is_the_only_act_named() -> None:
    text = "1. В Закон Республики Казахстан от 1 мая 2000 года «О реках»:\nстатью 1 исключить."
    untitled = edition(LAW.split("\n", 1)[1])
    assert [str(o.target) for o in meant(parse(text), untitled).instruction.operations] == [
        "act/art_1"
    ]
    assert meant(parse(text), edition()).instruction.operations[0].target.act == "act-2000-05-01"
    two = f"{text}\n2. В Закон Республики Казахстан от 2 мая 2000 года «О лесах»:\nстатью 2 исключить."
    assert {o.target.act for o in meant(parse(two), untitled).instruction.operations} == {
        *("act-2000-05-01", "act-2000-05-02")
    }


def test_excluded_units_keep_their_numbers() -> None:
    result = apply(
        edition(), parse("подпункт 2) статьи 1 исключить; статью 3 исключить").operations
    )
    assert not result.refused
    for steps in ("art_1.spt_2", "art_3"):
        clause = next(c for s, c in result.edition.index.items() if ".".join(map(str, s)) == steps)
        assert clause.status == Status.EXCLUDED


def test_act_wide_changes_leave_new_wordings_alone() -> None:
    result = apply(
        edition(),
        parse(
            "по всему тексту слово «книги» заменить словом «тома»;\n"
            "абзац второй статьи 4 изложить в следующей редакции:\n«беречь тома и книги;»"
        ).operations,
    )
    assert not result.refused
    text = "\n".join(result.edition.root.lines())
    assert "беречь тома и книги;" in text and "брать тома домой" in text


def test_what_was_written_is_left_alone_where_it_has_moved() -> None:
    """A command writes words into a part, another puts a part before it; «по всему тексту» is last."""
    law = edition(
        "О садах\nСтатья 2. Уход\nСад поливают.\nСад охраняют, если:\n1) он мал;\n2) он стар."
    )
    instruction = (
        "в подпункте 1) части второй статьи 2 слово «мал» заменить словом «стар»;\n"
        "статью 2 дополнить частью второй следующего содержания:\n«Новое: он стар.»;\n"
        "по всему тексту слово «стар» заменить словом «велик»"
    )
    result = apply(law, parse(instruction).operations)
    assert not result.refused
    assert result.edition.root.lines()[2:] == [
        *("Сад поливают.", "Новое: он стар.", "Сад охраняют, если:"),
        *("1) он стар;", "2) он велик."),
    ]
    (wide,) = [d for d in result.applied if d.operation.scope == "act"]
    assert wide.remarks == ("еще 2 в тексте других операций не тронуто",)


def test_words_of_a_list_count_only_within_their_command() -> None:
    """The same words changed elsewhere are no excuse for a command of its own that finds none."""
    law = Address("act")
    found = apply(
        edition(),
        [
            Operation("substitute", law.within(parse_steps("art_3.part_3")), "главе", "акиму"),
            Operation("substitute", law.within(parse_steps("art_3.part_1")), "к себе", "домой"),
            Operation("substitute", law.within(parse_steps("art_3.part_1")), "главе", "акиму"),
        ],
    )
    assert len(found.applied) == 2
    assert ["нет слов «акиму»" in r.reason for r in found.refused] == [True]


@pytest.mark.parametrize("kind", ["replace", "insert"])
def test_a_unit_without_a_text_is_refused(kind: str) -> None:
    steps = parse_steps("art_2.pt_1" if kind == "replace" else "art_2.pt_4")
    (refused,) = apply(edition(), [Operation(kind, Address("act").within(steps))]).refused
    assert refused.reason == "новая редакция пуста"


def test_a_new_heading_is_the_unit_that_was_changed() -> None:
    read_as = parse("заголовок статьи 4 изложить в следующей редакции:\n«Статья 4. Долг»")
    (done,) = apply(edition(), read_as.operations).applied
    assert done.steps == parse_steps("art_4.heading")


def test_a_double_final_stop_becomes_one() -> None:
    result = apply(
        edition(), parse("часть третью статьи 3 дополнить словами «и совету.»").operations
    )
    assert "Читатель вправе жаловаться акиму и совету." in result.edition.root.lines()


def test_adding_words_already_there_changes_nothing() -> None:
    before = edition()
    result = apply(before, parse("в части первой статьи 3 слова «газеты» исключить").operations)
    assert result.edition is before


@pytest.mark.slow
def test_thousands_of_operations_are_quick() -> None:
    text = "\n".join(f"в пункте 1 статьи 2 слово «слово{n}» исключить;" for n in range(2_000))
    result = apply(edition(), parse(text).operations)
    assert len(result.refused) == 2_000


# --- A real package on real editions --------------------------------------------------------------


@pytest.fixture(scope="module")
def editions() -> dict[str, Edition]:
    folders = (ROOT / "corpus",)
    acts, readings = corpus.load_acts(folders), corpus.load_readings(folders)
    return {s.name: corpus.read_edition(s, acts, readings) for s in corpus.sources(folders)}


# item, edition, remarks (their beginnings): all five are applied, to the older and newer editions
TABLE = [
    ("1", "law-148-2001@2022-03-02:ru", ["номер и заголовок", "исчезает часть вторая статьи 9"]),
    ("1", "law-148-2001@2026-07-14:ru", ["номер и заголовок", "исчезает часть вторая статьи 9"]),
    ("2", "law-148-2001@2022-03-02:ru", ["номер «4.» автор не приводит"]),
    ("2", "law-148-2001@2026-07-14:ru", ["номер «4.» автор не приводит"]),
    ("3", "law-148-2001@2022-03-02:ru", ["номер «6.» автор не приводит"]),
    ("3", "law-148-2001@2026-07-14:ru", ["номер «6.» автор не приводит"]),
    ("4", "law-148-2001@2022-03-02:ru", []),
    ("4", "law-148-2001@2026-07-14:ru", []),
    ("5", "elections-1995@2022-02-07:ru", ["номер «9.» автор не приводит"]),
    ("5", "elections-1995@2026-07-01:ru", ["номер «9.» автор не приводит"]),
]


@pytest.mark.parametrize(("item", "name", "remarks"), TABLE)
def test_bektibaev(editions: dict[str, Edition], item: str, name: str, remarks: list[str]) -> None:
    found, _ = package.load(ROOT / "amendments" / "bektibaev-2022.yaml")
    (one,) = [i for i in found.items if i.id == item]
    result = apply(editions[name], one.operations())
    assert not result.refused
    said = list(result.applied[0].remarks)
    assert len(said) == len(remarks)
    assert all(a.startswith(b) for a, b in zip(said, remarks, strict=True))


def test_bektibaev_to_the_wrong_act(editions: dict[str, Edition]) -> None:
    """The whole package on one act: the item to the other act is refused, and why is said."""
    found, _ = package.load(ROOT / "amendments" / "bektibaev-2022.yaml")
    operations = [o for i in found.items for o in i.operations()]
    result = apply(editions["law-148-2001@2026-07-14:ru"], operations)
    assert len(result.applied) == 4
    assert [(str(r.operation.target), r.outside) for r in result.refused] == [
        ("elections-1995/art_103.pt_9", True)
    ]


def test_the_wording_of_a_package_is_read_back(editions: dict[str, Edition]) -> None:
    """Package export and the reader share their formulas."""
    from kb.compare.table import compare_package
    from kb.papers.bill import commands

    acts = corpus.load_acts((ROOT / "corpus",))
    found, _ = package.load(ROOT / "amendments" / "bektibaev-2022.yaml")
    chosen = {
        "law-148-2001": editions["law-148-2001@2026-07-14:ru"],
        "elections-1995": editions["elections-1995@2026-07-01:ru"],
    }
    table = compare_package(found, chosen, acts, {a: [e] for a, e in chosen.items()})
    text = "\n".join(amending_text(commands(table), acts))
    read_as = parse(text, acts=acts.values())
    assert not read_as.unread
    assert {a.act for a in read_as.acts} == set(chosen)
    for act, held in chosen.items():
        own = [o for o in read_as.operations if o.target.act == act]
        assert not apply(held, own).refused


# --- Many points of one owner, added together -----------------------------------------------------


def test_points_added_together_are_those_added_one_by_one() -> None:
    text = "\n".join(
        f"статью 2 дополнить пунктом {n} следующего содержания:\n«{n}. Новый {n}.»;"
        for n in ("4", "2-2", "2-1", "3", "2-1", "10", "9")
    )
    operations = parse(text, act="act").operations
    together = apply(edition(), operations)
    one_by_one, results = edition(), []
    for each in operations:
        done = apply(one_by_one, [each])
        one_by_one, results = done.edition, [*results, *done.results]
    assert together.edition.root == one_by_one.root
    assert [type(r) for r in together.results] == [type(r) for r in results]
    assert [r.operation.target.steps[-1].number for r in together.refused] == ["3", "2-1"]
    article = together.edition.resolve(parse_steps("art_2"))
    assert [c.number for c in article.children] == ["1", "2", "2-1", "2-2", "3", "4", "9", "10"]


def test_what_an_owner_cannot_take_is_refused_for_each() -> None:
    why = reasons(
        "статью 9 дополнить подпунктом 4) следующего содержания:\n«4) новое.»;\n"
        "статью 9 дополнить подпунктом 5) следующего содержания:\n«5) новое.»"
    )
    assert len(why) == 2 and all("art_9" in w for w in why)
