"""An edited text read back: which items of a package say it, and what it does to the law.

An article falls into the elements that change; a smaller unit is restated whole (Law on legal acts,
art. 26 p. 6). What cannot be placed is refused in one line, never put elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.amendment.apply import Applied, apply
from kb.amendment.carried import carried_out
from kb.amendment.changes import printed, unit_changes
from kb.amendment.draft import draft
from kb.amendment.operation import Operation
from kb.amendment.package import Form, Item, Package, quotation
from kb.ground.errors import KbError
from kb.ground.safe import hidden
from kb.ground.saying import joined, say
from kb.norm.act import Clause, Edition
from kb.norm.address import DIVISIONS, Address, Step, Steps, parse_steps, unit_words
from kb.read.lines import SourceLine, division, unit_number
from kb.read.structure import read
from kb.words.text import short, squeeze
from kb.workshop.sheet import based_on, place_of

MAX_TEXT: Final = 200_000  # characters of an edited unit; the longest article held has 13 000
MAX_LINES: Final = 1_000  # of an edited unit: each may become an item, and each is tried alone


class BadText(KbError):
    """An edited text that cannot be read as the unit it stands for."""


# --- What is edited -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """What the editor holds: a unit of the law (steps empty: an article to be added), or the item
    of the package that writes the unit. `law` is its wording in force, `text` the wording to start
    from: the package's own where the package changes it."""

    steps: Steps
    law: str
    text: str
    item: Item | None = None


def subject(package: Package, edition: Edition, steps: Steps) -> Subject:
    """What is edited when a unit is opened. Raises as Edition.resolve does."""
    if not steps:
        return Subject((), "", "")
    item = next(
        (
            i
            for i in package.items
            if i.target.act == edition.act
            and i.operation == "replace"
            and i.target.steps == steps[: len(i.target.steps)]
        ),
        None,
    )
    if item is not None:
        return of_item(edition, item)
    law = edition.resolve(steps)
    amended = carried_out(package, edition).edition.find(law.steps)
    return Subject(law.steps, law.text, amended.text if amended else law.text)


def of_item(edition: Edition, item: Item) -> Subject:
    """What is edited when an item is opened."""
    law = None if item.operation == "insert" else edition.find(item.target.steps)
    return Subject(item.target.steps, law.text if law else "", item.proposed or "", item)


# --- A text read back -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trial:
    """An edited text as the package would have it.

    `items`: the ids of the items that say it, none where the text is the law's; `after`: the edition
    with these items alone; `remarks`: what was supplied or lost on reading; `doubts`: what was read
    under doubt, and why.
    """

    package: Package
    items: tuple[str, ...]
    steps: Steps
    after: Edition
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def trial(package: Package, edition: Edition, unit: Subject, text: str) -> Trial:
    """Reads an edited text into the package. Raises BadText where it cannot be placed."""
    if unit.steps and same_lines(text, unit.text):
        return _as_it_stands(package, edition, unit)
    lines = checked(text, unit.steps)
    if unit.item is not None:
        return _of_item(package, edition, replace(unit.item, proposed=text.strip()))
    if not unit.steps:
        return _new_article(package, edition, lines, text)
    address = Address(edition.act, steps=unit.steps)
    if unit.steps[-1].unit in DIVISIONS:
        raise BadText(say("workshop.trial_by_articles", unit=unit_words(unit.steps)))
    done = _done(apply(edition, [Operation("replace", address, new=text.strip())]))
    after = done.edition.resolve(unit.steps)
    _whole(text, after)
    before = edition.resolve(unit.steps)
    remarks = (*(r for d in done.applied for r in d.remarks), *_stubs(before, after))
    kept = _without_inside(package, edition.act, unit.steps)
    if printed(before) == printed(after) or same_lines(text, unit.law):
        return Trial(kept, (), unit.steps, edition, remarks)
    operations = _operations(edition, before, after)
    tried = _put(kept, edition, operations, package.items)
    if tried is None or printed(tried.after.find(unit.steps)) != printed(after):
        operations = [Operation("replace", address, new=text.strip())]
        tried = _put(kept, edition, operations, package.items)
    if tried is None:
        raise BadText(say("workshop.trial_wording_no_amendment", unit=unit_words(unit.steps)))
    return replace(
        tried, steps=unit.steps, remarks=remarks, doubts=_doubts(edition, tried.after, unit.steps)
    )


def formed(tried: Trial, form: Form) -> Trial:
    """The trial whose new wordings the amending text orders in this form."""
    items = tuple(
        replace(i, form=form) if i.id in tried.items and i.operation == "replace" else i
        for i in tried.package.items
    )
    return replace(tried, package=replace(tried.package, items=items))


