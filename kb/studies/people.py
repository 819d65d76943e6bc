"""Rules of people counted: what shares and marks so many of them can give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from kb.ground.saying import Saying, listed, say
from kb.studies.exhibits import Check, Exhibit, Exhibits
from kb.studies.number import Number, number, numbers, shown
from kb.studies.told import AGREES, Told, place

_MOST: Final = 1000  # people among whom a share is sought
_MARKS: Final = 5  # the highest mark


def possible(share: Number, of: int) -> int | None:
    """How many of `of` people are the printed share in per cent; None where no number of them is."""
    nearest = round(Fraction(share.value) * of / 100)
    for count in (nearest, nearest - 1, nearest + 1):
        if 0 <= count <= of and share.rounds(Fraction(count * 100, of)):
            return count
    return None


def smallest(shares: Iterable[Number], most: int = _MOST) -> int | None:
    """The fewest people among whom all of the shares are possible; None where there are too many."""
    wanted = list(shares)
    for of in range(1, most + 1):
        if all(possible(s, of) is not None for s in wanted):
            return of
    return None


def seats(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """The parts make the whole, and their shares are shares of it."""
    for group in exhibit.groups:
        whole = exhibit.row(check.text("all"), group)
        of = number(whole.cells[1])
        parts = [
            (r, n) for r in exhibit.in_group(group) if r is not whole and (n := number(r.cells[1]))
        ]
        if of is None:
            continue
        total = sum((n.value for _, n in parts), Decimal(0))
        if total == of.value:
            yield AGREES
        else:
            added = " + ".join(n.words for _, n in parts)
            left = shown(of.value - total)
            where = group or exhibit.words
            tell = partial(say, where=where, parts=added, sum=shown(total), all=of.words)
            yield Told(tell("studies.seats", left=left))
        for row, count in parts:
            share = number(row.cells[2]) if len(row.cells) > 2 else None
            if share is not None:
                exact = Fraction(count.value) / Fraction(of.value) * 100
                yield _share(place(group, row.name), count.words, of.words, exact, share)


def _share(where: str, count: str, of: str, exact: Fraction, share: Number) -> Told:
    if share.rounds(exact):
        return AGREES
    key = "studies.share_cut" if share.cuts(exact) else "studies.share"
    said = say(key, where=where, count=count, all=of, exact=shown(exact), printed=f"{share.words}%")
    return Told(said)


def shares(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """The shares of a column are all of one whole, though which part each is stands nowhere."""
    wholes = [int(n) for n in check.texts("of")]
    fits: dict[str, list[int]] = {}
    for row in exhibit.rows:
        share = exhibit.cell(row, check.text("column"))
        if share is None:
            continue
        fits[f"{row.name} {share.words}%"] = [n for n in wholes if possible(share, n) is not None]
    yield from _one_whole(fits, wholes)
    for name, fitting in fits.items():
        if not fitting:
            yield Told(say("studies.shares_none", name=name, wholes=listed(map(str, wholes))))


def _one_whole(fits: dict[str, list[int]], wholes: list[int]) -> Iterator[Told]:
    """Whether what fits one whole only fits one and the same."""
    only = {n: [name for name, f in fits.items() if f == [n]] for n in wholes}
    mixed = {n: names for n, names in only.items() if names}
    yield Told(tried=sum(bool(f) for f in fits.values()))
    if len(mixed) > 1:
        each: list[Saying] = [
            say("studies.mixed_one", whole=n, names=listed(names)) for n, names in mixed.items()
        ]
        yield Told(say("studies.mixed", each=listed(each, mark="; ")), tried=0)


def counted(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """Cells «33 (78,6%)»: the shares are of one whole, and the people of each group make it."""
    wholes = [int(n) for n in check.texts("of")]
    at = exhibit.column(check.text("column"))
    fits: dict[str, list[int]] = {}
    wrong: list[Told] = []
    sums: dict[str, Decimal] = {}
    for row in exhibit.rows:
        printed = numbers(row.cells[at])
        if len(printed) != 2:
            continue
        count, share = printed
        sums[row.group] = sums.get(row.group, Decimal(0)) + count.value
        exact = {n: Fraction(count.value) * 100 / n for n in wholes}
        fitting = [n for n in wholes if share.rounds(exact[n])]
        fits[f"{row.name} {share.words}%"] = fitting
        if not fitting:
            of = next((n for n in wholes if share.cuts(exact[n])), wholes[0])
            told = _share(row.name, count.words, str(of), exact[of], share)
            wrong.append(told)
    yield from _one_whole(fits, wholes)
    yield from wrong
    whole = {g.rstrip(":"): shown(s) for g, s in sums.items() if s >= min(wholes)}
    if whole:
        each = listed([f"«{g}» {s}" for g, s in whole.items()], mark="; ")
        yield Told(say("studies.counted", each=each), wrong=False, tried=0)


def majority(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """«Более половины» holds of every row; the whole is told beside."""
    column, all_, count = (check.text(k) for k in ("column", "all", "count"))
    people, everybody = 0, 0
    for row in exhibit.rows:
        share, of = exhibit.cell(row, column), exhibit.cell(row, all_)
        if share is None or of is None:
            continue
        printed = exhibit.cell(row, count)
        counted_here = printed.value if printed else possible(share, int(of.value))
        people, everybody = people + int(counted_here or 0), everybody + int(of.value)
        tell = partial(say, where=row.name, printed=row.cells[exhibit.column(column)], all=of.words)
        if printed is None and counted_here is not None:
            said = tell("studies.majority_derived", count=int(counted_here))
            yield Told(said, wrong=False, tried=0)
        if share.value > 50:
            yield AGREES
        else:
            yield Told(tell("studies.majority", count=int(counted_here or 0)))
    if everybody:
        share_of_all = shown(Fraction(people * 100, everybody), 1)
        said = say("studies.majority_all", count=people, all=everybody, share=share_of_all)
        yield Told(said, wrong=False, tried=0)


def shares_of(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """Shares that so many people can give: of ten only whole tens."""
    of = check.whole("number")
    listed_shares = [n for r in exhibit.rows if (n := exhibit.cell(r, check.text("column")))]
    seen: set[Decimal] = set()
    for row in exhibit.rows:
        share = exhibit.cell(row, check.text("column"))
        if share is None or share.value in seen:
            continue
        seen.add(share.value)
        if possible(share, of) is not None:
            yield AGREES
            continue
        least = smallest([share])
        tell = partial(say, row=row.name, share=f"{share.words}%", number=of)
        if least is None:
            yield Told(tell("studies.people"))
        else:
            part = possible(share, least) or 0
            yield Told(tell("studies.people_least", count=part, all=least))
    together = smallest(listed_shares)
    if together is not None and together > of:
        yield Told(say("studies.people_together", all=together), wrong=False, tried=0)


def ratings(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """Means of whole marks that so many people can give."""
    of = check.whole("number")
    for row in exhibit.rows:
        for at, head in enumerate(exhibit.head[1:], start=1):
            mark = number(row.cells[at])
            if mark is None:
                continue
            if _marks(mark, of):
                yield AGREES
                continue
            least = next((n for n in range(1, _MOST) if _marks(mark, n)), None)
            where = place(row.name, head)
            tell = partial(say, where=where, mark=mark.words, number=of)
            if least is None:
                yield Told(tell("studies.ratings"))
            else:
                yield Told(tell("studies.ratings_least", least=least))


def _marks(mark: Number, of: int) -> bool:
    nearest = round(Fraction(mark.value) * of)
    around = (nearest - 1, nearest, nearest + 1)
    return any(of <= s <= of * _MARKS and mark.rounds(Fraction(s, of)) for s in around)


def sample(study: Exhibits, check: Check) -> Iterator[Told]:
    """The fewest people of each city that all its shares allow, beside the number that the study gives;
    and whether as many may have been asked in each. How many there were it does not say."""
    least: dict[str, int] = {}
    printed = check.whole("printed")
    equal, unequal = printed // len(check.texts("columns")), False
    for head in check.texts("columns"):
        found_here: list[Number] = []
        for name in check.texts("tables"):
            table = study.exhibit(name)
            derived = {c.text("row") for c in table.checks if c.rule == "total"}
            cells = (table.cell(r, head) for r in table.rows if r.name not in derived)
            found_here += [n for n in cells if n]
        number_of = smallest(found_here)
        unequal |= any(possible(n, equal) is None for n in found_here)
        yield Told()
        if number_of is None:
            yield Told(say("studies.sample_none", where=head, most=_MOST), tried=0)
        else:
            least[head] = number_of
    if least:
        each = listed([f"{head} {n}" for head, n in least.items()], mark="; ")
        said = say("studies.sample", each=each, sum=sum(least.values()), printed=printed)
        yield Told(said, wrong=False, tried=0)
    if unequal:
        yield Told(say("studies.sample_unequal", equal=equal), wrong=False, tried=0)
