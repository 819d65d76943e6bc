"""The editor: the unit of an act that is opened, as text, and what becomes of the text.

One line says what is open; below it two panes, the text with its changes marked while one types and the
official wording; then the further answers, and a foot that stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.ground.errors import KbError, NotFound
from kb.ground.html import Html, escaped, html
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.norm.address import DIVISIONS, Address, Steps, full, parse
from kb.pages import papers
from kb.pages.frame import Frame, asked, came_from, index_of, moved, seen, show
from kb.pages.law_form import DEFAULT_ACT
from kb.pages.words import LANGUAGES
from kb.pages.workshop.answers import answers, form_key, wording
from kb.pages.workshop.desk import Desk, act
from kb.pages.workshop.fields import start_over, take, typed
from kb.pages.workshop.kazakh import half
from kb.papers.filing import comparison as compared
from kb.search import search
from kb.words.text import short
from kb.workshop.sheet import Sheet, based_on, changed, spoken_of
from kb.workshop.trial import Subject, Trial, formed, of_item, repealed, subject, trial

NEW: Final = "new"  # the choice of an article to be added
ITEM: Final = "workshop-item"  # the item opened for editing, by its id
SIDE: Final = "workshop-side"  # the key of the choice between its Russian and its Kazakh half


@dataclass(frozen=True, slots=True)
class Open:
    """What the editor holds, in which edition, and under which name its typed text is kept."""

    edition: Edition
    subject: Subject
    place: str


def edit(frame: Frame, desk: Desk, remember: Callable[..., None]) -> None:
    """Draws the editor; `remember` puts what is open into the URL."""
    kazakh = _asks_kazakh()
    opened = _item(frame, desk) or _unit(frame, desk.sheet)
    if opened is None:
        remember()
        return
    item = opened.subject.item
    view = {"address": opened.place} if item is None else {"item": item.id}
    side = _side(frame, kazakh=kazakh)
    _edition_note(frame, desk, opened.edition)
    if side == "kk":
        place = opened.subject.steps
        half(frame, desk, opened.edition, place, item, partial(_remember_half, remember, view))
        return
    _russian(frame, desk, opened, partial(remember, **view))


def _remember_half(remember: Callable[..., None], view: dict[str, str], item: str = "") -> None:
    remember(**(view | {"item": item}), half="kk")


def _russian(frame: Frame, desk: Desk, opened: Open, remember: Callable[..., None]) -> None:
    """The Russian text, and what it does."""
    edition, steps = opened.edition, opened.subject.steps
    left, right = st.columns(2, gap="medium")
    below = st.container()
    foot = st.container(key="ws-foot", horizontal=True, vertical_alignment="center")
    with left:
        text = _editor(frame, desk, opened)
    # Before the answers, some of which take seconds: a reload must find the draft.
    remember(answer=asked("answer"))
    tried: Trial | None = None
    with right:
        wrong = st.empty()
    try:
        with frame.heavy():
            tried = trial(desk.sheet.package, edition, opened.subject, text)
            if form := st.session_state.get(form_key(opened.place)):
                tried = formed(tried, form)
    except KbError as error:
        with wrong:
            show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    with right:
        wording(frame, edition, tried, opened.place)
    with foot:
        _foot(frame, desk, opened, tried)
    with below:
        remember(answer=answers(frame, desk, edition, steps, tried))


# --- What is opened -------------------------------------------------------------------------------


def _asks_kazakh() -> bool:
    """Whether the URL names a Kazakh text."""
    try:
        return asked("half") == "kk" or parse(asked("address") or "").language == "kk"
    except KbError:
        return False


def _side(frame: Frame, *, kazakh: bool) -> str:
    """The language of the text that is edited, `ru` or `kk`."""
    if SIDE not in st.session_state:
        st.session_state[SIDE] = "kk" if kazakh else "ru"
    chosen = st.segmented_control(
        frame.say("text_language"),
        ("ru", "kk"),
        format_func=LANGUAGES.__getitem__,
        key=SIDE,
        label_visibility="collapsed",
    )
    return chosen or "ru"


def _item(frame: Frame, desk: Desk) -> Open | None:
    """The item of the package that is asked for, in the edition that its author has."""
    wanted = st.session_state.get(ITEM) or ("" if asked("address") else asked("item"))
    package = desk.sheet.package
    item = next((i for i in package.items if i.id == wanted), None)
    if item is None:
        return None
    edition = frame.library.edition(item.target.act, package.edition_of(item.target.act), "ru")
    with st.container(horizontal=True, vertical_alignment="center"):
        show(html("<p><b>{} {}.</b> " "{}</p>", frame.say('amendment'), item.id, frame.item_words(item)))  # fmt: skip
        st.button(frame.say("ws_close_item"), on_click=_close_item, key="ws-close")
    return Open(edition, of_item(edition, item), f"item:{item.id}")


def _close_item() -> None:
    st.session_state.pop(ITEM, None)
    moved(item=None)


def _unit(frame: Frame, sheet: Sheet) -> Open | None:
    """The act, the edition, the article and the unit in it, as chosen or as the URL names them."""
    library, package = frame.library, sheet.package
    wanted = _wanted(frame, sheet)
    names = [a for a in library.acts if library.acts[a].held_dates("ru")]
    if wanted.act not in names and wanted.act in library.acts:
        said = frame.say("ws_kk_only", act=frame.said(library.acts[wanted.act].name))
        show(html("<p class='note'>{}</p>", said))
    if not names:
        show(html("<p class='note'>{}</p>", frame.say("ws_no_acts")))
        return None
    with st.container(key="ws-context"):
        find, first, second, third, fourth = st.columns([5, 5, 3, 6, 6], gap="small")
    chosen = first.selectbox(
        frame.say("act"),
        names,
        index=index_of(names, wanted.act),
        format_func=lambda a: frame.said(library.acts[a].name),
        key=frame.key("ws-act"),
    )
    dates = library.acts[chosen].held_dates("ru")[::-1]
    asked_date = wanted.edition if wanted.act == chosen else None
    date = second.selectbox(
        frame.say("edition"),
        dates,
        index=index_of(dates, asked_date or package.edition_of(chosen)),
        format_func=frame.day,
        key=frame.key("ws-edition", chosen),
    )
    edition = library.edition(chosen, date, "ru")
    if wanted.act == chosen and wanted.edition and wanted.edition not in dates:
        said = frame.say(
            "ws_not_held", asked=frame.day(wanted.edition or ""), opened=frame.day(date)
        )
        show(html("<p class='note'>{}</p>", said))
    if wanted.act == chosen and wanted.language != "kk" and asked("address"):
        try:
            edition.resolve(wanted.steps)
        except KbError as error:
            show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    with find:
        _search(frame, edition)
    steps = _steps(frame, edition, _there(edition, wanted), (third, fourth))
    place = edition.address(steps) if steps else f"{NEW}:{edition.name}"
    unit = subject(package, edition, steps)
    if steps:
        seen(edition.address(steps))
    if unit.item is not None:
        said = frame.say("ws_written_by", item=unit.item.id, what=frame.item_words(unit.item))
        show(html("<p class='note'>{}</p>", said))
        place = f"item:{unit.item.id}"
    return Open(edition, unit, place)


def _there(edition: Edition, wanted: Address) -> Steps:
    """The address asked for as this edition has it: another language may count its parts apart."""
    if wanted.act != edition.act or not wanted.steps:
        return ()
    try:
        clause = edition.find(wanted.steps)
    except KbError:
        return wanted.steps
    return clause.steps if clause else wanted.steps


def _wanted(frame: Frame, sheet: Sheet) -> Address:
    """The unit that the URL names, else the one that the reader comes from, else that of an item which a
    step back took away, else the package's first, else the law that the app is about."""
    for named in (asked("address"), None if asked("item") else came_from()):
        with suppress(KbError):
            address = parse(named or "")
            if address.act in frame.library.acts:
                return address
    items = sheet.package.items
    first = items[0].target if items else Address(DEFAULT_ACT)
    return spoken_of(sheet, asked("item") or "") or first


