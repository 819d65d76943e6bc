"""What the tests of import share: a small law in two languages, and how it is brought in."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from kb.cli import cli
from kb.disk import lock
from kb.intake.fetch import Fetcher
from kb.intake.sources import Banks, gives
from kb.intake.take import Imported, take
from kb.library import Library, places

from . import shapes
from .bank import Bank
from .conftest import CORPUS

LAW = """\
# О малом

### Статья 1. Предмет

1. Первый пункт.

2. Второй пункт:

1) один;

2) два.

> *Сноска. Статья 1 с изменениями, внесенными Законом РК от 01.02.2024 № 5.*

### Статья 2. Срок

Закон действует бессрочно.
"""
LAW_KK = "# Кіші туралы\n\n### 1-бап. Мән\n\n1. Бірінші.\n\n### 2-бап. Мерзім\n\nЗаң мерзімсіз қолданылады.\n"
PLAIN = {
    "act_id": "pois",
    "edition": "2021-01-01",
    "language": "ru",
    "title": "О поиске",
    "number": "1",
    "adopted": "2020-01-01",
}
LINES, LINES_KK = shapes.printed(LAW), shapes.printed(LAW_KK)
REQUISITES_KK = "Қазақстан Республикасының 2001 жылғы 23 қаңтардағы № 148 Заңы."


def bring(
    source: str, home: Path, fetcher: Fetcher | None = None, bank: Bank | None = None, **more: str
) -> list[Imported]:
    def opened() -> Fetcher:
        assert fetcher is not None
        return fetcher

    banks = Banks(bank.address, bank.address) if bank else Banks()
    return take(gives(source, opened, banks), home / "corpus", (CORPUS,), **more)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments])


def files(home: Path) -> dict[str, str]:
    """Every file of the user's corpus but the lock."""
    return {
        p.relative_to(home).as_posix(): p.read_text("utf-8")
        for p in sorted((home / "corpus").rglob("*"))
        if p.is_file() and p.name != lock.LOCK
    }


def law(folder: Path, text: str, name: str = "law.html", **more: str) -> str:
    path = folder / name
    path.write_text(shapes.adilet(shapes.printed(text), **more), "utf-8")
    return str(path)


def text(**more: str) -> str:
    """A document with this front matter, in which the values stand as YAML."""
    return "".join(
        ["---\n", *(f"{k}: {v}\n" for k, v in {**PLAIN, **more}.items()), "---\n\n", LAW]
    )


def opens() -> Library:
    """The library, in which nothing is set aside."""
    library = Library.open(places())
    assert library.aside == ()
    assert library.find("law-148-2001/art_9")
    return library
