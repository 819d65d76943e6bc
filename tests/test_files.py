"""Files out: a name that any system takes, a file written whole or not at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kb.disk.files import CannotWrite, write_file
from kb.ground.safe import file_name


@pytest.mark.parametrize("name", ["a/../b", "..", "<x>", "пакет", "a" * 300, ".hidden", "", "a\0b"])
def test_a_file_name_is_safe(name: str) -> None:
    safe = file_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", safe)
    assert len(safe) <= 100


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Any) -> None:
    path = tmp_path / "x.md"
    write_file(path, "первое")
    write_file(path, b"other")
    assert path.read_bytes() == b"other"
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite, match="файл не записан"):
        write_file(tmp_path / "folder", "x")
    with pytest.raises(CannotWrite, match="файл не записан"):
        write_file(tmp_path / "absent" / "x.md", "x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "x.md"], "nothing is left over"
