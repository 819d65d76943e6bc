"""What leaves the program: signs that steer a terminal, outputs that are no plain files, a gone reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kb.disk.files import write_file
from kb.read import zan
from kb.read.document import BadSource
from tests.running import PATIENCE_S

STEERING = "Статья 1. А\n1. Да \x1b[31m\x07 \u202eнет.\n"


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kb", *arguments], check=False, timeout=PATIENCE_S, **options
    )  # type: ignore[call-overload, no-any-return]


def test_signs_that_steer_a_terminal_are_written_out(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(STEERING, "utf-8")
    shown = run("parse", str(file), stdout=subprocess.PIPE).stdout.decode()
    assert not set(shown) & set("\x1b\x07\u202e")
    assert "⟨U+202E⟩" in shown
    data = run("parse", str(file), "--json", stdout=subprocess.PIPE).stdout.decode()
    assert not set(data) & set("\x1b\x07\u202e")
    point = json.loads(data)["clauses"][0]["children"][0]
    assert "\u202eнет." in json.dumps(point, ensure_ascii=False)


def test_a_gone_reader_is_no_fault_and_a_full_disk_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(STEERING, "utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    assert run("parse", str(file), stdout=writer).returncode == 0
    os.close(writer)
    if Path("/dev/full").exists():
        with Path("/dev/full").open("wb") as full:
            done = run("parse", str(file), stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert "внутренняя" not in done.stderr.decode()
        assert "система отказала" in done.stderr.decode()


def test_what_is_no_plain_file_stays_what_it_is(tmp_path: Path) -> None:
    real, link, hard, pipe = (tmp_path / n for n in ("real", "link", "hard", "pipe"))
    real.write_text("было")
    real.chmod(0o600)
    link.symlink_to(real)
    write_file(link, "стало")
    assert link.is_symlink()
    assert real.read_text() == "стало"
    assert real.stat().st_mode & 0o777 == 0o600
    hard.hardlink_to(real)
    write_file(hard, "опять")
    assert real.read_text() == "опять"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write_file(pipe, "в канал")
    reader.join(30)
    assert got == ["в канал"]
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"content": [], "content": [{"text": "а"}]}', "стоит дважды"),
        ('{"content": [{"text": "а", "level": ' + "9" * 5000 + "}]}", "тысяч цифр"),
        ('{"content": [{"text": "а \\ud800"}]}', "половина знака"),
        ('{"content": [{"text": "а", "properties": 5}]}', r"a\.json"),
    ],
)
def test_odd_json_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(BadSource, match=reason):
        zan.read(text.encode(), "a.json")
