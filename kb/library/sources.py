"""What the library is built from, and the marks by which a change of a source is seen.

A source is an edition's file, the acts (acts.yaml with readings.yaml), a study, a table, the
quotations or a package. Each has a fingerprint of its bytes; a file whose own mark (name, size,
times) is as it was is not read again for it.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb import __version__
from kb.disk.places import builtin, home, user_folder
from kb.ground import regular
from kb.ground.saying import say
from kb.ground.system import system_reason
from kb.library import corpus
from kb.library.file import SCHEMA, LibraryError
from kb.library.stored import dump

SETTLED_NS = 2_000_000_000  # a file changed within this time may change again unnoticed
ACTS: Final = "acts"  # the source that acts.yaml and readings.yaml of all corpora make together


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sources and the library file are; the defaults are the built-in and the user's.

    The first folder of each is built in, or given in its place, and taken strictly; of those behind
    it, which are users', what does not do is set aside and said (Library.aside). `forgiving`: so is a
    package of the first folder, so that the app opens without it.
    """

    corpora: tuple[Path, ...]
    amendments: tuple[Path, ...]
    db: Path
    forgiving: bool = False

    @property
    def own(self) -> tuple[Path, ...]:
        """The users' folders of the corpus."""
        return self.corpora[1:]


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

    Raises LibraryError for a built-in file that cannot be read; a user's that cannot has a mark of its
    own, and one that has just gone has none.
    """
    version = f"{__version__} {SCHEMA} ".encode()
    wanted: dict[str, str] = {}
    seen: dict[str, str] = {}
    now = time.time_ns()

    def take(name: str, path: Path, own: bool, common: bytes = b"") -> None:
        stat = _stat(path, now)
        if stat and known.stats.get(name) == stat:
            wanted[name], seen[name] = known.fingerprints[name], stat
        elif (data := _read_own(path) if own else _read_bytes(path)) is not None:
            wanted[name], seen[name] = sha(common + data), stat

    common = version
    for nth, folder in enumerate(where.corpora):
        for file in ("acts.yaml", "readings.yaml"):
            if (folder / file).exists():
                path = folder / file
                common += (_read_own(path) or b"") if nth else _read_bytes(path)
    wanted[ACTS], seen[ACTS] = sha(common), ""
    for source in _editions(where):
        name = edition_name(source)
        take(f"twice {source.path}" if name in wanted else name, source.path, source.own, version)
    for nth, folder in enumerate(where.corpora):
        for kind, path in documents((folder,)):
            take(document_name(kind, path), path, nth > 0)
    for nth, folder in enumerate(where.amendments):
        for path in sorted(folder.glob("*.yaml")):
            take(f"package {path}", path, nth > 0)
    return Marks(wanted, seen)


def name_of(where: Places, known: Marks = NONE) -> tuple[str, Marks]:
    """The name by which machines compare their libraries: a hash of the sources, wherever they lie, and of
    the program that reads them; with the marks, which spare the next asking the reading."""
    now = marks(where, known)
    folders = {str(f): f"{kind} {n}" for kind, all_ in (("corpus", where.corpora), ("amendments", where.amendments)) for n, f in enumerate(all_)}  # fmt: skip

    def anywhere(name: str) -> str:
        for folder in sorted(folders, key=len, reverse=True):
            name = name.replace(f"{folder}{os.sep}", f"{folders[folder]}/")
        return name

    told = sorted((anywhere(name), mark) for name, mark in now.fingerprints.items())
    return sha(dump([__version__, SCHEMA, told]).encode()), now


def _editions(where: Places) -> list[corpus.Source]:
    """The edition files of all folders, also those that will be set aside."""
    own = (s for folder in where.own for s in corpus.files(folder, own=True))
    return [*corpus.sources(where.corpora[:1]), *own]


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
            kind = "exhibits" if path.stem.endswith("-exhibits") else "study"
            yield ("table" if "-table-" in path.stem else kind), path


def document_name(kind: str, path: Path) -> str:
    """The name of such a file among the sources."""
    return f"{kind} {path.stem}"


def sha(data: bytes) -> str:
    """The fingerprint of bytes."""
    return hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        return regular.read_bytes(path)
    except OSError as error:
        raise LibraryError(
            say("library.file_unread", path=path, why=system_reason(error))
        ) from error


def _read_own(path: Path) -> bytes | None:
    """The bytes of a user's file: None where it is gone, and why it cannot be read where it cannot,
    so that it is tried again when that changes."""
    try:
        return regular.read_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"unread {error.errno}".encode()


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
