"""Finding in the search index: words of a query to clauses, weighed, with the words around them.

A Russian query word is looked up by its dictionary form; a Kazakh one is cut to its stem and looked
up by trigrams among the word forms that the texts have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.ground.saying import Saying, say
from kb.library.index import BYLAW, clause_id, force_of
from kb.library.query import Wanted, read
from kb.library.stored import CLAUSE, EDITION, Rows, changed, check_clauses, owner
from kb.norm.act import Status
from kb.norm.address import full, parse_steps
from kb.words.text import fold, lemmas, plain_kk

CANDIDATES: Final = 1000  # rows weighed of those found, the strongest acts first
MAX_FORMS: Final = 200
TOGETHER: Final = 100  # of the hits that are read at once
_WORD: Final = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class ClauseHit:
    """A found clause: the larger the score, the better.

    `marks`: the words of the query in the snippet, as (start, end) in its characters.
    """

    act: str
    edition: str
    language: str
    address: str
    score: float
    snippet: str
    status: Status
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseHits:
    """The hits; the acts whose text of the day is not held (act, reason); what else is to be said."""

    hits: tuple[ClauseHit, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which row numbers are searched, from and to, and which editions of them (None: all)."""

    ranges: tuple[tuple[int, int], ...]
    editions: Collection[int] | None = None


# A Kazakh word is stem + plural + owner + case; the endings are cut from the last one inwards.
_ENDINGS_KK: Final = tuple(
    sorted(endings.split(), key=len, reverse=True)
    for endings in (
        "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде "
        "дан ден тан тен нан нен мен бен пен",
        "ы і сы сі",
        "лар лер дар дер тар тер",
    )
)
_SOFTENED: Final = {"ғ": "қ", "қ": "ғ", "г": "к", "к": "г", "б": "п", "п": "б"}


def stems_kk(word: str) -> tuple[str, ...]:
    """What the forms of a Kazakh word share: endings cut off, «тармағы» as тармағ and тармақ."""
    stem = fold(word)
    for endings in _ENDINGS_KK:
        ending = next((e for e in endings if stem.endswith(e) and len(stem) - len(e) >= 3), "")
        stem = stem.removesuffix(ending)
    other = _SOFTENED.get(stem[-1:])
    return (stem, stem[:-1] + other) if other else (stem,)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _forms(rows: Rows, word: str, *, loose: bool) -> tuple[list[str], str]:
    """The forms of a Kazakh word that the texts have; a long stem is found inside a word too.

    `loose`: a word that they have not, and that has no letter of Kazakh alone, may have been typed
    with the letters of Russian: «баскару» for «басқару». Then also the form that it was taken for.
    """
    forms = {word}
    for stem in stems_kk(word):
        if len(stem) >= 3:
            near = rows(
                "select form from trigrams where trigrams match ? and (length(?) > 4 "
                "or substr(form, 1, length(?)) = ?) order by length(form), form limit ?",
                *(_quoted(stem), stem, stem, stem, MAX_FORMS + 1),
            )
            forms |= {f for (f,) in near}
    meant = ""
    if loose and forms == {word} and plain_kk(word) == word:
        for stem in stems_kk(word):
            if len(stem) >= 4:
                near = rows(
                    "select form from forms where plain >= ? and plain < ? "
                    "order by length(form), form limit ?",
                    *(plain_kk(stem), plain_kk(stem) + "\uffff", MAX_FORMS + 1),
                )
                forms |= {f for (f,) in near}
        meant = min((f for f in forms if f != word), key=lambda f: (len(f), f), default="")
    return sorted(forms, key=lambda f: (f != word, len(f), f)), meant


Groups = dict[str, int]  # of an alternative: which word of it a lemma answers


