"""Мои акты: files and addresses brought into the user's corpus, their list, update and removal."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import streamlit as st

from kb.disk.files import CannotWrite
from kb.disk.inside import is_name
from kb.disk.places import builtin, check_may_write, home, team, user_folder
from kb.ground.errors import KbError
from kb.ground.html import Html, html, together
from kb.ground.safe import markdown_line, upload_name
from kb.ground.saying import say
from kb.ground.system import system_reason
from kb.intake.fetch import Fetcher
from kb.intake.naming import slug
from kb.intake.sources import Banks, again, check_from_banks, gives
from kb.intake.take import Imported, correct, listed, remove, take
from kb.pages.frame import Frame, show
from kb.pages.waiting import IMPORTS, waiting
from kb.read.kinds import ENDINGS

TYPES: Final = [ending.removeprefix(".") for ending in ENDINGS]
_SAID: Final = "import-said"
MAX_UPLOAD: Final = 100_000_000  # bytes of all files together; of one, Streamlit's own limit
_CA: Final = "import-ca"  # the file of certificates, kept for the updates of the session
banks = Banks()  # where the official banks answer


class TooMuch(KbError):
    """More files at once than a page takes."""


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_importing"))
    frame.remember()
    show(html("<p>{}</p>", _say(frame, "import_intro")))
    if os.environ.get("SALYSTYRMA_CORPUS"):
        show(html("<p class='note'>{}</p>", frame.say("import_other_corpus")))
    if not frame.may_write:
        show(html("<p class='note'>{}</p>", frame.say("account_needed")))
        return
    _form(frame)
    show(html("<div role='status'>{}</div>", together(st.session_state.get(_SAID, ()))))
    _acts(frame)


def _folder() -> Path:
    return user_folder() / "corpus"


def _before() -> tuple[Path, ...]:
    """The corpora that stand before the user's, as for `kb import`."""
    given = os.environ.get("SALYSTYRMA_CORPUS")
    if given:
        return (Path(given),)
    common = home() / "corpus"
    return (builtin("corpus"), *([common] if common != _folder() else []))


def _form(frame: Frame) -> None:
    turn = st.session_state.setdefault("import-turn", 0)  # another turn, an empty form
    with st.form(f"import-{turn}"):
        files = st.file_uploader(
            frame.say("import_files"), type=TYPES, accept_multiple_files=True, key=f"files-{turn}"
        )
        source = st.text_input(
            _say(frame, "import_source"), placeholder="adilet:Z010000148_", key=f"source-{turn}"
        )
        with st.expander(_say(frame, "import_more")):
            as_ = st.text_input(frame.say("import_as"), key=f"as-{turn}")
            date = st.text_input(
                frame.say("import_date"), placeholder="2026-07-14", key=f"date-{turn}"
            )
            authority = "" if team() else _authority(frame, turn)
        asked = st.form_submit_button(frame.say("import_do"), type="primary")
    if not asked:
        return
    if not files and not source.strip():
        _tell([_bad(frame.say("import_nothing"))])
        return
    st.session_state[_CA] = authority.strip()
    place = st.empty()
    with (
        _guard(frame),
        waiting(IMPORTS, frame.language),
        _saved([(f.name, f.getvalue()) for f in files]) as saved,
    ):
        named = [s for s in [source.strip()] if s]
        _check_named(named)
        sources = sorted(map(str, saved.iterdir())) + named
        done, wrong = _take(frame, sources, _called(as_), date.strip(), place.progress)
        hidden = f"{saved}{os.sep}"
        _tell(
            [_bad(frame.said(w).replace(hidden, "")) for w in wrong]
            + [_row(frame, d, hidden) for d in done]
        )
        if any(d.state in ("added", "updated", "unchanged") for d in done):
            st.session_state["import-turn"] = turn + 1
    place.empty()
    st.rerun()


def _called(words: str) -> tuple[str, str]:
    """The id and the title of an act as its user calls it: in Latin letters it is an id, otherwise a
    title, of which an id is made."""
    said = " ".join(words.split())
    if not said or is_name(said):
        return said, ""
    return slug(said) or said, said


def _say(frame: Frame, key: str) -> str:
    """A string that reads otherwise on a team's server."""
    return frame.say(f"{key}_server" if team() else key)


