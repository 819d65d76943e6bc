"""Reading what is not regular: gaps, lists, lone numbers, broken notes; and generated acts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library import corpus
from kb.norm.address import steps_text

from .conftest import Sandbox
from .reading_texts import addresses, at, read

# --- Synthetic irregularities -----------------------------------------------------------------


def test_a_gap_without_a_stub_is_a_doubt() -> None:
    edition = read("### Статья 1\n\n1. Один.\n\n3. Три.\n\n4. Четыре.").edition
    assert [(d.line, d.address) for d in edition.doubts] == [(5, "art_1.pt_3")]
    assert "пропуск" in edition.doubts[0].reason
    with_stub = read("### Статья 1\n\n1. Один.\n\n2. Исключен.\n\n3. Три.").edition
    assert with_stub.doubts == ()


def test_a_list_that_does_not_begin_with_one_is_a_doubt() -> None:
    edition = read("### Статья 1\n\nПеречень:\n\n2) два;\n\n3) три.").edition
    assert [d.address for d in edition.doubts] == ["art_1.spt_2"]


def test_a_repeated_number_is_a_doubt() -> None:
    edition = read("### Статья 1\n\n1. Один.\n\n1. Еще один.").edition
    assert "повторяется" in edition.doubts[0].reason
    twice = read("### Статья 1\n\nТекст.\n\n### Статья 1\n\nТекст.").edition
    assert "статья 1 повторяется" in twice.doubts[0].reason


def test_a_note_that_breaks_off_is_a_doubt() -> None:
    edition = read(
        "### Статья 1\n\n1. Один.\n\n> *Сноска. По всему тексту слова:*\n\n2. Два."
    ).edition
    assert ["обрывается" in d.reason for d in edition.doubts] == [True]
    assert at(edition, "art_1.pt_2").own_text == "Два."


def test_lettered_subpoints_stand_below_numbered_ones() -> None:
    text = "### Статья 1\n\n1. Виды:\n\n1) первый:\n\nа) буква;\n\nб) другая;\n\n2) второй."
    edition = read(text).edition
    assert addresses(edition)[2:] == [
        "art_1.pt_1.spt_1",
        "art_1.pt_1.spt_1.spt_а",
        "art_1.pt_1.spt_1.spt_б",
        "art_1.pt_1.spt_2",
    ]
    assert edition.doubts == ()


def test_a_treaty_numbers_its_subpoints_with_the_point() -> None:
    edition = read("### Статья 1\n\n4.1. Первое.\n\n4.2. Второе.").edition
    assert at(edition, "art_1.pt_4.spt_2").own_text == "Второе."
    assert at(edition, "art_1.pt_4.spt_2").text == "4.2. Второе."


def test_words_after_the_number_of_an_article_are_text_or_heading_by_their_end() -> None:
    edition = read(
        "### Статья 1. Предмет закона\n\nТекст.\n\n### Статья 2. Закон действует."
    ).edition
    assert at(edition, "art_1").heading == "Предмет закона"
    assert at(edition, "art_2").heading == ""
    assert at(edition, "art_2").own_text == "Закон действует."
    assert at(edition, "art_2").text == "Статья 2. Закон действует."


def test_a_list_of_names_runs_on_after_a_colon() -> None:
    text = "### Статья 1\n\nОбласти:\n\nАкмолинская,\n\nАктюбинская,\n\nАлматинская.\n\nСтолица – Астана."
    edition = read(text).edition
    assert addresses(edition) == [
        "art_1",
        "art_1.part_1",
        "art_1.part_1.abz_2",
        "art_1.part_1.abz_3",
        "art_1.part_1.abz_4",
        "art_1.part_2",
    ]


def test_a_number_alone_on_its_line_keeps_its_words() -> None:
    edition = read("### Статья 1\n\n1.\n\nПервый пункт.\n\n2. Второй.").edition
    assert at(edition, "art_1.pt_1").own_text == "Первый пункт."
    assert addresses(edition) == ["art_1", "art_1.pt_1", "art_1.pt_2"]


def test_two_heading_lines_are_one_unit() -> None:
    edition = read("## Раздел I.\n\n## Общие положения\n\n### Статья 1\n\nТекст.").edition
    assert at(edition, "sec_I").heading == "Общие положения"
    assert at(edition, "sec_I").heading_text == "Раздел I. Общие положения"


def test_an_unknown_heading_is_a_part_and_a_doubt() -> None:
    edition = read("### Статья 1\n\nТекст.\n\n## Некое слово\n\n## Еще слово\n\nКонец.").edition
    assert [d.line for d in edition.doubts] == [5, 7]
    assert at(edition, "art_1.part_2").own_text == "Некое слово"
    assert at(edition, "art_1.part_4").own_text == "Конец."


def test_a_note_that_is_norm_text_is_text() -> None:
    edition = read("### Статья 1\n\nТекст.\n\nПримечание. Под сроком понимается день.").edition
    assert at(edition, "art_1").notes == ()
    assert "Под сроком понимается день." in at(edition, "art_1").text


@pytest.mark.parametrize("indent", ["", " ", "   ", "\t", "        "])
def test_indentation_is_never_evidence(indent: str) -> None:
    text = f"### Статья 1\n\n1. Виды:\n\n{indent}1) один;\n\n{indent}2) два.\n\n{indent}Иное.\n\n2. Два."
    assert addresses(read(text).edition) == [
        "art_1",
        "art_1.pt_1",
        "art_1.pt_1.part_1",
        "art_1.pt_1.part_1.spt_1",
        "art_1.pt_1.part_1.spt_2",
        "art_1.pt_1.part_2",
        "art_1.pt_2",
    ]


def test_readings_decide_a_doubtful_part_otherwise(small: Sandbox) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    text = path.read_text("utf-8").replace("2) два.", "2) два.\n\nЧасть после списка.")
    path.write_text(text, "utf-8")
    folders = (small.corpus,)
    acts = corpus.load_acts(folders)
    source = corpus.sources(folders)[0]
    plain = corpus.read_edition(source, acts, corpus.load_readings(folders))
    assert [d.address for d in plain.doubts] == ["art_1.pt_2.part_2"]
    assert at(plain, "art_1.pt_2.part_2").own_text == "Часть после списка."
    (small.corpus / "readings.yaml").write_text(
        "readings:\n  - edition: small@2020-01-01\n    address: art_1.pt_2.part_2\n"
        "    belongs_to: subpoint\n    reason: список продолжается\n",
        "utf-8",
    )
    decided = corpus.read_edition(source, acts, corpus.load_readings(folders))
    assert decided.doubts == ()
    assert at(decided, "art_1.pt_2.spt_2.part_2").own_text == "Часть после списка."


# --- A generated act is read back -------------------------------------------------------------

WORDS = ["маслихат", "аким", "решение", "срок", "области", "бюджет", "12", "депутатов", "(города)"]


@dataclass
class Written:
    """Lines of a generated act, and the units that they must be read as."""

    lines: list[str] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@st.composite
def acts(draw: st.DrawFn) -> Written:
    out = Written()

    def sentence(*, capital: bool, end: str) -> str:
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
        first = draw(st.sampled_from(["Акимат", "Закон"] if capital else ["иной", "орган"]))
        return " ".join([first, *words]) + end

    def put(mark: str, address: str, words: str) -> None:
        indent = draw(st.sampled_from(["", "  ", "    ", "\t"]))
        out.lines.append(f"{indent}{mark} {words}" if mark else indent + words)
        out.units.append((address, words))
        if draw(st.integers(0, 6)) == 0:
            note = f"Сноска. См. закон № {len(out.notes)}."
            quote = draw(st.sampled_from(["", "> ", ">  "]))
            out.lines.append(f"{quote}*{note}*")
            out.notes.append((address, note))

    def subpoints(owner: str) -> None:
        for nth in range(1, draw(st.integers(1, 3)) + 1):
            address = f"{owner}.spt_{nth}"
            put(f"{nth})", address, sentence(capital=False, end=";"))
            for letter in "аб"[: draw(st.integers(0, 2))]:
                put(f"{letter})", f"{address}.spt_{letter}", sentence(capital=False, end=";"))

    def body(owner: str, mark: str) -> None:
        """The parts of a unit, each with a list of its own or lines of its own."""
        many = draw(st.integers(1, 3))
        if many > 1 and mark:
            out.units.append((owner, ""))
        for nth in range(1, many + 1):
            part = owner if many == 1 else f"{owner}.part_{nth}"
            put(mark if nth == 1 else "", part, sentence(capital=True, end="."))
            shape = draw(st.sampled_from(["plain", "list", "lines"]))
            if shape == "list":
                subpoints(part)
            if shape == "lines":
                last = draw(st.integers(2, 3))
                for line in range(2, last + 1):
                    end = "." if line == last else ";"  # a list that ends with «;» goes on
                    put("", f"{part}.abz_{line}", sentence(capital=False, end=end))

    for number in range(1, draw(st.integers(1, 3)) + 1):
        depth = "#" * draw(st.integers(2, 5))
        out.lines.append(f"{depth} Статья {number}. Название {number}")
        if draw(st.booleans()):
            out.units.append((f"art_{number}", ""))
            for point in range(1, draw(st.integers(1, 3)) + 1):
                body(f"art_{number}.pt_{point}", f"{point}.")
        else:
            before = len(out.units)
            body(f"art_{number}", "")
            if out.units[before][0] != f"art_{number}":
                out.units.insert(before, (f"art_{number}", ""))
    return out


@pytest.mark.slow
@given(acts())
def test_a_generated_act_is_read_back_into_its_structure(written: Written) -> None:
    edition = read("\n\n".join(written.lines)).edition
    found = [(steps_text(c.steps), c.own_text) for c in edition.walk()]
    assert found == written.units
    notes = [(steps_text(c.steps), n.text) for c in edition.walk() for n in c.notes]
    assert notes == written.notes


def test_a_note_about_the_heading_of_a_text_that_has_none() -> None:
    parsed = read("Сноска. Заголовок с изменениями, внесенными Законом РК от 01.01.2020 № 1-VI.")
    assert [note.text[:17] for note in parsed.edition.root.notes] == ["Сноска. Заголовок"]
    assert parsed.unplaced_characters == 0
