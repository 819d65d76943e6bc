"""Small errors put into the rules of the law: what benchmarks/mutation.py tries.

A module is changed in its tree, a file of rules in its data; nothing is written to disk.
"""

from __future__ import annotations

import ast
import copy
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

WORDS = ("says", "title", "note", "because", "argument", "id")  # of YAML rules: for the reader


Place = tuple[str, int]  # a file and its line


@dataclass(frozen=True)
class Mutant:
    """One change: where, what it reads before and after, and the code or text to run instead."""

    file: str
    line: int
    met: frozenset[Place]  # executing one of these lines is executing the change
    before: str
    after: str
    run: Any = field(repr=False)  # a module's tree, or the data of a YAML file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before}  →  {self.after}"


_TURNED: dict[type[ast.AST], type[Any]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
_BOUNDARY = re.compile(r"\\b")
_QUANTIFIER = re.compile(r"(?<=[^\\(*+?}])[?*+]")
_BRANCH = re.compile(r"\|[^|()\[\]\\]+(?=[|)])")


def _without(items: Sequence[Any], nth: int) -> list[Any]:
    return [item for i, item in enumerate(items) if i != nth]


def _strings(text: str) -> Iterator[str]:
    """Another string; of a regular expression, one with a part of its meaning left out."""
    marks = [m for kind in (_BOUNDARY, _QUANTIFIER, _BRANCH) for m in kind.finditer(text)]
    if not re.search(r"\\[a-zA-Z]|\(\?|[\])][?*+]", text):
        yield f"XX{text}"
        return
    for mark in marks:
        changed = text[: mark.start()] + text[mark.end() :]
        try:
            re.compile(text)
        except re.error:
            yield changed  # a piece of an expression
            continue
        try:
            re.compile(changed)
        except re.error:
            continue
        yield changed


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of an expression or a statement."""
    match node:
        case ast.Compare(left, operators, right):
            for nth, operator in enumerate(operators):
                if turned := _TURNED.get(type(operator)):
                    ops: list[Any] = [*operators[:nth], turned(), *operators[nth + 1 :]]
                    yield ast.Compare(left, ops, right)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(_TURNED[type(operator)](), values)
            for nth in range(len(values)):
                rest = _without(values, nth)
                yield rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, operator, right) if type(operator) in _TURNED:
            yield ast.BinOp(left, _TURNED[type(operator)](), right)
        case ast.If(test) | ast.While(test) if not isinstance(test, ast.Compare | ast.BoolOp):
            turned_test = copy.copy(node)
            turned_test.test = ast.UnaryOp(ast.Not(), test)
            yield turned_test
        case ast.IfExp(test, one, other):
            yield one
            yield other
        case ast.comprehension(target, source, conditions, asynchronous):
            for nth in range(len(conditions)):
                yield ast.comprehension(target, source, _without(conditions, nth), asynchronous)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(str() as value):
            yield from map(ast.Constant, _strings(value))
        case ast.Return(value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Set(values) | ast.List(values, ast.Load()) if len(values) > 1:
            for nth in range(len(values)):
                fewer = copy.copy(node)
                fewer.elts = _without(values, nth)
                yield fewer
        case ast.Dict(keys, values) if len(values) > 1:
            for nth in range(len(values)):
                yield ast.Dict(_without(keys, nth), _without(values, nth))


def _left_alone(node: ast.AST) -> Iterable[ast.AST]:
    """What of a node is no behaviour: what it is for, its types, its decorators, words of an error."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
        if ast.get_docstring(node, clean=False) is not None:
            yield node.body[0]
        yield from getattr(node, "decorator_list", ())
    if isinstance(node, ast.FunctionDef) and node.returns:
        yield node.returns
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
        yield node.annotation
    if isinstance(node, ast.Set | ast.List):
        yield from (n for n in node.elts if isinstance(n, ast.Constant))  # left out one by one
    if isinstance(node, ast.Dict):
        yield from (n for n in node.keys if isinstance(n, ast.Constant))
    if isinstance(node, ast.Raise):
        yield from filter(None, (node.exc, node.cause))
    if isinstance(node, ast.Assign) and "__all__" in ast.unparse(node.targets[0]):
        yield node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node  # words under a module's constant
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield node


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node that may change: (parent, field, place in a list, node)."""
    alone = set(map(id, _left_alone(tree)))
    if id(tree) in alone:
        return
    for name, value in ast.iter_fields(tree):
        for nth, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST) and id(node) not in alone:
                yield tree, name, nth if isinstance(value, list) else None, node
                yield from _places(node)


def put(parent: ast.AST, name: str, nth: int | None, node: ast.AST) -> None:
    """Puts a node in the place of another."""
    if nth is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[nth] = node


class Uses:
    """Where what is defined on import is used when the program runs.

    A constant may stand in another constant (a piece of an expression) of another module: the lines
    of functions are found through all of them.
    """

    def __init__(self) -> None:
        self._lines: dict[str, set[Place]] = {}  # `module.name` → lines of functions
        self._parts: dict[str, set[str]] = {}  # `module.name` → the constants that it stands in
        self._trees: dict[str, ast.Module] = {}
        for path in sorted((ROOT / "kb").rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            self._trees[file] = tree = ast.parse(path.read_text("utf-8"))
            self._read(file, tree)

    def _read(self, file: str, tree: ast.Module) -> None:
        module = module_name(file)
        known = {name: f"{module}.{name}" for s in tree.body for name in _targets(s)}
        known |= {s.name: f"{module}.{s.name}" for s in tree.body if isinstance(s, ast.FunctionDef)}
        for statement in tree.body:
            if isinstance(statement, ast.ImportFrom):
                known |= {
                    a.asname or a.name: f"{statement.module}.{a.name}" for a in statement.names
                }
        for statement in tree.body:
            for node in ast.walk(statement):
                if not (isinstance(node, ast.Name) and node.id in known):
                    continue
                name = known[node.id]
                for target in _targets(statement):
                    self._parts.setdefault(name, set()).add(f"{module}.{target}")
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Name) and node.id in known:
                        self._lines.setdefault(known[node.id], set()).add((file, node.lineno))

    def of(self, file: str) -> dict[int, set[Place]]:
        """By the lines of a file that run on import: the places where what they define is used."""
        found: dict[int, set[Place]] = {}
        for statement in self._trees[file].body:
            names = {f"{module_name(file)}.{target}" for target in _targets(statement)}
            while more := {p for n in names for p in self._parts.get(n, ())} - names:
                names |= more
            if places := {place for name in names for place in self._lines.get(name, ())}:
                for line in range(statement.lineno, (statement.end_lineno or 0) + 1):
                    found[line] = places
        for function in ast.walk(self._trees[file]):
            if isinstance(function, ast.FunctionDef):  # what its arguments are if not given
                body = {(file, inner.lineno) for inner in function.body}
                for line in range(function.lineno, function.body[0].lineno):
                    found.setdefault(line, body)
                # What a cache remembers is executed by one test and used by others.
                called = self._lines.get(f"{module_name(file)}.{function.name}")
                if called and any("cache" in ast.unparse(d) for d in function.decorator_list):
                    for line in range(function.lineno, (function.end_lineno or 0) + 1):
                        found[line] = called
        return found


def module_name(file: str) -> str:
    """`kb/citation/find.py` → `kb.citation.find`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _targets(statement: ast.stmt) -> tuple[str, ...]:
    match statement:
        case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
            return (name,)
    return ()


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())


