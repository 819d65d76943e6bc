"""The studies' tables and figures: every cell stands in its source; what is counted follows from cells."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.library import Library
from kb.studies import number
from kb.studies.arithmetic import across, outcomes
from kb.studies.exhibits import Exhibit, Exhibits, Lines, load
from kb.studies.people import possible, smallest
from kb.studies.themes import OTHER, of

from .conftest import CORPUS, ROOT, shared
from .test_studies import known, stands

FILES = sorted((CORPUS / "studies").glob("*-exhibits.yaml"))
EXTRACTS = Path(__file__).parent / "fixtures" / "studies"
TABLE = CORPUS / "studies" / "akanova-2024-table-1.yaml"
_MARKUP = re.compile(r"</?[a-z][^>/]*>|[*✓•#<>]")
_LAYOUT = {"–", "-", "—", ";", "."}  # where they stand alone


@cache
def exhibits(name: str) -> Exhibits:
    return load(CORPUS / "studies" / f"{name}-exhibits.yaml")


def pairs() -> list[tuple[str, str]]:
    return [(p.stem.removesuffix("-exhibits"), e.id) for p in FILES for e in load(p).exhibits]


@cache
def extract(study: str) -> dict[int, str]:
    """The copied lines of a study by their number in its file."""
    text = (EXTRACTS / f"{study}.tsv").read_text("utf-8")
    return {int(n): line for n, _, line in (x.partition("\t") for x in text.split("\n")) if n}


def source(sha256: str) -> dict[int, str]:
    """The lines of the study itself; the test is skipped where the studies are not at hand."""
    for path in sorted(shared("seeds").iterdir()):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == sha256:
            return dict(enumerate(data.decode("utf-8").split("\n"), start=1))
    pytest.fail(f"среди исследований нет файла с SHA-256 {sha256}")


def there(text: dict[int, str], lines: Lines) -> str:
    joined = "\n".join(text.get(n, "") for n in range(lines[0], lines[1] + 1))
    return " ".join(_MARKUP.sub(" ", joined).split())


def tokens(text: str) -> list[str]:
    """The words of a text; a dash or stop that stands alone is layout."""
    cleaned = re.sub(r"\s[-–—]\s|^[-–—]\s|(?<=\d)[-–—]\s", " ", f" {_MARKUP.sub(' ', text)} ")
    return [w for w in cleaned.split() if w not in _LAYOUT]


def own_words(exhibit: Exhibit) -> Counter[str]:
    """All words of a table as we hold it: title, heads, groups, cells, note, what recognition left."""
    groups = [g for g in exhibit.groups if g]
    parts = [exhibit.number, exhibit.title, exhibit.over, exhibit.group, *exhibit.head, *groups]
    parts += [c for r in exhibit.rows for c in r.cells]
    parts += [exhibit.note, *exhibit.noise]
    return Counter(w for p in parts for w in tokens(p))


def held(study: str, exhibit: Exhibit, text: dict[int, str]) -> None:
    """Asserts that an exhibit says what its source says, no word more and no word less."""
    if exhibit.kind == "table" and exhibit.rows:
        printed = Counter(tokens(there(text, exhibit.lines)))
        mine = own_words(exhibit)
        if "Чел. и доля" in exhibit.head:  # the head is ours: the study prints none
            mine -= Counter(tokens("Чел. и доля"))
        assert mine == printed, (mine - printed, printed - mine)
    for row in exhibit.rows:
        line = there(text, row.lines)
        for cell in row.cells[1:]:
            assert cell in line, (exhibit.id, row.name, cell)
    for quote in exhibit.quotes:
        assert stands(quote.words, [there(text, quote.lines)]), quote.words
    for question in exhibit.questions:
        assert question.words in there(text, question.lines)
        last = question.lines[1] - len(question.options)
        for nth, option in enumerate(question.options, start=1):
            line = re.sub(r"\W", "", there(text, (last + nth, last + nth)))
            # «З» was recognised as «3»; a box to tick as some sign before the words.
            printed_option = re.sub("^3а", "За", line)
            assert printed_option.endswith(re.sub(r"\W", "", option)), (question.number, option)
    if exhibit.kind == "figure" and exhibit.title:
        caption = there(text, exhibit.lines) if exhibit.lines[0] in text else ""
        whole = caption or " ".join(_MARKUP.sub(" ", line) for line in text.values())
        assert stands(exhibit.title, [" ".join(whole.split())])


@pytest.mark.parametrize(("study", "name"), pairs(), ids=lambda v: v)
def test_an_exhibit_says_what_the_copied_lines_say(study: str, name: str) -> None:
    held(study, exhibits(study).exhibit(name), extract(study))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_copied_lines_are_those_of_the_study(path: Path) -> None:
    found = load(path)
    lines = source(found.sha256)
    for n, line in extract(found.study).items():
        assert lines[n] == line, n


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_is_said_of_other_countries_stands_in_the_copied_lines(path: Path) -> None:
    found = load(path)
    text = extract(found.study)
    for model in found.models:
        lines = [text.get(n, "") for n in range(model.lines[0], model.lines[1] + 1)]
        assert stands(model.words, [line for line in lines if line]), model.id


def test_the_table_on_the_charter_page_stands_in_the_copied_lines() -> None:
    text = extract("akanova-2024")
    whole = re.sub(r"\s", "", _MARKUP.sub("", "".join(text[n] for n in sorted(text))))
    for row in yaml_file.load(TABLE, "table.json")[0]["rows"]:
        for cell in (row["criterion"], row["charter"]["text"], row["kazakhstan"]["text"]):
            assert re.sub(r"\s", "", cell) in whole, cell


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_exhibits_lead_to_norms_and_amendments_that_are(path: Path, library: Library) -> None:
    items = {f"{p.id}#{i.id}" for p in library.packages() for i in p.items}
    for exhibit in load(path).exhibits:
        assert set(exhibit.amendments) <= items, exhibit.id
        for norm in exhibit.norms:
            assert known(library, str(norm.address)), exhibit.id


# --- What the program counts ------------------------------------------------------------------


def told(study: str, name: str) -> str:
    found = exhibits(study)
    every = outcomes(found, found.exhibit(name))
    return "\n".join([*(s for o in every for s in o.faults), *(s for o in every for s in o.notes)])


@pytest.mark.parametrize(
    ("study", "name", "says"),
    [
        ("bektibaev-2022", "table-2", "«Итого» 20,40% – не сумма, а среднее: 22,40 + 18,40 = 40,8"),
        ("bektibaev-2022", "table-7", "«В целом» 42,47%, а среднее городов – 32,65."),
        ("bektibaev-2022", "table-7", "если не считать: Павлодар"),
        ("bektibaev-2022", "table-7", "42,47 + 57,00 + 10,38 = 109,85, а не 100"),
        ("bektibaev-2022", "table-9", "35264 / 868549 × 1000 = 40,6, напечатано 3,00%"),
        ("bektibaev-2022", "table-9", "13801 / 868549 × 1000 = 15,9, напечатано 7,00%"),
        ("bektibaev-2022", "professions", "Нур-Султане: 48,4% (15 из 31) – меньше половины"),
        ("bektibaev-2022", "professions", "66,7 % от 39 – это 26"),
        ("bektibaev-2022", "parties", "29 + 4 + 3 = 36 из 39"),
        ("bektibaev-2022", "activity", "Павлодар: 43%"),
        ("akanova-2024", "table-2", "от 42 – Казахи 78,6%"),
        ("akanova-2024", "parties", "от 41 – «Ақжол» 4,9%; от 42 – «АМАНАТ» 57,1%"),
        ("akanova-2024", "figure-3", "92% («ходили на выборы») у 10 человек не бывает"),
        ("akanova-2024", "figure-3", "37% («маслихат эффективен») у 10 человек не бывает"),
        ("akanova-2024", "table-3", "среднее 2,39 у 10 человек не бывает"),
        ("akanova-2024", "table-3", "среднее 4,17 у 10 человек не бывает"),
    ],
)
def test_what_does_not_agree_is_told_from_the_cells(study: str, name: str, says: str) -> None:
    assert says in told(study, name)


@pytest.mark.parametrize("name", ["table-4", "table-5", "table-6", "never-met", "fourth-level"])
def test_what_rounding_explains_is_no_fault(name: str) -> None:
    found = exhibits("bektibaev-2022")
    assert all(o.tried and o.agreed == o.tried for o in outcomes(found, found.exhibit(name)))


def test_figures_that_are_missing_or_stand_twice_are_named() -> None:
    said = " ".join(s for o in across(exhibits("bektibaev-2022")) for s in (*o.faults, *o.notes))
    assert "Пропущено: Рисунок 8 и Рисунок 18." in said
    assert "Номер стоит дважды: Рисунок 19." in said
    assert "Поровну (по 100)" in said


def share(text: str) -> number.Number:
    found = number.number(text)
    assert found
    return found


def test_numbers_are_read_as_printed() -> None:
    cells = ("28,3", "13,10", "10, 26%", "9,2 %", "75,00%", "6 167 104,80 тыс. тенге", "868549")
    values = ("28.3", "13.1", "10.26", "9.2", "75", "6167104.8", "868549")
    assert [str(share(c).value) for c in cells] == list(values)
    assert share("9,2 %").percent and not share("28,3").percent
    assert number.number("") is None
    assert number.number("33 (78,6%)") is None
    assert [n.words for n in number.numbers("33 (78,6%)")] == ["33", "78,6"]
    assert share("75,00%").half == Decimal("0.5")


def test_so_many_people_give_such_shares() -> None:
    assert possible(share("70%"), 10) == 7
    assert possible(share("73%"), 10) is None
    assert possible(share("73%"), 11) == 8
    assert smallest([share("73%"), share("27%"), share("64%")]) == 11
    assert smallest([share("33,3%")], most=2) is None
    assert share("21,9%").cuts(Fraction(900, 41)) and not share("21,9%").rounds(Fraction(900, 41))


# --- What is wrong with a file ----------------------------------------------------------------

SOUND = """\
study: mine
sha256: "0000000000000000000000000000000000000000000000000000000000000000"
exhibits:
  - id: one
    kind: table
    number: Таблица 1
    title: Доли
    section: Раздел
    lines: [1, 9]
    themes: [finance]
    head: ['', Доля]
    rows:
      - {lines: [2, 2], cells: [Да, '40%']}
      - {lines: [3, 3], cells: [Нет, '60%']}
    checks:
      - {rule: hundred}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("[Да, '40%']", "[Да, '40%', '1%']", 13, "ячеек 3, столбцов 2"),
        ("lines: [1, 9]", "lines: [9, 1]", 9, "первая строка больше"),
        ("themes: [finance]", "themes: [money]", 10, "money"),
        ("{rule: hundred}", "{rule: hundreds}", 16, "hundreds"),
        ("{rule: hundred}", "{rule: total, of: [Да]}", 16, "row"),
        ("{rule: hundred}", "{rule: total, row: Итого, of: [Да]}", 16, "«Итого»"),
        ("{rule: hundred}", "{rule: within, row: Да, table: two, of: [Да]}", 16, "«two»"),
        ("{rule: hundred}", "{rule: seats, all: Всего}", 16, "«: Всего»"),
        ("{rule: hundred}", "{rule: sample, tables: [one], columns: [Доля], printed: 9}", 16, "sample"),
        ("    head:", "    chart: [Число]\n    head:", 11, "«Число»"),
        ("    head:", "    same: two\n    head:", 11, "«two»"),
        ("    head:", "    norms: [{address: 'a b', remark: x}]\n    head:", 11, ""),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    path = tmp_path / "mine-exhibits.yaml"
    path.write_text(SOUND, "utf-8")
    assert load(path).exhibits[0].words == "Таблица 1. Доли"
    path.write_text(SOUND.replace(old, new, 1), "utf-8")
    with pytest.raises(KbError, match=rf"mine-exhibits\.yaml:{line}: .*{re.escape(says)}"):
        load(path)


def test_nearly_every_claim_has_a_theme(library: Library) -> None:
    claims = [c for s in library.studies() for c in s.claims]
    loose = [c.gist for c in claims if OTHER in of(c.gist, (n.address for n in c.norms))]
    assert len(loose) <= len(claims) // 50, loose


def test_the_extracts_hold_nothing_of_another_place() -> None:
    """Each extract belongs to a file of exhibits: none is left behind by a removed one."""
    names = {p.stem for p in EXTRACTS.iterdir()}
    assert names == {p.stem.removesuffix("-exhibits") for p in FILES}
    assert (ROOT / "corpus" / "studies").is_dir()
