"""The package out: valid Markdown, Word and HTML whatever the texts hold; official formulas."""

from __future__ import annotations

import html
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.amendment import kazakh
from kb.amendment.package import Item, Misprint, Package
from kb.amendment.wording import Command, amending_text, command, title
from kb.compare.table import Comparison, compare_package
from kb.ground.safe import markdown_text
from kb.library import Library
from kb.norm.act import Act, Edition, KnownEdition
from kb.norm.address import parse, parse_steps
from kb.papers.bill import bills
from kb.papers.export import export
from kb.read import markdown
from kb.words.text import squeeze

from .reading_back import MARKDOWN, check_docx, check_html, check_markdown, plain, text_of, titles

# --- The real package -------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["author", "newest"])
def comparison(library: Library, request: pytest.FixtureRequest) -> Comparison:
    package = library.package("bektibaev-2022")
    chosen = library.editions_for(package, request.param)
    held = {act: library.editions(act) for act in package.acts}
    return compare_package(package, chosen, library.acts, held)


def as_text(comparison: Comparison, library: Library, kind: str) -> str:
    return export(comparison, library.acts, kind).decode("utf-8")


def test_markdown_of_the_package(comparison: Comparison, library: Library) -> None:
    text = as_text(comparison, library, "md")
    check_markdown(text, comparison)
    heads = [
        text_of(b)
        for a, b in zip(MARKDOWN.parse(text), MARKDOWN.parse(text)[1:], strict=False)
        if a.type == "heading_open" and a.tag in ("h1", "h2")
    ]
    filed = ["Сравнительная таблица", "Пояснительная записка"]
    assert heads == [
        "О внесении дополнения в Конституционный закон Республики Казахстан «О выборах в Республике Казахстан»",
        *filed,
        "О внесении изменений и дополнений в Закон Республики Казахстан «О местном государственном "
        "управлении и самоуправлении в Республике Казахстан»",
        *filed,
    ]


def test_html_of_the_package(comparison: Comparison, library: Library) -> None:
    check_html(as_text(comparison, library, "html"), comparison)


def test_word_document_of_the_package(comparison: Comparison, library: Library) -> None:
    data = export(comparison, library.acts, "docx")
    document = check_docx(data, comparison)
    directions = [s.orientation for s in document.sections]
    upright, across = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert directions == [upright, across, upright] * 2  # draft, table, note of either bill
    section = document.sections[1]
    assert abs(section.page_width - Cm(29.7)) < Cm(0.01)
    assert abs(section.page_height - Cm(21.0)) < Cm(0.01)
    header = document.tables[0].rows[0]
    shown = [c.text for c in header.cells]
    assert [*shown[:2], *shown[3:]] == [*titles()[:2], *titles()[3:]]
    newest = comparison.editions[0].startswith("elections-1995@2026")
    assert shown[2] == (titles()[2] if newest else "Редакция от 07.02.2022 (не действует)")
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [
        row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in document.tables[0].rows
    ] == [
        True,
        *[False] * (len(document.tables[0].rows) - 1),
    ]
    assert all(
        s.footer._element.find(f".//{qn('w:instrText')}").text == "PAGE" for s in document.sections
    )
    assert document.styles["Normal"].font.name == "Times New Roman"
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "ru-RU"
    widths = sum(c.width for c in header.cells)
    assert widths <= section.page_width - section.left_margin - section.right_margin + Cm(0.01)
    said = "\n".join(p.text for p in document.paragraphs)
    for line in amending(comparison, library):
        assert line in said
    for name in ZipFile(BytesIO(data)).namelist():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in ZipFile(BytesIO(data)).read(name)


def amending(comparison: Comparison, library: Library) -> list[str]:
    return [line for bill in bills(comparison, library.acts) for line in bill.lines]


@pytest.mark.parametrize("kind", ["md", "docx", "html"])
def test_every_format_says_the_same(comparison: Comparison, library: Library, kind: str) -> None:
    said = said_in(export(comparison, library.acts, kind), kind)
    for words in (
        "магистерский проект",
        "Развернутая характеристика целей и задач проекта",
        "Отсутствует прозрачность и открытость в деятельности маслихатов.",
    ):
        assert words in said, words
    for line in amending(comparison, library):
        assert squeeze(line) in said
    beside = said_in(export(comparison, library.acts, kind, kind="conclusion"), kind)
    for words in (
        "Исчезает часть вторая статьи 9",
        "Номер «6.» автор не приводит: взят из цели.",
        "у автора «секретаря», в редакции «председателя»",
        "не является официальным источником",
    ):
        assert words in beside, words


