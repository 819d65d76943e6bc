"""An edition as Akoma Ntoso 3.0, valid against the schema of the standard.

| ours | Akoma Ntoso |
| --- | --- |
| заголовок, преамбула | `preface`, `preamble` |
| раздел, глава, параграф, статья | `section`, `chapter`, `subchapter`, `article` |
| пункт, подпункт, часть, абзац | `paragraph`, `subparagraph`, `alinea`, `indent` |
| таблица | `hcontainer` of name `table`, in it `table` |
| подпись | `conclusions` |
| сноска, напечатанное заранее | `hcontainer` of name `note`, `future` |

A note stands where it was printed, so that reading the file gives the tree back.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from kb.ground.safe import visible
from kb.norm import table
from kb.norm.act import UNDATED, Act, Clause, Edition, Note, Status
from kb.norm.address import steps_text

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN: Final = "https://salystyrma.kz/ns/1"  # names only: nothing is fetched from there
LANGUAGES: Final = {"ru": "rus", "kk": "kaz", "en": "eng"}
ELEMENTS: Final = {
    "sec": "section",
    "ch": "chapter",
    "par": "subchapter",
    "art": "article",
    "pt": "paragraph",
    "spt": "subparagraph",
    "part": "alinea",
    "abz": "indent",
}
_HEADING: Final = {"class": "heading"}
PREFIXES: Final[dict[Any, str]] = {None: NAMESPACE, "kb": OWN}
_LAST: Final = 1 << 60


def write(edition: Edition, act: Act | None = None) -> bytes:
    """The document, UTF-8 with its declaration; with `act`, what is known of its editions too (its life
    cycle). Characters that XML cannot hold become visible."""
    root = document(edition)
    if act is not None:
        from kb.write.akoma_ntoso_life import lived

        lived(root, edition, act)
    return saved(root)


def document(edition: Edition) -> Any:
    """The root element of an edition's document."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=PREFIXES)
    act = add(root, "act", name="act", contains="singleVersion")
    _meta(act, edition)
    _Writer(act, edition).write()
    return root


def saved(root: Any) -> bytes:
    """A document as a file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def add(parent: Any, tag: str, text: str = "", /, **attributes: str) -> Any:
    """A new element at the end of another."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        element.text = visible(text)
    return element


def work_of(edition: Edition) -> str:
    """The name of an edition's act as a work (FRBR)."""
    return f"/akn/kz/act/{adopted(edition)}/{edition.act}"


def adopted(edition: Edition) -> str:
    """The day of an edition's act, as far as the edition says."""
    return first_day(str(edition.front.get("adopted") or edition.date))


def first_day(words: str) -> str:
    """The first day that words give: a file may print several."""
    match = re.search(r"\d{4}-\d\d-\d\d", words)
    return match[0] if match else UNDATED


def identified(meta: Any, work: str, language: str, date: str, title: str) -> None:
    """Names the work, its expression in a language as of a date, and this file."""
    began, date = work.split("/")[4], first_day(date)
    expression = f"{work}/{LANGUAGES.get(language, language)}@{date}"
    identification = add(meta, "identification", source="#kb")
    for level, address, day in (
        ("FRBRWork", work, began),
        ("FRBRExpression", expression, date),
        ("FRBRManifestation", f"{expression}.xml", date),
    ):
        part = add(identification, level)
        add(part, "FRBRthis", value=f"{address}/!main")
        add(part, "FRBRuri", value=address)
        if level == "FRBRWork":
            add(part, "FRBRalias", value=visible(title), name="title")
        add(part, "FRBRdate", date=day, name={"FRBRWork": "adopted"}.get(level, "edition"))
        add(part, "FRBRauthor", href="#kb")
        if level == "FRBRWork":
            add(part, "FRBRcountry", value="kz")
        elif level == "FRBRExpression":
            add(part, "FRBRlanguage", language=LANGUAGES.get(language, language))
        else:
            add(part, "FRBRformat", value="application/akn+xml")


def referring(meta: Any) -> Any:
    """The references of a document, this program among them."""
    references = add(meta, "references", source="#kb")
    kb = {"eId": "kb", "href": "/ontology/organization/kb", "showAs": "Salystyrma"}
    add(references, "TLCOrganization", **kb)
    return references


def _meta(act: Any, edition: Edition) -> None:
    meta = add(act, "meta")
    identified(meta, work_of(edition), edition.language, edition.date, edition.title)
    referring(meta)
    own = {k: v for k, v in edition.front.items() if isinstance(v, str | int)}
    if own:
        proprietary = add(meta, "proprietary", source="#kb")
        for key, value in {"act": edition.act, **own}.items():
            field = etree.SubElement(proprietary, f"{{{OWN}}}field", {"name": key})
            field.text = visible(str(value))


