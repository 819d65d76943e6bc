"""Findings of the drafting checks on a page: counted, filtered by severity, shown at their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

import streamlit as st

from kb.amendment.package import Package
from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.safe import file_name
from kb.ground.saying import say
from kb.library import Library
from kb.norm.address import parse
from kb.pages.frame import Frame, show
from kb.technique import dismissed
from kb.technique.checking import of_editions
from kb.technique.finding import Band, Evidence, Finding, Severity, none_left, rules
from kb.technique.fold import folded, folded_aside

# A sign for each severity, so that it is never told by colour alone.
SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.REMARK: "i"}


@lru_cache(maxsize=24)
def findings_of(
    library: Library, package: Package, editions: tuple[str, ...]
) -> tuple[Finding, ...]:
    """What the checks find in a package against these editions of its acts, read once for them."""
    chosen = {}
    for name in editions:
        place = parse(name)
        chosen[place.act] = library.edition(place.act, place.edition, place.language)
    return of_editions(library, package, chosen)


def set_aside(
    findings: Sequence[Finding], package: str
) -> tuple[tuple[Finding, ...], dismissed.Reasons]:
    """The findings that count, one for each defect, the gravest first in each band, and those that
    the user has set aside.

    `package`: under which name findings are set aside, "" for a package that is saved nowhere.
    """
    aside = dismissed.applied(findings, dismissed.load(package)) if package else {}
    left = folded(f for f in findings if f not in aside)
    severities, bands = list(Severity), list(Band)
    order = {f: (bands.index(f.band), severities.index(f.severity)) for f in left}
    return tuple(sorted(left, key=order.__getitem__)), aside


def of_item(findings: Sequence[Finding], item: str) -> tuple[Finding, ...]:
    """The findings on one item; "" for those on the package as a whole."""
    return tuple(f for f in findings if f.item == item)


def worst(findings: Sequence[Finding]) -> dict[str, Severity]:
    """The gravest severity by item."""
    gravest: dict[str, Severity] = {}
    for severity in reversed(Severity):
        gravest |= {f.item: severity for f in findings if f.severity == severity}
    return gravest


def sign(frame: Frame, severity: Severity | None) -> Html:
    """The mark of a severity, with its word for whoever does not see it."""
    if severity is None:
        return NONE
    said = frame.say(f"severity_{severity.value}")
    return html(
        "<span class='sign {0}' title='{1}'>{2}<span class='unseen'> {1}</span></span>",
        severity.value,
        said,
        SIGNS[severity],
    )


def choose(
    frame: Frame, findings: Sequence[Finding], package: str, items: int, key: str
) -> tuple[tuple[Finding, ...], dismissed.Reasons]:
    """The findings to show, of the severities that the reader chooses, and those set aside."""
    left, aside = set_aside(findings, package)
    chosen = severities(frame, left, none_left(items, len(aside)), key)
    return tuple(f for f in left if f.severity in chosen), aside


def severities(
    frame: Frame, findings: Sequence[Finding], none: str, key: str
) -> tuple[Severity, ...]:
    """The severities to show, chosen by the reader: each with its count; `none` where nothing is found.

    Those without findings are offered too: a severity that first appears later would not be among the
    chosen, and its findings would be hidden by nobody's choice.
    """
    counts = {s: sum(f.severity == s for f in findings) for s in Severity}
    if not findings:
        show(html("<p class='soft'>{}</p>", frame.said(none)))
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


def marked(text: str, findings: Sequence[Finding]) -> Html:
    """The proposed text as HTML, the words of findings marked and numbered as in the list below."""
    cuts = sorted(
        {0, len(text)}
        | {e for each in findings for f in each.all for e in f.span or () if 0 <= e <= len(text)}
    )
    here = [(nth, f) for nth, each in enumerate(findings, start=1) for f in each.all if f.span]
    out = []
    for start, end in pairwise(cuts):
        over = [(n, f) for n, f in here if f.span and f.span[0] <= start and end <= f.span[1]]
        words = text[start:end]
        if not over:
            out.append(escaped(words))
            continue
        worst = min((f.severity for _, f in over), key=list(Severity).index)
        ends = together(
            html("<sup id='{}'><a href='#{}'>{}</a></sup>", _place("w", f, n), _place("f", f, n), n)
            for n, f in over
            if f.span and f.span[1] == end
        )
        out.append(html("<mark class='at {}'>{}</mark>{}", worst.value, words, ends))
    return together(out)


def finding_html(frame: Frame, number: int, finding: Finding) -> Html:
    """One finding: its number, severity, rule, what it says, the evidence, the remedy, the norms."""
    rule = rules()[finding.rule]
    mark = html("<b>{}.</b>", number)
    if finding.span:
        mark = html("<a href='#{}'>{}</a>", _place("w", finding, number), mark)
    severity = f"{SIGNS[finding.severity]} {frame.say(f'severity_{finding.severity.value}')}"
    title = rule.title[frame.language]
    parts = [
        html(
            "<p>{} <span class='chip {}'>{}</span> <b>{}</b></p><p>{}</p>",
            mark,
            finding.severity.value,
            severity,
            title,
            frame.dated(finding.message_in(frame.language)),
        )
    ]
    if finding.also:
        rows = together(
            html("<li>{}</li>", frame.dated(f.message_in(frame.language))) for f in finding.also
        )
        parts.append(html("<ul class='places'>{}</ul>", rows))
    known = dict.fromkeys(e for f in finding.all for e in f.evidence)
    evidence = together(_evidence(frame, e) for e in known)
    norms = together((frame.norm_html(str(n)) for n in rule.norms), ", ")
    parts.append(
        html(
            "<details><summary>{}</summary><ul class='evidence'>{}</ul><p class='soft'>{}: {}{}</p>"
            "</details>",
            frame.say("finding_more"),
            evidence,
            frame.say("remedy"),
            rule.remedy[frame.language],
            html(" · {}", norms) if norms else NONE,
        )
    )
    return together(parts)


def _evidence(frame: Frame, evidence: Evidence) -> Html:
    place = frame.norm_html(evidence.address) if evidence.address else NONE
    why = frame.dated(evidence.note_in(frame.language))
    note = html(" <span class='soft'>{}</span>", why) if why else NONE
    quote = (
        html("<blockquote><bdi>{}</bdi></blockquote>", evidence.quote) if evidence.quote else NONE
    )
    return html("<li>{}{}{}</li>", place, note, quote)


def draw(
    frame: Frame,
    findings: Sequence[Finding],
    text: str = "",
    beside: Callable[[int, Finding], None] | None = None,
) -> None:
    """The findings one under another; `text`: the proposed words that they mark, shown above them.

    `beside` draws what the reader can do with one (dismiss it).
    """
    if text:
        show(at_words(frame, findings, text))
    numbered = list(enumerate(findings, start=1))
    form = [(n, f) for n, f in numbered if f.band == Band.FORM]
    _drawn(frame, [(n, f) for n, f in numbered if f.band != Band.FORM], beside)
    if form:
        said = f"{frame.say('findings_form')}: {len(form)}"
        key = f"form-{abs(hash(tuple(f.about + f.item + f.words for _, f in form)))}"
        if len(form) == len(findings) or st.toggle(said, key=key):
            _drawn(frame, form, beside)


def _drawn(
    frame: Frame,
    findings: Sequence[tuple[int, Finding]],
    beside: Callable[[int, Finding], None] | None,
) -> None:
    """Findings with their numbers, the band's name above the first of each band."""
    for nth, (number, each) in enumerate(findings):
        band = NONE
        if nth == 0 or each.band != findings[nth - 1][1].band:
            band = html(
                "<p class='band'><b>{}</b></p>", frame.said(say(f"technique.band_{each.band}"))
            )
        show(
            band
            + html(
                "<div class='finding {}' id='{}'>{}</div>",
                each.severity.value,
                _place("f", each, number),
                finding_html(frame, number, each),
            )
        )
        if beside is not None:
            beside(number, each)


