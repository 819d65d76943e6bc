"""A team's server without its pages: secrets, whose folder it is, libraries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.disk import places as where
from kb.disk import shelf
from kb.disk.files import write_file
from kb.intake.sources import BadName, check_from_banks, gives
from kb.intake.take import take
from kb.library import Library, places
from kb.pages import account, libraries
from kb.pages.account import user_from
from kb.server import team
from kb.server.serving import command
from kb.write.columns import BUILTIN, columns

from .conftest import SMALL_ACTS, SMALL_TEXT
from .running import Kb, check_error

# --- Secrets --------------------------------------------------------------------------------------

GOOD = {
    "redirect_uri": "https://kb.example.test/oauth2callback",
    "cookie_secret": "s3cret-of-the-cookies-" * 2,
    "client_id": "salystyrma",
    "client_secret": "s3cret-of-the-client",
    "server_metadata_url": "https://id.example.test/.well-known/openid-configuration",
}


def secrets(folder: Path, **changes: object) -> Path:
    path = folder / "secrets.toml"
    entries = {k: v for k, v in {**GOOD, **changes}.items() if v is not None}
    lines = [f"{k} = {v}" if isinstance(v, int) else f'{k} = "{v}"' for k, v in entries.items()]
    path.write_text("[auth]\n" + "\n".join(lines), "utf-8")
    path.chmod(0o600)
    return path


def test_good_secrets_give_the_host_and_their_file(tmp_path: Path) -> None:
    path = secrets(tmp_path)
    found = team.login(path)
    assert found == team.Login(path, "kb.example.test")
    said = " ".join(command(8501, found))
    assert "--server.allowedHosts=kb.example.test" in said
    assert "s3cret" not in said  # every user of the machine sees the command line


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"client_secret": None}, "нет client_secret"),
        ({"client_id": "  ", "cookie_secret": 5}, "нет cookie_secret, client_id"),
        ({"cookie_secret": "s3cret-short"}, "короче 32 знаков"),
        ({"redirect_uri": "https://kb.example.test/"}, "/oauth2callback"),
        ({"redirect_uri": "kb.example.test/oauth2callback"}, "полным адресом"),
        ({"redirect_uri": "http://kb.example.test/oauth2callback"}, "https://"),
        ({"server_metadata_url": "http://id.example.test/x"}, "server_metadata_url"),
        ({"server_metadata_url": "https://[s3cret/x"}, "server_metadata_url"),
        ({"expose_tokens": "id"}, "expose_tokens"),
    ],
)
def test_unusable_secrets_are_refused_in_one_line(
    kb: Kb, tmp_path: Path, changes: dict[str, object], says: str
) -> None:
    result = kb("serve", "--team", "--secrets", secrets(tmp_path, **changes))
    check_error(result, "secrets.toml", says)
    assert "s3cret" not in result.err


def test_a_secrets_file_that_is_none(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALYSTYRMA_SECRETS", raising=False)
    check_error(kb("serve", "--team"), "SALYSTYRMA_SECRETS")
    missing = tmp_path / "none.toml"
    monkeypatch.setenv("SALYSTYRMA_SECRETS", str(missing))
    check_error(kb("serve", "--team"), "none.toml", "не читается")
    path = secrets(tmp_path)
    path.write_text('[auth]\ncookie_secret = "s3cret\n', "utf-8")
    result = kb("serve", "--team", "--secrets", path)
    check_error(result, "строка 2", "TOML")
    assert "s3cret" not in result.err
    path.write_text("auth = 1", "utf-8")
    check_error(kb("serve", "--team", "--secrets", path), "[auth]")


@pytest.mark.skipif(os.name == "nt", reason="на Windows права файла другие")
def test_secrets_open_to_everybody_are_refused(kb: Kb, tmp_path: Path) -> None:
    path = secrets(tmp_path)
    path.chmod(0o644)
    check_error(kb("serve", "--team", "--secrets", path), "chmod 640")


def test_without_authlib_one_line_says_what_to_install(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.server.team.util.find_spec", lambda _: None)
    check_error(
        kb("serve", "--team", "--secrets", secrets(tmp_path)), "Authlib", "salystyrma[server]"
    )


# --- Whose folder ---------------------------------------------------------------------------------

NOW = 1_800_000_000.0
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://id.example.test",
    "sub": "../../etc",
    "iat": int(NOW) - 60,
    "name": " Айгерим\nА. ",
}


@pytest.fixture
def server(user_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of a team's server; `become` of the session is in the test's hands."""
    monkeypatch.setenv(where.TEAM, "1")
    monkeypatch.setattr(where, "_session_folder", where.guests)
    monkeypatch.setattr(libraries, "_open", type(libraries._open)())
    yield user_home


