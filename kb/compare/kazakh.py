"""The Kazakh half of a package: the same table from the Kazakh words that its author gives.

The wording in force is the Kazakh edition's of the same day where it is held, else as quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kb.amendment.carried import CarriedOut, carried_out
from kb.amendment.kazakh import several
from kb.amendment.package import Item, Package
from kb.amendment.units import headed
from kb.amendment.wording import Command
from kb.compare.lines import line_pairs
from kb.compare.table import CellLine, Comparison, Entry, compare_item, old_text
from kb.ground.saying import say
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.norm.difference import Change
from kb.norm.marks import seen
from kb.norm.moved import with_moves
from kb.read.lines import SourceLine


def half(item: Item) -> Item | None:
    """The item in Kazakh; None where a text is needed and its author gives none.

    What is said of the Russian words — remarks, misprints, places — does not go over.
    """
    given = item.kazakh
    if item.operation in ("replace", "insert") and (given is None or not given.proposed):
        return None
    return replace(
        item,
        quoted=given.quoted if given else None,
        proposed=given.proposed if given else None,
        grounds=given.grounds if given else "",
        misprints=(),
        remarks=(),
        annex=None,
    )


def kazakh_package(package: Package) -> Package:
    """The package of its items in Kazakh; those without a Kazakh text are left out."""
    halves = (half(item) for item in package.items)
    return replace(package, items=tuple(i for i in halves if i is not None))


def in_kazakh(comparison: Comparison, held: Mapping[str, Edition]) -> Comparison:
    """The table in Kazakh; `held`: the Kazakh edition compared with, by act, where there is one."""
    package = kazakh_package(comparison.package)
    halves = {i.id: i for i in package.items}
    done = {act: carried_out(package, edition) for act, edition in held.items()}
    entries = tuple(
        _entry(e, halves.get(e.item.id), done.get(e.act.id)) for e in comparison.entries
    )
    editions = tuple(dict.fromkeys(e.edition for e in entries))
    return Comparison(comparison.package, entries, editions, ())


def _entry(russian: Entry, item: Item | None, done: CarriedOut | None) -> Entry:
    edition = done.before if done and done.before.holds(russian.item.target.steps) else None
    if item is not None and done and edition:
        return compare_item(russian.number, russian.act, done.of(item.id), ())
    element = several(russian.added or (russian.steps,))
    silent = replace(
        russian, edition=edition.name if edition else russian.edition, element=element, left=(),
        right=(), rows=(), marks={}, new_text="", remarks=(), baselines=(),
        commands=(),
    )  # fmt: skip
    if item is None:
        given = russian.item.kazakh
        own = replace(
            russian.item,
            grounds=given.grounds if given else "",
            quoted=given.quoted if given else None,
            proposed=None,
        )
        left = old_text(edition, own) if edition else _plain(own.quoted)
        return replace(silent, item=own, left=left, refused=say("compare.no_kazakh"), no_text=True)
    return _quoted(silent, item)


def _quoted(silent: Entry, item: Item) -> Entry:
    """The row of an act whose Kazakh text is not held: the author's own words on both sides, under
    the number that he may leave out."""
    steps = item.target.steps
    item = replace(
        item, quoted=_numbered(item.quoted, steps), proposed=_numbered(item.proposed, steps)
    )
    if item.operation != "none" and not silent.refused:
        text = item.proposed or ""
        order = Command(silent.act.id, item.operation, silent.steps, text, silent.added)
        silent = replace(silent, commands=(order,))
    if item.operation == "none" or (item.quoted is None and item.operation != "insert"):
        return replace(
            silent, item=item, left=_plain(item.quoted), new_text=item.proposed or "",
            right=_plain(item.proposed) if item.operation != "none" else (),
        )  # fmt: skip
    before = _lines(item.quoted) if item.operation != "insert" else []
    pairs = line_pairs(before, _lines(item.proposed))
    marked = with_moves([pair.segments for pair in pairs])
    left, right = (
        tuple(
            CellLine("", seen(words, side), Change.CHANGED, "")
            for pair, words in zip(pairs, marked, strict=True)
            if (pair.left if side == "left" else pair.right) is not None
        )
        for side in ("left", "right")
    )
    return replace(silent, item=item, left=left, right=right, new_text=item.proposed or "")


def _numbered(text: str | None, steps: Steps) -> str | None:
    """A text under its unit's Kazakh number, supplied where it does not begin with it."""
    last = steps[-1] if steps else None
    marks = {"art": "{}-бап", "pt": "{}.", "spt": "{})"}
    if not last or last.unit not in marks or not text or not text.strip():
        return text
    mark = marks[last.unit].format(last.number)
    if text.lstrip().lower().startswith(mark):
        return text
    if last.unit != "art":
        return f"{mark} {text.lstrip()}"
    lines, _ = headed([SourceLine(n, t) for n, t in enumerate(_lines(text), start=1)], f"{mark}.")
    return "\n".join(line.text for line in lines)


def _plain(text: str | None) -> tuple[CellLine, ...]:
    return tuple(CellLine("", (("=", line),), Change.UNCHANGED, "") for line in _lines(text))


def _lines(text: str | None) -> list[str]:
    return [line for line in (text or "").split("\n") if line.strip()]
