"""The package in hand: its items in order, their grounds, saving, files in and out, kept drafts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from kb.amendment.package import Item, Package
from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, html, lines
from kb.ground.safe import file_name
from kb.ground.saying import say
from kb.pages.findings import draw
from kb.pages.frame import Frame, show
from kb.pages.workshop.desk import Desk, act, open_desk, reopen, save_package
from kb.pages.workshop.edit import open_item
from kb.pages.workshop.fields import said_of, words
from kb.technique.checking import check
from kb.technique.checks import halves
from kb.technique.draft import Draft
from kb.workshop import bench as workbench
from kb.workshop.sheet import Sheet, billed, blank, changed, free_id, grounded, moved, without

VIEW = "workshop-view"  # the key of the choice of views, which «Править» changes
LONG = 500  # characters of a proposed text, from which it is folded on its card


def package(frame: Frame, desk: Desk) -> None:
    """Draws the package."""
    _head(frame, desk)
    current = desk.sheet.package
    show(html("<h2 class='div'>{}: {}</h2>", frame.say("ws_items"), len(current.items)))
    if not current.items:
        show(html("<p class='soft'>{}</p>", frame.say("ws_no_items")))
    for nth, item in enumerate(current.items, start=1):
        with st.container(border=True, key=f"ws-item-{nth}"):
            _item(frame, desk, nth, item, len(current.items))
    _files(frame, desk)


# --- Title, author, saving ------------------------------------------------------------------------


def _free_name(desk: Desk) -> str:
    """The name that a package gets when none is given."""
    return f"paket-{desk.id[:6]}"


def _head(frame: Frame, desk: Desk) -> None:
    package = desk.sheet.package
    named = replace(package, id=package.id or _free_name(desk))
    words(
        desk,
        "title",
        frame.say("ws_title"),
        lambda package: package.title,
        lambda package, said: replace(package, title=said.strip(), titles=()),
    )
    left, right = st.columns(2)
    with left:
        words(
            desk,
            "author",
            frame.say("ws_author"),
            lambda package: package.author,
            lambda package, said: replace(package, author=said.strip()),
        )
    with right:
        words(
            desk,
            "id",
            frame.say("ws_id"),
            lambda package: package.id,
            lambda package, said: replace(package, id=said.strip()),
            hint=_free_name(desk),
        )
    _bill(frame, desk)
    with st.container(horizontal=True):
        # Not callbacks: those might run before the fields that came with the click.
        save = st.button(frame.say("ws_save"), type="primary", key="ws-save")
        copy = st.button(frame.say("ws_duplicate"), disabled=not package.items, key="ws-duplicate")
        written = _written(named)
        st.download_button(
            frame.say("ws_export"),
            written,
            f"{file_name(named.id)}.yaml",
            "application/yaml",
            on_click="ignore",
            disabled=not written,
            key="ws-export",
        )
    if save:
        act(save_package, frame, desk, named)
        st.rerun()
    if copy:
        act(_duplicate, frame, desk)
        st.rerun()
    _saved(frame, desk)


def _bill(frame: Frame, desk: Desk) -> None:
    """How the package is called as a bill and when it takes effect, in both languages, and whether
    they say the same."""
    with st.expander(frame.say("ws_bill")):
        show(html("<p class='soft'>{}</p>", frame.say("ws_bill_about")))
        for russian, kazakh in (("title", "title_kk"), ("in_force", "in_force_kk")):
            left, right = st.columns(2)
            for column, field in ((left, russian), (right, kazakh)):
                with column:
                    words(
                        desk,
                        f"bill-{field}",
                        frame.say(f"ws_bill_{field}"),
                        partial(_said_of_bill, field),
                        partial(_with_bill, field),
                        long=True,
                    )
        draft = Draft(desk.sheet.package, (), {}, frame.library)
        draw(frame, check(draft, (halves.bill,)))


def _said_of_bill(field: str, package: Package) -> str:
    return str(getattr(package.bill, field)) if package.bill else ""


def _with_bill(field: str, package: Package, said: str) -> Package:
    return billed(package, lambda bill: replace(bill, **{field: said.strip()}))


def _written(package: Package) -> str:
    """The package as a file, "" for one that cannot be one yet (a name with a slash, no items).

    A file must name its author; an unfinished package says that he is not given.
    """
    if not package.items:
        return ""
    whole = replace(
        package,
        author=package.author or str(say("workshop.author_not_given")),
        title=package.title or package.id,
    )
    try:
        return workbench.exported(whole)
    except KbError:
        return ""


def _saved(frame: Frame, desk: Desk) -> None:
    """Whether what is in hand is what is saved, and where it can be seen."""
    sheet = desk.sheet
    name = sheet.opened[0] or sheet.begun[0]
    if not sheet.opened[0] and name not in workbench.own(desk.home):
        show(html("<p class='soft'>{}</p>", frame.say("ws_never_saved")))
        return
    try:
        there, now = workbench.saved(desk.home, name)
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
        return
    if now not in sheet.revisions(name):
        said = frame.say("ws_saved_elsewhere", id=name)
        show(html("<p class='risk'>{}</p>", said))
        return
    key = "ws_saved" if there == desk.sheet.package else "ws_saved_earlier"
    link = frame.link("amendments", package=name)
    show(
        html(
            "<p class='soft' role='status'>{} <a href='{}'>{}</a></p>",
            frame.say(key, id=name),
            link,
            frame.say("ws_see_amendments"),
        )
    )


def _duplicate(frame: Frame, desk: Desk) -> None:
    taken = {p.id for p in frame.library.packages()} | set(workbench.own(desk.home))
    name = free_id(desk.sheet.package.id or "paket", taken | {desk.sheet.package.id})
    open_desk(workbench.renamed(desk.sheet, name))


# --- Items ----------------------------------------------------------------------------------------


def _item(frame: Frame, desk: Desk, nth: int, item: Item, of: int) -> None:
    named = frame.item_words(item)
    shown = _text(frame, item.proposed or "", "ru") + _kazakh(frame, item)
    number = "" if item.id == str(nth) else html(" <span class='soft'>№ {}</span>", item.id)
    show(html("<h3 class='item'>{}. {}{}</h3>{}", nth, named, number, shown))
    words(
        desk,
        f"grounds-{item.id}",
        frame.say("ws_grounds"),
        said_of(item.id, lambda i: i.grounds),
        lambda package, said: grounded(package, item.id, said),
        long=True,
    )
    with st.container(horizontal=True):
        _button(frame, desk, "ws_edit", item, disabled=item.operation in ("repeal", "none"))
        _button(frame, desk, "ws_edit_kk", item)
        _button(frame, desk, "ws_up", item, disabled=nth == 1)
        _button(frame, desk, "ws_down", item, disabled=nth == of)
        _button(frame, desk, "ws_remove", item)


def _text(frame: Frame, text: str, language: str) -> Html:
    """A proposed text, folded where it is long."""
    if not text:
        return NONE
    body = lines(text)
    shown = html("<blockquote lang='{}'>{}</blockquote>", language, body)
    if len(text) <= LONG:
        return shown
    said = frame.say("ws_proposed" if language == "ru" else "ws_kk_text")
    return html("<details><summary>{}</summary>{}</details>", said, shown)


def _kazakh(frame: Frame, item: Item) -> Html:
    """The Kazakh half of an item, or that a text is still wanting."""
    given = item.kazakh.proposed if item.kazakh else None
    if given or not item.proposed:
        return _text(frame, given or "", "kk")
    return html("<p class='soft'>{}</p>", frame.say("ws_kk_none"))


def _button(frame: Frame, desk: Desk, key: str, item: Item, *, disabled: bool = False) -> None:
    st.button(
        frame.say(key),
        on_click=act,
        args=(_press, desk, key, item.id),
        disabled=disabled,
        key=f"{key}-{item.id}",
        help=frame.item_words(item),
    )


def _press(desk: Desk, key: str, item: str) -> None:
    if key in ("ws_edit", "ws_edit_kk"):
        open_item(item, "kk" if key == "ws_edit_kk" else "ru")
        st.session_state[VIEW] = "edit"
    elif key == "ws_remove":
        desk.put(lambda sheet: changed(sheet, without(sheet.package, item)))
    else:
        by = -1 if key == "ws_up" else 1
        desk.put(lambda sheet: changed(sheet, moved(sheet.package, item, by)))


# --- Files and drafts -----------------------------------------------------------------------------


def _files(frame: Frame, desk: Desk) -> None:
    show(html("<h2 class='div'>{}</h2>", frame.say("ws_open")))
    left, right = st.columns(2)
    with left:
        _library(frame, desk)
        _drafts(frame, desk)
    with right:
        _upload(frame, desk)


def _library(frame: Frame, desk: Desk) -> None:
    packages = {p.id: p for p in frame.library.packages()}
    mine = set(workbench.own(desk.home))
    names = sorted(packages, key=lambda n: (n not in mine, n))
    chosen = st.selectbox(
        frame.say("package"),
        names,
        index=None,
        format_func=lambda n: f"{packages[n].title_in(frame.language)} ({n})",
        placeholder=frame.say("ws_choose"),
        key=f"ws-open-{desk.turn}",
    )
    with st.container(horizontal=True):
        st.button(
            frame.say("ws_open_do"),
            on_click=act,
            args=(_open, frame, desk, chosen),
            disabled=chosen is None,
            key="ws-open-do",
        )
        st.button(frame.say("ws_new"), on_click=act, args=(_new,), key="ws-new")


def _open(frame: Frame, desk: Desk, name: str) -> None:
    """Takes a package to hand: the user's own to go on with it, a built-in one as a copy."""
    if name in workbench.own(desk.home):
        chosen, revision = workbench.saved(desk.home, name)
        open_desk(Sheet(chosen, opened=(name, revision)))
        return
    chosen = frame.library.package(name)
    taken = {p.id for p in frame.library.packages()} | set(workbench.own(desk.home))
    open_desk(Sheet(replace(chosen, id=free_id(name, taken))))


