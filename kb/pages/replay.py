"""A text of amendments pasted in the Мастерская: the law as amended, the operation behind each change,
the amended law to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from kb.amendment.apply import Applied, Done, Refused
from kb.amendment.chain import Chain, Law, chain
from kb.amendment.instruction import BadInstruction, Instruction
from kb.amendment.notes import notes
from kb.compare.amended import Altered, Causes, altered, causes
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.safe import file_name
from kb.ground.saying import joined
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse as parse_address
from kb.norm.difference import Row
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.law_form import DEFAULT_ACT
from kb.pages.papers import WORD
from kb.words.text import short
from kb.write import edition as papers
from kb.write.compared import rows_html

# Made up for teaching; only the words that it replaces are the law's.
EXAMPLE = """\
Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном управлении и \
самоуправлении в Республике Казахстан» следующие изменения и дополнение:
1) часть вторую статьи 9 исключить;
2) в статье 11:
в пункте 5 слово «маслихатом» заменить словами «регламентом маслихата»;
дополнить пунктом 6-1 следующего содержания:
«6-1. Сессии маслихата транслируются на его интернет-ресурсе.»;
3) пункт 99 статьи 11 исключить.
"""


@dataclass(frozen=True, slots=True)
class Replayed:
    """An instruction read and applied to an edition; `remarks`: which act was taken to be meant."""

    edition: Edition
    done: Chain
    read: Instruction
    result: Applied
    changes: tuple[Altered, ...]
    causes: Causes
    remarks: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def replayed(library: Library, name: str, text: str) -> Replayed:
    """Reads an instruction and applies it to the edition of that name, as `kb amend apply` does.

    Raises KbError.
    """
    place = parse_address(name)
    edition = library.edition(place.act, place.edition, place.language)
    done = chain(edition, [Law.of("", text)], library.acts.values())
    [link] = done.links
    if link.result is None:
        raise BadInstruction(link.left_out)
    changes = altered(edition, link.result.edition)
    caused = causes(edition, link.result)
    return Replayed(edition, done, link.read, link.result, changes, caused, link.remarks)


def choose(frame: Frame) -> tuple[str, dict[str, str]]:
    """The name of the edition to be amended, and the choice as the URL keeps it."""
    acts = frame.library.acts
    names = [a for a in acts if any(e.held for e in acts[a].editions)]
    frame.unknown("act", asked("act"), names)
    left, right = st.columns([3, 2])
    wanted = asked("act") if asked("act") in names else DEFAULT_ACT
    key = frame.key("replay-act")
    if st.session_state.get(key) not in names:
        st.session_state[key] = wanted if wanted in names else names[0]
    act = left.selectbox(
        frame.say("act"), names, format_func=lambda a: frame.said(acts[a].name), key=key
    )
    held = [(e.date, tongue) for e in reversed(acts[act].editions) for tongue, _ in e.held]
    options = [f"{date}:{tongue}" for date, tongue in sorted(held, key=lambda h: h[1] != "ru")]
    edition = right.selectbox(
        frame.say("edition"),
        options,
        index=index_of(options, asked("edition")),
        format_func=lambda o: " · ".join(
            filter(None, (frame.day(o[:10]), o[10:].removesuffix(":ru").strip(":")))
        ),
        key=frame.key("replay-edition", act),
    )
    return f"{act}@{edition}", {"act": act, "edition": edition}


def answer(frame: Frame, replay: Replayed, text: str) -> None:
    """Draws what was read of an instruction and the law as it amends it."""
    applied, refused = replay.result.applied, replay.result.refused
    temporary = sum(u.temporary is not None for u in replay.read.unread)
    counts = " · ".join(
        (
            f"{frame.say('applied')}: {len(applied)}",
            f"{frame.say('refused_short')}: {len(refused)}",
            f"{frame.say('unread')}: {len(replay.read.unread) - temporary}",
            *([f"{frame.say('for_a_term')}: {temporary}"] if temporary else []),
        )
    )
    changed = {n for a in replay.changes for r in a.rows for n in replay.causes.of(r)}
    parts = [
        html(
            "<p role='status'><b>{}</b> {} {} <span class='soft'>({})</span></p>",
            counts,
            frame.norm_html(replay.edition.name),
            frame.copy_html(replay.edition.name),
            frame.date_words(replay.edition),
        ),
        *(html("<p class='note'>{}</p>", frame.said(r)) for r in replay.remarks),
        html("<blockquote>{}</blockquote>", _marked(frame, replay, text, changed)),
        _operations(frame, replay),
    ]
    if not replay.read.operations:
        parts.append(html("<p class='note'>{}</p>", frame.say("replay_nothing")))
    show(together(parts))
    st.header(frame.say("law_as_amended"))
    if not replay.changes:
        show(html("<p class='soft'>{}</p>", frame.say("replay_unchanged")))
        return
    marks = replay.edition.marks | replay.result.edition.marks
    face = replace(frame.face("left", "amended"), cause=_cause(replay, text))
    show(
        together(
            html("<p><b>{}</b></p>", frame.unit_words(a.steps)) + rows_html(a.rows, marks, face)
            for a in replay.changes
        )
    )


def downloads(frame: Frame, replay: Replayed) -> None:
    """The amended law as `kb amend apply --out` writes it, each paper made when it is asked for."""
    before, done = replay.edition, replay.done
    numbers = "; ".join(link.law.number for link in done.links if link.law.number)

    def paper(ending: str) -> str | bytes:
        law = papers.noted(done.edition, notes(done))
        return papers.written(law, law.root, Path(f"law{ending}"), done)

    def tracked() -> bytes:
        author = numbers or frame.say("instruction")
        return papers.tracked_changes(before, done.edition, author, datetime.now(UTC))

    name = file_name(f"{before.act}-{before.date}-amended")
    with st.popover(frame.say("download")):
        for label, file, mime, make in (
            ("download_tracked", f"{name}-tracked.docx", WORD, tracked),
            ("download_docx", f"{name}.docx", WORD, partial(paper, ".docx")),
            ("download_md", f"{name}.md", "text/markdown", partial(paper, ".md")),
        ):
            st.download_button(
                f"{frame.say(label)} – {frame.say('law_as_amended')}",
                make,
                file,
                mime,
                on_click="ignore",
                type="tertiary",
            )


# --- The instruction ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the instruction: the numbers of the operations they give, or why they are unread;
    `temporary`: they are read, and give a wording with a term."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    unread: str = ""
    temporary: bool = False


def stretches(read: Instruction) -> list[Stretch]:
    """The marked words in order; operations whose words overlap are marked together."""
    marked = [
        Stretch(*o.span, (n,)) for n, o in enumerate(read.operations, start=1) if o.span is not None
    ]
    marked += [
        Stretch(u.start, u.end, unread=u.reason, temporary=u.temporary is not None)
        for u in read.unread
    ]
    result: list[Stretch] = []
    for each in sorted(marked, key=lambda s: (s.start, s.end)):
        last = result[-1] if result else None
        if last is None or each.start >= last.end:
            result.append(each)
            continue
        reasons = joined("; ", filter(None, (last.unread, each.unread)))
        numbers = (*last.numbers, *each.numbers)
        result[-1] = Stretch(last.start, max(last.end, each.end), numbers, reasons)
    return result


def _marked(frame: Frame, replay: Replayed, text: str, changed: set[int]) -> Html:
    """The instruction with each operation's words marked by a link to what it changed."""
    out, at = [], 0
    for each in stretches(replay.read):
        out.append(escaped(text[at : each.start]))
        for number in each.numbers:
            applied = isinstance(replay.result.results[number - 1], Done)
            kind = "exact" if applied else "none"
            href = f"change-{number}" if number in changed else f"result-{number}"
            title = frame.say("applied" if applied else "refused_short")
            out.append(
                html(
                    "<a id='op-{}' class='op chip {}' href='#{}' title='{}'>№ {}</a> ",
                    number,
                    kind,
                    href,
                    title,
                    number,
                )
            )
        words = text[each.start : each.end]
        if each.temporary:
            out.append(html("<u class='span' title='{}'>{}</u>", frame.said(each.unread), words))
        elif each.unread:
            title = f"{frame.say('unread')}: {frame.said(each.unread)}"
            out.append(html("<del class='unread' title='{}'>{}</del>", title, words))
        else:
            out.append(html("<u class='span'>{}</u>", words))
        at = each.end
    return together((*out, escaped(text[at:])))


