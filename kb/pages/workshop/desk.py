"""The desk of a session: the sheet in hand, kept at every change, and what to do when two tabs differ."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Final

import streamlit as st

from kb.amendment.package import Item, Package
from kb.disk.places import user_folder
from kb.ground.errors import KbError
from kb.ground.html import Html, html, lines, together
from kb.pages.account import may_write
from kb.pages.frame import Frame, asked, moved, seen, show
from kb.workshop import bench as workbench
from kb.workshop.sheet import Sheet, blank, free_id, same_work

_DESK: Final = "workshop-desk"


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it was last drawn: how often it began anew, with what words, and what stands there now."""

    turn: int
    began: str
    now: str


@dataclass
class Desk:
    """What a session works on.

    `id` names its draft, `revision` is that of the draft's file ("" before the first change);
    `clash` is a sheet that could not be kept because another tab had written; `rival` says the same
    of a package that could not be saved. `turn` counts what makes the editors begin anew, `fields`
    holds the small fields by their name. `keeps` is False for a guest, whose sheet the session alone
    holds; `unkept` is True while the last change is, because the disk or the database did not take it.
    `lost` is why the draft that was asked for is not the one in hand.
    """

    home: Path
    id: str
    sheet: Sheet
    revision: str = ""
    said: list[str] = field(default_factory=list)
    clash: Sheet | None = None
    rival: bool = False
    turn: int = 0
    fields: dict[str, Field] = field(default_factory=dict)
    keeps: bool = True
    unkept: bool = False
    lost: str = ""
    lock: RLock = field(default_factory=RLock, repr=False, compare=False)

    def put(self, change: Callable[[Sheet], Sheet]) -> None:
        """Changes the sheet and keeps it at once. Raises KbError when the disk does not let it; the
        sheet is then held by the session alone, and every further run of the page tries again or says why.

        A change is a function of the sheet as it stands: Streamlit starts the next run of a page
        before the last one has stopped, so two runs of one session may change it together.
        """
        with self.lock:
            sheet = change(self.sheet)
            if (sheet == self.sheet and not self.unkept) or self.clash is not None:
                return
            try:
                if self.keeps:
                    self.revision = workbench.keep(self.home, self.id, sheet, self.revision)
            except workbench.Changed:
                if self._caught_up():
                    self.put(change)
                else:
                    self.clash = sheet
                return
            except KbError:
                self.sheet, self.unkept = sheet, True
                raise
            self.sheet, self.unkept = sheet, False

    def _caught_up(self) -> bool:
        """Takes over a draft that a page left in the middle of a save has written since: it holds
        the same work and knows more of the package's file. False where the work differs."""
        try:
            there, revision = workbench.read_draft(self.home, self.id)
        except KbError:
            return False
        if revision == self.revision or not same_work(there, self.sheet):
            return False
        self.sheet, self.revision = there, revision
        return True


def desk() -> Desk:
    """The session's desk: the draft that the URL names, else the one at hand, else an empty one."""
    wanted = asked("draft")
    current: Desk | None = st.session_state.get(_DESK)
    if current is None or (wanted and wanted != current.id):
        current = _opened(wanted) if wanted else _empty()
        st.session_state[_DESK] = current
    return current


def _empty() -> Desk:
    return Desk(user_folder(), workbench.new_draft(), Sheet(blank()), keeps=may_write())


def _opened(draft: str) -> Desk:
    fresh = _empty()
    try:
        sheet, revision = workbench.read_draft(fresh.home, draft)
    except KbError as error:
        fresh.lost = error.said
        return fresh
    return replace(fresh, id=draft, sheet=sheet, revision=revision)


def open_desk(sheet: Sheet) -> None:
    """Puts another sheet on a desk of its own; the draft at hand stays kept."""
    fresh = _empty()
    _take(fresh)
    fresh.put(lambda _: sheet)


def reopen(draft: str) -> None:
    """Takes a kept draft to hand."""
    _take(_opened(draft))


def _take(taken: Desk) -> None:
    """Puts another desk before the session; the URL names it from now on, or it would bring back
    the draft that it names."""
    st.session_state[_DESK] = taken
    seen("")  # it opens what it holds itself
    moved(draft=taken.id)


def act(do: Callable[..., None], *values: object) -> None:
    """Carries out what a button asks; what goes wrong becomes a line above the page."""
    try:
        do(*values)
    except KbError as error:
        here: Desk = st.session_state[_DESK]
        here.said.append(error.said)


def messages(frame: Frame, desk: Desk) -> None:
    """Says once what went wrong; of a draft that is not here, until another is begun."""
    lost = [desk.lost] if desk.lost and desk.sheet == Sheet(blank()) else []
    said = [frame.said(each) for each in (*lost, *desk.said)]
    lines = [html("<p class='bad' role='alert'>{}</p>", each) for each in said]
    desk.said.clear()
    if lines:
        show(together(lines))


# --- Two tabs -------------------------------------------------------------------------------------


