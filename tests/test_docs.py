"""The documentation stays true: its examples run, its links lead somewhere, its site builds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kb.amendment.package import load
from tests.running import ROOT, Kb

PAGES = sorted(p for p in (ROOT / "docs").glob("*.md"))
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def examples() -> list[tuple[str, str, list[str]]]:
    """Every «$ kb …» of the documentation with the lines that it promises."""
    found = []
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text("utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                found.append((page.name, command.strip(), output.rstrip("\n").split("\n")))
    return found


def stands(promised: list[str], printed: list[str]) -> bool:
    """Whether the promised lines open the printed ones in order; «…» stands for any lines, and a
    promised line may be the beginning of a printed one."""
    at, free = 0, False
    for line in promised:
        if line == "…":
            free = True
            continue
        here = range(at, len(printed)) if free else range(at, min(at + 1, len(printed)))
        at = next((i for i in here if printed[i].startswith(line)), -1) + 1
        if not at:
            return False
        free = False
    return free or at == len(printed) or not any(printed[at:])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "command", "promised"), examples(), ids=[f"{p}: {c}" for p, c, _ in examples()]
)
def test_examples_say_what_is_written(
    kb: Kb, monkeypatch: pytest.MonkeyPatch, page: str, command: str, promised: list[str]
) -> None:
    monkeypatch.chdir(ROOT)
    name, *arguments = shlex.split(command)
    assert name == "kb"
    result = kb(*arguments)
    assert result.code in (0, 1, 2)
    assert "внутренняя ошибка" not in result.err
    printed = (result.out or result.err).rstrip("\n").split("\n")
    assert any(printed)
    assert stands(promised, printed), "\n".join(printed[:20])


def test_an_example_that_is_not_true_is_seen() -> None:
    assert stands(["a", "…", "c"], ["a", "b", "cd"])
    assert not stands(["a", "b"], ["a", "c"])
    assert not stands(["a"], ["a", "b"])


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """A broken link or a page outside the navigation is a warning, and a warning an error."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "index.html").read_text("utf-8")
    assert "Никогда не ошибаться молча" in text
    # Offline use: the site asks nobody for fonts or scripts.
    assert not re.search(r"""(?:src|href)=["']https?://[^"']*\.(?:js|css|woff2?)""", text)


def test_every_schema_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    for schema in (ROOT / "kb" / "schemas").glob("*.json"):
        family = re.sub(r"^charter_.*", "charter_*.json", schema.name)
        assert f"`{family}`" in text or f"`{schema.name}`" in text, schema.name


def test_the_package_of_the_documentation_is_a_package(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    example = re.search(r"^```yaml\n(id: .*?)^```$", text, re.M | re.S)
    assert example
    path = tmp_path / "my-package.yaml"
    path.write_text(example[1], "utf-8")
    package, _ = load(path)
    assert [str(i.target) for i in package.items] == ["law-148-2001/art_11.pt_6"]
    assert package.items[0].kazakh


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("docs/architecture.md", "docs/en/architecture.md"),
        ("CONTRIBUTING.md", "docs/en/contributing.md"),
    ],
)
def test_the_english_twin_names_the_same_things(russian: str, english: str) -> None:
    """The same sections, the same rooms and files of the project."""

    def named(path: str) -> tuple[int, set[str]]:
        said = (ROOT / path).read_text("utf-8")
        return said.count("\n## "), set(
            re.findall(r"`(kb/[\w/.]+|make \w+|corpus/\w+\.yaml)`", said)
        )

    assert named(english) == named(russian)


def test_what_the_english_readme_names_is_there() -> None:
    said = (ROOT / "README.en.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", said):
        assert (ROOT / link).exists(), link
    commands = set(re.findall(r"`kb (\w+)", said))
    russian = set(re.findall(r"`kb (\w+)", (ROOT / "README.md").read_text("utf-8")))
    assert commands <= russian
