"""An edition as amending laws made it, as Akoma Ntoso: its life cycle, what changed it, and the laws.

The act's analysis lists each change (`passiveModifications`). Each law stands behind it as a component,
its commands marked (`mod`, `quotedText`, `quotedStructure`) and listed (`activeModifications`), also those
that were not carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from kb.amendment.apply import Done
from kb.amendment.chain import Chain, Link
from kb.amendment.operation import Operation
from kb.amendment.quotation import tokens
from kb.ground.safe import visible
from kb.norm.act import UNDATED, Edition
from kb.norm.address import Steps, steps_text
from kb.write.akoma_ntoso import (
    NAMESPACE,
    OWN,
    add,
    adopted,
    document,
    identified,
    referring,
    saved,
    work_of,
)

_TYPES: Final = {
    "replace": "substitution", "substitute": "substitution", "insert": "insertion",
    "insert_words": "insertion", "repeal": "repeal", "delete_words": "repeal",
    "renumber": "renumbering",
}  # fmt: skip
Span = tuple[int, int]


def write(edition: Edition, done: Chain) -> bytes:
    """The document of an edition (with its notes) and of the laws of a chain that made it."""
    root = document(edition)
    meta = root[0][0]
    links = [link for link in done.links if link.result]
    lifecycle = etree.Element(f"{{{NAMESPACE}}}lifecycle", source="#kb")
    references = meta.find(f"{{{NAMESPACE}}}references")
    references.addprevious(lifecycle)
    original = {
        "eId": "ro",
        "href": work_of(edition),
        "showAs": visible(edition.title) or edition.act,
    }
    references.insert(0, add(references, "original", **original))
    add(lifecycle, "eventRef", eId="e0", date=adopted(edition), type="generation", source="#ro")
    analysis = etree.Element(f"{{{NAMESPACE}}}analysis", source="#kb")
    passive = add(analysis, "passiveModifications")
    components = add(root, "components", eId="cmps") if links else None
    for nth, link in enumerate(links, start=1):
        law = _work(link, nth)
        show = {"eId": f"law_{nth}", "href": law, "showAs": visible(_name(link))}
        references.insert(nth, add(references, "passiveRef", **show))
        _events(lifecycle, link, nth)
        spans = _spans(link.read.operations)
        for result in link.result.results if link.result else ():
            if isinstance(result, Done) and result.operation.kind in _TYPES:
                mod = f"#{_mod(nth, spans, result.operation)}"
                where = _local(edition, result.steps)
                _modification(passive, f"pmod_{len(passive) + 1}", result.operation, mod, where)
        _law(components, link, nth, law, edition)
    if len(passive):
        references.addprevious(analysis)
    return saved(root)


def _events(lifecycle: Any, link: Link, nth: int) -> None:
    """The day of a law, and the days from which parts of it work."""
    later = {link.read.day(n) for n in range(len(link.read.operations))}
    for day in sorted(filter(None, {link.law.date, *later})):
        name = f"e{len(lifecycle)}"
        add(lifecycle, "eventRef", eId=name, date=day, type="amendment", source=f"#law_{nth}")


def _modification(
    parent: Any, name: str, operation: Operation, source: str, destination: str
) -> None:
    mod = add(parent, "textualMod", eId=name, type=_TYPES[operation.kind])
    add(mod, "source", href=source)
    add(mod, "destination", href=destination)
    for tag, words in (("old", operation.old or operation.after), ("new", operation.new)):
        if words:
            said = etree.SubElement(add(mod, tag), f"{{{OWN}}}text")
            said.text = visible(words)


def _local(edition: Edition, steps: Steps) -> str:
    """The element of a unit, or of the nearest one around it that has an element of its own."""
    while steps and steps not in edition.index:
        steps = steps[:-1]
    if not steps or steps[0].unit in (
        "title",
        "form",
        "preamble",
    ):  # these are paragraphs without names
        return work_of(edition)
    return f"#{steps_text(steps).replace('.', '__')}"


# --- A law ------------------------------------------------------------------------------------------


def _name(link: Link) -> str:
    return " № ".join(filter(None, (link.law.date, link.law.number))) or Path(link.law.name).name


def _work(link: Link, nth: int) -> str:
    number = "".join(c for c in link.law.number.split(" ")[0] if c.isalnum() or c == "-")
    return f"/akn/kz/act/{link.law.date or UNDATED}/{number.lower() or f'law-{nth}'}"


def _mod(nth: int, spans: Sequence[Span], operation: Operation) -> str:
    """The eId of the command that an operation stands in."""
    at = _place(spans, operation)
    return f"cmp_{nth}__mod_{at}" if at else f"cmp_{nth}"


def _place(spans: Sequence[Span], operation: Operation) -> int:
    """The number of the command that an operation stands in; 0 where it has no place."""
    start = operation.span[0] if operation.span else 0
    return next((n for n, (a, b) in enumerate(spans, start=1) if a <= start < b), 0)


def _spans(operations: Iterable[Operation]) -> list[Span]:
    """The places of the commands, those that overlap as one."""
    spans: list[Span] = []
    for start, end in sorted({o.span for o in operations if o.span}):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _law(components: Any, link: Link, nth: int, work: str, edition: Edition) -> None:
    component = add(components, "component", eId=f"cmp_{nth}")
    spoken = next((o.language for o in link.read.operations if o.language), edition.language)

    def place(operation: Operation) -> str:
        own = operation.target.act == edition.act
        return work_of(edition) if own else f"/akn/kz/act/{operation.target.act}"

    identity = Identity(work, spoken, link.law.date or UNDATED, _name(link))
    amending(component, "act", f"cmp_{nth}__", identity, link.law.text, link.read.operations, place)


@dataclass(frozen=True, slots=True)
class Identity:
    """What an amending text is called: as a work, in a language, as of a day, by its title."""

    work: str
    language: str
    day: str
    title: str


def amending(
    parent: Any,
    tag: str,
    prefix: str,
    identity: Identity,
    text: str,
    operations: Sequence[Operation],
    place: Callable[[Operation], str],
) -> None:
    """An amending text as an element (`act`, `bill`): its commands marked in it and listed. `prefix` stands
    before its names, `place` gives the work that an operation changes."""
    act = add(parent, tag, name=tag, contains="originalVersion")
    meta = add(act, "meta")
    identified(meta, identity.work, identity.language, identity.day, identity.title)
    spans = _spans(operations)
    analysis = add(meta, "analysis", source=f"#{prefix}kb")
    active = add(analysis, "activeModifications")
    for each in operations:
        if each.kind not in _TYPES:
            continue
        unit = steps_text(each.target.steps).replace(".", "__")
        destination = f"{place(each)}#{unit}" if unit else place(each)
        name = f"{prefix}amod_{len(active) + 1}"
        _modification(active, name, each, f"#{prefix}mod_{_place(spans, each)}", destination)
    if not len(active):
        meta.remove(analysis)
    referring(meta)[0].set("eId", f"{prefix}kb")
    if tag == "bill":
        add(add(add(act, "preface"), "p"), "docTitle", identity.title)
    body = add(act, "body")
    content = add(add(body, "hcontainer", name="text", eId=f"{prefix}text"), "content")
    _Text(content, text).write(spans, f"{prefix}mod")


class _Text:
    """Writes the lines of a law as paragraphs, its commands marked inside them."""

    def __init__(self, content: Any, text: str) -> None:
        self.content = content
        self.text = text
        self.paragraph: Any = None

    def write(self, spans: Sequence[Span], name: str) -> None:
        at = 0
        for nth, (start, end) in enumerate(spans, start=1):
            self.plain(self.text[at:start])
            self.command(start, end, f"{name}_{nth}")
            at = end
        self.plain(self.text[at:])

    def plain(self, words: str) -> None:
        """Words outside commands: each line a paragraph."""
        for nth, line in enumerate(words.split("\n")):
            if nth:
                self.paragraph = None
            if line.strip():
                _append(self.open(), line)

    def open(self) -> Any:
        if self.paragraph is None:
            self.paragraph = add(self.content, "p")
        return self.paragraph

    def command(self, start: int, end: int, name: str) -> None:
        """A command, its quotations as elements: words on one line, or a structure of lines."""
        words = self.text[start:end]
        mod = add(self.open(), "mod", eId=name)
        at = quoted = 0
        for token in tokens(words):
            if token.kind != "quote":
                continue
            _append(mod, words[at : token.start])
            quoted += 1
            marks = {"startQuote": words[token.start], "endQuote": words[token.end - 1]}
            lines = [line for line in token.text.split("\n") if line.strip()]
            if len(lines) < 2:
                add(mod, "quotedText", token.text, eId=f"{name}__qtext_{quoted}", **marks)
            else:
                structure = add(mod, "quotedStructure", eId=f"{name}__qstr_{quoted}", **marks)
                for line in lines:
                    add(structure, "p", line)
            at = token.end
        _append(mod, words[at:])


def _append(element: Any, words: str) -> None:
    """Words at the end of what an element holds."""
    words = visible(" ".join(words.split("\n")))
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
