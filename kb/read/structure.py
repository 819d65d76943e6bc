"""From lines of an act to the tree of its clauses (Law on legal acts, art. 23).

A reader of any format gives `SourceLine`s in order; here each line becomes a heading, a clause or a
note. The rules are those of DESIGN's «Addresses»; whatever they decide without certainty is listed
as a Doubt. Indentation and heading depth are never evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from kb.act import Clause, Doubt, Line, Note, Status
from kb.address import Step, Steps, number_key, steps_text
from kb.language import ordinals_kk, ordinals_ru

KINDS: Final[dict[str, str]] = {
    "title": "title",
    "preamble": "preamble",
    "form": "form",
    "sec": "section",
    "ch": "chapter",
    "par": "paragraph_division",
    "art": "article",
    "pt": "point",
    "spt": "subpoint",
    "part": "part",
    "abz": "paragraph",
    "note": "note",
    "app": "appendix",
    "future": "future_wording",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that carries words: its number, its words, the marks around them, how it was set."""

    number: int
    text: str
    before: str = ""
    after: str = ""
    heading: int = 0  # depth of a heading mark, 0 for none
    quoted: bool = False
    emphasised: bool = False

    @property
    def layout(self) -> Line:
        return Line(self.number, self.before, self.after)


_UNIQUE: Final = frozenset({"art", "sec", "ch", "app", "title", "preamble", "form"})


