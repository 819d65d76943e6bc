"""YAML files that a lawyer may edit: read strictly, errors named by file and line.

No anchors or aliases (a bomb needs them), no repeated keys, no silent dates: scalars come as the
schema wants them. Schemas are JSON Schema files in kb/schemas.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kb.ground import regular
from kb.ground.errors import KbError
from kb.ground.saying import Saying, joined, say
from kb.ground.system import system_reason

MAX_BYTES = 20_000_000
MAX_DEPTH = 40
Path_ = tuple[str | int, ...]


class BadYaml(KbError):
    """A YAML file that cannot be used; the message names file and line."""


def load(path: Path, schema: str | None = None) -> tuple[Any, dict[Path_, int]]:
    """The data of a YAML file and the line of every value by its path.

    `schema` names a file in kb/schemas. Raises BadYaml with «file:line: what».
    """
    return parse(read_text(path), str(path), schema)


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file of at most `limit` bytes; BadYaml otherwise."""
    try:
        with regular.opened(path) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise BadYaml(say("ground.yaml_unreadable", path=path, why=system_reason(error))) from error
    if len(data) > limit:
        raise BadYaml(say("ground.yaml_too_large", path=path, limit=limit))
    return decoded(data, str(path))


def decoded(data: bytes, path: str) -> str:
    """The bytes of a file as text; BadYaml where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadYaml(say("ground.yaml_not_utf", path=path, line=line)) from error


def parse(text: str, name: str, schema: str | None = None) -> tuple[Any, dict[Path_, int]]:
    """As `load`, from a string; `name` stands for the file in messages."""
    import yaml

    if "\0" in text:
        raise BadYaml(say("ground.yaml_binary", name=name))
    try:
        _check_depth(text, name)
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadYaml(
            say("ground.yaml_wrong_at", name=name, line=line, problem=error.problem or "")
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise BadYaml(say("ground.yaml_wrong", name=name, problem=problem)) from error
    lines: dict[Path_, int] = {}
    seen: set[int] = set()
    data = _value(node, name, (), lines, seen) if node is not None else None
    if schema:
        validate(data, lines, name, schema)
    return data, lines


@cache
def _loader() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _plain() -> dict[str, Callable[[Any], Any]]:
    """What reads the scalars that are no strings, by their tags."""
    from yaml.constructor import SafeConstructor

    scalars = SafeConstructor()
    return {
        "tag:yaml.org,2002:null": scalars.construct_yaml_null,
        "tag:yaml.org,2002:bool": scalars.construct_yaml_bool,
        "tag:yaml.org,2002:int": scalars.construct_yaml_int,
    }


def _check_depth(text: str, name: str) -> None:
    """Raises BadYaml where brackets nest too deep: composing them would end the process itself."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH + 1:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise BadYaml(say("ground.yaml_too_deep", name=name, line=line, most=MAX_DEPTH))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: Any, name: str, path: Path_, lines: dict[Path_, int], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    if id(node) in seen:
        raise BadYaml(say("ground.yaml_anchors", name=name, line=line))
    seen.add(id(node))
    if len(path) > MAX_DEPTH:
        raise BadYaml(say("ground.yaml_too_deep", name=name, line=line, most=MAX_DEPTH))
    if node.id == "scalar":
        if plain := _plain().get(node.tag):
            try:
                return plain(node)
            except (ValueError, LookupError) as error:  # «!!int да», a number of 5000 digits
                raise BadYaml(say("ground.yaml_value", name=name, line=line)) from error
        return str(node.value)
    if node.id == "sequence":
        return [_value(n, name, (*path, i), lines, seen) for i, n in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in result:
            at = key_node.start_mark.line + 1
            raise BadYaml(say("ground.yaml_key_again", name=name, at=at, key=key))
        result[key] = _value(value_node, name, (*path, key), lines, seen)
    return result


@cache
def _validator(schema: str) -> Any:
    from importlib import resources

    from jsonschema import Draft202012Validator

    file = resources.files("kb") / "schemas" / schema
    return Draft202012Validator(json.loads(file.read_text("utf-8")))


def validate(data: Any, lines: dict[Path_, int], name: str, schema: str) -> None:
    """Raises BadYaml at the first place where the data departs from the schema."""
    errors = sorted(
        _validator(schema).iter_errors(data), key=lambda e: [str(p) for p in e.absolute_path]
    )
    if errors:
        first = errors[0]
        path = tuple(first.absolute_path)
        while path and path not in lines:
            path = path[:-1]
        where = ".".join(map(str, first.absolute_path)) or say("ground.yaml_file")
        raise BadYaml(joined(": ", (f"{name}:{lines.get(path, 1)}", where, _departure(first))))


def _departure(error: Any) -> Saying:
    """How a value departs from its schema."""
    value = " ".join(str(error.instance).split())
    shown = value if len(value) <= 60 else value[:60] + "…"
    match error.validator:
        case "required":
            missing = [k for k in error.validator_value if k not in error.instance]
            return say("ground.schema_missing", field=missing[0])
        case "additionalProperties":
            extra = sorted(set(error.instance) - set(error.schema.get("properties", {})))
            return say("ground.schema_extra", field=extra[0])
        case "enum":
            allowed = ", ".join(map(str, error.validator_value))
            return say("ground.schema_enum", shown=shown, allowed=allowed)
        case "type":
            return say("ground.schema_type", shown=shown, wanted=str(error.validator_value))
        case "maxItems":
            most = error.validator_value
            return say("ground.schema_most", n=len(error.instance), most=most)
        case "pattern":
            return say("ground.schema_pattern", shown=shown, pattern=str(error.validator_value))
        case _:
            return say("ground.schema_other", shown=shown, rule=str(error.validator))
