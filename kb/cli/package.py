"""`kb package`: packages of amendments, compared and taken away."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Group
from kb.cli.language import spoken, words_in
from kb.ground.saying import Saying, joined, say

if TYPE_CHECKING:
    from kb.compare.table import Comparison
    from kb.library import Library
    from kb.papers.package_paper import Kind
    from kb.technique.dismissed import Dismissal
    from kb.technique.finding import Finding, Severity


@click.group(no_args_is_help=False, cls=Group, help="help.package")
def package() -> None:
    """Packages of amendments: list, compare, export."""


def _comparison(library: Library, package_id: str, against: str) -> Comparison:
    from kb.papers.filing import comparison

    wanted = library.package(package_id)
    return comparison(library, wanted, library.editions_for(wanted, against))


against_option = click.option(
    "--against",
    default="newest",
    show_default=True,
    help="help.against",
)


@package.command("list", help="help.package_list")
@as_json
@pass_options
def package_list(options: Options, json_: bool) -> None:
    """The list of packages."""
    packages = options.library().packages()
    if json_:
        print_json(
            [
                {
                    "id": p.id,
                    "title": p.title,
                    "author": p.author,
                    "kind": p.kind,
                    "items": len(p.items),
                }
                for p in packages
            ]
        )
        return
    for each in packages:
        echo(
            f"{each.id}  {_line(each.author).rstrip('.')}. {_line(each.title_in(spoken()))} ({len(each.items)})"
        )
    if not packages:
        echo(say("cli.no_packages"))


def _line(text: str) -> str:
    """What an author wrote, on one line."""
    return " ".join(text.split())


@package.command("show", help="help.package_show")
@click.argument("package_id")
@against_option
@as_json
@pass_options
def package_show(options: Options, package_id: str, against: str, json_: bool) -> None:
    """A package: its amendments, the wordings quoted checked, the comparison."""
    from kb.papers.comparative import cell_text, without_wording
    from kb.papers.labels import labels_in
    from kb.papers.remarks import entry_remarks
    from kb.write import rows

    library = options.library()
    comparison = _comparison(library, package_id, against)
    refused = any(e.refused for e in comparison.entries) and comparison.package.kind == "text"
    if json_:
        editions = library.editions_for(comparison.package, against).values()
        amended = rows.as_amended(comparison.package, editions)
        print_json({**rows.package(comparison), "as_amended": amended})
        sys.exit(1 if refused else 0)
    shown = comparison.package
    echo(f"{_line(shown.title_in(spoken()))}. {_line(shown.author)}\n{_line(shown.citation)}")
    for remark in comparison.remarks:
        echo(say("cli.attention", remark=remark))
    for entry in comparison.entries:
        echo(joined("", (f"\n{entry.number}. ", entry.element, f" · {entry.edition}")))
        left = cell_text(entry.left) or say("cli.wording_absent")
        right = cell_text(entry.right) or without_wording(entry, labels_in(spoken()))
        echo(say("cli.wording_in_force", words=left))
        echo(say("cli.wording_proposed", words=right))
        for remark in entry_remarks(entry):
            echo(joined("", ("  – ", remark)))
    if refused:
        sys.exit(1)


@package.command("check", help="help.package_check")
@click.argument("package_id")
@against_option
@as_json
@pass_options
def package_check(options: Options, package_id: str, against: str, json_: bool) -> None:
    """Check a draft: the rules of legislative technique and what an attentive colleague would notice."""
    from kb import answers
    from kb.technique.finding import Band, Severity, none_found
    from kb.technique.fold import counts, folded_aside

    library = options.library()
    shown, aside = answers.findings(library, package_id, against)
    numbers = counts(shown)
    if json_:
        print_json(answers.checked(shown, aside))
    else:
        for band in Band:
            here = [f for f in shown if f.band == band]
            if here:
                told = (joined(": ", (_severity(s), str(n))) for s, n in numbers[band].items() if n)
                head = (say(f"technique.band_{band}"), " (", joined(", ", told), ")")
                echo(words_in(joined("", head)).upper())
            for each in here:
                _print(each, brief=band == Band.FORM)
        gone = folded_aside({f: each.why for f, each in aside.items()})
        for each, (reason, day) in gone.items():
            what = joined(" · ", (_where(each), each.message_in(spoken())))
            echo(say("cli.dismissed", day=day, what=what, reason=reason))
        if not shown and not aside:
            echo(none_found(len(library.package(package_id).items)))
            return
        less = say("cli.of_them_dismissed", count=len(gone)) if gone else ""
        echo(joined("", (say("cli.findings", count=len(shown)), less)))
    if any(f.severity == Severity.ERROR for f in shown):
        sys.exit(1)


def _print(finding: Finding, *, brief: bool) -> None:
    """A finding with its places, what it rests on and what to do; of mere form in two lines."""
    from kb.technique.finding import rules

    rule = rules()[finding.rule]
    language = spoken()
    echo(joined(" · ", (_severity(finding.severity), _where(finding), finding.address)))
    echo(f"  {rule.title[language]}: {finding.message_in(language)}")
    for each in finding.also:
        echo(f"  + {each.message_in(language)}")
    for evidence in () if brief else (e for f in finding.all for e in f.evidence):
        note = f" ({evidence.note_in(language)})" if evidence.note else ""
        echo(f"  – {evidence.address}: «{evidence.quote}»{note}")
    echo(say("cli.remedy", words=rule.remedy[language]))


def _severity(severity: Severity) -> Saying:
    return say(f"cli.severity_{severity.value}")


def _findings(library: Library, package_id: str, against: str) -> tuple[Finding, ...]:
    from kb.technique.checking import of_package

    return of_package(library, package_id, against)


def _where(finding: Finding) -> Saying:
    whole = say("cli.of_package")
    item = say("cli.of_item", item=finding.item) if finding.item else whole
    return joined(" · ", (item, finding.rule))


@package.command("dismiss", help="help.package_dismiss")
@click.argument("package_id")
@click.argument("rule")
@click.option("--item", help="help.package_dismiss_item")
@click.option("--words", help="help.package_dismiss_words")
@click.option("--reason", default="", help="help.package_dismiss_reason")
@click.option("--restore", is_flag=True, help="help.package_dismiss_restore")
@against_option
@pass_options
def package_dismiss(
    options: Options,
    package_id: str,
    rule: str,
    item: str | None,
    words: str | None,
    reason: str,
    restore: bool,
    against: str,
) -> None:
    """Dismiss the findings of RULE with a reason that is kept, or restore them."""
    from datetime import date

    from kb.ground.errors import NotFound
    from kb.technique import dismissed
    from kb.words.text import squeeze

    def asked(each: Finding | Dismissal) -> bool:
        same = words is None or squeeze(words) == squeeze(each.words)
        return each.rule == rule and item in (None, each.item) and same

    library = options.library()
    nothing = NotFound(say("cli.no_such_finding", package=package_id, rule=rule))
    if restore:
        library.package(package_id)  # an unknown package is said before all else
        gone = [d for d in dismissed.load(package_id) if asked(d)]
        if not gone:
            raise nothing
        dismissed.restore(package_id, gone)
        echo(say("cli.findings_restored", count=len(gone)))
        return
    findings = [f for f in _findings(library, package_id, against) if asked(f)]
    if not findings:
        raise nothing
    dismissed.dismiss(package_id, findings, reason, date.today().isoformat())
    echo(say("cli.findings_dismissed", count=len(findings)))


_ENDINGS = {"tracked": "docx", "akn": "xml"}


@package.command("export", help="help.package_export")
@click.argument("package_id")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "docx", "html", "akn", "tracked"]),
    default="md",
    help="help.package_export_format",
)
@click.option(
    "--paper",
    "kind",
    type=click.Choice(["whole", "draft", "table", "note", "conclusion"]),
    default="whole",
    show_default=True,
    help="help.package_export_paper",
)
@click.option(
    "--lang", type=click.Choice(["ru", "kk"]), default="ru", help="help.package_export_lang"
)
@click.option("--item", default="", help="help.package_export_item")
@click.option("--out", type=a_path, help="help.package_export_out")
@against_option
@pass_options
def package_export(
    options: Options,
    package_id: str,
    format_: str,
    kind: Kind,
    lang: str,
    item: str,
    out: Path | None,
    against: str,
) -> None:
    """Export a package: the draft, the comparative table, the explanatory note; the conclusion apart."""
    from kb.disk.files import write_file
    from kb.papers.filing import name_of, papers, tracked_changes

    tracked = format_ == "tracked"
    if item and not tracked:
        raise click.UsageError(say("cli.item_tracked_only"))
    library = options.library()
    wanted = library.package(package_id)
    chosen = library.editions_for(wanted, against)
    if tracked:
        data = tracked_changes(library, wanted, chosen, datetime.now(UTC), item, lang)
    else:
        data = papers(library, wanted, chosen, format_, lang, kind)
    if out is None and format_ in ("md", "html", "akn"):
        echo(data.decode("utf-8"), nl=False)
        return
    name = name_of(wanted, chosen, "tracked" if tracked else kind, lang, item)
    target = out or Path(f"{name}.{_ENDINGS.get(format_, format_)}")
    write_file(target, data)
    echo(str(target), err=True)