class _Writer:
    """Puts clauses and, between them, the notes in the order in which they were printed."""

    def __init__(self, act: Any, edition: Edition) -> None:
        self.act = act
        self.root = edition.root
        self.signature = edition.signature
        order = [c for c in edition.root.walk() if c.steps]
        self.start = {id(c): _start(c) for c in order}
        self.notes = sorted(
            (
                (n.lines[0].number if n.lines else _start(c), n)
                for c in edition.root.walk()
                for n in c.notes
            ),
            key=lambda each: each[0],
        )
        self.names: dict[str, int] = {}

    def write(self) -> None:
        preface = preamble = body = None
        for clause in self.root.children:
            unit = clause.steps[-1].unit
            if body is None and unit in ("title", "preamble", "form") and preamble is None:
                if preface is None:
                    preface = add(self.act, "preface")
                self.flush(preface, self.start[id(clause)])
                if unit == "preamble":
                    preamble = add(self.act, "preamble")
                    if mark := self.flat(clause, preamble):
                        add(preamble, "p", mark)
                else:
                    self.paragraph(preface, "docTitle", _words(clause))
                continue
            if body is None:
                before = preamble if preamble is not None else preface
                if before is not None:
                    self.flush(before, self.start[id(clause)])
                body = add(self.act, "body")
            self.clause(clause, body)
        if body is None:
            body = add(self.act, "body")
        self.flush(body, _LAST)
        if not len(body):
            add(body, "hcontainer", name="empty", eId="empty")
        if self.signature:
            conclusions = add(self.act, "conclusions")
            for line in self.signature:
                add(conclusions, "p", line, **{"class": "signature"})
        for part in (preface, preamble):
            if part is not None and not len(part):
                self.act.remove(part)

    def paragraph(self, parent: Any, mark: str, words: str) -> None:
        """A paragraph of the preface; `mark` is its inline element."""
        add(add(parent, "p"), mark, words)

    def flat(self, clause: Clause, preamble: Any, mark: str = "") -> str:
        """The preamble: paragraphs only, the standard allows no units in it. `mark` is the number
        of an outer unit that waits for words; what still waits at the end is returned."""
        if clause.heading_lines:
            add(preamble, "p", " ".join(filter(None, (mark, clause.heading_text))), **_HEADING)
            mark = ""
        else:
            mark = " ".join(filter(None, (mark, clause.mark)))
        if clause.own_text:
            add(preamble, "p", " ".join(filter(None, (mark, clause.own_text))))
            mark = ""
        for child in clause.children:
            self.flush(preamble, self.start[id(child)])
            mark = self.flat(child, preamble, mark)
        return mark

    def clause(self, clause: Clause, parent: Any) -> None:
        self.flush(parent, self.start[id(clause)])
        unit = clause.steps[-1].unit
        name = ELEMENTS.get(unit, "hcontainer")
        attributes: dict[str, str] = {"name": unit} if name == "hcontainer" else {}
        if clause.status is Status.EXCLUDED:
            attributes["status"] = "removed"
        element = add(parent, name, eId=self.name(steps_text(clause.steps)), **attributes)
        if clause.mark:
            add(element, "num", clause.mark)
        if clause.heading:
            add(element, "heading", clause.heading)
        inside = [self.start[id(c)] for c in clause.walk() if c is not clause]
        noted = unit == "art" and any(at < self.after(clause) for at, _ in self.notes)
        if clause.kind == "table":
            self.table(add(element, "content"), clause)
        elif clause.own_text:
            holder = "intro" if inside or noted else "content"
            add(add(element, holder), "p", clause.own_text)
        for child in clause.children:
            self.clause(child, element)
        if noted:
            self.flush(element, self.after(clause))

    def table(self, content: Any, clause: Clause) -> None:
        """The rows of a table, each with all its cells."""
        written = add(content, "table")
        for row in table.cells(clause.own_text):
            line = add(written, "tr")
            for cell in row:
                add(add(line, "td"), "p", cell)

    def after(self, clause: Clause) -> int:
        """The line where the next unit outside this one begins."""
        last = max(self.start[id(c)] for c in clause.walk())
        return min((at for at in self.start.values() if at > last), default=_LAST)

    def flush(self, parent: Any, before: int) -> None:
        """Writes the notes that were printed before a line."""
        while self.notes and self.notes[0][0] < before:
            _, note = self.notes.pop(0)
            self.note(parent, note)

    def note(self, parent: Any, note: Note) -> None:
        host = parent
        if etree.QName(parent).localname not in ("preface", "preamble"):
            host = add(add(parent, "hcontainer", name="note", eId=self.name("note")), "content")
        for line in note.text.split("\n"):
            add(host, "p", line, **{"class": "note"})

    def name(self, wanted: str) -> str:
        """An eId: the address with the standard's separator, numbered where it is taken."""
        wanted = wanted.replace(".", "__")
        self.names[wanted] = self.names.get(wanted, 0) + 1
        count = self.names[wanted]
        return wanted if count == 1 and wanted != "note" else f"{wanted}__n{count}"


def _start(clause: Clause) -> int:
    """The first line of a clause, its own or of what it holds."""
    own = [line.number for line in clause.heading_lines]
    if clause.text_line:
        own.append(clause.text_line.number)
    return min(own, default=None) or min(map(_start, clause.children), default=0)


def _words(clause: Clause) -> str:
    return " ".join(filter(None, (clause.mark, clause.heading, clause.own_text)))