def _search(frame: Frame, edition: Edition) -> None:
    """The field by which a unit is reached: a citation opens its unit, words show where they stand."""
    key = frame.key("ws-find")
    st.text_input(
        frame.say("ws_find"),
        placeholder=frame.say("ws_find_hint"),
        key=key,
        on_change=act,
        args=(_find, frame, edition, key),
    )


def _find(frame: Frame, edition: Edition, key: str) -> None:
    """Opens the unit that the field names, or the first that has its words, in the act that is open
    before others. Raises KbError where nothing answers."""
    query = str(st.session_state.get(key, "")).strip()
    if not query:
        return
    hits = [*search(frame.library, query, act=edition.act, language="ru").hits]
    hits = hits or [*search(frame.library, query, language="ru").hits]
    units = [parse(hit.address) for hit in hits if hit.kind == "norm"]
    if not units:
        raise NotFound(
            say(
                "pages.ws_find_nothing",
                query=query,
                act=frame.said(frame.library.acts[edition.act].name),
            )
        )
    unit = units[0]
    date = edition.date if unit.act == edition.act and edition.find(unit.steps) else unit.edition
    st.session_state.pop(ITEM, None)
    # Past what the page remembers of its URL: a view that the reader has come to.
    st.query_params["address"] = full(unit.act, date or "", "ru", unit.steps)


