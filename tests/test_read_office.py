"""RTF, OpenDocument and old Word files are read through LibreOffice, and it is said where it is not there."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ground.errors import KbError
from kb.norm.act import Edition
from kb.norm.address import steps_text
from kb.read import docx, formats, office, running
from kb.read.document import BadSource

from .office import missing, settle, to_text
from .running import Kb
from .test_read_word import package

WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile("«([^»]*)»")
TEXT = ["Статья 1. О пробах", "1. Орган ведет журнал.", "2. Орган хранит пробы год."]
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def rtf(lines: list[str]) -> bytes:
    coded = ["".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) for line in lines]
    return (
        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}" + "\\par ".join(coded) + "\\par}"
    ).encode()


def odt(lines: list[str], more: str = "") -> bytes:
    data = io.BytesIO()
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        made.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>{body}{more}'
            "</office:text></office:body></office:document-content>",
        )
    return data.getvalue()


def addresses(edition: Edition) -> list[str]:
    return [steps_text(c.steps) for c in edition.walk()]


@pytest.mark.office
def test_rtf_odt_and_doc_give_the_tree_of_the_docx(tmp_path: Path) -> None:
    missing()
    document = package("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT))
    wanted = docx.read(document).edition.root.text
    old = tmp_path / "old.odt"
    old.write_bytes(odt(TEXT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(office.program()), "--headless", profile, "--convert-to", "doc", "--outdir", tmp_path, old],
        check=True, capture_output=True,
    )  # fmt: skip
    for name, data in (
        ("a.rtf", rtf(TEXT)),
        ("a.odt", odt(TEXT)),
        ("a.doc", (tmp_path / "old.doc").read_bytes()),
    ):
        read = formats.read(data, name)
        assert read.edition.root.text == wanted, name
        assert addresses(read.edition) == ["art_1", "art_1.pt_1", "art_1.pt_2"]
        assert read.unplaced_characters == 0
        assert "LibreOffice" in read.edition.doubts[0].reason
    assert running.of_bytes(rtf(TEXT), "a.rtf").split("\n") == TEXT


@pytest.mark.office
def test_a_document_brings_no_file_in_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    missing()
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", "utf-8")
    linked = (
        f'<text:section text:name="s" text:protected="false"><text:section-source xlink:href="{secret.as_uri()}"/>'
        "<text:p>2. Свое.</text:p></text:section>"
    )
    assert "тайна" not in formats.read(odt(TEXT, linked), "a.odt").edition.root.text
    field = f'{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDETEXT "{secret}"}}{{\\fldrslt old}}}}\\par}}'
    assert "тайна" not in running.of_bytes(field.encode(), "a.rtf")
    with pytest.raises(BadSource, match=r"x\.doc: LibreOffice не прочитал файл \.doc"):
        formats.read(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.doc")


def test_without_libreoffice_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    for data, kind in ((rtf(TEXT), ".rtf"), (odt(TEXT), ".odt"), (b"\xd0\xcf\x11\xe0", ".doc")):
        with pytest.raises(KbError, match=f"источник: файлы {kind} читаются через LibreOffice"):
            formats.read(data, "источник")


def test_an_office_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 100 & echo $! > {tmp_path}/child\nwait\n", "utf-8")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(hanging))
    monkeypatch.setattr(office, "PATIENCE_S", 1)
    with pytest.raises(BadSource, match="не прочитал файл за"):
        formats.read(rtf(TEXT), "a.rtf")
    child = Path("/proc") / (tmp_path / "child").read_text().strip()
    assert not child.exists() or "zombie" in (child / "status").read_text()


GLUED = {"годi": "год"}  # LibreOffice writes the mark of a note onto the word before it


@pytest.mark.office
def test_a_word_file_is_read_with_the_words_that_libreoffice_shows(kb: Kb, tmp_path: Path) -> None:
    """Every Word file that the tests hold, and every paper that leaves: an independent reader's words.

    Its text has no text boxes, headers and deleted words of its own accord: more may be read, not less.
    """
    files = sorted((Path(__file__).parent / "fixtures").rglob("*.docx"))
    assert len(files) > 10
    for paper in ("whole", "conclusion"):
        for tongue in ("ru", "kk"):
            files.append(tmp_path / f"{paper}-{tongue}.docx")
            leaving = ("--format", "docx", "--paper", paper, "--lang", tongue, "--out", files[-1])
            assert kb("package", "export", "bektibaev-2022", *leaving).code == 0
    revised = [
        file for file in files if b"<w:del " in zipfile.ZipFile(file).read("word/document.xml")
    ]
    plain = [file for file in files if file not in revised]
    shown = dict(zip(plain, to_text(plain, tmp_path), strict=True))
    for file, (accepted, _) in zip(revised, settle(revised, tmp_path), strict=True):
        shown[file] = "\n".join(accepted)
    for file, text in shown.items():
        edition = formats.read(file.read_bytes(), file.name).edition
        ours = Counter(WORD.findall(" ".join([edition.root.text, *_beside(edition)]).lower()))
        theirs = Counter(GLUED.get(word, word) for word in WORD.findall(text.lower()))
        assert not theirs - ours, file.name
        assert sum(theirs.values()) > 5


def _beside(edition: Edition) -> Iterator[str]:
    """What an edition keeps beside its text: notes, and the words of the file that a doubt quotes (its
    own words would stand for words that were lost)."""
    yield from (note.text for clause in edition.walk() for note in clause.notes)
    for doubt in edition.doubts:
        yield from QUOTED.findall(doubt.reason)
