"""The Python interface: what `from kb import …` gives, one function for each question.

Texts come in as strings, files and addresses; answers are the frozen dataclasses that the command
line and the pages use, so that all three say the same. Every error is a KbError of one line: what is
wrong, where, what to do. Offsets count characters of the string given, from 0, the end excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library import Library
from kb.norm.address import parse_steps

if TYPE_CHECKING:
    from kb.amendment.chain import Chain, Law
    from kb.amendment.draft import Draft
    from kb.amendment.instruction import Instruction
    from kb.amendment.package import Package
    from kb.charter.report import Report
    from kb.citation import Citation
    from kb.norm.act import Edition
    from kb.norm.difference import Difference
    from kb.papers.package_paper import Kind
    from kb.read.markdown import Parsed
    from kb.technique.finding import Finding

Format = Literal["md", "docx", "html"]


def open_library(
    corpus: str | Path | None = None,
    amendments: str | Path | None = None,
    db: str | Path | None = None,
) -> Library:
    """The library of acts and packages, brought up to date with its sources first.

    Without arguments: the built-in corpus and packages with the user's own behind them. `corpus` and
    `amendments` are folders in the place of the built-in ones, `db` the library's file. What of the
    user's cannot be used is left out and stands in `.aside`, each with its reason.

    An address finds a text in it: `.find("law-148-2001@2026-07-14/art_11.pt_6")` gives the edition and
    the clause, `.edition(act, date, language)` a whole text, `.on(act, day)` the one in force on a day,
    `.search(words)` clauses by words. Raises LibraryError (a file locked, of another version, no
    library), and from these methods NotFound, NotHeld or Ambiguous with the nearest names.
    """
    from dataclasses import replace

    from kb.library import places

    given = (Path(p) if p is not None else None for p in (corpus, amendments, db))
    return Library.open(replace(places(*given), forgiving=True))


def read(source: str | Path | bytes, name: str = "", *, act: str = "") -> Parsed:
    """An act's text as a tree of clauses, from Markdown, a bank's page or JSON, Word or Akoma Ntoso.

    `source`: a `Path` to a file, or the text itself as `str` or `bytes`; the format is told by its
    content. `name` stands for it in messages; `act` is its id where the source gives none. Gives
    `.edition` (its `.root` a Clause with `.children`, each with `.steps`, `.own_text`, `.status`,
    `.notes`), whose `.doubts` name the places read under doubt, and `.unplaced_characters`: 0, or the
    reading has lost something. Raises BadSource or BadText for what is no act, or over 50 MB.
    """
    from kb.read import formats

    if isinstance(source, Path):
        return formats.read(formats.load(source), name or str(source), act=act)
    data = source.encode() if isinstance(source, str) else source
    return formats.read(data, name or str(say("read.text_given")), act=act)


def parse(text: str, library: Library | None = None) -> Instruction:
    """An instruction («в пункте 3 слова «…» заменить …») read into operations.

    Gives `.operations` in the order ordered (`.kind`, `.target`, `.old`, `.new`, `.span` in characters
    of `text`) and `.unread`: the words that the grammar does not cover, each with its place and reason
    (art. 26 of the Law on legal acts gives the formulas). `library`: its acts are known by their
    titles; without it commands name units of «the act». Raises BadInstruction for a text too long or
    binary.
    """
    from kb.amendment.instruction import parse as read_instruction

    return read_instruction(text, acts=library.acts.values() if library else ())


def apply(edition: Edition, *laws: str | Law, library: Library | None = None) -> Chain:
    """An edition with amending laws carried out, in the order of their dates.

    A law is its text, or a `Law` with a name. Each operation is done whole or refused with the reason,
    and what its words do not name is never searched for elsewhere. Gives `.edition`, the new one, and
    `.links`, for each law in order: `.read.unread`, `.result.applied`, `.result.refused` (`.outside`
    where another act is meant), `.remarks`; `.left_out` says why a law was not carried out.
    `library`: its acts tell which act a law means. Raises nothing for what it refuses.
    """
    from kb.amendment.chain import Law, chain

    named = [
        law if isinstance(law, Law) else Law.of(f"{nth}", law)
        for nth, law in enumerate(laws, start=1)
    ]
    return chain(edition, named, library.acts.values() if library else ())


def draft(
    before: Edition,
    after: Edition,
    unit: str = "",
    *,
    restate: bool = False,
    language: Literal["ru", "kk"] | None = None,
    library: Library | None = None,
) -> Draft:
    """The official text of the change from one edition to another, proved.

    `unit` («art_11») drafts that article alone; `restate`: changed elements in full instead of words
    (art. 26 p. 6 of the Law on legal acts); `language` of the formulas, else that of `before`;
    `library` names the act in the lead-in. Gives `.wording`, `.operations`, `.proved`: whether the
    wording, read and applied to `before`, gives `after` (`.unequal`: where it does not), and
    `.outside`: units that one side does not hold, of which nothing is said. Raises NotFound for `unit`.
    """
    from kb.amendment.draft import draft as drafted
    from kb.amendment.draft import only

    steps = parse_steps(unit) if unit else ()
    act = library.acts.get(before.act) if library else None
    sides = (only(before, steps), only(after, steps))
    return drafted(*sides, restate=restate, act=act, language=language)


def compare(left: Edition, right: Edition, unit: str = "") -> Difference:
    """What changed between two texts: units aligned by content and number, then words.

    `unit` («art_11.pt_6») compares that unit of both. Gives `.rows`: `.left` and `.right` (each with
    `.address` and `.text`, one of them None where a unit came or went), `.status` (unchanged, changed,
    inserted, deleted, moved) and `.segments`, pairs of (`=`, `-` or `+`, words): `=` with `-` is the
    left text, `=` with `+` the right. `.not_held`: units that one side does not hold, of which nothing
    is said. Raises NotFound, NotHeld or Ambiguous for `unit`.
    """
    from kb.norm.difference import compare as compared

    steps = parse_steps(unit) if unit else ()
    return compared(left, right, *(e.resolve(steps).steps for e in (left, right)))


def cite(
    text: str, library: Library, *, act: str | None = None, date: str | None = None
) -> list[Citation]:
    """The citations of norms in a text, in order, one for each unit named.

    `act`: whose text it is, for «настоящий Закон» and articles without an act; `date` (YYYY-MM-DD): the
    day whose editions are meant. Each has `.start` and `.end` in characters of `text`, `.text`,
    `.address` in full (None where it cannot be told), `.act`, `.edition`, `.status` (found,
    no_such_clause, not_held, act_unknown, edition_unknown, ambiguous) and `.reason` where it is not
    plainly found. Raises NotFound for an act that the library does not know, KbError for what is no date.
    """
    from kb.citation import cite as cited
    from kb.norm.dates import day

    return cited(text, library, act=act, date=day(date) if date is not None else None)


def check(
    package: str | Package, library: Library, *, against: str = "newest"
) -> tuple[Finding, ...]:
    """What the rules of legal technique, and an attentive colleague, find in a package of amendments.

    `package`: its id in the library, or a Package (`kb.amendment.package.load` reads one from YAML);
    `against`: newest, author (the edition that its author had) or a date. Each has `.rule`,
    `.severity` (error, warning, remark), `.item`, `.address`, `.message`, `.words`, `.evidence` with
    exact quotations; the rules and the norms that they rest on are listed in docs/rules.md. Findings
    that the user dismissed are among them. Raises NotFound, NotHeld, BadPackage.
    """
    from kb.technique import checking
    from kb.technique.draft import read as read_draft

    if isinstance(package, str):
        return checking.of_package(library, package, against)
    return checking.check(read_draft(package, library.editions_for(package, against), library))


def charter(
    library: Library,
    *,
    on: str | None = None,
    packages: Sequence[str | Package] = (),
    rules: Iterable[str | Path] = (),
) -> Report:
    """The verdicts on the European Charter of Local Self-Government, its Protocol and the Constitution.

    `on`: the texts of a day, else the newest held; `packages` are carried out on them first; `rules`:
    files in the place of the built-in ones (docs/charter.md). Gives `.before` and `.after`, each with
    `.verdicts` (`.id`, `.verdict`: complies, partly, fails, undetermined; `.evidence` with address,
    quotation and deciding words; `.reason`) and `.threshold` (art. 12); `.changes`: verdicts that the
    packages move; `.refused`: what of them could not be carried out. Raises NotFound, BadRules with
    file and line, KbError for what is no date.
    """
    from kb.charter import report
    from kb.charter.rules import FILES

    by = report.measure(library, tuple(Path(r) for r in rules) or FILES)
    return report.report(library, by, on, packages)


def papers(
    package: str | Package,
    library: Library,
    format: Format = "md",
    *,
    kind: Kind = "whole",
    language: Literal["ru", "kk"] = "ru",
    against: str = "newest",
) -> bytes:
    """A package's paper: the bytes of a file in Markdown, Word or HTML.

    `kind`: whole (what is filed: bill, comparative table, explanatory note), draft, table, note, or
    conclusion (the findings of the checks). `against` as in `check`. Raises NotFound, NotHeld, and
    KbError for another format.
    """
    from kb.papers import filing

    if format not in filing.FORMATS:
        there = ", ".join(filing.FORMATS)
        raise KbError(say("read.format_unknown", name=str(format)[:20], there=there))
    filed = library.package(package) if isinstance(package, str) else package
    chosen = library.editions_for(filed, against)
    return filing.papers(library, filed, chosen, format, language, kind)