@dataclass(frozen=True, slots=True)
class _Query:
    """A query in one language: FTS expressions, its alternatives, the forms that must stand one after
    another where the expression cannot say it, and what is to be said of how it was read."""

    match: str
    phrase: str
    alternatives: tuple[Groups, ...]
    excludes: bool
    runs: tuple[tuple[frozenset[str], ...], ...] = ()
    remarks: tuple[Saying, ...] = ()


def _query(rows: Rows, sought: tuple[Wanted, ...], language: str, *, loose: bool) -> _Query:
    """`loose`: a Kazakh word may be typed with the letters of Russian."""
    make = _kazakh if language == "kk" else _plain
    return make(rows, sought, language, loose)


def _plain(_rows: Rows, sought: tuple[Wanted, ...], language: str, _loose: bool) -> _Query:
    """By dictionary form, or by the form typed."""
    matches, alternatives = [], []
    for wanted in sought:
        phrases = list(dict.fromkeys(tuple(lemmas(" ".join(p), language)) for p in wanted.needed))
        none = [" ".join(lemmas(" ".join(p), language)) for p in wanted.none]
        match = " AND ".join(_quoted(" ".join(p)) for p in phrases)
        matches.append("(" + "".join([f"({match})", *(f" NOT {_quoted(n)}" for n in none)]) + ")")
        words = dict.fromkeys(word for phrase in phrases for word in phrase)
        alternatives.append({word: nth for nth, word in enumerate(words)})
    phrase = ""
    if len(sought) == 1 and sought[0].plain and len(sought[0].all) > 1:
        one = dict.fromkeys(w for p in sought[0].all for w in lemmas(" ".join(p), language))
        phrase = " + ".join(map(_quoted, one))
    excludes = any(w.none for w in sought)
    return _Query(" OR ".join(matches), phrase, tuple(alternatives), excludes)


def _kazakh(rows: Rows, sought: tuple[Wanted, ...], language: str, loose: bool) -> _Query:
    """Each word by the forms that the texts have."""
    remarks: dict[Saying, None] = {}

    def forms(word: str) -> list[str]:
        near, meant = _forms(rows, fold(word), loose=loose)
        if len(near) > MAX_FORMS:
            remarks[say("library.many_forms", most=MAX_FORMS, language=language)] = None
        if meant:
            remarks[say("library.letters_meant", typed=word, meant=meant)] = None
        return near[:MAX_FORMS]

    def either(each: list[str]) -> str:
        return "(" + " OR ".join(map(_quoted, each)) + ")"

    matches, alternatives, runs = [], [], []
    for wanted in sought:
        groups: Groups = {}
        parts: list[str] = []
        for phrase in wanted.needed:
            run = [forms(word) for word in phrase]
            parts += map(either, run)
            for each in run:
                nth = max(groups.values(), default=-1) + 1
                for form in each:
                    groups.setdefault(form, nth)
            if len(run) > 1 and len(sought) == 1:
                runs.append(tuple(map(frozenset, run)))
        none = [
            f" NOT ({' AND '.join(either(forms(w)) for w in phrase)})" for phrase in wanted.none
        ]
        matches.append("(" + "".join([f"({' AND '.join(parts)})", *none]) + ")")
        alternatives.append(groups)
    return _Query(
        " OR ".join(matches),
        "",
        tuple(alternatives),
        any(w.none for w in sought),
        tuple(runs),
        tuple(remarks),
    )


