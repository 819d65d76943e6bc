"""Where sheets and packages are kept: drafts/<id>.json at every change, amendments/<id>.yaml when saved.

Every file is written whole beside its place and renamed, under the folder's lock. Every write names
the revision that it goes on from; when another tab or program has written since, nothing is written
and Changed says what stands there now.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kb.amendment import package_file
from kb.amendment.package import BadPackage, Package, check_acts, from_data, parsed
from kb.disk import inside
from kb.disk.files import CannotWrite, write_file
from kb.disk.lock import locked
from kb.ground import regular, yaml_file
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import Saying, say
from kb.ground.system import system_reason
from kb.library import Library
from kb.norm.act import Edition
from kb.workshop.sheet import Sheet

MAX_DRAFT: Final = 20_000_000  # bytes of a draft with its past; older steps go first
MAX_PACKAGE: Final = 5_000_000  # bytes of a package file that is brought in
_DRAFT = re.compile(r"[0-9a-f]{12}")
_PACKAGE = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_HEADER: Final = "# Пакет поправок. Файл пишет Мастерская; поля – как в amendments/ программы.\n"


class BadDraft(KbError):
    """A draft that cannot be read; the message names its file."""


class Changed(KbError):
    """Another tab or program has written the file since; nothing was written over it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft in the list: its id, the package's title, how many items it has."""

    id: str
    title: str
    items: int


# --- Drafts ---------------------------------------------------------------------------------------


def new_draft() -> str:
    """An id for a draft that has no file yet."""
    return secrets.token_hex(6)


def keep(home: Path, draft: str, sheet: Sheet, revision: str) -> str:
    """Writes a draft that was read at `revision` ("" for a new one); gives the new revision.

    Raises Changed, CannotWrite or Busy; what stood in the file then still stands.
    """
    path = _draft_path(home, draft)
    text = _dumped(sheet)
    return _write(path, text, revision, say("workshop.draft_changed"))


def read_draft(home: Path, draft: str) -> tuple[Sheet, str]:
    """A draft and its revision. Raises NotFound, or BadDraft for a file that cannot be read."""
    path = _draft_path(home, draft)
    data = _bytes(path)
    if data is None:
        raise NotFound(say("workshop.draft_not_here", draft=draft))
    return _loaded(path, data), _revision(data)


def drafts(home: Path) -> list[Kept]:
    """The drafts kept, the one written last first; those that cannot be read are left out."""
    dated: list[tuple[float, Kept]] = []
    for path in (home / "drafts").glob("*.json"):
        try:
            sheet, _ = read_draft(home, path.stem)
            when = path.stat().st_mtime
        except (KbError, OSError):
            continue
        package = sheet.package
        dated.append((when, Kept(path.stem, package.title or package.id, len(package.items))))
    return [kept for _, kept in sorted(dated, key=lambda f: f[0], reverse=True)]


def drop(home: Path, draft: str) -> None:
    """Removes a draft. Raises CannotWrite."""
    path = _draft_path(home, draft)
    with locked(path.parent):
        _unlink(path)


def _draft_path(home: Path, draft: str) -> Path:
    if not _DRAFT.fullmatch(draft):
        raise NotFound(say("workshop.draft_bad_link"))
    return inside.inside(home / "drafts", f"{draft}.json")


