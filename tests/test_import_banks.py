"""Import from the official banks, each a local server here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.intake.fetch import Fetcher
from kb.intake.sources import again, newest_change
from kb.intake.take import remove
from kb.library import Library, places

from . import shapes
from .bank import Bank
from .bringing import LAW, LINES, LINES_KK, REQUISITES_KK, bring, files
from .conftest import CORPUS

HISTORY = """<html><body><table><tr><th>№</th><th>Дата</th><th>Акт</th></tr>
<tr><td>1</td><td>10.12.2008</td><td>Закон</td><td>11.12.2008</td><td>Обновленный</td></tr>
<tr><td>2</td><td>09.01.2024</td><td>Закон</td><td>01.02.2024</td><td>Обновленный</td></tr>
</table></body></html>"""


@pytest.mark.slow
def test_adilet_in_both_languages_dated_by_its_history(
    user_home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/rus/docs/Z020000001_", shapes.adilet(LINES, act="Z020000001_"))
    bank.say("/rus/docs/Z020000001_/history", HISTORY)
    bank.say(
        "/kaz/docs/Z020000001_",
        shapes.adilet(LINES_KK, act="Z020000001_", language="kaz", requisites=REQUISITES_KK),
    )
    bank.say("/kaz/docs/Z020000001_/history", HISTORY)
    done = bring("adilet:Z020000001_", user_home, fetcher, bank)
    assert [(d.edition, d.language, d.state) for d in done] == [
        ("2024-02-01", "ru", "added"),
        ("2024-02-01", "kk", "added"),
    ]
    library = Library.open(places())
    assert library.act("Z020000001_").title_kk == "Кіші туралы"
    library.close()


@pytest.mark.slow
def test_an_act_is_named_by_its_russian_page_though_the_kazakh_one_came_first(
    user_home: Path, tmp_path: Path
) -> None:
    pages = {
        "kaz": shapes.adilet(LINES_KK, act="Z020000001_", language="kaz", requisites=REQUISITES_KK),
        "rus": shapes.adilet(LINES, act="Z020000001_"),
    }
    for language, page in pages.items():
        (tmp_path / f"{language}.html").write_text(page, "utf-8")
        (done,) = bring(str(tmp_path / f"{language}.html"), user_home, date="2024-02-01")
        assert done.state == "added", done.reason
        library = Library.open(places())
        form = library.act("Z020000001_").form
        library.close()
        assert form == "Закон Республики Казахстан"


def test_the_address_of_a_page_is_as_good_as_its_id(
    user_home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/rus/docs/Z020000001_", shapes.adilet(LINES, act="Z020000001_"))
    bank.say("/rus/docs/Z020000001_/history", HISTORY)
    (done,) = bring(f"{bank.address}/rus/docs/Z020000001_#z5", user_home, fetcher, bank)
    assert (done.edition, done.language, done.remarks) == ("2024-02-01", "ru", ())


def test_adilet_without_a_kazakh_page(user_home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/rus/docs/V24IJ012419/01.02.2024", shapes.adilet(LINES, act="V24IJ012419"))
    done = bring("adilet:V24IJ012419@2024-02-01", user_home, fetcher, bank)
    assert sorted(d.state for d in done) == ["absent", "added"]


def test_adilet_that_asks_for_a_robot_check(user_home: Path, fetcher: Fetcher, bank: Bank) -> None:
    for language in ("rus", "kaz"):
        bank.say(f"/{language}/docs/Z020000001_", shapes.CAPTCHA)
    done = bring("adilet:Z020000001_", user_home, fetcher, bank)
    assert [d.state for d in done] == ["refused", "refused"]
    assert files(user_home) == {}


def test_zan_joins_the_pages_of_a_document(user_home: Path, fetcher: Fetcher, bank: Bank) -> None:
    whole = json.loads(
        shapes.zan(LINES, code="7777", ngr="Z020000001_", date="2024-02-01", pages=2)
    )
    content, at = (
        whole["content"],
        next(n for n, b in enumerate(whole["content"]) if b.get("text", "").startswith("Статья 2")),
    )
    first, second = ({**whole, "content": c} for c in (content[: at - 1], content[at - 1 :]))
    path = "/api/documents/7777/rus/01.02.2024"
    bank.say(path, json.dumps(first))
    bank.say(f"{path}?page=2", json.dumps(second))
    done = bring("zan:7777@2024-02-01", user_home, fetcher, bank)
    assert [d.state for d in done] == ["added", "absent"]
    text = files(user_home)["corpus/Z020000001_/2024-02-01.md"]
    assert text.split("---\n", 2)[2].strip() == LAW.strip()
    assert "cause: Закон № 350-VIII" in text


def test_zan_that_gives_another_edition_is_refused(
    user_home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/api/documents/7777/rus/01.02.2024", shapes.zan(LINES, date="2025-01-01"))
    done = bring("zan:7777@2024-02-01", user_home, fetcher, bank)
    assert any("вместо 2024-02-01" in d.reason for d in done)
    assert files(user_home) == {}


def test_truncated_json_is_not_kept(user_home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/api/documents/7777/rus", shapes.zan(LINES)[:500])
    done = bring("zan:7777", user_home, fetcher, bank)
    assert any("оборван" in d.reason for d in done)
    fetcher.offline = True
    assert all("в кэше нет" in d.reason for d in bring("zan:7777", user_home, fetcher, bank))


def test_offline_import_from_the_cache(user_home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/x", shapes.adilet(LINES, act="Z020000001_", date="01.02.2024"))
    address = f"{bank.address}/x"
    bring(address, user_home, fetcher, bank)
    remove("Z020000001_", user_home / "corpus", (CORPUS,))
    bank.answers.clear()
    fetcher.offline = True
    (done,) = bring(address, user_home, fetcher, bank)
    assert done.state == "added"


@pytest.mark.parametrize(
    "bad", [shapes.CAPTCHA, "<html><body><article>Сайт на профилактике</article></body></html>"]
)
def test_a_page_without_an_act_does_not_take_the_place_of_the_kept_one(
    user_home: Path, fetcher: Fetcher, bank: Bank, bad: str
) -> None:
    bank.say("/x", shapes.adilet(LINES, act="Z020000001_", date="01.02.2024"))
    address = f"{bank.address}/x"
    bring(address, user_home, fetcher, bank)
    bank.say("/x", bad)
    (done,) = bring(address, user_home, fetcher, bank)
    assert done.state == "refused"
    fetcher.offline = True
    assert [d.state for d in bring(address, user_home, fetcher, bank)] == ["unchanged"]


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("https://adilet.zan.kz/rus/docs/Z010000148_", "adilet:Z010000148_"),
        ("https://adilet.zan.kz/kaz/docs/V24IJ012419/01.02.2024", "adilet:V24IJ012419"),
        ("https://zan.gov.kz/api/documents/7966/rus/14.07.2026", "zan:7966"),
        ("https://example.org/law.html", "https://example.org/law.html"),
        ("файл law.html", ""),
        ("git, commit 0a1b2c", ""),
    ],
)
def test_where_an_edition_is_taken_from_again(origin: str, source: str) -> None:
    assert again(origin) == source


def test_the_newest_change_of_a_history() -> None:
    assert newest_change(HISTORY, "history") == "2024-02-01"
    assert newest_change("<html><body>нет</body></html>", "history") == ""
