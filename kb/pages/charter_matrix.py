"""The verdicts on the page Хартия: chips, the matrix of duties, and the grounds of each on click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.charter.assess import Evidence, Verdict
from kb.charter.changed import Change
from kb.charter.paragraphs import Paragraph
from kb.charter.positions import Standing
from kb.charter.report import Measure, Report
from kb.ground.safe import html_text
from kb.ground.saying import Value, joined
from kb.norm.address import BadAddress, parse
from kb.pages.frame import Frame

VERDICTS = ("complies", "partly", "fails", "undetermined")
SIGNS = {"complies": "✓", "partly": "½", "fails": "✗", "undetermined": "?"}
CORE = "★"
TABLE_ANCHOR = "c-table"
TREATY = "charter-1985"
_ADDRESS = re.compile(
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:@\d{4}-\d\d-\d\d(?::\w\w)?)?/[a-z]+_[\w-]+(?:\.[a-z]+_[\w-]+)*"
)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the verdicts, by what they are computed, and the choices of the URL."""

    frame: Frame
    by: Measure
    found: Report
    on: str | None

    def say(self, key: str, **values: Value) -> str:
        """A string of the interface, safe for HTML."""
        return html_text(self.frame.say(key, **values))

    def said(self, text: str) -> str:
        """A sentence of the rules in the language of the interface, safe for HTML."""
        return html_text(self.frame.said(text))

    def here(self, anchor: str) -> str:
        """The URL of a place of this page, with the view kept."""
        chosen = {"on": self.on or "", "packages": ",".join(self.found.packages)}
        return self.frame.link("charter", **{k: v for k, v in chosen.items() if v}) + f"#{anchor}"

    def change(self, paragraph: str) -> Change | None:
        """What the packages change for a duty."""
        return next((c for c in self.found.changes if c.id == paragraph), None)


def anchor(paragraph: str) -> str:
    """The place of a duty's grounds on the page."""
    return f"d-{paragraph}"


def chip(frame: Frame, verdict: str) -> str:
    """A verdict as a sign and a word, never as a colour alone."""
    word = html_text(frame.say(f"charter.verdict_{verdict}"))
    return (
        f"<span class='chip verdict {verdict}'><span aria-hidden='true'>{SIGNS[verdict]}</span> "
        f"{word}</span>"
    )


def linked(frame: Frame, said: str) -> str:
    """A sentence, in the language of the interface, with the addresses in it as links to norms."""
    text = frame.said(said)
    parts, done = [], 0
    for found in _ADDRESS.finditer(text):
        try:
            known = parse(found.group()).act in frame.library.acts
        except BadAddress:
            known = False
        if known:
            parts += [html_text(text[done : found.start()]), frame.norm_html(found.group())]
            done = found.end()
    return "".join([*parts, html_text(text[done:])])


def legend(view: View) -> str:
    """What each verdict and mark means."""
    rows = "".join(f"<li>{chip(view.frame, v)} {view.say(f'legend_{v}')}</li>" for v in VERDICTS)
    return f"<ul class='legend'>{rows}<li><b>{CORE}</b> {view.say('legend_core')}</li></ul>"


def matrix(view: View) -> str:
    """The thirty paragraphs as tiles, a row for an article."""
    treaty = view.frame.library.edition(TREATY)
    rows = []
    for number, verdicts in _articles(view):
        clause = treaty.find(parse(f"{TREATY}/art_{number}").steps)
        name = view.say("charter_article", number=number)
        heading = (
            f" <span class='soft' lang='{treaty.language}'>{html_text(clause.heading)}</span>"
            if clause
            else ""
        )
        tiles = "".join(_tile(view, v) for v in verdicts)
        rows.append(
            f"<div class='tilerow'><div><b>{name}</b>{heading}</div><div class='tiles'>{tiles}</div>"
            "</div>"
        )
    return f"<div class='matrix'>{''.join(rows)}</div>"