def _differing(before: str, after: str) -> tuple[str, str]:
    """Both cut to what stands around their first difference."""
    alike = (a == b for a, b in zip(before, after, strict=False))
    start = next((i for i, same in enumerate(alike) if not same), min(len(before), len(after)))
    cut = max(0, start - 50)
    mark = "…" if cut else ""
    return mark + before[cut : start + 70], mark + after[cut : start + 70]


def python_mutants(file: str, uses: Uses) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    used, seen = uses.of(file), set()
    for parent, name, nth, node in list(_places(tree)):
        line = getattr(node, "lineno", 0) or getattr(parent, "lineno", 0)
        if isinstance(node, ast.comprehension):
            line = node.target.lineno
        for other in _expressions(node):
            try:
                before, after = _differing(_shown(node), _shown(other))
            except (AttributeError, ValueError):
                before, after = type(node).__name__, "…"
            if (line, before, after) in seen:
                continue
            seen.add((line, before, after))
            met = frozenset(used.get(line, {(file, line)}))
            yield Mutant(file, line, met, before, after, (parent, name, nth, node, other, tree))


def yaml_mutants(file: str) -> Iterator[Mutant]:
    """Every mutant of a file of rules: an item of a list or a value of a mapping left out."""
    from kb.ground import yaml_file

    data, lines = yaml_file.load(ROOT / file)

    def walk(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in list(inner):
            if key in WORDS:
                continue  # words for the reader
            yield (*path, key)
            if isinstance(item, dict | list):
                yield from walk(item, (*path, key))

    for path in walk(data, ()):
        changed = copy.deepcopy(data)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        if len(path) < 3:
            continue  # a whole rule
        gone = holder.pop(path[-1])
        shown = " ".join(str(gone).split())
        yield Mutant(
            file, lines[path], frozenset(), ".".join(map(str, path)), f"– {shown:.120}", changed
        )


def sample(file: str, each: int, seed: int, uses: Uses) -> list[Mutant]:
    """The mutants of a file that are tried: chosen by the seed, in the order of the text."""
    made = list(python_mutants(file, uses) if file.endswith(".py") else yaml_mutants(file))
    if len(made) <= each:
        return made
    chosen = random.Random(f"{seed} {file}").sample(range(len(made)), each)
    return [made[i] for i in sorted(chosen)]
