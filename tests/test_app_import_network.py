"""Мои акты against a local server that plays the official bank: import, update, broken answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import shapes
from tests.bank import Answer, Bank, serving
from tests.browsing import Server, second_try, start_with_bank, stopping, visit_page

pytestmark = pytest.mark.browser

ACT = "Z020000001_"
LAW = "# О малом\n\n### Статья 1. Предмет\n\n1. Первый пункт.\n\n### Статья 2. Срок\n\nЗакон действует бессрочно.\n"
HISTORY = """<html><body><table><tr><td>1</td><td>09.01.2024</td><td>Закон</td>
<td>{}</td><td>Обновленный</td></tr></table></body></html>"""


@contextmanager
def served(home: Path) -> Iterator[tuple[Server, Bank]]:
    """A bank and a server whose user imports from it, with no proxy between."""
    with serving() as bank:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("http_proxy", "https_proxy", "all_proxy"):
                patch.delenv(name, raising=False)
                patch.delenv(name.upper(), raising=False)
            started = start_with_bank(home, bank.address)
        with stopping(started) as server:
            yield server, bank


@pytest.fixture(scope="module")
def common_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Bank]]:
    with served(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def both(
    common_own: tuple[Server, Bank],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, Bank]]:
    """The server and the bank of all tests here; a second try has its own."""
    if not second_try(request):
        yield common_own
        return
    with served(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def own(both: tuple[Server, Bank]) -> Server:
    return both[0]


@pytest.fixture
def bank(both: tuple[Server, Bank]) -> Bank:
    """The bank that the app asks."""
    return both[1]


def publish(bank: Bank, text: str, day: str) -> None:
    """The Russian page of the act as the bank serves it, changed on a day (ДД.ММ.ГГГГ)."""
    bank.say(f"/rus/docs/{ACT}", shapes.adilet(shapes.printed(text), act=ACT))
    bank.say(f"/rus/docs/{ACT}/history", HISTORY.format(day))


def slowly(bank: Bank, path: str, seconds: float) -> None:
    """The same answer, after a while."""
    answer = bank.answers[path]

    def wait(handler: BaseHTTPRequestHandler) -> Answer | None:
        time.sleep(seconds)
        return answer(handler)

    bank.answers[path] = wait


def give(page: Page, source: str) -> None:
    page.get_by_label("Адрес").fill(source)
    page.get_by_role("button", name="Импортировать", exact=True).click()


def held(home: Path) -> dict[str, str]:
    """Every edition on the user's shelf with its text."""
    return {p.name: p.read_text("utf-8") for p in (home / "corpus" / ACT).glob("*.md")}


@pytest.fixture
def shelf(browser: Browser, own: Server, bank: Bank) -> Iterator[Page]:
    """The page with the act imported by its id, from the bank's good answer."""
    publish(bank, LAW, "01.02.2024")
    page = visit_page(browser, own, "/importing").page
    if not held(own.home):
        slowly(bank, f"/rus/docs/{ACT}", 2.0)
        give(page, f"adilet:{ACT}")
        # While the bank is silent the page says what it waits for.
        bar = page.get_by_text(f"{bank.address}/rus/docs/{ACT}")
        expect(bar.first).to_be_visible()
    expect(page.locator(".imported")).to_contain_text(ACT)
    yield page
    page.close()


def test_import_by_id_then_update_brings_the_new_edition(
    shelf: Page, own: Server, bank: Bank
) -> None:
    assert list(held(own.home)) == ["2024-02-01.md"]
    publish(bank, LAW.replace("бессрочно", "до конца года"), "07.03.2025")
    shelf.get_by_role("button", name="Обновить", exact=True).click()
    fresh = shelf.get_by_title(f"{ACT}@2025-03-07:ru")
    expect(fresh).to_be_visible()
    expect(shelf.get_by_role("link", name="01.02.2024 · ru")).to_be_visible()
    assert sorted(held(own.home)) == ["2024-02-01.md", "2025-03-07.md"]
    fresh.click()
    expect(shelf.locator(".kb", has_text="до конца года").first).to_be_visible()


def hangs_up(bank: Bank) -> None:
    bank.answers[f"/rus/docs/{ACT}"] = lambda _: None


def is_busy(bank: Bank) -> None:
    bank.say(f"/rus/docs/{ACT}", "занят", 503)


def asks_for_a_robot_check(bank: Bank) -> None:
    bank.say(f"/rus/docs/{ACT}", shapes.CAPTCHA)


def gives_another_document(bank: Bank) -> None:
    bank.say(f"/rus/docs/{ACT}", "<html><body><article>Профилактика</article></body></html>")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (asks_for_a_robot_check, "не робот"),
        (gives_another_document, "нет ни статей, ни пунктов"),
        (is_busy, "сервер занят или сломан"),
        (hangs_up, "ответ оборван"),
    ],
)
def test_a_bad_answer_on_update_is_one_line_and_the_good_copy_stays(
    shelf: Page, own: Server, bank: Bank, spoil: Callable[[Bank], None], said: str
) -> None:
    before = held(own.home)
    spoil(bank)
    shelf.get_by_role("button", name="Обновить", exact=True).click()
    expect(shelf.locator(".bad", has_text=said)).to_have_count(1)
    expect(shelf.locator(".imported")).to_contain_text(ACT)
    assert held(own.home) == before


def test_a_file_of_certificates_that_is_none_is_told(shelf: Page, tmp_path: Path) -> None:
    shelf.get_by_text("Имя акта, дата, сертификат").click()
    field = shelf.get_by_role("textbox", name="Файл удостоверяющего центра (PEM)")
    field.fill(str(tmp_path / "none.pem"))
    give(shelf, "zan:7966")
    expect(shelf.locator(".bad", has_text="сертификаты не читаются").first).to_be_visible()
    # Kept for the session, so that an update finds it; an empty field is no file again.
    field.fill("")
    give(shelf, "adilet:V2400000001")
    expect(shelf.locator(".note", has_text="такого документа нет").first).to_be_visible()
