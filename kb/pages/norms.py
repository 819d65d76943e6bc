"""Нормы: acts and editions, the tree, the text, search, one edition against another."""

from __future__ import annotations

from textwrap import shorten

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.ground.errors import KbError, NotFound
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.saying import say
from kb.norm import table
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Address, Steps, parse, steps_text
from kb.norm.dates import excluded_by
from kb.norm.difference import Change
from kb.pages.connections import connections
from kb.pages.editions import changed_articles, compared, difference
from kb.pages.frame import Frame, asked, index_of, seen, show
from kb.pages.history import beside, history, languages, timeline
from kb.pages.words import LANGUAGES
from kb.search import SECTIONS, Hit, search

_LONG = 60_000  # characters of a unit, above which its history is asked for part by part


def page(frame: Frame) -> None:
    """Draws the page."""
    with st.container(key="nm-head", horizontal=True, vertical_alignment="center"):
        st.title(frame.say("page_norms"), width="content")
        query = st.text_input(
            frame.say("search"),
            value=asked("q") or "",
            placeholder=frame.say("search_hint"),
            key=frame.key("search"),
            label_visibility="collapsed",
        )
    wanted = parse(asked("address") or _first(frame))
    problem = _problem(frame, wanted)
    act, edition, place = _choose(frame, wanted)
    steps = wanted.steps if wanted.act == act.id else ()
    with place:
        other = _other_edition(frame, act, edition)
    frame.remember(
        address=edition.address(steps),
        compare=other.date if other else None,
        q=query or None,
    )
    if steps:
        seen(edition.address(steps))
    if problem:
        show(html("<p class='bad' role='alert'>{}</p>", problem))
    if query:
        _hits(frame, query)
    with st.container(key="nm"):
        side, main = st.columns([3, 8], gap="medium")
    clause = edition.find(steps) if steps else None
    article = clause.steps[:1] if clause and clause.steps[0].unit == "art" else ()
    with main:
        _about(frame, act, edition)
        if other:
            compared(frame, other, edition, article)
        else:
            _text(frame, edition, clause)
    with side:
        _contents(frame, edition, article, other)


def _first(frame: Frame) -> str:
    """The act shown to a visitor who asks for none: the law that the app is about."""
    acts = frame.library.acts
    if not acts:
        raise NotFound(say("pages.no_acts"))
    return "law-148-2001" if "law-148-2001" in acts else next(iter(acts))


def _problem(frame: Frame, wanted: Address) -> str:
    """What is wrong with the address of the URL, in one line."""
    try:
        frame.library.clause(wanted)
    except KbError as error:
        return frame.said(error.said)
    return ""


def _choose(frame: Frame, wanted: Address) -> tuple[Act, Edition, DeltaGenerator]:
    """The act and the edition, and the place for the one to compare with."""
    library = frame.library
    acts = library.acts
    names = list(acts)
    first, second, third, fourth = st.columns([4, 2, 2, 2])
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
        index=index_of(tongues, (wanted.language if mine else None) or frame.language),
        format_func=lambda t: LANGUAGES.get(t, t),
        key=frame.key("tongue", chosen),
    )
    dates = act.held_dates(tongue)[::-1]
    date = second.selectbox(
        frame.say("edition"),
        dates,
        index=index_of(dates, wanted.edition if mine else None),
        format_func=frame.day,
        key=frame.key("edition", chosen, tongue),
    )
    return act, library.edition(chosen, date, tongue), fourth


def _other_edition(frame: Frame, act: Act, edition: Edition) -> Edition | None:
    dates = ["", *(d for d in act.held_dates(edition.language) if d != edition.date)]
    if len(dates) == 1:
        return None
    chosen = st.selectbox(
        frame.say("compare_with"),
        dates,
        index=index_of(dates, asked("compare") or ""),
        format_func=lambda d: frame.day(d) if d else frame.say("compare_none"),
        key=frame.key("compare", edition.name),
    )
    return frame.library.edition(act.id, chosen, edition.language) if chosen else None


