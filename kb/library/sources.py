"""What the library is built from, and the marks by which a change of a source is seen.

A source is an edition's file, the acts (acts.yaml with readings.yaml), a study, a table, the
quotations or a package. Each has a fingerprint of its bytes; a file whose own mark (name, size,
times) is as it was is not read again for it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb import __version__
from kb.disk.places import builtin, home, user_folder
from kb.ground.errors import system_reason
from kb.ground.saying import say
from kb.library import corpus
from kb.library.file import SCHEMA, LibraryError
from kb.library.stored import dump

SETTLED_NS = 2_000_000_000  # a file changed within this time may change again unnoticed
ACTS: Final = "acts"  # the source that acts.yaml and readings.yaml of all corpora make together


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sources and the library file are; the defaults are the built-in and the user's.

    `forgiving`: a package file that cannot be is left out and said (Library.refused) instead of
    raised, so that the app opens without it.
    """

    corpora: tuple[Path, ...]
    amendments: tuple[Path, ...]
    db: Path
    forgiving: bool = False


def places(
    corpus_dir: Path | None = None,
    amendments_dir: Path | None = None,
    db: Path | None = None,
    user: Path | None = None,
) -> Places:
    """The sources for a command: given folders stand in the place of the built-in ones.

    `user`: whose own sources stand behind those that all share, without it whoever is working.
    """
    user = user or user_folder()
    own = list(dict.fromkeys((home(), user)))  # one and the same, except on a team's server
    for folder in (corpus_dir, amendments_dir):
        if folder is not None and not folder.is_dir():
            raise LibraryError(say("library.no_folder", folder=folder))
    corpora = (corpus_dir,) if corpus_dir else (builtin("corpus"), *(o / "corpus" for o in own))
    amendments = (
        (amendments_dir,)
        if amendments_dir
        else (builtin("amendments"), *(o / "amendments" for o in own))
    )
    if db is None:
        # Other folders get another library file, so that two corpora never fight over one.
        key = "|".join(str(p.resolve()) for p in (*corpora, *amendments))
        tag = "" if not (corpus_dir or amendments_dir) else "-" + sha(key.encode())[:8]
        db = user / f"library-{SCHEMA}{tag}.sqlite"
    return Places(corpora, amendments, db)


@dataclass(frozen=True, slots=True)
class Marks:
    """The sources by name: the fingerprint under which each counts as unchanged, and the file's
    mark under which the fingerprint need not be taken again ("" where it must be)."""

    fingerprints: Mapping[str, str]
    stats: Mapping[str, str]


NONE: Final = Marks({}, {})


def marks(where: Places, known: Marks = NONE) -> Marks:
    """The marks of the sources as they are now; `known`: those under which the library was built.

    Raises LibraryError for a file that cannot be read.
    """
    version = f"{__version__} {SCHEMA} ".encode()
    wanted: dict[str, str] = {}
    seen: dict[str, str] = {}
    now = time.time_ns()

    def take(name: str, path: Path, common: bytes = b"") -> None:
        seen[name] = _stat(path, now)
        if seen[name] and known.stats.get(name) == seen[name]:
            wanted[name] = known.fingerprints[name]
        else:
            wanted[name] = sha(common + _read_bytes(path))

    common = version
    for folder in where.corpora:
        for file in ("acts.yaml", "readings.yaml"):
            if (folder / file).exists():
                common += _read_bytes(folder / file)
    wanted[ACTS], seen[ACTS] = sha(common), ""
    for source in corpus.sources(where.corpora):
        take(edition_name(source), source.path, version)
    for kind, path in documents(where.corpora):
        take(document_name(kind, path), path)
    for folder in where.amendments:
        for path in sorted(folder.glob("*.yaml")):
            take(f"package {path}", path)
    return Marks(wanted, seen)


def fingerprint(where: Places) -> str:
    """One mark for all sources: another mark means that something has changed."""
    return sha(dump(marks(where).fingerprints).encode())


def edition_name(source: corpus.Source) -> str:
    """The name of an edition among the sources."""
    return f"edition {source.name}"


def documents(folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """The other YAML files of the corpus by kind, which is the name of their schema."""
    for folder in folders:
        if (folder / "quotations.yaml").exists():
            yield "quotations", folder / "quotations.yaml"
        for path in sorted((folder / "studies").glob("*.yaml")):
            yield ("table" if "-table-" in path.stem else "study"), path


def document_name(kind: str, path: Path) -> str:
    """The name of such a file among the sources."""
    return f"{kind} {path.stem}"


def sha(data: bytes) -> str:
    """The fingerprint of bytes."""
    return hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LibraryError(
            say("library.file_unread", path=path, why=system_reason(error))
        ) from error


def _stat(path: Path, now: int) -> str:
    """What changes when a file does; "" for one changed so lately that it may change unnoticed.

    With another version of the program or of the library every source is read anew.
    """
    try:
        s = path.stat()
    except OSError:
        return ""
    if now - max(s.st_mtime_ns, s.st_ctime_ns) < SETTLED_NS:
        return ""
    version = f"{__version__}-{SCHEMA}"
    return f"{path}|{version}|{s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}"
