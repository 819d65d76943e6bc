"""Нормы: acts and editions, the tree, the text, search, one edition against another."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

import streamlit as st

from kb.citation.lookup import look
from kb.ground.errors import KbError, NotFound
from kb.ground.safe import html_text
from kb.library import Hit
from kb.norm import table
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Address, Steps, parse, steps_text
from kb.norm.difference import Difference, compare
from kb.pages.connections import connections
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.history import beside, history, timeline
from kb.write import html

_LONG = 60_000  # characters of a unit, above which its history is asked for part by part


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_norms"))
    query = st.text_input(
        frame.say("search"),
        value=asked("q") or "",
        placeholder=frame.say("search_hint"),
        key=frame.key("search"),
    )
    wanted = parse(asked("address") or _first(frame))
    problem = _problem(frame, wanted)
    act, edition = _choose(frame, wanted)
    steps = wanted.steps if wanted.act == act.id else ()
    other = _other_edition(frame, act, edition)
    frame.remember(
        address=edition.address(steps),
        compare=other.date if other else None,
        q=query or None,
    )
    if problem:
        show(f"<p class='bad' role='alert'>{html_text(problem)}</p>")
    if query:
        _hits(frame, query)
    _about(frame, act, edition)
    # The text stands first, so that on a narrow screen it comes before the contents.
    main, side = st.columns([3, 1])
    clause = edition.find(steps) if steps else None
    article = clause.steps[:1] if clause and clause.steps[0].unit == "art" else ()
    with main:
        if other:
            _compared(frame, other, edition, article)
        else:
            _text(frame, edition, clause)
    with side:
        _contents(frame, edition, article, other)


def _first(frame: Frame) -> str:
    """The act shown to a visitor who asks for none: the law that the app is about."""
    acts = frame.library.acts
    if not acts:
        raise NotFound("в корпусе нет ни одного акта")
    return "law-148-2001" if "law-148-2001" in acts else next(iter(acts))


def _problem(frame: Frame, wanted: Address) -> str:
    """What is wrong with the address of the URL, in one line."""
    try:
        frame.library.clause(wanted)
    except KbError as error:
        return frame.said(error.said)
    return ""


def _choose(frame: Frame, wanted: Address) -> tuple[Act, Edition]:
    library = frame.library
    acts = library.acts
    names = list(acts)
    first, second, third = st.columns([3, 2, 1])
    chosen = first.selectbox(
        frame.say("act"),
        names,
        index=index_of(names, wanted.act),
        format_func=lambda a: frame.said(acts[a].name),
        key=frame.key("act"),
    )
    act = acts[chosen]
    mine = wanted.act == chosen
    tongues = sorted({t for e in act.editions for t, _ in e.held}, reverse=True)
    tongue = third.selectbox(
        frame.say("text_language"),
        tongues,
        index=index_of(tongues, wanted.language if mine else None),
        key=frame.key("tongue", chosen),
    )
    dates = act.held_dates(tongue)[::-1]
    date = second.selectbox(
        frame.say("edition"),
        dates,
        index=index_of(dates, wanted.edition if mine else None),
        key=frame.key("edition", chosen, tongue),
    )
    return act, library.edition(chosen, date, tongue)


def _other_edition(frame: Frame, act: Act, edition: Edition) -> Edition | None:
    dates = ["", *(d for d in act.held_dates(edition.language) if d != edition.date)]
    if len(dates) == 1:
        return None
    chosen = st.selectbox(
        frame.say("compare_with"),
        dates,
        index=index_of(dates, asked("compare") or ""),
        format_func=lambda d: d or frame.say("compare_none"),
        key=frame.key("compare", edition.name),
    )
    return frame.library.edition(act.id, chosen, edition.language) if chosen else None


def _about(frame: Frame, act: Act, edition: Edition) -> None:
    known = act.edition(edition.date)
    parts = [
        f"<b lang='{html_text(edition.language)}'>{html_text(act.form)} "
        f"«{html_text(edition.title)}»</b><br>"
        f"<span class='address'>{html_text(edition.name)}</span> "
        f"<span class='soft'>({html_text(frame.date_words(edition))})</span>"
    ]
    if act.label:
        parts.append(f"<span class='chip near'>{html_text(frame.said(act.labelled))}</span>")
    if known and known.takes_effect:
        said = f"{frame.say('takes_effect')} {known.takes_effect}"
        parts.append(f"<span class='note'>{html_text(said)}</span>")
    held = ", ".join(frame.unit_words((u,), capital=False) for u in edition.held)
    held = held or frame.say("held_whole")
    cause = f"{known.cause}. " if known and known.cause else ""
    parts.append(
        f"<span class='soft'>{html_text(cause)}{html_text(frame.say('held'))}: "
        f"{html_text(held)}.</span>"
    )
    lines = "".join(f"<p class='about'>{p}</p>" for p in parts)
    show(lines + timeline(frame, act, edition))


def _hits(frame: Frame, query: str) -> None:
    try:
        found = look(frame.library, query)
    except NotFound as error:
        show(f"<p class='bad'>{html_text(frame.said(error.said))}</p>")
        return
    hits = [a.hit for a in found.answers]
    said = frame.count("found", len(hits)) if hits else frame.say("found_nothing")
    remarks = "".join(f"<p class='soft'>{html_text(r)}</p>" for r in found.remarks)
    rows = "".join(
        f"<div class='hit'>{frame.norm_html(h.address)}<br>{_marked(h)}</div>" for h in hits
    )
    show(f"<p role='status'><b>{html_text(said)}</b></p>{remarks}{rows}")


def _marked(hit: Hit) -> str:
    """A snippet with the words that were found marked."""
    done, out = 0, []
    for start, end in hit.marks:
        out.append(html_text(hit.snippet[done:start]))
        out.append(f"<mark>{html_text(hit.snippet[start:end])}</mark>")
        done = end
    return "".join([*out, html_text(hit.snippet[done:])])


# --- Contents ----------------------------------------------------------------------------------


def _contents(frame: Frame, edition: Edition, here: Steps, other: Edition | None) -> None:
    extra = {"compare": other.date} if other else {}

    def link(steps: Steps, words: str) -> str:
        url = frame.link("norms", address=edition.address(steps), **extra)
        return f"<a href='{html_text(url)}'>{html_text(words)}</a>"

    def branch(clause: Clause) -> str:
        if clause.kind == "article":
            current = " class='here' aria-current='true'" if clause.steps == here else ""
            words = clause.heading_text or clause.mark
            return f"<li{current}>{link(clause.steps, words)}</li>"
        if clause.kind == "point":  # of an act without articles, or of an appendix
            return f"<li>{link(clause.steps, shorten(clause.lines()[0], 70, placeholder='…'))}</li>"
        inside = "".join(branch(c) for c in clause.children if c.heading_lines or c.mark)
        if clause.kind in ("title", "preamble"):
            return f"<li>{link(clause.steps, frame.unit_words(clause.steps))}</li>"
        return (
            f"<li><details open><summary>{html_text(clause.heading_text)}</summary>"
            f"<ul>{inside}</ul></details></li>"
        )

    whole = f"<p>{link((), frame.say('whole_act'))}</p>"
    tree = "".join(branch(c) for c in edition.root.children)
    with st.expander(frame.say("contents"), expanded=True):
        show(
            f"<nav class='toc' aria-label='{html_text(frame.say('contents'))}'>{whole}<ul>{tree}</ul></nav>"
        )


# --- Text --------------------------------------------------------------------------------------


def _text(frame: Frame, edition: Edition, clause: Clause | None) -> None:
    """The article that the address names (with its unit marked), or the whole act."""
    here = clause.steps if clause else ()
    shown = edition.root
    if here:
        owner = edition.index.get(here[:1]) if here[0].unit == "art" else edition.index.get(here)
        shown = owner or edition.root
    parts = [_clause(frame, edition, shown, here, 0)]
    if clause is not None and here:
        parts.append(_life(frame, edition, here))
        parts.append(connections(frame, edition, edition.index.get(here, shown)))
    if shown is edition.root and edition.doubts:
        rows = "".join(
            f"<li>{frame.norm_html(f'{edition.name}/{d.address}')}: {html_text(frame.said(d.reason))}</li>"
            for d in edition.doubts
        )
        parts.append(
            f"<details><summary>{html_text(frame.say('doubts'))}: {len(edition.doubts)}</summary>"
            f"<ul>{rows}</ul></details>"
        )
    show("".join(parts))


def _life(frame: Frame, edition: Edition, here: Steps) -> str:
    """The history and the other language of an article or what is in it: of the smallest unit that
    the law itself numbers, for a sentence has no history of its own."""
    owners = [edition.index.get(here[:n]) for n in range(len(here), 0, -1)]
    clause = next((c for c in owners if c is not None), None)
    if clause is None or clause.kind in ("title", "preamble") or len(clause.text) > _LONG:
        return ""
    return history(frame, edition, clause) + beside(frame, edition, clause)


def _clause(frame: Frame, edition: Edition, clause: Clause, here: Steps, depth: int) -> str:
    parts: list[str] = []
    last = clause.steps[-1] if clause.steps else None
    mark = edition.marks.get(edition.address(clause.steps), clause.mark)
    if clause.heading_lines:
        tag, name = ("h3", "art") if clause.kind == "article" else ("h2", "div")
        parts.append(f"<{tag} class='{name}'>{_anchor_words(frame, edition, clause)}</{tag}>")
        mark = ""
    chip = ""
    if not clause.live or clause.status.value == "limited":
        said = html_text(frame.say(f"clause_{clause.status.value}"))
        chip = f" <span class='chip {clause.status.value}'>{said}</span>"
    if clause.kind == "table":
        parts.append(f"{_table(edition, clause)}{chip}{_anchor(frame, edition, clause)}")
    elif clause.own_text:
        shown = f"<b>{html_text(mark)}</b> " if mark else ""
        words = _with_links(frame, edition, clause)
        anchor = _anchor(frame, edition, clause)
        tongue = html_text(edition.language)
        parts.append(f"<p><bdi lang='{tongue}'>{shown}{words}</bdi>{chip}{anchor}</p>")
    elif chip:
        parts.append(f"<p>{chip}</p>")
    parts.extend(_clause(frame, edition, c, here, depth + 1) for c in clause.children)
    parts.append(_notes(frame, clause))
    parts.append(_quotations(frame, edition, clause))
    if last is None:
        return "".join(parts)
    level = {"pt": 1, "part": 1, "spt": 2, "abz": 3}.get(last.unit, 1)
    if last.unit == "part" and any(s.unit == "spt" for s in clause.steps):
        level = 2
    current = " here" if clause.steps == here and last.unit != "art" else ""
    identity = html_text(steps_text(clause.steps))
    return (
        f"<div class='clause d{level} {clause.status.value}{current}' id='{identity}'>"
        f"{''.join(parts)}</div>"
    )


def _table(edition: Edition, clause: Clause) -> str:
    """A table of the law as a table."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{html_text(cell)}</td>' for cell in row)}</tr>"
        for row in table.cells(clause.own_text)
    )
    return f"<table class='study' lang='{html_text(edition.language)}'><tbody>{rows}</tbody></table>"


