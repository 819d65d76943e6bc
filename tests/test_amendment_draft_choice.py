"""What a draft chooses to say: words where they are told apart, a new wording where they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.amendment import draft as drafting
from kb.amendment.draft import draft, only
from kb.ground.errors import NotFound
from kb.norm.act import Clause, Edition
from kb.norm.address import Step, parse_steps

from .amending import CHAPTERS, LAW, edition

HEAD = "О садах\nСтатья 1. А\n"
TWICE = (
    "Ведут учет книг в зале, опись книг в доме, учет книг в саду, опись книг в зале, прием книг."
)
LONG = "Хранитель сельской библиотеки обязан при выдаче книг читателям и при приеме книг от них:"
KEPT = "Хранитель ведет учет книг и выдает тома по записке акима."
SEASONS = "Сад поливают вечером.\nРеку чистят весной.\nДома строят летом.\nЛес сажают осенью."
LISTED = (
    "1. Сад поливают.\n2. Сад охраняют, если:\n1) он мал;\n2) он велик;\n3) он стар.\n"
    "Сад закрывают зимой, когда выпадет снег.\nСад открывают весной, когда сойдет снег."
)

# the article's text before and after, the wording
CHOSEN = [
    (  # The first word that tells «книг» apart stands to its left.
        TWICE,
        TWICE.replace("опись книг в зале", "опись журналов в зале"),
        "в статье 1 слова «саду, опись книг» заменить словами «саду, опись журналов».",
    ),
    (  # …to its right.
        TWICE,
        TWICE.replace("книг в саду", "журналов в саду"),
        "в статье 1 слова «книг в саду» заменить словами «журналов в саду».",
    ),
    (  # «дом» would be said both to come and to go.
        "Аким строит сад весной и летом, а осенью чинит дом.",
        "Аким строит дом весной и летом, а осенью чинит школу.",
        "статью 1 изложить в следующей редакции:\n"
        "«Аким строит дом весной и летом, а осенью чинит школу.».",
    ),
    (
        LONG,
        f"{LONG}\nберечь книги.",
        "статью 1 дополнить абзацем вторым следующего содержания:\n«беречь книги.».",
    ),
    (
        LISTED,
        LISTED.replace("он мал", "ночь")
        .replace("он велик", "день")
        .replace("он стар", "утро")
        .replace("охраняют", "стерегут"),
        "часть первую пункта 2 статьи 1 изложить в следующей редакции:\n"
        "«Сад стерегут, если:\n1) ночь;\n2) день;\n3) утро.».",
    ),
    (
        f"{LONG}\nчитать;\nписать.",
        f"{LONG}\nчитать;\nмыть;\nшить;\nписать.",
        "в статье 1:\nдополнить абзацем третьим следующего содержания:\n«мыть;»;\n"
        "дополнить абзацем четвертым следующего содержания:\n«шить;».",
    ),
    (  # Words that two others part are changed apart, those that one parts together.
        KEPT,
        KEPT.replace("учет", "опись").replace("выдает", "хранит"),
        "в статье 1 слово «учет» заменить словом «опись», слово «выдает» заменить словом «хранит».",
    ),
    (
        KEPT,
        KEPT.replace("учет книг и", "опись книг,"),
        "в статье 1 слова «учет книг и» заменить словами «опись книг,».",
    ),
    (
        KEPT,
        KEPT.replace("учет книг", "опись книг новых"),
        "в статье 1 слова «учет книг» заменить словами «опись книг новых».",
    ),
    # Parts are known again by their words, whatever their numbers.
    (
        SEASONS,
        SEASONS.replace("Реку", "Никто не вправе шуметь.\nРеку"),
        "статью 1 дополнить частью второй следующего содержания:\n«Никто не вправе шуметь.».",
    ),
    (
        SEASONS,
        "Сад поливают вечером.\nНикто не вправе шуметь.\nРеку чистят зимой.\nЛес сажают осенью.",
        "в статье 1:\nв части второй слово «весной» заменить словом «зимой»;\n"
        "часть третью исключить;\n"
        "дополнить частью второй следующего содержания:\n«Никто не вправе шуметь.».",
    ),
    (
        SEASONS,
        "Дома строят летом.\nЛес сажают весной.\nНикто не вправе шуметь.\nВсе вправе петь.",
        "в статье 1:\nчасть первую исключить;\nчасть вторую исключить;\n"
        "в части четвертой слово «осенью» заменить словом «весной»;\n"
        "дополнить частью пятой следующего содержания:\n«Никто не вправе шуметь.»;\n"
        "дополнить частью шестой следующего содержания:\n«Все вправе петь.».",
    ),
    (  # Of three that are alike, the one that is gone.
        "Сад поливают утром.\nСад поливают днем.\nСад поливают вечером.",
        "Сад поливают днем.\nСад поливают вечером.",
        "часть первую статьи 1 исключить.",
    ),
    (
        "Сад охраняют.",
        "Сад охраняют.\nЧитатель тоже.",
        "статью 1 дополнить частью второй следующего содержания:\n«Читатель тоже.».",
    ),
]


@pytest.mark.parametrize(("before", "after", "wording"), CHOSEN)
def test_the_smallest_change_that_is_told_apart(before: str, after: str, wording: str) -> None:
    found = draft(edition(HEAD + before), edition(HEAD + after))
    assert (found.wording, found.proved) == (wording, True)


def test_the_line_above_a_list_is_its_first_paragraph() -> None:
    found = draft(edition(), edition(LAW.replace("Хранитель обязан:", "Хранитель должен:")))
    assert found.proved
    said = "в абзаце первом статьи 4 слово «обязан» заменить словом «должен»."
    assert found.wording == said
    found = draft(
        edition(), edition(LAW.replace("2. Отказ в выдаче", "2. Отказ в выдаче книг")), restate=True
    )
    assert found.proved
    assert found.wording.endswith(":\n«Отказ в выдаче книг допускается, если:».")


def test_the_title_of_the_act_is_compared() -> None:
    found = draft(edition(), edition(LAW.replace("сельских", "городских")))
    assert found.proved
    assert found.wording == "в заголовке слово «сельских» заменить словом «городских»."


def _headings(text: str) -> list[str]:
    found = draft(edition(CHAPTERS), edition(text))
    assert found.proved
    return [line for line in found.wording.split("\n") if line[1:3] == ") "]


def test_commands_follow_the_order_of_the_law() -> None:
    chapter_2 = "Глава 2. Закрытие"
    new = "Статья 2-1. Вода\nЕсть.\nСтатья 2-2. Река\nЕсть."
    text = CHAPTERS.replace("место с", "участок с").replace("зимой", "осенью")
    assert _headings(text.replace(chapter_2, f"{new}\n{chapter_2}")) == [
        "1) в статье 1 слово «место» заменить словом «участок»;",
        "2) дополнить статьей 2-1 следующего содержания:",
        "3) дополнить статьей 2-2 следующего содержания:",
        "4) в статье 3 слово «зимой» заменить словом «осенью».",
    ]
    # A new chapter brings its articles; what stands behind it is compared too.
    assert _headings(text.replace(chapter_2, f"Глава 1-1. Полив\n{new}\n{chapter_2}")) == [
        "1) в статье 1 слово «место» заменить словом «участок»;",
        "2) дополнить главой 1-1 следующего содержания:",
        "3) в статье 3 слово «зимой» заменить словом «осенью».",
    ]


@pytest.mark.parametrize(
    ("first", "new", "wording"),
    [
        (
            "Раздел 1. Сад\nГлава 1.",
            "Раздел 2. Река\nГлава 3. Берег\nСтатья 4. Берег\nБерег охраняют.",
            "дополнить разделом 2",
        ),
        (
            "Глава 1.",
            "Глава 3. Река\nСтатья 4. Берег\nБерег охраняют.\nСтатья 5. Вода\nВоду берут.",
            "дополнить главой 3",
        ),
    ],
)
def test_a_new_division_brings_all_that_is_in_it(first: str, new: str, wording: str) -> None:
    law = CHAPTERS.replace("Глава 1.", first)
    found = draft(edition(law), edition(f"{law}\n{new}"))
    assert found.proved
    assert found.wording == f"{wording} следующего содержания:\n«{new}»."


def test_a_chapter_put_before_articles_that_stand_is_no_proof() -> None:
    """No command moves an article into another chapter; the heading alone does not."""
    chapter = "Глава 1-1. Уход за садом\nСтатья 2. Уход"
    found = draft(edition(CHAPTERS), edition(CHAPTERS.replace("Статья 2. Уход", chapter)))
    assert (found.proved, found.unequal) == (False, (parse_steps("art_2"),))
    assert found.wording.endswith(":\n«Глава 1-1. Уход за садом».")


def test_a_wording_that_is_not_read_or_not_carried_out_is_no_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = edition(), edition(LAW.replace("домой", "к себе"))
    assert draft(before, after).proved
    for wording in (
        "в статье 3 слово «домой» вычеркнуть.",
        "в статье 9 слово «домой» исключить.",
        "в статье 3 слово «домой» исключить.",
    ):
        monkeypatch.setattr(drafting, "numbered", lambda commands, said=wording: [said])
        assert not draft(before, after).proved, wording


def _noted(law: Edition, text: str) -> Edition:
    note = Clause((Step("note", "1"),), "note", "1", own_text=text)
    return replace(law, root=replace(law.root, children=(*law.root.children, note)))


def test_a_note_to_the_act_is_compared_and_a_note_to_an_article_once() -> None:
    found = draft(_noted(edition(), "Все сады."), _noted(edition(), "Все парки."))
    assert found.proved
    assert found.wording == "в примечании 1 слово «сады» заменить словом «парки»."
    inner = replace(
        edition().resolve(parse_steps("art_5")),
        children=(Clause(parse_steps("art_5.note_1"), "note", "1", own_text="Все сады."),),
    )
    before = _with_article(edition(), inner)
    new = replace(inner.children[0], own_text="Все парки.")
    found = draft(before, _with_article(edition(), replace(inner, children=(new,))))
    assert found.proved
    assert len(found.operations) == 1


def _with_article(law: Edition, article: Clause) -> Edition:
    children = tuple(article if c.steps == article.steps else c for c in law.root.children)
    return replace(law, root=replace(law.root, children=children))


def test_one_article_alone() -> None:
    law = edition()
    assert only(law, ()) is law
    alone = only(law, parse_steps("art_2.pt_1"))
    assert [str(s) for s in alone.held] == ["art_2"]
    assert alone.root.children == (law.resolve(parse_steps("art_2")),)
    with pytest.raises(NotFound):
        only(law, parse_steps("art_9"))
