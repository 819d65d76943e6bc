"""The life of an act in Akoma Ntoso: an event for each edition that is known, the law that made it, and the
time in which this edition was the bank's newest.

    lifecycle      eventRef e0 (adopted), e1 … (an amending law): each names its law in `references`
    temporalData   a temporalGroup for each time between two events; `body` stands in that of this edition
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from kb.ground.safe import visible
from kb.norm.act import UNDATED, Act, Edition, KnownEdition
from kb.read import requisites
from kb.words.days import bank_date
from kb.write.akoma_ntoso import NAMESPACE, add, work_of


def lived(root: Any, edition: Edition, act: Act) -> None:
    """Writes what is known of an act's editions, this one's time among them, into its document."""
    meta = root[0].find(f"{{{NAMESPACE}}}meta")
    references = meta.find(f"{{{NAMESPACE}}}references")
    lifecycle = etree.Element(f"{{{NAMESPACE}}}lifecycle", source="#kb")
    times = etree.Element(f"{{{NAMESPACE}}}temporalData", source="#kb")
    references.addprevious(lifecycle)
    references.addprevious(times)
    _referred(references, edition, act)
    began = bank_date(act.adopted) or UNDATED
    add(lifecycle, "eventRef", eId="e0", date=began, type="generation", source="#ro")
    later = [e for e in act.editions if e.date > began]
    for nth, known in enumerate(later, start=1):
        source = _law(references, known, nth)
        add(lifecycle, "eventRef", eId=f"e{nth}", date=known.date, type="amendment", source=source)
    days = [began, *(e.date for e in later)]
    for nth, day in enumerate(days):
        group = add(times, "temporalGroup", eId=f"tg_{nth}")
        end = {"end": f"#e{nth + 1}"} if nth + 1 < len(days) else {}
        add(group, "timeInterval", start=f"#e{nth}", refersTo="#edition", **end)
        if day == edition.date:
            root[0].find(f"{{{NAMESPACE}}}body").set("period", f"#tg_{nth}")


def _referred(references: Any, edition: Edition, act: Act) -> None:
    """The act as it was adopted, and what its times are; in the order of the standard."""
    title = visible(act.title) or act.id
    original = {"eId": "ro", "href": work_of(edition), "showAs": title}
    references.insert(0, add(references, "original", **original))
    # The bank's day of an edition is not always the day from which the change binds.
    concept = {"eId": "edition", "href": "/ontology/concept/kb/edition"}
    concept["showAs"] = "edition as the bank dates it"
    add(references, "TLCConcept", **concept)


def _law(references: Any, known: KnownEdition, nth: int) -> str:
    """The reference to the law that made an edition; the program's own where no law is named."""
    said = requisites.parse(known.cause)
    number = re.sub(r"[^\w-]", "", said.number.split(" ")[0]).lower()
    if not number:
        return "#kb"
    href = f"/akn/kz/act/{said.adopted or UNDATED}/{number}"
    law = {"eId": f"law_{nth}", "href": href, "showAs": visible(known.cause)}
    at = len(references.findall(f"{{{NAMESPACE}}}passiveRef")) + 1
    references.insert(at, add(references, "passiveRef", **law))
    return f"#law_{nth}"