def _steps(
    frame: Frame, edition: Edition, wanted: Steps, places: tuple[DeltaGenerator, DeltaGenerator]
) -> Steps:
    articles = [c for c in edition.walk() if c.steps[-1].unit in ("art", "title", "preamble")]
    options = [*(edition.address(c.steps) for c in articles), NEW]
    by_address = {edition.address(c.steps): c for c in articles}
    first, second = places
    top = edition.address(wanted[:1]) if wanted else None
    chosen = first.selectbox(
        frame.say("ws_article"),
        options,
        index=index_of(
            options, top, next((n for n, c in enumerate(articles) if c.steps[-1].unit == "art"), 0)
        ),
        format_func=lambda a: _article_words(frame, by_address.get(a)),
        key=frame.key("ws-article", edition.name),
    )
    if chosen == NEW:
        return ()
    article = by_address[chosen]
    inside = [c for c in article.walk() if c.own_text or c.children or c is article]
    units = {edition.address(c.steps): c for c in inside}
    names = list(units)
    picked = second.selectbox(
        frame.say("ws_unit"),
        names,
        index=index_of(names, edition.address(wanted)),
        format_func=lambda a: _unit_words(frame, units[a], article),
        key=frame.key("ws-unit", chosen),
    )
    return units[picked].steps


def _article_words(frame: Frame, clause: Clause | None) -> str:
    if clause is None:
        return frame.say("ws_new_article")
    words = clause.heading_text or frame.unit_words(clause.steps)
    return short(words, 110)


def _unit_words(frame: Frame, clause: Clause, article: Clause) -> str:
    if clause is article:
        return frame.say("ws_whole")
    names = frame.unit_words(clause.steps[len(article.steps) :])
    words = clause.text.removeprefix(clause.mark).strip()
    return f"{names}: {short(words, 60)}"


def _edition_note(frame: Frame, desk: Desk, edition: Edition) -> None:
    """Says when the package's author has another edition of the act before him."""
    based = desk.sheet.package.edition_of(edition.act)
    if based is None or based == edition.date:
        return
    said = frame.say("ws_other_edition", based=frame.day(based), opened=frame.day(edition.date))
    with st.container(horizontal=True, vertical_alignment="center"):
        show(html("<p class='risk'>{}</p>", said))
        st.button(
            frame.say("ws_rebase"), on_click=act, args=(_rebase, desk, edition), key="ws-rebase"
        )  # fmt: skip