def _one_after_another(words: list[str], run: tuple[frozenset[str], ...]) -> bool:
    """Whether words stand one after another somewhere."""
    return any(
        all(words[at + nth] in forms for nth, forms in enumerate(run))
        for at in range(len(words) - len(run) + 1)
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    score: float


def find(
    rows: Rows, query: str, scopes: dict[str, Scope], limit: int
) -> tuple[list[ClauseHit], tuple[str, ...]]:
    """The best hits among the scopes (by language), and what is to be said of the search.

    An act of the legislature stands above a bylaw; in each, a clause whose heading or defined term
    has all the words above those that mention them; then the words near one another, in a short
    clause, in a stronger act. Raises NotFound for a query without words.
    """
    sought = read(query)
    best: list[tuple[_Candidate, _Query]] = []
    remarks: list[Saying] = []
    for language, scope in scopes.items():
        asked = _query(rows, sought, language, loose=not best)
        weighed: dict[int, _Candidate] = {}
        # A heading that has not the word says nothing of a clause that must not have it.
        for table in ("words",) if asked.excludes else ("heads", "words"):
            more = _weigh(rows, table, asked.match, asked, scope, weighed)
            if more and asked.phrase:
                _weigh(rows, table, asked.phrase, asked, scope, weighed)
            if more and table == "words":
                remarks.append(say("library.many_norms", most=CANDIDATES, language=language))
        if weighed:  # where nothing has the letters it was taken for, it was not meant so
            remarks += asked.remarks
        best += [(c, asked) for c in weighed.values()]
    best.sort(key=lambda b: (-b[0].score, b[0].row))
    return list(_hits(rows, best, set(scopes), limit)), tuple(remarks)


def _weigh(
    rows: Rows, table: str, match: str, asked: _Query, scope: Scope, into: dict[int, _Candidate]
) -> bool:
    """Puts the first candidates of a table into `into`; whether there were more."""
    count = 0
    for low, high in scope.ranges:
        step = CANDIDATES + 1 - count
        while count <= CANDIDATES:
            got = rows(
                f"select rowid, lemmas from {table} where {table} match ? "
                "and rowid between ? and ? order by rowid limit ?",
                *(match, low, high, step),
            )
            kept = _sifted(rows, got, scope)
            for run in asked.runs if table == "words" else ():
                kept = [k for k in kept if _one_after_another(k[1].split(), run)]
            for row, text in kept[: CANDIDATES - count]:
                if row not in into or table == "heads":
                    into[row] = _Candidate(row, _score(row, text, asked, table == "heads"))
            count += len(kept)
            if len(got) < step:
                break
            # Sifted by editions, where a day chooses among them: more rows at once if few stay.
            low, step = got[-1][0] + 1, min(step * 4, 20_000)
        if count > CANDIDATES:
            return True
    return False


def _sifted(rows: Rows, got: list[Any], scope: Scope) -> list[Any]:
    if scope.editions is None or not got:
        return got
    owner: dict[int, int] = {}
    for start in range(0, len(got), 900):
        ids = [clause_id(row) for row, _ in got[start : start + 900]]
        marks = ",".join("?" * len(ids))
        owner.update(rows(f"select id, edition from clauses where id in ({marks})", *ids))
    if len(owner) < len({clause_id(row) for row, _ in got}):
        raise changed(str(clause_id(got[0][0])))
    return [g for g in got if owner[clause_id(g[0])] in scope.editions]


def _score(row: int, text: str, asked: _Query, own: bool) -> float:
    words = text.split()
    near = share = 0.0
    for groups in asked.alternatives:
        here, part = closeness(words, groups)
        if here >= near:
            near, share = here, max(share, part)
    tier = force_of(row)
    close = (0.6 * near + 0.4 * share) * (0.99 - 0.03 * tier)
    return 4.0 * (tier < BYLAW) + 2.0 * own + close


def closeness(words: list[str], groups: Groups) -> tuple[float, float]:
    """How near one another the words of an alternative stand (1: together; 0: not all are there), and
    what share of the text they are."""
    where = _where(words, groups)
    size = _size(groups)
    run = _closest(where, size)
    return (size / (run[1] - run[0]) if run else 0.0), len(where) / max(1, len(words))


def _size(groups: Groups) -> int:
    return len(set(groups.values()))


def _where(words: list[str], groups: Groups) -> list[tuple[int, int]]:
    """Which words of a text answer which word of the query: (place, word of the query)."""
    return [(n, groups[w]) for n, w in enumerate(words) if w in groups]


def _closest(where: list[tuple[int, int]], size: int) -> tuple[int, int] | None:
    """The shortest run of words with every word of the query, as (start, end)."""
    if size == 1:
        return (where[0][0], where[0][0] + 1) if where else None
    last: dict[int, int] = {}
    best: tuple[int, int] | None = None
    for n, group in where:
        last[group] = n
        if len(last) == size:
            start = min(last.values())
            if best is None or n + 1 - start < best[1] - best[0]:
                best = (start, n + 1)
    return best


def _hits(
    rows: Rows, best: list[tuple[_Candidate, _Query]], languages: set[str], limit: int
) -> Iterator[ClauseHit]:
    """The best as they are shown. They are read together: twenty readers share one open library, and a
    query for each clause would have them wait for one another."""
    editions: dict[int, tuple[str, str, str, str, range]] = {}
    count = 0
    for start in range(0, len(best), TOGETHER):
        part = best[start : start + TOGETHER]
        places = [c.row for c, _ in part]
        keys = [clause_id(row) for row in places]
        clauses = {r[2]: r for r in _among(rows, f"edition, digest, id, {CLAUSE}", "clauses", keys)}
        words = dict(_among(rows, "rowid, lemmas", "words", places))
        new = list({r[0] for r in clauses.values()} - set(editions))
        stored = _among(rows, f"id, digest, {EDITION}", "editions", new)
        editions |= {number: owner(row) for number, *row in stored}
        for (candidate, asked), key in zip(part, keys, strict=True):
            if count == limit:
                return
            if key not in clauses or candidate.row not in words:
                raise changed(str(key))
            edition, *clause = clauses[key]
            if edition not in editions or key not in editions[edition][4]:
                raise changed(str(key))
            name, act, date, language, _ = editions[edition]
            check_clauses([clause], name)
            steps, _, _, _, heading, own_text, status = clause[4:11]
            if language not in languages:
                continue
            lemmas_there = words[candidate.row].split()
            text = f"{heading} {own_text}".strip()
            shown, marks = snippet(text, lemmas_there, asked.alternatives)
            count += 1
            address = full(act, date, language, parse_steps(steps) if steps else ())
            yield ClauseHit(
                act,
                date,
                language,
                address,
                round(candidate.score, 4),
                shown,
                Status(status),
                marks,
            )


def _among(rows: Rows, columns: str, table: str, keys: Sequence[int]) -> list[Any]:
    """The rows of a table with these numbers."""
    number = "rowid" if table == "words" else "id"
    marks = ",".join("?" * len(keys))
    return rows(f"select {columns} from {table} where {number} in ({marks})", *keys)


def snippet(
    text: str, words: list[str], alternatives: Sequence[Groups], width: int = 220
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text around the closest match, at most `width` characters, and the marks in it.

    `words`: the lemmas of the text's words, in their order; the index keeps a lemma for each word of the text, in its order: no word is analysed again.
    """
    spans = [m.span() for m in _WORD.finditer(text)]
    if len(spans) != len(words):
        spans, words = [], []
    runs = [(_closest(_where(words, g), _size(g)), g) for g in alternatives]
    run = next((r for r, _ in runs if r), None)
    if run is None:
        run = next((w for g in alternatives for w in _where(words, g)), None)
    sought = {word for g in alternatives for word in g}
    at = spans[run[0]][0] if run else 0
    start = max(0, at - width // 3)
    if start:
        start = text.find(" ", start, at) + 1 or at
    end = min(len(text), start + width)
    while start < end and text[start].isspace():
        start += 1
    before = "… " if start else ""
    shown = text[start:end].rstrip()
    shift = len(before) - start
    marks = tuple(
        (s + shift, e + shift)
        for (s, e), word in zip(spans, words, strict=True)
        if word in sought and s >= start and e <= start + len(shown)
    )
    return before + shown + (" …" if end < len(text) else ""), marks
