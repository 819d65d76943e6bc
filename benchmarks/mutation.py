"""Which small errors in the rules of the law no test would notice: mutation testing by sample.

    make coverage && python benchmarks/mutation.py [--each 20] [--seed 8] [FILE …]

A mutant is a file with one thing changed: a condition turned or dropped, a number moved by one, a
word of a table left out, a quantifier of a regular expression taken away, a call not made; in a
YAML file of rules, one item of a list or one value left out. Per file `--each` of them are chosen by
the seed, the same ones on every run. Each is tried in a process of its own on the tests that executed
the changed lines (contexts of `make coverage`), those that touch least of the project first, until
one fails. What every test passes is a survivor and is listed: either the change means nothing, or a
test is missing. Whole-program runs (the wheel, the browser) are no part of it.

Standard output: per file killed, survived, out of time, met by no test; then the survivors.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from _mutants import ROOT, Mutant, Uses, module_name, put, sample

FILES = (
    "kb/norm/address.py",
    *(
        str(path.relative_to(ROOT))
        for room in ("citation", "amendment", "charter")
        for path in sorted((ROOT / "kb" / room).iterdir())
        if path.suffix in (".py", ".yaml") and path.name != "paragraphs.yaml"  # the treaty's words
    ),
)
HEAVY = (
    *("asyncio", "docx", "fast_diff_match_patch", "httpx", "hypothesis", "jsonschema", "lxml.html"),
    *("networkx", "pdb", "platformdirs", "playwright.sync_api", "pymorphy3", "pytest", "rapidfuzz"),
    *("spacy", "sqlite3", "streamlit", "yaml"),
)
TESTS = 400  # at most so many tests for a mutant of a module, the lightest
SECONDS = 90.0  # a mutant that runs longer is out of time
KILLED, SURVIVED, LATE, UNMET = "killed", "survived", "out of time", "met by no test"


# --- Which tests --------------------------------------------------------------------------------


class Contexts:
    """What `make coverage` saw: the tests of every line, and how much of the project each touches."""

    def __init__(self, data: Path) -> None:
        from coverage import CoverageData

        self._data = CoverageData(str(data))
        self._data.read()
        self._weight: Counter[str] = Counter()
        self._lines: dict[str, dict[int, set[str]]] = {}
        for measured in self._data.measured_files():
            at = {
                line: {c.partition("|")[0] for c in contexts if "::" in c}
                for line, contexts in self._data.contexts_by_lineno(measured).items()
            }
            path = Path(measured)
            file = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
            self._lines[file.as_posix()] = at
            for tests in at.values():
                self._weight.update(tests)
        if not self._weight:
            raise SystemExit(f"{data}: no contexts of tests; run `make coverage` first")

    def _at(self, file: str, line: int) -> set[str]:
        at = self._lines.get(file, {})
        start = max((n for n in at if n <= line), default=0)  # a statement stands at its first line
        return at.get(line) or at.get(start, set())

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that executed the change, the lightest first."""
        if mutant.file.endswith(".yaml"):
            room = Path(mutant.file).parent.as_posix()
            files = [at for f, at in self._lines.items() if Path(f).parent.as_posix() == room]
            found = {t for at in files for tests in at.values() for t in tests}
            found = {t for t in found if "charter" in t.partition("::")[0]}
        else:
            found = {t for file, line in mutant.met for t in self._at(file, line)}
            if not found:  # a class's own line: every test of the module
                found = {t for tests in self._lines.get(mutant.file, {}).values() for t in tests}
        ordered = sorted(found, key=lambda t: (self._weight[t], t))
        return ordered if mutant.file.endswith(".yaml") else ordered[:TESTS]


# --- Trying -------------------------------------------------------------------------------------


class _Mutated(SourceFileLoader):
    """Imports one module from a changed tree."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        SourceFileLoader.__init__(self, module_name(file), str(ROOT / file))
        self._tree = tree

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        packaged = self.path.endswith("__init__.py")
        spec = spec_from_loader(fullname, self, is_package=packaged)
        assert spec is not None
        if packaged:
            spec.submodule_search_locations = [str(Path(self.path).parent)]
        return spec

    def get_code(self, _fullname: str) -> Any:
        return compile(ast.fix_missing_locations(self._tree), self.path, "exec")


class _Chosen:
    """A plugin of pytest: only these tests, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: nth for nth, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [i for i in items if i.nodeid in self._order]
        items.sort(key=lambda item: self._order[item.nodeid])


