"""The commands of amendments: `kb amend parse·apply·draft` and `kb replay`.

Registered by kb.cli; like it, this module holds no rule and imports heavy modules inside commands.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command, Group
from kb.cli.language import spoken
from kb.ground.errors import KbError
from kb.ground.saying import Saying, joined, say
from kb.norm.address import steps_text

if TYPE_CHECKING:
    from kb.amendment.chain import Chain, Law, Link
    from kb.amendment.instruction import Instruction, Unread
    from kb.amendment.verify import Verified
    from kb.norm.act import Act, Edition
    from kb.norm.address import Steps


def acts_of(options: Options) -> dict[str, Act]:
    from kb.library import places
    from kb.library.corpus import load

    return load(places(options.corpus, options.amendments, options.db).corpora).acts


def _instruction(path: Path) -> str:
    from kb.read.running import running_text

    text = running_text(path)
    if not text.strip():
        raise KbError(say("cli.instruction_empty", path=path))
    return text


def laws_of(files: Sequence[Path]) -> list[Law]:
    """The laws of files. One that is not read is left out of several, with its reason; alone, or where none
    is read, it is an error."""
    from kb.amendment.chain import Law

    laws = [Law.given(str(f), partial(_instruction, f)) for f in files]
    if all(law.broken for law in laws):
        raise KbError(laws[0].broken)
    return laws


def _side(options: Options, text: str) -> tuple[Edition, Steps, Act | None]:
    """A text to work on: a file, or an address; with its act where the corpus knows it."""
    from kb.cli.texts import side

    edition, steps = side(options.library, text)
    return edition, steps, acts_of(options).get(edition.act)


@click.group(cls=Group, help="help.amend")
def amend() -> None:
    """Instructions that change an act: read, apply, draft them."""


@amend.command("parse", help="help.amend_parse")
@click.argument("file", type=a_path)
@click.option("--beside", type=a_path, metavar="FILE", help="help.amend_parse_beside")
@as_json
@pass_options
def parse_command(options: Options, file: Path, beside: Path | None, json_: bool) -> None:
    """Read an instruction into operations; what is not read is shown apart."""
    from kb.amendment.instruction import parse
    from kb.write import rows

    read = parse(_instruction(file), acts=acts_of(options).values())
    if beside is not None:
        _beside(read, parse(_instruction(beside), acts=acts_of(options).values()), json_=json_)
    if json_:
        print_json(rows.instruction(read))
    else:
        _show_instruction(read)
    sys.exit(1 if read.unread or not read.operations else 0)


def _beside(ru: Instruction, kk: Instruction, *, json_: bool) -> NoReturn:
    """Both languages of one law, unit by unit, and what one of them orders alone."""
    from kb.amendment.beside import beside
    from kb.write import rows

    units = beside(ru, kk)
    if json_:
        print_json(rows.beside(units, ru, kk))
    else:
        for each in units:
            sides = (", ".join(o.kind for o in side) or "–" for side in (each.ru, each.kk))
            unit = steps_text(each.steps) or say("amendment.act")
            echo(f"{'=' if each.alike else '≠'} {unit}: {' | '.join(sides)}")
        for side in (ru, kk):
            for unread in side.unread:
                echo(_not_operation(unread))
        differ = sum(not each.alike for each in units)
        echo(say("cli.beside_units", count=len(units), differ=differ))
    same = all(each.alike for each in units) and not (ru.unread or kk.unread)
    sys.exit(0 if units and same else 1)


def _show_instruction(read: Instruction) -> None:
    for named in read.acts:
        act = named.act if named.known else say("cli.not_in_corpus")
        echo(say("cli.act_named", words=named.words, act=act))
    for nth, operation in enumerate(read.operations):
        day = read.day(nth)
        late = say("cli.in_force_from", day=day) if day else ""
        echo(joined("", (f"{operation.kind}  {operation.target}", late)))
        for name in ("after", "old", "new"):
            words = getattr(operation, name)
            if words is not None:
                echo(f"    {name}: {' '.join(words.split())[:100]}")
    for each in read.unread:
        echo(_not_operation(each, f" ({each.start}–{each.end})"))
    temporary = sum(u.temporary is not None for u in read.unread)
    counted = say("cli.operations", count=len(read.operations), unread=len(read.unread) - temporary)
    for_a_time = say("cli.of_them_temporary", count=temporary) if temporary else ""
    echo(joined("", (counted, for_a_time)))


def _not_operation(each: Unread, place: str = "") -> Saying:
    """Words that give no operation: a wording with a term, or what is not read."""
    words = each.text[:100]
    if each.temporary:
        return say("cli.temporary", place=place, reason=each.reason, words=words)
    return say("cli.unread", place=place, reason=each.reason, words=words)


@amend.command("apply", help="help.amend_apply")
@click.argument("target")
@click.argument("files", type=a_path, nargs=-1, required=True)
@click.option(
    "--out",
    type=a_path,
    help="help.amend_apply_out",
)
@click.option("--tracked", is_flag=True, help="help.amend_apply_tracked")
@as_json
@pass_options
def apply_command(
    options: Options,
    target: str,
    files: tuple[Path, ...],
    out: Path | None,
    tracked: bool,
    json_: bool,
) -> None:
    """Apply instructions to an act (an address or a file) in the order of dates: the new text, refusals and remarks."""
    if tracked and (out is None or out.suffix.lower() != ".docx"):
        raise click.UsageError(say("cli.tracked_docx"))
    from kb.amendment.chain import chain
    from kb.disk.files import write_file
    from kb.write import rows

    laws = laws_of(files)
    edition, steps, _ = _side(options, target)
    done = chain(edition, laws, acts_of(options).values())
    after = done.edition.resolve(steps) if steps else done.edition.root
    results = [link.result for link in done.links if link.result]
    made = [a for r in results for a in r.applied if a.operation.kind != "none"]
    if out is not None and (made or not any(r.refused for r in results)):
        write_file(out, _written(done, edition, steps, out, tracked=tracked))
    refused = [x for r in results for x in r.refused if not x.outside]
    outside = [x for r in results for x in r.refused if x.outside]
    unread = [u for link in done.links for u in link.read.unread]
    left_out = [link for link in done.links if link.left_out]
    if json_:
        print_json(rows.chain(done, after.text))
    else:
        for link in done.links:
            _show_link(link, named=len(files) > 1)
        if out is None:
            echo(f"\n{after.text}")
    asked = any(link.read.operations for link in done.links)
    nothing = bool(outside) and not made  # all of it is for another act
    sys.exit(1 if refused or unread or left_out or nothing or not asked else 0)


def _written(
    done: Chain, before: Edition, steps: Steps, out: Path, *, tracked: bool
) -> str | bytes:
    """The file that the name's ending asks for."""
    from datetime import UTC, datetime

    from kb.amendment.draft import only
    from kb.amendment.notes import notes
    from kb.write import edition as papers

    if tracked:
        author = "; ".join(link.law.number or Path(link.law.name).name for link in done.links)
        return papers.tracked_changes(
            only(before, steps), only(done.edition, steps), author, datetime.now(UTC)
        )
    noted = papers.noted(done.edition, notes(done))
    return papers.written(noted, noted.resolve(steps) if steps else noted.root, out, done)