def _articles(view: View) -> list[tuple[str, list[Verdict]]]:
    grouped: dict[str, list[Verdict]] = {}
    for verdict in view.found.after.part("charter"):
        grouped.setdefault(verdict.id.split(".")[0], []).append(verdict)
    return list(grouped.items())


def _tile(view: View, verdict: Verdict) -> str:
    core = f" <span title='{view.say('legend_core')}'>{CORE}</span>" if verdict.core else ""
    change = view.change(verdict.id)
    news = ""
    if change and change.before != change.after:
        was = view.frame.say(f"charter.verdict_{change.before}")
        news = f"<span class='news'>{view.say('verdict_was', verdict=was)}</span>"
    elif change:
        news = f"<span class='news'>{view.say('grounds_changed')}</span>"
    return (
        f"<a class='tile {verdict.verdict}' href='#{html_text(anchor(verdict.id))}'>"
        f"<span><b>{html_text(verdict.id)}</b>{core}</span>{chip(view.frame, verdict.verdict)}"
        f"{news}</a>"
    )


def duties(view: View, part: str) -> str:
    """The duties of a part, each with its grounds folded under it."""
    known = {p.id: p for p in view.by.paragraphs}
    return "".join(_duty(view, v, known[v.id]) for v in view.found.after.part(part))


def _duty(view: View, verdict: Verdict, paragraph: Paragraph) -> str:
    core = f" <span title='{view.say('legend_core')}'>{CORE}</span>" if verdict.core else ""
    clauses = ", ".join(view.frame.norm_html(c) for c in paragraph.clauses)
    parts = [f"<p class='soft'>{view.say('duty_clause')}: {clauses}</p>"]
    change = view.change(verdict.id)
    if change:
        parts.append(f"<div class='note'>{_change(view, change)}</div>")
    # Not the whole reason: the evidence and what is missing stand in lists of their own here.
    parts.append(f"<p>{linked(view.frame, verdict.because)}</p>")
    if verdict.evidence:
        rows = "".join(_evidence(view, e) for e in verdict.evidence)
        parts.append(f"<p><b>{view.say('evidence')}</b></p><ul class='evidence'>{rows}</ul>")
    else:
        parts.append(f"<p class='soft'>{view.say('evidence_none')}</p>")
    if verdict.missing:
        rows = "".join(f"<li>{view.said(m)}</li>" for m in verdict.missing)
        parts.append(f"<p><b>{view.say('verdict_missing')}</b></p><ul>{rows}</ul>")
    rule = view.by.rules.of(verdict.id)
    if rule:
        sources = "; ".join(linked(view.frame, s) for s in rule.sources)
        parts.append(
            f"<p><b>{view.say('rule_argument')}</b></p><p>{view.said(rule.argument)}</p>"
            f"<p class='soft'>{view.say('rule_sources')}: {sources}</p>"
        )
    parts.append(_standings(view, [s for s in view.found.standings if _on(s, verdict)]))
    return (
        f"<details class='duty {verdict.verdict}'><summary><b>{html_text(verdict.id)}</b>{core} "
        f"{chip(view.frame, verdict.verdict)} {view.said(paragraph.duty)}</summary>"
        f"<div id='{html_text(anchor(verdict.id))}'>{''.join(parts)}</div></details>"
    )


def _on(standing: Standing, verdict: Verdict) -> bool:
    return standing.position.paragraph == verdict.id


def _evidence(view: View, found: Evidence) -> str:
    sign = "＋" if found.weighs == "for" else "−"
    chips = (
        f"<span class='chip {found.weighs}'><span aria-hidden='true'>{sign}</span> "
        f"{view.say(f'weighs_{found.weighs}')}</span>"
    )
    if found.proposed:
        chips += f" <span class='chip limited'>{view.say('evidence_proposed')}</span>"
    before, deciding, after = found.quote.partition(found.decisive)
    quote = html_text(before)
    if deciding:
        quote += f"<mark>{html_text(deciding)}</mark>{html_text(after)}"
    limit = (
        f"<p class='note'>{view.say('evidence_limit')}: <span lang='{html_text(found.language)}'>"
        f"{html_text(found.limit)}</span></p>"
        if found.limit
        else ""
    )
    return (
        f"<li>{chips} {view.said(found.says)}"
        f"<blockquote lang='{html_text(found.language)}'>{quote}</blockquote>"
        f"<p class='soft'>{view.frame.norm_html(found.address)}</p>{limit}</li>"
    )


