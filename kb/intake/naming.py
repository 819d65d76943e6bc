"""What an act calls itself, where a source has no fields for it: «Решение … от 12 марта 2025 года № 15».

The first lines of a file give the requisites, the title and a name for the act; whatever a source says in
its fields stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from kb.norm.act import Act, Edition
from kb.read import requisites
from kb.words.text import squeeze

_HEAD: Final = 8  # lines from the beginning in which an act says what it is
_LONGEST: Final = 76  # characters of a name
_FORM: Final = re.compile(
    r"""(?:конституционный\s+)?
        (?P<ru>закон|кодекс|указ|решение|постановление|приказ|распоряжение)\b
      | .*\b(?P<kk>шешім|қаулы|бұйры[қғ]|өкім|заң|жарлы[қғ])\w*\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLE: Final = re.compile(r"(?:Об?|Обо)\s|.*\b(?:туралы|бекіту)\W*$")
_LATIN: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a g q n o u u h i".split(),  # noqa: SIM905
        strict=True,
    )
)


def slug(words: str) -> str:
    """A name in Latin letters for words in any: «Правила Тараза» → `pravila-taraza`; "" for none."""
    latin = "".join(_LATIN.get(c, c).replace("_", "") for c in words.lower())
    name = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if len(name) <= _LONGEST:
        return name
    # Two long names that begin alike are two.
    rest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{name[: _LONGEST - 7].strip('-')}-{rest}"


def filled(front: Mapping[str, object], edition: Edition) -> dict[str, object]:
    """The fields with those that the text itself gives: requisites, and a title where it has none."""
    fields = dict(front)
    lines = [squeeze(line) for line in edition.root.text.split("\n") if line.strip()][:_HEAD]
    said = next((line for line in lines if _says_what_it_is(line)), "")
    if not said or fields.get("requisites"):
        return fields
    fields["requisites"] = said
    if (form := _FORM.match(said)) and form["kk"] and edition.language != "kk":
        fields.setdefault("language", "kk")
    titled = any(c.kind == "title" for c in edition.walk())
    if not titled and (title := next((x for x in lines if x != said and _TITLE.match(x)), "")):
        fields.setdefault("title", title)
    return fields


def _says_what_it_is(line: str) -> bool:
    read = requisites.parse(line)
    return bool(_FORM.match(line) and read.adopted and read.number)


def name_of(front: Mapping[str, object], known: Mapping[str, Act]) -> str:
    """The act of this form, day and number that is known, else a name made of them: whose act it is stands
    in the form, for every maslikhat counts its decisions anew. "" where the fields do not say them."""
    line, day = str(front.get("requisites") or ""), str(front.get("adopted") or "")
    number = str(front.get("number") or "")
    if not (_FORM.match(squeeze(line)) and day and number):
        return ""
    form = requisites.parse(line).form
    for act in known.values():
        if (act.form, act.adopted, act.number) == (form, day, number):
            return act.id
    return slug(f"{form} {day} {number}" if form else line)