def _with_links(frame: Frame, edition: Edition, clause: Clause) -> str:
    """The words of a clause with its citations as links to the norms that they name."""
    text, done, out = clause.own_text, 0, []
    for found in frame.cited_in(edition).get(clause.steps, ()):
        if found.address is None or found.start < done:
            continue
        out.append(html_text(text[done : found.start]))
        url = html_text(frame.norm_link(found.address))
        title = html_text(frame.norm_words(found.address))
        cited = html_text(text[found.start : found.end])
        out.append(f"<a href='{url}' title='{title}'>{cited}</a>")
        done = found.end
    return "".join([*out, html_text(text[done:])])


def _anchor_words(frame: Frame, edition: Edition, clause: Clause) -> str:
    return html_text(clause.heading_text or clause.mark) + _anchor(frame, edition, clause)


def _anchor(frame: Frame, edition: Edition, clause: Clause) -> str:
    address = edition.address(clause.steps)
    title = html_text(f"{frame.say('link_here')}: {address}")
    url = html_text(frame.norm_link(address))
    return f"<a class='anchor' href='{url}' title='{title}' aria-label='{title}'>§</a>"


def _notes(frame: Frame, clause: Clause) -> str:
    if not clause.notes:
        return ""
    said = html_text(frame.count("note", len(clause.notes)))
    notes = "".join(f"<div class='note'>{html_text(n.text)}</div>" for n in clause.notes)
    return f"<details><summary>{said}</summary>{notes}</details>"