def _dumped(sheet: Sheet) -> str:
    """The draft as JSON, with as much of its past as MAX_DRAFT lets."""
    past, future = list(sheet.past), list(sheet.future)
    while True:
        data = {
            "package": package_file.data(sheet.package),
            "past": [package_file.data(p) for p in past],
            "future": [package_file.data(p) for p in future],
            "pending": sheet.pending,
            "opened": sheet.opened,
            "begun": sheet.begun,
        }
        text = json.dumps(data, ensure_ascii=False)
        if len(text.encode("utf-8", "surrogatepass")) <= MAX_DRAFT or not (past or future):
            return text
        past, future = past[len(past) // 2 + 1 :], future[len(future) // 2 + 1 :]


def _loaded(path: Path, data: bytes) -> Sheet:
    try:
        row: dict[str, Any] = json.loads(data)
        return Sheet(
            from_data(row["package"]),
            tuple(from_data(p) for p in row["past"]),
            tuple(from_data(p) for p in row["future"]),
            tuple((str(place), str(text)) for place, text in row["pending"]),
            (str(row["opened"][0]), str(row["opened"][1])),
            # Drafts kept before a save was noted do not say it.
            (str(row.get("begun", ("", ""))[0]), str(row.get("begun", ("", ""))[1])),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, KbError) as error:
        raise BadDraft(say("workshop.draft_damaged", path=str(path))) from error


# --- Packages -------------------------------------------------------------------------------------


def save(home: Path, library: Library, package: Package, revision: str, begun: str = "") -> str:
    """Writes a package where the library finds it; gives the new revision.

    `revision`: that of the file from which the package was opened, "" for a new one; `begun`: what
    this save or one cut off before it began to write (`begin`). Raises Changed, BadPackage for one that the library would refuse, CannotWrite or Busy.
    """
    path = _package_path(home, package.id)
    text = _HEADER + package_file.text(package)
    _check(library, package, text, path)
    return _write(path, text, revision, say("workshop.package_changed", name=package.id), begun)


def begin(home: Path, sheet: Sheet, package: Package) -> Sheet:
    """The sheet that notes what a save is about to write, to be kept before the file is written.

    A save begun before and cut off counts as done where the file has what it was to write. Raises
    BadPackage for an id that names no file.
    """
    _package_path(home, package.id)
    opened = sheet.opened
    name, revision = sheet.begun
    if name and (stands := _bytes(_package_path(home, name))) and _revision(stands) == revision:
        opened = sheet.begun
    text = _HEADER + package_file.text(package)
    begun = (package.id, _revision(text.encode("utf-8", "surrogatepass")))
    return replace(sheet, package=package, opened=opened, begun=begun)


def saved(home: Path, name: str) -> tuple[Package, str]:
    """A package of the user's and the revision of its file. Raises NotFound, BadYaml, BadPackage."""
    path = _package_path(home, name)
    data = _bytes(path)
    if data is None:
        raise NotFound(say("workshop.package_not_saved", name=name))
    return taken(data, path.name), _revision(data)


def own(home: Path) -> list[str]:
    """The ids of the packages in the user's folder."""
    return sorted(p.stem for p in (home / "amendments").glob("*.yaml"))


def taken(data: bytes, name: str) -> Package:
    """A package from the bytes of a file; `name` stands for it in messages. Raises BadYaml or
    BadPackage, with file and line."""
    if len(data) > MAX_PACKAGE:
        raise BadPackage(
            say("workshop.package_too_large", name=name, n=str(MAX_PACKAGE // 1_000_000))
        )
    package, _ = parsed(yaml_file.decoded(data, name), name)
    return package


def exported(package: Package) -> str:
    """The package as the text of a file. Raises BadPackage for one that would not be read back."""
    text = _HEADER + package_file.text(package)
    parsed(text, package.id)
    return text


def _package_path(home: Path, name: str) -> Path:
    if not (_PACKAGE.fullmatch(name) and inside.is_name(name)):
        raise BadPackage(say("workshop.package_bad_name", name=inside.shown(name)))
    return inside.inside(home / "amendments", f"{name}.yaml")


def _check(library: Library, package: Package, text: str, path: Path) -> None:
    """Refuses what would keep the whole library from opening."""
    for there, missing in (
        (package.title, "workshop.package_no_title"),
        (package.author, "workshop.package_no_author"),
        (package.items, "workshop.package_no_items"),
    ):
        if not there:
            raise BadPackage(say(missing))
    again, lines = parsed(text, path.name)
    if again != package:
        raise BadPackage(say("workshop.package_not_same", file=path.name))
    for folder in library.places.amendments:
        for other in folder.glob("*.yaml"):
            if other.stem == path.stem and other != path:
                raise BadPackage(say("workshop.package_built_in", name=package.id))
    known = {p.id for p in library.packages()}
    if package.id in known and not path.exists():
        raise BadPackage(say("workshop.package_taken", name=package.id))
    held: dict[str, list[Edition]] = {a: library.editions(a) for a in package.acts}
    check_acts(package, Path(path.name), lines, held)


# --- Files ----------------------------------------------------------------------------------------


def _write(path: Path, text: str, revision: str, changed: Saying, begun: str = "") -> str:
    data = text.encode("utf-8", "surrogatepass")
    with locked(path.parent):
        _sweep(path)
        stands = _bytes(path)
        if stands is None and revision:
            raise Changed(say("workshop.file_gone", file=path.name))
        if stands is not None and _revision(stands) not in (revision, begun):
            raise Changed(say("workshop.edit_not_written", changed=changed))
        write_file(path, data)
    return _revision(data)


def _sweep(path: Path) -> None:
    """Removes what an interrupted write left beside a file; the lock says that none goes on."""
    for left in path.parent.glob(f".{path.name}.*"):
        with _said(left):
            left.unlink(missing_ok=True)


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        return regular.read_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadDraft(
            say("workshop.file_unread", path=str(path), why=system_reason(error))
        ) from error


def _unlink(path: Path) -> None:
    with _said(path):
        path.unlink(missing_ok=True)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            say("workshop.file_kept", path=str(path), why=system_reason(error))
        ) from error


def _revision(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def renamed(sheet: Sheet, name: str) -> Sheet:
    """The sheet as a copy under another id, which goes on from no saved package."""
    return replace(sheet, package=replace(sheet.package, id=name), opened=("", ""), begun=("", ""))
