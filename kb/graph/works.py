"""What people say of the norms: packages of amendments, studies with their claims, a study's table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz

from kb.amendment.package import Item, Package
from kb.graph.building import CATCH_ALL, Maker
from kb.graph.model import Certainty, Node
from kb.ground.errors import NotFound
from kb.ground.saying import joined, say
from kb.library.study import Claim, Study
from kb.norm.address import parse, unit_words
from kb.studies.exhibits import Exhibits
from kb.words.text import short, squeeze

TABLE: Final = "akanova-2024-table-1"
_QUOTED: Final = 85.0  # likeness, 0–100, from which a claim's words stand in an amendment's grounds
_TEXT: Final = 4000  # characters of an amendment or of quotations that a node keeps
_WORDS: Final = 6  # a claim of fewer words is found in any text


def add(maker: Maker) -> None:
    """The packages, the studies, and what ties the ones to the others."""
    packages, studies = maker.library.packages(), maker.library.studies()
    for study in studies:
        _study(maker, study)
    for package in packages:
        _package(maker, package)
    for study in studies:
        for claim in study.claims:
            _conflicts(maker, study, claim)
    _grounds(maker, packages, studies)
    _table(maker)
    for exhibits in maker.library.exhibits():
        _exhibits(maker, exhibits)


def item_id(package: Package, item: Item) -> str:
    """The node of an amendment."""
    return f"package:{package.id}#{item.id}"


def claim_id(study: Study, claim: Claim) -> str:
    """The node of a claim."""
    return f"claim:{study.id}#{claim.id}"


def _package(maker: Maker, package: Package) -> None:
    node = f"package:{package.id}"
    maker.node(Node(node, "package", f"{package.author}: {package.title}"))
    for item in package.items:
        mine = item_id(package, item)
        name = joined(", ", (f"№ {item.id}", unit_words(item.target.steps)))
        maker.node(Node(mine, "amendment", name, _cut(item.proposed or item.grounds)))
        maker.edge(node, mine, "proposes", origin="study", by=package.id)
        target, exact = maker.near(item.target)
        if target is None:
            continue
        # A unit that is to be added is not there yet: the one that will hold it is changed.
        sure = exact or item.operation == "insert"
        maker.edge(
            mine,
            target,
            "amends" if _changes(maker, item) else "suggests",
            "" if sure else say("graph.not_there", unit=unit_words(item.target.steps)),
            origin="study",
            certainty="certain" if sure else "weak",
            by=package.id,
        )
        _mirrored(maker, package, item, target)
    if package.study:
        source = f"study:{package.study}"
        # A package may name a study that the corpus does not describe.
        maker.node(Node(source, "study", package.study))
        maker.edge(source, node, "proposes", origin="study", by=package.study)


def _changes(maker: Maker, item: Item) -> bool:
    """Whether an item changes a text: a concept has no wording, and a treaty is joined, not changed."""
    act = maker.library.acts.get(item.target.act)
    return bool(item.operations()) and not (act and act.force == "treaty")


def _mirrored(maker: Maker, package: Package, item: Item, target: str) -> None:
    """An amendment of an act that has ceased would have to be made in the unit that answers it now."""
    act = maker.library.acts.get(item.target.act)
    if act is None or not act.successor:
        return
    answering = [
        e.target
        for e in maker.edges.values()
        if e.kind == "counterpart" and (target == e.source or target.startswith(f"{e.source}."))
    ]
    for node in answering:
        words = say("graph.mirrored", act=act.name)
        maker.edge(
            item_id(package, item),
            node,
            "suggests",
            words,
            origin="rule",
            certainty="likely",
            by=package.id,
        )


def _cut(text: str) -> str:
    """A text with its lines; one too long for a node is cut at a word, which shows."""
    return text if len(text) <= _TEXT else text[:_TEXT].rsplit(maxsplit=1)[0] + " …"


def _study(maker: Maker, study: Study) -> None:
    node = f"study:{study.id}"
    maker.node(Node(node, "study", study.name, study.citation))
    for claim in study.claims:
        mine = claim_id(study, claim)
        maker.node(Node(mine, "claim", claim.gist, claim.words, says=claim.says))
        maker.edge(node, mine, "states", origin="study", by=study.id)
        for norm in claim.norms:
            target, exact = maker.near(norm.address)
            if target is None:
                continue
            gone = "" if exact else say("graph.not_there", unit=unit_words(norm.address.steps))
            maker.edge(
                mine,
                target,
                "speaks_of",
                joined(" ", filter(None, (norm.words or norm.remark, gone))),
                origin="study" if norm.words else "editor",
                certainty="weak" if gone else "certain" if norm.words else "likely",
                by=study.id,
            )


def _conflicts(maker: Maker, study: Study, claim: Claim) -> None:
    for conflict in claim.conflicts:
        if conflict.claim:
            target: str | None = f"claim:{conflict.claim}"
        else:
            target = maker.near(parse(conflict.address))[0] if conflict.address else None
        if target:
            source = claim_id(study, claim)
            maker.edge(source, target, "conflicts", conflict.why, origin="editor", by=study.id)


def _exhibits(maker: Maker, of: Exhibits) -> None:
    """The tables and figures of a study: what they speak of, which amendments rest on them."""
    study = f"study:{of.study}"
    maker.node(Node(study, "study", of.study))
    for exhibit in of.exhibits:
        mine = f"exhibit:{of.study}#{exhibit.id}"
        words = _cut(" ".join(q.words for q in exhibit.quotes))
        maker.node(Node(mine, "exhibit", exhibit.words, words))
        maker.edge(study, mine, "states", origin="study", by=of.study)
        for norm in exhibit.norms:
            if target := maker.near(norm.address)[0]:
                maker.edge(
                    *(mine, target, "speaks_of", norm.remark),
                    origin="editor",
                    certainty="likely",
                    by=of.study,
                )
        for item in exhibit.amendments:
            maker.edge(
                *(f"package:{item}", mine, "grounds", exhibit.words),
                origin="editor",
                certainty="likely",
                by=of.study,
            )


# --- Amendments and claims --------------------------------------------------------------------


def _grounds(maker: Maker, packages: list[Package], studies: Sequence[Study]) -> None:
    """Which claims an amendment rests on: its grounds have the words, or both speak of one norm."""
    chosen = Counter(
        e.target for e in maker.edges.values() if e.kind == "speaks_of" and e.origin == "editor"
    )
    for package in packages:
        for item in package.items:
            target, exact = maker.near(item.target)
            for study, claim in ((s, c) for s in studies for c in s.claims):
                own = study.id == package.study
                source, node = item_id(package, item), claim_id(study, claim)
                if own and _stands_in(claim.words, item.grounds):
                    words = short(claim.words, 160)
                    maker.edge(source, node, "grounds", words, origin="study", by=study.id)
                elif not own and target and chosen[target] >= CATCH_ALL:
                    continue  # that both were laid to the same catch-all says nothing of either
                elif target and exact and target in _norms(maker, claim):
                    certainty: Certainty = "likely" if own else "weak"
                    words = item.target.act if not item.target.steps else ""
                    maker.edge(
                        source,
                        node,
                        "same_norm",
                        words or unit_words(item.target.steps),
                        origin="rule",
                        certainty=certainty,
                        by=study.id,
                    )


def _norms(maker: Maker, claim: Claim) -> Iterator[str]:
    """The units that a claim speaks of; a whole act ties nothing together."""
    for norm in claim.norms:
        node = maker.at(norm.address)
        if node and norm.address.steps:
            yield node


def _stands_in(words: str, grounds: str) -> bool:
    words, grounds = squeeze(words).lower(), squeeze(grounds).lower()
    if len(words.split()) < _WORDS or len(words) > len(grounds) * 1.2:
        return False
    return fuzz.partial_ratio(words, grounds, score_cutoff=_QUOTED) >= _QUOTED


# --- A table ----------------------------------------------------------------------------------


def _table(maker: Maker) -> None:
    """The rows of the study's table: each sets norms of two acts beside one another as a whole; that
    every norm of one cell answers every norm of the other is not said."""
    try:
        data = maker.library.table(TABLE)
    except NotFound:
        return
    study = f"study:{data['study']}"
    for nth, row in enumerate(data["rows"], start=1):
        node = f"row:{TABLE}#{nth}"
        maker.node(Node(node, "row", row["criterion"], row["kazakhstan"]["text"]))
        maker.edge(study, node, "states", origin="study", by=data["study"])
        for side in ("charter", "kazakhstan"):
            for norm in row[side]["norms"]:
                target = maker.near(norm["address"])[0]
                if target:
                    maker.edge(
                        node,
                        target,
                        "compares",
                        norm["words"] or "",
                        origin="study" if norm["named"] else "editor",
                        certainty="certain" if norm["named"] else "likely",
                        by=data["study"],
                    )
