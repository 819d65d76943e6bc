"""Who signed an act: shown under the whole act on every way out, and no norm of it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document

from kb.library import Library
from kb.norm.address import parse_steps
from kb.write.edition import written

from .running import Kb

SIGNED = {"ru": "Президент Республики Казахстан", "kk": "Қазақстан Республикасының Президентi"}


def test_the_signature_is_no_norm(library: Library) -> None:
    for language, words in SIGNED.items():
        edition = library.edition("law-148-2001", None, language)
        assert edition.signature == (words,)
        assert not [c for c in edition.root.walk() if c.own_text.strip("*") == words]


def test_it_stands_under_the_act_and_not_under_an_article(library: Library, kb: Kb) -> None:
    shown = kb("show", "law-148-2001").out
    assert SIGNED["ru"] in shown.split("\n")
    assert SIGNED["ru"] not in kb("show", "law-148-2001/art_2").out.split("\n")
    edition = library.edition("law-148-2001")
    for steps, there in (((), True), (parse_steps("art_2"), False)):
        data = written(edition, edition.resolve(steps), Path("law.docx"))
        assert isinstance(data, bytes)
        lines = [p.text for p in Document(BytesIO(data)).paragraphs]
        assert (SIGNED["ru"] in lines) == there
        akn = written(edition, edition.resolve(steps), Path("law.xml"))
        assert ("conclusions" in str(akn)) == there