def _show_link(link: Link, *, named: bool) -> None:
    if named or link.left_out:
        why = link.left_out or link.law.date or say("cli.undated")
        echo(why if why.startswith(link.law.name) else joined(": ", (link.law.name, why)))
    for remark in link.remarks:
        echo(say("cli.remark", remark=remark))
    for done in link.result.applied if link.result else ():
        what = f"{done.operation.kind} {done.operation.target}"
        echo(say("cli.applied", what=what))
        for remark in done.remarks:
            echo(joined("", ("    ", remark)))
    for each in link.result.refused if link.result else ():
        what = f"{each.operation.kind} {each.operation.target}"
        key = "cli.outside_text" if each.outside else "cli.refused"
        echo(say(key, what=what, reason=each.reason))
    for unread in link.read.unread:
        echo(_not_operation(unread))


@click.command(cls=Command, help="help.verify")
@click.argument("act")
@click.argument("before", required=False, default="")
@click.argument("after", required=False, default="")
@click.argument("files", type=a_path, nargs=-1)
@click.option("--out", type=a_path, help="help.verify_out")
@as_json
@pass_options
def verify(
    options: Options,
    act: str,
    before: str,
    after: str,
    files: tuple[Path, ...],
    out: Path | None,
    json_: bool,
) -> None:
    """Check an edition of the bank against the laws, or a whole bank given as git:PATH."""
    if act.startswith("git:"):
        from kb.cli.verify_bank import verify_bank

        laws = [Path(each) for each in (before, after) if each]
        verify_bank(options, Path(act.removeprefix("git:")), [*laws, *files], out, json_)
    if not (before and after and files):
        raise click.UsageError(say("cli.verify_pair"))
    from kb.amendment.verify import verify as run
    from kb.disk.files import write_file
    from kb.write import rows
    from kb.write.verified import written

    def edition(text: str) -> Edition:
        dated = text[:4].isdigit() and not Path(text).is_file()
        return _side(options, f"{act}@{text}" if dated else text)[0]

    old, new = edition(before), edition(after)
    verified = run(old, new, laws_of(files), acts_of(options).values())
    if out is not None:
        named = f"{act}: {before} → {after}"
        write_file(out, written(verified, new, named, spoken(), out.name))
    if json_:
        print_json(rows.verified(verified, new))
    else:
        _show_verified(verified)
    sys.exit(
        1 if verified.not_ordered or verified.not_done or verified.undecided or verified.open else 0
    )


