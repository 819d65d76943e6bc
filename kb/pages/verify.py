"""Сверка: where the bank's later edition departs from the amending laws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kb.amendment.chain import Law
from kb.amendment.verify import Departure, Made, Verified, verify
from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, html, together
from kb.ground.safe import file_name
from kb.ground.saying import say
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.norm.address import parse as parse_address
from kb.norm.difference import Row
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.law_form import DEFAULT_ACT, TooLong, pasted
from kb.pages.papers import WORD
from kb.read import formats
from kb.read.document import MAX_BYTES
from kb.read.running import of_bytes
from kb.words.text import short
from kb.write.compared import rows_html
from kb.write.verified import written

LAW_FILES: Final = ("txt", "md", "docx", "html", "htm", "xml", "json")
FEW: Final = 6  # articles of a group that stand open
# The bank's own words of the changes that it made throughout law 148 by this law.
EXAMPLE: Final = """\
О внесении изменений и дополнений в некоторые законодательные акты Республики Казахстан
Астана, 11 июня 2026 года № 306-VIII
Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном управлении и \
самоуправлении в Республике Казахстан» следующие изменения:
по всему тексту слова «иностранцев», «иностранцами», «Иностранцы» заменить соответственно словами \
«иностранных граждан», «иностранными гражданами», «Иностранные граждане»;
по всему тексту слова «законодательными актами» и «законодательным актом» заменить соответственно \
словами «законами» и «законом».
"""


@dataclass(frozen=True, slots=True)
class Side:
    """An edition as the page was given it: its name in the library, or a file."""

    name: str
    file: bytes = b""


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_verify"))
    show(html("<p>{}</p>", frame.say("verify_intro")))
    before, after, view = _sides(frame)
    frame.remember(**view)
    laws = _laws(frame)
    if not laws:
        show(html("<p class='soft'>{}</p>", frame.say("verify_nothing")))
        return
    with frame.heavy():
        old, new, checked = verified(frame.library, before, after, laws)
    _answer(frame, old, new, checked)


@lru_cache(maxsize=8)
def verified(
    library: Library, before: Side, after: Side, laws: tuple[Law, ...]
) -> tuple[Edition, Edition, Verified]:
    """Both editions, and the later one held against the laws. Raises KbError."""
    old, new = _edition(library, before), _edition(library, after)
    if old.language != new.language:
        raise KbError(say("pages.verify_languages"))
    return old, new, verify(old, new, laws, library.acts.values())


def _edition(library: Library, side: Side) -> Edition:
    if side.file:
        return replace(formats.read(side.file, side.name).edition, file=side.name)
    place = parse_address(side.name)
    return library.edition(place.act, place.edition, place.language)


# --- What is held against what ----------------------------------------------------------------------


def _sides(frame: Frame) -> tuple[Side, Side, dict[str, str]]:
    """The earlier and the later edition, and the choice as the URL keeps it."""
    acts = frame.library.acts
    names = [a for a in acts if any(e.held for e in acts[a].editions)]
    frame.unknown("act", asked("act"), names)
    wanted = asked("act") if asked("act") in names else DEFAULT_ACT
    one, two, three = st.columns([3, 2, 2])
    act = one.selectbox(
        frame.say("act"),
        names,
        index=index_of(names, wanted),
        format_func=lambda a: frame.said(acts[a].name),
        key=frame.key("verify-act"),
    )
    held = [f"{e.date}:{tongue}" for e in acts[act].editions for tongue, _ in e.held]
    options = sorted(held, key=lambda h: (not h.endswith(":ru"), h))

    def words(option: str) -> str:
        tongue = option[11:].removesuffix("ru")
        return " · ".join(filter(None, (frame.day(option[:10]), tongue)))

    def pick(
        place: st.delta_generator.DeltaGenerator, name: str, listed: list[str], at: int
    ) -> str:
        index = index_of(listed, asked(name)) if asked(name) in listed else at
        chosen: str = place.selectbox(
            frame.say(f"verify_{name}"),
            listed,
            index=index,
            format_func=words,
            key=frame.key(f"verify-{name}", act, listed[0]),
        )
        return chosen

    before = pick(two, "before", options, 0)
    later = [o for o in options if o[10:] == before[10:]]
    after = pick(three, "after", later, len(later) - 1)
    view = {"act": act, "before": before, "after": after}
    with st.expander(frame.say("verify_own_files")):
        own = _own(frame)
    sides = [
        Side(file.name, _checked(file.getvalue())) if file else Side(f"{act}@{name}")
        for file, name in zip(own, (before, after), strict=True)
    ]
    return sides[0], sides[1], view


def _own(frame: Frame) -> list[UploadedFile | None]:
    """The reader's own files in the place of the editions."""
    if not frame.may_upload():
        return [None, None]
    return [
        place.file_uploader(frame.say(f"verify_{name}"), type=LAW_FILES, key=f"verify-file-{name}")
        for place, name in zip(st.columns(2), ("before", "after"), strict=True)
    ]


