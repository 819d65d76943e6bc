"""What every page needs: the library, the language, links that restore a view, safe HTML."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from kb.amendment.package import Item
from kb.citation import Citation
from kb.citation.within import standing
from kb.graph import Graph
from kb.graph import build as build_graph
from kb.ground.html import Html, html
from kb.ground.saying import Saying, Value
from kb.library import Library
from kb.norm.act import Act, Edition
from kb.norm.address import Steps, parse, unit_words
from kb.norm.difference import Change
from kb.pages.account import may_write
from kb.pages.fragment import put
from kb.pages.waiting import HEAVY, waiting
from kb.pages.words import LANGUAGES, text
from kb.words.days import day_words
from kb.write.compared import Face

_LANG: Final = "lang"
_PUT: Final = "url"
_DAY: Final = re.compile(r"(?<![\w@-])\d{4}-\d\d-\d\d(?![\w/-]|:\w)")
_FROM: Final = "came-from"  # the norm that the session's reader saw last
_HEARD_S: Final = 2.0  # within which a browser has heard of a change of the URL


def link(language: str, page: str, **values: str) -> str:
    """The URL of a view in the language of the interface."""
    kept = {"lang": language} if language != "ru" else {}
    query = urlencode({**values, **kept})
    return f"/{page}?{query}" if query else f"/{page}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's surroundings."""

    library: Library
    language: str
    turn: int = 0  # how often the reader came to another view by a link or the browser's arrows

    def say(self, key: str, **values: Value) -> str:
        return text(key, self.language, **values)

    def said(self, text: str) -> str:
        """A sentence of the program in the language of the interface, its days as the language
        writes them; other texts as they are."""
        return self.dated(text.in_language(self.language)) if isinstance(text, Saying) else text

    def dated(self, sentence: str) -> str:
        """A sentence of the program with its days as the language writes them."""
        return _DAY.sub(lambda day: self.day(day.group()), sentence)

    def day(self, iso: str) -> str:
        """«14.07.2026»: a day as the language of the interface writes it."""
        return day_words(iso, self.language)

    def count(self, key: str, number: int) -> str:
        return text(key, self.language, n=number)

    def label(self, change: Change) -> str:
        return self.say(f"status_{change.value}")

    def link(self, page: str, **values: str) -> str:
        """The URL of a view, with the language kept."""
        return link(self.language, page, **values)

    def norm_link(self, address: str) -> str:
        return self.link("norms", address=address)

    def face(self, left: str, right: str) -> Face:
        """How comparisons speak: the keys of the two heads."""
        return Face(
            heads=(self.say("status"), self.say(left), self.say(right)),
            label=lambda change: self.say(f"status_{change.value}"),
            name=lambda address: self.unit_words(parse(address).steps, capital=False),
            folded=lambda number: self.count("folded", number),
        )

    def unit_words(self, steps: Steps, *, capital: bool = True) -> str:
        """«Пункт 6 статьи 11»: a unit in the words of the interface."""
        said = self.said(unit_words(steps))
        return said[:1].upper() + said[1:] if capital else said

    def norm_words(self, address: str) -> str:
        """«Пункт 6 статьи 11 · Закон о МСУ · 14.07.2026»: a norm as a reader names it."""
        parsed = parse(address)
        act = self.library.acts.get(parsed.act)
        name = self.said(act.name) if act else parsed.act
        date = (
            parsed.edition or (act.held_dates(parsed.language or "ru")[-1:] or [""])[0]
            if act
            else ""
        )
        return " · ".join(filter(None, (self.unit_words(parsed.steps), name, self.day(date))))

    def in_act(self, unit: str, act: Act) -> str:
        """«пункт 6 статьи 11, Закон о МСУ»: a unit in the middle of a sentence, with its act."""
        return f"{unit[:1].lower()}{unit[1:]}, {self.said(act.name)}"

    def date_words(self, *editions: Edition) -> str:
        """Whose the dates of editions are: the bank's, unless an import had to find one."""
        counted = any(each.front.get("edition_from") for each in editions)
        return self.say("edition_date_not_bank" if counted else "edition_date_is_bank")

    def copy_html(self, address: str) -> Html:
        """A button that copies an address as the command line and links take it."""
        return html(
            "<button type='button' class='copy' data-copy='{0}' title='{0}'>{1}</button>",
            address,
            self.say("copy_address"),
        )

    def norm_html(self, address: str) -> Html:
        """A link to a norm, named in words, with its address at hand."""
        url, words = self.norm_link(address), self.norm_words(address)
        return html("<a href='{}' title='{}'>{}</a>", url, address, words)

    def item_words(self, item: Item) -> str:
        """«Пункт 6 статьи 11 · Закон о МСУ · новая редакция»: an item as a reader names it."""
        act = self.library.acts.get(item.target.act)
        name = self.said(act.name) if act else item.target.act
        kind = self.say(f"operation_{item.operation}")
        return " · ".join((self.unit_words(item.target.steps) or name, name, kind))

    @property
    def may_write(self) -> bool:
        """Whether anything can be kept: a guest of a team's server only reads."""
        return may_write()

    def may_upload(self) -> bool:
        """Whether files are taken; a guest, whose files the server refuses, is told so in their place."""
        if not self.may_write:
            show(html("<p class='soft'>{}</p>", self.say("upload_needs_login")))
        return self.may_write

    def unknown(self, label: str, wanted: str | None, there: Collection[str]) -> None:
        """Says where the link names what is not here: nobody takes for it what is shown instead."""
        place = st.empty()  # there with a word and without, as in `waiting`
        if wanted and wanted not in there:
            said = f"{self.say('charter_unknown')}: {self.say(label)}: {wanted}"
            with place:
                show(html("<p class='bad' role='alert'>{}</p>", said))

    def heavy(self) -> AbstractContextManager[None]:
        """A turn at work that takes long; the reader sees that he waits. Raises Crowded."""
        return waiting(HEAVY, self.language)

    def graph(self) -> Graph:
        """The graph of the library, made once for it."""
        with self.heavy():
            return _graph(self.library)

    def cited_in(self, edition: Edition) -> Mapping[Steps, list[Citation]]:
        """The citations in an edition's clauses, found once."""
        return standing(self.library, edition)

    def key(self, *names: str) -> str:
        """The key of a widget that shows what the URL says.

        A widget without a key is another one whenever its first value is another, and loses what
        was chosen in it meanwhile. One with this key begins anew only where the reader has come to
        another view.
        """
        return "-".join((*names, str(self.turn)))

    def remember(self, **values: str | None) -> None:
        """Puts the view into the page's URL."""
        _put({k: v for k, v in values.items() if v}, self.turn)


