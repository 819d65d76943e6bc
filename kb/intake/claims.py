"""What a text says of itself, held against the act that is here under its id.

The bank's id in a file's head is the file's own word: anybody can write it. It joins a text to an act
only where title, date, number and form do not speak against it; and a file that would be the newest
wording of an act that others keep says so, and waits for the user to name the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kb.amendment.identity import conflicts, of_act, of_edition
from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.norm.act import Act, Edition


class Claims(KbError):
    """A text that calls itself an edition of an act, which only the user can confirm."""


def check(
    edition: Edition, front: Mapping[str, object], act: Act, day: str, *, own_word: bool
) -> None:
    """Raises Claims for a text that may be no edition of the act whose id it carries.

    `front`: the text's head as it will be kept, `day`: its date; `own_word`: it is a file, and was not
    fetched from an official bank, whose word on its own newest edition counts.
    """
    language = str(front.get("language") or edition.language)
    theirs = of_edition(replace(edition, front=dict(front), act=""))
    own = of_act(act)
    if language != "ru" and not act.title_kk:
        own = replace(own, titles=frozenset())
    name = str(front.get("title") or act.id)
    if against := conflicts(theirs, own):
        what = joined(", ", (say(f"amendment.differs_{part}") for part in against))
        raise Claims(say("intake.claims_act", title=name, act=act.id, own=own.name, what=what))
    held = act.held_dates(language) or act.held_dates("ru")
    if held and day > held[-1] and own_word:
        raise Claims(say("intake.claims_newest", act=act.id, day=day, newest=held[-1]))
