"""The verdicts on the page Хартия: chips, the matrix of duties, what changes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kb.charter.assess import Verdict
from kb.charter.changed import VerdictChange, unchanged
from kb.charter.positions import Standing
from kb.charter.report import Measure, Report
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.saying import Value, joined
from kb.norm.address import BadAddress, parse
from kb.pages.frame import Frame

VERDICTS = ("complies", "partly", "fails", "undetermined")
SIGNS = {"complies": "✓", "partly": "½", "fails": "✗", "undetermined": "?"}
CORE = "★"
# What the page shows: the table of duties first.
Tab = Literal["points", "table", "days", "protocol", "constitution", "member"]
TABLE_ANCHOR = "c-table"
TREATY = "charter-1985"
_ADDRESS = re.compile(
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:@\d{4}-\d\d-\d\d(?::\w\w)?)?/[a-z]+_[\w-]+(?:\.[a-z]+_[\w-]+)*"
)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the verdicts, by what they are computed, and the choices of the URL.

    `tab`: what is shown; `open`: the paragraph that is open, "" for none; `kept`: what is left of the
    tiles, by filter.
    """

    frame: Frame
    by: Measure
    report: Report
    on: str | None
    tab: Tab = "points"
    open: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: Value) -> str:
        """A string of the interface."""
        return self.frame.say(key, **values)

    def said(self, text: str) -> str:
        """A sentence of the rules in the language of the interface."""
        return self.frame.said(text)

    def link(self, **other: str) -> str:
        """The URL of this page with a part of the view changed; "" leaves a part out."""
        view = {
            "on": self.on or "",
            "packages": ",".join(self.report.packages),
            "tab": self.tab if self.tab != "points" else "",
            "p": self.open,
            **self.kept,
            **other,
        }
        return self.frame.link("charter", **{k: v for k, v in view.items() if v})

    def tab_of(self, verdict: Verdict) -> str:
        """The tab on which a verdict stands; "" for the first."""
        return verdict.part if verdict.part != "charter" else ""

    def paragraph(self, name: str) -> str:
        """The URL of a paragraph, in its tab."""
        tab = self.tab_of(self.report.after.of(name))
        return self.link(tab=tab, p=name, **dict.fromkeys(self.kept, ""))

    def change(self, paragraph: str) -> VerdictChange | None:
        """What the packages change for a duty."""
        return next((c for c in self.report.changes if c.id == paragraph), None)


def disputed(view: View, verdict: Verdict) -> bool:
    """Whether a careful reader may decide a paragraph otherwise, or a study does."""
    rule = view.by.rules.of(verdict.id)
    contested = rule is not None and rule.contested is not None
    return contested or any(
        s.agrees is False for s in view.report.standings if speaks_of(s, verdict)
    )


def speaks_of(standing: Standing, verdict: Verdict) -> bool:
    """Whether a study's position is on the paragraph of a verdict."""
    return standing.position.paragraph == verdict.id


def matches(view: View, verdict: Verdict) -> bool:
    """Whether a tile is left by the filters."""
    kept = view.kept
    return (
        kept.get("verdict", "") in ("", verdict.verdict)
        and (not kept.get("core") or verdict.core)
        and (not kept.get("changed") or view.change(verdict.id) is not None)
        and (not kept.get("disputed") or disputed(view, verdict))
    )


def filters(view: View) -> Html:
    """What may be left of the tiles, each with its count."""
    every = view.report.after.part("charter")
    choices = [
        (
            "verdict",
            v,
            html("{} {}", SIGNS[v], view.say(f"charter.verdict_{v}")),
            v,
            sum(x.verdict == v for x in every),
        )
        for v in VERDICTS
    ]
    choices.append(("core", "1", html("{} {}", CORE, view.say("filter_core")), "", sum(v.core for v in every)))  # fmt: skip
    if view.report.packages:
        count = sum(view.change(v.id) is not None for v in every)
        choices.append(("changed", "1", html("{}", view.say("filter_changed")), "", count))
    count = sum(disputed(view, v) for v in every)
    choices.append(("disputed", "1", html("{}", view.say("filter_disputed")), "", count))
    rows = []
    for key, value, words, kind, count in choices:
        on = view.kept.get(key) == value
        rows.append(
            html(
                "<li><a class='chip verdict {}' href='{}'{}>{}: {}</a></li>",
                kind,
                view.link(**{key: "" if on else value}),
                html(" aria-current='true'") if on else NONE,
                words,
                count,
            )
        )
    return html(
        "<nav class='filters' aria-label='{}'><ul>{}</ul></nav>",
        view.say("filters"),
        together(rows),
    )


def chip(frame: Frame, verdict: str) -> Html:
    """A verdict as a sign and a word, never as a colour alone."""
    word = frame.say(f"charter.verdict_{verdict}")
    return html(
        "<span class='chip verdict {}'><span aria-hidden='true'>{}</span> {}</span>",
        verdict,
        SIGNS[verdict],
        word,
    )


def linked(frame: Frame, said: str) -> Html:
    """A sentence, in the language of the interface, with the addresses in it as links to norms."""
    text = frame.said(said)
    parts, done = [], 0
    for match in _ADDRESS.finditer(text):
        try:
            known = parse(match.group()).act in frame.library.acts
        except BadAddress:
            known = False
        if known:
            parts += [escaped(text[done : match.start()]), frame.norm_html(match.group())]
            done = match.end()
    return together([*parts, escaped(text[done:])])


