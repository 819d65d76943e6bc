"""Acts that consist of points, brought in with the rules that they approve."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.meant import meant
from kb.library import Library, places
from kb.norm.address import steps_text
from kb.read import markdown

from . import shapes
from .bringing import bring

DECREE = """\
# Об утверждении Правил

В соответствии с законом ПРИКАЗЫВАЮ:

1. Утвердить прилагаемые Правила.

2. Управлению обеспечить:

1) регистрацию приказа;

2) размещение приказа.

3. Приказ вводится в действие со дня опубликования.

## Утверждены приказом Министра от 5 февраля 2024 года № 17

## Глава 1. Общие положения

1. Правила определяют порядок схода.

## Глава 2. Порядок

2. Сход созывается акимом.
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["html", "docx", "md"])
def test_an_act_of_points_enters_with_its_appendix(
    user_home: Path, tmp_path: Path, kind: str
) -> None:
    """Acts below the laws consist of points (Law on legal acts, art. 23, point 1, part 5)."""
    lines = shapes.printed(DECREE)
    data = {
        "html": shapes.adilet(lines).encode(),
        "docx": shapes.word(lines),
        "md": DECREE.encode(),
    }
    source = tmp_path / f"order.{kind}"
    source.write_bytes(data[kind])
    (done,) = bring(str(source), user_home, as_="order", date="2024-02-05")
    assert done.state == "added", done.reason
    library = Library.open(places())
    edition = library.edition("order")
    assert [steps_text(c.steps) for c in edition.walk()] == [
        *("title", "preamble", "pt_1", "pt_2", "pt_2.spt_1", "pt_2.spt_2", "pt_3"),
        *("app_1", "app_1.ch_1", "app_1.pt_1", "app_1.ch_2", "app_1.pt_2"),
    ]
    assert library.find("order/pt_1")[1].own_text == "Утвердить прилагаемые Правила."
    assert library.find("order/app_1.pt_1")[1].own_text == "Правила определяют порядок схода."
    (hit,) = library.search("созывается", act="order")
    assert hit.address.endswith("/app_1.pt_2")
    library.close()


def test_a_point_that_stands_in_no_article_is_amended() -> None:
    edition = markdown.parse(DECREE, act="order").edition
    found = meant(
        parse(
            "1) в пункте 2 слова «Управлению обеспечить» заменить словами «Отделу обеспечить»;\n"
            "2) пункт 3 изложить в следующей редакции:\n«3. Приказ действует до конца года.»;",
            act="order",
        ),
        edition,
    ).instruction
    result = apply(edition, found.operations)
    assert (found.unread, result.refused) == ((), ())
    before, after = edition.root.lines(), result.edition.root.lines()
    assert [line for line in after if line not in before] == [
        "2. Отделу обеспечить:",
        "3. Приказ действует до конца года.",
    ]
    assert [steps_text(c.steps) for c in result.edition.walk()] == [
        steps_text(c.steps) for c in edition.walk()
    ]