def form_of(tried: Trial) -> Form | None:
    """In which form the amending text orders its new wordings; None where there are none."""
    items = (i for i in tried.package.items if i.id in tried.items and i.operation == "replace")
    return next((i.form for i in items), None)


def repealed(package: Package, edition: Edition, steps: Steps) -> Package:
    """The package with the unit excluded, whatever it said of it before. Raises BadText."""
    operation = Operation("repeal", Address(edition.act, steps=steps))
    kept = _without_inside(package, edition.act, steps)
    tried = _put(kept, edition, [operation], package.items)
    if tried is None:
        _done(apply(edition, [operation]))
        raise BadText(say("workshop.trial_not_repealed", unit=unit_words(steps)))
    return tried.package


def taken_in(package: Package, edition: Edition, applied: Applied) -> Trial:
    """The result of an instruction as items of the package. Raises BadText where the items would
    not give the same text."""
    drafted = draft(edition, applied.edition, restate=True)
    kept = package
    for operation in drafted.operations:
        kept = _without_inside(kept, edition.act, operation.target.steps)
    tried = _put(kept, edition, drafted.operations, package.items)
    if tried is None or not drafted.proved:
        raise BadText(say("workshop.trial_not_whole_units"))
    # A unit keeps the form in which the instruction changes it.
    wholes = {d.steps for d in applied.applied if d.operation.kind == "replace"}
    restated = replace(
        tried, items=tuple(i.id for i in tried.package.items if i.target.steps in wholes)
    )
    return replace(tried, package=formed(restated, "restated").package)


def same_lines(one: str, other: str) -> bool:
    """Whether two texts have the same lines, white space apart."""
    return [x for x in map(squeeze, one.split("\n")) if x] == [
        x for x in map(squeeze, other.split("\n")) if x
    ]


def _as_it_stands(package: Package, edition: Edition, unit: Subject) -> Trial:
    """The package untouched, with what it says of the unit already."""
    steps = unit.item.target.steps if unit.item else unit.steps
    items = [
        i
        for i in package.items
        if i.target.act == edition.act and i.target.steps[: len(steps)] == steps
    ]
    after = _done(apply(edition, [o for i in items for o in i.operations()])).edition
    named = tuple(i.id for i in items if i.operation != "none")
    return Trial(package, named, steps, after)


def checked(text: str, steps: Steps) -> list[SourceLine]:
    """The lines of an edited text, refused where it is no text of one unit."""
    if len(text) > MAX_TEXT:
        raise BadText(say("workshop.trial_too_long", n=str(MAX_TEXT)))
    if text.count("\n") >= MAX_LINES:
        raise BadText(say("workshop.trial_too_many_lines", n=str(MAX_LINES)))
    if not text.strip():
        raise BadText(say("workshop.trial_empty"))
    for number, words in enumerate(text.split("\n"), start=1):
        if mark := hidden(words):
            raise BadText(say("workshop.trial_hidden", n=str(number), mark=mark))
    lines = [
        SourceLine(nth, " ".join(line.split()))
        for nth, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    ]
    article = not steps or steps[-1].unit == "art"
    for nth, line in enumerate(lines):
        # A Kazakh heading begins with its number: «12-бап.».
        named = None if line.text[0].islower() else division(line.text)
        if named is None or (nth == 0 and article and named[0] == "art"):
            continue
        part = named[0] == "sec" and line.text.casefold().startswith(("часть", "part"))
        if named[0] != "preamble" and not part and not line.text.endswith((";", ":", ",")):
            what = unit_words(steps) if steps else say("workshop.trial_new_article")
            words = short(line.text, 60)
            raise BadText(say("workshop.trial_no_room", n=str(line.number), words=words, unit=what))
    return lines


def _of_item(package: Package, edition: Edition, item: Item) -> Trial:
    old = package.items[place_of(package, item.id)]
    if item.proposed != old.proposed:
        # The words are no longer the author's: what was said of them goes with them.
        words = item.proposed or ""
        kept = tuple(m for m in item.misprints if m.words in words)
        item = replace(item, misprints=kept, annex=None)
    done = _done(apply(edition, item.operations()))
    items = tuple(item if i.id == item.id else i for i in package.items)
    steps = done.applied[0].steps if done.applied else item.target.steps
    remarks = tuple(r for d in done.applied for r in d.remarks)
    return Trial(
        replace(package, items=items),
        (item.id,),
        steps,
        done.edition,
        remarks,
        _doubts(edition, done.edition, steps),
    )


