"""A static site of an act: its editions, each neighbouring pair compared, the history of each article.

Pages link to one another by relative addresses alone and ask nothing of any network; they need no script
and print as they stand. Every text of the act is escaped where it enters a template.

    index.html, style.css           in the act's first language
    editions/<date>.html            the text as of a date
    compare/<date>--<date>.html     what differs between two neighbouring editions that are held
    history/<unit>.html             the wordings of an article
    kk/…                            the same in another language
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kb.compare.amended import holders
from kb.ground.html import NONE, Html, html, together
from kb.ground.saying import Saying, in_language, say
from kb.norm import history
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps, parse, steps_text, unit_words
from kb.norm.difference import Change, Difference, Row, Unit
from kb.norm.history import Event, Wording
from kb.norm.marks import Side
from kb.words.days import day_words
from kb.write import site_text
from kb.write.html import segments

STYLE: Final = "style.css"
_QUIET: Final = (Event.UNCHANGED, Event.ABSENT, Event.NOT_HELD)


@dataclass(frozen=True)
class Tongue:
    """An act in one language: its editions held, oldest first. `first`: its pages stand at the root."""

    act: Act
    language: str
    editions: tuple[Edition, ...]
    first: bool

    @cached_property
    def between(self) -> list[Difference]:
        """Each edition compared with the one before it."""
        return history.comparisons(self.editions)

    @cached_property
    def pages(self) -> dict[tuple[str, Steps], str]:
        """The history page of each article of each edition: (date, steps) → its name."""
        pages: dict[tuple[str, Steps], str] = {}
        for name, wordings in self.histories.items():
            for each in wordings:
                if each.address:
                    pages.setdefault((each.edition, parse(each.address).steps), name)
        return pages

    @cached_property
    def histories(self) -> dict[str, list[Wording]]:
        """The name of a page → the wordings of an article, newest articles first, then those that are gone."""
        made: dict[str, list[Wording]] = {}
        seen: set[tuple[str, Steps]] = set()
        for edition in reversed(self.editions):
            for clause in holders(edition.root):
                if clause.steps[-1].unit != "art" or (edition.date, clause.steps) in seen:
                    continue
                name = steps_text(clause.steps)
                name = name if name not in made else f"{name}@{edition.date}"
                made[name] = self._wordings(clause, edition.date)
                seen |= {(w.edition, parse(w.address).steps) for w in made[name] if w.address}
        return made

    def _wordings(self, clause: Clause, date: str) -> list[Wording]:
        return history.history(self.editions, clause.steps, self.act, date, self.between)

    def say(self, saying: Saying) -> str:
        return in_language(saying, self.language)

    def day(self, date: str) -> str:
        return day_words(date, self.language)

    @property
    def title(self) -> str:
        kazakh = self.act.title_kk if self.language == "kk" else ""
        return kazakh or (self.editions[-1].title if not self.first else "") or self.act.title


def site(act: Act, editions: Mapping[str, Sequence[Edition]]) -> dict[str, str]:
    """The files of an act's site, by their paths. `editions`: those held, oldest first, by language; the
    first language is that of the root."""
    files = {STYLE: (Path(__file__).parent / STYLE).read_text("utf-8")}
    tongues = [
        Tongue(act, language, tuple(held), first=not nth)
        for nth, (language, held) in enumerate(editions.items())
    ]
    for tongue in tongues:
        folder = "" if tongue.first else f"{tongue.language}/"
        for path, page in _pages(tongue):
            files[f"{folder}{path}"] = str(_framed(tongue, path, page, tongues))
    return files


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's heading, what stands under it, and its own place among the others."""

    title: str
    body: Html
    subtitle: Html = NONE
    twin: str = ""  # its path in another language, where that has one


def _pages(tongue: Tongue) -> Iterator[tuple[str, _Page]]:
    yield "index.html", _index(tongue)
    for nth, edition in enumerate(tongue.editions):
        yield f"editions/{edition.date}.html", _edition(tongue, nth)
    for nth, difference in enumerate(tongue.between):
        old, new = tongue.editions[nth : nth + 2]
        yield f"compare/{old.date}--{new.date}.html", _comparison(tongue, old, new, difference)
    for name, wordings in tongue.histories.items():
        yield f"history/{name}.html", _history(tongue, wordings)


