"""A spaCy pipeline with kb_citations beside the plain function, on the largest act of the corpus.

python benchmarks/pipeline.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import spacy

from kb import open_library
from kb.citation import cite, load_names

TEXT = Path(__file__).resolve().parent.parent / "corpus" / "law-148-2001" / "2026-07-14.md"


def seconds(work: object) -> float:
    """The best of three, in seconds of the processor."""
    assert callable(work)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    text = TEXT.read_text("utf-8")
    library = open_library()
    names = load_names(library)
    bare, full = spacy.blank("ru"), spacy.blank("ru")
    for nlp in (bare, full):
        nlp.max_length = len(text) + 1
    full.add_pipe("kb_citations")
    plain = seconds(lambda: cite(text, library, names=names))
    tokens = seconds(lambda: bare(text))
    whole = seconds(lambda: full(text))
    print(f"{len(text):,} characters, {len(full(text)._.kb_citations)} citations")
    print(f"plain citation.cite    {plain:6.2f} s")
    print(f"spacy.blank alone      {tokens:6.2f} s")
    print(f"with kb_citations      {whole:6.2f} s")


if __name__ == "__main__":
    main()
