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
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kb.ground.errors import KbError

KEYS: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK: Final = "/oauth2callback"  # where Streamlit waits for the provider's answer
MIN_SECRET: Final = 32  # characters of the key that signs the cookies
LOGIN_S: Final = 12 * 3600  # a login counts this long from the day and hour in the token (iat)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSecrets(KbError):
    """The login cannot be set up: what is missing, in which file."""


@dataclass(frozen=True, slots=True)
class Login:
    """What the server needs to know of the secrets: their file and the host that visitors ask for."""

    secrets: Path
    host: str


def login(path: Path | None) -> Login:
    """Checks the secrets file of a team's server. Raises BadSecrets."""
    if util.find_spec("authlib") is None:
        raise BadSecrets(
            "для входа пользователей нужен пакет Authlib: установите salystyrma[server]"
        )
    if path is None:
        raise BadSecrets(
            "файл секретов не назван: kb serve --team --secrets ФАЙЛ или переменная "
            "SALYSTYRMA_SECRETS"
        )
    found = _auth(path)
    missing = [k for k in KEYS if not (isinstance(found.get(k), str) and found[k].strip())]
    if missing:
        raise BadSecrets(f"{path}: в разделе [auth] нет {', '.join(missing)}")
    if len(found["cookie_secret"]) < MIN_SECRET:
        raise BadSecrets(f"{path}: cookie_secret короче {MIN_SECRET} знаков")
    if found.get("expose_tokens"):
        raise BadSecrets(f"{path}: expose_tokens не нужен: уберите его, маркеры входа не хранятся")
    back = _address(path, "redirect_uri", found["redirect_uri"])
    if not back.path.endswith(CALLBACK):
        raise BadSecrets(f"{path}: redirect_uri должен кончаться на {CALLBACK}")
    _address(path, "server_metadata_url", found["server_metadata_url"])
    return Login(path.resolve(), back.hostname or "")


def _auth(path: Path) -> dict[str, str]:
    """The section [auth] of the file."""
    try:
        others = path.stat().st_mode & 0o007 if sys.platform != "win32" else 0
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadSecrets(f"{path}: файл секретов не читается ({error.strerror})") from error
    except ValueError as error:  # not UTF-8, or not TOML: of its message only the line is safe
        line = re.search(r"line (\d+)", str(error))
        where = f", строка {line[1]}" if line else ""
        raise BadSecrets(f"{path}{where}: файл секретов не читается как TOML") from None
    if others:
        raise BadSecrets(f"{path}: файл секретов открыт всем на сервере: chmod 640 (или 600)")
    found = data.get("auth")
    if not isinstance(found, dict):
        raise BadSecrets(f"{path}: в файле секретов нет раздела [auth]")
    return found


def _address(path: Path, key: str, value: str) -> SplitResult:
    """An address of the file; only this machine may be asked without encryption."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise BadSecrets(f"{path}: {key} должен быть полным адресом https://…")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise BadSecrets(f"{path}: {key} должен начинаться с https://")
    return parts
