"""Packages of amendments (amendments/*.yaml): an author's proposals, quoted exactly.

A package keeps its author's words, misprints included; what the program adds or decides is in
remarks. `baseline` finds in which held editions the wording stands that the author calls current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz

from kb.amendment.operation import Kind, Operation
from kb.disk import inside
from kb.ground import yaml_file
from kb.ground.errors import Ambiguous, KbError, NotFound, NotHeld
from kb.ground.saying import joined, say
from kb.norm.act import Clause, Edition
from kb.norm.address import Address, parse, unit_words
from kb.norm.marks import Segments, word_segments
from kb.words.text import same_words_key, words

Form = Literal["restated", "words"]


class BadPackage(KbError):
    """A package file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Misprint:
    words: str
    should_be: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The same text as another part of the study prints it: what differs from the body."""

    place: str
    differences: tuple[tuple[str, str], ...] = ()  # (body, annex)


@dataclass(frozen=True, slots=True)
class Kazakh:
    """The Kazakh half of an item: the same target and operation, the words in Kazakh."""

    quoted: str | None
    proposed: str | None
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """How the package calls itself as a bill, and when it is to take effect; empty: not said."""

    title: str = ""
    title_kk: str = ""
    in_force: str = ""
    in_force_kk: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal: what its author quotes as current, proposes, and why.

    `form`: how the amending text orders a new wording: `restated` in full, or by the `words` that
    change in it.
    """

    id: str
    target: Address
    operation: Kind
    quoted: str | None
    proposed: str | None
    grounds: str
    place: str
    lead: str = ""
    misprints: tuple[Misprint, ...] = ()
    remarks: tuple[str, ...] = ()
    annex: Annex | None = None
    kazakh: Kazakh | None = None
    form: Form = "restated"

    def operations(self) -> tuple[Operation, ...]:
        """What the item asks to be done; nothing for a concept without a text."""
        if self.operation == "none":
            return ()
        return (Operation(self.operation, self.target, new=self.proposed),)


@dataclass(frozen=True, slots=True)
class Package:
    id: str
    title: str
    author: str
    kind: Literal["text", "concept"]
    citation: str
    study: str
    baseline: tuple[tuple[str, str], ...]  # act → edition that the author had before him
    items: tuple[Item, ...]
    bill: Bill | None = None
    titles: tuple[tuple[str, str], ...] = ()  # language → the title in it, beside `title`

    def title_in(self, language: str) -> str:
        """The title in a language of the interface; the author's own where it is not translated."""
        return dict(self.titles).get(language) or self.title

    def edition_of(self, act: str) -> str | None:
        return dict(self.baseline).get(act)

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts it changes, in the order of its items."""
        return tuple(dict.fromkeys(item.target.act for item in self.items))


def load(path: Path) -> tuple[Package, dict[str, int]]:
    """A package and the line of each item by its id; BadYaml or BadPackage with file and line."""
    return parsed(yaml_file.read_text(path), str(path))


def parsed(text: str, path: str) -> tuple[Package, dict[str, int]]:
    """As `load`, from the text of a file; `path` stands for it in messages."""
    data, lines = yaml_file.parse(text, path, "package.json")
    where = f"{path}:{lines.get(('id',), 1)}"
    inside.checked(data["id"], say("intake.name_of_package"), where, say("intake.name_do_other"))
    at = {i["id"]: lines[("items", nth)] for nth, i in enumerate(data["items"])}
    seen: set[str] = set()
    for nth, entry in enumerate(data["items"]):
        if entry["id"] in seen:
            raise BadPackage(
                say(
                    "amendment.package_item_again",
                    path=path,
                    line=lines[("items", nth, "id")],
                    item=entry["id"],
                )
            )
        seen.add(entry["id"])
        try:
            parse(entry["target"])
        except KbError as error:
            raise BadPackage(
                joined(": ", (f"{path}:{lines[('items', nth, 'target')]}", error.said))
            ) from error
    return from_data(data), at


def from_data(data: Mapping[str, Any]) -> Package:
    """A package from validated data (a YAML file's, or the library's JSON)."""
    source = data.get("source") or {}
    return Package(
        id=data["id"],
        title=data.get("title") or data["id"],
        author=data["author"],
        kind=data["kind"],
        citation=source.get("citation", ""),
        study=source.get("study", ""),
        baseline=tuple((data.get("baseline") or {}).items()),
        items=tuple(_item(entry) for entry in data["items"]),
        bill=Bill(**data["bill"]) if data.get("bill") else None,
        titles=tuple((data.get("titles") or {}).items()),
    )


def _item(entry: Mapping[str, Any]) -> Item:
    annex, kazakh = entry.get("annex"), entry.get("kazakh")
    return Item(
        id=entry["id"],
        target=parse(entry["target"]),
        operation=entry["operation"],
        quoted=entry.get("quoted"),
        proposed=entry.get("proposed"),
        grounds=entry.get("grounds") or "",
        place=entry.get("place") or "",
        lead=entry.get("lead") or "",
        misprints=tuple(Misprint(**m) for m in entry.get("misprints") or ()),
        remarks=tuple(entry.get("remarks") or ()),
        annex=Annex(
            annex["place"],
            tuple((d["body"], d["annex"]) for d in annex.get("differences") or ()),
        )
        if annex
        else None,
        kazakh=Kazakh(kazakh.get("quoted"), kazakh.get("proposed"), kazakh.get("grounds") or "")
        if kazakh
        else None,
        form=entry.get("form") or "restated",
    )


def check_acts(
    package: Package, path: Path, lines: Mapping[str, int], editions: Mapping[str, list[Edition]]
) -> None:
    """Raises BadPackage (file and line) for an item of an act that is not held: a spoilt file.

    `editions`: the held editions of each act.
    """
    for item in package.items:
        if not editions.get(item.target.act):
            at = f"{path}:{lines[item.id]}"
            raise BadPackage(say("amendment.package_act_unknown", at=at, act=item.target.act))


def check_targets(
    package: Package, path: Path, lines: Mapping[str, int], editions: Mapping[str, list[Edition]]
) -> None:
    """Raises BadPackage (file and line) for an item whose target no held edition knows, or a
    short address leaves open: asked of the built-in packages. A user's goes out without such an item,
    which is refused by name (kb.amendment.carried).

    A replaced or repealed unit must stand in one of the `editions` of its act; of an inserted one,
    the unit that will hold it. A unit outside the excerpts passes.
    """
    for item in package.items:
        steps = item.target.steps
        wanted = steps[:-1] if item.operation == "insert" else steps
        last = ""
        for edition in editions[item.target.act]:
            try:
                edition.resolve(wanted)
                break
            except NotHeld:
                break
            except (NotFound, Ambiguous) as error:
                last = error.said
        else:
            at = f"{path}:{lines[item.id]}"
            raise BadPackage(
                say("amendment.package_no_target", at=at, target=str(item.target), why=last)
            )


# --- Baseline ---------------------------------------------------------------------------------

_NEAR = 75.0  # likeness, 0–100, from which a wording is «nearly» the quoted one


Match = Literal["exact", "near", "none", "not_held"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Whether an edition has the wording that the author quotes as the one in force.

    `match`: exact (up to spaces, kinds of dash and quote, and a final mark), near, none, not_held.
    `segments` leads from the quotation to the edition's text. `partial` names what of the target
    the author does not quote.
    """

    edition: str
    match: Match
    address: str = ""
    segments: Segments = ()
    partial: tuple[str, ...] = ()