def said_in(data: bytes, kind: str) -> str:
    """The words of a paper outside its Word tables."""
    if kind == "docx":
        document = Document(BytesIO(data))
        said = "\n".join(p.text for p in document.paragraphs)
    elif kind == "html":
        said = html.unescape(re.sub(r"<[^<>]+>", "\n", data.decode("utf-8")))
    else:
        found = (t for t in MARKDOWN.parse(data.decode("utf-8")) if t.type == "inline")
        said = "\n".join(map(text_of, found))
    return squeeze(said)


def test_the_amending_text_is_official(comparison: Comparison, library: Library) -> None:
    elections, law = ([*bill.lines] for bill in bills(comparison, library.acts))
    assert elections[:2] == [
        "Внести в Конституционный закон Республики Казахстан от 28 сентября 1995 года "
        "«О выборах в Республике Казахстан» следующее дополнение:",
        "статью 103 дополнить пунктом 9 следующего содержания:",
    ]
    formulas = [
        "1) пункт 3 статьи 5 дополнить частями второй – пятой следующего содержания:",
        "2) статью 9 изложить в следующей редакции:",
        "3) статью 10 дополнить пунктом 4 следующего содержания:",
        "4) пункт 6 статьи 11 изложить в следующей редакции:",
    ]
    assert [line for line in law if line in formulas] == formulas  # in the order of the law
    at = law.index(formulas[2])
    assert law[at + 1].startswith("«4. Сессия маслихата проводиться четыре раза в год.")
    assert law[at + 1].endswith("местного бюджета»;")
    assert law[-1].endswith("онлайн».")
    lines = [*elections, *law]
    assert sum(line.count("«") - line.count("»") for line in lines) == 0


def test_formulas() -> None:
    def formula(kind: str, steps: str, *added: str) -> str:
        read = parse_steps(steps)
        return command(Command("x", kind, read, "Новое.", tuple(map(parse_steps, added))))[0]

    assert formula("replace", "art_9") == "статью 9 изложить в следующей редакции:"
    assert formula("replace", "art_9.part_2") == (
        "часть вторую статьи 9 изложить в следующей редакции:"
    )
    assert formula("repeal", "art_6.pt_1.spt_4-1") == "подпункт 4-1) пункта 1 статьи 6 исключить"
    assert formula("insert", "art_25-2") == "дополнить статьей 25-2 следующего содержания:"
    assert formula("insert", "art_6.pt_1.spt_17", "art_6.pt_1.spt_17", "art_6.pt_1.spt_18") == (
        "пункт 1 статьи 6 дополнить подпунктами 17) и 18) следующего содержания:"
    )
    act = Act("x", "О", "Закон Республики Казахстан", "law", "2001-01-23")
    only = [Command("x", "insert", parse_steps("art_9.pt_2"), "Новое.")]
    assert title(only, {"x": act}) == "О внесении дополнения в Закон Республики Казахстан «О»"
    both = [*only, Command("x", "repeal", parse_steps("art_1"))]
    assert title(both, {"x": act}).startswith("О внесении изменения и дополнения в Закон")
    many = [*both, *both]
    assert title(many, {"x": act}).startswith("О внесении изменений и дополнений в Закон")


# --- Hostile texts ----------------------------------------------------------------------------

HOSTILE = [
    "|", "||", "`код`", "```", "<script>alert(1)</script>", "<!-- -->", "<br>", "&lt;", "&", "**", "__",
    "*x*", "[a](http://x)", "![a](b)", "<http://x.kz>", "\\", "\\|", "#", "# a", "~~~", "---", "===",
    "- a", "+ a", "1. a", "1) a", "2. a", "> a", "\u202eсправа\u202c", "\u200f", "\x07", "\x00", "\x85",
    "\u2028", "\ufeff", "😀", "$x$", "{a}", "'", '"', "«»", "\t", "]]>", "| --- |", "http://x.kz", "й́",
]  # fmt: skip
bits = st.sampled_from(HOSTILE) | st.sampled_from(["слово", "Маслихат", "срок", ".", ",", " "])
one_line = st.lists(bits, min_size=1, max_size=6).map(" ".join).map(squeeze).filter(bool)
many_lines = st.lists(one_line, min_size=1, max_size=3).map("\n".join)