def _laws(frame: Frame) -> tuple[Law, ...]:
    """The amending laws given: files, and a text pasted."""
    files: list[UploadedFile] = []
    if frame.may_upload():
        files = st.file_uploader(
            frame.say("verify_laws"), type=LAW_FILES, accept_multiple_files=True, key="verify-laws"
        )
    example = {"verify-text": EXAMPLE, frame.key("verify-act"): DEFAULT_ACT}
    text = pasted(frame, "verify", "verify_paste", "verify_do", example)
    laws = [Law.given(f.name, partial(_running, f.getvalue(), f.name)) for f in files]
    if text.strip():
        laws.append(Law.of(frame.say("verify_pasted"), text))
    return tuple(laws)


def _running(data: bytes, name: str) -> str:
    return of_bytes(_checked(data), name)


def _checked(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise TooLong(say("pages.upload_too_large", n=str(MAX_BYTES // 1_000_000)))
    return data


# --- What was found ---------------------------------------------------------------------------------


def _answer(frame: Frame, old: Edition, new: Edition, checked: Verified) -> None:
    """Draws what was found, what could not be judged last."""
    undecided = len(checked.undecided) + len(checked.open)
    counts = (
        ("by_law", len(checked.by_law), "inserted"),
        ("not_ordered", len(checked.not_ordered), "changed"),
        ("not_done", len(checked.not_done), "deleted"),
        ("undecided", undecided, ""),
    )
    chips = together(
        (
            html(
                "<a class='chip {}' href='#verify-{}'>{}: {}</a>",
                kind if n else "",
                key,
                frame.say(f"write.verified_{key}"),
                n,
            )
            for key, n, kind in counts
        ),
        " ",
    )
    show(
        html(
            "<p role='status'><b>{}</b> → <b>{}</b>{}</p><p>{}</p>{}",
            _name(frame, old),
            _name(frame, new),
            _dated(frame, old, new),
            chips,
            together(_link(frame, checked)),
        )
    )
    _downloads(frame, old, new, checked)
    marks = checked.chain.edition.marks | new.marks
    for key, listed in (("not_ordered", checked.not_ordered), ("not_done", checked.not_done)):
        show(_group(frame, key, len(listed)) + _departures(frame, listed, new, marks))
    show(
        _group(frame, "undecided", undecided)
        + _departures(frame, checked.undecided, new, marks)
        + _open(frame, checked)
        + _group(frame, "by_law", len(checked.by_law))
        + _made(frame, checked.by_law)
    )


def _downloads(frame: Frame, old: Edition, new: Edition, checked: Verified) -> None:
    """The answer to take away, as Word, Markdown or CSV, each made when it is asked for."""
    names = [e.file or f"{e.act} {frame.day(e.date)}" for e in (old, new)]
    subtitle = " → ".join(names)
    with st.popover(frame.say("download")):
        for kind, mime in (("docx", WORD), ("md", "text/markdown"), ("csv", "text/csv")):
            name = f"{file_name(f'verify-{new.act}-{new.date}')}.{kind}"
            st.download_button(
                frame.say(f"download_{kind}"),
                partial(written, checked, new, subtitle, frame.language, name),
                name,
                mime,
                on_click="ignore",
                type="tertiary",
            )


def _name(frame: Frame, edition: Edition) -> Html:
    if edition.file:
        return html("{}", edition.file)
    return frame.norm_html(edition.name)


def _dated(frame: Frame, *editions: Edition) -> Html:
    held = [e for e in editions if not e.file]
    return html(" <span class='soft'>({})</span>", frame.date_words(*held)) if held else NONE


def _link(frame: Frame, checked: Verified) -> Iterable[Html]:
    """Each law as it was read: its day and number, what was remarked of it."""
    for link in checked.chain.links:
        law = link.law
        dated = (
            f"{frame.day(law.date)} № {law.number}"
            if law.date and law.number
            else frame.day(law.date)
        )
        read = frame.say("verify_read", n=len(link.read.operations))
        words = " · ".join(filter(None, (law.name, dated or frame.say("verify_undated"), read)))
        yield html("<p class='soft'>{}</p>", words)
        for said in filter(None, (*link.remarks, link.left_out)):
            yield html("<p class='note'>{}</p>", frame.said(said))


def _group(frame: Frame, key: str, count: int) -> Html:
    head = html(
        "<h2 class='div' id='verify-{}'>{}: {}</h2>", key, frame.say(f"write.verified_{key}"), count
    )
    return head + html("<p class='soft'>{}</p>", frame.say(f"write.verified_{key}_why"))


def _departures(
    frame: Frame, listed: Sequence[Departure], new: Edition, marks: dict[str, str]
) -> Html:
    """Departures by article: few stand open, of many only the names."""
    by_article: dict[Steps, list[Departure]] = {}
    for each in listed:
        by_article.setdefault(each.steps[:1], []).append(each)
    face = frame.face("write.verified_ordered", "write.verified_bank")
    few = len(by_article) <= FEW
    return together(
        html(
            "<details class='piece'{}><summary><b lang='{}'>{}</b> <span class='chip'>{}</span></summary>"
            "{}</details>",
            html(" open") if few else NONE,
            new.language,
            _heading(frame, new, steps),
            len(own),
            _others(frame, own)
            + rows_html(
                (d.row for d in own),
                marks,
                replace(face, cause=partial(_why, frame, own)),
            ),
        )
        for steps, own in by_article.items()
    )


def _heading(frame: Frame, edition: Edition, steps: Steps) -> str:
    clause = edition.index.get(steps)
    return (clause.heading_text if clause else "") or frame.unit_words(steps)


def _why(frame: Frame, own: Sequence[Departure], row: Row) -> Html:
    """What is said of a departure, below its label."""
    # The table may show a row's words in another order: its units tell it.
    sides = (row.left, row.right)
    reason = next((d.reason for d in own if (d.row.left, d.row.right) == sides), "")
    return html("<br><span class='soft'>{}</span>", frame.said(reason)) if reason else NONE


def _others(frame: Frame, own: Sequence[Departure]) -> Html:
    """The laws not given that the bank's notes name."""
    laws = "; ".join(dict.fromkeys(law for d in own for law in d.others))
    return (
        html("<p class='note'>{}</p>", frame.say("write.verified_others", laws=laws))
        if laws
        else NONE
    )


def _open(frame: Frame, checked: Verified) -> Html:
    """Commands that were not carried out, and units that one side does not hold."""
    rows = [
        html(
            "<li class='unread'>{} <span class='soft'>{}</span><br>«{}»</li>",
            frame.said(each.reason),
            each.law.name,
            short(each.words, 240),
        )
        for each in checked.open
    ]
    if checked.not_held:
        units = ", ".join(
            frame.unit_words(parse_address(a).steps, capital=False) for a in checked.not_held
        )
        rows.append(html("<li>{}: {}</li>", frame.say("write.verified_not_held"), units))
    return html("<ul>{}</ul>", together(rows)) if rows else NONE


def _made(frame: Frame, made: Sequence[Made]) -> Html:
    """What the laws ordered and the bank shows, each in the law's own words."""
    rows = []
    for each in made:
        span = each.operation.span
        said = short(each.law.text[slice(*span)], 300) if span else ""
        where = frame.unit_words(each.steps) if each.steps else frame.say("whole_act")
        rows.append(
            html(
                "<li><b>{}</b> <span class='soft'>{}</span><br>{}</li>", where, each.law.name, said
            )
        )
    return (
        html(
            "<details><summary>{}</summary><ul>{}</ul></details>",
            frame.say("verify_show"),
            together(rows),
        )
        if rows
        else NONE
    )