def _quotations(frame: Frame, edition: Edition, clause: Clause) -> str:
    """The wordings in which studies quote a clause that is held here in translation."""
    found = frame.library.quotations(f"{edition.act}/{steps_text(clause.steps)}")
    parts = []
    for each in found:
        remark = (
            f"<br><span class='soft'>{html_text(each['remark'])}</span>" if "remark" in each else ""
        )
        parts.append(
            f"<blockquote>«{html_text(each['words'])}»<br><span class='soft'>"
            f"{html_text(each['author'])}, {html_text(each['place'])}</span>{remark}</blockquote>"
        )
    if not parts:
        return ""
    said = html_text(frame.say("quoted_elsewhere"))
    return f"<details><summary>{said} ({len(parts)})</summary>{''.join(parts)}</details>"


# --- Two editions --------------------------------------------------------------------------------


def _compared(frame: Frame, older: Edition, edition: Edition, article: Steps) -> None:
    left, right = (older, edition) if older.date < edition.date else (edition, older)
    if article and left.find(article) and right.find(article):
        found = compare(left, right, article, article)
    else:
        with frame.heavy():
            found = compare(left, right)
    _difference(frame, left, right, found)


def _difference(frame: Frame, left: Edition, right: Edition, found: Difference) -> None:
    counts = (
        " ".join(
            f"<span class='chip {s.value}'>{html_text(frame.label(s))}: {found.count(s)}</span>"
            for s in type(found.rows[0].status)
            if found.count(s)
        )
        if found.rows
        else ""
    )
    face = replace(
        frame.face("left", "right"),
        heads=(frame.say("status"), frame.norm_words(left.name), frame.norm_words(right.name)),
        link=frame.norm_link,
    )
    table = html.rows_html(found.rows, left.marks | right.marks, face)
    outside = ""
    for side in ("left", "right"):
        units = [o.address for o in found.not_held if o.held_by == side]
        if units:
            said = html_text(frame.say(f"not_held_{side}"))
            why = html_text(frame.say("not_held_why"))
            named = html_text(
                ", ".join(frame.unit_words(parse(u).steps, capital=False) for u in units)
            )
            outside += f"<p class='note'>{said}: {named} ({why})</p>"
    show(f"<p>{counts}</p>{outside}{table}")
