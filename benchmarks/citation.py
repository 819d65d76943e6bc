"""How fast citations are found, beside two open packages on their own languages; how many resolve.

    python benchmarks/citation.py

Each finder reads a text of its own language, repeated to one length, with about as many citations
per character as the others: a dense one (every sentence cites) and one as sparse as a law or a
study. One core, the best of five runs, characters per second; «ours is» says how many times faster
ours is. The peers (`pip install .[bench]`) are measured in the same run; one that is missing is
said so. The last table says where the citations of the corpus lead.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

LENGTH = 200_000  # characters
RUNS = 5

RUSSIAN = (
    "Согласно пункту 2 статьи 14 Конституции Республики Казахстан никто не может подвергаться "
    "дискриминации. Как следует из подпункта 1) пункта 3 статьи 36 Закона о банках, отказ должен "
    "быть мотивирован, а часть вторая статьи 12 КоБС и статья 9 ГК исходят из иного. Суд приходит "
    "к выводу, что доводы заявителя не нашли подтверждения; издержки возлагаются на стороны. "
)
GERMAN = (
    "Der Kläger kann nach § 433 Abs. 1 BGB und gemäß §§ 280, 281 BGB Schadensersatz verlangen. "
    "Das Gericht verweist auf BGH, Urteil vom 12. Mai 2010 - VIII ZR 96/09. Die Berufung ist nach "
    "§ 511 Abs. 2 Nr. 1 ZPO zulässig. Es bleibt festzuhalten, dass der Vortrag des Beklagten nicht "
    "durchgreift und die Kosten des Verfahrens von ihm zu tragen sind. "
)
ENGLISH = (
    "The court held in Brown v. Board of Education, 347 U.S. 483, 495 (1954), that segregation is "
    "unlawful. See also 42 U.S.C. § 1983 and Roe v. Wade, 410 U.S. 113 (1973). The statute, "
    "28 U.S.C. § 1331, gives jurisdiction over civil actions arising under federal law. The "
    "parties agreed that the remaining claims be dismissed without costs. "
)

# Sentences that cite nothing: fourteen of them after each dense passage make the sparse texts.
PLAIN = {
    RUSSIAN: "Органы местного самоуправления решают вопросы местного значения самостоятельно, под "
    "свою ответственность и в интересах населения, как это принято в большинстве стран. ",
    GERMAN: "Die Gemeinden regeln die Angelegenheiten der örtlichen Gemeinschaft in eigener "
    "Verantwortung und im Interesse ihrer Einwohner, wie es in den meisten Staaten üblich ist. ",
    ENGLISH: "Local authorities manage a substantial share of public affairs under their own "
    "responsibility and in the interests of the local population, as is usual in most states. ",
}

Finder = Callable[[str], int]  # a text → how many citations it found


def repeated(sample: str) -> str:
    """A text of LENGTH characters."""
    return (sample * (LENGTH // len(sample) + 1))[:LENGTH]


def speed(find: Finder, text: str) -> tuple[float, int]:
    """Characters per second in the best of RUNS, and the citations found."""
    count = find(text[:2000])
    best = float("inf")
    for _ in range(RUNS):
        begin = time.perf_counter()
        count = find(text)
        best = min(best, time.perf_counter() - begin)
    return len(text) / best, count


def ours() -> Finder:
    from kb.citation import load_names
    from kb.citation.clean import clean
    from kb.citation.find import find
    from kb.library import Library, places

    names = load_names(Library.open(places(ROOT / "corpus", ROOT / "amendments")))
    return lambda text: len(find(clean(text), names))


def refex() -> Finder:
    from refex.extractor import RefExtractor

    extractor = RefExtractor()
    return lambda text: len(extractor.extract(text)[1])


def eyecite() -> Finder:
    from eyecite import get_citations

    return lambda text: len(get_citations(text))


def table_of_speed() -> None:
    finders = [
        ("salystyrma (Russian)", ours, RUSSIAN),
        ("legal-reference-extraction (German)", refex, GERMAN),
        ("eyecite (English)", eyecite, ENGLISH),
    ]
    print(f"{'finder':38} {'text':7} {'characters/s':>14} {'per 1000':>9} {'ours is':>8}")
    own: dict[str, float] = {}
    for name, make, sample in finders:
        try:
            find = make()
        except ImportError:
            print(f"{name:38} not installed")
            continue
        for density, text in (("dense", sample), ("sparse", sample + PLAIN[sample] * 14)):
            rate, count = speed(find, repeated(text))
            own.setdefault(density, rate)
            ratio = own[density] / rate
            print(f"{name:38} {density:7} {rate:14,.0f} {1000 * count / LENGTH:9.1f} {ratio:7.1f}x")
    find = ours()
    for path in ("law-148-2001/2026-07-14.md", "legal-acts-2016/2026-07-14.md"):
        text = (ROOT / "corpus" / path).read_text("utf-8")
        rate, count = speed(find, text)
        print(f"{path:38} {'law':7} {rate:14,.0f} {1000 * count / len(text):9.1f}")


def table_of_the_corpus() -> None:
    """The share of the corpus's citations that resolve, and the others by status and act."""
    from collections import Counter

    from kb.citation import Status, cite, load_names
    from kb.library import Library, places

    library = Library.open(places(ROOT / "corpus", ROOT / "amendments"))
    names = load_names(library)
    found = [
        citation
        for path in sorted((ROOT / "corpus").glob("*/*.md"))
        for citation in cite(path.read_text("utf-8"), library, names=names)
    ]
    counts = Counter(c.status for c in found)
    known = [c for c in found if c.status != Status.ACT_UNKNOWN]
    resolved = counts[Status.FOUND]
    print(
        f"\ncitations in corpus/: {len(found)}; resolved {resolved} ({resolved / len(found):.1%}), "
        f"of those to acts of the corpus {resolved / len(known):.1%}"
    )
    for status in Status:
        if status == Status.FOUND or not counts[status]:
            continue
        print(f"{status.value} {counts[status]}:")
        others = [c for c in found if c.status == status]
        by_act = Counter(c.act or c.act_name or "–" for c in others)
        for name, times in by_act.most_common():
            articles = {c.number("art") or "–" for c in others if name in (c.act, c.act_name)}
            print(f"  {times:4} {name[:90]}: {', '.join(sorted(articles))}")


if __name__ == "__main__":
    table_of_speed()
    table_of_the_corpus()
