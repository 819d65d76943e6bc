"""The text of an edition as HTML: headings, units with their addresses as anchors, notes, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.ground.html import NONE, Html, html, together
from kb.ground.saying import in_language, say
from kb.norm.act import Clause, Edition, Status
from kb.norm.address import DIVISIONS, Steps, steps_text
from kb.write.html import segments

_DEEPER = {"spt": 1, "abz": 1, "sent": 1}


def contents(edition: Edition) -> Html:
    """The divisions and articles as links to their places on the page."""
    rows = together(
        html("<li class='{}'><a href='#{}'>{}</a></li>", _level(c), steps_text(c.steps), _name(c))
        for c in edition.walk()
        if c.heading_lines
    )
    return html("<ul class='contents'>{}</ul>", rows) if rows else NONE


def text(edition: Edition, histories: Mapping[Steps, str]) -> Html:
    """The whole text. `histories`: the address of the page of an article's history, by its steps."""
    body = together(_clause(edition.root, "", edition.language, histories, 0))
    whole = [edition.root, *(c for c in edition.root.children if c.kind == "title")]
    if titles := together(map(_notes, whole)):  # they speak of the act as a whole, and are long
        told = in_language(say("write.site_notes"), edition.language)
        body += html("<section><h2>{}</h2>{}</section>", told, titles)
    signed = together(html("<p>{}</p>", line) for line in edition.signature)
    return body + (html("<div class='signature'>{}</div>", signed) if signed else NONE)


def heading(clause: Clause, language: str) -> str:
    """What an article is called in a list: its heading line, or its kind and number."""
    return _name(clause) or clause.mark or in_language(say("write.site_unit"), language)


def _name(clause: Clause) -> str:
    return clause.heading_text


def _level(clause: Clause) -> str:
    return "division" if clause.steps[-1].unit in DIVISIONS else "article"


def _clause(
    clause: Clause, mark: str, language: str, histories: Mapping[Steps, str], depth: int
) -> Iterator[Html]:
    """The lines of a clause and of what it holds; `mark`: the number of an outer unit that waits for words."""
    own = " ".join(filter(None, (mark, clause.mark)))
    if clause.kind == "title":
        return
    if clause.heading_lines:
        yield _heading(clause, language, histories)
        own = ""
    if clause.kind == "table":
        place = steps_text(clause.steps)
        yield html("<div id='{}'>{}</div>", place, segments((("=", clause.own_text),)))
        own = ""
    elif clause.own_text:
        yield _line(clause, own, language, depth)
        own = ""
    elif own and not clause.children:
        yield _line(clause, own, language, depth)
    # A note on a chapter stands at its head; that on an article, as the bank prints it, behind its text.
    division = bool(clause.steps) and clause.steps[-1].unit in DIVISIONS
    if division:
        yield _notes(clause)
    for child in clause.children:
        below = depth + _DEEPER.get(child.steps[-1].unit, 0)
        yield from _clause(child, own, language, histories, below)
        own = ""
    if clause.steps and not division:
        yield _notes(clause)


def _heading(clause: Clause, language: str, histories: Mapping[Steps, str]) -> Html:
    level = 2 if clause.steps[-1].unit in DIVISIONS else 3
    link = NONE
    if page := histories.get(clause.steps):
        words = in_language(say("write.site_history"), language)
        told = in_language(say("write.site_history_of", unit=clause.heading_text), language)
        link = html(" <a class='history' href='{}' aria-label='{}'>{}</a>", page, told, words)
    name = steps_text(clause.steps)
    said = _state(clause, language)
    return html("<h{} id='{}'>{}{}{}</h{}>", level, name, _name(clause), said, link, level)


def _line(clause: Clause, mark: str, language: str, depth: int) -> Html:
    number = html("<b class='mark'>{}</b> ", mark) if mark else NONE
    kind = f"in{min(depth, 3)} {clause.status.value}"
    state = NONE if clause.heading_lines else _state(clause, language)
    return html(
        "<p id='{}' class='{}'>{}{}{}</p>",
        f"{steps_text(clause.steps)}{'.text' if clause.heading_lines else ''}",
        *(kind, number, clause.own_text, state),
    )


def _state(clause: Clause, language: str) -> Html:
    """What is not simply the law in force says so in words."""
    match clause.status:
        case Status.EXCLUDED:
            word = say("write.site_excluded")
        case Status.FUTURE:
            word = say("write.site_future")
        case Status.LIMITED:
            word = say("write.site_limited")
        case _:
            return NONE
    return html(" <span class='state'>{}</span>", in_language(word, language))


def _notes(clause: Clause) -> Html:
    lines = [line for note in clause.notes for line in note.text.split("\n")]
    return together(html("<p class='note'>{}</p>", line) for line in lines)
