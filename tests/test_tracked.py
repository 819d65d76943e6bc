"""Tracked changes: LibreOffice accepts them to the new text and rejects them to the old, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.carried import carried_out
from kb.compare.amended import altered
from kb.compare.lines import line_pairs
from kb.ground.errors import NotFound
from kb.ground.safe import visible
from kb.library import Library
from kb.norm.act import Edition
from kb.papers.filing import NothingToTrack, tracked_changes
from kb.write.tracked import Paragraph, Sheet, Text, blocks, write

from .office import settle

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
Lines = list[str]


@dataclass(frozen=True)
class Case:
    """A document and the two texts that it must give."""

    name: str
    document: bytes
    before: Lines
    after: Lines


def document(texts: Sequence[Text]) -> bytes:
    return write([Sheet("Закон", tuple(texts))], "ru", "Проба", "Автор", NOW)


def lines_of(texts: Sequence[str]) -> Lines:
    return [line for text in texts for line in text.split("\n") if line]


# --- The model of a word processor --------------------------------------------------------------

WORDS = ["слово", "Маслихат", "решает", "1) да;", "2) нет.", "😀", "a\tb", "двойной  пробел", "й́", "<w:t>", "x"]  # fmt: skip
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
several = st.lists(line, max_size=6).map(tuple)


def paragraphs(texts: Sequence[Text]) -> list[Paragraph]:
    """The blocks of texts without tables."""
    return [each for each in blocks(texts) if isinstance(each, Paragraph)]


def side(texts: Sequence[Text], other: str) -> str:
    """The text that remains when the changes of one kind are taken out, moves with them, as Word joins
    paragraphs."""
    out = {"+": "+>", "-": "-<"}[other]
    return "".join(
        "".join(text for op, text in p.segments if op not in out) + "\n" * (p.end not in out)
        for p in paragraphs(texts)
    )


@pytest.mark.slow
@given(several, several, several, several)
@settings(max_examples=300)
def test_the_two_sides_are_the_two_texts(
    a: tuple[str, ...], b: tuple[str, ...], c: tuple[str, ...], d: tuple[str, ...]
) -> None:
    texts = (Text(a, b), Text(c, d))
    for lines, other in (((*a, *c), "+"), ((*b, *d), "-")):
        # A document always has one paragraph, were it empty.
        assert side(texts, other) == "".join(f"{x}\n" for x in lines or ("",)) * bool(a + b + c + d)


@pytest.mark.slow
@given(several, several)
@settings(max_examples=200)
def test_lines_are_paired_in_their_order(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    pairs = line_pairs(left, right)
    assert tuple(p.left for p in pairs if p.left is not None) == left
    assert tuple(p.right for p in pairs if p.right is not None) == right


def test_a_reworded_line_is_marked_by_words_and_a_new_one_whole() -> None:
    found = paragraphs(
        [Text(("1. Срок пять лет.", "3. Конец."), ("1. Срок шесть лет.", "2. Новый.", "3. Конец."))]
    )
    assert [p.segments for p in found] == [
        (("=", "1. Срок "), ("-", "пять"), ("+", "шесть"), ("=", " лет.")),
        (("+", "2. Новый."),),
        (("=", "3. Конец."),),
    ]


# --- LibreOffice --------------------------------------------------------------------------------


def of_package(library: Library, against: str) -> list[Case]:
    """Each item of a package alone, and the package whole."""
    package = library.package("bektibaev-2022")
    chosen = library.editions_for(package, against)
    found = []
    for item in package.items:
        edition = chosen[item.target.act]
        after = apply(edition, item.operations()).edition
        article = item.target.steps[:1]
        data = tracked_changes(library, package, chosen, NOW, item.id)
        texts = [e.resolve(article).text for e in (edition, after)]
        found.append(Case(f"{against} {item.id}", data, *(lines_of([t]) for t in texts)))
    whole: list[list[str]] = [[], []]
    for act in package.acts:
        edition = chosen[act]
        after = carried_out(package, edition).edition
        for each in altered(edition, after):
            whole[0].append(edition.resolve(each.steps).text)
            whole[1].append(after.resolve(each.steps).text)
    data = tracked_changes(library, package, chosen, NOW)
    return [*found, Case(f"{against} whole", data, *map(lines_of, whole))]


def of_years(before: Edition, after: Edition) -> list[Case]:
    """Every article of a law that differs between two editions, and all of them in one document."""
    found = [a for a in altered(before, after) if a.was != a.text]
    texts = [Text(tuple(a.was.split("\n")), tuple(a.text.split("\n")), titled=True) for a in found]
    cases = [
        Case(str(a.steps[-1]), document([t]), lines_of([a.was]), lines_of([a.text]))
        for a, t in zip(found, texts, strict=True)
    ]
    every = (lines_of([a.was for a in found]), lines_of([a.text for a in found]))
    return [*cases, Case("all articles", document(texts), *every)]


def made() -> list[Case]:
    """Texts of hypothesis, gathered so that one run of LibreOffice reads them all."""
    found: list[Case] = []

    @given(several, several, several, several)
    @settings(max_examples=40, derandomize=True, phases=[Phase.generate])
    def gather(a: Sequence[str], b: Sequence[str], c: Sequence[str], d: Sequence[str]) -> None:
        texts = (Text(tuple(a), tuple(b), titled=True), Text(tuple(c), tuple(d)))
        found.append(Case(f"made {len(found)}", document(texts), [*a, *c], [*b, *d]))

    gather()
    return found


OLD_TABLE = (
    "До:",
    "| вид | ставка |",
    "| дом | 0,05 |",
    "| дача | 1 |",
    "Да.",
    "| a | b |",
    "После.",
)
NEW_TABLE = ("До:", "| вид | ставка |", "| дом | 0,07 |", "| гараж | 22 |", "| сад |  |", "Да.", "После.", "| x | y | z |", "Конец.")  # fmt: skip
SAID = "Маслихат не реже одного раза в год отчитывается перед населением о проделанной работе."
MOVED = [
    (
        ("1. Первое предложение о бюджете области. Второе о выборах акима села.", "2. Конец."),
        ("1. Второе о выборах акима села. Первое предложение о бюджете области.", "2. Конец."),
    ),
    (
        (
            "1. Начало.",
            f"2. {SAID}",
            "3. Аким утверждает план развития села по согласованию.",
            "4. Конец.",
        ),
        (
            "1. Начало.",
            "3. Аким утверждает план развития села по согласованию.",
            f"2. {SAID}",
            "4. Конец.",
        ),
    ),
    ((SAID, "Аким утверждает план.", "Середина."), ("Аким утверждает план.", "Середина.", SAID)),
    (("1. Да.", SAID, "2. Нет."), (SAID, "1. Да.", "2. Нет.")),
    (
        ("Решения принимаются большинством голосов, если иное не предусмотрено законом.",),
        ("Если иное не предусмотрено законом, решения принимаются большинством голосов.",),
    ),
    ((f"1. Да. {SAID} {SAID}", "2. Нет."), ("1. Да.", f"2. Нет и еще раз нет. {SAID} {SAID}")),
    ((f"1. {SAID} Да.", "2. Нет, не так."), (f"2. Нет, не так. {SAID} Да.", f"3. {SAID}")),
]
HOSTILE = [
    *(Case(f"moved {n}", document([Text(a, b)]), [*a], [*b]) for n, (a, b) in enumerate(MOVED)),
    Case("control", document([Text(("a\x00\x07b",), ("a\x0cb \u202eв",))]), [visible("a\x00\x07b")], [visible("a\x0cb \u202eв")]),
    Case("empty", document([Text((), ())]), [], []),
    Case("blank", document([Text(("а", "", " ", "б"), ("а", "", "в"))]), ["а", "б"], ["а", "в"]),
    Case("new", document([Text((), ("Статья 1. Имя", "1. Да."), titled=True)]), [], ["Статья 1. Имя", "1. Да."]),
    Case("gone", document([Text(("Статья 1. Имя", "1. Да."), ())]), ["Статья 1. Имя", "1. Да."], []),
    Case("spaces", document([Text(("  а  б ",), ("  а   б",))]), ["  а  б "], ["  а   б"]),
    Case("table", document([Text(OLD_TABLE, NEW_TABLE)]), [*OLD_TABLE], [*NEW_TABLE]),
]  # fmt: skip


@pytest.fixture(scope="module")
def cases(library: Library, editions: dict[str, Edition]) -> list[Case]:
    years = [editions[f"law-148-2001@{d}:ru"] for d in ("2022-03-02", "2026-07-14")]
    long = [f"{nth}) {'слово за словом ' * 60}" for nth in range(600)]
    assert len("".join(long).encode()) > 1_000_000
    other = [*long[:300], "Новая строка.", *long[300:-1]]
    megabyte = Case("1 MB", document([Text(tuple(long), tuple(other))]), long, other)
    return [
        *of_package(library, "author"),
        *of_package(library, "newest"),
        *of_years(*years),
        *made(),
        *HOSTILE,
        megabyte,
    ]


@pytest.mark.office
def test_libreoffice_accepts_and_rejects_to_the_exact_texts(
    cases: list[Case], tmp_path: Path
) -> None:
    paths = []
    for nth, case in enumerate(cases):
        paths.append(tmp_path / f"{nth}.docx")
        paths[-1].write_bytes(case.document)
    assert len(cases) > 80
    wrong = []
    for case, (accepted, rejected) in zip(cases, settle(paths, tmp_path), strict=True):
        if case.name == "table":  # Word needs a paragraph after a table: an empty one may stay
            accepted, rejected = ([x for x in side if x] for side in (accepted, rejected))
        if accepted != (case.after or [""]):
            wrong.append((case.name, "accepted", accepted, case.after))
        if rejected != (case.before or [""]):
            wrong.append((case.name, "rejected", rejected, case.before))
    assert wrong == []


# --- The document -------------------------------------------------------------------------------


def test_every_change_is_signed_and_numbered(library: Library) -> None:
    package = library.package("bektibaev-2022")
    data = tracked_changes(library, package, library.editions_for(package, "author"), NOW)
    body = Document(BytesIO(data)).element.body
    marks = [*body.iter(qn("w:ins")), *body.iter(qn("w:del"))]
    assert len(marks) > 50
    assert {m.get(qn("w:author")) for m in marks} == {"Бектибаев С. Қ."}
    assert {m.get(qn("w:date")) for m in marks} == {"2026-11-21T09:30:00Z"}
    assert len({m.get(qn("w:id")) for m in marks}) == len(marks)
    assert not [t for m in body.iter(qn("w:del")) for t in m.iter(qn("w:t"))]
    settings_part = ZipFile(BytesIO(data)).read("word/settings.xml")
    assert b"w:trackRevisions" in settings_part


def test_both_ends_of_a_move_bear_one_name() -> None:
    body = Document(BytesIO(document([Text(*MOVED[1])]))).element.body
    left, right = (
        [e.get(qn("w:name")) for e in body.iter(qn(f"w:{tag}RangeStart"))]
        for tag in ("moveFrom", "moveTo")
    )
    assert left == right == ["move1"]
    starts = [
        e.get(qn("w:id"))
        for tag in ("moveFrom", "moveTo")
        for e in body.iter(qn(f"w:{tag}RangeStart"))
    ]
    ends = [
        e.get(qn("w:id"))
        for tag in ("moveFrom", "moveTo")
        for e in body.iter(qn(f"w:{tag}RangeEnd"))
    ]
    assert starts == ends
    # The line moves with its own mark: nothing is deleted and nothing is new.
    assert not [*body.iter(qn("w:ins")), *body.iter(qn("w:del"))]


def test_the_head_of_each_page_names_the_edition(library: Library) -> None:
    package = library.package("bektibaev-2022")
    data = tracked_changes(library, package, library.editions_for(package, "author"), NOW)
    heads = [s.header.paragraphs[0].text for s in Document(BytesIO(data)).sections]
    assert heads == [
        "Закон о МСУ, редакция от 2 марта 2022 года (не действует)",
        "Закон о выборах, редакция от 7 февраля 2022 года (не действует)",
    ]


def test_what_cannot_be_tracked_says_why(library: Library) -> None:
    package = library.package("bektibaev-2022")
    chosen = library.editions_for(package, "author")
    with pytest.raises(NotFound, match="поправки «7» нет; есть: 1, 2, 3, 4, 5"):
        tracked_changes(library, package, chosen, NOW, "7")
    with pytest.raises(NothingToTrack, match="нет поправок с текстом на казахском"):
        tracked_changes(library, package, chosen, NOW, language="kk")
    concepts = library.package("bektibaev-2022-concepts")
    with pytest.raises(NothingToTrack, match="нет поправок с текстом"):
        tracked_changes(library, concepts, library.editions_for(concepts, "newest"), NOW)
