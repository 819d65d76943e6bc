"""Makes `.venv` whole for `make`: uv by its pinned hash, then everything that `uv.lock` names.

    python3 install.py app|test|all

Nothing is assumed but this Python and the network. `.venv` carries a mark of what was installed,
written last: without it, or for another Python or folder, the next run begins from an empty one.
Every failure is one line (in Russian) and exit status 2. Old Pythons must be able to read this file.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARK = VENV / "installed.json"
#: What decides about the contents of `.venv`.
SOURCES = ("uv.lock", "pyproject.toml", "requirements-uv.txt", "install.py")
#: What is asked for, from the least to the most; a larger set serves a smaller one.
SETS = {
    "app": [],
    "test": ["--group", "lint", "--group", "test", "--group", "docs"],
    "all": ["--all-groups"],
}
#: What a failed installer said, and what it means for the one who waits for it.
REASONS = (
    (r"No space left on device|os error 28|Errno 28", "на диске нет места: освободите около 2 ГБ"),
    (
        r"dns error|name resolution|NewConnectionError|Connection (?:refused|reset)|\(Connect\)|"
        r"[Tt]imed? ?out|unreachable",
        "нет связи с реестром пакетов (pypi.org)",
    ),
    (r"\b404\b|No matching distribution", "реестр пакетов не отдал файл (404)"),
    (r"do not match the hash|[Hh]ash mismatch", "файл из реестра не тот, что в uv.lock"),
    (r"certificate", "сертификат реестра пакетов не проверяется"),
    (r"[Ff]ailed to (?:fetch|download)|Could not fetch", "реестр пакетов отказал"),
    (r"Permission denied|Read-only file system", "нет права писать"),
)


class Failed(Exception):
    """The one line that says what is wrong and what to do."""


def wanted() -> "dict[str, str]":
    """What the mark must say for `.venv` to be of use here, apart from the set."""
    told = hashlib.sha256()
    for name in SOURCES:
        told.update((ROOT / name).read_bytes())
    return {"folder": str(ROOT), "python": sys.version + sys.base_prefix, "of": told.hexdigest()}


def marked() -> "dict[str, str]":
    """What the mark says; nothing if it is not there or spoilt, or the Python behind it is gone."""
    try:
        mark = json.loads(MARK.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) and PYTHON.exists() else {}


def serves(mark: "dict[str, str]", asked: str) -> bool:
    """Whether what is installed is what is asked for, or more."""
    order = list(SETS)
    return mark.get("set") in order and order.index(mark["set"]) >= order.index(asked)


def examined() -> None:
    """Refuses a Python that is too old or has no `venv`."""
    told = f"{sys.version.split()[0]} ({sys.executable})"
    if sys.version_info < (3, 11):  # noqa: UP036 - this file alone is read by older ones
        raise Failed(
            f"нужен Python 3.11 или новее, а этот – {told}; назовите другой: make PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise Failed(
            f"у Python {told} нет модуля {error.name}: поставьте его "
            "(Debian и Ubuntu: apt install python3-venv)"
        ) from None


def cache() -> "dict[str, str]":
    """Where uv keeps what it loaded: its usual place, or `.venv` where the home is not writable."""
    if "UV_CACHE_DIR" in os.environ:
        return {}
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "uv"
    first = next(p for p in (usual, *usual.parents) if p.exists())
    return {} if os.access(first, os.W_OK) else {"UV_CACHE_DIR": str(VENV / "cache")}


def run(what: str, command: "list[str | Path]", **more: str) -> None:
    """Runs an installer in silence; says how long it took, or why it failed."""
    began = time.monotonic()
    env = {
        k: v for k, v in os.environ.items() if k not in ("UV_PYTHON", "VIRTUAL_ENV", "PYTHONHOME")
    }
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**env, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Failed(f"{what}: {reason(done.stdout)}")
    print(f"{what}: {time.monotonic() - began:.0f} с", flush=True)


def reason(said: str) -> str:
    """One line of what an installer said: what it means, and its own last words."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    pattern, means = next(((p, m) for p, m in REASONS if re.search(p, said)), ("", "не вышло"))
    telling = [line for line in lines if re.search(pattern, line)]
    return f"{means}. {(telling or lines or ['без объяснения'])[-1][:300]}"


def install(asked: str) -> None:
    """Makes `.venv` serve for the set."""
    examined()
    goal, mark = wanted(), marked()
    if serves(mark, asked) and {**goal, "set": mark["set"]} == mark:
        return
    if serves(mark, asked):  # an older lock: what was installed for more stays so
        asked = mark["set"]
    if any(mark.get(key) != goal[key] for key in ("folder", "python")):
        shutil.rmtree(VENV, ignore_errors=True)
        base = getattr(sys, "_base_executable", None) or sys.executable
        run("папка .venv", [base, "-m", "venv", VENV])
    MARK.unlink(missing_ok=True)
    run(
        "uv",
        [
            *(
                PYTHON,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--retries",
                "2",
                "--only-binary",
                ":all:",
            ),
            *("--require-hashes", "-r", "requirements-uv.txt"),
        ],
    )
    run(
        "пакеты из uv.lock",
        # Compiled once here: otherwise each program would, where Python may write no compiled files.
        [
            *(VENV / "bin" / "uv", "sync", "--frozen", "--no-progress", "--compile-bytecode"),
            *SETS[asked],
        ],
        UV_PROJECT_ENVIRONMENT=str(VENV),
        UV_PYTHON_DOWNLOADS="never",
        **cache(),
    )
    MARK.write_text(json.dumps({**goal, "set": asked}), "utf-8")


def main(asked: str) -> int:
    """0, or 2 with the reason in one line; two runs at once wait for each other."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        install(asked)
    except Failed as error:
        print(f"Установка не удалась: {error}", file=sys.stderr)
    except OSError as error:
        print(f"Установка не удалась: {reason(str(error))}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Установка прервана: следующий make начнет заново", file=sys.stderr)
    else:
        return 0
    finally:
        os.close(folder)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] and sys.argv[1] in SETS else "test"))
