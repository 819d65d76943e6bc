"""A clone of laws kept in git: one commit per edition.

<folder>/<act>/meta.yaml           title, requisite, version_date by language, caused_by
<folder>/<act>/rus.md, kaz.md      the text; long acts have parts in rus/*.md and kaz/*.md

Only plumbing commands are run, without the clone's own hooks, filters and network: a clone is data.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kb.disk import inside
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.read import markdown
from kb.read.document import MAX_BYTES, BadSource
from kb.read.markdown import Parsed
from kb.words.days import bank_date
from kb.words.text import squeeze

LANGUAGES: Final = {"rus": "ru", "kaz": "kk"}
TIMEOUT_S: Final = 120.0
MAX_COMMITS: Final = 5_000
_AT_ONCE: Final = 256  # acts whose trees are asked for in one question to git
_COMMIT: Final = re.compile("\x01([0-9a-f]{40,64}) (\\d{4}-\\d\\d-\\d\\d)")


@dataclass(frozen=True, slots=True)
class Stored:
    """An edition in a clone: where its text lies and what the clone says of it."""

    clone: Path
    folder: str
    commit: str
    date: str
    language: str
    files: Mapping[str, str]  # name below the act's folder, of its language → blob
    front: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Broken:
    """An act of a clone, or what one commit says of it, that cannot be read."""

    folder: str
    reason: str


# What a commit did to an act: its name, its day.
Commit = tuple[str, str]


def editions(path: Path) -> Iterator[Stored | Broken]:
    """Every edition of the acts under a path inside a clone, oldest first, act by act.

    An edition that was committed again with the same date counts once, as it was corrected last.
    Raises BadSource for a folder outside any clone, a clone without history or without acts.
    """
    root, below = _clone(path)
    acts = sorted(_commits(root, below).items())
    if not acts:
        raise BadSource(say("read.clone_no_acts", path=path))
    for at in range(0, len(acts), _AT_ONCE):
        yield from _listed(root, dict(acts[at : at + _AT_ONCE]), str(path))


def _listed(root: Path, acts: dict[str, list[Commit]], name: str) -> Iterator[Stored | Broken]:
    """The editions of some acts, their trees and what is said of them read at once."""
    bad: dict[str, KbError] = {}
    for act, commits in acts.items():
        try:
            inside.clone_path(act, name)
            if len(commits) > MAX_COMMITS:
                raise BadSource(say("read.clone_too_long", name=name, most=MAX_COMMITS, act=act))
        except KbError as error:
            bad[act] = error
    asked = [(act, c) for act, cs in acts.items() if act not in bad for c, _ in cs]
    trees = dict(zip(asked, _trees(root, [f"{c}:{act}/" for act, c in asked]), strict=True))
    metas = _metas(root, trees)
    for act, commits in acts.items():
        if act in bad:
            yield Broken(inside.shown(act), bad[act].said)
            continue
        texts: dict[tuple[str, str], Stored] = {}
        for commit, day in commits:
            files = trees[act, commit]
            meta = metas.get(files.get("meta.yaml", ""))
            if isinstance(meta, KbError):
                yield Broken(act, meta.said)
            elif meta is not None:  # else the act was deleted here: repealed
                for stored in _of_commit(root, act, (commit, day), files, meta):
                    old = texts.get((stored.date, stored.language))
                    if old is None or old.files != stored.files:
                        texts[stored.date, stored.language] = stored
        for _, stored in sorted(texts.items()):
            yield stored


def _of_commit(
    root: Path, act: str, commit: Commit, files: Mapping[str, str], meta: Mapping[str, Any]
) -> Iterator[Stored]:
    """What a commit holds of an act, in each language."""
    dates = meta.get("version_date")
    for folder, language in LANGUAGES.items():
        if f"{folder}.md" in files:
            said = str(dates.get(folder) or "") if isinstance(dates, dict) else ""
            # A date that is none stays: the edition is refused with it, the others are taken.
            day = bank_date(said) or said or bank_date(commit[1])
            names = (f"{folder}.md", f"{folder}/")
            mine = {n: blob for n, blob in files.items() if n.startswith(names)}
            yield Stored(root, act, commit[0], day, language, mine, _front(meta, folder))


def parsed(stored: Stored) -> Parsed:
    """The edition itself. Raises BadSource for a text that cannot be read."""
    folder = next(k for k, v in LANGUAGES.items() if v == stored.language)
    name = f"{stored.commit[:10]}:{inside.shown(stored.folder)}"
    front = {**stored.front, "edition": stored.date, "language": stored.language}
    front |= {"source_path": stored.folder, "source_commit": stored.commit}
    return read(_text(stored, folder), front, f"{name}/{folder}.md")


def read(text: str, front: Mapping[str, object], name: str, *, act: str = "") -> Parsed:
    """An edition from the Markdown of a clone, with the front matter its meta.yaml gives."""
    body, contents = normalised(text)
    if "\0" in body:
        raise BadSource(say("read.binary", name=name))
    matter = {**front, **({"contents": contents} if contents else {})}
    return markdown.parse_lines(enumerate(body.split("\n"), start=1), matter, name, act=act)


def is_clone_text(text: str) -> bool:
    """Whether a Markdown text is of this layout (a table of contents, or a part of an act)."""
    return bool(re.match(r"\s*(?:## Оглавление|## Мазмұны|↑ \[)", text)) or _PARTS in text


# --- The text as it is laid out in a clone --------------------------------------------------------

_PARTS: Final = "\n## Части документа"
_PART = re.compile(r"\]\(((?:rus|kaz)/[\w-]+\.md)\)")
# The contents end at the title or at the first heading that is marked as one.
_CONTENTS = re.compile(
    r"""
    \s*\#\#\s+ (?:Оглавление|Мазмұны) \s*\n (.*?)
    (?= ^\#[ ]
      | ^\#{2,4}\s+
        (?: раздел|часть|глава|параграф|статья|преамбула|article|preamble
          | (?:\d+(?:-\d+)*|[IVXLCІХС]+)[-\s](?:бап|тарау|бөлім)
        )\b
      | ^<a[ ]id=
    )
    """,
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)


def normalised(text: str) -> tuple[str, list[str]]:
    """The text without what the layout adds, and the lines of its table of contents.

    Escapes («14\\)»), links to the parts and fences of code are layout; a notice of the bank whose
    words stand in the next paragraph is quoted whole.
    """
    contents: list[str] = []
    if match := _CONTENTS.match(text):
        contents = [squeeze(line) for line in match[1].split("\n") if line.strip()]
        text = text[match.end() :]
    text = re.sub(r"^↑ \[[^\]\n]*\]\([^)\n]*\)\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^```\w*\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s*(?:\d+(?:-\d+)*|[а-яa-z]))\\([.)])", r"\1\2", text, flags=re.MULTILINE)
    text = re.sub(
        r"^(Примечание (?:ИЗПИ|РЦПИ)!?)\s*\n\s*\n(?=[^\n]*(?:предусмотрен|введен|вводит|действ))",
        r"> *\1*\n\n> ",
        text,
        flags=re.MULTILINE,
    )
    return text, contents


def _text(stored: Stored, folder: str) -> str:
    """The main file and its parts, in the order in which the main file lists them."""
    names = sorted(stored.files)
    blobs = _objects(stored.clone, [stored.files[n] for n in names])
    texts = {n: _words(stored.clone, blob) for n, blob in zip(names, blobs, strict=True)}
    main = texts.pop(f"{folder}.md")
    listed: list[str] = []
    if _PARTS in f"\n{main}":
        main, _, table = f"\n{main}".partition(_PARTS)
        listed = [p for p in _PART.findall(table) if p in texts]
    rest = [n for n in texts if n not in listed]
    return "\n\n".join([main.lstrip("\n"), *(texts[n] for n in (*listed, *rest))])


def _metas(
    root: Path, trees: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, dict[str, Any] | KbError]:
    """What each meta.yaml says, by its blob; or why it cannot be read."""
    named = {
        files["meta.yaml"]: f"{commit[:10]}:{act}"
        for (act, commit), files in trees.items()
        if "meta.yaml" in files
    }
    metas: dict[str, dict[str, Any] | KbError] = {}
    for (blob, name), data in zip(named.items(), _objects(root, list(named)), strict=True):
        try:
            meta, _ = yaml_file.parse(_words(root, data), f"{name}/meta.yaml")
            if not isinstance(meta, dict):
                raise BadSource(say("read.clone_meta", name=name))
            metas[blob] = meta
        except KbError as error:
            metas[blob] = error
    return metas


def _front(meta: Mapping[str, Any], folder: str) -> dict[str, object]:
    def tongue(value: Any) -> str:
        return squeeze(str(value.get(folder) or "")) if isinstance(value, dict) else ""

    cause = meta.get("caused_by")
    front: dict[str, object] = {
        "zan_id": meta.get("act_code") or "",
        "title": tongue(meta.get("title")),
        "requisites": squeeze(str(meta.get("requisite") or "")),
        "adopted": bank_date(str(meta.get("approved_on") or "")),
        "source_url": tongue(meta.get("source")),
        "cause": squeeze(str(cause.get("requisite") or "")) if isinstance(cause, dict) else "",
    }
    return {k: v for k, v in front.items() if v}


# --- Git ----------------------------------------------------------------------------------------


def _clone(path: Path) -> tuple[Path, str]:
    """The clone's root and the path below it (which the newest commit may no longer have)."""
    if shutil.which("git") is None:
        raise BadSource(say("read.git_absent"))
    there = path.absolute()
    while not _is_dir(there):
        if there == there.parent:
            raise BadSource(say("read.no_folder", path=path))
        there = there.parent
    try:
        root = Path(_git(there, "rev-parse", "--show-toplevel").strip())
    except KbError as error:
        raise BadSource(say("read.not_a_clone", path=path)) from error
    try:
        _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except KbError as error:
        raise BadSource(say("read.clone_empty", path=path)) from error
    try:
        below = path.absolute().resolve().relative_to(root.resolve()).as_posix()
    except ValueError as error:
        raise BadSource(say("read.clone_elsewhere", path=path, root=root)) from error
    return root, "" if below == "." else below