def _show_verified(verified: Verified) -> None:
    echo(say("cli.verified_by_law", count=len(verified.by_law)))
    for title, listed in (
        (say("cli.verified_not_ordered"), verified.not_ordered),
        (say("cli.verified_not_done"), verified.not_done),
        (say("cli.verified_undecided"), verified.undecided),
    ):
        echo(joined("", ("\n", title, f": {len(listed)}")))
        for each in listed:
            echo(joined(": ", filter(None, (f"  {steps_text(each.steps)}", each.reason))))
            echo(say("cli.law_says", words=each.ordered[:300] or "–"))
            echo(say("cli.bank_says", words=each.bank[:300] or "–"))
            if each.others:
                echo(say("cli.note_names", laws="; ".join(each.others)))
    echo(say("cli.verified_open", count=len(verified.open)))
    for command in verified.open:
        echo(joined(": ", (joined("", ("  ", command.reason)), command.words[:120])))
    for address in verified.not_held:
        echo(say("cli.not_held_by_one", unit=address))


@amend.command("draft", help="help.amend_draft")
@click.argument("before")
@click.argument("after")
@click.option("--restate", is_flag=True, help="help.amend_draft_restate")
@click.option("--lang", type=click.Choice(["ru", "kk"]), help="help.amend_draft_lang")
@as_json
@pass_options
def draft_command(
    options: Options, before: str, after: str, restate: bool, lang: str | None, json_: bool
) -> None:
    """Draft the official wording of the changes between two texts and prove it."""
    from kb.amendment.draft import draft, only

    old, old_steps, act = _side(options, before)
    new, new_steps, _ = _side(options, after)
    drafted = draft(
        only(old, old_steps or new_steps),
        only(new, new_steps or old_steps),
        restate=restate,
        act=act,
        language=lang,
    )
    if json_:
        print_json(
            {
                "wording": drafted.wording,
                "operations": [o.data() for o in drafted.operations],
                "proved": drafted.proved,
                "unequal": [steps_text(s) for s in drafted.unequal],
                "not_held": [steps_text(s) for s in drafted.outside],
            }
        )
    else:
        echo(drafted.wording or say("cli.no_changes"))
        echo(say("cli.proved") if drafted.proved else say("cli.not_proved"))
        for steps in drafted.unequal:
            echo(say("cli.unequal", unit=steps_text(steps)))
        for steps in drafted.outside:
            echo(say("cli.not_held_by_one", unit=steps_text(steps)))
    sys.exit(0 if drafted.proved else 1)


@click.command(cls=Command, help="help.replay")
@click.argument("cases", type=a_path)
@as_json
def replay(cases: Path, json_: bool) -> None:
    """Replay real amendments (JSONL): the instruction, the text before, the text after."""
    from kb.amendment.replay import counts, load
    from kb.amendment.replay import replay as run

    results = [run(case) for case in load(cases)]
    totals = counts(results)
    if json_:
        rows = [{"id": r.id, "status": r.status, "reason": r.reason} for r in results]
        print_json({"cases": len(results), **totals, "results": rows})
    else:
        for each in results:
            echo(joined(": ", filter(None, (each.id, each.status, each.reason))))
        said = ", ".join(f"{name} {n}" for name, n in totals.items())
        echo(say("cli.cases", count=len(results), totals=said))
    sys.exit(0 if totals["exact"] == len(results) else 1)