def _framed(tongue: Tongue, path: str, page: _Page, tongues: Sequence[Tongue]) -> Html:
    """A page as a document: a link past the head, the way back, the other language, the words below."""
    depth = path.count("/")
    up = "../" * depth
    root = up if tongue.first else f"../{up}"
    languages = together(
        html(
            " <a href='{}' hreflang='{}' lang='{}'>{}</a>",
            f"{root}{'' if t.first else f'{t.language}/'}{_twin(t, path)}",
            *(t.language, t.language, in_language(say("write.site_language"), t.language)),
        )
        for t in tongues
        if t is not tongue
    )
    home = html("<a href='{}'>{}</a>", f"{up}index.html", tongue.say(say("write.site_home")))
    return html(
        "<!doctype html>\n<html lang='{}'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        "<meta name='referrer' content='no-referrer'>\n"
        "<title>{}</title>\n<link rel='stylesheet' href='{}'>\n</head>\n<body>\n"
        "<a class='skip' href='#text'>{}</a>\n"
        "<header><nav aria-label='{}'>{}{}</nav></header>\n"
        "<main id='text'>\n<h1>{}</h1>\n{}\n{}\n</main>\n<footer><p>{}</p></footer>\n"
        "</body>\n</html>\n",
        tongue.language,
        page.title if page.title == tongue.title else f"{page.title} – {tongue.title}",
        f"{root}{STYLE}",
        tongue.say(say("write.site_skip")),
        tongue.say(say("write.site_pages")),
        home if depth else NONE,
        languages,
        page.title,
        page.subtitle,
        page.body,
        tongue.say(say("write.site_unofficial")),
    )


def _twin(tongue: Tongue, path: str) -> str:
    """The same page in another language, or its index where it has none."""
    dates = [e.date for e in tongue.editions]
    there = {"index.html", *(f"editions/{d}.html" for d in dates)}
    there |= {f"compare/{a}--{b}.html" for a, b in pairwise(dates)}
    there |= {f"history/{name}.html" for name in tongue.histories}
    return quote(path if path in there else "index.html")


# --- The first page -------------------------------------------------------------------------------


def _index(tongue: Tongue) -> _Page:
    subtitle = html("<p class='form'>{}</p>", _requisites(tongue))
    body = _timeline(tongue) + _compared(tongue) + _articles(tongue)
    return _Page(tongue.title, body, subtitle)


def _requisites(tongue: Tongue) -> str:
    act = tongue.act
    form = str(tongue.editions[-1].front.get("requisites") or "")
    number = f"№ {act.number}" if act.number else ""
    called = act.form if tongue.language == "ru" else ""  # acts.yaml has it in Russian
    return form or " · ".join(filter(None, (called, tongue.day(act.adopted), number)))


def _timeline(tongue: Tongue) -> Html:
    """Every edition that is known to exist; those held are links."""
    rows = []
    held = {e.date: e for e in tongue.editions}
    for date, cause, effect, there in history.timeline(tongue.act, tongue.language):
        words: Html | str = tongue.day(date)
        if there and date in held:
            words = html("<a href='editions/{}.html'>{}</a>", date, words)
            state = _held(tongue, held[date])
        else:
            state = tongue.say(say("write.site_only_known"))
        rows.append(
            html(
                "<tr><th scope='row'>{}</th><td lang='ru'>{}</td><td lang='ru'>{}</td><td>{}</td></tr>",
                *(words, cause or "–", tongue.day(effect) if effect else "–", state),
            )
        )
    heads = together(
        html("<th scope='col'>{}</th>", tongue.say(each))
        for each in (
            say("write.site_edition"),
            say("write.site_cause"),
            say("write.site_effect"),
            say("write.site_held"),
        )
    )
    return html(
        "<section><h2>{}</h2>{}<div class='scroll' tabindex='0' role='region' aria-label='{}'><table><thead><tr>{}</tr></thead>"
        "<tbody>{}</tbody></table></div></section>\n",
        tongue.say(say("write.site_editions")),
        NONE if tongue.act.complete else _said(tongue, say("write.site_incomplete")),
        tongue.say(say("write.site_editions")),
        heads,
        together(rows),
    )


