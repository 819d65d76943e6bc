"""Dismissals: findings that the user has looked at and set aside, with the reason.

They lie in the user's folder, `dismissals/<package>.yaml`. A dismissal holds for a finding of the
same rule about the same words of the same item, so that a finding comes back when the words
change; where a finding has no words, it must speak of the same, in whatever wording and language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import yaml

from kb.disk import inside
from kb.disk.files import write_file
from kb.disk.lock import locked
from kb.disk.places import user_folder
from kb.ground import yaml_file
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import say
from kb.technique.finding import Finding
from kb.technique.text import sentence
from kb.words.text import squeeze

LONGEST: Final = 2000  # characters of a reason
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")  # as in kb/schemas/package.json
_HEADER: Final = (
    "# Снятые замечания к пакету. Файл пишут kb package dismiss и страница «Поправки».\n"
)


class BadReason(KbError):
    """A reason that cannot be kept: empty, or too long."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding set aside: what it was (`message` as it read that day, `about` what it spoke of
    however it is worded), why, and on which day."""

    rule: str
    item: str
    words: str
    message: str
    reason: str
    day: str
    about: str = ""  # unknown to files of earlier versions

    @property
    def key(self) -> Key:
        """What tells a finding: rule, item, words; where there are no words, what it is about."""
        return _key(self.rule, self.item, self.words, self.about or sentence(self.message))

    @property
    def why(self) -> tuple[str, str]:
        """The reason and its day: the same for all the places of a defect that was set aside as one."""
        return self.reason, self.day


Key = tuple[str, str, str, str]
Reasons = dict[Finding, Dismissal]


def path(package: str) -> Path:
    """Where the dismissals of a package lie. Raises NotFound for what no package can be called."""
    if not (_ID.fullmatch(package) and inside.is_name(package)):
        raise NotFound(say("technique.not_a_package", name=inside.shown(package)))
    return inside.inside(user_folder() / "dismissals", f"{package}.yaml")


def load(package: str) -> tuple[Dismissal, ...]:
    """The dismissals of a package, oldest first. Raises BadYaml with file and line."""
    where = path(package)
    if not where.exists():
        return ()
    data, _ = yaml_file.load(where, "dismissals.json")
    return tuple(Dismissal(**entry) for entry in data["dismissed"])


def applied(findings: Iterable[Finding], dismissals: Iterable[Dismissal]) -> Reasons:
    """The findings that are dismissed, each with its dismissal; in the order of the findings."""
    known = {d.key: d for d in dismissals}
    told = ((f, next((known[k] for k in _keys(f) if k in known), None)) for f in findings)
    return {f: why for f, why in told if why}


def dismiss(package: str, findings: Iterable[Finding], reason: str, day: str) -> None:
    """Sets findings aside on a day (YYYY-MM-DD); one dismissed before gets the new reason.

    Raises BadReason, BadYaml where the file kept is spoilt, Busy or CannotWrite; then the file
    stands as it was.
    """
    why = squeeze("".join(c if c.isprintable() else " " for c in reason))
    if not why:
        raise BadReason(say("technique.reason_unnamed"))
    if len(why) > LONGEST:
        raise BadReason(say("technique.reason_too_long", longest=LONGEST))
    asked = [each for finding in findings for each in finding.all]
    new = [Dismissal(f.rule, f.item, f.words, f.message, why, day, f.about) for f in asked]
    taken = {key for f in asked for key in _keys(f)}
    _change(package, lambda kept: [*(d for d in kept if d.key not in taken), *new])


def restore(package: str, dismissals: Iterable[Dismissal]) -> None:
    """Takes dismissals back: their findings count again. Raises as `dismiss` does."""
    gone = {d.key for d in dismissals}
    _change(package, lambda kept: [d for d in kept if d.key not in gone])


def _change(package: str, change: Callable[[tuple[Dismissal, ...]], list[Dismissal]]) -> None:
    """Reads, changes and writes under the folder's lock: two tabs at once lose nothing."""
    where = path(package)
    with locked(where.parent):
        kept = change(load(package))
        data = {"package": package, "dismissed": [asdict(d) for d in kept]}
        text = _HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
        yaml_file.parse(text, str(where), "dismissals.json")
        write_file(where, text)


def _keys(finding: Finding) -> tuple[Key, ...]:
    """The keys under which a finding may be set aside; by its message in files of earlier versions."""
    one = (finding.rule, finding.item, finding.words)
    return _key(*one, finding.about), _key(*one, finding.message)


def _key(rule: str, item: str, words: str, about: str) -> Key:
    return rule, item, squeeze(words), "" if words.strip() else about