def legend(view: View) -> Html:
    """What each verdict and mark means."""
    rows = together(
        html("<li>{} {}</li>", chip(view.frame, v), view.say(f"legend_{v}")) for v in VERDICTS
    )
    return html(
        "<ul class='legend'>{}<li><b>{}</b> {}</li></ul>", rows, CORE, view.say("legend_core")
    )


def matrix(view: View, shown: Sequence[Verdict]) -> Html:
    """The thirty paragraphs as tiles, a row for an article; those that the filters leave out are pale."""
    treaty = view.frame.library.edition(TREATY)
    left = {v.id for v in shown}
    rows = []
    for number, verdicts in _articles(view):
        clause = treaty.find(parse(f"{TREATY}/art_{number}").steps)
        name = view.say("charter_article", number=number)
        heading = (
            html(" <span class='soft' lang='{}'>{}</span>", treaty.language, clause.heading)
            if clause
            else NONE
        )
        tiles = together(tile(view, v, pale=v.id not in left) for v in verdicts)
        rows.append(
            html(
                "<div class='tilerow'><div><b>{}</b>{}</div><div class='tiles'>{}</div></div>",
                name,
                heading,
                tiles,
            )
        )
    return html("<div class='matrix'>{}</div>", together(rows))


def _articles(view: View) -> list[tuple[str, list[Verdict]]]:
    grouped: dict[str, list[Verdict]] = {}
    for verdict in view.report.after.part("charter"):
        grouped.setdefault(verdict.id.split(".")[0], []).append(verdict)
    return list(grouped.items())


def _here(view: View, verdict: Verdict) -> Html:
    return html(" aria-current='true'") if verdict.id == view.open else NONE


def core(view: View, verdict: Verdict) -> Html:
    return (
        html(" <span title='{}'>{}</span>", view.say("legend_core"), CORE) if verdict.core else NONE
    )


def tile(view: View, verdict: Verdict, *, pale: bool) -> Html:
    """A paragraph's number and verdict; with packages, the verdict before and after."""
    change = view.change(verdict.id)
    word = view.say(f"charter.verdict_{verdict.verdict}")
    was = news = NONE
    if change and change.before != change.after:
        said = view.say("verdict_was", verdict=view.say(f"charter.verdict_{change.before}"))
        was = html("<span aria-hidden='true'>{} → </span>", SIGNS[change.before])
        news = html("<span class='news unseen'>{}</span>", said)
    elif change:
        news = html("<span class='news' title='{0}'>±<span class='unseen'>{0}</span></span>", view.say("grounds_changed"))  # fmt: skip
    return html(
        "<a class='tile {}{}' href='{}' title='{}'{}><b>{}</b>{} <span class='verdict'>{}"
        "<span aria-hidden='true'>{}</span> <span class='unseen'>{}</span></span>{}</a>",
        verdict.verdict,
        " pale" if pale else "",
        view.link(p="" if verdict.id == view.open else verdict.id),
        word,
        _here(view, verdict),
        verdict.id,
        core(view, verdict),
        was,
        SIGNS[verdict.verdict],
        word,
        news,
    )


def lines(view: View, shown: Sequence[Verdict]) -> Html:
    """The paragraphs one under another: number, verdict, duty."""
    known = {p.id: p for p in view.by.paragraphs}
    rows = together(
        html(
            "<li class='{}'><a href='{}'{}><b>{}</b>{} {} <span>{}</span></a></li>",
            v.verdict,
            view.link(p="" if v.id == view.open else v.id),
            _here(view, v),
            v.id,
            core(view, v),
            chip(view.frame, v.verdict),
            view.said(known[v.id].duty),
        )
        for v in shown
    )
    return html("<ol class='lines'>{}</ol>", rows)


def changes(view: View, url: Callable[[str], str] | None = None) -> Html:
    """What the packages change, a duty after another, with the direction in words.

    `url`: the address of a paragraph, where another page shows the changes.
    """
    url = url or view.paragraph
    known = {p.id: p for p in view.by.paragraphs}
    rows = together(
        html(
            "<li id='change-{}'><a href='{}'><b>{}</b></a> {}<br>{}</li>",
            c.id,
            url(c.id),
            c.id,
            view.said(known[c.id].duty),
            change_line(view, c),
        )
        for c in view.report.changes
    )
    parts = (
        html("<ul class='changes'>{}</ul>", rows)
        if rows
        else html("<p>{}</p>", view.said(unchanged(view.report.after)))
    )
    refused = together(
        html(
            "<p class='bad'>{}: {}</p>",
            view.say("refused"),
            linked(view.frame, joined(" · ", filter(None, (r.package, r.target, r.reason)))),
        )
        for r in view.report.refused
    )
    return parts + refused


def change_line(view: View, change: VerdictChange) -> Html:
    verdicts = chip(view.frame, change.after)
    if change.before != change.after:
        verdicts = html("{} → {}", chip(view.frame, change.before), verdicts)
    said = (view.frame.said(r) for r in change.reasons)
    rows = together(html("<li>{}</li>", linked(view.frame, r[:1].upper() + r[1:])) for r in said)
    return html(
        "{} <b>{}</b><ul>{}</ul>", verdicts, view.say(f"direction_{change.direction}"), rows
    )