def _key(text: str) -> str:
    return same_words_key(text).rstrip(".;, ")


def quotation(clause: Clause) -> str:
    """A unit's wording as authors quote it: all of its words without its own number and heading."""
    body = [x for c in clause.children for x in c.lines()]
    return "\n".join(filter(None, [clause.own_text, *body]))


def _readings(clause: Clause) -> list[tuple[Clause, str]]:
    """The texts of a clause that an author may have quoted: all of it, with or without its number
    and heading, or one of its parts."""
    readings = [(clause, quotation(clause)), (clause, clause.text)]
    if clause.own_text and clause.children:
        readings.append((clause, clause.own_text))
    for child in clause.children:
        if child.steps[-1].unit == "part":
            readings.append((child, "\n".join(child.lines())))
    return readings


def baseline_in(item: Item, edition: Edition) -> Baseline:
    """How the item's quotation stands to one edition."""
    if item.quoted is None:
        raise ValueError("the item quotes nothing")
    try:
        clause = edition.resolve(item.target.steps)
    except NotHeld:
        return Baseline(edition.name, "not_held")
    except KbError:
        return Baseline(edition.name, "none")
    if not clause.live:
        return Baseline(edition.name, "none", edition.address(clause.steps))
    quoted = item.quoted
    best = max(
        _readings(clause),
        key=lambda r: (_key(r[1]) == _key(quoted), fuzz.ratio(words(r[1]), words(quoted))),
    )
    where, text = best
    exact = _key(text) == _key(quoted)
    alike = fuzz.ratio(words(text), words(quoted))
    match: Match = "exact" if exact else "near" if alike >= _NEAR else "none"
    partial: tuple[str, ...] = ()
    if match != "none" and where is not clause:
        partial = tuple(
            joined(": ", (unit_words(c.steps), f"«{c.own_text}»"))
            for c in clause.children
            if c.live and c.steps != where.steps
        )
    if not quoted.rstrip().endswith((".", ";")):
        text = text.rstrip(".;")  # the author's full stop stands behind the quotation mark
    segments = word_segments(quoted, text) if match != "none" else ()
    return Baseline(edition.name, match, edition.address(where.steps), segments, partial)


def baselines(
    item: Item, editions: Iterable[Edition], known: Iterable[str] = ()
) -> tuple[Baseline, ...]:
    """The item's quotation against held editions, and the editions (`known`) only known to exist.

    Empty when the author quotes no current wording.
    """
    if item.quoted is None:
        return ()
    compared = [baseline_in(item, e) for e in editions]
    compared += [Baseline(name, "not_held") for name in known]
    return tuple(sorted(compared, key=lambda b: b.edition))