def _new_article(
    package: Package, edition: Edition, lines: Sequence[SourceLine], text: str
) -> Trial:
    named = division(lines[0].text)
    if named is None or named[0] != "art":
        raise BadText(say("workshop.trial_article_begins"))
    steps = (Step("art", unit_number(named[1])),)
    operation = Operation("insert", Address(edition.act, steps=steps), new=text.strip())
    done = _done(apply(edition, [operation]))
    tried = _put(package, edition, [operation], ())
    if tried is None:
        raise BadText(say("workshop.trial_no_amendment", unit=unit_words(steps)))
    _whole(text, done.edition.resolve(steps))
    remarks = tuple(r for d in done.applied for r in d.remarks)
    return replace(
        tried, steps=steps, remarks=remarks, doubts=_doubts(edition, done.edition, steps)
    )


def _done(applied: Applied) -> Applied:
    if applied.refused:
        raise BadText(joined("; ", (r.reason for r in applied.refused)))
    return applied


def _whole(text: str, after: Clause) -> None:
    """Refuses a reading in which a word of the text got lost."""
    if "".join(text.split()) not in "".join(after.text.split()):
        raise BadText(say("workshop.trial_not_read_whole", unit=unit_words(after.steps)))


def _stubs(before: Clause, after: Clause) -> tuple[str, ...]:
    """The stubs whose words were edited: they are the bank's marks, and no amendment changes them."""
    known = {c.steps: c.text for c in before.walk() if not c.live}
    return tuple(
        say("workshop.trial_mark_kept", unit=unit_words(c.steps))
        for c in after.walk()
        if not c.live and known.get(c.steps, c.text) != c.text
    )


def _operations(edition: Edition, before: Clause, after: Clause) -> list[Operation]:
    """What an edited unit asks: an article falls into the elements that change, a smaller unit
    is restated whole (Law on legal acts, art. 26 p. 6)."""
    if before.steps[-1].unit != "art" or not before.live:
        address = Address(edition.act, steps=before.steps)
        return [Operation("replace", address, new=after.text)]
    return unit_changes(edition, before, after, restate=True)


def _without_inside(package: Package, act: str, steps: Steps) -> Package:
    """The package without the items that speak of the unit or of anything in it."""
    items = tuple(
        i
        for i in package.items
        if i.target.act != act or i.target.steps[: len(steps)] != steps or i.operation == "none"
    )
    return replace(package, items=items)


def _put(
    package: Package, edition: Edition, operations: Iterable[Operation], known: Iterable[Item]
) -> Trial | None:
    """The package with items that ask the operations; None where they do not stand alone.

    An item known before for the same unit keeps its id, its grounds and its place in the order.
    """
    before = {(i.target.steps, i.operation): i for i in known if i.target.act == edition.act}
    order = {i.id: nth for nth, i in enumerate(known)}
    items = list(package.items)
    taken = {i.id for i in (*items, *known)}
    new: list[Item] = []
    for operation in operations:
        old = before.get((operation.target.steps, operation.kind))
        item = _item(edition, operation, old, taken)
        if item is None or apply(edition, item.operations()).refused:
            return None
        taken.add(item.id)
        new.append(item)
    items = sorted([*items, *new], key=lambda i: order.get(i.id, len(order)))
    based = package if package.edition_of(edition.act) else based_on(package, edition)
    alone = apply(edition, [o for i in new for o in i.operations()])
    if alone.refused:
        return None
    return Trial(
        replace(based, items=tuple(items)),
        tuple(i.id for i in new),
        new[0].target.steps if new else (),
        alone.edition,
    )


def _item(edition: Edition, operation: Operation, old: Item | None, taken: set[str]) -> Item | None:
    if operation.kind not in ("replace", "insert", "repeal"):
        return None
    law = None if operation.kind == "insert" else edition.find(operation.target.steps)
    quoted = quotation(law) if law else None
    target = Address(edition.act, steps=operation.target.steps)
    new = operation.new if operation.kind != "repeal" else None
    if old is None:
        number = max((int(t) for t in taken if t.isdecimal() and len(t) < 9), default=0) + 1
        # As the editor shows it: by the words that change, where that proves to do the same.
        form: Form = "words" if operation.kind == "replace" else "restated"
        return Item(str(number), target, operation.kind, quoted, new, "", "", form=form)
    if old.proposed == new:
        return old
    misprints = tuple(m for m in old.misprints if m.words in (new or ""))
    return replace(old, quoted=quoted, proposed=new, misprints=misprints, annex=None)


def _doubts(edition: Edition, after: Edition, steps: Steps) -> tuple[str, ...]:
    """What the reader decides under doubt in the article as amended and did not in the law's."""

    def said(one: Edition) -> dict[str, None]:
        article = one.find(steps[:1])
        if article is None or article.steps[-1].unit != "art":
            return {}
        lines = [SourceLine(n, x) for n, x in enumerate(article.lines(), start=1)]
        return {
            joined(": ", (unit_words(parse_steps(d.address)) if d.address else "", d.reason)): None
            for d in read(lines).doubts
        }

    known = said(edition)
    return tuple(d for d in said(after) if d not in known)