def _standings(view: View, standings: Sequence[Standing]) -> str:
    if not standings:
        return ""
    rows = "".join(_standing(view, s) for s in standings)
    note = f"<p class='soft'>{view.say('standings_law')}</p>" if view.found.packages else ""
    return f"<p><b>{view.say('standings')}</b></p>{note}<ul class='evidence'>{rows}</ul>"


def _standing(view: View, standing: Standing) -> str:
    said = standing.position
    where = view.frame.said(said.place)  # a heading in it is the study's own, as printed
    place = html_text(where[:1].upper() + where[1:])
    if said.row:  # the table with its label stands on this page
        whose = f"<a href='#{TABLE_ANCHOR}'>{place}</a>"
    else:
        study, _, claim = said.claim.partition("#")
        url = html_text(view.frame.link("studies", study=study, claim=claim))
        author = f"<a href='{url}' lang='ru'>{html_text(said.author)}</a>"
        whose = f"{author} <span class='soft'>{place}</span>"
    remark = f"<p class='soft'>{view.said(said.remark)}</p>" if said.remark else ""
    return (
        f"<li>{whose}<blockquote lang='ru'>{html_text(said.words)}</blockquote>"
        f"{standing_line(view, standing)}{remark}</li>"
    )


def standing_line(view: View, standing: Standing) -> str:
    """What a study's words lead to, what is computed, whether the two agree and why not."""
    said = standing.position
    inferred = (
        f" <span class='soft'>({view.say('standing_implied')})</span>" if said.implied else ""
    )
    agrees = {True: "yes", False: "no", None: "unknown"}[standing.agrees]
    why = f"<p class='note'>{view.said(standing.why)}</p>" if standing.why else ""
    return (
        f"<p>{view.say('standing_says')}: {chip(view.frame, said.says)}{inferred}<br>"
        f"{view.say('standing_computed')}: {chip(view.frame, standing.verdict)}<br>"
        f"<b>{view.say(f'standing_{agrees}')}</b></p>{why}"
    )


def changes(view: View, page: str = "") -> str:
    """What the packages change, a duty after another, with the direction in words.

    `page`: the URL of the page Хартия, on which the duties stand, when it is another one.
    """
    known = {p.id: p for p in view.by.paragraphs}
    rows = "".join(
        f"<li><a href='{html_text(page)}#{html_text(anchor(c.id))}'><b>{html_text(c.id)}</b></a> "
        f"{view.said(known[c.id].duty)}<br>{_change(view, c)}</li>"
        for c in view.found.changes
    )
    found = f"<ul class='changes'>{rows}</ul>" if rows else f"<p>{view.say('changes_none')}</p>"
    refused = "".join(
        f"<p class='bad'>{view.say('refused')}: "
        f"{linked(view.frame, joined(' · ', filter(None, (r.package, r.target, r.reason))))}</p>"
        for r in view.found.refused
    )
    return found + refused


def _change(view: View, change: Change) -> str:
    verdicts = chip(view.frame, change.after)
    if change.before != change.after:
        verdicts = f"{chip(view.frame, change.before)} → {verdicts}"
    said = (view.frame.said(r) for r in change.reasons)
    rows = "".join(f"<li>{linked(view.frame, r[:1].upper() + r[1:])}</li>" for r in said)
    return f"{verdicts} <b>{view.say(f'direction_{change.direction}')}</b><ul>{rows}</ul>"
