"""A team's server: the secrets of its login checked before it starts.

The secrets are Streamlit's own file (TOML, section [auth]) for an OpenID Connect provider. Nothing of
what stands in it is ever printed: messages name keys, not values.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from kb.ground import regular
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.ground.system import system_reason

KEYS: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK: Final = "/oauth2callback"  # where Streamlit waits for the provider's answer
MIN_SECRET: Final = 32  # characters of the key that signs the cookies
LOGIN_S: Final = 12 * 3600  # a login counts this long from the day and hour in the token (iat)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSecrets(KbError):
    """The login cannot be set up: what is missing, in which file."""


@dataclass(frozen=True, slots=True)
class Login:
    """What the server needs to know of the secrets: their file, the host that visitors ask for, and the
    database of several machines ("" for none)."""

    secrets: Path
    host: str
    database: str = ""


def login(path: Path | None) -> Login:
    """Checks the secrets file of a team's server. Raises BadSecrets."""
    if util.find_spec("authlib") is None:
        raise BadSecrets(say("server.login_needs_authlib"))
    if path is None:
        raise BadSecrets(say("server.secrets_unnamed"))
    data = _sections(path)
    settings = data.get("auth")
    if not isinstance(settings, dict):
        raise BadSecrets(say("server.secrets_no_auth", path=path))
    missing = [k for k in KEYS if not (isinstance(settings.get(k), str) and settings[k].strip())]
    if missing:
        raise BadSecrets(say("server.secrets_missing", path=path, missing=", ".join(missing)))
    if len(settings["cookie_secret"]) < MIN_SECRET:
        raise BadSecrets(say("server.secrets_cookie_short", path=path, least=MIN_SECRET))
    if settings.get("expose_tokens"):
        raise BadSecrets(say("server.secrets_tokens", path=path))
    back = _address(path, "redirect_uri", settings["redirect_uri"])
    if not back.path.endswith(CALLBACK):
        raise BadSecrets(say("server.secrets_redirect", path=path, callback=CALLBACK))
    _address(path, "server_metadata_url", settings["server_metadata_url"])
    return Login(path.resolve(), back.hostname or "", _database(data))


def database(path: Path) -> str:
    """The database that the file of secrets names; "" for none. Raises BadSecrets."""
    return _database(_sections(path))


def _database(data: dict[str, Any]) -> str:
    section = data.get("database")
    url = section.get("url") if isinstance(section, dict) else None
    return url if isinstance(url, str) else ""


def _sections(path: Path) -> dict[str, Any]:
    """The sections of the file, which only its owner may read."""
    try:
        others = path.stat().st_mode & 0o007 if sys.platform != "win32" else 0
        data = tomllib.loads(regular.read_bytes(path).decode())
    except OSError as error:
        raise BadSecrets(
            say("server.secrets_unreadable", path=path, why=system_reason(error))
        ) from error
    except ValueError as error:  # not UTF-8, or not TOML: of its message only the line is safe
        line = re.search(r"line (\d+)", str(error))
        where = say("server.secrets_line", line=line[1]) if line else ""
        raise BadSecrets(say("server.secrets_not_toml", path=path, where=where)) from None
    if others:
        raise BadSecrets(say("server.secrets_open", path=path))
    return data


def _address(path: Path, key: str, value: str) -> SplitResult:
    """An address of the file; only this machine may be asked without encryption."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise BadSecrets(say("server.secrets_not_address", path=path, key=key))
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise BadSecrets(say("server.secrets_not_https", path=path, key=key))
    return parts
