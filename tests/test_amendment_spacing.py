"""Words changed inside a text: the spaces and commas beside them, and which words are the quoted ones."""

from __future__ import annotations

import pytest

from kb.amendment.words import (
    Edit,
    TwoStops,
    addition,
    apply_edits,
    deletion,
    insertion,
    moved,
    occurrences,
    substitution,
)

# text, what is replaced, by what, the result
SUBSTITUTED = [
    ("сад и дом.", "и", ",", "сад, дом."),
    ("сад  и дом.", "и", ",", "сад, дом."),
    ("сад и дом.", "и", ", в том числе", "сад, в том числе дом."),
    ("и дом.", "и", ", а", ", а дом."),
    ("и дом ", "и", ", а", ", а дом "),
    ("сад, дом.", ",", "и", "сад и дом."),
    ("сад,дом.", ",", "и", "сад и дом."),
    ("сад , дом.", ",", "и", "сад и дом."),
    (", дом.", ",", "и", "и дом."),
    ("сад, дом.", ",", ";", "сад; дом."),
    ("сад; дом.", ";", ", или", "сад, или дом."),
    ("сад, лес, дом.", ", лес,", "(лес)", "сад (лес) дом."),
    ("сад, лес,дом.", ", лес,", "и лес", "сад и лес дом."),
    ("дом (сад).", "сад", "лес", "дом (лес)."),
    ("сад.", "сад", "дом.", "дом."),
    ("сад;", "сад", "дом;", "дом;"),
]


@pytest.mark.parametrize(("text", "old", "new", "result"), SUBSTITUTED)
def test_words_in_the_place_of_others(text: str, old: str, new: str, result: str) -> None:
    at = text.index(old)
    assert apply_edits(text, [substitution(text, (at, at + len(old)), new)]) == result


# text, behind which words, what comes, the result
INSERTED = [
    ("сад дом.", "сад", "и лес", "сад и лес дом."),
    ("сад, дом.", "сад", "и лес", "сад и лес, дом."),
    ("сад дом.", "сад", ", лес", "сад, лес дом."),
    ("сад дом.", "сад", ", в том числе лес,", "сад, в том числе лес, дом."),
    ("(сад)дом.", "(сад)", "и", "(сад) и дом."),
    ("сад.", "сад", "и лес.", "сад и лес."),
]


@pytest.mark.parametrize(("text", "anchor", "new", "result"), INSERTED)
def test_words_behind_others(text: str, anchor: str, new: str, result: str) -> None:
    at = text.index(anchor)
    assert apply_edits(text, [insertion(text, (at, at + len(anchor)), new)]) == result


# text, what comes, the result
ADDED = [
    ("Сад.", "и лес", "Сад и лес."),
    ("сад;", ", лес", "сад, лес;"),
    ("сад,", "и лес", "сад и лес,"),
    ("сад", "и лес", "сад и лес"),
    ("Сад. ", "и лес.", "Сад и лес."),
    ("Сад.", ", а также лес", "Сад, а также лес."),
]


@pytest.mark.parametrize(("text", "new", "result"), ADDED)
def test_words_at_the_end(text: str, new: str, result: str) -> None:
    assert apply_edits(text, [addition(text, new)]).rstrip() == result


@pytest.mark.parametrize(
    ("text", "new"), [("сад;", "и лес."), ("Сад.", "и лес;"), ("сад:", "лес.")]
)
def test_two_final_marks_are_not_guessed(text: str, new: str) -> None:
    with pytest.raises(TwoStops):
        addition(text, new)


# text, what goes, the result, the beginning of the remark
DELETED = [
    ("сад и дом.", "и", "сад дом.", ""),
    ("Сад дом.", "Сад", "дом.", ""),
    ("сад и дом.", "и дом", "сад.", ""),
    ("сад (лес) дом.", "лес", "сад () дом.", ""),
    ("сад (лес и) дом.", "лес", "сад (и) дом.", ""),
    ("он строит, если может, сад.", "если может", "он строит сад.", "вместе со словами"),
    ("он строит, если может, сад.", ", если может,", "он строит сад.", ""),
    ("он строит, если может.", "если может", "он строит,.", "после исключения остается «,.»"),
    ("он строит, если может; и все", "если может", "он строит,; и все", "после исключения остается «,;»"),
    ("садом и дом.", "ом", "сад и дом.", ""),
    ("сад лесом и дом.", "лес", "сад ом и дом.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "result", "remark"), DELETED)
def test_words_taken_out(text: str, old: str, result: str, remark: str) -> None:
    at = text.index(old)
    edit, said = deletion(text, (at, at + len(old)))
    assert apply_edits(text, [edit]) == result
    assert said.startswith(remark) and bool(said) is bool(remark)


# text, the words, behind which, how often they stand there
FOUND = [
    ("сад,дом", "сад, дом", None, 1),
    ("сад.Дом", "сад.", None, 1),
    ("дом 5,5", "дом 5", None, 0),
    ("дом 5, 6", "дом 5", None, 1),
    ("дом-5", "дом", None, 0),
    ("сельский сад", "ский сад", None, 0),
    ("сад и дом", "дом", "сад", 1),
    ("сад, дом и дом", "дом", "сад", 1),
    ("сад и лес, затем дом и дом", "дом", "сад", 0),
    ("сад и сад, затем дом", "дом", "сад", 0),
    ("дом и сад", "дом", "сад", 0),
    ("лес и дом", "дом", "сад", 0),
    ("сад", "", None, 0),
]


@pytest.mark.parametrize(("text", "words", "after", "count"), FOUND)
def test_the_quoted_words_and_no_others(
    text: str, words: str, after: str | None, count: int
) -> None:
    assert len(occurrences(text, words, after)) == count


def test_what_was_written_moves_with_the_text() -> None:
    """Spans written before stand where later edits push them; the edits' own follow."""
    edits = [Edit(4, 5, "или"), Edit(0, 3, "парк")]  # «сад и дом» → «парк или дом»
    assert apply_edits("сад и дом", edits) == "парк или дом"
    assert moved([(6, 9)], edits) == [(9, 12), (0, 4), (5, 8)]
    assert moved([(0, 3)], [Edit(3, 3, " весь")]) == [(0, 3), (3, 8)]
