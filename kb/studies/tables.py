"""Rules of a table: its shares make a hundred, its totals are totals, its means are means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations

from kb.ground.saying import listed, say
from kb.studies.exhibits import Check, Exhibit, Exhibits, Row
from kb.studies.number import Number, mean, number, shown
from kb.studies.told import AGREES, Told, near, place


def hundred(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """The shares of a column (of each group), or of a row, make a hundred."""
    if check.text("along") == "rows":
        for row in exhibit.rows:
            yield _hundred(row.name, _numbers(row.cells[1:]))
        return
    left_out = check.texts("except")
    for group in exhibit.groups:
        rows = [r for r in exhibit.in_group(group) if r.name not in left_out]
        for at, head in enumerate(exhibit.head[1:], start=1):
            yield _hundred(place(group, head), _numbers([r.cells[at] for r in rows]))


def _hundred(where: str, parts: Sequence[Number]) -> Told:
    total = sum((p.value for p in parts), Decimal(0))
    slack = sum((p.half for p in parts), Decimal(0))
    if abs(total - 100) <= slack:
        return AGREES
    added = " + ".join(p.words for p in parts)
    return Told(
        say("studies.hundred", where=where, parts=added, sum=shown(total), slack=shown(slack))
    )


def total(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """A row of totals is the sum of its rows; where it is their mean, that is told."""
    row = exhibit.row(check.text("row"))
    parts = [exhibit.row(name) for name in check.texts("of")]
    for at, head in enumerate(exhibit.head[1:], start=1):
        printed, added = number(row.cells[at]), _numbers([p.cells[at] for p in parts])
        if printed is None:
            continue
        summed, slack = (
            sum(Fraction(p.value) for p in added),
            sum((p.half for p in added), Decimal(0)),
        )
        if near(printed, Fraction(summed), slack):
            yield AGREES
            continue
        middle = mean(p.value for p in added)
        fits = near(printed, middle, Fraction(slack) / len(added))
        yield Told(
            say(
                "studies.total_mean" if fits else "studies.total_neither",
                where=head,
                row=row.name.rstrip(":"),
                printed=row.cells[at],
                parts=" + ".join(p.words for p in added),
                sum=shown(Fraction(summed)),
                mean=shown(middle),
            )
        )


def overall(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """A column of all is the mean of its columns; where it is the mean of some, the left out are told."""
    head, of = check.text("column"), check.texts("of")
    for row in exhibit.rows:
        printed = exhibit.cell(row, head)
        cells = {name: n for name in of if (n := exhibit.cell(row, name))}
        if printed is None or len(cells) != len(of):
            continue
        middle = mean(n.value for n in cells.values())
        if near(printed, middle, _slack(cells.values())):
            yield AGREES
            continue
        tell = partial(
            say,
            where=place(row.group, row.name),
            column=head,
            printed=row.cells[exhibit.column(head)],
            mean=shown(middle),
        )
        out = _left_out(printed, cells)
        if out:
            yield Told(tell("studies.overall_without", names=listed(out)))
        else:
            yield Told(tell("studies.overall"))


def _left_out(printed: Number, cells: dict[str, Number]) -> tuple[str, ...]:
    """The fewest columns without which the mean is the printed one."""
    for size in range(1, len(cells) - 1):
        for out in combinations(cells, size):
            rest = [n for name, n in cells.items() if name not in out]
            if near(printed, mean(n.value for n in rest)):
                return out
    return ()


def averages(study: Exhibits, exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """Numbers of the text are means of cells of a table: in the column of a row's name, or in all."""
    table, names = study.exhibit(check.text("table")), check.texts("of")
    for row in exhibit.rows:
        heads = table.head[1:] if check.needs.get("together") else (row.name,)
        cells = [
            n
            for each in table.rows
            if each.name in names
            for head in heads
            if (n := table.cell(each, head))
        ]
        printed = number(row.cells[1])
        if printed is None or not cells:
            continue
        middle = mean(n.value for n in cells)
        if near(printed, middle, _slack(cells)):
            yield AGREES
            continue
        yield Told(
            say(
                "studies.averages",
                row=row.name,
                printed=row.cells[1],
                rows=listed(f"«{n}»" for n in names),
                table=table.number,
                mean=shown(middle),
            )
        )


