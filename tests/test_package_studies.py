"""The table of a study and the quotations: verbatim, and every address resolves."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from kb.library import Library
from kb.norm.address import parse
from kb.words.text import squeeze

from .conftest import AMENDMENTS, CORPUS, ROOT, shared
from .packaging import words_of

TABLE = CORPUS / "studies" / "akanova-2024-table-1.yaml"


def table() -> Any:
    return yaml.safe_load(TABLE.read_text("utf-8"))


def test_the_charter_table_has_its_eight_rows_verbatim() -> None:
    path = shared("seeds", "002_f3c791904e7c9823.txt")
    data = table()
    assert data["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(data["rows"]) == 8
    assert data["label"] == "Аканова 2024, по Сафоновой 2010"
    printed: list[list[str]] = []
    for line in path.read_text("utf-8").split("\n"):
        cells = [words_of(c) for c in line.split("\t")]
        if cells[:2] == ["", ""] and len(cells) == 3:  # a row that a page break cuts in two
            printed[-1][2] += f" {cells[2]}"
        elif len(cells) == 3:
            printed.append(cells)
    wanted = [
        [squeeze(row["criterion"]), row["charter"]["text"], row["kazakhstan"]["text"]]
        for row in data["rows"]
    ]
    assert printed[1:9] == wanted


def test_the_words_of_a_link_stand_in_their_cell() -> None:
    for row in table()["rows"]:
        for cell in (row["charter"], row["kazakhstan"]):
            for norm in cell["norms"]:
                assert norm["words"] is None or norm["words"] in cell["text"], norm
                assert not norm["named"] or norm["words"], "a named norm is named by some words"


def test_every_address_of_the_studies_resolves(library: Library) -> None:
    addresses = [
        entry["address"]
        for row in table()["rows"]
        for cell in (row["charter"], row["kazakhstan"])
        for entry in (*cell["norms"], *cell.get("later", ()))
    ]
    quotations = yaml.safe_load((CORPUS / "quotations.yaml").read_text("utf-8"))["quotations"]
    addresses += [q["address"] for q in quotations]
    assert len(addresses) > 50
    for address in addresses:
        _, clause = library.find(address)
        assert clause.steps == parse(address).steps, "an address is given in full"
        assert clause.live, address


def test_what_is_said_to_be_quoted_from_a_norm_stands_there(library: Library) -> None:
    """«Уже в редакции …», «тот же текст»: quotations inside the remarks on a law as it was."""
    checked = 0
    for row in table()["rows"]:
        for cell in (row["charter"], row["kazakhstan"]):
            for later in cell.get("later", ()):
                text = squeeze(library.find(later["address"])[1].text)
                if "опущены" in later["says"]["ru"]:
                    continue  # speaks of the words that the study leaves out
                quoted = [re.findall(r"«([^«»]{40,})»", said) for said in later["says"].values()]
                assert quoted[0] == quoted[1] == quoted[2], "a quotation is not translated"
                assert all(words in text for words in quoted[0]), later["address"]
                checked += len(quoted[0])
    assert checked >= 5


def test_quotations_of_the_charter_are_the_studies_words() -> None:
    folder = shared("seeds")
    texts = [words_of(p.read_text("utf-8")) for p in sorted(folder.glob("*.txt"))]
    quotations = yaml.safe_load((CORPUS / "quotations.yaml").read_text("utf-8"))["quotations"]
    assert {q["study"] for q in quotations} == {"akanova-2024", "muzapar-2025"}
    for quotation in quotations:
        words = squeeze(quotation["words"])
        assert any(words in text for text in texts), quotation["address"]


def test_the_repository_needs_no_shared_folder() -> None:
    """Nothing shipped points at ../shared."""
    for path in (
        *CORPUS.rglob("*.yaml"),
        *AMENDMENTS.glob("*.yaml"),
        *Path(ROOT, "kb").rglob("*.py"),
    ):
        assert "../shared" not in path.read_text("utf-8"), path
