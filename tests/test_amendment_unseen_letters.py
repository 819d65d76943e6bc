"""Letters that print like others and marks that print as nothing, in words sought, in new words and in the
law; words that stand on in another form; an act that the text does not name whole."""

from __future__ import annotations

import pytest

from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.meant import meant

from .amending import edition

LAW = """\
О садах
Статья 1. Сады
1. Садовник и садовник, са\u200bдовники.
2. Аким и аким, сов\u00adет, COBET и Совет."""


def applied(instruction: str, law: str = LAW) -> tuple[str, list[str], list[str]]:
    """The law, the remarks and the refusals."""
    given = edition(law)
    outcome = apply(given, parse(instruction, act="act").operations)
    text = "\n".join(c.own_text for c in outcome.edition.walk())
    remarks = [str(r) for done in outcome.applied for r in done.remarks]
    return text, remarks, [str(r.reason) for r in outcome.refused]


@pytest.mark.parametrize("mark", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
def test_a_mark_that_no_eye_sees_hides_no_word(mark: str) -> None:
    text, remarks, refused = applied(f"в пункте 1 статьи 1 слово «сад{mark}овники» исключить")
    assert not refused and "довники" not in text
    assert any("невидимые знаки" in r and f"U+{ord(mark):04X}" in r for r in remarks)
    law = LAW.replace("Садовник", f"Садо{mark}вник")
    text, remarks, refused = applied("в пункте 1 статьи 1 слово «Садовник» исключить", law)
    assert not refused and any(f"U+{ord(mark):04X}" in r for r in remarks)
    # Half of a word is no word, marked or not.
    law = LAW.replace("Садовник", f"Садо{mark}вник")
    assert applied("в пункте 1 статьи 1 слово «Садо» исключить", law)[2]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("COBET", "латинская «C» вместо кириллической «С»"),
        ("CTOP", "латинская «T»"),
        ("aкт", "латинская «a»"),
        ("кенес\u00adі", "невидимый знак U+00AD"),
    ],
)
def test_new_words_in_foreign_letters_are_named(word: str, says: str) -> None:
    _, remarks, refused = applied(f"в пункте 2 статьи 1 слово «Аким» заменить словом «{word}»")
    assert not refused and any(says in r for r in remarks)


@pytest.mark.parametrize("word", ["XIX", "MIX", "CO", "PDF", "COVID", "совет", "Совет-2"])
def test_what_is_latin_by_right_is_no_slip(word: str) -> None:
    _, remarks, _ = applied(f"в пункте 2 статьи 1 слово «Аким» заменить словом «{word}»")
    assert not any("чужими знаками" in r for r in remarks)


def test_words_sought_in_foreign_letters_say_so_where_they_are_not_there() -> None:
    _, _, (why,) = applied("в пункте 1 статьи 1 слово «HOPMA» исключить")
    assert "нет слов «HOPMA»" in why and "латинская «H» вместо кириллической «Н»" in why
    _, _, (why,) = applied("в пункте 1 статьи 1 слово «норма» исключить")
    assert "чужие знаки" not in why


def test_a_word_that_stands_on_in_another_form_is_named() -> None:
    _, remarks, _ = applied("в пункте 2 статьи 1 слово «аким» заменить словом «глава»")
    assert any("осталось в других формах: Аким" in r for r in remarks)
    _, remarks, _ = applied("в пункте 1 статьи 1 слово «Cадовник» заменить словом «сторож»")
    assert any("осталось в других формах: садовник" in r for r in remarks)
    both = "в пункте 2 статьи 1 слова «Аким», «аким» заменить соответственно словами «Сход», «сход»"
    assert not any("в других формах" in r for r in applied(both)[1])
    longer = "в пункте 2 статьи 1 слово «Аким» заменить словами «Совет акима»"
    assert not any("акима" in r for r in applied(longer)[1] if "формах" in r)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("Закон Республики Казахстан от 5 июля 2010 года «О садах»", "дата"),
        ("Закон Республики Казахстан «О садах» от 5 июля 2010 года № 7-IV", "дата, номер"),
        ("Кодекс Республики Казахстан «О садах»", "форма"),
        ("Указ Президента Республики Казахстан «О садах»", "форма"),
        ("Закон Республики Казахстан «О садах»", ""),
    ],
)
def test_an_act_taken_by_its_title_says_what_was_not_compared(act: str, says: str) -> None:
    given = edition(LAW)
    words = f"Внести в {act} следующие изменения:\nпункт 2 статьи 1 исключить."
    answer = meant(parse(words, act="draft"), given)
    said = [str(r) for r in answer.remarks]
    assert said == [] if not says else f"не сказаны: {says}" in said[0]
    assert not answer.others


def test_a_number_behind_the_title_is_compared() -> None:
    words = "Внести в Закон Республики Казахстан «О садах» № 999-VII следующие изменения:\nпункт 2 исключить."
    (act,) = parse(words).acts
    assert act.number == "999-VII"