def _is_dir(path: Path) -> bool:
    """Whether a path is a folder; False for one that no disk could have."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _commits(root: Path, below: str) -> dict[str, list[Commit]]:
    """Folders of acts under a path, also of those deleted since, with the commits that touched each, oldest
    first: one look at the whole history."""
    said = _git(
        root, "log", "--reverse", "--topo-order", "-m", "--no-show-signature", "--no-ext-diff",
        "--no-textconv", "--no-renames", "--name-only", "--format=%x01%H %cs", "-z", "HEAD", "--",
        *([below] if below else []),
    )  # fmt: skip
    commits: list[Commit] = []
    touched: dict[str, set[int]] = {}  # folder of a file → numbers of commits
    acts: dict[str, set[int]] = {}
    for name in (part.strip("\n") for part in said.split("\0")):
        folder, _, file = name.rpartition("/")
        if header := _COMMIT.fullmatch(name):
            commits.append((header[1], header[2]))
        elif folder:
            touched.setdefault(folder, set()).add(len(commits) - 1)
            if file == "meta.yaml":
                acts.setdefault(folder, set())
    for folder, numbers in touched.items():
        above = folder
        while above:
            if above in acts:
                acts[above] |= numbers
            above = above.rpartition("/")[0]
    return {act: [commits[n] for n in sorted(numbers)] for act, numbers in acts.items()}


def _trees(root: Path, names: Sequence[str]) -> list[dict[str, str]]:
    """For each name of a folder of an act («commit:folder/») its files → blobs; nothing for one that is no
    longer there. Of the folders below only those of a text's parts are looked into."""
    files: list[dict[str, str]] = [{} for _ in names]
    ahead = [(nth, "", name) for nth, name in enumerate(names)]
    width = max((len(n.partition(":")[0]) // 2 for n in names), default=0)  # SHA-1 or SHA-256
    while ahead:
        objects = _objects(root, [name for _, _, name in ahead])
        below = []
        for (nth, prefix, _), data in zip(ahead, objects, strict=True):
            for mode, name, sha in _entries(data, width) if isinstance(data, bytes) else ():
                path = f"{prefix}{name}"
                if mode == "40000" and path.partition("/")[0] in LANGUAGES:
                    below.append((nth, f"{path}/", sha))
                elif mode.startswith("100"):
                    files[nth][path] = sha
        ahead = below
    return files


def _entries(tree: bytes, width: int) -> Iterator[tuple[str, str, str]]:
    """Mode, name and object of each entry of a tree. A name that is no UTF-8 is none of ours."""
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        mode, _, name = tree[at:end].partition(b" ")
        at = end + 1 + width
        with suppress(UnicodeDecodeError):
            yield mode.decode(), name.decode(), tree[end + 1 : at].hex()


def _objects(root: Path, names: Sequence[str]) -> list[bytes | KbError | None]:
    """The contents of objects; None for one that is not there, BadSource for one that is too large."""
    if not names:
        return []
    asked = "".join(f"{name}\n" for name in names).encode()
    heads = _git_bytes(root, "cat-file", "--batch-check=%(objectsize)", stdin=asked).split(b"\n")
    sizes = [int(h) if h.isdigit() else None for h in heads[: len(names)]]
    wanted = [n for n, s in zip(names, sizes, strict=True) if s is not None and s <= MAX_BYTES]
    said = _git_bytes(
        *(root, "cat-file", "--batch=%(objectsize)"),
        stdin="".join(f"{name}\n" for name in wanted).encode(),
    )
    contents: list[bytes | KbError | None] = []
    at = 0
    for name, size in zip(names, sizes, strict=True):
        if size is None:
            contents.append(None)
        elif size > MAX_BYTES:
            said_why = say("read.blob_too_large", root=root, blob=name[:10], most=MAX_BYTES)
            contents.append(BadSource(said_why))
        else:
            at = said.index(b"\n", at) + 1
            contents.append(said[at : at + size])
            at += size + 1
    return contents


def _words(root: Path, data: bytes | KbError | None) -> str:
    """The text of an object. Raises BadSource for one that is not there, too large or no UTF-8."""
    if isinstance(data, KbError):
        raise data
    try:
        return (data or b"").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadSource(say("read.clone_encoding", folder=root)) from error


_SAFE: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false", "-c", "protocol.allow=never", "-c", "core.pager="),
)


def _git(folder: Path, *arguments: str) -> str:
    """As `_git_bytes`, as text."""
    try:
        return _git_bytes(folder, *arguments).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadSource(say("read.clone_encoding", folder=folder)) from error


def _git_bytes(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """The output of a git command that only reads; BadSource with git's own first line."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",  # a folder named «:(glob)*» is that folder
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            ["git", "--no-pager", *_SAFE, "-C", str(folder), *arguments],
            env=environment,
            input=stdin,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise BadSource(
            say("read.git_silent", folder=folder, seconds=f"{TIMEOUT_S:.0f}")
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        first = said.decode("utf-8", "replace").strip().partition("\n")[0]
        raise BadSource(f"{folder}: git: {first[:200]}") from error
    return done.stdout
