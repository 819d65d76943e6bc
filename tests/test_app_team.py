"""A team's server in a real browser: login through a provider, own folders, guests who only read."""

from __future__ import annotations

import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from lxml import html
from playwright.sync_api import Browser, Page, expect

from kb.disk.places import folder_of
from kb.pages.words import text
from kb.write.columns import BUILTIN
from tests.at_desk import ADDED, POINT, draft_of, drafted, give, named, press
from tests.browsing import (
    PATIENCE_MS,
    Server,
    free_port,
    leave,
    second_try,
    settled,
    start,
    stopping,
    stranger,
    take,
)
from tests.identity import CLIENT, CLIENT_SECRET, Identity, provider
from tests.running import ROOT

pytestmark = pytest.mark.browser

COOKIE_SECRET = "cookie-secret-never-to-be-printed-0123456789"
ACT = """\
---
title: О пробном
edition: '2024-05-01'
language: ru
---

# О пробном

## Статья 1. Предмет

Закон пробный.
"""


@dataclass
class Team:
    """A team's server with its provider."""

    server: Server
    identity: Identity

    @property
    def url(self) -> str:
        return self.server.url

    def folder(self, user: str, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("SALYSTYRMA_HOME", str(self.server.home))
        return folder_of(self.identity.url, user)

    @property
    def log(self) -> str:
        return (self.server.home / "serve.log").read_text("utf-8", "replace")


def secrets(home: Path, identity: Identity, url: str) -> Path:
    """The file of secrets of a server that its users know by this address."""
    path = home / "secrets.toml"
    path.write_text(
        "[auth]\n"
        f'redirect_uri = "{url}/oauth2callback"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\n'
        f'client_id = "{CLIENT}"\n'
        f'client_secret = "{CLIENT_SECRET}"\n'
        f'server_metadata_url = "{identity.url}/.well-known/openid-configuration"\n',
        "utf-8",
    )
    path.chmod(0o600)
    return path


@contextmanager
def a_team(home: Path) -> Iterator[Team]:
    """A team's server with its provider, while it is needed."""
    port = free_port()
    with provider() as identity:
        path = secrets(home, identity, f"http://127.0.0.1:{port}")
        started = start(home, flags=("--team", "--secrets", str(path)), port=port)
        with stopping(started) as server:
            yield Team(server, identity)


@pytest.fixture(scope="module")
def common_team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with a_team(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def team(
    common_team: Team, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    """The team of all tests here; a second try has its own."""
    if not second_try(request):
        yield common_team
        return
    with a_team(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def visitor(browser: Browser, team: Team) -> Iterator[Page]:
    """A page of a browser in which nobody is logged in."""
    page = stranger(browser)
    page.goto(team.url)
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    yield page
    leave(page)


def log_in(page: Page, user: str) -> None:
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("link", name=user, exact=True).click()


def member(browser: Browser, team: Team, user: str, name: str) -> Page:
    page = stranger(browser)
    page.goto(team.url)
    log_in(page, user)
    expect(page.get_by_text(f"Вы вошли: {name}")).to_be_visible()
    return page


def set_aside(page: Page, reason: str) -> None:
    """The first finding that is shown is not counted any more."""
    press(page, text("dismiss", "ru"))
    page.get_by_label(text("dismiss_reason", "ru")).fill(reason)
    press(page, text("dismiss_do", "ru"))
    expect(page.get_by_text(f"{text('dismissed', 'ru')}: 1")).to_be_visible()


def bring(page: Page, team: Team, file: Path, act: str) -> None:
    page.goto(f"{team.url}/importing")
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_text(file.name).first).to_be_visible()
    page.get_by_text(text("import_more_server", "ru")).click()
    page.get_by_label("Имя акта, если файл").fill(act)
    page.get_by_role("button", name="Импортировать", exact=True).click()
    expect(page.locator(".imported")).to_contain_text(act)


def test_each_user_has_acts_and_packages_of_his_own(
    browser: Browser, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "act.md"
    file.write_text(ACT, "utf-8")
    hers = member(browser, team, "aigerim", "Айгерим А.")
    his = member(browser, team, "bolat", "Болат Б.")
    bring(hers, team, file, "hers")
    bring(his, team, file, "his")
    for page, own, others in ((hers, "hers", "his"), (his, "his", "hers")):
        page.goto(f"{team.url}/importing")
        expect(page.locator(".imported")).to_have_count(1)
        expect(page.locator(".imported")).to_contain_text(own)
        page.goto(f"{team.url}/norms?address={own}/art_1")
        expect(page.locator("h3.art").first).to_contain_text("Предмет")
        page.goto(f"{team.url}/norms?address={others}/art_1")
        expect(page.locator(".bad")).to_contain_text("неизвестен")
    folder = team.folder("aigerim", monkeypatch)
    assert (folder / "corpus" / "hers").is_dir()
    assert not list(team.server.home.rglob("*aigerim*"))  # no name stands in a path

    package = ROOT / "amendments" / "bektibaev-2022.yaml"
    words = package.read_text("utf-8").replace("id: bektibaev-2022", "id: hers-only", 1)
    words = re.sub(r"^title:.*(\n  .*)*", "title: Ее пакет", words, count=1, flags=re.M)
    (folder / "amendments").mkdir()
    (folder / "amendments" / "hers-only.yaml").write_text(words, "utf-8")
    for page, count in ((hers, 1), (his, 0)):
        page.goto(f"{team.url}/amendments?package=bektibaev-2022")
        page.get_by_role("combobox").first.click()
        expect(page.get_by_role("option").first).to_be_visible()
        expect(page.get_by_role("option", name=re.compile("Ее пакет"))).to_have_count(count)
        leave(page)


def test_a_finding_set_aside_is_so_for_one_user_only(browser: Browser, team: Team) -> None:
    hers = member(browser, team, "aigerim", "Айгерим А.")
    his = member(browser, team, "bolat", "Болат Б.")
    address = f"{team.url}/amendments?package=bektibaev-2022&against=author"
    hers.goto(address)
    set_aside(hers, "проверено")
    his.goto(address)
    expect(his.locator(".finding:visible").first).to_be_visible()
    expect(his.get_by_text(re.compile("^Не учитываются: "))).to_have_count(0)
    for page in (hers, his):
        leave(page)


def test_the_workshop_keeps_to_its_user(
    browser: Browser, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = member(browser, team, "aigerim", "Айгерим А.")
    his = member(browser, team, "bolat", "Болат Б.")
    hers.goto(team.url + POINT)
    drafted(hers)
    named(hers, "Пакет Айгерим", "Айгерим", "paket-aigerim")
    press(hers, "Сохранить пакет")
    expect(hers.get_by_text("Сохранено: paket-aigerim.")).to_be_visible()
    draft, folder = draft_of(hers), team.folder("aigerim", monkeypatch)
    assert (folder / "drafts" / f"{draft}.json").exists()
    assert (folder / "amendments" / "paket-aigerim.yaml").exists()
    hers.get_by_role("radio", name="Правка").click()
    hers.get_by_role("radio", name="Замечания").click()
    set_aside(hers, "проверено")
    assert (folder / "dismissals" / "paket-aigerim.yaml").exists()

    # Neither her link nor his list shows him anything of hers.
    his.goto(f"{team.url}/workshop?draft={draft}&view=package")
    expect(his.get_by_role("alert")).to_contain_text("здесь нет")
    his.goto(f"{team.url}/workshop?view=package")
    list_ = his.get_by_role("combobox", name="Пакет поправок")
    expect(list_).to_be_visible()
    list_.press("ArrowDown")
    expect(his.get_by_role("option").first).to_be_visible()
    expect(his.get_by_role("option", name=re.compile("Айгерим"))).to_have_count(0)
    expect(his.get_by_role("combobox", name="Черновики")).to_have_count(0)
    # And the name is his to take: the two packages are two files.
    his.goto(team.url + POINT)
    drafted(his)
    named(his, "Пакет Болата", "Болат", "paket-aigerim")
    press(his, "Сохранить пакет")
    expect(his.get_by_text("Сохранено: paket-aigerim.")).to_be_visible()
    theirs = team.folder("bolat", monkeypatch) / "amendments" / "paket-aigerim.yaml"
    assert "Пакет Болата" in theirs.read_text("utf-8")
    assert "Пакет Айгерим" in (folder / "amendments" / theirs.name).read_text("utf-8")
    for page in (hers, his):
        leave(page)


def test_a_guest_tries_in_the_workshop_and_nothing_is_kept(visitor: Page, team: Team) -> None:
    visitor.goto(team.url + POINT)
    give(visitor, "открытый характер", ADDED)
    expect(visitor.locator(".diff ins")).to_have_text(re.compile("и транслируются"))
    expect(visitor.get_by_text("Чтобы собрать пакет, войдите.")).to_have_count(1)
    for view in ("", "?view=instruction", "?view=three", "?view=package"):
        visitor.goto(f"{team.url}/workshop{view}")
        expect(visitor.get_by_text("Чтобы собрать пакет, войдите.")).to_be_visible()
        settled(visitor)
        for button in (
            "В пакет",
            "Исключить",
            "Сохранить пакет",
            "Отменить",
            "Открыть",
        ):
            expect(visitor.get_by_role("button", name=button, exact=True)).to_have_count(0)
        expect(visitor.locator("input[type=file]")).to_have_count(0)
        expect(visitor.locator(".bad[role=alert]")).to_have_count(0)
    assert not (team.server.home / "guests").exists()


def test_a_guest_reads_and_keeps_nothing(visitor: Page, team: Team) -> None:
    visitor.goto(f"{team.url}/norms?address=law-148-2001/art_11.pt_6")
    expect(visitor.locator("button.copy").first).to_have_attribute(
        "data-copy", re.compile("law-148-2001")
    )
    visitor.goto(f"{team.url}/importing")
    expect(visitor.get_by_text("Чтобы импортировать, войдите")).to_be_visible()
    expect(visitor.locator("input[type=file]")).to_have_count(0)
    visitor.goto(f"{team.url}/amendments?package=bektibaev-2022")
    expect(visitor.locator(".finding:visible").first).to_be_visible()
    expect(visitor.get_by_role("button", name=text("dismiss", "ru"))).to_have_count(0)
    expect(visitor.locator(".bad[role=alert]")).to_have_count(0)
    assert not (team.server.home / "guests").exists()


def test_a_file_of_a_guest_never_reaches_the_server(visitor: Page, team: Team) -> None:
    for path in ("verify", "receipt"):
        visitor.goto(f"{team.url}/{path}")
        settled(visitor)
        expect(visitor.locator("input[type=file]")).to_have_count(0)
    with httpx.Client(base_url=team.url) as client:
        client.get("/_stcore/health")
        token = {"X-Xsrftoken": client.cookies.get("_streamlit_xsrf", "")}
        answer = client.put("/_stcore/upload_file/a/b", headers=token, files={"f": b"x" * 10**6})
    assert (answer.status_code, "войдите" in answer.text) == (403, True)


def test_a_download_has_its_users_columns(
    browser: Browser, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = team.folder("svetlana", monkeypatch)
    folder.mkdir(parents=True, exist_ok=True)
    own = BUILTIN.read_text("utf-8").replace("Обоснование, kk", "Зачем, kk")
    (folder / "columns.yaml").write_text(own, "utf-8")
    for user, name, head in (("svetlana", "Светлана", "Зачем"), ("bolat", "Болат", "Обоснование")):
        page = member(browser, team, user, name)
        page.goto(f"{team.url}/amendments?package=bektibaev-2022")
        assert f"| {head} |" in take(page, "Скачать Markdown").path().read_text("utf-8")
        leave(page)


def test_a_user_names_the_banks_and_not_the_server(browser: Browser, team: Team) -> None:
    page = member(browser, team, "bolat", "Болат Б.")
    for source in (str(team.server.home), "git:/srv", "http://127.0.0.1:1/x", "file:///etc/hosts"):
        page.goto(f"{team.url}/importing")
        page.get_by_label("Адрес").fill(source)
        page.get_by_role("button", name="Импортировать", exact=True).click()
        expect(page.locator(".bad")).to_contain_text("на сервере источник – загруженный файл")
    leave(page)


def test_a_hostile_name_stays_a_name_and_logout_ends_it(browser: Browser, team: Team) -> None:
    page = member(browser, team, "svetlana", "Светлана <b>С.</b>")
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    leave(page)


def cookies_of_a_login(team: Team, user: str) -> set[str]:
    """The names of the cookies of one who went the way of a login, as a browser follows it."""
    wish = {"provider": "default", "exp": int(time.time()) + 60}
    asked = jwt.encode({"alg": "HS256"}, wish, OctKey.import_key(COOKIE_SECRET))
    with httpx.Client(follow_redirects=True, timeout=PATIENCE_MS / 1000) as client:
        page = client.get(f"{team.url}/auth/login", params={"provider": asked})
        (link,) = html.fromstring(page.text).xpath(f"//a[.='{user}']/@href")
        assert client.get(str(page.url.join(link))).url.host == "127.0.0.1"
        return {c.name for c in client.cookies.jar}


@pytest.mark.parametrize("fault", ["", "issuer", "audience", "expired", "nonce", "signature"])
def test_a_spoilt_token_lets_nobody_in(team: Team, fault: str) -> None:
    team.identity.fault = fault
    try:
        assert ("_streamlit_user" in cookies_of_a_login(team, "aigerim")) is (fault == "")
    finally:
        team.identity.fault = ""


def test_a_forged_cookie_lets_nobody_in(browser: Browser, team: Team) -> None:
    page = member(browser, team, "aigerim", "Айгерим А.")
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "_streamlit_user"]
    value = cookie["value"]
    page.context.add_cookies([{**cookie, "value": value[:-3] + "abc"}])
    page.goto(team.url)
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    leave(page)


def test_no_secret_stands_in_the_log(browser: Browser, team: Team) -> None:
    page = member(browser, team, "aigerim", "Айгерим А.")
    cookies = [c["value"] for c in page.context.cookies() if c["name"].startswith("_streamlit_u")]
    leave(page)
    assert cookies
    assert team.identity.given
    said = team.log
    for secret in (COOKIE_SECRET, CLIENT_SECRET, *team.identity.given, *cookies):
        assert secret not in said, said
    assert "@example.test" not in said


def test_a_library_replaced_under_an_open_page(
    browser: Browser, team: Team, tmp_path: Path
) -> None:
    page = stranger(browser)
    page.goto(f"{team.url}/norms?address=law-148-2001/art_9")
    expect(page.locator("button.copy").first).to_have_attribute(
        "data-copy", re.compile("law-148-2001")
    )
    (db,) = team.server.home.glob("library-*.sqlite")
    kept = tmp_path / "kept.sqlite"
    shutil.copyfile(db, kept)
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"not a library" * 1000)
    shutil.move(spoilt, db)
    page.reload()
    expect(page.locator(".bad[role=alert]")).to_contain_text("это не файл библиотеки")
    shutil.move(kept, db)
    page.reload()
    expect(page.locator("button.copy").first).to_have_attribute(
        "data-copy", re.compile("law-148-2001")
    )
    leave(page)


@pytest.mark.parametrize(("host", "answered"), [("127.0.0.1", True), ("rebound.example", False)])
def test_only_a_known_name_of_the_server_is_answered(team: Team, host: str, answered: bool) -> None:
    """A page of another site may have its own name point at the server (DNS rebinding)."""
    port = int(team.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Origin: http://{host}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2FseXN0eXJtYS10ZXN0IQ==\r\n\r\n".encode()
        )
        status = raw.recv(64).split(b"\r\n")[0]
    assert (b" 101 " in status) is answered, status