def at_words(frame: Frame, findings: Sequence[Finding], text: str) -> Html:
    """The proposed text with the words of the findings marked; empty where they mark none."""
    if not any(f.span for each in findings for f in each.all):
        return NONE
    return html(
        "<p class='soft'><b>{}</b></p><blockquote class='marked'>{}</blockquote>",
        frame.say("findings_at_words"),
        marked(text, findings),
    )


def _place(kind: str, finding: Finding, number: int) -> str:
    """The anchor of a finding (`f`) or of its words (`w`)."""
    return f"{kind}-{file_name(finding.item or 'whole')}-{number}"


def dismisser(frame: Frame, package: str) -> Callable[[int, Finding], None]:
    """What stands beside a finding of a package: setting it aside with a reason that is kept."""

    def beside(number: int, finding: Finding) -> None:
        key = f"{package}-{finding.item}-{number}-{finding.rule}-{abs(hash(finding))}"
        with st.popover(frame.say("dismiss"), type="tertiary"):
            reason = st.text_area(
                frame.say("dismiss_reason"), key=f"why-{key}", max_chars=dismissed.LONGEST
            )
            if st.button(frame.say("dismiss_do"), key=f"do-{key}"):
                try:
                    dismissed.dismiss(package, [finding], reason, date.today().isoformat())
                except KbError as error:
                    show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
                else:
                    st.rerun()

    return beside


def dismissals(frame: Frame, package: str, aside: dismissed.Reasons) -> None:
    """The findings set aside, each with its reason and the way back."""
    shown = folded_aside({f: each.why for f, each in aside.items()})
    with st.expander(f"{frame.say('dismissed')}: {len(shown)}"):
        for number, (finding, (reason, day)) in enumerate(shown.items(), start=1):
            where = f"{frame.say('amendment')} {finding.item}: " if finding.item else ""
            left, right = st.columns([8, 1.6], vertical_alignment="top")
            with left:
                show(
                    html(
                        "<p><b>{}</b><br>{}<br><span class='soft'>{} · {}</span></p>",
                        rules()[finding.rule].title[frame.language],
                        where + frame.dated(finding.message_in(frame.language)),
                        frame.day(day),
                        reason,
                    )
                )
            if right.button(frame.say("restore"), key=f"back-{package}-{number}", width="stretch"):
                dismissed.restore(package, [aside[place] for place in finding.all])
                st.rerun()
