"""«Мой ГОРОД»: a budget divided by its payers, what does not add up, the study's figures and errors."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kb.receipt.bill import Period, receipt
from kb.receipt.budget import BadBudget, Budget, Scale, budget, decimal, grouped
from kb.receipt.study import example
from kb.receipt.table import TEMPLATE, from_bytes
from kb.words.text import squeeze
from kb.write.receipt import as_csv

from .conftest import shared
from .running import Kb

STUDY = "003_9a834fa42c8a8f12.txt"
HEAD = "город;Алматы\nединица;тыс. тенге\nжители;1000\n"
SOUND = HEAD + "всего;900000\n№;наименование;сумма\n1;Образование;600 000,5\n1.1;Школы;200000\n"


def read(text: str, **chosen: Scale) -> Budget:
    return from_bytes(text.encode(), "b.csv", **chosen)


# --- The division ---------------------------------------------------------------------------------


def test_a_payer_gives_his_share_of_each_line() -> None:
    made = receipt(read(SOUND))
    assert (made.period, made.month) == (900_000, 75_000)
    (education,) = made.charges
    assert education.period == Decimal("600000.5")
    assert education.of_total == Decimal("600000.5") / 900_000
    assert education.of_programme is None
    assert education.parts[0].of_programme == 200_000 / Decimal("600000.5")
    quarter = receipt(read(SOUND), Period.QUARTER)
    assert quarter.period == 225_000
    assert quarter.month == made.month


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
    st.integers(1, 10**7),
    st.sampled_from(Scale),
)
def test_the_lines_of_a_whole_budget_come_to_the_whole(
    costs: list[int], payers: int, unit: Scale
) -> None:
    rows = [(1, ("жители", str(payers))), (2, ("№", "", ""))]
    rows += [(nth + 3, (str(nth), "имя", str(cost))) for nth, cost in enumerate(costs, 1)]
    if not any(costs):
        with pytest.raises(BadBudget, match="равен нулю"):
            budget(rows, "b", unit)
        return
    made = receipt(budget(rows, "b", unit))
    total = sum((c.period for c in made.charges), Decimal(0))
    assert abs(total - made.period) < Decimal("0.0001") * max(1, made.period)
    assert abs(sum(c.of_total for c in made.charges) - 1) < Decimal("1e-20")


# --- What is brought ------------------------------------------------------------------------------

BAD = {
    "text for a sum": (SOUND.replace("200000", "много"), r"b\.csv: строка 7: «много» – не число"),
    "negative": (SOUND.replace("200000", "-5"), r"строка 7: сумма «-5» отрицательная"),
    "no payers": (SOUND.replace("жители;1000", "жители;0"), r"строка 3: жителей «0»"),
    "half a payer": (SOUND.replace("жители;1000", "жители;10,5"), r"строка 3: жителей «10,5»"),
    "unsaid payers": (SOUND.replace("жители;1000\n", ""), "--taxpayers"),
    "unknown unit": (SOUND.replace("тыс. тенге", "доллары"), r"строка 2: единица «доллары»"),
    "unsaid unit": (SOUND.replace("единица;тыс. тенге\n", ""), "--unit"),
    "orphan": (SOUND.replace("1.1;", "2.1;"), r"строка 7: подпрограмма 2\.1"),
    "above its programme": (SOUND.replace("1;Обр", "3.1;Обр"), r"строка 6: подпрограмма 3\.1"),
    "number twice": (SOUND.replace("1.1;", "1;"), "строка 7: номер 1 уже стоит в строке 6"),
    "no number": (SOUND.replace("1.1;", "а;"), "строка 7: «а» – не номер"),
    "nameless": (SOUND.replace("Школы", " "), "строка 7: нет наименования"),
    "said twice": (HEAD + SOUND, "строка 4: это уже сказано в строке 1"),
    "no heads": (SOUND.replace("№;", "раз;"), "строка 5: «раз» не понято"),
    "nothing": ("", "программ нет"),
    "infinite": (SOUND.replace("200000", "Infinity"), "не число"),
    "nan": (SOUND.replace("200000", "nan"), "не число"),
    "a vast power": (SOUND.replace("200000", "1e999999"), "не число"),
    "too much": (SOUND.replace("200000", "1;2"), "строка 7: лишнее после суммы: «2»"),
    "zero in all": (SOUND.replace("900000", "0"), "равен нулю"),
    "units taken for thousands": (SOUND.replace("900000", "900000000000"), "не в тенге ли"),
    "thousands taken for units": (SOUND.replace("тыс. тенге", "тенге"), "не в тысячах ли"),
    "one line in units": (SOUND.replace("200000", "200000000"), "строка 7: «Школы» в сотни раз"),
    "binary": ("\0\1\2", "не таблица CSV"),
    "unclosed quotes": (SOUND.replace("Школы", '"Школы'), "строка 7: клетка не читается"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_refused_with_its_row(name: str) -> None:
    text, reason = BAD[name]
    with pytest.raises(BadBudget, match=reason) as told:
        read(text)
    assert "\n" not in str(told.value)
    assert {told.value.said.kk, told.value.said.en}.isdisjoint({str(told.value), ""})


def test_a_unit_named_by_hand_is_taken_at_its_word() -> None:
    text = SOUND.replace("тыс. тенге", "тенге")
    assert receipt(read(text, unit=Scale.TENGE)).period == 900


def test_parts_above_the_whole_are_told_and_end_with_a_status(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text(SOUND.replace("200000", "700000"), "utf-8")
    result = kb("receipt", path)
    assert result.code == 1
    assert "строка 6: подпрограммы «Образование» вместе 700 000" in result.out.replace(
        "\u00a0", " "
    )
    path.write_text(SOUND.replace("900000", "500000"), "utf-8")
    result = kb("receipt", path, "--json")
    assert result.code == 1
    assert json.loads(result.out)["adds_up"] is False


def workbook(rows: list[list[object]]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def test_a_workbook_says_the_same_as_the_table() -> None:
    rows: list[list[object]] = [line.split(";") for line in SOUND.strip().split("\n")]
    rows[3] = ["всего", 900_000]
    rows[5] = [1, "Образование", 600_000.5]
    rows[6] = [1.1, "Школы", 200_000]
    assert receipt(from_bytes(workbook(rows), "b.csv")) == receipt(read(SOUND))


@pytest.mark.parametrize(
    "data",
    [b"PK\3\4", workbook([["город", "А"]])[:-200], b"PK" + bytes(300), b"\xd0\xcf\x11\xe0" * 40],
)
def test_a_broken_workbook_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadBudget, match=r"b\.xlsx") as told:
        from_bytes(data, "b.xlsx")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert from_bytes(SOUND.encode(encoding), "b.csv") == read(SOUND)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_the_mark_between_cells_is_found(mark: str) -> None:
    assert read(SOUND.replace(";", mark)) == read(SOUND)


def test_the_template_is_a_budget_that_adds_up(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert kb("receipt", "--template", "--out", path).code == 0
    assert kb("receipt", path).code == 0
    assert TEMPLATE.read_text("utf-8") in path.read_text("utf-8")


def test_csv_holds_no_formula_and_reads_back() -> None:
    made = receipt(read(SOUND.replace("Школы", "=HYPERLINK(1)")))
    rows = list(csv.reader(io.StringIO(as_csv(made, "ru").removeprefix("\ufeff")), delimiter=";"))
    assert rows[2][1] == "'=HYPERLINK(1)"
    assert rows[1][2] == "600000,5"


# --- The study ------------------------------------------------------------------------------------


def test_the_study_is_quoted_word_for_word() -> None:
    text = shared("seeds", STUDY).read_text("utf-8").split("\n")

    def at(place: tuple[int, int]) -> str:
        return squeeze(" ".join(text[place[0] - 1 : place[1]]))

    shown = example()
    for programme in shown.budget.programmes:
        for line in (programme.line, *programme.parts):
            printed = shown.printed[line.number]
            assert str(line.cost) in at(printed.place), line.number
            cells = (printed.of_city, printed.of_programme, printed.of_total)
            for cell in (*cells, printed.year, printed.month):
                assert cell in at(printed.place), (line.number, cell)
    for error in shown.errors:
        assert squeeze(error.words) in at(error.place), error.id
        assert error.printed in at(error.place), error.id


def test_what_is_said_of_an_error_is_what_is_computed() -> None:
    """The right figures stand in three languages in the data; each is the one that the budget gives."""
    for error in example().errors:
        if error.right is None:
            continue
        for language in ("ru", "kk", "en"):
            says = error.says.in_language(language).replace(" ", "\u00a0")
            figure = decimal(error.right * 100, 1) if error.share else grouped(error.right, 0)
            if language == "en":
                figure = figure.replace(",", ".").replace("\u00a0", ",")
            assert figure in says, (error.id, language, figure)


def test_the_example_is_a_thousand_times_what_the_study_prints() -> None:
    shown = example()
    made = receipt(shown.budget)
    assert (round(made.period), round(made.month)) == (1_006_034, 83_836)
    ratios = [
        charge.period / Decimal(shown.printed[charge.line.number].year.replace(",", "."))
        for above in made.charges
        for charge in (above, *above.parts)
        if shown.printed[charge.line.number].year
    ]
    assert len(ratios) > 25
    assert all(900 < ratio < 1100 for ratio in ratios)


def test_the_command_shows_the_example(kb: Kb) -> None:
    data = json.loads(kb("receipt", "--json").out)
    assert data["programmes"][0]["per_period"] == "229145.32"
    assert data["listed_share"] == "0.433208"
    assert {e["id"] for e in data["study"]["errors"]} >= {
        "thousand",
        "education-year",
        "other-name",
    }
    one = json.loads(kb("receipt", "--json", "--programme", "3", "--period", "quarter").out)
    assert [p["number"] for p in one["programmes"]] == ["3"]
    refused = kb("receipt", "--programme", "9")
    assert refused.code == 2
    assert "есть 1, 2, 3, 4, 5, 6" in refused.err


def test_the_receipt_goes_out_as_word(kb: Kb, tmp_path: Path) -> None:
    from docx import Document

    out = tmp_path / "r.docx"
    assert kb("receipt", "--format", "docx", "--out", out).code == 0
    table = Document(str(out)).tables[0]
    assert [c.text for c in table.rows[1].cells][5:] == ["229\u00a0145", "19\u00a0095"]


def test_openpyxl_reads_no_entities(tmp_path: Path) -> None:
    """A workbook whose strings declare entities is refused, not unfolded."""
    import zipfile

    data = io.BytesIO(workbook([["город", "А"]]))
    with zipfile.ZipFile(data) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]>'
    sheet = parts["xl/worksheets/sheet1.xml"].replace("А".encode(), b"&b;")
    parts["xl/worksheets/sheet1.xml"] = bomb + sheet.split(b"?>", 1)[-1]
    with zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    with pytest.raises(BadBudget, match=r"b\.xlsx"):
        from_bytes(out.getvalue(), "b.xlsx")
    load_workbook(io.BytesIO(workbook([["город"]])))