def _about(frame: Frame, act: Act, edition: Edition) -> None:
    known = act.edition(edition.date)
    parts = [
        html(
            "<b lang='{}'>{} «{}»</b><br>{} <span class='soft'>({})</span>",
            edition.language,
            act.form,
            edition.title,
            frame.copy_html(edition.name),
            frame.date_words(edition),
        )
    ]
    if act.label:
        parts.append(html("<span class='chip near'>{}</span>", frame.said(act.labelled)))
    if known and known.takes_effect:
        said = f"{frame.say('takes_effect')} {frame.day(known.takes_effect)}"
        parts.append(html("<span class='risk'>{}</span>", said))
    units = [frame.unit_words((u,), capital=False) for u in edition.held]
    held = ", ".join(units) or frame.say("held_whole")
    cause = f"{known.cause}. " if known and known.cause else ""
    parts.append(html("<span class='soft'>{}{}: {}.</span>", cause, frame.say("held"), held))
    if frame.language == "kk" and edition.language != "kk" and not act.held_dates("kk"):
        parts.append(html("<span class='soft'>{}</span>", frame.say("kazakh_not_held")))
    lines = together(html("<p class='about'>{}</p>", p) for p in parts)
    show(lines + timeline(frame, act, edition))
    languages(frame, act, edition)


def _hits(frame: Frame, query: str) -> None:
    try:
        result = search(frame.library, query)
    except NotFound as error:
        show(html("<p class='bad'>{}</p>", frame.said(error.said)))
        return
    said = frame.said(result.nothing or say("search.count", count=len(result.hits)))
    lines = [html("<p class='soft'>{}</p>", frame.said(r)) for r in result.remarks]
    if result.meant:
        url = frame.link("norms", q=result.meant)
        meant = frame.said(say("search.meant", query=result.meant))
        lines.append(html("<p><a href='{}'>{}</a></p>", url, meant))
    parts = [html("<p role='status'><b>{}</b></p>{}", said, together(lines))]
    for section in SECTIONS:
        rows = [_hit(frame, hit) for hit in result.of(section)]
        if rows:
            name = frame.said(say(f"search.section_{section}"))
            parts.append(html("<h3 class='art'>{}: {}</h3>{}", name, len(rows), together(rows)))
    show(together(parts))


def _hit(frame: Frame, hit: Hit) -> Html:
    """What was found, as a link to where it is shown, with its kind and the words around."""
    work, _, item = hit.id.partition("#")
    if hit.kind == "norm":
        head = frame.norm_html(hit.address)
    else:
        pages = {
            "amendment": frame.link("amendments", package=work, item=item),
            "package": frame.link("amendments", package=work),
            "claim": frame.link("studies", study=work, claim=item),
            "exhibit": frame.link("studies", view="tables", exhibit=hit.id),
            "model": frame.link("studies", view="models", study=work),
            "study": frame.link("studies", study=work),
            "duty": frame.link("charter"),
        }
        url = pages.get(hit.kind) or frame.norm_link(hit.address)
        kind = frame.said(say(f"search.kind_{hit.kind}"))
        head = html(
            "<a href='{}'>{}</a> <span class='soft'>{}</span>", url, frame.said(hit.name), kind
        )
    return html("<div class='hit'>{}<br>{}</div>", head, _marked(hit))


def _marked(hit: Hit) -> Html:
    """A snippet with the words that were found marked."""
    done, out = 0, []
    for start, end in hit.marks:
        out.append(escaped(hit.snippet[done:start]))
        out.append(html("<mark>{}</mark>", hit.snippet[start:end]))
        done = end
    return together([*out, escaped(hit.snippet[done:])])


# --- Contents ----------------------------------------------------------------------------------


