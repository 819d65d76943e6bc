"""The verdicts on the page Хартия: chips, the matrix of duties, and the grounds of each on click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.charter.assess import Evidence, Verdict
from kb.charter.changed import VerdictChange, unchanged
from kb.charter.paragraphs import Paragraph
from kb.charter.positions import Standing
from kb.charter.report import Measure, Report
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.saying import Value, joined, say
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
        """A string of the interface."""
        return self.frame.say(key, **values)

    def said(self, text: str) -> str:
        """A sentence of the rules in the language of the interface."""
        return self.frame.said(text)

    def here(self, anchor: str) -> str:
        """The URL of a place of this page, with the view kept."""
        chosen = {"on": self.on or "", "packages": ",".join(self.found.packages)}
        return self.frame.link("charter", **{k: v for k, v in chosen.items() if v}) + f"#{anchor}"

    def change(self, paragraph: str) -> VerdictChange | None:
        """What the packages change for a duty."""
        return next((c for c in self.found.changes if c.id == paragraph), None)


def anchor(paragraph: str) -> str:
    """The place of a duty's grounds on the page."""
    return f"d-{paragraph}"


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
    for found in _ADDRESS.finditer(text):
        try:
            known = parse(found.group()).act in frame.library.acts
        except BadAddress:
            known = False
        if known:
            parts += [escaped(text[done : found.start()]), frame.norm_html(found.group())]
            done = found.end()
    return together([*parts, escaped(text[done:])])


def legend(view: View) -> Html:
    """What each verdict and mark means."""
    rows = together(
        html("<li>{} {}</li>", chip(view.frame, v), view.say(f"legend_{v}")) for v in VERDICTS
    )
    return html(
        "<ul class='legend'>{}<li><b>{}</b> {}</li></ul>", rows, CORE, view.say("legend_core")
    )


def matrix(view: View) -> Html:
    """The thirty paragraphs as tiles, a row for an article."""
    treaty = view.frame.library.edition(TREATY)
    rows = []
    for number, verdicts in _articles(view):
        clause = treaty.find(parse(f"{TREATY}/art_{number}").steps)
        name = view.say("charter_article", number=number)
        heading = (
            html(" <span class='soft' lang='{}'>{}</span>", treaty.language, clause.heading)
            if clause
            else NONE
        )
        tiles = together(_tile(view, v) for v in verdicts)
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
    for verdict in view.found.after.part("charter"):
        grouped.setdefault(verdict.id.split(".")[0], []).append(verdict)
    return list(grouped.items())


def _tile(view: View, verdict: Verdict) -> Html:
    core = (
        html(" <span title='{}'>{}</span>", view.say("legend_core"), CORE) if verdict.core else NONE
    )
    change = view.change(verdict.id)
    news = ""
    if change and change.before != change.after:
        was = view.frame.say(f"charter.verdict_{change.before}")
        news = html("<span class='news'>{}</span>", view.say("verdict_was", verdict=was))
    elif change:
        news = html("<span class='news'>{}</span>", view.say("grounds_changed"))
    return html(
        "<a class='tile {}' href='#{}'><span><b>{}</b>{}</span>{}{}</a>",
        verdict.verdict,
        anchor(verdict.id),
        verdict.id,
        core,
        chip(view.frame, verdict.verdict),
        news,
    )


def duties(view: View, part: str) -> Html:
    """The duties of a part, each with its grounds folded under it."""
    known = {p.id: p for p in view.by.paragraphs}
    return together(_duty(view, v, known[v.id]) for v in view.found.after.part(part))


def _duty(view: View, verdict: Verdict, paragraph: Paragraph) -> Html:
    core = (
        html(" <span title='{}'>{}</span>", view.say("legend_core"), CORE) if verdict.core else NONE
    )
    clauses = together((view.frame.norm_html(c) for c in paragraph.clauses), ", ")
    parts = [html("<p class='soft'>{}: {}</p>", view.say("duty_clause"), clauses)]
    change = view.change(verdict.id)
    if change:
        parts.append(html("<div class='note'>{}</div>", _change(view, change)))
    # Not the whole reason: the evidence and what is missing stand in lists of their own here.
    parts.append(html("<p>{}</p>", linked(view.frame, verdict.because)))
    if verdict.evidence:
        rows = together(_evidence(view, e) for e in verdict.evidence)
        parts.append(
            html("<p><b>{}</b></p><ul class='evidence'>{}</ul>", view.say("evidence"), rows)
        )
    else:
        parts.append(html("<p class='soft'>{}</p>", view.say("evidence_none")))
    if verdict.missing:
        rows = together(html("<li>{}</li>", view.said(m)) for m in verdict.missing)
        parts.append(html("<p><b>{}</b></p><ul>{}</ul>", view.say("verdict_missing"), rows))
    rule = view.by.rules.of(verdict.id)
    if rule:
        sources = together((linked(view.frame, s) for s in rule.sources), "; ")
        parts.append(
            html(
                "<p><b>{}</b></p><p>{}</p><p class='soft'>{}: {}</p>",
                view.say("rule_argument"),
                view.said(rule.argument),
                view.say("rule_sources"),
                sources,
            )
        )
    if rule and rule.contested:
        better, worse = map(view.said, rule.contested)
        parts.append(
            html(
                "<p><b>{}</b></p><ul><li>{}: {}</li><li>{}: {}</li></ul>",
                view.said(say("charter.contested")),
                view.said(say("charter.contested_for")),
                better,
                view.said(say("charter.contested_against")),
                worse,
            )
        )
    parts.append(_standings(view, [s for s in view.found.standings if _on(s, verdict)]))
    return html(
        "<details class='duty {}'><summary><b>{}</b>{} "
        "{} {}</summary>"
        "<div id='{}'>{}</div></details>",
        verdict.verdict,
        verdict.id,
        core,
        chip(view.frame, verdict.verdict),
        view.said(paragraph.duty),
        anchor(verdict.id),
        together(parts),
    )


