"""The life of a norm on its page: wordings by edition, known editions, the other language beside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kb.ground.errors import KbError, NotFound
from kb.ground.safe import html_text
from kb.library import Library
from kb.norm import history as histories
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps, parse, steps_text
from kb.norm.history import Event, Wording
from kb.norm.parallel import parallel
from kb.pages.frame import Frame
from kb.write.html import segments

_MOST: Final = 12  # held editions compared at once; more only when the reader asks
_LISTED: Final = 8  # known editions shown unfolded
_CHIPS: Final = {
    Event.FIRST: "",
    Event.UNCHANGED: "",
    Event.CHANGED: "changed",
    Event.MOVED: "moved",
    Event.INSERTED: "inserted",
    Event.EXCLUDED: "excluded",
    Event.ABSENT: "none",
    Event.NOT_HELD: "none",
}


def timeline(frame: Frame, act: Act, edition: Edition) -> str:
    """The known editions of an act: those held are links, the one shown is named so."""
    rows = []
    known = list(histories.timeline(act, edition.language))
    for date, cause, effect, held in known:
        words = html_text(date)
        if date == edition.date:
            words = f"<b aria-current='true'>{words}</b>"
        elif held:
            url = frame.norm_link(f"{act.id}@{date}:{edition.language}")
            words = f"<a href='{html_text(url)}'>{words}</a>"
        else:
            words = f"{words} <span class='soft'>({html_text(frame.say('edition_known'))})</span>"
        takes = f"{frame.say('takes_effect')} {effect}" if effect else ""
        title = html_text(". ".join(filter(None, (cause, takes))))
        rows.append(f"<li title='{title}'>{words}</li>")
    if not rows:
        return ""
    said = html_text(f"{frame.say('editions_known')}: {len(rows)}")
    opened = " open" if len(rows) <= _LISTED else ""
    return (
        f"<details class='editions'{opened}><summary>{said}</summary>"
        f"<ul class='ways'>{''.join(rows)}</ul></details>"
    )


# --- Wordings -------------------------------------------------------------------------------------


def history(frame: Frame, edition: Edition, clause: Clause) -> str:
    """The wordings of a clause through the editions held, folded; empty for a whole act."""
    if not clause.steps:
        return ""
    act = frame.library.act(edition.act)
    held = act.held_dates(edition.language)
    body, summary = "", frame.say("history")
    dates = _near(held, edition.date)
    try:
        found = _wordings(frame.library, edition.name, clause.steps, tuple(dates))
    except KbError as error:
        body = f"<p class='note'>{html_text(frame.said(error.said))}</p>"
    else:
        changes = sum(w.event not in _QUIET for w in found)
        summary = f"{summary}: {frame.count('wording_change', changes)}"
        body = _outside(frame, act, dates, len(held)) + "".join(
            _wording(frame, each, before)
            for before, each in pairwise((None, *found))
            if each is not None
        )
    return f"<details class='history'><summary>{html_text(summary)}</summary>{body}</details>"


_QUIET: Final = (Event.FIRST, Event.UNCHANGED, Event.ABSENT, Event.NOT_HELD)


def _near(held: Sequence[str], date: str) -> list[str]:
    """The editions nearest to the one shown: of a long row not all are compared at once."""
    at = held.index(date) if date in held else len(held) - 1
    first = max(0, min(at - _MOST // 2, len(held) - _MOST))
    return list(held[first : first + _MOST])


@lru_cache(maxsize=64)
def _wordings(
    library: Library, name: str, steps: Steps, dates: tuple[str, ...]
) -> tuple[Wording, ...]:
    place = parse(name)
    editions = [library.edition(place.act, date, place.language) for date in dates]
    return tuple(
        histories.history(editions, steps, library.act(place.act), place.edition or dates[-1])
    )


def _outside(frame: Frame, act: Act, dates: Sequence[str], held: int) -> str:
    """What the row of wordings leaves out: editions before, after, or too many to compare."""
    before = [e.date for e in act.editions if e.date < dates[0]]
    after = [e.date for e in act.editions if e.date > dates[-1]]
    said = [
        f"{frame.say(key)}: {', '.join(found)}"
        for key, found in (("history_before", before), ("history_after", after))
        if found
    ]
    if held > len(dates):
        said.append(frame.say("history_part", n=len(dates), of=held))
    if not act.complete:
        said.append(frame.say("history_incomplete"))
    return "".join(f"<p class='soft'>{html_text(line)}</p>" for line in said)


def _wording(frame: Frame, each: Wording, before: Wording | None) -> str:
    chip = html_text(frame.say(f"event_{each.event.value}"))
    date = html_text(each.edition)
    if each.address:
        date = f"<a href='{html_text(frame.norm_link(each.address))}'>{date}</a>"
    parts = [f"<b>{date}</b> <span class='chip {_CHIPS[each.event]}'>{chip}</span>"]
    if moved := _moved(frame, each, before):
        parts.append(f"<span class='soft'>{html_text(moved)}</span>")
    if each.cause:
        parts.append(html_text(each.cause))
    if each.laws:
        named = "; ".join(f"{law.date} № {law.number}".removesuffix(" № ") for law in each.laws)
        parts.append(html_text(f"{frame.say('changed_by')}: {named}"))
    gap = ""
    if each.between:
        said = f"{frame.say('history_between')}: {', '.join(each.between)}"
        gap = f"<p class='soft'>{html_text(said)}</p>"
    words = ""
    if each.segments:
        words = segments(each.segments)
    elif each.event not in (Event.UNCHANGED, Event.MOVED):
        words = html_text(each.text)
    quoted = f"<blockquote><bdi>{words}</bdi></blockquote>" if words else ""
    return f"<div class='hit wording'>{gap}<p class='about'>{' '.join(parts)}</p>{quoted}</div>"


def _moved(frame: Frame, each: Wording, before: Wording | None) -> str:
    if before is None or not before.address or not each.address:
        return ""
    old, new = parse(before.address).steps, parse(each.address).steps
    if old == new:
        return ""
    return f"{frame.unit_words(old)} → {frame.unit_words(new, capital=False)}"


# --- The other language ---------------------------------------------------------------------------


def beside(frame: Frame, edition: Edition, clause: Clause) -> str:
    """A clause in Kazakh and Russian, folded; empty where one of the two is not held."""
    act = frame.library.act(edition.act)
    other = {"ru": "kk", "kk": "ru"}.get(edition.language)
    dates = act.held_dates(other) if other else []
    if not clause.steps or not dates:
        return ""
    date = max((d for d in dates if d <= edition.date), default=dates[0])
    there = frame.library.edition(act.id, date, other)
    left, right = (edition, there) if edition.language == "kk" else (there, edition)
    try:
        body = _beside(frame, left, right, clause.steps)
    except NotFound as error:
        said = frame.say("beside_absent", where=there.name)
        body = f"<p class='note'>{html_text(said)} {html_text(frame.said(error.said))}</p>"
    except KbError as error:
        body = f"<p class='note'>{html_text(frame.said(error.said))}</p>"
    return (
        f"<details class='both'><summary>{html_text(frame.say('beside'))}</summary>{body}</details>"
    )


def _beside(frame: Frame, left: Edition, right: Edition, steps: Steps) -> str:
    found = parallel(left, right, steps)
    heads = tuple(
        html_text(f"{name} · {e.date}") for name, e in (("Қазақша", left), ("Русский", right))
    )
    rows = "".join(
        f"<tr>{_side(left, pair.left, heads[0])}{_side(right, pair.right, heads[1])}</tr>"
        for pair in found.pairs
    )
    remarks = [frame.say("beside_dates")] if left.date != right.date else []
    for key, only in (("beside_only_kk", found.only_left), ("beside_only_ru", found.only_right)):
        if only:
            remarks.append(f"{frame.say(key)}: {_units(frame, only)}")
    if found.not_held:
        remarks.append(f"{frame.say('beside_not_held')}: {_units(frame, found.not_held)}")
    said = "".join(f"<p class='note'>{html_text(r)}</p>" for r in remarks)
    return (
        f"{said}<table class='study both'><thead><tr><th scope='col'>{heads[0]}</th>"
        f"<th scope='col'>{heads[1]}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _units(frame: Frame, addresses: Sequence[str]) -> str:
    """Units in words; `addresses` are steps or full addresses."""
    named = [parse(a).steps if "@" in a else parse(f"x/{a}").steps for a in addresses]
    return ", ".join(frame.unit_words(s, capital=False) or steps_text(s) for s in named)


def _side(edition: Edition, clause: Clause | None, head: str) -> str:
    if clause is None:
        return f"<td data-head='{head}'>—</td>"
    heading = f"<b>{html_text(clause.heading_text)}</b>" if clause.heading_lines else ""
    shown = f"<b>{html_text(clause.mark)}</b> " if clause.mark and not heading else ""
    words = f"<bdi>{shown}{html_text(clause.own_text)}</bdi>" if clause.own_text else ""
    parts = "<br>".join(filter(None, (heading, words))) or f"<bdi>{html_text(clause.mark)}</bdi>"
    return f"<td data-head='{head}' lang='{html_text(edition.language)}'>{parts}</td>"
