"""The static site of an act: every link leads somewhere, nothing is asked of a network, nothing breaks out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from kb.disk.files import CannotWrite, write_folder
from kb.library import Library
from kb.norm.act import Act, Edition, KnownEdition
from kb.read import markdown
from kb.write.site import site

from .conftest import Kb
from .running import check_error

HOSTILE = "О «</title><script src=https://x.example/a.js>» & 'деле'"
FIRST = f"""\
# {HOSTILE}

### Статья 1. Предмет

1. Закон о <b>жирном</b>.

2. Маслихат избирается на пять лет.

### Статья 2. Срок

Закон действует бессрочно.
"""
SECOND = FIRST.replace("пять", "четыре").replace(
    "Закон действует бессрочно.", "> *Сноска. Статья 2 исключена Законом РК от 01.02.2021 № 5.*"
)


class Looked(HTMLParser):
    """The tags, addresses and names of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for key, value in attrs:
            assert not key.startswith("on"), value
            if key in ("href", "src"):
                self.links.append(value or "")
            if key == "id":
                self.names.add(value or "")


def edition(text: str, date: str, language: str = "ru") -> Edition:
    front: dict[str, object] = {"edition": date, "language": language}
    parsed = markdown.parse_lines(enumerate(text.split("\n"), 1), front, "x", act="a")
    return parsed.edition


def small() -> dict[str, str]:
    dates = ("2020-01-01", "2021-02-01", "2022-02-02")
    known = tuple(KnownEdition(d, f"Закон <{d}>", held=(("ru", ()),)) for d in dates)
    known = (known[0], KnownEdition(dates[1], "Закон № 5"), known[2])
    act = Act("a", HOSTILE, "Закон", "law", "2020-01-01", editions=known)
    return site(act, {"ru": [edition(FIRST, dates[0]), edition(SECOND, dates[2])]})


def check_links(files: Mapping[str, str]) -> None:
    pages = {path: Looked(text) for path, text in files.items() if path.endswith(".html")}
    for path, page in pages.items():
        for link in page.links:
            assert not re.match(r"[a-z]+:|/", link), (path, link)
            place, _, name = link.partition("#")
            there = normpath(join(path, "..", unquote(place))) if place else path
            assert there in files, (path, link)
            if name and there in pages:
                assert unquote(name) in pages[there].names, (path, link)


def test_pages_of_an_act_lead_to_one_another_and_nowhere_else() -> None:
    files = small()
    assert set(files) == {
        *("style.css", "index.html", "editions/2020-01-01.html", "editions/2022-02-02.html"),
        *("compare/2020-01-01--2022-02-02.html", "history/art_1.html", "history/art_2.html"),
    }
    check_links(files)
    assert "url(" not in files["style.css"]
    assert "@import" not in files["style.css"]


def test_a_hostile_title_stays_words() -> None:
    for path, text in small().items():
        assert "<script" not in text, path
        assert "<b>жирном" not in text, path
        if path.endswith(".html"):
            looked = Looked(text)
            assert looked.tags.count("h1") == looked.tags.count("title") == 1
    assert "&lt;script src=https://x.example/a.js&gt;" in small()["index.html"]


def test_what_is_known_and_not_held_is_said() -> None:
    files = small()
    assert "известна, текста здесь нет" in files["index.html"]
    assert (
        "01.02.2021; изменение могло быть в любой" in files["compare/2020-01-01--2022-02-02.html"]
    )
    assert "<del>пять</del>" in files["compare/2020-01-01--2022-02-02.html"]


def test_notes_on_the_act_as_a_whole_stand_behind_its_text() -> None:
    noted = FIRST.replace(
        "### Статья 1", "> *Сноска. По всему тексту слова заменены.*\n\n### Статья 1", 1
    )
    known = (KnownEdition("2020-01-01", held=(("ru", ()),)),)
    act = Act("a", "О деле", "Закон", "law", "2020-01-01", editions=known)
    page = site(act, {"ru": [edition(noted, "2020-01-01")]})["editions/2020-01-01.html"]
    assert page.index("Закон действует") < page.index("По всему тексту")


def test_an_excluded_article_keeps_its_history() -> None:
    page = small()["history/art_2.html"]
    assert page.index("02.02.2022") < page.index("01.01.2020")
    assert "исключено" in page
    assert "Закон действует бессрочно." in page


@pytest.mark.slow
def test_every_act_of_the_corpus_has_its_site_in_each_language(library: Library) -> None:
    for act in ("law-148-2001", "charter-1985", "tax-code-2025"):
        held = {la: library.editions(act, la) for la in ("ru", "kk")}
        files = site(library.act(act), {la: each for la, each in held.items() if each})
        check_links(files)
        text = next(t for p, t in files.items() if p.startswith("editions/"))
        words = re.sub(r"<[^>]+>", "", text)
        for clause in held["ru"][0].walk():
            if clause.own_text and clause.kind not in ("title", "table"):
                assert escape(clause.own_text) in words, clause.steps
    assert (
        "<html lang='kk'>"
        in site(
            library.act("law-148-2001"),
            {la: library.editions("law-148-2001", la) for la in ("ru", "kk")},
        )["kk/index.html"]
    )


@pytest.mark.slow
def test_the_command_writes_a_site_and_replaces_its_own(kb: Kb, tmp_path: Path) -> None:
    out = tmp_path / "site"
    done = kb("site", "constitution-2026", "--out", out, "--json")
    assert done.code == 0
    pages = json.loads(done.out)["pages"]
    assert "kk/index.html" in pages
    assert all((out / page).is_file() for page in pages)
    assert kb("site", "constitution-2026", "--out", out).code == 0
    check_error(kb("site", "law-148-2001@2026-07-14", "--out", out), "kb site АКТ")
    check_error(kb("site", "no-such-act", "--out", out))


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_folder(out, {"index.html": "а", "kk/index.html": "ә"}, ".ours")
    write_folder(out, {"index.html": "б"}, ".ours")
    assert sorted(p.name for p in out.iterdir()) == [".ours", "index.html"]
    with pytest.raises(CannotWrite):
        write_folder(out, {"a": "x", "a/b": "y"}, ".ours")
    assert (out / "index.html").read_text("utf-8") == "б"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("x")
    with pytest.raises(CannotWrite, match="уже что-то есть"):
        write_folder(other, {"index.html": "а"}, ".ours")
    assert [p.name for p in other.iterdir()] == ["letter.txt"]


@pytest.mark.browser
def test_a_browser_asks_nothing_of_a_network_and_a_phone_scrolls_one_way(
    browser: Browser, tmp_path: Path
) -> None:
    write_folder(tmp_path / "site", small(), ".ours")
    page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in sorted(small()):
        if name.endswith(".html"):
            page.goto((tmp_path / "site" / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == 390, name
            assert (
                page.evaluate("getComputedStyle(document.querySelector('.skip')).position")
                == "absolute"
            )
    page.close()
    assert {url.partition(":")[0] for url in asked} == {"file"}