def _held(tongue: Tongue, edition: Edition) -> str:
    if not edition.held:
        return tongue.say(say("write.site_whole"))
    units = ", ".join(tongue.say(unit_words((step,))) for step in edition.held)
    return tongue.say(say("write.site_excerpts", units=units))


def _said(tongue: Tongue, saying: Saying) -> Html:
    return html("<p class='aside'>{}</p>", tongue.say(saying))


def _compared(tongue: Tongue) -> Html:
    """The pairs that are compared, with how much differs."""
    rows = []
    for (old, new), difference in zip(pairwise(tongue.editions), tongue.between, strict=True):
        changed = sum(row.status is not Change.UNCHANGED for row in difference.rows)
        link = html(
            "<a href='compare/{}--{}.html'>{} → {}</a>",
            *(old.date, new.date, tongue.day(old.date), tongue.day(new.date)),
        )
        count = tongue.say(say("write.site_differences", count=changed))
        rows.append(html("<li>{} <span class='aside'>{}</span></li>", link, count))
    if not rows:
        return NONE
    title = tongue.say(say("write.site_comparisons"))
    return html("<section><h2>{}</h2><ul>{}</ul></section>\n", title, together(rows))


def _articles(tongue: Tongue) -> Html:
    """Every article, with what its history has to tell."""
    rows = []
    for name, wordings in tongue.histories.items():
        events = [w for w in wordings if w.event not in (*_QUIET, Event.FIRST)]
        days = ", ".join(tongue.day(w.edition) for w in events)
        link = html("<a href='history/{}.html'>{}</a>", quote(name), _called(tongue, wordings))
        rows.append(html("<li>{} <span class='aside'>{}</span></li>", link, days))
    if not rows:
        return NONE
    title = tongue.say(say("write.site_histories"))
    told = _said(tongue, say("write.site_histories_told"))
    return html(
        "<section><h2>{}</h2>{}<ul class='articles'>{}</ul></section>\n",
        title,
        told,
        together(rows),
    )


def _called(tongue: Tongue, wordings: Sequence[Wording]) -> str:
    """The heading of an article in the newest edition that has it."""
    last = next(w for w in reversed(wordings) if w.address)
    edition = next(e for e in tongue.editions if e.date == last.edition)
    clause = edition.index[parse(last.address).steps]
    return clause.heading_text or tongue.say(unit_words(clause.steps))


# --- An edition, a comparison, a history ----------------------------------------------------------


def _edition(tongue: Tongue, nth: int) -> _Page:
    edition = tongue.editions[nth]
    known = tongue.act.edition(edition.date)
    facts = [tongue.say(say("write.site_as_of", day=tongue.day(edition.date))), edition.name]
    if known and known.cause:
        facts.append(known.cause)
    if known and known.takes_effect:
        facts.append(tongue.say(say("write.site_takes", day=tongue.day(known.takes_effect))))
    facts.append(_held(tongue, edition))
    around = [*tongue.editions[max(nth - 1, 0) : nth], edition, *tongue.editions[nth + 1 : nth + 2]]
    links = together(
        html(
            "<a href='../compare/{}--{}.html'>{} → {}</a> ",
            *(old.date, new.date, tongue.day(old.date), tongue.day(new.date)),
        )
        for old, new in pairwise(around)
    )
    pages = {
        steps: f"../history/{quote(name)}.html"
        for (date, steps), name in tongue.pages.items()
        if date == edition.date
    }
    body = html(
        "<nav class='beside' aria-label='{0}'>{1}</nav>\n"
        "<details class='contents'><summary>{2}</summary>{3}</details>\n<article>{4}</article>",
        tongue.say(say("write.site_comparisons")),
        links,
        tongue.say(say("write.site_contents")),
        site_text.contents(edition),
        site_text.text(edition, pages),
    )
    subtitle = html("<p class='form'>{}</p>", " · ".join(facts))
    return _Page(edition.title or tongue.title, body, subtitle)