def _contents(frame: Frame, edition: Edition, here: Steps, other: Edition | None) -> None:
    """The tree of an act, its articles marked where they are not as in the edition before."""
    extra = {"compare": other.date} if other else {}
    before = other or _before(frame, edition)
    changes: dict[Steps, Change] = {}
    if before is not None:
        names = sorted((before.name, edition.name))
        with frame.heavy():
            changes = changed_articles(difference(frame.library, *names))

    def link(steps: Steps, words: str) -> Html:
        url = frame.link("norms", address=edition.address(steps), **extra)
        return html("<a href='{}'>{}</a>", url, words)

    def mark(steps: Steps) -> Html:
        change = changes.get(steps)
        if change is None:
            return NONE
        said = frame.label(change)
        sign = {Change.INSERTED: "+", Change.DELETED: "−"}.get(change, "±")
        return html(
            "<span class='change {}' title='{}'>{}<span class='unseen'> {}</span></span> ",
            change.value,
            said,
            sign,
            said,
        )

    def branch(clause: Clause) -> Html:
        if clause.kind == "article":
            current = html(" class='here' aria-current='true'") if clause.steps == here else NONE
            words = clause.heading_text or clause.mark
            return html("<li{}>{}{}</li>", current, mark(clause.steps), link(clause.steps, words))
        if clause.kind == "point":  # of an act without articles, or of an appendix
            return html(
                "<li>{}</li>", link(clause.steps, shorten(clause.lines()[0], 70, placeholder="…"))
            )
        inside = together(branch(c) for c in clause.children if c.heading_lines or c.mark)
        if clause.kind in ("title", "preamble"):
            return html("<li>{}</li>", link(clause.steps, frame.unit_words(clause.steps)))
        return html(
            "<li><details open><summary>{}</summary><ul>{}</ul></details></li>",
            clause.heading_text,
            inside,
        )

    whole = html("<p>{}</p>", link((), frame.say("whole_act")))
    if before is not None and changes:
        said = frame.say("contents_marks", day=frame.day(before.date), n=len(changes))
        whole += html("<p class='soft'>{}</p>", said)
    tree = together(branch(c) for c in edition.root.children)
    with st.expander(frame.say("contents"), expanded=True):
        show(
            html(
                "<nav class='toc' aria-label='{}'>{}<ul>{}</ul></nav>",
                frame.say("contents"),
                whole,
                tree,
            )
        )


def _before(frame: Frame, edition: Edition) -> Edition | None:
    """The edition before this one that the library has; of an act whose editions both are whole or
    in the same parts nothing is called new that was only not held."""
    act = frame.library.act(edition.act)
    dates = [d for d in act.held_dates(edition.language) if d < edition.date]
    return frame.library.edition(edition.act, dates[-1], edition.language) if dates else None


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
    if shown is edition.root:
        parts += [html("<p class='signature'>{}</p>", line) for line in edition.signature]
    if shown is edition.root and edition.doubts:
        rows = together(
            html(
                "<li>{}: {}</li>",
                frame.norm_html(f"{edition.name}/{d.address}"),
                frame.said(d.reason),
            )
            for d in edition.doubts
        )
        parts.append(
            html(
                "<details><summary>{}: {}</summary><ul>{}</ul></details>",
                frame.say("doubts"),
                len(edition.doubts),
                rows,
            )
        )
    show(together(parts))


def _life(frame: Frame, edition: Edition, here: Steps) -> Html:
    """The history and the other language of an article or what is in it: of the smallest unit that
    the law itself numbers, for a sentence has no history of its own."""
    owners = [edition.index.get(here[:n]) for n in range(len(here), 0, -1)]
    clause = next((c for c in owners if c is not None), None)
    if clause is None or clause.kind in ("title", "preamble") or len(clause.text) > _LONG:
        return NONE
    return history(frame, edition, clause) + beside(frame, edition, clause)


