"""Исследования: what authors say, word for word, by author, theme, norm and words; their tables and
figures; what they tell of other countries.

The URL holds the view: `view` (claims, none; tables; models), `study`, `theme`, `norm`, `q`, `says`,
`disputed`, `claim`, `exhibit`, `model`, `aspect`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from kb.ground.errors import NotFound
from kb.ground.html import NONE, Html, html, together
from kb.library.study import KINDS, Claim, Study
from kb.norm.address import Address, parse
from kb.pages import exhibits, models
from kb.pages.frame import Frame, asked, index_of, show
from kb.search import among
from kb.studies import themes

VIEWS: Final = ("claims", "tables", "models")
_MOST: Final = 20  # claims on one page, unless the reader asks for all
_EVERY: Final = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with its study, its themes and the articles that it speaks of."""

    study: Study
    claim: Claim
    themes: tuple[str, ...]
    articles: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.study.id}#{self.claim.id}"


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_studies"))
    studies = {s.id: s for s in frame.library.studies()}
    show(html("<p>{}</p>", frame.say("studies_intro")))
    if frame.language != "ru":
        show(html("<p class='soft'>{}</p>", frame.say("studies_in_russian")))
    if not studies:
        show(html("<p>{}</p>", frame.say("studies_none")))
        return
    view = st.segmented_control(
        frame.say("studies_view"),
        VIEWS,
        default=VIEWS[index_of(VIEWS, asked("view"))],
        format_func=lambda v: frame.say(f"studies_view_{v}"),
        key=frame.key("studies-view"),
        label_visibility="collapsed",
    )
    frame.unknown("study", asked("study"), studies)
    {"tables": exhibits.page, "models": models.page}.get(view or "", _claims)(frame, studies)


# --- Claims -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader looks for: words, an author, a theme, a norm, a kind, only what is disputed."""

    query: str
    study: str
    theme: str
    norm: str
    says: str
    disputed: bool

    def __bool__(self) -> bool:
        return bool(
            self.query or self.study or self.theme or self.norm or self.says or self.disputed
        )

    def holds(self, said: Said) -> bool:
        """Whether a claim answers, its words aside."""
        return (
            self.study in ("", said.study.id)
            and self.theme in ("", *said.themes)
            and self.norm in ("", *said.articles)
            and self.says in ("", said.claim.says)
            and (not self.disputed or bool(said.claim.conflicts))
        )


def _claims(frame: Frame, studies: dict[str, Study]) -> None:
    said = [_said(s, c) for s in studies.values() for c in s.claims]
    choice = _choose(frame, studies, said)
    here = next((s.claim.id for s in said if s.id == f"{choice.study}#{asked('claim')}"), None)
    frame.remember(
        q=choice.query or None,
        study=choice.study or None,
        theme=choice.theme or None,
        norm=choice.norm or None,
        says=choice.says or None,
        disputed="1" if choice.disputed else None,
        claim=here,
        all=asked("all"),
    )
    if not choice:
        _overview(frame, studies, said)
        return
    if choice.query:
        try:
            wanted = among(frame.library, choice.query, "claim")
        except NotFound as error:
            show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
            return
        by_id = {s.id: s for s in said}
        said = [by_id[w] for w in wanted if w in by_id]
    _list(frame, choice, studies.get(choice.study), [s for s in said if choice.holds(s)], here)


def _choose(frame: Frame, studies: dict[str, Study], said: Sequence[Said]) -> Choice:
    query = st.text_input(
        frame.say("studies_words"),
        value=asked("q") or "",
        key=frame.key("studies-q"),
        max_chars=400,
    )
    first, second, third, fourth = st.columns([3, 2, 3, 2])
    with first:
        study = exhibits.author(frame, studies)
    with second:
        theme = _theme(frame, said)
    with third:
        norm = _norm(frame, said)
    with fourth:
        says = _says(frame)
    disputed = st.checkbox(
        frame.say("only_conflicts"), value=asked("disputed") == "1", key=frame.key("disputed")
    )
    return Choice(query.strip(), study, theme, norm, says, disputed)


def _first(answers: Sequence[Said], here: str | None) -> Sequence[Said]:
    """The first claims of a list, as far as the one that the URL names; all where the URL says so."""
    at = next((nth for nth, s in enumerate(answers, 1) if s.claim.id == here), 0)
    return answers if asked("all") else answers[: max(_MOST, at)]