def become(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(where, "_session_folder", lambda: folder)


def test_a_user_is_known_by_issuer_and_subject_and_his_folder_has_no_name(user_home: Path) -> None:
    user = user_from(CLAIMS, NOW)
    assert user is not None
    assert user.name == "Айгерим А."
    assert user.folder.parent == user_home / "users"
    assert user.folder.name.isalnum()
    others = [{"sub": "other"}, {"iss": "https://other.test"}, {"iss": "https://id.example.test."}]
    folders = {u.folder for c in others if (u := user_from({**CLAIMS, **c}, NOW))}
    assert len({user.folder, *folders}) == 4
    renamed = user_from({**CLAIMS, "name": "Другое имя"}, NOW)
    assert renamed is not None
    assert renamed.folder == user.folder


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {**CLAIMS, "is_logged_in": False},
        {**CLAIMS, "is_logged_in": "yes"},
        {**CLAIMS, "sub": ""},
        {**CLAIMS, "sub": None},
        {**CLAIMS, "iss": ["https://id.example.test"]},
        {**CLAIMS, "iat": None},
        {**CLAIMS, "iat": NOW - team.LOGIN_S - 1},
    ],
)
def test_whoever_is_not_wholly_known_is_a_guest(claims: dict[str, Any]) -> None:
    assert user_from(claims, NOW) is None


