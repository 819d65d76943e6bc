"""How reading, applying and drafting grow with the number of changes, at three sizes each.

    python benchmarks/amendment_growth.py

Two made-up articles: many short points, and long ones (the largest is 1.5 million characters). Prints
seconds of the processor and the growth per doubling: 2 is linear, 4 quadratic.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb.amendment.apply import apply
from kb.amendment.draft import draft
from kb.amendment.instruction import parse
from kb.norm.act import Edition
from kb.read import markdown

WORDS = [
    "маслихат",
    "аким",
    "района",
    "области",
    "решает",
    "вопросы",
    "бюджета",
    "граждан",
    "собрания",
    "местного",
    "сообщества",
    "порядок",
    "закона",
    "город",
    "село",
    "округ",
    "право",
    "власть",
    "орган",
    "депутат",
    "сессия",
    "комиссия",
]


def law(points: int, words: int, changed: str) -> Edition:
    """An article of points; one word of each is its own and is what changes."""
    chance = random.Random(1)
    lines = []
    for number in range(1, points + 1):
        said = chance.choices(WORDS, k=words)
        said[5] = f"{changed}{number}"
        lines.append(f"{number}. {' '.join(said).capitalize()}.")
    text = "\n\n".join(["# О пробах", "### Статья 1. Пробы", *lines])
    return markdown.parse(text, act="trial").edition


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(points: int, words: int) -> tuple[int, dict[str, float]]:
    """The characters of the article, and seconds of each step of work."""
    before, after = law(points, words, "слово"), law(points, words, "замена")
    each = range(1, points + 1)
    replacing = "\n".join(
        f"{n}) в пункте {n} статьи 1 слова «слово{n}» заменить словами «замена{n}»;" for n in each
    )
    adding = "\n".join(
        f"{n}) статью 1 дополнить пунктом {n}-1 следующего содержания:\n«{n}-1. Новый.»;"
        for n in each
    )
    steps = {
        "replace words": replacing,
        "add points": adding,
        "restate points": "\n".join(
            f"{n}) пункт {n} статьи 1 изложить в следующей редакции:\n«{n}. Новый.»;" for n in each
        ),
        "exclude points": "\n".join(f"{n}) пункт {n} статьи 1 исключить;" for n in each),
        "renumber points": "\n".join(
            f"{points - n + 1}) пункт {n} статьи 1 считать пунктом {n + 1};" for n in reversed(each)
        ),
    }
    found = {"read": seconds(lambda: parse(replacing, act="trial"))}
    for step, text in steps.items():
        told = parse(text, act="trial").operations
        found[step] = seconds(lambda told=told: apply(before, told))
    drafted = draft(before, after)
    assert drafted.proved and len(drafted.operations) == points
    found["draft"] = seconds(lambda: draft(before, after))
    return len(before.root.text), found


def main() -> None:
    print("points  characters  step            seconds  growth")
    for words, sizes in ((60, (200, 400, 800)), (600, (75, 150, 300))):
        last: dict[str, float] = {}
        for points in sizes:
            characters, found = measured(points, words)
            for step, spent in found.items():
                growth = f"×{spent / last[step]:.1f}" if last.get(step) else ""
                print(f"{points:6}  {characters:10}  {step:14}  {spent:7.2f}  {growth}")
            last = found


if __name__ == "__main__":
    main()
