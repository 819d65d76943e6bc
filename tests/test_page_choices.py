"""Doors, links and choices of every page: each leads to its view, stays as it was made, and what a link
names and is not here is said."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from streamlit.testing.v1.element_tree import Block

from kb.pages.app import PAGES
from tests.paging import Shown, page
from tests.tongues import foreign


@pytest.mark.slow
def test_the_first_page_leads_to_every_page(home: Path) -> None:
    """Three pictures: the amendments, the thirty paragraphs, the editions of the law; three verbs."""
    shown = page("/")
    assert len(shown.all(".picture .tile")) == 30
    assert "14.07.2026" in shown.said(".editionline li.held a")
    assert [page(a.get("href", "")).at.title[0].value for a in shown.all(".verbs a")] == [
        "Поправки",
        "Мастерская",
        "Мастерская",
    ]
    card = shown.one(".cards a", "Пункт 6 статьи 11")
    (head,) = page(card.get("href", "")).at.header
    assert "Пункт 6 статьи 11" in head.value
    titles = {page(f"/{path}").at.title[0].value for _, path, _ in PAGES}
    assert len(titles) == len(PAGES)


@pytest.mark.parametrize(
    ("old", "says"),
    [
        ("/replay?act=law-148-2001&edition=2022-03-02:ru", "Вставьте текст поправок"),
        ("/?package=bektibaev-2022&item=3", "3. Пункт 6 статьи 11"),
    ],
)
def test_an_address_of_former_days_leads_to_its_view(home: Path, old: str, says: str) -> None:
    assert says in page(old).text()


def test_the_language_is_one_click_away_and_stays_in_links(home: Path) -> None:
    shown = page("/charter?tab=table")
    shown.widget("radio", "Язык").set_value("kk")
    shown.run()
    assert "Өлшем" in shown.said(".studyrows .heads")[0]
    assert shown.query["lang"] == "kk"
    links = [a.get("href", "") for a in shown.all(".studyrow a")]
    assert links
    assert [a for a in links if "lang=kk" not in a] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("/amendments?package=nope", "There is no such choice: Package of amendments: nope"),
        ("/studies?study=nope", "There is no such choice: Study: nope"),
        ("/graph?node=nope", "the graph has no node «nope»"),
        (
            "/workshop?address=law-148-2001@2026-07-14:ru/art_9.pt_7",
            "no such unit – point 7 of article 9",
        ),
        ("/workshop?draft=0123456789ab", "the draft «0123456789ab» is not here"),
        ("/workshop?draft=zzz", "the link to the draft does not read"),
        ("/norms?address=<b>", "does not read; an example"),
        ("/norms?address=law-149", "the act «law-149» is unknown"),
    ],
)
def test_a_link_to_what_is_not_here_says_so_in_the_language_of_the_interface(
    home: Path, link: str, says: str
) -> None:
    (alert, *_) = page(f"{link}&lang=en").alerts
    assert says in alert
    assert not foreign(alert, "en")


def view_of(shown: Shown) -> dict[str, str]:
    """What the URL says, but for the language."""
    return {k: v for k, v in shown.query.items() if k != "lang"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/amendments", "Пакет поправок"),
        ("/charter", "Тексты на день"),
        ("/studies", "Исследование"),
        ("/studies", "Что утверждает"),
        ("/norms", "Акт"),
        ("/norms", "Редакция"),
        ("/norms?address=law-148-2001@2022-03-02:ru", "Сравнить с редакцией"),
        ("/workshop?view=instruction", "Акт"),
        ("/workshop?view=instruction", "Редакция"),
        ("/verify", "Акт"),
        ("/verify", "Прежняя редакция"),
        ("/graph", "Начать с"),
        ("/workshop", "Акт"),
        ("/workshop", "Редакция"),
        ("/workshop?address=law-148-2001@2022-03-02:ru/art_11", "Что править"),
        ("/workshop?view=three", "Статья"),
    ],
)
def test_each_choice_in_a_list_stays_in_every_language(
    own_home: Path, path: str, label: str
) -> None:
    shown = page(path)
    nth_of = [w.label for w in shown.at.selectbox].index(label)
    seen = []
    for nth in (1, 0, 1):
        box = shown.at.selectbox[nth_of]
        box.select_index(nth)
        before = view_of(shown)
        shown.run()
        chosen = view_of(shown)
        assert chosen != before
        # The URL says it: whoever opens it sees this choice.
        again = page(f"{urlsplit(path).path}?{urlencode(chosen)}")
        assert again.at.selectbox[nth_of].value == shown.at.selectbox[nth_of].value
        seen.append(shown.at.selectbox[nth_of].index)
    assert seen == [1, 0, 1]
    for language in ("en", "kk"):
        shown.at.sidebar.radio[0].set_value(language)
        shown.run()
        assert view_of(shown) == chosen
        assert shown.at.selectbox[nth_of].index == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/amendments", ("newest", "author", "newest")),
    ],
)
def test_each_choice_in_a_row_stays(home: Path, path: str, values: tuple[str, ...]) -> None:
    shown = page(path)
    for value in values:
        shown.at.main.radio[0].set_value(value)
        shown.run()
        assert shown.at.main.radio[0].value == value


@pytest.mark.slow
def test_a_box_is_ticked_and_not_again_and_again(home: Path) -> None:
    shown = page("/studies")
    for ticked in (True, False, True, False):
        shown.at.checkbox[0].set_value(ticked)
        shown.run()
        assert shown.at.checkbox[0].value is ticked


def structure(block: Block, at: str = "") -> dict[str, str]:
    """What stands at which place of the page, by the numbers that lead there."""
    kinds = {}
    for number, child in block.children.items():
        kinds[f"{at}/{number}"] = child.type
        if isinstance(child, Block):
            kinds |= structure(child, f"{at}/{number}")
    return kinds


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for _, path, _ in PAGES])
def test_what_stood_on_a_page_stands_there_after_a_click(home: Path, path: str) -> None:
    """Streamlit closes what is open (a popover, an expander) where one thing more or fewer comes before
    it; with it goes the answer to a click in it."""
    shown = page(f"/{path}")
    before = structure(shown.at.main)
    shown.run()
    assert structure(shown.at.main) == before
