"""`kb verify git:PATH`: a whole bank against its laws, a row for each two neighbouring editions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from kb.amendment.verify_bank import Held
from kb.amendment.verify_bank import verify_bank as run
from kb.cli import Options, echo, print_json
from kb.cli.amend import acts_of, laws_of
from kb.cli.going import Going
from kb.cli.language import spoken
from kb.disk.files import write_file
from kb.ground.saying import joined, say
from kb.write.verified_bank import row, written


def verify_bank(
    options: Options, path: Path, files: Sequence[Path], out: Path | None, json_: bool
) -> NoReturn:
    """Verifies the bank and ends: 0 where every pair agrees with its laws."""
    laws = laws_of(_files(files)) if files else []
    for law in laws:
        if law.broken or not (law.date and law.number):
            why = law.broken or say("cli.law_unnamed")
            echo(joined(": ", ("kb", law.name, why)), err=True)
    count, pairs = run(path, laws, acts_of(options).values())
    going = Going()
    held = []
    for nth, each in enumerate(pairs, start=1):
        going(each.act, nth, count)
        held.append(each)
    if out is not None:
        write_file(out, written(held, spoken(), out.name))
    if json_:
        print_json({"pairs": [row(each) for each in held]})
    else:
        _tell(held)
    sys.exit(0 if all(each.clean for each in held) else 1)


def _files(given: Sequence[Path]) -> list[Path]:
    """The files given, and those of the folders given."""
    files: list[Path] = []
    for path in given:
        files += sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return files


def _tell(held: Sequence[Held]) -> None:
    """A line for each pair that does not agree with its laws, and the sum of all."""
    for each in held:
        if each.reason:
            echo(joined(": ", (each.act, each.reason)), err=True)
        elif each.answer and not each.clean:
            counts = {
                key: row(each)[key] for key in ("not_ordered", "not_done", "undecided", "open")
            }
            echo(
                say(
                    "cli.bank_pair",
                    act=each.act,
                    before=each.before,
                    after=each.after,
                    language=each.language,
                    by_law=len(each.answer.by_law),
                    not_ordered=counts["not_ordered"],
                    not_done=counts["not_done"],
                    undecided=counts["undecided"],
                    open=counts["open"],
                )
            )
    broken = sum(bool(each.reason) for each in held)
    judged = [each for each in held if each.answer]
    clean = sum(each.clean for each in judged)
    echo(
        say(
            "cli.bank_summary",
            pairs=len(held),
            clean=clean,
            differs=len(judged) - clean,
            unjudged=len(held) - len(judged) - broken,
            broken=broken,
        )
    )