def clashes(frame: Frame, desk: Desk) -> bool:
    """Draws what another tab has written in the way, both sides and the choice; True while one is."""
    if desk.clash is not None:
        try:
            theirs, _ = workbench.read_draft(desk.home, desk.id)
        except KbError:
            theirs = Sheet(blank())
        _both(frame, frame.say("ws_clash_draft"), desk.clash, theirs)
        _choice(frame, _copy_draft, _take_draft)
        return True
    if desk.rival:
        try:
            package, _ = workbench.saved(desk.home, desk.sheet.package.id)
        except KbError:
            package = blank()
        _both(frame, frame.say("ws_clash_package"), desk.sheet, Sheet(package))
        _choice(frame, partial(_copy_package, frame), _take_package)
        return True
    return False


def _choice(frame: Frame, copy: Callable[[], None], take: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        st.button(frame.say("ws_save_copy"), on_click=act, args=(copy,), type="primary")
        st.button(frame.say("ws_take_theirs"), on_click=act, args=(take,))


def _both(frame: Frame, title: str, mine: Sheet, theirs: Sheet) -> None:
    """The two sides: what differs between their packages, item by item, and the texts typed."""
    mine_items = {i.id: i for i in mine.package.items}
    their_items = {i.id: i for i in theirs.package.items}
    names = [*mine_items, *(i for i in their_items if i not in mine_items)]
    rows = [
        (
            frame.item_words(mine_items.get(n) or their_items[n]),
            mine_items.get(n),
            their_items.get(n),
        )
        for n in names
        if mine_items.get(n) != their_items.get(n)
    ]
    body = together(
        html(
            "<tr><td>{}</td>{}{}</tr>",
            words,
            _side(frame, "ws_mine", a),
            _side(frame, "ws_theirs", b),
        )
        for words, a, b in rows
    )
    for place in dict.fromkeys(p for p, _ in (*mine.pending, *theirs.pending)):
        a, b = mine.typed(place), theirs.typed(place)
        if a != b:
            body += html(
                "<tr><td>{}</td>{}{}</tr>",
                frame.say("ws_typed"),
                _words(frame, "ws_mine", a),
                _words(frame, "ws_theirs", b),
            )
    heads = together(
        html("<th scope='col'>{}</th>", frame.say(k)) for k in ("amendment", "ws_mine", "ws_theirs")
    )
    table = html(
        "<table class='study sides'><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        heads,
        body,
    )
    show(html("<p class='bad' role='alert'>{}</p>{}", title, table if body else ""))


def _side(frame: Frame, head: str, item: Item | None) -> Html:
    if item is None:
        return _words(frame, head, None)
    words = item.proposed or frame.say(f"operation_{item.operation}")
    grounds = f"\n{frame.say('ws_grounds')}: {item.grounds}" if item.grounds else ""
    half = item.kazakh
    kazakh = "".join(
        f"\n{frame.say(key)}: {said}"
        for key, said in (
            ("ws_kk_text", half.proposed if half else None),
            ("ws_kk_quoted", half.quoted if half else None),
            ("ws_kk_grounds", half.grounds if half else None),
        )
        if said
    )
    return _words(frame, head, f"{words}{grounds}{kazakh}")


def _words(frame: Frame, head: str, words: str | None) -> Html:
    shown = lines(words[:2000]) if words else "—"
    return html("<td data-head='{}'>{}</td>", frame.say(head), shown)


def _copy_draft() -> None:
    here: Desk = st.session_state[_DESK]
    if here.clash is not None:
        open_desk(here.clash)


def _take_draft() -> None:
    here: Desk = st.session_state[_DESK]
    theirs, revision = workbench.read_draft(here.home, here.id)
    mine = here.clash or here.sheet
    # Mine stays one step back.
    past = (*theirs.past, mine.package) if mine.package != theirs.package else theirs.past
    known = dict(theirs.pending)
    pending = (*theirs.pending, *((p, t) for p, t in mine.pending if p not in known))
    here.clash, here.revision, here.turn = None, revision, here.turn + 1
    here.sheet = theirs
    here.put(lambda _: replace(theirs, past=past, pending=pending))


def _copy_package(frame: Frame) -> None:
    here: Desk = st.session_state[_DESK]
    taken = {p.id for p in frame.library.packages()} | set(workbench.own(here.home))
    name = free_id(here.sheet.package.id, taken)
    here.rival = False
    save_package(frame, here, replace(here.sheet.package, id=name))


def _take_package() -> None:
    here: Desk = st.session_state[_DESK]
    package, revision = workbench.saved(here.home, here.sheet.package.id)
    here.rival, here.turn = False, here.turn + 1

    def taken(sheet: Sheet) -> Sheet:
        past = (*sheet.past, sheet.package)
        opened = (package.id, revision)
        return replace(sheet, package=package, past=past, future=(), opened=opened)

    here.put(taken)


def save_package(frame: Frame, here: Desk, package: Package) -> None:
    """Saves a package where the library finds it.

    The draft notes what is about to be written before the file is: a save that is cut off between
    the two is known as its own when the draft is opened again.
    """
    with here.lock:
        # A draft that cannot be kept must not keep the package from being saved: the put below says
        # what is wrong.
        with suppress(KbError):
            here.put(lambda now: workbench.begin(here.home, now, package))
        if here.clash is not None:
            return
        goes_on, begun = here.sheet.revisions(package.id)
        try:
            revision = workbench.save(here.home, frame.library, package, goes_on, begun)
        except workbench.Changed:
            here.rival = True
            return
        opened = (package.id, revision)
        here.put(lambda now: replace(now, package=package, opened=opened, begun=("", "")))