def _list(
    frame: Frame, choice: Choice, study: Study | None, answers: Sequence[Said], here: str | None
) -> None:
    """The claims that answer: the first ones, with a link to all."""
    shown = _first(answers, here)
    head = NONE
    if study:
        remarks = together(html("<p class='note' lang='ru'>{}</p>", r) for r in study.remarks)
        about = frame.say("studies_about_text")
        head = html("<p lang='ru'><b>{}</b></p>", study.citation)
        if remarks:
            head += html("<details><summary>{}</summary>{}</details>", about, remarks)
    count = frame.count("claim", len(answers))
    if len(shown) < len(answers):
        count = frame.say("studies_first", count=count, most=len(shown))
    if not answers:
        count = frame.say("studies_nothing")
    show(
        head
        + html("<p role='status'>{}</p>", count)
        + together(
            claim(frame, s, here=bool(study) and s.claim.id == here, named=not study) for s in shown
        )
        + (NONE if len(shown) == len(answers) else _all(frame, choice, len(answers)))
    )


def _all(frame: Frame, choice: Choice, count: int) -> Html:
    """A link to the same list, whole."""
    asked_for = {
        "q": choice.query,
        "study": choice.study,
        "theme": choice.theme,
        "norm": choice.norm,
        "says": choice.says,
        "disputed": "1" if choice.disputed else "",
    }
    view = {name: value for name, value in asked_for.items() if value}
    url = frame.link("studies", **view, all="1")
    return html("<p><a href='{}'>{}</a></p>", url, frame.say("studies_all", n=count))


def _said(study: Study, claim: Claim) -> Said:
    addresses = [n.address for n in claim.norms]
    articles = dict.fromkeys(_article(a) for a in addresses)
    return Said(study, claim, themes.of(claim.gist, addresses), tuple(articles))


def _article(address: Address) -> str:
    """The article of a norm, whatever the edition: «law-148-2001/art_11»; the act where it names none."""
    first = next((s for s in address.steps if str(s).startswith("art_")), None)
    return f"{address.act}/{first}" if first else address.act


def _theme(frame: Frame, said: Sequence[Said]) -> str:
    count = Counter(t for s in said for t in s.themes)
    names = [t for t in (*themes.themes(), themes.OTHER) if count[t]]
    return _one_of(
        frame, "theme", names, lambda t: f"{exhibits.theme_words(frame, t)} ({count[t]})"
    )


def _norm(frame: Frame, said: Sequence[Said]) -> str:
    count = Counter(a for s in said for a in s.articles)
    acts = list(frame.library.acts)
    place = {a: n for n, a in enumerate(acts)}
    names = sorted(count, key=lambda a: (place.get(parse(a).act, len(acts)), _order(a)))
    return _one_of(frame, "norm", names, lambda a: f"{article_words(frame, a)} ({count[a]})")


def _one_of(
    frame: Frame,
    field: Literal["theme", "norm"],
    names: Sequence[str],
    words: Callable[[str], str],
) -> str:
    """The theme or the norm that is chosen, the URL's at first; `_EVERY` for all."""
    offered = [_EVERY, *names]
    frame.unknown(field, asked(field), offered)
    return str(
        st.selectbox(
            frame.say(field),
            offered,
            index=index_of(offered, asked(field)),
            format_func=lambda name: words(name) if name else frame.say(f"all_{field}s"),
            key=frame.key(field),
        )
    )


def _order(article: str) -> tuple[int, ...]:
    """Articles by their numbers: 9, 39, 39-3."""
    steps = parse(article).steps
    number = str(steps[0]).partition("_")[2] if steps else ""
    return tuple(int(n) for n in number.split("-") if n.isdigit())


def article_words(frame: Frame, article: str) -> str:
    """«Статья 11 · Закон о МСУ»."""
    address = parse(article)
    act = frame.library.acts.get(address.act)
    name = frame.said(act.name) if act else address.act
    unit = frame.unit_words(address.steps) if address.steps else ""
    return " · ".join(filter(None, (unit, name)))


def _says(frame: Frame) -> str:
    kinds = [_EVERY, *KINDS]
    return str(
        st.selectbox(
            frame.say("says"),
            kinds,
            index=index_of(kinds, asked("says")),
            format_func=lambda k: frame.say(f"says_{k}") if k else frame.say("all_amendments"),
            key=frame.key("says"),
        )
    )


