"""A package as data and as the text of its file: what kb.amendment.package reads back as an equal one."""

from __future__ import annotations

import re
from typing import Any

import yaml

from kb.amendment.package import Annex, Item, Kazakh, Package

# What only a quoted scalar can hold, escaped: control characters, line ends other than \n, marks.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_LONG = 60  # characters from which words stand below their key as a block


def data(package: Package) -> dict[str, Any]:
    """The package as the data of its file; `package.from_data` gives an equal package back.

    Fields that say nothing are left out.
    """
    row: dict[str, Any] = {
        "id": package.id,
        "title": package.title,
        **({"titles": dict(package.titles)} if package.titles else {}),
        "author": package.author,
        "kind": package.kind,
        "source": _said(study=package.study) | {"citation": package.citation},
    }
    if package.baseline:
        row["baseline"] = dict(package.baseline)
    if package.bill:
        bill = package.bill
        row["bill"] = {"title": bill.title} | _said(
            title_kk=bill.title_kk, in_force=bill.in_force, in_force_kk=bill.in_force_kk
        )
    row["items"] = [_item(item) for item in package.items]
    return row


def text(package: Package) -> str:
    """The package as YAML: long words as blocks, so that a lawyer can read and edit the file."""
    return yaml.dump(
        data(package),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000_000,  # never folded: a line of the file is a line of the text
    )


def _said(**fields: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _item(item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": item.id,
        "target": str(item.target),
        "operation": item.operation,
        "quoted": item.quoted,
        "proposed": item.proposed,
        **_said(grounds=item.grounds, place=item.place, lead=item.lead),
    }
    if item.form != "restated":
        row["form"] = item.form
    if item.misprints:
        row["misprints"] = [{"words": m.words, "should_be": m.should_be} for m in item.misprints]
    if item.remarks:
        row["remarks"] = list(item.remarks)
    if item.kazakh:
        row["kazakh"] = _kazakh(item.kazakh)
    if item.annex:
        row["annex"] = _annex(item.annex)
    return row


def _kazakh(half: Kazakh) -> dict[str, Any]:
    return {"quoted": half.quoted, "proposed": half.proposed, **_said(grounds=half.grounds)}


def _annex(annex: Annex) -> dict[str, Any]:
    row: dict[str, Any] = {"place": annex.place}
    if annex.differences:
        row["differences"] = [{"body": b, "annex": a} for b, a in annex.differences]
    return row


class _Dumper(yaml.SafeDumper):
    """Words as a person would write them down: blocks for long ones."""


def _words(dumper: _Dumper, words: str) -> yaml.ScalarNode:
    style = "|" if len(words) >= _LONG or "\n" in words else None
    if _ESCAPED.search(words):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Dumper.add_representer(str, _words)