def _rebase(desk: Desk, edition: Edition) -> None:
    desk.put(lambda sheet: changed(sheet, based_on(sheet.package, edition)))


# --- The editor -----------------------------------------------------------------------------------


def _editor(frame: Frame, desk: Desk, opened: Open) -> str:
    new = not opened.subject.steps
    label = frame.say("ws_text_new") if new else frame.say("ws_text")
    hint = frame.say("ws_new_hint") if new else None
    about = frame.say("ws_text_help")
    with st.container(key="ws-text"):
        # What the changes are marked against while one types (browser.js).
        show(html("<div class='law-text' hidden>{}</div>", opened.subject.law))
        return typed(frame, desk, opened.place, opened.subject.text, label, hint=hint, about=about)


def _foot(frame: Frame, desk: Desk, opened: Open, tried: Trial | None) -> None:
    """What is done with the text, and where it is kept."""
    package, steps = desk.sheet.package, opened.subject.steps
    fresh = tried is not None and tried.package != package
    if frame.may_write:
        # Not a callback: those run before the text that came with the click is read.
        put = st.button(frame.say("ws_put"), type="primary", disabled=not fresh, key="ws-put")
        if put and tried is not None:
            act(take, desk, opened.place, tried.package)
            st.rerun()
    taken = st.container(width="content")
    with taken:
        _downloads(frame, desk, opened.edition, tried)
    if frame.may_write:
        whole = opened.subject.item is None and steps and steps[-1].unit not in DIVISIONS
        st.button(
            frame.say("ws_repeal"),
            on_click=act,
            args=(_repeal, desk, opened),
            disabled=not whole,
            key="ws-repeal",
        )
        st.button(
            frame.say("ws_law_text"),
            on_click=act,
            args=(start_over, desk, opened.place, opened.subject.text, opened.subject.law),
            disabled=not opened.subject.law,
            key="ws-law",
        )
        state = _state(frame, desk, opened, tried)
        show(html("<div class='soft' role='status'>{}</div>", state))


def _downloads(frame: Frame, desk: Desk, edition: Edition, tried: Trial | None) -> None:
    """The papers of the package with this text in it, each made when it is asked for."""
    package = tried.package if tried else desk.sheet.package
    if not package.items:
        st.button(frame.say("download"), disabled=True, key="ws-no-papers")
        return
    editions = {
        name: edition
        if name == edition.act
        else frame.library.edition(name, package.edition_of(name), "ru")
        for name in package.acts
    }
    named = replace(package, id=package.id or f"paket-{desk.id[:6]}")
    with frame.heavy():
        table = compared(frame.library, named, editions)
    papers.downloads(frame, table, editions, "")


def _state(frame: Frame, desk: Desk, opened: Open, tried: Trial | None) -> Html:
    """What is in the package of this text and where it is kept, in one line."""
    said = []
    if tried is not None and tried.package != desk.sheet.package:
        known = {i.id: i for i in tried.package.items}
        words = "; ".join(frame.item_words(known[i]) for i in tried.items)
        said.append(frame.say("ws_will_put", what=words) if words else frame.say("ws_will_drop"))
        before = {i.id: i.proposed for i in desk.sheet.package.items}
        if any(
            known[i].kazakh and before.get(i, known[i].proposed) != known[i].proposed
            for i in tried.items
        ):
            said.append(frame.say("ws_kk_behind"))
    elif tried is not None and tried.items:
        said.append(frame.say("ws_is_put", items=", ".join(tried.items)))
    if desk.sheet.typed(opened.place) is not None:
        said.append(frame.say("ws_kept"))
    return escaped(" ".join(said))


def _repeal(desk: Desk, opened: Open) -> None:
    package = repealed(desk.sheet.package, opened.edition, opened.subject.steps)
    take(desk, opened.place, package)


def open_item(item: str, side: str = "ru") -> None:
    """Opens an item of the package in the editor, its Russian or its Kazakh half."""
    st.session_state[ITEM] = item
    st.session_state[SIDE] = side