def _authority(frame: Frame, turn: int) -> str:
    """The path of a file of certificates; not asked for on a server, whose files are not the user's."""
    named: str = st.text_input(
        frame.say("import_ca"),
        value=st.session_state.get(_CA, ""),
        placeholder="root-kz.pem",
        help=frame.say("import_ca_help"),
        key=f"ca-{turn}",
    )
    return named


@contextmanager
def _guard(frame: Frame) -> Iterator[None]:
    """Whatever went wrong becomes one line above the list."""
    try:
        yield
    except KbError as error:
        _tell([_bad(frame.said(error.said))])
    except OSError as error:
        _tell([_bad(f"{frame.say('import_disk')} ({frame.said(system_reason(error))})")])


def _check_named(sources: list[str]) -> None:
    """On a team's server a user may name the banks only, not what lies on or behind the server."""
    for source in sources if team() else ():
        check_from_banks(source, banks)


@contextmanager
def _saved(files: list[tuple[str, bytes]]) -> Iterator[Path]:
    """The uploaded bytes as files under the user's folder, for as long as they are read."""
    if sum(len(data) for _, data in files) > MAX_UPLOAD:
        raise TooMuch(say("pages.upload_too_large", n=str(MAX_UPLOAD // 1_000_000)))
    folder = user_folder()
    check_may_write(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = tempfile.TemporaryDirectory(prefix="upload-", dir=folder)
    except OSError as error:
        said = say("disk.folder_unwritten", path=str(folder), why=system_reason(error))
        raise CannotWrite(said) from error
    with kept as place:
        for name, data in files:
            safe = upload_name(name)
            path = Path(place) / safe
            nth = 1
            while path.exists():  # two uploads of one name
                nth += 1
                path = Path(place) / f"{nth}-{safe}"
            path.write_bytes(data)
        yield Path(place)


def _take(
    frame: Frame,
    sources: list[str],
    called: tuple[str, str],
    date: str,
    progress: Callable[[float, str], object],
) -> tuple[list[Imported], list[str]]:
    """What became of each edition, and the sources that could not be understood at all."""
    opened: list[Fetcher] = []

    def coming(address: str, done: int, of: int) -> None:
        size = f" · {frame.say('kilobytes', n=done // 1024)}" if done else ""
        progress(min(done / of, 1.0) if of else 0.0, markdown_line(f"{address[:70]}{size}"))

    def read(name: str, nth: int, of: int) -> None:
        progress(nth / of, markdown_line(f"{name} ({nth}/{of})"))

    def fetcher() -> Fetcher:
        if not opened:
            authority = st.session_state.get(_CA)
            certificates = Path(authority) if authority else None
            fetched = user_folder() / "cache" / "fetch"
            opened.append(Fetcher(fetched, certificates, progress=coming))
        return opened[0]

    promised, wrong = [], []
    try:
        for nth, source in enumerate(sources):
            progress(nth / len(sources), markdown_line(Path(source).name[:70]))
            try:
                promised.append(gives(source, fetcher, banks))
            except KbError as error:
                wrong.append(error.said)
        as_, title = called
        done = take(
            chain.from_iterable(promised),
            _folder(),
            _before(),
            as_=as_,
            title=title,
            date=date,
            progress=read,
        )
    finally:
        for one in opened:
            one.close()
    return done, wrong


def _tell(lines: list[Html]) -> None:
    """Kept for the next run: after an import the page is drawn anew, with the library rebuilt."""
    st.session_state[_SAID] = lines


def _bad(said: str) -> Html:
    return html("<p class='bad' role='alert'>{}</p>", " ".join(said.split()))


def _row(frame: Frame, done: Imported, hidden: str) -> Html:
    state = frame.say(f"import_{done.state}")
    if done.reason:
        said = f"{state}: {done.reason.replace(hidden, '')}"
        return html("<p class='note'>{}</p>", said) if done.state == "absent" else _bad(said)
    name = f"{done.act}@{done.edition}:{done.language}"
    act = frame.library.acts.get(done.act)
    words = f"{frame.said(act.name) if act else done.act} · {frame.day(done.edition)}"
    doubts = f", {frame.say('doubts')}: {done.doubts}" if done.doubts else ""
    remarks = together(html("<br><span class='soft'>{}</span>", r) for r in done.remarks)
    url = frame.norm_link(name)
    return html(
        "<p><a href='{}' title='{}'>{}</a> {}{}</p>", url, name, words, state + doubts, remarks
    )


# --- The list -------------------------------------------------------------------------------------


def _acts(frame: Frame) -> None:
    acts = listed(_folder()) if _folder().is_dir() else []
    st.header(f"{frame.say('import_list')}: {len(acts)}")
    if not acts:
        show(html("<p class='soft'>{}</p>", frame.say("import_none")))
    for act in acts:
        with st.container(border=True):
            _act(frame, act)


def _act(frame: Frame, act: dict[str, Any]) -> None:
    name, held = str(act["act"]), frame.library.acts.get(str(act["act"]))
    rows = []
    for edition in act["editions"]:
        date, tongue = edition["edition"], edition["language"]
        words = f"{frame.day(date)} · {tongue}"
        if held and date in held.held_dates(tongue):
            url = frame.norm_link(f"{name}@{date}:{tongue}")
            words = html("<a href='{}'>{}</a>", url, words)
        rows.append(html("<li>{} <span class='soft'>{}</span></li>", words, edition["source"]))
    show(
        html(
            "<p class='imported'><b>{}</b> "
            "<span class='address'>{}</span></p><ul class='norms'>{}</ul>",
            str(act["title"]) or name,
            name,
            together(rows),
        )
    )
    for each in frame.library.aside:
        if each.about == name and each.path.is_relative_to(_folder()):
            show(_bad(f"{frame.say('set_aside_act')}: {frame.said(each.reason)}"))
    with st.expander(frame.say("import_correct")):
        _correct(frame, act)
    sources = _again(act)
    left, right = st.columns(2)
    if left.button(
        frame.say("import_update"),
        key=f"update-{name}",
        disabled=not sources,
        help=None if sources else frame.say("import_update_file"),
        width="stretch",
    ):
        _update(frame, name, sources)
    if right.button(frame.say("import_remove"), key=f"remove-{name}", width="stretch"):
        st.session_state["removing"] = name
    if st.session_state.get("removing") == name:
        _confirm(frame, name)


def _correct(frame: Frame, act: dict[str, Any]) -> None:
    """What an import has found in a file, to be put right: title, name, the day of a single edition."""
    name, editions = str(act["act"]), act["editions"]
    with st.form(f"correct-{name}", border=False):
        title = st.text_input(frame.say("import_title"), str(act["title"]), key=f"title-{name}")
        left, right = st.columns(2)
        as_ = left.text_input(frame.say("import_as"), name, key=f"id-{name}")
        day = editions[0]["edition"] if len(editions) == 1 else ""
        date = right.text_input(frame.say("edition"), day, disabled=not day, key=f"day-{name}")
        asked = st.form_submit_button(frame.say("import_correct_do"))
    if not asked:
        return
    wanted, called = _called(as_)
    new = title.strip() if title.strip() != act["title"] else called
    with _guard(frame):
        done = correct(
            *(name, _folder(), _before()), as_=wanted, title=new, date=date if date != day else ""
        )
        _tell([_row(frame, d, "\0") for d in done])
    st.rerun()


def _again(act: dict[str, Any]) -> list[str]:
    """The network sources of an act, each once, as `kb import` would be given them."""
    sources = (again(str(edition["source"]), banks) for edition in act["editions"])
    return list(dict.fromkeys(filter(None, sources)))


def _update(frame: Frame, name: str, sources: list[str]) -> None:
    place = st.empty()
    with _guard(frame), waiting(IMPORTS, frame.language):
        _check_named(sources)
        done, wrong = _take(frame, sources, (name, ""), "", place.progress)
        _tell([_bad(frame.said(w)) for w in wrong] + [_row(frame, d, "\0") for d in done])
    st.rerun()


def _confirm(frame: Frame, name: str) -> None:
    show(html("<p class='note'>{}</p>", frame.say("import_sure", act=name)))
    yes, no = st.columns(2)
    if yes.button(frame.say("import_yes"), key=f"yes-{name}", type="primary", width="stretch"):
        del st.session_state["removing"]
        with _guard(frame):
            count = remove(name, _folder(), _before())
            said = frame.say("import_removed", act=name, n=count)
            _tell([html("<p>{}</p>", said)])
        st.rerun()
    if no.button(frame.say("import_no"), key=f"no-{name}", width="stretch"):
        del st.session_state["removing"]
        st.rerun()
