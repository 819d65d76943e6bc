"""A library of a million clauses: build time, size, memory; search cold and warm beside peers.

Real clauses of the corpus are multiplied and varied (numbers, some words, names that only one act
has), put through the same code that builds the library, and searched by a fixed list of queries.
Peers on the same text in the same run: a plain FTS5 table (unicode61, bm25) and ripgrep.

    python benchmarks/scale.py [--clauses 1000000] [--no-small]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kb.disk.places import builtin
from kb.library import Library, Places, corpus
from kb.library.building import Writer
from kb.library.file import connect
from kb.library.reading import Prepared, prepare, rank_of
from kb.norm.act import Act, Clause, Edition, KnownEdition

RUSSIAN = """
закон | маслихат | аким | статья | бюджет | выборы | гражданин | сессия маслихата | аким области
местный бюджет | полномочия маслихата | депутаты маслихата | регламент маслихата | срок полномочий
правовой акт | нормативный правовой акт | местное самоуправление | собрание местного сообщества
утверждение бюджета области | порядок проведения сессии | комиссия маслихата | отчет акима
проект закона | юридическая сила | язык закона | опубликование акта | вступление в силу
прекращение полномочий депутата | председатель маслихата | городской маслихат | избирательная комиссия
выборы акима сельского округа | кандидат в депутаты | голосование на избирательном участке
административно-территориальная единица | коммунальная собственность | план развития области
охрана окружающей среды | жилищный фонд | ревизионная комиссия | республиканский бюджет
прокурор | министерство юстиции | конституционный суд | президент республики | недоверие акиму
закон статья | маслихат утверждает | государственный орган разработчик проекта | жираф | поправка 1234
""".replace("\n", " | ")
KAZAKH = """
мәслихат | әкім | мәслихат сессиясы | мәслихаттың регламенті | жергілікті бюджет | құқықтық акт
облыс әкімі | депутаттың өкілеттігі | мәслихат тұрақты комиссиясы | нормативтік құқықтық актілер
заң жобасы | ауыл тұрғындары | жергілікті қоғамдастық жиналысы | Қазақстан Республикасының заңы
""".replace("\n", " | ")
QUERIES = [
    (q.strip(), tongue)
    for tongue, text in (("ru", RUSSIAN), ("kk", KAZAKH))
    for q in text.split("|")
    if q.strip()
]
BANK = 206_000  # documents of the national bank, each in two languages
_WORD = re.compile(r"[а-яёәіңғүұқөһ]{4,}", re.I)


# --- Clauses ------------------------------------------------------------------------------------


@cache
def real() -> tuple[tuple[Edition, ...], dict[str, list[str]]]:
    """The editions of the corpus, and the words of each language."""
    folders = (builtin("corpus"),)
    acts, readings = corpus.load_acts(folders), corpus.load_readings(folders)
    editions = tuple(corpus.read_edition(s, acts, readings) for s in corpus.sources(folders))
    words: dict[str, list[str]] = {}
    for edition in editions:
        for clause in edition.walk():
            words.setdefault(edition.language, []).extend(_WORD.findall(clause.own_text))
    return editions, words


def synthetic(seed: int) -> Prepared:
    """An act of real clauses with other numbers, a tenth of the words other, and its own names."""
    chance = random.Random(seed)
    editions, words = real()
    model = editions[seed % len(editions)]
    pool = words[model.language]
    names = ["".join(chance.choices("абвгдеклмнорст", k=8)) for _ in range(5)]

    def word(found: re.Match[str]) -> str:
        lot = chance.random()
        if lot < 0.10:
            return chance.choice(pool)
        return chance.choice(names) if lot < 0.105 else found[0]

    def vary(clause: Clause) -> Clause:
        text = re.sub(r"\d{2,4}", lambda _: str(chance.randrange(10, 3000)), clause.own_text)
        return replace(
            clause,
            own_text=_WORD.sub(word, text),
            heading=_WORD.sub(word, clause.heading),
            children=tuple(vary(c) for c in clause.children),
        )

    act = f"act-{seed}"
    return prepare(replace(model, act=act, root=vary(model.root)))


def made(clauses: int) -> Iterator[Prepared]:
    """Acts until there are so many clauses, made by several processes, a few at a time."""
    workers = max(1, (os.cpu_count() or 2) - 1)
    waiting = deque()
    count, seed = 0, 0
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        while count < clauses:
            while len(waiting) < 4 * workers:
                waiting.append(pool.submit(synthetic, seed))
                seed += 1
            found = waiting.popleft().result()
            count += len(found.clauses)
            yield found
        for future in waiting:
            future.cancel()


def act_of(found: Prepared, nth: int) -> Act:
    """One act in twenty is a law, one in two hundred a code; the rest are bylaws."""
    force = "code" if nth % 200 == 0 else "law" if nth % 20 == 0 else "bylaw"
    editions = (KnownEdition(found.date, "", "", ((found.language, ()),)),)
    return Act(found.act, found.act, "", force, found.date, editions=editions)


@dataclass
class Made:
    clauses: int
    acts: int
    characters: int
    seconds: float
    storing: float


def build(clauses: int, db: Path, plain: Path, text: Path) -> tuple[Made, float, float]:
    """Our library, the plain table and the text file; seconds of the two peers' own work."""
    ours = connect(db)
    writer = Writer(ours)
    peer = sqlite3.connect(plain, isolation_level=None)
    peer.execute("pragma cache_size = -65536")
    peer.execute("create virtual table t using fts5(body, language unindexed)")
    peer.execute("begin")
    ours.execute("begin immediate")
    writer.create()
    result = Made(0, 0, 0, 0.0, 0.0)
    peer_s = text_s = 0.0
    acts: list[Act] = []
    begins = time.perf_counter()
    with text.open("w", encoding="utf-8") as lines:
        for found in made(clauses):
            act = act_of(found, len(acts))
            acts.append(act)
            start = time.perf_counter()
            writer.store(found, "", rank_of(act, found.date, found.language))
            result.storing += time.perf_counter() - start
            bodies = [f"{row[6]} {row[7]}".strip().replace("\n", " ") for row in found.clauses]
            result.clauses += len(bodies)
            result.characters += sum(map(len, bodies))
            start = time.perf_counter()
            peer.executemany("insert into t values (?, ?)", [(b, found.language) for b in bodies])
            peer_s += time.perf_counter() - start
            start = time.perf_counter()
            lines.writelines(b + "\n" for b in bodies)
            text_s += time.perf_counter() - start
    result.acts = len(acts)
    start = time.perf_counter()
    writer.store_acts({a.id: a for a in acts})
    writer.date({a.id: a for a in acts})
    writer.index.finish()
    ours.execute("commit")
    result.storing += time.perf_counter() - start
    start = time.perf_counter()
    peer.execute("insert into t(t) values ('optimize')")
    peer.execute("commit")
    peer_s += time.perf_counter() - start
    result.seconds = time.perf_counter() - begins - peer_s - text_s
    ours.close()
    peer.close()
    return result, peer_s, text_s


