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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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


@dataclass(frozen=True, slots=True)
class Stored:
    """An edition in a clone: where its text lies and what the clone says of it."""

    clone: Path
    folder: str
    commit: str
    date: str
    language: str
    files: Mapping[str, str]  # name below the act's folder → blob


def editions(path: Path) -> Iterator[Stored]:
    """Every edition of the acts under a path inside a clone, oldest first, act by act.

    An edition that was committed again with the same date counts once, as it was corrected last.
    Raises BadSource for a folder outside any clone, a clone without history or without acts.
    """
    root, below = _clone(path)
    acts = sorted(_acts(root, below))
    if not acts:
        raise BadSource(say("read.clone_no_acts", path=path))
    for act in acts:
        yield from _of_act(root, act, str(path))


def _of_act(root: Path, act: str, name: str) -> Iterator[Stored]:
    commits = _git(root, "rev-list", "--reverse", "--topo-order", "HEAD", "--", act).split()
    if len(commits) > MAX_COMMITS:
        raise BadSource(say("read.clone_too_long", name=name, most=MAX_COMMITS, act=act))
    texts: dict[tuple[str, str], Stored] = {}
    for commit in commits:
        files = _tree(root, commit, act)
        if "meta.yaml" not in files:
            continue  # the act was deleted here: repealed
        dates = _meta(root, files["meta.yaml"], f"{commit[:10]}:{act}").get("version_date")
        for folder, language in LANGUAGES.items():
            if f"{folder}.md" in files:
                said = str(dates.get(folder) or "") if isinstance(dates, dict) else ""
                # A date that is none stays: the edition is refused with it, the others are taken.
                day = bank_date(said) or said or _committed(root, commit)
                stored = Stored(root, act, commit, day, language, files)
                old = texts.get((day, language))
                if old is None or _blobs(old, folder) != _blobs(stored, folder):
                    texts[day, language] = stored
    for _, stored in sorted(texts.items()):
        yield stored


def _blobs(stored: Stored, folder: str) -> dict[str, str]:
    """The files of the text in one language."""
    names = (f"{folder}.md", f"{folder}/")
    return {n: b for n, b in stored.files.items() if n.startswith(names)}


def parsed(stored: Stored) -> Parsed:
    """The edition itself. Raises BadSource for a text that cannot be read."""
    folder = next(k for k, v in LANGUAGES.items() if v == stored.language)
    name = f"{stored.commit[:10]}:{inside.shown(stored.folder)}"
    inside.clone_path(stored.folder, stored.commit[:10])
    front = _front(_meta(stored.clone, stored.files["meta.yaml"], name), folder)
    front |= {"edition": stored.date, "language": stored.language}
    front |= {"source_path": stored.folder, "source_commit": stored.commit}
    return read(_text(stored.clone, stored.files, folder), front, f"{name}/{folder}.md")


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
    r"\s*##\s+(?:Оглавление|Мазмұны)\s*\n(.*?)"
    r"(?=^# |^#{2,4}\s+(?:раздел|часть|глава|параграф|статья|преамбула|article|preamble|(?:\d+(?:-\d+)*|[IVXLCІХС]+)[-\s](?:бап|тарау|бөлім))\b|^<a id=)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
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


def _text(root: Path, files: Mapping[str, str], folder: str) -> str:
    """The main file and its parts, in the order in which the main file lists them."""
    main = _blob(root, files[f"{folder}.md"])
    if _PARTS in f"\n{main}":
        main, _, table = f"\n{main}".partition(_PARTS)
        listed = [p for p in _PART.findall(table) if p in files]
    else:
        listed = []
    rest = sorted(n for n in files if n.startswith(f"{folder}/") and n not in listed)
    return "\n\n".join([main.lstrip("\n"), *(_blob(root, files[n]) for n in (*listed, *rest))])


@lru_cache(maxsize=512)
def _meta(root: Path, blob: str, name: str) -> dict[str, Any]:
    data, _ = yaml_file.parse(_blob(root, blob), f"{name}/meta.yaml")
    if not isinstance(data, dict):
        raise BadSource(say("read.clone_meta", name=name))
    return data


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


def _acts(root: Path, below: str) -> set[str]:
    """Folders of acts under a path, also of those deleted since."""
    names = _git(
        root, "log", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--diff-filter=A", "--no-renames", "--name-only",
        "--format=", "-z", "HEAD", "--", *([below] if below else []),
    )  # fmt: skip
    acts = {
        n.strip("\n").removesuffix("/meta.yaml")
        for n in names.split("\0")
        if n.endswith("/meta.yaml")
    }
    return {act for act in acts if act}


def _tree(root: Path, commit: str, act: str) -> dict[str, str]:
    """File name below the act's folder → blob."""
    files = {}
    for entry in _git(root, "ls-tree", "-r", "-z", commit, "--", f"{act}/").split("\0"):
        details, _, name = entry.partition("\t")
        parts = details.split()
        if len(parts) == 3 and parts[1] == "blob" and parts[0] != "120000":
            files[name.removeprefix(f"{act}/")] = parts[2]
    return files


def _blob(root: Path, blob: str) -> str:
    if int(_git(root, "cat-file", "-s", blob)) > MAX_BYTES:
        raise BadSource(say("read.blob_too_large", root=root, blob=blob[:10], most=MAX_BYTES))
    return _git(root, "cat-file", "blob", blob).replace("\r\n", "\n")


def _committed(root: Path, commit: str) -> str:
    days = _git(root, "rev-list", "--max-count=1", "--format=%cs", commit).split()
    return bank_date(days[-1])


_SAFE: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false", "-c", "protocol.allow=never", "-c", "core.pager="),
)


def _git(folder: Path, *arguments: str) -> str:
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
            stdin=subprocess.DEVNULL,
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
    try:
        return done.stdout.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadSource(say("read.clone_encoding", folder=folder)) from error