def _clause(frame: Frame, edition: Edition, clause: Clause, here: Steps, depth: int) -> Html:
    parts: list[Html] = []
    last = clause.steps[-1] if clause.steps else None
    mark = edition.marks.get(edition.address(clause.steps), clause.mark)
    if clause.heading_lines:
        tag, name = ("h3", "art") if clause.kind == "article" else ("h2", "div")
        parts.append(
            html("<{0} class='{1}'>{2}</{0}>", tag, name, _anchor_words(frame, edition, clause))
        )
        mark = ""
    chip = NONE
    if not clause.live or clause.status.value == "limited":
        said = frame.say(f"clause_{clause.status.value}")
        why = excluded_by(clause)
        told = frame.said(why) if why else said
        if why and (clause.steps == here or not clause.own_text):
            chip = html(" <span class='soft'>{}</span>", told)
        else:
            status = clause.status.value
            chip = html(" <span class='chip {}' title='{}'>{}</span>", status, told, said)
    if clause.kind == "table":
        anchor = _anchor(frame, edition, clause)
        parts.append(html("{}{}{}", _table(edition, clause), chip, anchor))
    elif clause.own_text:
        shown = html("<b>{}</b> ", mark) if mark else NONE
        words = _with_links(frame, edition, clause)
        anchor = _anchor(frame, edition, clause)
        tongue = edition.language
        parts.append(
            html("<p><bdi lang='{}'>{}{}</bdi>{}{}</p>", tongue, shown, words, chip, anchor)
        )
    elif chip:
        parts.append(html("<p>{}</p>", chip))
    parts.extend(_clause(frame, edition, c, here, depth + 1) for c in clause.children)
    parts.append(_notes(frame, clause))
    parts.append(_quotations(frame, edition, clause))
    if last is None:
        return together(parts)
    level = {"pt": 1, "part": 1, "spt": 2, "abz": 3}.get(last.unit, 1)
    if last.unit == "part" and any(s.unit == "spt" for s in clause.steps):
        level = 2
    current = " here" if clause.steps == here and last.unit != "art" else ""
    identity = steps_text(clause.steps)
    return html(
        "<div class='clause d{} {}{}' id='{}'>{}</div>",
        level,
        clause.status.value,
        current,
        identity,
        together(parts),
    )


def _table(edition: Edition, clause: Clause) -> Html:
    """A table of the law as a table."""
    rows = together(
        html("<tr>{}</tr>", together(html("<td>{}</td>", cell) for cell in row))
        for row in table.cells(clause.own_text)
    )
    return html("<table class='study' lang='{}'><tbody>{}</tbody></table>", edition.language, rows)


def _with_links(frame: Frame, edition: Edition, clause: Clause) -> Html:
    """The words of a clause with its citations as links to the norms that they name."""
    text, done, out = clause.own_text, 0, []
    for citation in frame.cited_in(edition).get(clause.steps, ()):
        if citation.address is None or citation.start < done:
            continue
        out.append(escaped(text[done : citation.start]))
        url = frame.norm_link(citation.address)
        title = frame.norm_words(citation.address)
        cited = text[citation.start : citation.end]
        out.append(html("<a href='{}' title='{}'>{}</a>", url, title, cited))
        done = citation.end
    return together([*out, escaped(text[done:])])


def _anchor_words(frame: Frame, edition: Edition, clause: Clause) -> Html:
    return escaped(clause.heading_text or clause.mark) + _anchor(frame, edition, clause)


def _anchor(frame: Frame, edition: Edition, clause: Clause) -> Html:
    address = edition.address(clause.steps)
    title = f"{frame.say('link_here')}: {address}"
    url = frame.norm_link(address)
    return html("<a class='anchor' href='{}' title='{}' aria-label='{}'>§</a>", url, title, title)


def _notes(frame: Frame, clause: Clause) -> Html:
    if not clause.notes:
        return NONE
    said = frame.count("note", len(clause.notes))
    notes = together(html("<div class='note'>{}</div>", n.text) for n in clause.notes)
    return html("<details><summary>{}</summary>{}</details>", said, notes)


def _quotations(frame: Frame, edition: Edition, clause: Clause) -> Html:
    """The wordings in which studies quote a clause that is held here in translation."""
    quotations = frame.library.quotations(f"{edition.act}/{steps_text(clause.steps)}")
    parts = []
    for each in quotations:
        remark = (
            html("<br><span class='soft'>{}</span>", each["remark"]) if "remark" in each else NONE
        )
        parts.append(
            html(
                "<blockquote>«{}»<br><span class='soft'>{}, {}</span>{}</blockquote>",
                each["words"],
                each["author"],
                each["place"],
                remark,
            )
        )
    if not parts:
        return NONE
    said = frame.say("quoted_elsewhere")
    return html(
        "<details><summary>{} ({})</summary>{}</details>", said, len(parts), together(parts)
    )
