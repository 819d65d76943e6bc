"""Words that readers search by where the texts say it otherwise: synonyms.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from kb.ground.saying import Saying, listed, say
from kb.library import Library
from kb.words.text import lemma

FILE: Final = Path(__file__).with_name("synonyms.yaml")
_WORD: Final = re.compile(r"\w+(?:-\w+)*")


@cache
def synonyms(path: Path = FILE) -> dict[str, tuple[str, ...]]:
    """The texts' own words by the dictionary form of a reader's. BadYaml with file and line."""
    from kb.ground import yaml_file

    data, _ = yaml_file.load(path, "synonyms.json")
    return {lemma(entry["word"]): tuple(entry["also"]) for entry in data}


def widened(library: Library, query: str) -> tuple[str, Saying | None]:
    """The query that asks for the texts' own words too, and what is to be said of it.

    Only the first such word is put so, and none beside operators or quotation marks: a reader who
    writes these says exactly what is sought.
    """
    if re.search(r"[«»\"“”„]|\b(?:OR|AND|NOT|ИЛИ|НЕ)\b", query):
        return query, None
    known = library.kept("search synonyms", synonyms)
    for match in _WORD.finditer(query):
        if also := known.get(lemma(match[0])):
            before, after = query[: match.start()], query[match.end() :]
            others = (f'{before} "{words}" {after}' for words in also)
            words = listed((f"«{words}»" for words in also), mark=", ")
            return " OR ".join((query, *others)), say("search.synonym", word=match[0], also=words)
    return query, None
