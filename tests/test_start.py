"""What a command imports: a reader waits for nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.library import Library

from .conftest import ROOT

HEAVY = {"jsonschema", "lxml", "docx", "networkx", "pymorphy3", "rapidfuzz", "spacy", "yaml"}
HEAVY |= {"kb.citation"}  # whose room compiles the grammar of citations
RUN = """
import contextlib, io, sys
from kb.cli import main
sys.argv = ["kb", *sys.argv[1:]]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main()
print(*sys.modules)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "used"),
    [
        (("--help",), set()),
        (("show", "law-148-2001/art_11", "--json"), set()),
        (("show", "law-148-2001/art_11"), set()),
        (("search", "маслихат", "--act", "law-148-2001", "--json"), {"pymorphy3", "yaml"}),
        (("diff", "law-148-2001/art_11", "law-148-2001/art_10", "--json"), {"rapidfuzz"}),
        (("impact", "law-148-2001/art_11", "--json"), {"rapidfuzz"}),
    ],
)
def test_imports_what_it_uses(
    library: Library, command: tuple[str, ...], used: set[str], tmp_path: Path
) -> None:
    db = tmp_path / "library.sqlite"
    library.copy_to(db)
    run = [sys.executable, "-c", RUN, "--db", str(db), *command]
    for _ in range(2):  # what is kept with the library is computed the first time
        done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT, check=True)
    modules = done.stdout.split()
    assert HEAVY & {*modules, *(m.partition(".")[0] for m in modules)} <= used