@dataclass(frozen=True, slots=True)
class _Put:
    """What a page last put into its URL, what stood there before, when, and how often the reader had
    come by then."""

    page: str
    values: dict[str, str]
    at: float
    turn: int
    before: tuple[dict[str, str], ...] = ()  # the URLs of the last seconds, the newest last


def arrived(page: str) -> int:
    """How often the session's reader came to another view than the one the page had put into the URL.

    A browser that has not heard yet of the last changes still sends a URL before them. That is no
    coming back: the change is put once more.
    """
    url = _view()
    last: _Put | None = st.session_state.get(_PUT)
    if last is None or page != last.page:
        last = _Put(page, url, 0.0, last.turn + 1 if last else 0)
    elif url in last.before and url != last.values and time.monotonic() - last.at < _HEARD_S:
        _put(last.values, last.turn)
        return last.turn
    elif url != last.values:
        last = _Put(page, url, 0.0, last.turn + 1)
    st.session_state[_PUT] = last
    return last.turn


def seen(address: str) -> None:
    """Notes the norm that the reader has before him: the page that he goes on to may open it."""
    st.session_state[_FROM] = address


def came_from() -> str | None:
    """The norm that the reader saw last on another page."""
    noted: str | None = st.session_state.get(_FROM)
    return noted


def moved(**values: str | None) -> None:
    """Changes a part of the page's URL, "" or None for what it is to say no longer."""
    last: _Put = st.session_state[_PUT]
    _put({k: v for k, v in {**_view(), **values}.items() if v}, last.turn)


def _view() -> dict[str, str]:
    """The page's URL without the language."""
    return {k: v for k, v in st.query_params.to_dict().items() if k != _LANG}


def _put(values: dict[str, str], turn: int) -> None:
    language = st.query_params.get(_LANG)
    wanted = values | {_LANG: language} if language and language != "ru" else values
    if st.query_params.to_dict() != wanted:
        # In this order: a run may be stopped at the second, and the next must know of the change.
        last: _Put = st.session_state[_PUT]
        now = time.monotonic()
        before = (*(last.before if now - last.at < _HEARD_S else ()), _view())
        st.session_state[_PUT] = replace(last, values=values, at=now, turn=turn, before=before)
        st.query_params.from_dict(wanted)


@lru_cache(maxsize=4)
def _graph(library: Library) -> Graph:
    return build_graph(library)


def show(fragment: Html) -> None:
    """Draws a fragment whose texts are escaped already, in the language of the interface."""
    language = asked("lang")
    language = language if language in LANGUAGES else "ru"
    put(html("<div class='kb' lang='{}'>{}</div>", language, fragment))


def asked(name: str) -> str | None:
    """A value of the page's URL, of at most 400 characters."""
    value = st.query_params.get(name)
    return value[:400] if value else None


def index_of(options: Sequence[str], wanted: str | None, otherwise: int = 0) -> int:
    return options.index(wanted) if wanted in options else otherwise
