"""Word files as Word shows them: numbers of lists, tracked changes, boxes, notes, what is not shown."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kb.norm.act import Edition
from kb.norm.address import parse_steps, steps_text
from kb.read import docx, running
from kb.read.markdown import Parsed

FOREIGN = Path(__file__).parent / "fixtures" / "foreign"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": _W,
        "r": _R,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


def package(
    body: str, *, main: str = "word/document.xml", strict: bool = False, **parts: str
) -> bytes:
    """A Word file: `parts` by kind («numbering», «endnotes», «header»); others as «aFChunk» in HTML."""
    folder, base = main.rsplit("/", 1)
    files = {"[Content_Types].xml": "<Types/>"}
    relations = ""
    for kind, text in parts.items():
        name = "chunk.htm" if kind == "aFChunk" else f"{kind}.xml"
        files[f"{folder}/{name}"] = (
            text if kind == "aFChunk" else text.replace(">", f" {_SPACES}>", 1)
        )
        relations += f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{name}"/>'
    files[main] = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"
    root = f'<Relationship Id="r" Type="{_R}/officeDocument" Target="/{main}"/>'
    for name, text in (("_rels/.rels", root), (f"{folder}/_rels/{base}.rels", relations)):
        files[name] = f"<Relationships>{text}</Relationships>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if strict:
                for old in (_W, _R):
                    text = text.replace(old, _strict(old))
            archive.writestr(name, text)
    return data.getvalue()


def _strict(name: str) -> str:
    return name.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml").replace("/2006", "")


def p(text: str, properties: str = "", run: str = "") -> str:
    style = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r>{style}"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(at: int, text: str, form: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'


def texts(data: bytes) -> list[str]:
    return docx.lines(data, "a.docx")


def reasons(edition: Edition) -> str:
    return "\n".join(d.reason for d in edition.doubts)


def case(name: str) -> Parsed:
    return docx.read((FOREIGN / f"{name}.docx").read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "H03",
            "Статья 1. Обязанности|1. Орган ведет журнал.|2. Орган хранит пробы.|Не пункт."
            "|3. Третий пункт.",
        ),
        (
            "H23",
            "Статья 1. Обязанности|1) вести журнал;|2) хранить пробы.|2. Журнал прошивается."
            "|3. Журнал хранится.",
        ),
        ("H09c", "Статья 1. Обязанности|1. Орган ведет журнал.|2. Орган хранит пробы."),
        (
            "H07",
            "Статья 1. Обязанности|1. Орган ведет журнал.|2. Орган хранит пробы."
            "|3. Пункт в надписи.|Статья 2. Сроки|Срок – год.",
        ),
        (
            "H06c",
            "Статья 1. Обязанности|1. Пробы хранятся год со дня отбора."
            "|Сноска. См. также приказ министра.|2. Журнал ведется.",
        ),
        ("H12", "Статья 1. Обязанности|1. Орган ведет журнал."),
        ("H17", "Статья 1. Обязанности|1. Орган ведет журнал."),
    ],
)
def test_a_document_reads_as_word_shows_it(name: str, lines: str) -> None:
    assert "|".join(docx.lines((FOREIGN / f"{name}.docx").read_bytes(), name)) == lines


def test_hidden_text_is_no_norm_and_is_counted() -> None:
    found = case("H12")
    assert found.unplaced_characters == len("скрытыйтекст")
    assert "скрытый текст" in reasons(found.edition)
    style = '<w:styles><w:style w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = p("1. Да.") + p("Тайна.", '<w:pStyle w:val="S"/>') + p("2. Нет.")
    assert texts(package(body, styles=style)) == ["1. Да.", "2. Нет."]


def test_struck_text_stays_under_doubt() -> None:
    found = docx.read(package(p("1. Пункт.") + p("2. Нет.", run="<w:strike/>")))
    assert found.edition.resolve(parse_steps("pt_2")).own_text == "Нет."
    assert "зачеркнут" in reasons(found.edition)


@pytest.mark.parametrize(
    ("levels", "nums", "order", "marks"),
    [
        # Two lists of one definition count together; one that starts anew does so once.
        (
            level(0, "%1."),
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="7"/></w:lvlOverride></w:num>',
            [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)],
            "1. 2. 7. 8. 9.",
        ),
        # A level of the list itself takes the place of the definition's.
        (
            level(0, "%1."),
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            + level(0, "%1)", "russianLower", start=3)
            + "</w:lvlOverride></w:num>",
            [(1, 0), (1, 0)],
            "в) г)",
        ),
        # lvlRestart 0: articles go on through chapters.
        (
            level(0, "Глава %1.") + level(1, "Статья %2.", more='<w:lvlRestart w:val="0"/>'),
            "",
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            "Глава 1. Статья 1. Статья 2. Глава 2. Статья 3.",
        ),
        # Numbers of the levels above, in their own form, and in digits where the law asks for it.
        (
            level(0, "%1.", "upperRoman")
            + level(1, "%1.%2.")
            + level(2, "%1.%3)", more="<w:isLgl/>"),
            "",
            [(1, 0), (1, 0), (1, 1), (1, 2), (1, 1)],
            "I. II. II.1. 2.1) II.2.",
        ),
        (level(0, "%1)", "lowerLetter", start=26), "", [(1, 0), (1, 0)], "z) aa)"),
        (level(0, "%1.", "decimalZero", start=9), "", [(1, 0), (1, 0)], "09. 10."),
    ],
)
def test_lists_are_counted_as_word_counts_them(
    levels: str, nums: str, order: list[tuple[int, int]], marks: str
) -> None:
    plain = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(p("·", listed(*each)) for each in order)
    found = texts(package(body, numbering=numbering(levels, nums or plain)))
    assert " ".join(line.removesuffix(" ·") for line in found) == marks


def test_the_list_and_the_level_are_inherited_apart() -> None:
    styles = (
        '<w:styles><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="C">'
        '<w:basedOn w:val="B"/></w:style><w:style w:styleId="D"><w:basedOn w:val="A"/><w:pPr>'
        '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    only_level = '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    body = "".join(
        p(name, only_level if name == "E" else f'<w:pStyle w:val="{name}"/>') for name in "ABCDEA"
    )
    data = package(body, styles=styles, numbering=numbering(level(0, "%1.") + level(1, "%2)")))
    assert texts(data) == ["1. A", "1) B", "2) C", "D", "3) E", "2. A"]


def test_a_paragraph_whose_mark_is_deleted_is_one_with_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    body = p("1. Первое", gone) + p(" и второе.") + p("2. Иное.")
    found = docx.read(package(body))
    assert found.edition.resolve(parse_steps("pt_1")).own_text == "Первое и второе."
    assert "исправления Word" in reasons(found.edition)


def test_a_deleted_row_is_no_row() -> None:
    cells = "".join(f"<w:tc>{p(t)}</w:tc>" for t in ("а", "б"))
    gone = '<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>'
    body = p("1. Ставки:") + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{gone}{cells}</w:tr></w:tbl>"
    found = docx.read(package(body))
    assert found.unplaced_characters == 0
    assert texts(package(body)) == ["1. Ставки:", "| а | б |"]


def test_points_in_the_only_filled_cell_are_points() -> None:
    cell = p("Статья 1. Предмет") + p("1. Первый.") + p("2. Второй.")
    body = f"<w:tbl><w:tr><w:tc>{p('')}</w:tc><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    edition = docx.read(package(body)).edition
    assert [steps_text(c.steps) for c in edition.walk()] == ["art_1", "art_1.pt_1", "art_1.pt_2"]
    both = docx.read(package(body.replace(p(""), p("№")))).edition
    assert "в ячейках таблицы есть номера" in reasons(both)


@pytest.mark.parametrize("main", ["word/document2.xml", "doc/main.xml"])
@pytest.mark.parametrize("strict", [False, True])
def test_any_main_part_and_strict_files_are_read(main: str, strict: bool) -> None:
    data = package(
        p("Пункт.", listed(1)), main=main, strict=strict, numbering=numbering(level(0, "%1."))
    )
    assert texts(data) == ["1. Пункт."]


def test_headers_are_named_and_are_no_norms() -> None:
    found = docx.read(package(p("1. Пункт."), header=f"<w:hdr>{p('Проект')}</w:hdr>"))
    assert found.edition.front["page_headers"] == ["Проект"]
    assert [c.own_text for c in found.edition.walk()] == ["Пункт."]
    assert "колонтитулы" in reasons(found.edition)


def test_what_cannot_be_read_is_named_and_counted() -> None:
    drawing = '<w:p><w:r><w:drawing><dgm:relIds r:dm="diagramData"/></w:drawing></w:r></w:p>'
    data = "<dgm:dataModel><a:t>Аким</a:t><a:t>Маслихат</a:t></dgm:dataModel>"
    found = docx.read(package(p("1. Схема:") + drawing, diagramData=data))
    assert found.unplaced_characters == len("АкимМаслихат")
    assert "Аким Маслихат" in reasons(found.edition)
    ole = (
        '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12" r:id="package"/>'
        "</w:object></w:r></w:p>"
    )
    found = docx.read(package(p("1. Таблица:") + ole, package="<x></x>"))
    assert "Excel.Sheet.12" in reasons(found.edition)


def test_a_file_put_into_the_document_is_read() -> None:
    body = p("1. Да.") + '<w:altChunk r:id="aFChunk"/>' + p("3. Нет.")
    html = "<html><body><p>2. Из вложения.</p></body></html>"
    found = docx.read(package(body, aFChunk=html))
    assert texts(package(body, aFChunk=html)) == ["1. Да.", "2. Из вложения.", "3. Нет."]
    assert "вложенного файла word/chunk.htm" in reasons(found.edition)
    rtf = docx.read(package(body, aFChunk="{\\rtf1 2. Tekst}"))
    assert rtf.unplaced_characters > 0
    assert "не прочитан" in reasons(rtf.edition)


def test_signs_of_picture_fonts_and_formulas_keep_their_places() -> None:
    sym = '<w:p><w:r><w:t xml:space="preserve">1. x </w:t><w:sym w:font="{}" w:char="{}"/></w:r></w:p>'
    assert texts(package(sym.format("Symbol", "F0B3"))) == ["1. x ≥"]
    assert texts(package(sym.format("Times", "00A7"))) == ["1. x §"]
    unknown = docx.read(package(sym.format("Webdings", "F0AA")))
    assert "F0AA" in reasons(unknown.edition)
    formula = (
        "<w:p><w:r><w:t>1. К=</w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>а</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>б</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )
    found = docx.read(package(formula))
    assert texts(package(formula)) == ["1. К=а/б"]
    assert found.unplaced_characters == 0


def test_word_files_give_running_text() -> None:
    data = (FOREIGN / "I01.docx").read_bytes()
    assert "пункт 6 статьи 11 изложить" in running.of_bytes(data, "I01.docx")
