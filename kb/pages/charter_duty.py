"""A duty of the Charter on the page Хартия: its verdict, the grounds, the argument, what studies say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.charter.assess import Evidence, Verdict
from kb.charter.positions import Standing
from kb.charter.rules import Rule
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.saying import say
from kb.pages.charter_matrix import View, change_line, chip, core, linked, speaks_of


def duty(view: View) -> Html:
    """The paragraph that is open: the duty, its verdict and the grounds."""
    verdict = view.report.after.of(view.open)
    paragraph = next(p for p in view.by.paragraphs if p.id == view.open)
    clauses = together((view.frame.norm_html(c) for c in paragraph.clauses), ", ")
    parts = [
        html(
            "<p class='close'><a href='{}'>{}</a></p><h2 class='art'><b>{}</b>{} {}</h2><p>{}</p>",
            view.link(p=""),
            view.say("charter_close"),
            verdict.id,
            core(view, verdict),
            chip(view.frame, verdict.verdict),
            view.said(paragraph.duty),
        ),
        html("<p class='soft'>{}: {}</p>", view.say("duty_clause"), clauses),
    ]
    if change := view.change(verdict.id):
        parts.append(html("<div class='remark'>{}</div>", change_line(view, change)))
    parts += _grounds(view, verdict)
    if rule := view.by.rules.of(verdict.id):
        parts += _argument(view, rule)
    parts.append(_standings(view, [s for s in view.report.standings if speaks_of(s, verdict)]))
    if view.frame.language != "ru":
        parts.append(html("<p class='soft'>{}</p>", view.say("charter_in_russian")))
    return html(
        "<section class='duty {}' id='{}' aria-label='{}'>{}</section>",
        verdict.verdict,
        f"d-{verdict.id}",
        verdict.id,
        together(parts),
    )


def _grounds(view: View, verdict: Verdict) -> Iterator[Html]:
    """The reason, the evidence and what is missing."""
    # Not the whole reason: the evidence and what is missing stand in lists of their own here.
    yield html("<p>{}</p>", linked(view.frame, verdict.because))
    if verdict.evidence:
        rows = together(_evidence(view, e) for e in verdict.evidence)
        yield html("<p><b>{}</b></p><ul class='evidence'>{}</ul>", view.say("evidence"), rows)
    else:
        yield html("<p class='soft'>{}</p>", view.say("evidence_none"))
    if verdict.missing:
        rows = together(html("<li>{}</li>", view.said(m)) for m in verdict.missing)
        yield html("<p><b>{}</b></p><ul>{}</ul>", view.say("verdict_missing"), rows)


def _argument(view: View, rule: Rule) -> Iterator[Html]:
    """The rule's argument with its sources, and both sides where it is contested."""
    yield html(
        "<p><b>{}</b></p><p>{}</p><p class='soft'>{}: {}</p>",
        view.say("rule_argument"),
        view.said(rule.argument),
        view.say("rule_sources"),
        together((linked(view.frame, s) for s in rule.sources), "; "),
    )
    if rule.contested:
        better, worse = map(view.said, rule.contested)
        yield html(
            "<p><b>{}</b></p><ul><li>{}: {}</li><li>{}: {}</li></ul>",
            view.said(say("charter.contested")),
            view.said(say("charter.contested_for")),
            better,
            view.said(say("charter.contested_against")),
            worse,
        )


def _evidence(view: View, evidence: Evidence) -> Html:
    sign = "+" if evidence.weighs == "for" else "−"
    chips = html(
        "<span class='chip {}'><span aria-hidden='true'>{}</span> {}</span>",
        evidence.weighs,
        sign,
        view.say(f"weighs_{evidence.weighs}"),
    )
    if evidence.proposed:
        chips += html(" <span class='chip limited'>{}</span>", view.say("evidence_proposed"))
    before, deciding, after = evidence.quote.partition(evidence.decisive)
    quote = escaped(before)
    if deciding:
        quote += html("<mark>{}</mark>{}", deciding, after)
    limit = (
        html(
            "<p class='note'>{}: <span lang='{}'>{}</span></p>",
            view.say("evidence_limit"),
            evidence.language,
            evidence.limit,
        )
        if evidence.limit
        else NONE
    )
    return html(
        "<li>{} {}<blockquote lang='{}'>{}</blockquote><p class='soft'>{}</p>{}</li>",
        chips,
        view.said(evidence.says),
        evidence.language,
        quote,
        view.frame.norm_html(evidence.address),
        limit,
    )


def _standings(view: View, standings: Sequence[Standing]) -> Html:
    if not standings:
        return NONE
    rows = together(_standing(view, s) for s in standings)
    note = (
        html("<p class='soft'>{}</p>", view.say("standings_law")) if view.report.packages else NONE
    )
    return html("<p><b>{}</b></p>{}<ul class='evidence'>{}</ul>", view.say("standings"), note, rows)


def _standing(view: View, standing: Standing) -> Html:
    said = standing.position
    where = view.frame.said(said.place)  # a heading in it is the study's own, as printed
    place = where[:1].upper() + where[1:]
    if said.row:  # the table with its label stands on this page
        whose = html("<a href='{}'>{}</a>", view.link(tab="table", p=""), place)
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
    why = html("<p class='remark'>{}</p>", view.said(standing.why)) if standing.why else NONE
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