def test_outside_a_session_a_server_has_no_users_folder(
    user_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert where.user_folder() == user_home
    monkeypatch.setenv(where.TEAM, "1")
    monkeypatch.setattr(where, "_session_folder", where._no_session)
    with pytest.raises(where.ReadOnly):
        where.user_folder()


def test_a_guest_can_keep_nothing(server: Path, tmp_path: Path) -> None:
    folder = where.user_folder()
    file = tmp_path / "act.md"
    file.write_text(SMALL_TEXT, "utf-8")
    writes: list[Callable[[], object]] = [
        lambda: write_file(folder / "draft.json", "{}"),
        lambda: shelf.locked(folder / "drafts").__enter__(),
        lambda: take(gives(str(file), no_fetcher), folder / "corpus", (), as_="own"),
    ]
    for write in writes:
        with pytest.raises(where.ReadOnly, match="войдите"):
            write()
    assert not folder.exists()


def test_work_beside_the_page_is_for_its_user(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A download is made in a thread that knows no session."""
    monkeypatch.setattr(where, "_session_folder", account._folder)
    with pytest.raises(where.ReadOnly):
        columns()
    user, other = where.folder_of("iss", "one"), where.folder_of("iss", "two")
    user.mkdir(parents=True)
    text = BUILTIN.read_text("utf-8").replace("Обоснование, kk", "Зачем, kk")
    (user / "columns.yaml").write_text(text, "utf-8")
    heads = {}
    for folder in (user, other):
        with where.working_in(folder):
            heads[folder] = columns()[-1].title["ru"]
    assert heads == {user: "Зачем", other: "Обоснование"}


def no_fetcher() -> Any:
    raise AssertionError("ничего не скачивается")


@pytest.mark.parametrize(
    "source",
    [
        "/etc/passwd",
        "corpus",
        "git:/srv/repository",
        "http://169.254.169.254/",
        "https://adilet.zan.kz.example.test/rus/docs/Z010000148_",
        "https://adilet.zan.kz@example.test/",
        "file:///etc/passwd",
        "",
    ],
)
def test_on_a_server_only_the_banks_are_named(source: str) -> None:
    with pytest.raises(BadName, match="на сервере источник"):
        check_from_banks(source)


def test_the_banks_are_named_as_ever() -> None:
    for source in (
        "adilet:Z010000148_",
        "zan:7966@2026-07-14",
        "https://adilet.zan.kz/rus/docs/Z010000148_",
    ):
        check_from_banks(source)


# --- Libraries ------------------------------------------------------------------------------------


def own_act(user: Path, name: str) -> None:
    (user / "corpus" / name).mkdir(parents=True)
    text = SMALL_ACTS.replace("id: small", f"id: {name}")
    (user / "corpus" / "acts.yaml").write_text(text, "utf-8")
    (user / "corpus" / name / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")


def opened() -> Library:
    return libraries.of_session("ru")


@pytest.mark.slow
def test_all_who_have_nothing_of_their_own_share_one_library(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = opened()
    become(monkeypatch, where.folder_of("iss", "new"))
    assert opened() is guest
    assert [p.name for p in server.iterdir()] == [guest.places.db.name]


@pytest.mark.slow
def test_a_users_library_has_the_common_acts_and_his_own(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_act(server, "common")  # brought in by the administrator for all
    one, two = where.folder_of("iss", "one"), where.folder_of("iss", "two")
    own_act(one, "hers")
    own_act(two, "his")
    found = {}
    for user in (where.guests(), one, two):
        become(monkeypatch, user)
        library = opened()
        found[user.name] = {"common", "hers", "his"} & set(library.acts)
        assert library.find("law-148-2001/art_9")[1].heading == "Регламент маслихата"
    assert found == {
        "guests": {"common"},
        one.name: {"common", "hers"},
        two.name: {"common", "his"},
    }


@pytest.mark.slow
def test_only_so_many_libraries_stay_open(server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "MOST", 2)
    users = [where.folder_of("iss", str(n)) for n in range(3)]
    first = None
    for user in users:
        own_act(user, "own")
        become(monkeypatch, user)
        first = first or opened()
        assert opened() is opened()
    assert len(libraries._open) == 2
    become(monkeypatch, users[0])
    again = opened()
    assert again is not first
    assert first is not None
    assert "own" in first.acts  # a page that still reads the old one goes on


@pytest.mark.slow
def test_a_users_spoilt_package_stops_nobody_else(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = where.folder_of("iss", "one")
    (user / "amendments").mkdir(parents=True)
    (user / "amendments" / "bomb.yaml").write_text("a: &a [x]\nb: [*a, *a]\n", "utf-8")
    become(monkeypatch, user)
    own = opened()
    assert own.packages(), "the rest goes on"
    (left,) = own.aside
    assert "bomb.yaml" in left.reason
    become(monkeypatch, where.folder_of("iss", "two"))
    assert opened().packages()
    assert opened().aside == ()


def test_a_copy_of_a_library_opens_without_a_build(library: Library, tmp_path: Path) -> None:
    copy = tmp_path / "new" / "copy.sqlite"
    library.copy_to(copy)
    made = library.places
    again, report = Library.build(type(made)(made.corpora, made.amendments, copy))
    assert report.built == ()
    assert again.acts == library.acts


@pytest.mark.slow
def test_an_import_whose_session_is_cut_leaves_nothing(user_home: Path, tmp_path: Path) -> None:
    """Streamlit ends a session by raising where the page draws: here, in the import's progress."""

    class Cut(BaseException):
        pass

    def progress(_name: str, _nth: int, _of: int) -> None:
        raise Cut

    file = tmp_path / "act.md"
    file.write_text(SMALL_TEXT, "utf-8")
    folder = user_home / "corpus"
    with pytest.raises(Cut):
        take(gives(str(file), no_fetcher), folder, (), as_="own", progress=progress)
    assert not (folder / "own").exists()
    assert "own" not in Library.open(places()).acts
    take(gives(str(file), no_fetcher), folder, (), as_="own")  # the lock was given back
    assert "own" in Library.open(places()).acts


# --- Several machines -----------------------------------------------------------------------------


def test_without_the_driver_one_line_says_what_to_install(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.house.joining.util.find_spec", lambda name: name != "psycopg" or None)
    path = secrets(tmp_path)
    path.write_text(path.read_text("utf-8") + '\n[database]\nurl = "postgresql:///kb"\n', "utf-8")
    for words in (("serve", "--team"), ("house",)):
        result = kb(*words, "--secrets", path)
        check_error(result, "psycopg", "salystyrma[postgres]")


def test_without_a_login_nothing_listens_to_the_network(kb: Kb) -> None:
    check_error(kb("serve", "--listen", "0.0.0.0"), "--listen", "только с --team")


def test_an_address_of_another_machine_is_told(kb: Kb, tmp_path: Path) -> None:
    result = kb("serve", "--team", "--secrets", secrets(tmp_path), "--listen", "192.0.2.1")
    check_error(result, "192.0.2.1", "не адрес этой машины")


def test_the_database_stands_in_no_command_line(tmp_path: Path) -> None:
    """Every user of the machine sees a command line, and its address may hold a password."""
    path = secrets(tmp_path)
    path.write_text(
        path.read_text("utf-8") + '\n[database]\nurl = "postgresql://kb:s3cret@/kb"\n', "utf-8"
    )
    read = team.login(path)
    assert read.database == "postgresql://kb:s3cret@/kb"
    assert "s3cret" not in " ".join(command(8501, read, "127.0.0.1"))
