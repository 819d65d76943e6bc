"""What the texts of the acts say of one another: units, citations, delegations, terms, amending laws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kb.citation import load_names
from kb.citation.acts import Acts, Mention
from kb.citation.clean import clean
from kb.citation.correspondence import load as load_correspondence
from kb.citation.names import Names, stems
from kb.citation.within import within
from kb.graph.building import Maker
from kb.graph.model import EdgeKind, Node, NodeKind
from kb.graph.place import shown
from kb.ground.saying import joined, say
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Address, Step, Steps, unit_words
from kb.norm.dates import AmendingLaw, changes
from kb.norm.terms import defined, uses
from kb.words.text import sentences, short


def add(maker: Maker) -> None:
    """The acts of the library with all that their own words tie together."""
    library = maker.library
    editions = [e for e in (shown(library, act) for act in library.acts) if e]
    for edition in editions:
        _units(maker, edition)
    names = load_names(library)
    for edition in editions:
        _citations(maker, edition, names)
        _mentions(maker, edition, names)
        _terms(maker, edition)
        _laws(maker, edition)
    _counterparts(maker)
    for act in library.acts.values():
        if act.successor:
            maker.edge(act.successor, act.id, "replaces", origin="editor")


def _units(maker: Maker, edition: Edition) -> None:
    act = maker.library.act(edition.act)
    kind: NodeKind = "charter" if act.force == "treaty" else "clause"
    maker.node(Node(act.id, "act", act.name, edition=edition.date))
    last: dict[Steps, str] = {(): act.id}
    for clause in edition.walk():
        node = edition.address(clause.steps)
        name = joined(" · ", (unit_words(clause.steps), act.name))
        maker.node(Node(node, kind, name, _opening(clause), node, clause.status))
        last[clause.steps] = node
        owners = (clause.steps[:cut] for cut in range(len(clause.steps) - 1, -1, -1))
        maker.edge(next(last[o] for o in owners if o in last), node, "contains")


def _opening(clause: Clause, limit: int = 200) -> str:
    text = clause.heading or clause.own_text
    spans = sentences(text)
    return short(text[: spans[0][1]] if spans else text, limit)


def _citations(maker: Maker, edition: Edition, names: Names) -> None:
    for steps, citations in within(maker.library, edition, names).items():
        for cited in citations:
            target = maker.near(cited.address)[0] if cited.address else None
            if target:
                words = " ".join(cited.text.split())
                maker.edge(edition.address(steps), target, "cites", words)


# --- Acts named without a unit ----------------------------------------------------------------

# «в соответствии с Конституцией», «в порядке, установленном законом»: what follows is to be read there.
_DELEGATES: Final = re.compile(
    r"""
    (?: в\s+соответствии\s+с[о]? | на\s+основании | согласно
      | (?:установлен|предусмотрен|определ[её]н|определяем|регулируем|регламентирован)\w* )
    \s+ (?:\w+\s+){0,3} $                                              # up to the act's name
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HEADS: Final = re.compile(r"\b(?:конституци|закон(?!одат)|кодекс|харти|конституционн)\w*", re.I)
# «законодательство Республики Казахстан о выборах»: the act of that title before all.
_LEGISLATION: Final = re.compile(
    r"""
    законодательств\w*\s+ (?:республики\s+казахстан\s+)? (?P<about> об?\s+[^,.;:()]{3,80} )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TITLE_END: Final = re.compile(r"\s+(?:в|республик\w+)\s+.*$", re.I | re.S)


def _delegating(text: str, at: int) -> bool:
    return bool(_DELEGATES.search(text, max(0, at - 120), at))


def _mentions(maker: Maker, edition: Edition, names: Names) -> None:
    """Whole acts that the clauses name, by their names or by what their legislation is about."""
    acts = maker.library.acts
    own = acts[edition.act]
    subjects = {_subject(act): act.id for act in acts.values() if _subject(act)}
    for clause in edition.walk():
        if not clause.live or not clause.own_text:
            continue
        source = edition.address(clause.steps)
        for mention, words, kind in _named(clause.own_text, names):
            for act in _in_force(acts, mention.name.acts, edition.date):
                # A treaty's «конституция» is that of each party.
                foreign = own.force == "treaty" and acts[act].force != "treaty"
                if act != edition.act and not foreign:
                    maker.edge(source, act, kind, words)
        for match in _LEGISLATION.finditer(clause.own_text):
            about = stems(match["about"])
            act = next((a for s, a in subjects.items() if about[: len(s)] == s), "")
            if act and act != edition.act:
                words = " ".join(match[0].split())
                maker.edge(source, act, "delegates", words, origin="rule", certainty="likely")


def _named(text: str, names: Names) -> Iterator[tuple[Mention, str, EdgeKind]]:
    """The acts that a text names by themselves, with their words, and how."""
    if not _HEADS.search(text):
        return
    cleaned = clean(text)
    reader = Acts(cleaned, names)
    end = 0
    for head in _HEADS.finditer(cleaned.low):
        if head.start() < end:
            continue
        mention = reader.read(head.start())
        if mention and mention.name.acts:
            end = mention.end
            words = " ".join(cleaned.text[mention.start : mention.end].split())
            delegated = _delegating(cleaned.low, head.start())
            yield mention, words, "delegates" if delegated else "mentions"


def _in_force(acts: Mapping[str, Act], named: tuple[str, ...], day: str) -> tuple[str, ...]:
    """Of the acts that share a name, those in force on a day; all where none is."""
    known = [acts[a] for a in named if a in acts]
    there = [a.id for a in known if (a.in_force_from or a.adopted) <= day < (a.ceased or "9999")]
    return tuple(there or [a.id for a in known])


def _subject(act: Act) -> tuple[str, ...]:
    """What an act is about by its title: «О выборах в Республике Казахстан» → о выборах."""
    title = act.title if act.title.lower().startswith(("о ", "об ")) else ""
    return stems(_TITLE_END.sub("", title))


# --- Terms, counterparts, amending laws -------------------------------------------------------


def _terms(maker: Maker, edition: Edition) -> None:
    terms = list(defined(edition))
    for term in terms:
        node = f"term:{edition.act}/{term.name}"
        maker.node(Node(node, "term", term.name, address=term.address))
        maker.edge(node, term.address, "defined_in")
    for term, clause in uses(edition, terms):
        node = f"term:{edition.act}/{term.name}"
        source = edition.address(clause.steps)
        maker.edge(source, node, "uses", term.name, origin="rule", certainty="weak")


def _counterparts(maker: Maker) -> None:
    """Articles of the two Constitutions that answer one another, and their points by number."""
    for pair in load_correspondence(maker.library.places.corpora):
        for earlier, later in pair.articles.items():
            one, other = (
                maker.at(Address(act, steps=(Step("art", article),)))
                for act, article in ((pair.earlier, earlier), (pair.later, later))
            )
            if one and other:
                for source, target in ((one, other), (other, one)):
                    maker.edge(source, target, "counterpart", origin="editor")


def law_id(change: AmendingLaw) -> str:
    """The node of an amending law, by its day and number."""
    return f"law:{change.date}" + (f"/{change.number}" if change.number else "")


def law_name(change: AmendingLaw) -> str:
    """«Закон от 27.12.2019 № 291-VI»."""
    day = ".".join(reversed(change.date.split("-")))
    if not change.number:
        return say("graph.law_undated", day=day)
    return say("graph.law", day=day, number=change.number)


def _laws(maker: Maker, edition: Edition) -> None:
    """The laws that the notes name as those that changed a unit."""
    for clause in edition.walk():
        for note in clause.notes:
            for change in changes(note.text):
                node = law_id(change)
                maker.node(Node(node, "law", law_name(change)))
                target = edition.address(clause.steps) if clause.steps else edition.act
                maker.edge(node, target, "changed", short(note.text, 160))
