"""words.yaml: what the language checks know of words beyond the dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.ground import yaml_file
from kb.ground.saying import say
from kb.technique.finding import BadRules
from kb.words.text import fold, known, parses

WORDS = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words`: every form, folded, of words that the dictionary lacks; the others as the file's
    comments say: `modal`, `counts` and `adverbial` as forms, the rest as dictionary forms."""

    words: frozenset[str]
    takes_infinitive: frozenset[str]
    modal: frozenset[str]
    gathering: frozenset[str]
    counts: frozenset[str]
    adverbial: frozenset[str]
    governing: frozenset[str]


@cache
def lexicon(path: Path = WORDS) -> Lexicon:
    """The file's words. Raises BadRules or BadYaml with file and line."""
    data, lines = yaml_file.load(path, "words.json")
    forms = frozenset(
        form
        for nth, entry in enumerate(data["words"])
        for form in _forms(entry["word"], entry.get("like"), f"{path}:{lines[('words', nth)]}")
    )
    lists = {key: frozenset(map(fold, words)) for key, words in data.items() if key != "words"}
    return Lexicon(forms, **lists)


def _forms(word: str, like: str | None, at: str) -> Iterator[str]:
    """The forms of a word that declines as another: their common end changes alike."""
    if like is None:
        yield fold(word)
        return
    if not known(like):
        raise BadRules(say("technique.word_unknown", at=at, like=like, word=word))
    forms = [str(form.word) for form in parses(fold(like))[0].lexeme if form.tag.case]
    shared = 0
    while len({form[: shared + 1] for form in forms}) == 1:
        shared += 1
    ending = fold(like)[shared:]
    if not word.endswith(ending):
        raise BadRules(say("technique.word_declines_otherwise", at=at, word=word, like=like))
    for form in forms:
        yield fold(word.removesuffix(ending) + form[shared:])