def _operations(frame: Frame, replay: Replayed) -> Html:
    """What became of each operation, and what was not read."""
    rows = [
        html("<li id='result-{}'>{}</li>", number, _result(frame, number, result))
        for number, result in enumerate(replay.result.results, start=1)
    ]
    rows += [
        html(
            "<li class='unread'><span class='chip none'>{}</span> {}: «{}»</li>",
            frame.say("for_a_term" if u.temporary else "unread"),
            frame.said(u.reason),
            short(u.text, 200),
        )
        for u in replay.read.unread
    ]
    return html("<ul>{}</ul>", together(rows)) if rows else NONE


def _result(frame: Frame, number: int, result: Done | Refused) -> Html:
    operation = result.operation
    refused = isinstance(result, Refused)
    said = frame.say("refused_short" if refused else "applied")
    kind = frame.say(f"operation_{operation.kind}")
    steps = operation.target.steps
    where = frame.unit_words(steps, capital=False) if steps else frame.say("whole_act")
    notes = (result.reason,) if isinstance(result, Refused) else result.remarks
    return html(
        "<a href='#op-{}'>№ {}</a> <span class='chip {}'>{}</span> {}",
        number,
        number,
        "none" if refused else "exact",
        said,
        f"{kind}: {where}",
    ) + together(
        html("<p class='{}'>{}</p>", "bad" if refused else "note", frame.said(n)) for n in notes
    )


# --- The changes -------------------------------------------------------------------------------


def _cause(replay: Replayed, text: str) -> Callable[[Row], Html]:
    """The operations behind a changed row, each a link to its words, which show on pointing."""
    named: set[int] = set()

    def cause(row: Row) -> Html:
        links = []
        for number in replay.causes.of(row):
            operation = replay.read.operations[number - 1]
            words = text[slice(*operation.span)] if operation.span else ""
            title = short(words, 600)
            anchor = NONE if number in named else html(" id='change-{}'", number)
            named.add(number)
            links.append(
                html(
                    " <a{} class='op chip' href='#op-{}' title='{}'>№ {}</a>",
                    anchor,
                    number,
                    title,
                    number,
                )
            )
        return together(links)

    return cause