def _overview(frame: Frame, studies: dict[str, Study], said: Sequence[Said]) -> None:
    """Where nothing is chosen: the authors, the themes, the norms most spoken of, as links."""
    authors = together(
        html(
            "<li><a href='{}' lang='ru'>{}</a> <span class='soft'><span lang='ru'>{}</span> · {}</span></li>",
            frame.link("studies", study=s.id),
            s.name.rstrip("."),
            s.title,
            frame.count("claim", len(s.claims)),
        )
        for s in studies.values()
    )
    count = Counter(t for s in said for t in s.themes)
    about = _links(
        (
            frame.link("studies", theme=t),
            exhibits.theme_words(frame, t),
            count[t],
        )
        for t in (*themes.themes(), themes.OTHER)
        if count[t]
    )
    norms = Counter(a for s in said for a in s.articles)
    spoken = _links(
        (frame.link("studies", norm=a), article_words(frame, a), n)
        for a, n in norms.most_common(24)
    )
    show(
        html(
            "<p role='status'>{}</p><h2>{}</h2><ul>{}</ul><h2>{}</h2>{}<h2>{}</h2>{}",
            frame.say("studies_choose", claims=frame.count("claim", len(said))),
            frame.say("by_author"),
            authors,
            frame.say("by_theme"),
            about,
            frame.say("by_norm"),
            spoken,
        )
    )


def _links(rows: Iterable[tuple[str, str, int]]) -> Html:
    items = together(
        html("<li><a href='{}'>{}</a> <span class='soft'>{}</span></li>", url, words, number)
        for url, words, number in rows
    )
    return html("<ul class='flow'>{}</ul>", items)


# --- One claim --------------------------------------------------------------------------------


def claim(frame: Frame, said: Said, *, here: bool, named: bool) -> Html:
    """A claim: its kind and gist, the author's words, their place, its norms and conflicts."""
    of, node = said.claim, frame.link("graph", node=f"claim:{said.id}")
    norms = together(
        html("<li>{}", frame.norm_html(str(n.address)))
        + (html(" <span class='soft'>«{}»</span>", n.words) if n.words else NONE)
        + (html("<p class='note' lang='ru'>{}</p>", n.remark) if n.remark else NONE)
        + html("</li>")
        for n in of.norms
    )
    conflicts = together(
        html(
            "<p class='note'><b>{}.</b> {} ",
            frame.say("conflict"),
            _other(frame, c.claim, c.address),
        )
        + html("<span lang='ru'>{}</span></p>", c.why)
        for c in of.conflicts
    )
    who = ", ".join(filter(None, (said.study.name.rstrip(".") if named else "", of.author)))
    return html(
        "<div class='hit{}' id='{}'>"
        "<p><span class='chip'>{}</span> {}</p>"
        "<blockquote lang='ru'>«{}»</blockquote>"
        "<p class='soft'><span lang='ru'>{}</span>{} · <a href='{}'>{}</a></p>"
        "<details><summary>{}</summary><p class='soft' lang='ru'>{}</p></details>"
        "<ul class='norms'>{}</ul>{}</div>",
        " here" if here else "",
        of.id,
        frame.say(f"says_{of.says}"),
        frame.said(of.gist),
        of.words,
        f"{who} · " if who else "",
        frame.said(of.where),
        node,
        frame.say("in_graph"),
        frame.say("studies_place"),
        frame.said(of.place),
        norms,
        conflicts,
    )


def _other(frame: Frame, claim: str, address: str) -> Html:
    """The other side of a conflict: a claim, by its author and gist, or a norm."""
    parts = []
    if claim:
        study, _, name = claim.partition("#")
        url = frame.link("studies", study=study, claim=name)
        parts.append(html("<a href='{}'>{}</a>.", url, _claim_words(frame, study, name)))
    if address:
        parts.append(html("{}.", frame.norm_html(address)))
    return together(parts, " ")


def _claim_words(frame: Frame, study: str, name: str) -> str:
    """«Бектибаев С. Қ. 2022: Жители – лишь формальный субъект самоуправления»."""
    for each in frame.library.studies():
        if each.id == study:
            of = next((c for c in each.claims if c.id == name), None)
            gist = frame.said(of.gist).rstrip(".") if of else ""
            return f"{each.name.rstrip('.')}: {gist}" if of else each.name
    return f"{study}#{name}"