def _new() -> None:
    open_desk(Sheet(blank()))


def _drafts(frame: Frame, desk: Desk) -> None:
    kept = {d.id: d for d in workbench.drafts(desk.home) if d.id != desk.id}
    if not kept:
        return
    chosen = st.selectbox(
        frame.say("ws_drafts"),
        list(kept),
        index=None,
        format_func=lambda d: (
            f"{kept[d].title or frame.say('ws_untitled')} · {frame.say('ws_items')}: {kept[d].items} · {d[:4]}"
        ),
        placeholder=frame.say("ws_choose"),
        key=f"ws-drafts-{desk.turn}-{len(kept)}",
    )
    with st.container(horizontal=True):
        st.button(
            frame.say("ws_draft_open"),
            on_click=act,
            args=(reopen, chosen),
            disabled=chosen is None,
            key="ws-draft-open",
        )
        st.button(
            frame.say("ws_draft_drop"),
            on_click=act,
            args=(workbench.drop, desk.home, chosen),
            disabled=chosen is None,
            key="ws-draft-drop",
        )


def _upload(frame: Frame, desk: Desk) -> None:
    file = st.file_uploader(frame.say("ws_import"), type=["yaml", "yml"], key=f"ws-up-{desk.turn}")
    if file is None:
        return
    try:
        brought = workbench.taken(file.getvalue(), file.name)
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
        return
    unknown = [a for a in brought.acts if a not in frame.library.acts]
    said = frame.say("ws_imported", title=brought.title, n=len(brought.items))
    show(html("<p>{}</p>", said))
    if unknown:
        words = frame.say("ws_unknown_acts", acts=", ".join(unknown))
        show(html("<p class='note'>{}</p>", words))
    st.button(
        frame.say("ws_import_do"),
        on_click=act,
        args=(_import, frame, desk, brought),
        key="ws-import-do",
    )


def _import(frame: Frame, desk: Desk, brought: Package) -> None:
    """Takes a package from a file to hand, under a name that no other package has."""
    taken = {p.id for p in frame.library.packages()} | set(workbench.own(desk.home))
    open_desk(Sheet(replace(brought, id=free_id(brought.id, taken))))