def within(study: Exhibits, exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """A share of all lies between the shares of the parts, whatever their sizes."""
    row, table = exhibit.row(check.text("row")), study.exhibit(check.text("table"))
    printed = number(row.cells[1])
    parts = [table.row(name) for name in check.texts("of")]
    by_head = {
        head: sum((n.value for p in parts if (n := table.cell(p, head))), Decimal(0))
        for head in table.head[1:]
    }
    if printed is None:
        return
    low, high = min(by_head.values()), max(by_head.values())
    if low - printed.half <= printed.value <= high + printed.half:
        yield AGREES
        return
    each = listed([f"{head} {shown(value)}" for head, value in by_head.items()], mark="; ")
    yield Told(
        say(
            "studies.within",
            row=row.name,
            printed=row.cells[1],
            table=table.number,
            rows=listed(f"«{p.name}»" for p in parts),
            each=each,
        )
    )


def extreme(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """The row that the text calls the highest, or the lowest, is that in every column."""
    row, least = exhibit.row(check.text("row")), check.rule == "lowest"
    for head in exhibit.head[1:]:
        mine = exhibit.cell(row, head)
        others = [(n, r) for r in exhibit.rows if r is not row and (n := exhibit.cell(r, head))]
        if mine is None or not others:
            continue
        best, other = (min if least else max)(others, key=lambda each: each[0].value)
        if (best.value < mine.value) if least else (best.value > mine.value):
            yield Told(
                say(
                    f"studies.extreme_{check.rule}",
                    where=head,
                    row=row.name,
                    printed=row.cells[exhibit.column(head)],
                    other=other.name,
                    value=other.cells[exhibit.column(head)],
                )
            )
        else:
            yield AGREES


def options(study: Exhibits, exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """The rows of a table are the answers that the questionnaire offered."""
    asked = check.text("question")
    question = next(q for q in study.exhibit(check.text("form")).questions if q.number == asked)
    names = [r.name for r in exhibit.rows]
    added = [n for n in names if n not in question.options]
    if not added:
        yield AGREES
        return
    yield Told(
        say(
            "studies.options",
            question=asked,
            offered=len(question.options),
            rows=len(names),
            added=listed(f"«{n}»" for n in added),
        )
    )


def rate(exhibit: Exhibit, check: Check) -> Iterator[Told]:
    """A printed rate is its count among its whole; where it is of another pair, that pair is told."""
    row, per = exhibit.row(check.text("row")), check.whole("per")
    count, among = exhibit.row(check.text("count")), exhibit.row(check.text("among"))
    printed, exact = number(row.cells[1]), _ratio(count, among)
    if printed is None or exact is None:
        return
    if near(printed, exact * per):
        yield AGREES
        return
    tell = partial(
        say,
        row=row.name,
        printed=row.cells[1],
        count=count.cells[1],
        among=among.cells[1],
        per=per,
        rate=shown(exact * per, 1),
    )
    for one in exhibit.rows:
        for whole in exhibit.rows:
            other = _ratio(one, whole)
            if other is not None and other < 1 and near(printed, other * 100) and one is not row:
                yield Told(
                    tell(
                        "studies.rate_other",
                        one=one.name,
                        whole=whole.name,
                        share=shown(other * 100),
                    )
                )
                return
    yield Told(tell("studies.rate"))


def _ratio(count: Row, among: Row) -> Fraction | None:
    """A count among a whole; None where one of them is no count of people or things."""
    one, whole = number(count.cells[1]), number(among.cells[1])
    if one is None or whole is None or one.percent or whole.percent or not whole.value:
        return None
    return Fraction(one.value) / Fraction(whole.value)


def numbering(study: Exhibits) -> Iterator[Told]:
    """Tables and figures are numbered without gaps and repetitions, and have names of their own."""
    for kind in ("table", "figure"):
        here = [e for e in study.exhibits if e.kind == kind and e.number[-1:].isdigit()]
        count = Counter(int(e.number.rpartition(" ")[2]) for e in here)
        word = here[0].number.rpartition(" ")[0] if here else ""
        if not count:
            continue
        missing = [n for n in range(1, max(count) + 1) if n not in count]
        again = [n for n, times in count.items() if times > 1]
        yield Told(tried=len(count) - len(again))
        for key, numbers in (("missing", missing), ("repeated", again)):
            if numbers:
                named = listed([f"{word} {n}" for n in numbers])
                yield Told(say(f"studies.numbering_{key}", numbers=named), tried=len(numbers))
        titles: dict[str, list[str]] = {}
        for each in here:
            titles.setdefault(each.title.rstrip("."), []).append(each.number)
        for title, alike in titles.items():
            if len(alike) > 1:
                said = say("studies.numbering_title", title=title, numbers=listed(alike))
                yield Told(said, tried=0)


def _numbers(cells: Sequence[str]) -> list[Number]:
    return [n for c in cells if (n := number(c))]


def _slack(cells: Iterable[Number]) -> Fraction:
    """How far rounding of the operands may move their mean."""
    return mean(n.half for n in cells)