def _comparison(tongue: Tongue, old: Edition, new: Edition, difference: Difference) -> _Page:
    changed = [row for row in difference.rows if row.status is not Change.UNCHANGED]
    days = tongue.day(old.date), tongue.day(new.date)
    between = [e.date for e in tongue.act.editions if old.date < e.date < new.date]
    told = [_said(tongue, say("write.site_same", count=len(difference.rows) - len(changed)))]
    if between:
        listed = ", ".join(map(tongue.day, between))
        told.append(_said(tongue, say("write.site_between", days=listed)))
    if difference.not_held:
        units = (tongue.say(unit_words(parse(o.address).steps)) for o in difference.not_held)
        told.append(_said(tongue, say("write.site_not_held", units=", ".join(units))))
    heads = together(
        html("<th scope='col'><a href='../editions/{}.html'>{}</a></th>", e.date, day)
        for e, day in zip((old, new), days, strict=True)
    )
    rows = together(
        _group(tongue, steps, list(group), old, new) for steps, group in groupby(changed, _owner)
    )
    table = html(
        "<div class='scroll' tabindex='0' role='region' aria-label='{}'><table class='compared'><thead><tr>{}</tr></thead>{}</table></div>",
        tongue.say(say("write.site_comparison", old=days[0], new=days[1])),
        heads,
        rows,
    )
    nothing = html("<p>{}</p>", tongue.say(say("write.site_no_difference")))
    title = tongue.say(say("write.site_comparison", old=days[0], new=days[1]))
    return _Page(title, together(told) + (table if changed else nothing), _of(tongue))


def _of(tongue: Tongue) -> Html:
    return html("<p class='form'>{}</p>", tongue.title)


def _owner(row: Row) -> Steps:
    """The article that a row stands in, or what stands beside the articles."""
    steps = (row.right or row.left).steps  # type: ignore[union-attr]
    at = next((n for n, s in enumerate(steps, start=1) if s.unit == "art"), 1)
    return steps[:at]


def _group(tongue: Tongue, steps: Steps, rows: list[Row], old: Edition, new: Edition) -> Html:
    name = tongue.say(unit_words(steps))
    clause = new.index.get(steps) or old.index.get(steps)
    if clause and clause.heading_text:
        name = clause.heading_text
    page = tongue.pages.get((new.date, steps)) or tongue.pages.get((old.date, steps))
    head = html("<a href='../history/{}.html'>{}</a>", quote(page), name) if page else name
    lines = together(
        html(
            "<tr class='{}'><td data-day='{}'>{}</td><td data-day='{}'>{}</td></tr>",
            row.status.value,
            *(tongue.day(old.date), _cell(row, row.left, old, "left")),
            *(tongue.day(new.date), _cell(row, row.right, new, "right")),
        )
        for row in rows
    )
    return html("<tbody><tr><th colspan='2' scope='rowgroup'>{}</th></tr>{}</tbody>", head, lines)


def _cell(row: Row, unit: Unit | None, edition: Edition, side: Side) -> Html:
    if unit is None:
        return html("<span class='aside'>–</span>")
    mark = edition.marks.get(unit.address, "")
    number = html("<b class='mark'>{}</b> ", mark) if mark else NONE
    return number + segments(row.segments, side)


def _history(tongue: Tongue, wordings: Sequence[Wording]) -> _Page:
    body = together(_wording(tongue, each) for each in reversed(wordings))
    return _Page(_called(tongue, wordings), html("<ol class='wordings'>{}</ol>", body), _of(tongue))


def _wording(tongue: Tongue, each: Wording) -> Html:
    """An edition's word on an article; the whole text where it is new, the marks where it changed."""
    place = f"#{quote(steps_text(parse(each.address).steps))}" if each.address else ""
    day = html(
        "<a href='../editions/{}.html{}'>{}</a>", each.edition, place, tongue.day(each.edition)
    )
    laws = [f"{tongue.day(law.date)} № {law.number}" for law in each.laws]
    why = "; ".join(dict.fromkeys(filter(None, (each.cause, *laws))))
    said = together(
        html("<p class='aside'>{}</p>", line) for line in (why, _between(tongue, each)) if line
    )
    text = NONE
    if each.event not in _QUIET:
        shown = each.segments or (("=", each.text),)
        text = html("<div class='wording'>{}</div>", segments(shown))
    event = tongue.say(say(f"pages.event_{each.event}"))
    head = html("<h2>{} <span class='event {}'>{}</span></h2>", day, each.event.value, event)
    return html("<li>{}{}{}</li>\n", head, said, text)


def _between(tongue: Tongue, each: Wording) -> str:
    if not each.between or each.event is Event.UNCHANGED:
        return ""
    return tongue.say(say("write.site_between", days=", ".join(map(tongue.day, each.between))))