@dataclass(slots=True)
class _Node:
    """A clause under construction."""

    unit: str
    number: str = ""
    mark: str = ""
    heading: str = ""
    own_text: str = ""
    notes: list[Note] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    heading_lines: list[Line] = field(default_factory=list)
    text_line: Line | None = None
    line: int = 0
    note_only: bool = False  # a note says that the whole unit is excluded
    limited: bool = False
    through: bool = False  # a point whose number runs through the act, as an article's does
    parent: _Node | None = None

    def add(self, child: _Node) -> _Node:
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterable[_Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def steps(self) -> Steps:
        chain: list[Step] = []
        node: _Node | None = self
        unique = False
        while node is not None and node.unit != "act":
            if not unique or node.unit == "app":
                chain.append(Step(node.unit, node.number))
            # An article is unique in its act (or in the appendix, which may be an act of its own),
            # and so is a chapter: only a paragraph needs one.
            unique = unique or node.through or node.unit in _UNIQUE
            node = node.parent
        return tuple(reversed(chain))


def _line(node: _Node) -> int:
    return node.line


_N = r"\d+(?:-\d+)*"
_DIVISIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (unit, re.compile(pattern, re.IGNORECASE))
    for unit, pattern in (
        ("art", rf"(?P<mark>(?:статья|article)\s+(?P<n>{_N})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        ("art", rf"(?P<mark>(?P<n>{_N})-бап\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        (
            "ch",
            rf"(?P<mark>(?:глава|chapter)\s+(?P<n>{_N}|[IVXLC]+)\s*\.?)(?=\s|$)\s*(?P<rest>.*)$",
        ),
        ("ch", rf"(?P<mark>(?P<n>{_N})-тарау\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        (
            "sec",
            rf"(?P<mark>(?:раздел|часть|section|part)\s+(?P<n>{_N}|[IVXLC]+)\s*\.?)"
            r"(?=\s|$)\s*(?P<rest>.*)$",
        ),
        ("sec", rf"(?P<mark>(?P<n>{_N}|[IVXLC]+)-бөлім\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        ("par", rf"(?P<mark>параграф\s+(?P<n>{_N})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        (
            "app",
            rf"(?P<mark>приложение(?:\s+(?:№\s*)?(?P<n>{_N}))?\s*\.?)(?=\s|$)\s*(?P<rest>.*)$",
        ),
        # What an act approves stands below it under a stamp: «Утверждены приказом …».
        (
            "app",
            r"(?P<mark>утвержд[её]н[аоы]?)(?P<n>)(?:$|(?=\s+(?:постановлени|приказ|решени|указ"
            r"|распоряжени)\w+\s))\s*(?P<rest>.*)$",
        ),
        ("preamble", r"(?P<mark>)(?P<n>)(?P<rest>преамбула|preamble|кіріспе)$"),
    )
)
# What every pattern above begins with: most lines are told apart by one look.
_DIVIDES = re.compile(
    rf"стать|article|глав|chapter|раздел|част|section|part|параграф|прилож|утвержд|преамб|preamble"
    rf"|кіріспе|(?:{_N}|[IVXLC]+)-(?:бап|тарау|бөлім)",
    re.IGNORECASE,
)
_APPENDIX_KK = re.compile(
    rf"(?P<mark>.{{0,300}}?(?<!\w)(?:(?:(?P<n>{_N})-)?қосымша"
    r"|(?:қаулы|бұйры|шеш|жарлы|өк)\w+\s+бекітілген))(?P<rest>)",
    re.IGNORECASE,
)
_DEPTH: Final = {"act": 0, "app": 1, "sec": 2, "ch": 3, "par": 4, "art": 5}
_POINT = re.compile(
    rf"(?P<mark>(?P<n>{_N})\s?\.(?:(?P<sub>\d+)\.)?)(?:\s+|$)(?P<rest>.*)$", re.DOTALL
)
_SUBPOINT = re.compile(
    rf"(?P<mark>\(?(?P<n>{_N}|[ivx]{{1,5}}|[a-zа-яёәіңғүұқөһ](?:-\d+)?)\s?\))(?:\s+|$)(?P<rest>.*)$",
    re.DOTALL,
)
_NOTE = re.compile(
    r"(?:сноска|ескерту)\s*\.|примечание\s+(?:изпи|рцпи)|примечание\s*\.\s*"
    r"(?:см\.|в\s+соответствии|[^\n]{0,300}?предусмотрен[оа])"
    r"|(?:рқао|зқаи)-ның\s+ескертпес[іi]",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"\(?\s*(?:исключен[аоы]?\b|алып\s+тасталды)", re.IGNORECASE)
_STUB_AHEAD = re.compile(r"\(?\s*вводится\s+в\s+действие\s+с[о]?\s+\d", re.IGNORECASE)
_AHEAD = re.compile(r"в\s+(?:новой|следующей)\s+редакции|дополнить|в\s+редакции", re.IGNORECASE)


def division(text: str) -> tuple[str, re.Match[str]] | None:
    """The unit that a line of heading names, and the match with its mark, number and rest."""
    if _DIVIDES.match(text):
        for unit, pattern in _DIVISIONS:
            found = pattern.match(text)
            if found:
                return unit, found
    # In Kazakh the act comes first: «… Заңына 1-қосымша».
    if text.endswith(("осымша", "бекітілген")) and (found := _APPENDIX_KK.fullmatch(text)):
        return "app", found
    return None


def starts_note(text: str) -> bool:
    """Whether a line opens a note: «Сноска.», «Ескерту.», the bank's notices."""
    return bool(_NOTE.match(text))


def _capital(text: str) -> bool:
    """Whether the line begins a finished norm: its first letter is a capital (digits count).

    A row of a table never does.
    """
    if text.startswith("|"):
        return False
    first = re.search(r"[^\W_]", text)
    return first is not None and not first.group().islower()


def _opens_article(line: SourceLine, divided: tuple[str, re.Match[str]] | None) -> bool:
    """Whether a line is an article's heading, however it is set."""
    return (
        divided is not None
        and divided[0] == "art"
        and _capital(line.text)  # «статья 11.» in a list is a line of it
        and not line.quoted
    )


def _of_points(lines: Iterable[SourceLine]) -> bool:
    """Whether an act has no articles, its appendices apart: then it consists of points."""
    for line in lines:
        divided = division(line.text)
        if _opens_article(line, divided):
            return False
        if line.heading and divided is not None and divided[0] == "app":
            break
    return True


@dataclass(frozen=True, slots=True)
class Reading:
    """The tree read from lines, and what was decided under doubt."""

    root: Clause
    doubts: tuple[Doubt, ...]


def read(lines: Iterable[SourceLine], readings: Mapping[str, str] | None = None) -> Reading:
    """The tree of an act. `readings` decides doubtful places: address of a further part as the
    rule reads it → `subpoint`, when the part belongs to the subpoint above it."""
    found = list(lines)
    reader = _Reader(readings or {})
    read_once = reader.read(found)
    return (
        read_once if reader.runs_through() else _Reader(readings or {}, through=False).read(found)
    )


def read_body(lines: Iterable[SourceLine], steps: Steps) -> tuple[tuple[Clause, ...], str]:
    """Clauses of a text that stands inside the unit `steps`, as (children, own_text).

    Used for proposed wordings, which come without the headings around them.
    """
    reader = _Reader({})
    host = _Node(steps[-1].unit, steps[-1].number)
    top = host
    for step in reversed(steps[:-1]):
        outer = _Node(step.unit, step.number)
        outer.add(top)
        top = outer
    for line in lines:
        reader.body.append(line)
    reader.fill(host)
    built = _freeze(host)
    return built.children, built.own_text


class _Reader:
    """One pass over the lines; holds only what is being built."""

    def __init__(self, readings: Mapping[str, str], *, through: bool = True) -> None:
        self.readings = readings
        self.through = through
        self.of_points = False
        self.doubts: list[Doubt] = []
        self.root = _Node("act")
        self.body: list[SourceLine] = []
        self.notes: list[tuple[_Node, list[SourceLine]]] = []
        self.units: list[_Node] = []
        self.ordered = True
        self.divisions: dict[tuple[str, str], _Node] = {}

    def doubt(self, line: int, node: _Node, reason: str) -> None:
        self.doubts.append(Doubt(line, steps_text(node.steps), reason))

    # -- headings ------------------------------------------------------------------------------

    def read(self, lines: list[SourceLine]) -> Reading:
        current = self.root
        previous: SourceLine | None = None
        self.of_points = _of_points(lines)
        for line in lines:
            divided = division(line.text)
            is_heading = bool(line.heading) or _opens_article(line, divided)
            if is_heading and divided is None and not self.is_name(line, current, previous):
                self.doubt(
                    line.number,
                    current,
                    f"заголовок «{line.text[:60]}» не опознан: прочитан как часть",
                )
                is_heading = False
            if not is_heading:
                self.body.append(replace(line, heading=0))
                previous = None
                continue
            self.fill(current)
            current = self.open_heading(line, divided, current)
            previous = line
        self.fill(current)
        self.place_notes()
        self.check_numbers()
        return Reading(_freeze(self.root), tuple(sorted(self.doubts, key=lambda d: d.line)))

    def is_name(self, line: SourceLine, current: _Node, previous: SourceLine | None) -> bool:
        """Whether a heading line that names no division is a division's name, or the act's title."""
        if previous is not None and current.unit in ("sec", "ch", "par") and not current.heading:
            return True
        return line.heading == 1 and not self.root.children and not self.body

    def open_heading(
        self, line: SourceLine, divided: tuple[str, re.Match[str]] | None, current: _Node
    ) -> _Node:
        """The node that a heading line opens, or continues (two adjacent heading lines)."""
        if divided is None and current.unit == "act":
            return self.root.add(
                _Node("title", own_text=line.text, text_line=line.layout, line=line.number)
            )
        if divided is None:
            current.heading = line.text
            current.heading_lines.append(line.layout)
            return current
        unit, found = divided
        number = found["n"] or ""
        if unit == "app" and not number:  # the only appendix has none, nor has a stamp of approval
            number = str(1 + sum(n.unit == "app" for n in self.root.children))
        node = _Node(unit, number, found["mark"], line=line.number)
        rest = found["rest"].strip()
        if unit == "art" and rest.endswith((".", ":", ";")):
            # Words that end a sentence are the article's text, not its heading.
            self.body.append(replace(line, text=rest, heading=0))
        else:
            node.heading = rest
            node.heading_lines.append(line.layout)
        return self.parent_for(unit, current).add(node)

    def parent_for(self, unit: str, current: _Node) -> _Node:
        node = current
        while node.parent is not None and _DEPTH.get(node.unit, 9) >= _DEPTH.get(unit, 0):
            node = node.parent
        return node

    # -- the body of an article ----------------------------------------------------------------

    def fill(self, node: _Node) -> None:
        """Turns the gathered body lines into children of `node`."""
        lines, self.body = self.body, []
        if not lines:
            return
        if node.unit in ("act", "title"):
            # What stands before the first division is the preamble, but for the points of an act
            # that consists of them (Law on legal acts, art. 23, point 1, part 5).
            host = self.root if node.unit == "title" else node
            begins = next((n for n, each in enumerate(lines) if self.opens_point(each)), len(lines))
            if points := lines[begins:]:
                self.body = lines[:begins]
                self.fill(node)
                _Body(self, host).build(points)
                return
            if not starts_note(lines[0].text) or any(
                not starts_note(line.text) and not line.quoted for line in lines
            ):
                host = host.add(_Node("preamble", line=lines[0].number))
            else:
                host = node
            node = host
        _Body(self, node).build(lines)

    def opens_point(self, line: SourceLine) -> bool:
        """Whether a line before all divisions is a point of an act of points."""
        return self.of_points and not line.quoted and _POINT.match(line.text) is not None

    def runs_through(self) -> bool:
        """Whether the points outside articles are numbered once through the act and each appendix."""
        places: dict[Steps, set[int]] = {}
        for node in self.root.walk():
            if node.through:
                places.setdefault(node.steps, set()).add(id(node.parent))
        return all(len(parents) == 1 for parents in places.values())

    # -- notes ---------------------------------------------------------------------------------

    def place_notes(self) -> None:
        walked = list(self.root.walk())
        self.units = [n for n in walked if n.unit not in ("act", "future")]
        self.ordered = all(a.line <= b.line for a, b in pairwise(self.units))
        for node in reversed(walked):
            self.divisions[node.unit, node.number] = node  # the first of a name
        for host, lines in self.notes:
            text = "\n".join(line.text for line in lines)
            owner, about = self.owner(host, lines[0].number, text)
            owner.notes.append(Note(text, about, tuple(line.layout for line in lines)))
            if about == "unit":
                if _SAYS_EXCLUDED.search(text) and not owner.own_text and not owner.children:
                    owner.note_only = True
                if _SAYS_LIMITED.search(text):
                    owner.limited = True

    def owner(self, host: _Node, line: int, text: str) -> tuple[_Node, str]:
        """The unit a note names, else the clause before it; and whether it is about a heading."""
        said = re.sub(r"^(?:сноска|примечание|ескерту)\s*\.\s*", "", text, flags=re.IGNORECASE)
        article = host
        while article.unit not in ("art", "act") and article.parent is not None:
            article = article.parent
        if re.match(r"по всему тексту", said, re.IGNORECASE):
            return self.root, "unit"
        if re.match(r"заголовок", said, re.IGNORECASE):
            headed = host
            while headed.parent is not None and not headed.heading and headed.unit != "title":
                headed = headed.parent
            if headed.unit == "act" and self.root.children[0].unit == "title":
                return self.root.children[0], "unit"
            return headed, "heading"
        if re.match(r"преамбула", said, re.IGNORECASE):
            for node in self.root.children:
                if node.unit == "preamble":
                    return node, "unit"
        named = _named_units(said)
        if named:
            found = self.named(named, article, line)
            if found:
                return found, "unit"
        return self.above(line), "unit"

    def above(self, line: int) -> _Node:
        """The last unit, in the order of the text, that does not begin after a line."""
        if self.ordered:
            at = bisect_right(self.units, line, key=_line)
            return self.units[at - 1] if at else self.root
        return next((n for n in reversed(self.units) if n.line <= line), self.root)

    def named(self, named: Steps, article: _Node, line: int) -> _Node | None:
        """The node with these steps, nearest above the note (in its own article, or the act)."""
        scope = article
        rest = named
        if named[0].unit in ("art", "ch", "sec"):
            found = self.divisions.get((named[0].unit, named[0].number))
            if found is None:
                return None
            scope, rest = found, named[1:]
        for step in rest:
            inside = [
                n
                for n in scope.walk()
                if n is not scope and n.unit == step.unit and n.number == step.number
            ]
            above = [n for n in inside if n.line <= line]
            if inside:
                scope = (above or inside)[-1 if above else 0]
            elif str(step) != "part_1":
                return None
        return scope

    # -- numbers -------------------------------------------------------------------------------

    def check_numbers(self) -> None:
        """Doubts where a run of numbers has a gap without a stub, or repeats a number."""
        runs: dict[Steps, list[_Node]] = {}
        for node in self.root.walk():
            for child in node.children:
                if child.unit in ("pt", "spt"):
                    owner = child.steps[:-1] if child.through else node.steps
                    runs.setdefault((*owner, Step(child.unit)), []).append(child)
        for run in runs.values():
            self.check_run(run)
        articles = [n for n in self.root.walk() if n.unit == "art"]
        seen: set[str] = set()
        for article in articles:
            if article.number in seen:
                self.doubt(article.line, article, f"статья {article.number} повторяется")
            seen.add(article.number)

    def check_run(self, run: list[_Node]) -> None:
        seen: set[str] = set()
        previous: str | None = None
        for node in run:
            if node.number in seen:
                self.doubt(node.line, node, f"номер {node.mark} повторяется")
            elif not _follows(previous, node.number):
                after = f"после {previous}" if previous else "в начале"
                self.doubt(node.line, node, f"номер {node.mark} стоит {after}: пропуск без отметки")
            seen.add(node.number)
            previous = node.number


_SAYS_EXCLUDED = re.compile(r"\b(?:исключен[аоы]?|алып тасталды)", re.IGNORECASE)
_SAYS_LIMITED = re.compile(
    r"^(?:сноска\s*\.\s*)?(?:данная редакция|часть|пункт|подпункт|абзац|статья)\b[^;]{0,60}?"
    r"(?:действует\s+(?:с\s+[\d.]+\s+для|до\s)|исключен[аоы]?\s+с\s+[\d.]+\s+для|"
    r"вводится\s+в\s+действие\s+с\s+[\d.]+\s+для)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:(?P<part>част[ьи]|абзац[аы]?)\s+(?P<ord>[а-яё]+(?:\s+[а-яё]+)?)"
    rf"|(?P<spt>подпункт[а]?)\s+(?P<s>{_N})\)"
    rf"|(?P<pt>пункт[а]?)\s+(?P<p>{_N})"
    rf"|(?P<art>стать[яиею]+)\s+(?P<a>{_N})"
    rf"|(?P<ch>глав[аыой]+)\s+(?P<c>{_N}))(?!\w)\s*",
    re.IGNORECASE,
)


def _named_units(said: str) -> Steps:
    """The unit that a note's first words name, largest first; () when they name none."""
    kazakh = re.match(rf"(?P<n>{_N})-(?P<unit>бап|тарау)", said)
    if kazakh:
        return (Step("art" if kazakh["unit"] == "бап" else "ch", kazakh["n"]),)
    said = re.sub(r"^(?:данная редакция|в)\s+", "", said, flags=re.IGNORECASE)
    added = re.match(
        r"(?:закон\s+|конституция\s+|(?:глава|статья|раздел)\s+(?:[\d-]+\s+)?)?дополнен[аоы]?\s+",
        said,
        re.IGNORECASE,
    )
    if added:
        said = re.sub(r"стать[её]й", "статьи", said[added.end() :], flags=re.IGNORECASE)
        said = re.sub(r"^пунктом", "пункта", re.sub(r"^главой", "главы", said))
    steps: list[Step] = []
    at = 0
    while found := _NAMED.match(said, at):
        at = found.end()
        if found["part"]:
            spelled = found["ord"].lower()
            number = ordinals_ru().get(spelled) or ordinals_ru().get(spelled.split()[0])
            number = number or ordinals_kk().get(spelled)
            if not number:
                break
            if not ordinals_ru().get(spelled) and " " in spelled:
                at = found.start("ord") + len(found["ord"].split()[0]) + 1
            steps.append(
                Step("part" if found["part"].lower().startswith("ч") else "abz", str(number))
            )
        elif found["spt"]:
            steps.append(Step("spt", found["s"]))
        elif found["pt"]:
            steps.append(Step("pt", found["p"]))
        elif found["art"]:
            steps.append(Step("art", found["a"]))
        else:
            steps.append(Step("ch", found["c"]))
    return tuple(reversed(steps))


_LETTERS_RU: Final = "абвгдежзиклмнопрстуфхцчшщэюя"


def _follows(previous: str | None, number: str) -> bool:
    """Whether `number` may stand right after `previous` in a run without a gap."""
    if previous is None:
        return number in ("1", "а", "a", "i", "1-1") or (
            number_key(number)[0][0] == 2 and number in "аәa"
        )
    mine, theirs = number_key(number), number_key(previous)
    if mine[0][0] == 2 or theirs[0][0] == 2:
        for letters in (
            _LETTERS_RU,
            "абвгдеёжзийклмнопрстуфхцчшщэюя",
            "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
            "abcdefghijklmnopqrstuvwxyz",
        ):
            found = letters.find(previous[0]), letters.find(number[0])
            if min(found) >= 0 and found[1] - found[0] in (0, 1):
                return True
        return False
    for depth, (new, old) in enumerate(zip(mine, theirs, strict=False)):
        if new[1] != old[1]:
            return new[1] == old[1] + 1 and len(mine) == depth + 1
    if len(mine) == len(theirs) + 1:
        return mine[-1][1] == 1
    return False


def _marker_class(number: str) -> str:
    if number[0].isdigit():
        return "digit"
    return "roman" if re.fullmatch("[ivx]+", number) else "letter"


class _Body:
    """The lines of one article (or point, or preamble) on their way into clauses."""

    def __init__(self, reader: _Reader, host: _Node) -> None:
        self.reader = reader
        self.host = host

    def build(self, lines: list[SourceLine]) -> None:
        """Splits the lines into points; what stands before the first point is the host's own."""
        items: list[SourceLine] = []
        container = self.host
        ahead: _Node | None = None  # a point of which a future wording is being printed
        note: list[SourceLine] | None = None
        for line in lines:
            starts = starts_note(line.text)
            if starts or (note is not None and line.quoted):
                if starts:
                    note = [line]
                    self.group(container, items)
                    items = []
                    self.reader.notes.append((self.last(container), note))
                    ahead = self.announced(container, line)
                elif note is not None:
                    note.append(line)
                    ahead = None
                continue
            if note is not None and note[-1].text.endswith(":") and not (ahead and line.emphasised):
                self.reader.doubt(note[-1].number, container, "сноска обрывается двоеточием")
            note = None
            if ahead is not None and line.emphasised:
                self.print_ahead(ahead, line)
                continue
            ahead = None
            point = _POINT.match(line.text)
            if point and self.host.unit not in ("preamble", "pt", "spt", "part"):
                self.group(container, items)
                items = []
                container = self.open_point(point, line)
                continue
            items.append(line)
        self.group(container, items)
        if note is not None and note[-1].text.endswith(":"):
            self.reader.doubt(note[-1].number, container, "сноска обрывается двоеточием")
        _settle(self.host)

    def open_point(self, found: re.Match[str], line: SourceLine) -> _Node:
        number = found["n"]
        if found["sub"]:  # «4.1.» of a treaty: the first paragraph of point 4
            owner = next(
                (c for c in self.host.children if c.unit == "pt" and c.number == number), None
            ) or self.host.add(_Node("pt", number, line=line.number))
            node = owner.add(_Node("spt", found["sub"], found["mark"], line=line.number))
        else:
            through = self.reader.through and self.host.unit in _DEPTH and self.host.unit != "art"
            node = self.host.add(
                _Node("pt", number, found["mark"], line=line.number, through=through)
            )
        part = node.add(_Node("part", "1", line=line.number))
        _begin(node, part, found["rest"].strip(), line)
        return node

    def last(self, container: _Node) -> _Node:
        return list(container.walk())[-1]

    def announced(self, container: _Node, line: SourceLine) -> _Node | None:
        """The point whose coming wording a note announces («… изложить в новой редакции:»)."""
        if not (line.text.endswith(":") and _AHEAD.search(line.text)):
            return None
        named = _named_units(re.sub(r"^\w+\.\s*", "", line.text))
        points = [c for c in self.host.children if c.unit == "pt"]
        for step in named:
            for node in points:
                if step == Step("pt", node.number):
                    return node
        return container

    def print_ahead(self, owner: _Node, line: SourceLine) -> None:
        """Keeps a wording printed ahead of its date, out of the text in force."""
        point = _POINT.match(line.text)
        nth = 1 + sum(c.unit == "future" for c in owner.children)
        node = owner.add(_Node("future", str(nth), line=line.number))
        node.mark = point["mark"] if point else ""
        node.own_text = point["rest"] if point else line.text
        node.text_line = line.layout

    def group(self, container: _Node, items: list[SourceLine]) -> None:
        """Adds lines to a container as parts, subpoints and paragraphs."""
        for at, line in enumerate(items):
            mark = _SUBPOINT.match(line.text)
            if mark:
                self.open_subpoint(container, mark, line)
            elif self.is_paragraph(container, line):
                _innermost(container).add(
                    _Node("abz", own_text=line.text, text_line=line.layout, line=line.number)
                )
            else:
                self.open_part(container, line, items[at + 1 :])

    def open_subpoint(self, container: _Node, found: re.Match[str], line: SourceLine) -> None:
        number = found["n"]
        part = self.part(container)
        chain = [part]  # part, subpoint, its lettered subpoint …
        while below := [c for c in _latest_part(chain[-1]).children if c.unit == "spt"]:
            chain.append(below[-1])
        owner = part
        for node in chain[1:]:
            same = _marker_class(node.number) == _marker_class(number)
            if same or (_marker_class(number) == "letter" and _follows(node.number, number)):
                break
            owner = node
        else:
            owner = chain[-1]
        node = _latest_part(owner).add(_Node("spt", number, found["mark"], line=line.number))
        _begin(node, node, found["rest"].strip(), line)

    def part(self, container: _Node) -> _Node:
        """The open part of a container; every container is built as parts and settled later."""
        parts = [c for c in container.children if c.unit == "part"]
        return parts[-1] if parts else container.add(_Node("part", "1", line=container.line))

    def is_paragraph(self, container: _Node, line: SourceLine) -> bool:
        """Whether a line without a number is an абзац of what is open, rather than a new часть."""
        parts = [c for c in container.children if c.unit == "part"]
        if not parts or not (parts[-1].own_text or parts[-1].children):
            return False
        if not _capital(line.text):
            return True
        # A list may run on with proper names or quotations: «Акмолинской – …,», «"Диабет";».
        if any(c.unit == "spt" for c in parts[-1].children):
            return False
        above = _innermost(container).children
        texts = [c.own_text for c in above if c.unit == "abz"]
        if texts:
            return texts[-1].endswith((",", ";"))
        return parts[-1].own_text.endswith(":") and line.text.endswith((",", ";"))

    def open_part(self, container: _Node, line: SourceLine, ahead: list[SourceLine]) -> None:
        part = self.part(container)
        if not part.own_text and not part.children:
            part.own_text, part.text_line, part.line = line.text, line.layout, line.number
            return
        subpoints = [c for c in part.children if c.unit == "spt"]
        if subpoints:
            later = next((m for item in ahead if (m := _SUBPOINT.match(item.text))), None)
            goes_on = later is not None and number_key(later["n"]) > number_key(
                subpoints[-1].number
            )
            would_be = Step("part", str(1 + sum(c.unit == "part" for c in container.children)))
            address = steps_text((*container.steps, would_be))
            if goes_on or self.readings_say_subpoint(address):
                self.further_part(subpoints[-1], line)
                return
            self.reader.doubts.append(
                Doubt(
                    line.number,
                    address,
                    f"абзац с прописной буквы после последнего подпункта {subpoints[-1].mark}: "
                    "прочитан как следующая часть",
                )
            )
        self.further_part(container, line)

    def readings_say_subpoint(self, address: str) -> bool:
        return self.reader.readings.get(address) == "subpoint"

    def further_part(self, owner: _Node, line: SourceLine) -> None:
        """Opens the next part of a container or subpoint (whose first part is its opening)."""
        if not any(c.unit == "part" for c in owner.children):
            first = _Node("part", "1", line=owner.line)
            first.own_text, first.text_line = owner.own_text, owner.text_line
            owner.own_text, owner.text_line = "", None
            below, owner.children = owner.children, []
            owner.add(first)
            for child in below:
                first.add(child)
        count = sum(c.unit == "part" for c in owner.children)
        owner.add(
            _Node(
                "part", str(count + 1), own_text=line.text, text_line=line.layout, line=line.number
            )
        )


def _begin(node: _Node, text: _Node, words: str, line: SourceLine) -> None:
    """Puts the words after a number mark; a mark alone on its line is kept as a heading line is."""
    if words:
        text.own_text, text.text_line = words, line.layout
    else:
        node.heading_lines.append(line.layout)


def _latest_part(node: _Node) -> _Node:
    parts = [c for c in node.children if c.unit == "part"]
    return parts[-1] if parts else node


def _innermost(container: _Node) -> _Node:
    """Where an абзац goes: the last part of the last open subpoint, else the last part."""
    node = _latest_part(container)
    while below := [c for c in node.children if c.unit == "spt"]:
        node = _latest_part(below[-1])
    return node


def _settle(node: _Node) -> None:
    """A container with a single part has no part step; paragraphs are numbered from their intro."""
    for child in node.children:
        _settle(child)
    parts = [c for c in node.children if c.unit == "part"]
    if len(parts) == 1:
        only = parts[0]
        if only.own_text:
            node.own_text, node.text_line = only.own_text, only.text_line
        at = node.children.index(only)
        node.children[at : at + 1] = only.children
        for child in only.children:
            child.parent = node
    paragraphs = [c for c in node.children if c.unit == "abz"]
    for nth, child in enumerate(paragraphs, start=2 if node.own_text else 1):
        child.number = str(nth)


def _freeze(node: _Node) -> Clause:
    children = tuple(map(_freeze, node.children))
    status = Status.IN_FORCE
    if node.unit == "future" or _STUB_AHEAD.match(node.own_text):
        status = Status.FUTURE
    elif _EXCLUDED.match(node.own_text) or node.note_only:
        status = Status.EXCLUDED
    elif node.limited:
        status = Status.LIMITED
    return Clause(
        steps=node.steps,
        kind=KINDS.get(node.unit, node.unit),
        number=node.number,
        mark=node.mark,
        heading=node.heading,
        own_text=node.own_text,
        status=status,
        notes=tuple(node.notes),
        children=children,
        heading_lines=tuple(node.heading_lines),
        text_line=node.text_line,
    )