def hostile_comparison(
    left: str, right: str, other: str, *, amendments: int = 3
) -> tuple[Comparison, dict[str, Act]]:
    """A package of three amendments to a small act, whose every text is given."""
    body = f"### Статья 1. {other.strip()} а\n\n1. Норма {left}\n\n2. Вторая норма."
    known = KnownEdition("2020-01-01", held=(("ru", ()),))
    act = Act("x", f"О {other}", "Закон", "law", "2020-01-01", editions=(known,))
    text = body.replace("\0", "")
    read = markdown.parse(text, act="x").edition
    edition = Edition("x", "2020-01-01", "ru", "О", read.root)
    items = tuple(
        Item(name, parse(target), kind, left, right, other, other, misprints=(Misprint(left, other),),
             remarks=(other, right[:200]))
        for name, target, kind in (
            ("1", "x/art_1.pt_1", "replace"),
            ("2", "x/art_1.pt_3", "insert"),
            ("3", "x/art_1.pt_9", "replace"),
        )[:amendments]
    )  # fmt: skip
    package = Package("p", other, other, "text", other, "s", (("x", "2020-01-01"),), items)
    comparison = compare_package(package, {"x": edition}, {"x": act}, {"x": [edition]})
    return comparison, {"x": act}


@pytest.mark.slow
@given(one_line, many_lines, many_lines)
@settings(max_examples=120)
def test_markdown_holds_whatever_the_texts_hold(left: str, right: str, other: str) -> None:
    comparison, acts = hostile_comparison(left, right, other)
    check_markdown(export(comparison, acts, "md").decode("utf-8"), comparison)


@pytest.mark.slow
@given(one_line, many_lines, many_lines)
@settings(max_examples=60)
@example("а", "|", "| --- |")
def test_html_holds_whatever_the_texts_hold(left: str, right: str, other: str) -> None:
    comparison, acts = hostile_comparison(left, right, other)
    check_html(export(comparison, acts, "html").decode("utf-8"), comparison)


@pytest.mark.slow
@given(one_line, many_lines, many_lines)
@settings(max_examples=25)
def test_word_holds_whatever_the_texts_hold(left: str, right: str, other: str) -> None:
    comparison, acts = hostile_comparison(left, right, other)
    check_docx(export(comparison, acts, "docx"), comparison)


@pytest.mark.slow
@given(many_lines)
@settings(max_examples=300)
def test_a_paragraph_of_markdown_is_nothing_but_text(text: str) -> None:
    tokens = MARKDOWN.parse(markdown_text(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert text_of(tokens[1]) == plain(text)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_a_clause_of_a_megabyte_is_exported(kind: str) -> None:
    long = "слово за словом и опять слово за словом | " * 15_000
    assert len(long.encode()) > 1_000_000
    comparison, acts = hostile_comparison("а", long, "а", amendments=1)
    data = export(comparison, acts, kind)
    if kind == "md":
        check_markdown(data.decode("utf-8"), comparison)
    elif kind == "html":
        check_html(data.decode("utf-8"), comparison)
    else:
        check_docx(data, comparison)


def test_a_direction_mark_is_written_out_and_never_acts() -> None:
    comparison, acts = hostile_comparison("a", "до \u202eсправа\u202c после", "а")
    for kind in ("md", "html"):
        text = export(comparison, acts, kind).decode("utf-8")
        assert "⟨U+202E⟩справа⟨U+202C⟩" in text
        assert "\u202e" not in text


def test_an_unknown_format_is_refused(comparison: Comparison, library: Library) -> None:
    with pytest.raises(ValueError, match="pdf"):
        export(comparison, library.acts, "pdf")


def test_one_act_is_named_in_the_opening_words(library: Library) -> None:
    """As adopted laws do; the list of acts is for several."""
    one = [Command("law-148-2001", "repeal", parse_steps("art_11.pt_6"))]
    first, second = amending_text(one, library.acts)
    assert first == (
        "Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном "
        "управлении и самоуправлении в Республике Казахстан» следующее изменение:"
    )
    assert second == "пункт 6 статьи 11 исключить."
    assert kazakh.amending_text(one, library.acts)[0] == (
        "«Қазақстан Республикасындағы жергілікті мемлекеттік басқару және өзін-өзі басқару туралы» "
        "2001 жылғы 23 қаңтардағы Қазақстан Республикасының Заңына мынадай өзгеріс енгізілсін:"
    )
    supreme = [Command("constitution-2026", "repeal", parse_steps("art_88.pt_5"))]
    assert re.match(
        r"Внести в Конституцию .*, принятую .* года, следующее изменение:",
        amending_text(supreme, library.acts)[0],
    )