# --- Search -------------------------------------------------------------------------------------


def forget(path: Path) -> None:
    """Takes the file out of the system's cache, so that a cold search reads the disk."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def opened(db: Path) -> Library:
    return Library(connect(db), Places((), (), db))


def plain_search(connection: sqlite3.Connection, query: str) -> int:
    """What a plain table is asked: all words as printed, the best fifty."""
    match = " ".join(f'"{w}"' for w in query.split())
    return len(
        connection.execute(
            "select rowid, snippet(t, 0, '[', ']', '…', 20) from t where t match ? "
            "order by rank limit 50",
            (match,),
        ).fetchall()
    )


def rg_search(rg: str, text: Path, query: str) -> int:
    """ripgrep for the first word, then for each other one in what is left."""
    first, *others = query.split()
    run = subprocess.run(
        [rg, "-i", "-F", "--no-line-number", first, str(text)], capture_output=True, check=False
    )
    left = run.stdout
    for word in others:
        left = subprocess.run(
            [rg, "-i", "-F", word, "-"], input=left, capture_output=True, check=False
        ).stdout
    return left.count(b"\n")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentiles(values: list[float]) -> str:
    values = sorted(values)
    p95 = values[min(len(values) - 1, round(0.95 * (len(values) - 1)))]
    return f"p50 {statistics.median(values):8.1f}  p95 {p95:8.1f}  max {values[-1]:8.1f} ms"


COLD = """
import sys, time
start = time.perf_counter()
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from kb.library import Library, Places
from kb.library.file import connect
from kb.words.text import lemmas
lemmas("слово")
ready = time.perf_counter()
db = Path(sys.argv[2])
library = Library(connect(db), Places((), (), db))
library.search(sys.argv[3], language=sys.argv[4])
end = time.perf_counter()
print((ready - start) * 1000, (end - ready) * 1000)
"""


def measure(db: Path, plain: Path, text: Path) -> None:
    cold, starts, peer_cold = [], [], []
    for query, tongue in QUERIES:
        forget(db)
        run = subprocess.run(
            [sys.executable, "-c", COLD, str(ROOT), str(db), query, tongue],
            capture_output=True,
            text=True,
            check=True,
        )
        start, took = map(float, run.stdout.split())
        starts.append(start)
        cold.append(took)
        forget(plain)

        def anew(query: str = query) -> None:
            connection = sqlite3.connect(plain)
            plain_search(connection, query)
            connection.close()

        peer_cold.append(timed(anew))
    library = opened(db)
    warm: list[float] = []
    slow: list[tuple[float, str]] = []
    nothing = 0
    for query, tongue in QUERIES:
        nothing += not library.search(query, language=tongue)
        times = [timed(lambda q=query, t=tongue: library.search(q, language=t)) for _ in range(5)]
        warm += times
        slow.append((statistics.median(times), query))
    both = [timed(lambda q=query: library.search(q)) for query, _ in QUERIES]
    name = library._rows("select act from editions where language = 'ru' order by last - first")
    inside = [
        timed(lambda q=q, t=t: library.look(q, act=name[-1][0], language=t)) for q, t in QUERIES
    ]
    dated = [timed(lambda: library.look("маслихат", on="2026-10-01")) for _ in range(5)]
    connection = sqlite3.connect(plain)
    peer_warm = []
    for query, _ in QUERIES:
        plain_search(connection, query)
        peer_warm += [timed(lambda q=query: plain_search(connection, q)) for _ in range(3)]
    print(f"  {len(QUERIES)} queries, {nothing} find nothing")
    print(f"  ours, warm                     {percentiles(warm)}")
    print(f"  ours, warm, both languages     {percentiles(both)}")
    print(f"  ours, warm, inside one act     {percentiles(inside)}")
    print(f"  ours, on a day: first {dated[0]:.0f} ms, then {statistics.median(dated[1:]):.0f} ms")
    print(f"  ours, cold (new process, file) {percentiles(cold)}")
    print(f"    and the process itself: imports and dictionary {statistics.median(starts):.0f} ms")
    print(f"  plain FTS5 + bm25, warm        {percentiles(peer_warm)}")
    print(f"  plain FTS5 + bm25, cold        {percentiles(peer_cold)}")
    if rg := shutil.which("rg"):
        rg_search(rg, text, "закон")
        found = [timed(lambda q=q: rg_search(rg, text, q)) for q, _ in QUERIES]
        print(f"  ripgrep, warm                  {percentiles(found)}")
    else:
        print("  ripgrep                        not installed")
    print("  slowest of ours, warm:", ", ".join(f"«{q}» {t:.0f}" for t, q in sorted(slow)[-5:]))


def one(clauses: int, folder: Path) -> float:
    db, plain, text = (folder / f"{clauses}.{e}" for e in ("sqlite", "plain", "txt"))
    result, peer_s, _ = build(clauses, db, plain, text)
    mib = 1 << 20
    ours_mib, peer_mib = db.stat().st_size / mib, plain.stat().st_size / mib
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"\n{result.clauses} clauses, {result.acts} acts, {result.characters / 1e6:.0f} million "
        f"characters, text {text.stat().st_size / mib:.0f} MiB"
    )
    print(
        f"  ours   built in {result.seconds:7.1f} s (storing and indexing {result.storing:.1f} s), "
        f"{ours_mib:.0f} MiB, peak memory {used:.0f} MiB, largest reading process {child:.0f} MiB"
    )
    print(f"  plain  built in {peer_s:7.1f} s, {peer_mib:.0f} MiB")
    each = result.clauses / result.acts
    times = 2 * BANK * each / result.clauses
    print(
        f"  the national bank, were its documents as long ({each:.0f} clauses): "
        f"{times * result.clauses / 1e6:.0f} million clauses, {times * ours_mib / 1024:.0f} GiB, "
        f"built in {times * result.seconds / 60:.0f} minutes"
    )
    measure(db, plain, text)
    for path in (db, plain, text):
        path.unlink()
    return ours_mib


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--clauses", type=int, default=1_000_000)
    options.add_argument("--no-small", action="store_true", help="without the tenth of the size")
    given = options.parse_args()
    sizes = [given.clauses] if given.no_small else [max(1, given.clauses // 10), given.clauses]
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        for size in sizes:
            one(size, Path(folder))


if __name__ == "__main__":
    main()