def _on(standing: Standing, verdict: Verdict) -> bool:
    return standing.position.paragraph == verdict.id


def _evidence(view: View, found: Evidence) -> Html:
    sign = "＋" if found.weighs == "for" else "−"
    chips = html(
        "<span class='chip {}'><span aria-hidden='true'>{}</span> {}</span>",
        found.weighs,
        sign,
        view.say(f"weighs_{found.weighs}"),
    )
    if found.proposed:
        chips += html(" <span class='chip limited'>{}</span>", view.say("evidence_proposed"))
    before, deciding, after = found.quote.partition(found.decisive)
    quote = escaped(before)
    if deciding:
        quote += html("<mark>{}</mark>{}", deciding, after)
    limit = (
        html(
            "<p class='note'>{}: <span lang='{}'>{}</span></p>",
            view.say("evidence_limit"),
            found.language,
            found.limit,
        )
        if found.limit
        else NONE
    )
    return html(
        "<li>{} {}<blockquote lang='{}'>{}</blockquote><p class='soft'>{}</p>{}</li>",
        chips,
        view.said(found.says),
        found.language,
        quote,
        view.frame.norm_html(found.address),
        limit,
    )


def _standings(view: View, standings: Sequence[Standing]) -> Html:
    if not standings:
        return NONE
    rows = together(_standing(view, s) for s in standings)
    note = (
        html("<p class='soft'>{}</p>", view.say("standings_law")) if view.found.packages else NONE
    )
    return html("<p><b>{}</b></p>{}<ul class='evidence'>{}</ul>", view.say("standings"), note, rows)


def _standing(view: View, standing: Standing) -> Html:
    said = standing.position
    where = view.frame.said(said.place)  # a heading in it is the study's own, as printed
    place = where[:1].upper() + where[1:]
    if said.row:  # the table with its label stands on this page
        whose = html("<a href='#{}'>{}</a>", TABLE_ANCHOR, place)
    else:
        study, _, claim = said.claim.partition("#")
        url = view.frame.link("studies", study=study, claim=claim)
        author = html("<a href='{}' lang='ru'>{}</a>", url, said.author)
        whose = html("{} <span class='soft'>{}</span>", author, place)
    remark = html("<p class='soft'>{}</p>", view.said(said.remark)) if said.remark else NONE
    return html(
        "<li>{}<blockquote lang='ru'>{}</blockquote>{}{}</li>",
        whose,
        said.words,
        standing_line(view, standing),
        remark,
    )


def standing_line(view: View, standing: Standing) -> Html:
    """What a study's words lead to, what is computed, whether the two agree and why not."""
    said = standing.position
    inferred = (
        html(" <span class='soft'>({})</span>", view.say("standing_implied"))
        if said.implied
        else NONE
    )
    agrees = {True: "yes", False: "no", None: "unknown"}[standing.agrees]
    why = html("<p class='note'>{}</p>", view.said(standing.why)) if standing.why else NONE
    return html(
        "<p>{}: {}{}<br>{}: {}<br><b>{}</b></p>{}",
        view.say("standing_says"),
        chip(view.frame, said.says),
        inferred,
        view.say("standing_computed"),
        chip(view.frame, standing.verdict),
        view.say(f"standing_{agrees}"),
        why,
    )


def changes(view: View, page: str = "") -> Html:
    """What the packages change, a duty after another, with the direction in words.

    `page`: the URL of the page Хартия, on which the duties stand, when it is another one.
    """
    known = {p.id: p for p in view.by.paragraphs}
    rows = together(
        html(
            "<li><a href='{}#{}'><b>{}</b></a> {}<br>{}</li>",
            page,
            anchor(c.id),
            c.id,
            view.said(known[c.id].duty),
            _change(view, c),
        )
        for c in view.found.changes
    )
    found = (
        html("<ul class='changes'>{}</ul>", rows)
        if rows
        else html("<p>{}</p>", view.said(unchanged(view.found.after)))
    )
    refused = together(
        html(
            "<p class='bad'>{}: {}</p>",
            view.say("refused"),
            linked(view.frame, joined(" · ", filter(None, (r.package, r.target, r.reason)))),
        )
        for r in view.found.refused
    )
    return found + refused


def _change(view: View, change: VerdictChange) -> Html:
    verdicts = chip(view.frame, change.after)
    if change.before != change.after:
        verdicts = html("{} → {}", chip(view.frame, change.before), verdicts)
    said = (view.frame.said(r) for r in change.reasons)
    rows = together(html("<li>{}</li>", linked(view.frame, r[:1].upper() + r[1:])) for r in said)
    return html(
        "{} <b>{}</b><ul>{}</ul>", verdicts, view.say(f"direction_{change.direction}"), rows
    )
