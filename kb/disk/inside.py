"""Paths made of a document's or a user's words: a short alphabet, and always inside their folder.

Whatever becomes a part of a path passes here: act ids, editions, languages, package ids, what stands
behind --as and --remove, the names in a journal of import, the folders of a clone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kb.ground.errors import KbError
from kb.ground.safe import is_device, visible
from kb.ground.saying import LANGUAGES, say

LONGEST: Final = 81  # characters of a name: what the ids of packages have always been allowed
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")
_SHOWN: Final = 40


class BadName(KbError):
    """A word that may not be a part of a path; the message says which, where and what to do."""


def shown(value: object) -> str:
    """A value as a message shows it: on one line, short, hidden characters written out."""
    text = " ".join(visible(str(value)).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_name(value: object) -> bool:
    """Whether a value may be the name of a file or a folder on every system."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST
        and _NAME.fullmatch(value) is not None
        and not is_device(value)
    )


def checked(value: object, what: str, where: str, do: str) -> str:
    """The value, a name. Raises BadName, which says `what` it is to name, `where` it stands and what
    to `do`."""
    if isinstance(value, str) and is_name(value):
        return value
    most = str(LONGEST)
    said = say("disk.name_bad", where=where, what=what, name=shown(value), most=most, do=do)
    raise BadName(said)


def language(value: object, where: str) -> str:
    """The value, one of the languages of texts. Raises BadName."""
    if isinstance(value, str) and value in LANGUAGES:
        return value
    raise BadName(
        say("disk.language_bad", where=where, name=shown(value), there=", ".join(LANGUAGES))
    )


def is_part(value: str) -> bool:
    """Whether a word may be a part of a path: a name with at most two endings."""
    stem, *endings = value.split(".")
    return is_name(stem) and len(endings) <= 2 and all(map(_ENDING.fullmatch, endings))


def inside(folder: Path, *parts: str) -> Path:
    """The path of a file or a folder below `folder`. Raises BadName for a part that is no name with
    at most two endings, and where a link leads out of the folder."""
    if not all(map(is_part, parts)):
        raise BadName(say("disk.path_bad", folder=str(folder), name=shown("/".join(parts))))
    path = folder.joinpath(*parts)
    if not parts or not path.resolve().is_relative_to(folder.resolve()):
        raise BadName(say("disk.path_outside", folder=str(folder), name=shown("/".join(parts))))
    return path


def clone_path(path: str, where: str) -> str:
    """A path inside a clone of laws. It only ever names an object to git, so letters of any script do;
    what leads elsewhere, hides or is a mark of git does not. Raises BadName."""
    for part in path.split("/"):
        plain = re.fullmatch(r"\w[\w .,()№+-]*", part) and not part.endswith((" ", "."))
        if not plain or len(part) > 255 or is_device(part):
            raise BadName(say("disk.clone_path_bad", where=where, name=shown(path)))
    return path
