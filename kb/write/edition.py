"""An edition as a file of the kind that the name's ending says: Markdown of the corpus, Word, HTML,
Akoma Ntoso, JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

from kb.amendment.chain import Chain
from kb.compare.amended import beside
from kb.ground.errors import KbError
from kb.ground.saying import in_language, say
from kb.norm import table
from kb.norm.act import Clause, Edition, Note
from kb.norm.address import Steps, unit_words
from kb.read.markdown import escaped
from kb.write import tracked
from kb.write.tracked import Sheet, Text

ENDINGS: Final = (".md", ".docx", ".html", ".xml", ".json", ".txt")
_DEPTH: Final = {"sec": 2, "ch": 2, "par": 3, "art": 3, "app": 2}


def written(edition: Edition, clause: Clause, path: Path, made: Chain | None = None) -> str | bytes:
    """The file of an edition, or of one unit of it; `made`: the laws that made it, which Akoma Ntoso
    holds too. Raises KbError for an ending that says no kind."""
    if clause.steps:
        front = {k: v for k, v in edition.front.items() if k != "signature"}  # of the whole act
        edition = replace(edition, root=Clause((), "act", children=(clause,)), front=front)
    match path.suffix.lower():
        case ".md":
            return markdown(edition)
        case ".txt" | "":
            return edition.root.text + "\n"
        case ".json":
            from kb.write import rows

            clauses = [rows.clause(edition, c, nested=True) for c in edition.root.children]
            data = {"act": edition.act, "edition": edition.date, "language": edition.language}
            return json.dumps({**data, "clauses": clauses}, ensure_ascii=False, indent=1) + "\n"
        case ".xml":
            from kb.write import akoma_ntoso, akoma_ntoso_amended

            if made:
                return akoma_ntoso_amended.write(edition, made)
            return akoma_ntoso.write(edition)
        case ".docx":
            from kb.write import docx

            return docx.write(_paper(edition))
        case ".html" | ".htm":
            from kb.write import html

            return str(html.write(_paper(edition)))
    raise KbError(say("write.ending_unknown", name=path.name, known=", ".join(ENDINGS)))


def tracked_changes(before: Edition, after: Edition, author: str, when: datetime) -> bytes:
    """A Word document of the whole text with tracked changes: accepted they give `after`, rejected
    `before`, line by line. `author` and `when` sign them."""
    texts = tuple(
        Text(
            tuple(old.lines()) if old else (),
            tuple(new.lines()) if new else (),
            titled=any(c.heading_lines or c.kind == "title" for c in (old, new) if c),
        )
        for old, new in beside(before, after)
    )
    title = after.title or _title(after) or after.act
    return tracked.write([Sheet(title, texts)], after.language, title, author, when)


def noted(edition: Edition, changes: Mapping[Steps, str]) -> Edition:
    """The edition with a note at each unit changed, in its language; those on the act as a whole, one
    on each line, stand below its title."""
    titled = next((c.steps for c in edition.root.children if c.kind == "title"), None)
    first = titled or next((c.steps for c in edition.root.children), ())

    def visit(clause: Clause) -> Clause:
        children = tuple(visit(c) for c in clause.children)
        mine = [changes[clause.steps]] if clause.steps and clause.steps in changes else []
        if clause.steps == first and () in changes:
            mine = [changes[()], *mine]
        lines = [x for each in mine for x in in_language(each, edition.language).split("\n")]
        return replace(clause, children=children, notes=(*clause.notes, *map(Note, lines)))

    return replace(edition, root=visit(edition.root))


def markdown(edition: Edition) -> str:
    """The edition in the format of the corpus; `kb parse` reads the same tree from it."""
    front: dict[str, Any] = {
        **edition.front,
        "act_id": edition.act,
        "title": edition.title or _title(edition),
        "edition": edition.date,
        "language": edition.language,
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    lines = _lines(edition.root, "")
    body = "\n\n".join(x if isinstance(x, str) else _html_table(x) for x in lines)
    return f"---\n{head}---\n\n{body}\n"


def _title(edition: Edition) -> str:
    return next((c.own_text for c in edition.root.children if c.kind == "title"), "")


def _lines(clause: Clause, mark: str) -> Iterator[str | table.Cells]:
    own = " ".join(filter(None, (mark, clause.mark)))
    unit = clause.steps[-1].unit if clause.steps else ""
    if clause.kind == "title":
        yield f"# {clause.own_text}"
    elif clause.heading_lines:
        yield f"{'#' * _DEPTH.get(unit, 3)} {clause.heading_text}".rstrip()
        own = ""
    if clause.kind == "table":
        if own:
            yield own
        yield table.cells(clause.own_text)
        own = ""
    elif clause.own_text and clause.kind != "title":
        yield escaped(" ".join(filter(None, (own, clause.own_text))))
        own = ""
    for note in clause.notes:
        for line in note.text.split("\n"):
            yield f"> *{line}*" if "*" not in line.replace("<*>", "") else f"> {line}"
    for child in clause.children:
        yield from _lines(child, own)
        own = ""


def _html_table(cells: table.Cells) -> str:
    """A table as the corpus has it: Markdown's own needs a head, and rows of one length."""
    rows = (
        f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in row)}</tr>"
        for row in cells
    )
    return "\n".join(("<table>", *rows, "</table>"))


def _paper(edition: Edition) -> Any:
    from kb.write.paper import FormLine, Heading, Paper, Part, Plain, grid

    blocks: list[Any] = []
    for raw in _lines(edition.root, ""):
        if not isinstance(raw, str):
            blocks.append(grid((("=", table.text(raw)),)))
            continue
        line = raw.removeprefix("\\")
        if line.startswith("# "):
            continue
        if line.startswith("#"):
            blocks.append(Heading(line.lstrip("# "), 2))
        elif line.startswith("> "):
            blocks.append(Plain(line.removeprefix("> ").strip("*"), aside=True))
        else:
            blocks.append(Plain(line))
    blocks += [FormLine(line, "left") for line in edition.signature]
    title = edition.title or str(unit_words(())) or edition.act
    return Paper(edition.language, title, edition.name, (Part(tuple(blocks)),))
