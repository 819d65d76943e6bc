"""The life of a norm on its page: wordings by edition, known editions, the other language beside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

import streamlit as st

from kb.ground.errors import KbError, NotFound
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.safe import file_name
from kb.ground.saying import joined, say
from kb.library import Library
from kb.norm import history as histories
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps, parse, steps_text
from kb.norm.divergence import divergences
from kb.norm.history import Event, Wording
from kb.norm.parallel import parallel
from kb.pages.frame import Frame
from kb.write.html import segments
from kb.write.parallel import table

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


def timeline(frame: Frame, act: Act, edition: Edition) -> Html:
    """The known editions of an act by day, each with the law that made it: those held are links, the one
    shown is named so."""
    rows = []
    known = list(histories.timeline(act, edition.language))
    for date, cause, effect, held in known:
        words = frame.day(date)
        if date == edition.date:
            words = html("<b aria-current='true'>{}</b>", words)
        elif held:
            url = frame.norm_link(f"{act.id}@{date}:{edition.language}")
            words = html("<a href='{}'>{}</a>", url, words)
        else:
            words = html("{} <span class='soft'>({})</span>", words, frame.say("edition_known"))
        takes = f"{frame.say('takes_effect')} {frame.day(effect)}" if effect else ""
        law = ". ".join(filter(None, (cause or frame.say("edition_law_unsaid"), takes)))
        kind = "held" if held else "known"
        rows.append(html("<li class='{}'>{} <span class='soft'>{}</span></li>", kind, words, law))
    if not rows:
        return NONE
    said = f"{frame.say('editions_known')}: {len(rows)}"
    opened = " open" if len(rows) <= _LISTED else ""
    return html(
        "<details class='editions'{}><summary>{}</summary><ol class='life'>{}</ol></details>",
        opened,
        said,
        together(rows),
    )


# --- Wordings -------------------------------------------------------------------------------------


def history(frame: Frame, edition: Edition, clause: Clause) -> Html:
    """The wordings of a clause through the editions held, folded; empty for a whole act."""
    if not clause.steps:
        return NONE
    act = frame.library.act(edition.act)
    held = act.held_dates(edition.language)
    body, summary = "", frame.say("history")
    dates = _near(held, edition.date)
    try:
        wordings = _wordings(frame.library, edition.name, clause.steps, tuple(dates))
    except KbError as error:
        body = html("<p class='note'>{}</p>", frame.said(error.said))
    else:
        changes = sum(w.event not in _QUIET for w in wordings)
        summary = f"{summary}: {frame.count('wording_change', changes)}"
        body = _outside(frame, act, dates, len(held)) + html(
            "<ol class='life'>{}</ol>",
            together(
                _wording(frame, each, before)
                for before, each in pairwise((None, *wordings))
                if each is not None
            ),
        )
    return html("<details class='history'><summary>{}</summary>{}</details>", summary, body)


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


def _outside(frame: Frame, act: Act, dates: Sequence[str], held: int) -> Html:
    """What the row of wordings leaves out: editions before, after, or too many to compare."""
    before = [e.date for e in act.editions if e.date < dates[0]]
    after = [e.date for e in act.editions if e.date > dates[-1]]
    said = [
        f"{frame.say(key)}: {', '.join(map(frame.day, days))}"
        for key, days in (("history_before", before), ("history_after", after))
        if days
    ]
    if held > len(dates):
        said.append(frame.say("history_part", n=len(dates), of=held))
    if not act.complete:
        said.append(frame.say("history_incomplete"))
    return together(html("<p class='soft'>{}</p>", line) for line in said)


def _wording(frame: Frame, each: Wording, before: Wording | None) -> Html:
    chip = frame.say(f"event_{each.event.value}")
    date = frame.day(each.edition)
    if each.address:
        date = html("<a href='{}'>{}</a>", frame.norm_link(each.address), date)
    parts = [html("<b>{}</b> <span class='chip {}'>{}</span>", date, _CHIPS[each.event], chip)]
    if moved := _moved(frame, each, before):
        parts.append(html("<span class='soft'>{}</span>", moved))
    if each.cause:
        parts.append(escaped(each.cause))
    if each.laws:
        named = "; ".join(
            f"{frame.day(law.date)} № {law.number}".removesuffix(" № ") for law in each.laws
        )
        parts.append(escaped(f"{frame.say('changed_by')}: {named}"))
    gap = ""
    if each.between:
        gap = f"{frame.say('history_between')}: {', '.join(map(frame.day, each.between))}"
    words = ""
    if each.segments:
        words = segments(each.segments)
    elif each.event not in (Event.UNCHANGED, Event.MOVED):
        words = each.text
    quoted = html("<blockquote><bdi>{}</bdi></blockquote>", words) if words else NONE
    return html(
        "{}<li class='{}'><div class='hit wording'><p class='about'>{}</p>{}</div></li>",
        html("<li class='known'>{}</li>", gap) if gap else NONE,
        "known" if each.event in (Event.ABSENT, Event.NOT_HELD) else "held",
        together(parts, " "),
        quoted,
    )


def _moved(frame: Frame, each: Wording, before: Wording | None) -> str:
    if before is None or not before.address or not each.address:
        return ""
    old, new = parse(before.address).steps, parse(each.address).steps
    if old == new:
        return ""
    return f"{frame.unit_words(old)} → {frame.unit_words(new, capital=False)}"


# --- The other language ---------------------------------------------------------------------------


def languages(frame: Frame, act: Act, edition: Edition) -> None:
    """Offers the table of what differs between the two languages of an edition, where both are held."""
    if not all(edition.date in act.held_dates(language) for language in ("ru", "kk")):
        return
    st.download_button(
        frame.say("download_parallel"),
        partial(_differing, frame, edition),
        f"{file_name(f'{act.id}-{edition.date}-ru-kk')}.md",
        "text/markdown",
        on_click="ignore",
    )


def _differing(frame: Frame, edition: Edition) -> str:
    ru, kk = (frame.library.edition(edition.act, edition.date, t) for t in ("ru", "kk"))
    return table(divergences(ru, kk), frame.language)


def beside(frame: Frame, edition: Edition, clause: Clause) -> Html:
    """A clause in Kazakh and Russian, folded; empty where one of the two is not held."""
    act = frame.library.act(edition.act)
    other = {"ru": "kk", "kk": "ru"}.get(edition.language)
    dates = act.held_dates(other) if other else []
    if not clause.steps or not dates:
        return NONE
    date = max((d for d in dates if d <= edition.date), default=dates[0])
    there = frame.library.edition(act.id, date, other)
    left, right = (edition, there) if edition.language == "kk" else (there, edition)
    try:
        body = _beside(frame, left, right, clause.steps)
    except NotFound as error:
        said = frame.say("beside_absent", where=there.name)
        body = html("<p class='note'>{} {}</p>", said, frame.said(error.said))
    except KbError as error:
        body = html("<p class='note'>{}</p>", frame.said(error.said))
    return html(
        "<details class='both'><summary>{}</summary>{}</details>", frame.say("beside"), body
    )


def _beside(frame: Frame, left: Edition, right: Edition, steps: Steps) -> Html:
    pairs = parallel(left, right, steps)
    heads = tuple(
        f"{name} · {frame.day(e.date)}" for name, e in (("Қазақша", left), ("Русский", right))
    )
    rows = together(
        html("<tr>{}{}</tr>", _side(left, pair.left, heads[0]), _side(right, pair.right, heads[1]))
        for pair in pairs.pairs
    )
    remarks = [frame.say("beside_dates")] if left.date != right.date else []
    for key, only in (("beside_only_kk", pairs.only_left), ("beside_only_ru", pairs.only_right)):
        if only:
            remarks.append(f"{frame.say(key)}: {_units(frame, only)}")
    if pairs.not_held:
        remarks.append(f"{frame.say('beside_not_held')}: {_units(frame, pairs.not_held)}")
    if left.date == right.date:
        differ = [
            joined(": ", (say(f"norm.parallel_kind_{d.kind}"), d.certain))
            for d in divergences(right, left, steps)
        ]
        remarks += [frame.said(each) for each in dict.fromkeys(differ)]
    said = together(html("<p class='note'>{}</p>", r) for r in remarks)
    return html(
        "{}<table class='study both'><thead><tr><th scope='col'>{}</th>"
        "<th scope='col'>{}</th></tr></thead><tbody>{}</tbody></table>",
        said,
        heads[0],
        heads[1],
        rows,
    )


def _units(frame: Frame, addresses: Sequence[str]) -> str:
    """Units in words; `addresses` are steps or full addresses."""
    named = [parse(a).steps if "@" in a else parse(f"x/{a}").steps for a in addresses]
    return ", ".join(frame.unit_words(s, capital=False) or steps_text(s) for s in named)


def _side(edition: Edition, clause: Clause | None, head: str) -> Html:
    if clause is None:
        return html("<td data-head='{}'>—</td>", head)
    heading = html("<b>{}</b>", clause.heading_text) if clause.heading_lines else NONE
    shown = html("<b>{}</b> ", clause.mark) if clause.mark and not heading else NONE
    words = html("<bdi>{}{}</bdi>", shown, clause.own_text) if clause.own_text else NONE
    parts = together(filter(None, (heading, words)), html("<br>")) or html(
        "<bdi>{}</bdi>", clause.mark
    )
    return html("<td data-head='{}' lang='{}'>{}</td>", head, edition.language, parts)
