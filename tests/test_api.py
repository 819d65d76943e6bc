"""The Python interface: what its pages promise is what it gives, whatever was imported before."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import json
import re
from inspect import getdoc
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

import kb as package
from kb.ground.errors import KbError
from kb.library import Library
from tests.running import ROOT, process

NAMES = "open_library, read, parse, apply, draft, compare, cite, check, charter, papers"
PAGES = ("docs/api.md", "docs/en/api.md")
SPACY = ("docs/assistants.md", "docs/en/assistants.md")


def examples(page: str) -> str:
    return "".join(
        re.findall(r"^```pycon\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S)
    )


@pytest.mark.slow
@pytest.mark.parametrize("pages", [PAGES, SPACY], ids=["api", "assistants"])
def test_the_examples_of_the_page_give_what_they_say(pages: tuple[str, str]) -> None:
    import kb.pipeline  # noqa: F401 – registers the components, as the entry points of a package do

    russian, english = map(examples, pages)
    assert english == russian
    parsed = doctest.DocTestParser().get_doctest(russian, {}, pages[0], pages[0], 0)
    assert len(parsed.examples) > 5
    said = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    with contextlib.redirect_stdout(io.StringIO()):
        failed = runner.run(parsed, out=said.write).failed
    assert not failed, said.getvalue()


def test_the_page_gives_an_example_of_every_function() -> None:
    code = examples(PAGES[0])
    for name in package.__all__:
        assert re.search(rf"\b{name}\(", code), name


def test_every_name_is_described_with_its_errors() -> None:
    for name in package.__all__:
        function = getattr(package, name)
        assert isinstance(function, FunctionType), name
        assert "Raises" in (getdoc(function) or ""), name


def test_a_name_is_the_function_whatever_was_imported_before() -> None:
    code = f"""
import kb.read.formats, kb.charter.rules, kb.papers.labels, kb.compare.lines
from kb import {NAMES}
import kb.charter.words
import kb
from kb.read import formats
assert [callable(f) for f in ({NAMES})] == [True] * 10
assert kb.read is read and kb.charter is charter and callable(formats.read)
"""
    done = process("-c", code)
    assert done.returncode == 0, done.stderr


def test_importing_costs_nothing_until_a_name_is_asked_for() -> None:
    done = process(
        "-c", "import sys, kb; dir(kb); print(sorted(m for m in sys.modules if m.startswith('kb')))"
    )
    assert ast.literal_eval(done.stdout) == ["kb"]
    assert set(NAMES.split(", ")) <= set(dir(package))
    with pytest.raises(AttributeError, match="nothing_such"):
        package.nothing_such  # type: ignore[attr-defined]


def test_what_cannot_be_used_is_said_in_one_line(library: Library) -> None:
    for call in (
        lambda: package.cite("статья 11", library, act="no-such-act"),
        lambda: package.cite("статья 11", library, date="вчера"),
        lambda: package.papers("bektibaev-2022", library, "pdf"),  # type: ignore[arg-type]
        lambda: package.check("no-such-package", library),
        lambda: package.charter(library, on="2022-02-30"),
        lambda: package.compare(*[library.edition("law-148-2001")] * 2, "art_999"),
        lambda: package.read(b"%PDF-1.7"),
        lambda: package.read(Path("/no/such/file")),
        lambda: package.open_library(corpus="/no/such/folder"),
    ):
        with pytest.raises(KbError) as raised:
            call()
        assert str(raised.value)
        assert "\n" not in str(raised.value)


# --- The notebook -------------------------------------------------------------------------------


def cells() -> list[dict[str, Any]]:
    data = json.loads((ROOT / "docs" / "notebook.ipynb").read_text("utf-8"))
    assert data["nbformat"] == 4
    found = data["cells"]
    assert isinstance(found, list)
    return [c for c in found if c["cell_type"] == "code"]


def run(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of its last line, as a notebook shows them."""
    body = ast.parse(source)
    last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(body, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    return printed.getvalue(), value


@pytest.mark.slow
def test_the_notebook_shows_what_it_has_stored() -> None:
    names: dict[str, Any] = {}
    charts = []
    for cell in cells():
        printed, value = run("".join(cell["source"]), names)
        stored = [o for o in cell["outputs"] if o["output_type"] == "stream"]
        assert printed == "".join("".join(o["text"]) for o in stored)
        if value is not None:
            charts.append(value.to_dict())
            (shown,) = (o["data"] for o in cell["outputs"] if o["output_type"] == "execute_result")
            assert charts[-1] in shown.values()
    (chart,) = charts
    (verdicts,) = chart["datasets"].values()
    assert len(verdicts) == 30  # the paragraphs of the Charter's first part