def _apply(mutant: Mutant) -> None:
    """Makes this process see the mutant; nothing of kb has been imported in it."""
    if mutant.file.endswith(".py"):
        parent, name, nth, node, other, tree = mutant.run
        put(parent, name, nth, ast.copy_location(other, node))
        sys.meta_path.insert(0, _Mutated(mutant.file, tree))
        return
    import yaml

    from kb.ground import yaml_file

    text, path, read = (
        yaml.safe_dump(mutant.run, allow_unicode=True),
        ROOT / mutant.file,
        yaml_file.read_text,
    )
    yaml_file.read_text = lambda p, *more: text if Path(p) == path else read(p, *more)


def _child(mutant: Mutant | None, tests: Sequence[str]) -> None:
    os.setsid()
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    import pytest

    if mutant:
        _apply(mutant)
    files = sorted({test.partition("::")[0] for test in tests})
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(ROOT)
        without = [f"-pno:{plugin}" for plugin in ("cacheprovider", "cov", "xdist", "anyio")]
        options = ["-x", "-q", *without, f"--basetemp={folder}/t", "--hypothesis-seed=0"]
        code = pytest.main([*options, *files], plugins=[_Chosen(tests)])
    os._exit(int(code))


def _tried(
    work: Sequence[tuple[Mutant | None, list[str]]], processes: int
) -> Iterator[tuple[int, str]]:
    """(place in the work, outcome) as they come."""
    fork = multiprocessing.get_context("fork")
    waiting = list(enumerate(work))[::-1]
    running: dict[Any, tuple[int, Any, float]] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            nth, (mutant, tests) = waiting.pop()
            if not tests:
                yield nth, UNMET
                continue
            process = fork.Process(target=_child, args=(mutant, tests))
            process.start()
            running[process.sentinel] = (nth, process, time.monotonic() + SECONDS)
        for sentinel in wait(list(running), timeout=0.5):
            nth, process, _ = running.pop(sentinel)
            process.join()
            yield nth, SURVIVED if process.exitcode == 0 else KILLED
        for sentinel, (nth, process, end) in list(running.items()):
            if time.monotonic() > end:
                os.killpg(process.pid, signal.SIGKILL)
                process.join()
                del running[sentinel]
                yield nth, LATE


def _warm() -> None:
    """Imports what is heavy and never mutated, once for all children."""
    for name in HEAVY:
        importlib.import_module(name)
    assert not any(name == "kb" or name.startswith("kb.") for name in sys.modules)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="*", default=FILES, metavar="FILE")
    parser.add_argument("--each", type=int, default=20, help="mutants of one file")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--data", type=Path, default=ROOT / ".coverage")
    options = parser.parse_args()
    os.nice(10)
    contexts = Contexts(options.data)
    uses = Uses()
    mutants = [m for file in options.files for m in sample(file, options.each, options.seed, uses)]
    for name in [n for n in sys.modules if n == "kb" or n.startswith("kb.")]:
        del sys.modules[name]
    _warm()
    work = [(mutant, contexts.tests(mutant)) for mutant in mutants]
    outcomes: dict[int, str] = {}
    for nth, outcome in _tried([*work], options.processes):
        outcomes[nth] = outcome
        if outcome != KILLED:
            print(f"{outcome}: {mutants[nth]} [{len(work[nth][1])}]", flush=True)
    print(f"\n{'file':<32}{'mutants':>9}{KILLED:>9}{SURVIVED:>10}{LATE:>13}{UNMET:>16}")
    for file in [*dict.fromkeys(m.file for m in mutants), ""]:
        count = Counter(outcomes[i] for i, m in enumerate(mutants) if file in ("", m.file))
        print(
            f"{file or 'all':<32}{count.total():>9}{count[KILLED]:>9}{count[SURVIVED]:>10}"
            f"{count[LATE]:>13}{count[UNMET]:>16}"
        )


if __name__ == "__main__":
    main()
