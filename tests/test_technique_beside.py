"""What a proposal stands beside: rights that are shut, shares set already, words that reach further."""

from __future__ import annotations

import pytest

from kb.library import Library
from kb.technique.checks import beside
from kb.technique.finding import Finding

from .drafts import Data, act, added, draft, findings, item, package, rules

LAW, ELECTIONS = "law-148-2001", "elections-1995"
GARDENS = act(
    """### Статья 1. Хранители

1. Право избрания хранителей сада принадлежит собраниям садоводов.

2. Собрания садоводов не вправе избирать лиц, не являющихся их членами.

3. Очередное собрание созывается раз в год. Внеочередное собрание созывается по вопросу, который назван.

4. Помощь лицу с инвалидностью оказывается бесплатно.
"""
)


def said(library: Library, *items: Data) -> list[Finding]:
    return findings(library, package(*items), [GARDENS], beside.CHECKS)


def test_a_right_that_the_article_gives_to_others_alone(library: Library) -> None:
    new = added("small/art_1.pt_5", "5. Жители вправе участвовать в избрании хранителей сада.")
    (found,) = said(library, new)
    assert found.rule == "beside-shut"
    assert [e.address.split("/")[1] for e in found.evidence] == ["art_1.pt_1", "art_1.pt_2"]
    # The same right for the same holders, and one beside which the shutting norm goes too.
    same = added("small/art_1.pt_5", "5. Собрания вправе участвовать в избрании хранителей сада.")
    assert said(library, same) == []
    opened = item("small/art_1.pt_1", "1. Право избрания хранителей сада принадлежит всем.")
    assert "beside-shut" not in rules(said(library, opened, new))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5. На каждом собрании избирается казначей.", ["beside-every"]),
        ("5. На каждом очередном собрании избирается казначей.", []),
        ("5. На каждом внеочередном собрании и на очередном избирается казначей.", []),
        ("5. Каждый садовод избирает казначея.", []),
        ("5. Инвалиды освобождаются от взноса.", ["beside-term"]),
        ("5. Лица с инвалидностью освобождаются от взноса.", []),
    ],
)
def test_words_that_reach_further_and_terms(library: Library, text: str, found: list[str]) -> None:
    assert rules(said(library, added("small/art_1.pt_5", text))) == found


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("Пункт 3 дополнить следующим содержанием:", ["beside-unnamed"]),
        ("Статью 1 предлагается дополнить так:", ["beside-unnamed"]),
        ("Статью 1 дополнить пунктом 5 следующего содержания:", []),
        ("часть дополнить подпунктами 3) и 4) следующего содержания", []),
        ("", []),
    ],
)
def test_an_addition_names_its_unit(library: Library, lead: str, found: list[str]) -> None:
    new = added("small/art_1.pt_5", "5. Сад открыт всем.")
    assert rules(said(library, {**new, "lead": lead})) == found


def test_quotas_beside_the_share_of_the_lists_and_persons_whom_no_law_knows(
    library: Library,
) -> None:
    text = (
        "Депутатами маслихата состоят:\n1) не менее двух политологов;\n"
        "2) не менее трех работников образования;\n3) не менее трех депутатов."
    )
    drafted = draft(library, added(f"{LAW}/art_5.pt_3.part_2", text))
    found = {f.rule: f for f in beside.shares(drafted)} | {
        f.rule: f for f in beside.persons(drafted)
    }
    share = found["beside-share"]
    assert any(
        e.address.startswith(f"{ELECTIONS}@") and "процентов" in e.quote for e in share.evidence
    )
    assert found["beside-person"].words == "политологов"
    two = text.replace("\n3) не менее трех депутатов", "").replace(
        "работников образования;", "работников."
    )
    assert list(beside.shares(draft(library, added(f"{LAW}/art_5.pt_3.part_2", two)))) == []


@pytest.mark.slow
def test_the_truths_that_were_missed_in_the_five_amendments(library: Library) -> None:
    from kb.technique.draft import read

    whole = library.package("bektibaev-2022")
    drafted = read(whole, library.editions_for(whole, "author"), library)
    found = {(f.item, f.rule) for check in beside.CHECKS for f in check(drafted)}
    assert found >= {
        ("5", "beside-shut"), ("4", "beside-share"), ("4", "beside-unnamed"), ("2", "beside-every"),
        ("4", "beside-person"), ("4", "beside-term"),
    }  # fmt: skip
