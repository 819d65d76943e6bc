"""The language checks on adopted law and on slips seeded into it.

    python benchmarks/speech.py

Reads the built-in corpus only. The first table counts findings per rule over every live clause of
every Russian edition, and per 100 000 characters; tests/gold/speech.yaml lists them one by one.
The second seeds one slip of a kind into each sentence of law 148 and counts how many are found.
Random choices are seeded, so that two runs print the same numbers; only the time differs.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb.library import corpus
from kb.norm.act import Edition
from kb.technique.checks.speech import faults
from kb.words.morphology import Word, words
from kb.words.text import fold, known, parses, sentences

Slip = Callable[[str, random.Random], str | None]


def editions() -> Iterator[Edition]:
    folders = (ROOT / "corpus",)
    acts, readings = corpus.load_acts(folders), corpus.load_readings(folders)
    for source in corpus.sources(folders):
        if source.language == "ru":
            yield corpus.read_edition(source, acts, readings)


def texts(edition: Edition) -> Iterator[str]:
    """The words of law of an edition: each live clause's own, and headings."""
    for clause in edition.walk():
        if clause.live:
            yield from filter(None, (clause.own_text, clause.heading))


# --- Slips --------------------------------------------------------------------------------------


def _replaced(text: str, word: Word, by: str) -> str:
    return text[: word.start] + by + text[word.end :]


def _one(text: str, chance: random.Random, fits: Callable[[Word], str | None]) -> str | None:
    """The text with one of the words changed that `fits` knows how to change."""
    able = [(w, new) for w in words(text) if (new := fits(w)) and new != w.text]
    if not able:
        return None
    word, new = chance.choice(able)
    return _replaced(text, word, new)


def infinitive(text: str, chance: random.Random) -> str | None:
    """«проводится» as «проводиться»."""
    return _one(
        text, chance, lambda w: w.text[:-3] + "ться" if re.search("[аеиуя]тся$", w.text) else None
    )


def dictionary_form(text: str, chance: random.Random) -> str | None:
    """«утверждает» as «утверждать», verbs without -ся alone."""

    def fits(word: Word) -> str | None:
        third = word.only("VERB") and any("3per" in r.tags for r in word.readings)
        return None if not third or word.text.endswith("ся") else word.readings[0].lemma

    return _one(text, chance, fits)


def finite(text: str, chance: random.Random) -> str | None:
    """«проводиться» as «проводится»."""
    return _one(text, chance, lambda w: w.text[:-4] + "тся" if w.text.endswith("ться") else None)


def _other_case(*pos: str) -> Slip:
    """A word of these parts of speech in another case, spelt otherwise."""

    def slip(text: str, chance: random.Random) -> str | None:
        def fits(word: Word) -> str | None:
            if not word.only(*pos) or not word.text.islower() or not known(word.text):
                return None
            case = chance.choice(["nomn", "gent", "datv", "ablt", "loct"])
            form = parses(fold(word.text))[0].inflect({case})
            return str(form.word) if form and form.word not in (fold(word.text), None) else None

        return _one(text, chance, fits)

    return slip


def no_preposition(text: str, chance: random.Random) -> str | None:
    """A «в», «на», «о», «при» left out."""
    found = list(re.finditer(r"(?<=\s)(?:в|на|о|при)\s+", text))
    if not found:
        return None
    at = chance.choice(found)
    return text[: at.start()] + text[at.end() :]


def doubled(text: str, chance: random.Random) -> str | None:
    """A word twice."""
    return _one(text, chance, lambda w: f"{w.text} {w.text}" if len(w.text) > 1 else None)


def letter(text: str, chance: random.Random) -> str | None:
    """A letter left out of a word of six or more."""

    def fits(word: Word) -> str | None:
        if len(word.text) < 6 or not word.text.isalpha():
            return None
        at = chance.randrange(1, len(word.text) - 1)
        return word.text[:at] + word.text[at + 1 :]

    return _one(text, chance, fits)


def latin(text: str, chance: random.Random) -> str | None:
    """A Latin letter in place of one that looks the same."""
    table = str.maketrans("аеорсх", "aeopcx")
    return _one(text, chance, lambda w: w.text.translate(table) if len(w.text) > 3 else None)


def mark(text: str, chance: random.Random) -> str | None:
    """A bracket or quotation mark left out."""
    found = [n for n, c in enumerate(text) if c in '()«»"']
    if not found:
        return None
    at = chance.choice(found)
    return text[:at] + text[at + 1 :]


def space(text: str, chance: random.Random) -> str | None:
    """A space before a comma."""
    found = [n for n, c in enumerate(text) if c == ","]
    if not found:
        return None
    at = chance.choice(found)
    return text[:at] + " " + text[at:]


SLIPS: dict[str, Slip] = {
    "-тся как -ться": infinitive,
    "личная форма как -ть": dictionary_form,
    "-ться как -тся": finite,
    "падеж прилагательного": _other_case("ADJF"),
    "падеж причастия": _other_case("PRTF"),
    "падеж существительного": _other_case("NOUN"),
    "пропущен предлог": no_preposition,
    "слово дважды": doubled,
    "пропущена буква": letter,
    "латинские буквы": latin,
    "пропущена скобка или кавычка": mark,
    "пробел перед запятой": space,
}


def seeded(edition: Edition, slip: Slip) -> tuple[int, int]:
    """How many slips of a kind were made, one a sentence, and how many of them are found."""
    chance, made, caught = random.Random(7), 0, 0
    for text in texts(edition):
        for start, end in sentences(text):
            right = text[start:end]
            wrong = slip(right, chance)
            if wrong is None or wrong == right:
                continue
            made += 1
            before = Counter(f.rule for f in faults(right))
            caught += bool(Counter(f.rule for f in faults(wrong)) - before)
    return made, caught


def main() -> None:
    held = list(editions())
    started = time.perf_counter()
    found: Counter[str] = Counter()
    characters = 0
    for edition in held:
        for text in texts(edition):
            characters += len(text)
            found.update(f.rule for f in faults(text))
    seconds = time.perf_counter() - started
    print(f"Принятые тексты: {len(held)} редакций, {characters} знаков, {seconds:.1f} с")
    for rule, count in sorted(found.items()):
        print(f"  {rule:<32} {count:5}  {count / characters * 100_000:6.2f} на 100 000 знаков")
    law = next(e for e in held if e.act == "law-148-2001")
    print(f"Внесенные ошибки, {law.name}:")
    for name, slip in SLIPS.items():
        made, caught = seeded(law, slip)
        print(f"  {name:<32} {caught:5} из {made:5}  {caught / max(made, 1):6.1%}")


if __name__ == "__main__":
    main()
