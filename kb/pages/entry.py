"""One amendment on the page Поправки: what it does, the comparison, what changed since its author wrote,
and below it the source, the grounds and the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.amendment.package import Baseline
from kb.compare.table import Entry
from kb.ground.html import NONE, Html, html, together
from kb.norm.address import parse
from kb.norm.difference import Change
from kb.norm.marks import Segments
from kb.norm.moved import moved_rows
from kb.pages.frame import Frame
from kb.words.text import short, words
from kb.write.compared import rows_html
from kb.write.html import cell, segments

_QUOTED = 90  # characters of changed words that the sentence on an amendment still quotes


def title(frame: Frame, entry: Entry) -> str:
    """«Пункт 6 статьи 11»; several units together by the first and the last, in Russian as the table does."""
    if len(entry.added) < 2:
        return frame.unit_words(entry.steps)
    if frame.language == "ru":
        return entry.element[:1].upper() + entry.element[1:]
    return " – ".join(frame.unit_words(entry.added[n]) for n in (0, -1))


def word_counts(entry: Entry) -> tuple[int, int, int]:
    """How many words an amendment adds, removes and moves."""
    count = dict.fromkeys("=+-<>", 0)
    for row in moved_rows(entry.rows):
        for at, (op, text) in enumerate(row.segments):
            rest = next((t for o, t in row.segments[at + 1 : at + 3] if o == "="), "")
            # A letter that only changes its case is no word that comes or goes.
            letter = op in "+-" and text[-1:].isalnum() and rest[:1].isalnum()
            count[op] += len(words(text)) - letter
    return count["+"], count["-"], count[">"]


def changed_words(entry: Entry) -> str:
    """«+12 −5 ⇄4»: the words added, removed and moved; empty where nothing is carried out."""
    counts = zip("+−⇄", word_counts(entry), strict=True)
    return " ".join(f"{sign}{n}" for sign, n in counts if n)


def what_it_does(frame: Frame, entry: Entry) -> Html:
    """The amendment in one sentence: what is done to which unit, and with how many words."""
    if entry.item.operation == "none":
        return html("<p class='does'>{}</p>", frame.say("concept"))
    if entry.refused and not entry.rows:
        said = f"{frame.say('refused')}: {frame.said(entry.refused)}"
        return html("<p class='bad'>{}</p>", said)
    kind = frame.say(f"operation_{entry.item.operation}")
    parts = [
        html("{}: {}.", kind[:1].upper() + kind[1:], frame.in_act(title(frame, entry), entry.act))
    ]
    if swap := _only_change(entry):
        before, after = swap
        parts.append(
            html("<del>{}</del> → <ins>{}</ins>.", short(before, _QUOTED), short(after, _QUOTED))
        )
    named = zip(("words_added", "words_removed", "words_moved"), word_counts(entry), strict=True)
    counts = [frame.count(key, n) for key, n in named if n]
    if counts:
        said = ", ".join(counts)
        parts.append(html("{}.", said[:1].upper() + said[1:]))
    refused = NONE
    if entry.refused:
        said = f"{frame.say('refused')}: {frame.said(entry.refused)}"
        refused = html("<p class='bad'>{}</p>", said)
    return html("<p class='does'>{}</p>{}", together(parts, " "), refused)


def _only_change(entry: Entry) -> tuple[str, str] | None:
    """The words before and after, where an amendment swaps words in one place and they are few."""
    changed = [r for r in entry.rows if r.status != Change.UNCHANGED]
    if len(changed) != 1 or changed[0].status != Change.CHANGED:
        return None
    marked: list[tuple[str, str]] = [s for s in changed[0].segments if s[0] != "="]
    swaps = [
        (a[1].strip(), b[1].strip())
        for a, b in pairwise(marked)
        if (a[0], b[0]) == ("-", "+") and a[1].strip() and b[1].strip()
    ]
    if len(marked) != 2 or not swaps:
        return None
    return swaps[0]


def comparison(frame: Frame, entry: Entry, *, inline: bool, steps: Html) -> Html:
    """The law beside the proposed text, unit by unit, or one text with its marks."""
    concept = entry.item.operation == "none"
    parts = []
    if entry.rows:
        face = replace(frame.face("left", "right"), inline=inline, steps=steps)
        dated = f"{face.heads[1]} · {frame.day(parse(entry.edition).edition or '')}"
        face = replace(face, heads=(face.heads[0], dated, face.heads[2]))
        parts.append(rows_html(entry.rows, entry.marks, face))
    elif entry.left:
        parts.append(html("<div class='law'>{}</div>", cell(entry.left, "left")))
    if concept and entry.item.proposed:
        parts.append(html("<blockquote>{}</blockquote>", entry.item.proposed))
    return together(parts)


# --- What stands below the comparison -------------------------------------------------------------


def since(frame: Frame, entry: Entry) -> Html:
    """One line: whether the law still has the words that the author quotes."""
    here = next((b for b in entry.baselines if b.edition == entry.edition), None)
    if entry.item.operation == "none" or not entry.item.quoted:
        return NONE
    if here is None or here.match == "not_held":
        return NONE
    said = frame.say(f"since_{here.match}", day=frame.day(parse(here.edition).edition or ""))
    shown = html(": {}", _changes(here.segments)) if here.match == "near" else NONE
    return html("<p class='since {}'>{}{}</p>", here.match, said, shown)


def _changes(pieces: Segments) -> Html:
    """The marks alone, with a few words around each."""
    out = []
    for op, text in pieces:
        if op == "=":
            out.append(html(" … ") if len(text) > 60 else html("{}", text))
        else:
            out.append(segments(((op, text),)))
    return together(out)


def below(frame: Frame, entry: Entry) -> Html:
    """The remarks, and folded the source, the grounds, the misprints and the baseline."""
    remarks = (frame.said(r) for r in entry.remarks)
    notes = together(html("<p class='remark'>{}</p>", r[:1].upper() + r[1:]) for r in remarks)
    item = entry.item
    parts = []
    if item.place:
        parts.append(html("<p class='soft'>{}: {}</p>", frame.say("place"), item.place))
    if item.grounds:
        parts.append(_titled(frame.say("grounds"), html("<blockquote>{}</blockquote>", item.grounds)))  # fmt: skip
    if item.misprints:
        should = frame.say("should_be")
        rows = [html("«{}» — {} «{}»", m.words, should, m.should_be) for m in item.misprints]
        parts.append(_titled(frame.say("misprints"), _listed(rows)))
    if item.annex and item.annex.differences:
        rows = [html("«{}» → «{}»", body, annex) for body, annex in item.annex.differences]
        parts.append(_titled(item.annex.place, _listed(rows)))
    if item.operation != "none":
        parts.append(_titled(frame.say("baseline"), _baselines(frame, entry)))
    if not parts:
        return notes
    return html(
        "{}<details class='below'><summary>{}</summary>{}</details>",
        notes,
        frame.say("source_and_baseline"),
        together(parts),
    )


def _titled(head: str, body: Html) -> Html:
    return html("<p><b>{}</b></p>{}", head, body)


def _listed(rows: Sequence[Html]) -> Html:
    return html("<ul>{}</ul>", together(html("<li>{}</li>", row) for row in rows))


def _baselines(frame: Frame, entry: Entry) -> Html:
    """Which editions have the wording that the author quotes as the one in force."""
    if not entry.baselines:
        return html("<p class='soft'>{}</p>", frame.say("no_quotation"))
    held = [b for b in entry.baselines if b.match != "not_held"]
    rows = together(_baseline(frame, b) for b in held)
    absent = [frame.day(parse(b.edition).edition or "") for b in entry.baselines if b not in held]
    if absent:
        said = f"{frame.say('match_not_held')}: {', '.join(absent)}"
        rows += html("<li class='soft'>{}</li>", said)
    return html("<ul>{}</ul>", rows)


def _baseline(frame: Frame, baseline: Baseline) -> Html:
    parts = [
        frame.norm_html(baseline.address or baseline.edition),
        html(
            " <span class='chip {}'>{}</span>", baseline.match, frame.say(f"match_{baseline.match}")
        ),
    ]
    if baseline.match == "near":
        parts.append(html("<blockquote><bdi>{}</bdi></blockquote>", segments(baseline.segments)))
    for part in baseline.partial:
        said = f"{frame.say('not_quoted')}: {frame.said(part)}"
        parts.append(html("<p class='remark'>{}</p>", said))
    return html("<li>{}</li>", together(parts))
