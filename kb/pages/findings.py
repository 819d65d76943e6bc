"""Findings of the drafting checks on a page: counted, filtered by severity, shown at their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

import streamlit as st

from kb.amendment.package import Package
from kb.ground.errors import KbError
from kb.ground.safe import html_text
from kb.library import Library
from kb.norm.address import parse
from kb.pages.frame import Frame, show
from kb.technique import check, dismissed
from kb.technique.draft import read
from kb.technique.finding import Evidence, Finding, Severity, rules

# A sign for each severity, so that it is never told by colour alone.
SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.REMARK: "i"}


@lru_cache(maxsize=24)
def findings_of(
    library: Library, package: Package, editions: tuple[str, ...]
) -> tuple[Finding, ...]:
    """What the checks find in a package against these editions of its acts, computed once for them."""
    chosen = {}
    for name in editions:
        place = parse(name)
        chosen[place.act] = library.edition(place.act, place.edition, place.language)
    return check(read(package, chosen, library))


def choose(
    frame: Frame, found: Sequence[Finding], package: str, key: str
) -> tuple[tuple[Finding, ...], dismissed.Reasons]:
    """The findings to show, of the severities that the reader chooses, and those set aside.

    `package`: under which name findings are set aside, "" for a package that is saved nowhere.
    """
    aside = dismissed.applied(found, dismissed.load(package)) if package else {}
    left = [f for f in found if f not in aside]
    severities = _severities(frame, left, key)
    return tuple(f for f in left if f.severity in severities), aside


def _severities(frame: Frame, found: Sequence[Finding], key: str) -> tuple[Severity, ...]:
    """The severities to show, chosen by the reader: each with its count.

    Those without findings are offered too: a severity that first appears later would not be among the
    chosen, and its findings would be hidden by nobody's choice.
    """
    counts = {s: sum(f.severity == s for f in found) for s in Severity}
    if not found:
        show(f"<p class='soft'>{html_text(frame.say('findings_none'))}</p>")
        return ()
    chosen = st.pills(
        frame.say("findings"),
        list(Severity),
        selection_mode="multi",
        default=list(Severity),
        format_func=lambda s: f"{SIGNS[s]} {frame.say(f'severity_{s.value}')}: {counts[s]}",
        key=key,
    )
    return tuple(chosen)


def marked(text: str, found: Sequence[Finding]) -> str:
    """The proposed text as HTML, the words of findings marked and numbered as in the list below."""
    cuts = sorted(
        {0, len(text)}
        | {edge for f in found if f.span for edge in f.span if 0 <= edge <= len(text)}
    )
    here = [(nth, f) for nth, f in enumerate(found, start=1) if f.span]
    out = []
    for start, end in pairwise(cuts):
        over = [(n, f) for n, f in here if f.span and f.span[0] <= start and end <= f.span[1]]
        words = html_text(text[start:end])
        if not over:
            out.append(words)
            continue
        worst = min((f.severity for _, f in over), key=list(Severity).index)
        ends = "".join(f"<sup>{n}</sup>" for n, f in over if f.span and f.span[1] == end)
        out.append(f"<mark class='at {worst.value}'>{words}</mark>{ends}")
    return "".join(out)


def finding_html(frame: Frame, number: int, found: Finding) -> str:
    """One finding: its number, severity, rule, what it says, the evidence, the remedy, the norms."""
    rule = rules()[found.rule]
    severity = f"{SIGNS[found.severity]} {frame.say(f'severity_{found.severity.value}')}"
    title = rule.title[frame.language]
    parts = [
        f"<p><b>{number}.</b> <span class='chip {found.severity.value}'>{html_text(severity)}</span> "
        f"<b>{html_text(title)}</b></p><p>{html_text(found.message_in(frame.language))}</p>"
    ]
    if found.evidence:
        rows = "".join(_evidence(frame, e) for e in found.evidence)
        parts.append(f"<ul class='evidence'>{rows}</ul>")
    norms = ", ".join(frame.norm_html(str(n)) for n in rule.norms)
    said = html_text(f"{frame.say('remedy')}: {rule.remedy[frame.language]}")
    parts.append(f"<p class='soft'>{said}{f' · {norms}' if norms else ''}</p>")
    return "".join(parts)


def _evidence(frame: Frame, found: Evidence) -> str:
    place = frame.norm_html(found.address) if found.address else ""
    why = found.note_in(frame.language)
    note = f" <span class='soft'>{html_text(why)}</span>" if why else ""
    quote = f"<blockquote><bdi>{html_text(found.quote)}</bdi></blockquote>" if found.quote else ""
    return f"<li>{place}{note}{quote}</li>"


def draw(
    frame: Frame,
    found: Sequence[Finding],
    text: str = "",
    beside: Callable[[int, Finding], None] | None = None,
) -> None:
    """The findings one under another; `text`: the proposed words that they mark.

    `beside` draws what the reader can do with one (dismiss it).
    """
    if text and any(f.span for f in found):
        title = html_text(frame.say("findings_at_words"))
        show(f"<p><b>{title}</b></p><blockquote class='marked'>{marked(text, found)}</blockquote>")
    for number, each in enumerate(found, start=1):
        html = (
            f"<div class='finding {each.severity.value}'>{finding_html(frame, number, each)}</div>"
        )
        if beside is None:
            show(html)
            continue
        left, right = st.columns([8, 1.6], vertical_alignment="top")
        with left:
            show(html)
        with right:
            beside(number, each)


def dismisser(frame: Frame, package: str) -> Callable[[int, Finding], None]:
    """What stands beside a finding of a package: setting it aside with a reason that is kept."""

    def beside(number: int, found: Finding) -> None:
        key = f"{package}-{found.item}-{number}-{found.rule}-{abs(hash(found))}"
        with st.popover(frame.say("dismiss"), width="stretch"):
            reason = st.text_area(
                frame.say("dismiss_reason"), key=f"why-{key}", max_chars=dismissed.LONGEST
            )
            if st.button(frame.say("dismiss_do"), key=f"do-{key}"):
                try:
                    dismissed.dismiss(package, [found], reason, date.today().isoformat())
                except KbError as error:
                    show(f"<p class='bad' role='alert'>{html_text(frame.said(error.said))}</p>")
                else:
                    st.rerun()

    return beside


def dismissals(frame: Frame, package: str, aside: dismissed.Reasons) -> None:
    """The findings set aside, each with its reason and the way back."""
    with st.expander(f"{frame.say('dismissed')}: {len(aside)}"):
        for number, (found, why) in enumerate(aside.items(), start=1):
            where = f"{frame.say('amendment')} {found.item}: " if found.item else ""
            left, right = st.columns([8, 1.6], vertical_alignment="top")
            with left:
                show(
                    f"<p><b>{html_text(rules()[found.rule].title[frame.language])}</b><br>"
                    f"{html_text(where + found.message_in(frame.language))}<br>"
                    f"<span class='soft'>{why.day} · {html_text(why.reason)}</span></p>"
                )
            if right.button(frame.say("restore"), key=f"back-{package}-{number}", width="stretch"):
                dismissed.restore(package, [why])
                st.rerun()
