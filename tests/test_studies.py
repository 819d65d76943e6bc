"""The studies: every quotation stands in its source, every norm is known, every conflict two sides."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kb.ground import yaml_file
from kb.ground.errors import NotFound, NotHeld
from kb.library import Library
from kb.norm.address import parse

from .conftest import AMENDMENTS, CORPUS, shared

STUDIES = sorted(
    p for p in (CORPUS / "studies").glob("*.yaml") if not re.search("-table-|-exhibits", p.name)
)
CONCEPTS = sorted(AMENDMENTS.glob("*-concepts.yaml"))
BROKEN = "\0"  # a hyphen at the end of a line: a broken word, or a hyphen of its own


def name(path: Path) -> str:
    return path.stem


@cache
def load(path: Path, schema: str = "study.json") -> dict[str, Any]:
    data: dict[str, Any] = yaml_file.load(path, schema)[0]
    return data


@cache
def claims() -> set[str]:
    """Every claim as `study#id`."""
    return {f"{load(p)['id']}#{c['id']}" for p in STUDIES for c in load(p)["claims"]}


def source(sha256: str) -> list[str]:
    """The lines of the study with this fingerprint, where the studies are at hand."""
    for path in sorted(shared("seeds").iterdir()):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == sha256:
            return data.decode("utf-8").split("\n")
    pytest.fail(f"среди исследований нет файла с SHA-256 {sha256}")


def stands(words: str, lines: list[str]) -> bool:
    """Are these the words of the lines, but for spaces and words broken at a line's end?"""
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*(?=\w)", BROKEN, "\n".join(lines).replace("\xad", ""))
    parts = (
        r"\s+" if c == " " else f"[-{BROKEN}]" if c == "-" else f"{re.escape(c)}{BROKEN}?"
        for c in re.sub(r"\s+", " ", words.strip())
    )
    return re.search("".join(parts), text) is not None


def known(library: Library, text: str) -> bool:
    """Does the address name a unit of some held edition, or one that is known not to be held?"""
    address = parse(text)
    library.act(address.act)
    try:
        if address.edition:
            editions = [library.edition(address.act, address.edition, address.language)]
        else:
            editions = library.editions(address.act, address.language or "ru")
    except NotHeld:
        return True
    not_held = False
    for edition in editions:
        try:
            edition.resolve(address.steps)
        except NotHeld:
            not_held = True
        except NotFound:
            continue
        else:
            return True
    return not_held


@pytest.mark.slow
def test_there_are_five_studies() -> None:
    assert len(STUDIES) == 5
    assert len({load(p)["source"]["sha256"] for p in STUDIES}) == 5


@pytest.mark.parametrize("path", STUDIES, ids=name)
def test_claims_say_who_where_and_of_what(path: Path, library: Library) -> None:
    study = load(path)
    assert study["id"] == path.stem
    ids = [c["id"] for c in study["claims"]]
    assert len(ids) == len(set(ids))
    for claim in study["claims"]:
        place = claim["place"]
        assert claim.get("author", study["authors"][0]), claim["id"]
        # Nurpeisov's article has neither headings nor paragraphs to tell by their beginning.
        assert path.stem == "nurpeisov" or place.get("section") or place["begins"], claim["id"]
        assert claim["words"].strip(), claim["id"]
        assert place["lines"][0] <= place["lines"][1], claim["id"]
        assert claim["norms"], f"{claim['id']}: ни одной нормы"
        for norm in claim["norms"]:
            assert norm.get("words") or norm.get("remark"), f"{claim['id']}: кто назвал норму?"
            assert known(library, norm["address"]), (claim["id"], norm["address"])


@pytest.mark.parametrize("path", STUDIES, ids=name)
def test_the_gist_of_a_claim_is_told_in_each_language(path: Path) -> None:
    for claim in load(path)["claims"]:
        gist, kazakh, english = claim["gist"], claim["gists"]["kk"], claim["gists"]["en"]
        assert re.search("[әғқңөұүһі]", kazakh), claim["id"]
        # An English gist has Cyrillic only in the quotation of a name.
        assert not re.search("[а-яё]", re.sub("«[^»]*»", "", english)), claim["id"]
        for other in (kazakh, english):  # numbers and days are no matter of language
            assert sorted(re.findall(r"\d+", other)) == sorted(re.findall(r"\d+", gist)), claim[
                "id"
            ]


@pytest.mark.parametrize("path", STUDIES, ids=name)
def test_conflicts_have_another_side(path: Path, library: Library) -> None:
    study = load(path)
    for claim in study["claims"]:
        own = f"{study['id']}#{claim['id']}"
        for conflict in claim.get("conflicts", []):
            assert conflict.keys() & {"claim", "address"}, own
            if "claim" in conflict:
                assert conflict["claim"] in claims() - {own}, (own, conflict["claim"])
            if "address" in conflict:
                assert known(library, conflict["address"]), (own, conflict["address"])


@pytest.mark.parametrize("path", STUDIES, ids=name)
def test_words_stand_in_the_source(path: Path) -> None:
    study = load(path)
    lines = source(study["source"]["sha256"])
    for claim in study["claims"]:
        first, last = claim["place"]["lines"]
        assert last <= len(lines), claim["id"]
        there = lines[first - 1 : last]
        assert stands(claim["words"], there), claim["id"]
        assert not stands(claim["words"], there[1:]), f"{claim['id']}: слова начинаются ниже"
        assert not stands(claim["words"], there[:-1]), f"{claim['id']}: слова кончаются выше"
        for norm in claim["norms"]:
            if "words" in norm:
                assert stands(norm["words"], there), (claim["id"], norm["words"])


@pytest.mark.parametrize("path", CONCEPTS, ids=name)
def test_concepts_have_targets_and_grounds(path: Path, library: Library) -> None:
    package = load(path, "package.json")
    assert (package["id"], package["kind"]) == (path.stem, "concept")
    study = next(load(p) for p in STUDIES if load(p)["id"] == package["source"]["study"])
    assert package["source"]["sha256"] == study["source"]["sha256"]
    for item in package["items"]:
        assert item["operation"] == "none", item["id"]
        assert known(library, item["target"]), item["target"]
        assert item["grounds"] and item["place"] and item["remarks"], item["id"]


@pytest.mark.parametrize("path", CONCEPTS, ids=name)
def test_grounds_stand_in_the_source(path: Path) -> None:
    package = load(path, "package.json")
    lines = source(package["source"]["sha256"])
    for item in package["items"]:
        found = re.search(r"строк[аи] (\d+)(?:–(\d+))?", item["place"])
        assert found, f"{item['id']}: место без строк"
        first, last = int(found[1]), int(found[2] or found[1])
        assert stands(item["grounds"], lines[first - 1 : last]), item["id"]
        if item["proposed"]:  # a wording that the author gives without saying where it should stand
            assert stands(item["proposed"], lines), item["id"]


@pytest.mark.parametrize(
    ("words", "lines", "expected"),
    [
        ("местного самоуправления", ["мест-", "ного само-", "", "управления"], True),
        ("материально-технического", ["материально-", "технического"], True),
        ("поэтапно", ["поэ-", "тапно"], True),
        ("две  строки", ["две", "строки"], True),
        ("по этапно", ["поэ-", "тапно"], False),
        ("опечатка", ["опечтака"], False),
    ],
)
def test_only_spaces_and_broken_words_may_differ(
    words: str, lines: list[str], expected: bool
) -> None:
    assert stands(words, lines) is expected
