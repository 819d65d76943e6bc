"""A bank of a thousand acts as a git clone: imported by all cores, killed midway, imported on, built.

The acts are made of the corpus: for each a run of articles of a real one, under a name and number of its
own, in several editions that differ by some words, a part of them in Kazakh too; one has a broken
meta.yaml, one a text that is no act. Printed: seconds, for each core, memory; what was written when the
import was killed; that the second run lost and repeated nothing; the same for half as many acts.

    python benchmarks/bulk.py [--acts 1000] [--editions 3] [--no-half] [--keep DIR]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kb.ground.processes import cores

ARTICLES = (8, 40)  # of an act


def articles() -> dict[str, list[list[str]]]:
    """For each language the articles of each edition of the corpus, as their Markdown."""
    found: dict[str, list[list[str]]] = {"rus": [], "kaz": []}
    for path in sorted((ROOT / "corpus").glob("*/*.md")):
        body = path.read_text("utf-8").split("\n---\n", 1)[-1]
        units = re.split(r"(?m)^(?=#{2,4} (?:Статья \d|\d+(?:-\d+)?-бап))", body)[1:]
        units = [re.split(r"(?m)^# |^#{2,3} (?!Статья|\d)", unit)[0] for unit in units]
        if len(units) >= ARTICLES[1]:
            found["kaz" if path.name.endswith(".kk.md") else "rus"].append(units)
    return found


def editions(nth: int, many: int, own: dict[str, list[list[str]]]) -> Iterator[dict[str, str]]:
    """The files of one act, edition by edition."""
    chance = random.Random(nth)
    units = {}
    for language in ("rus", "kaz") if nth % 10 == 0 else ("rus",):
        source = own[language][nth % len(own[language])]
        count = chance.randint(*ARTICLES)
        at = chance.randrange(len(source) - count + 1)
        units[language] = source[at : at + count]
    titles = {"rus": f"О предмете № {nth}", "kaz": f"№ {nth} мән туралы"}
    for edition in range(many):
        day = f"{2001 + edition * 3}-0{1 + nth % 9}-1{edition % 10}"
        for texts in units.values():
            changed = chance.randrange(len(texts))
            texts[changed] = re.sub(r"\bвправе\b", "обязаны", texts[changed]).rstrip("\n")
            texts[changed] += f"\n\nНорма {edition}.\n\n"
        files = {f"{n}.md": f"# {titles[n]}\n\n" + "".join(t) for n, t in units.items()}
        meta = {
            "act_code": str(900_000 + nth),
            "requisite": f"Закон Республики Казахстан от 1 февраля 2001 года № {nth}-II",
            "title": titles,
            "approved_on": "2001-02-01",
            "version_date": dict.fromkeys(units, day),
        }
        if edition:
            law = (
                f"Закон Республики Казахстан от 1 марта {2001 + edition * 3} года № {nth}-{edition}"
            )
            meta["caused_by"] = {"requisite": law}
        files["meta.yaml"] = yaml.safe_dump(meta, allow_unicode=True)
        yield files


def clone(folder: Path, acts: int, many: int) -> None:
    """Writes the bank: a commit for each edition, those of all acts one after another."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    own = articles()
    commands = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(commands, stdin=subprocess.PIPE) as git:
        assert git.stdin
        for nth in range(acts):
            place = f"{nth % 12:02}-laws/{2001 + nth % 20}/{nth:04}-akt-{nth}"
            for number, files in enumerate(editions(nth, many, own)):
                if nth == 7:
                    files["meta.yaml"] = "a: [1\n"
                if nth == 8:
                    files["rus.md"] = "Не акт."
                git.stdin.write(
                    f"commit refs/heads/main\ncommitter x <x@x> {1_000_000_000 + nth * 9 + number} +0000\n"
                    "data 0\n".encode()
                )
                for name, text in files.items():
                    data = text.encode()
                    git.stdin.write(f"M 100644 inline {place}/{name}\ndata {len(data)}\n".encode())
                    git.stdin.write(data + b"\n")
    subprocess.run(["git", "-C", str(folder), "reset", "--quiet", "--hard"], check=True)


def kb(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A command; what it says lies beside the home, for a pipe that nobody empties would stop it."""
    with Path(f"{home}.out").open("wb") as out, Path(f"{home}.err").open("wb") as err:
        return subprocess.Popen(
            [sys.executable, "-m", "kb", *arguments],
            cwd=ROOT,
            env={**os.environ, "SALYSTYRMA_HOME": str(home)},
            stdout=out,
            stderr=err,
        )


def last(home: Path, kind: str, count: int) -> list[str]:
    return [x[:120] for x in Path(f"{home}.{kind}").read_text("utf-8").splitlines()[-count:]]


def peak(pid: int) -> int:
    """The memory of a process and of those it started, in kilobytes."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = dict(
                x.split(":\t", 1) for x in (folder / "status").read_text().split("\n") if ":\t" in x
            )
        except (OSError, ValueError):
            continue
        if str(pid) in (stat.get("Pid"), stat.get("PPid")):
            total += int(stat.get("VmRSS", "0 kB").split()[0])
    return total


def timed(home: Path, *arguments: str) -> tuple[float, float, int, str]:
    """Seconds, seconds of all processors, peak memory in megabytes, the last line of what was said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, most = time.monotonic(), 0
    process = kb(home, *arguments)
    while process.poll() is None:
        most = max(most, peak(process.pid))
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = "\n    ".join((*last(home, "err", 2), *last(home, "out", 1)))
    return took, cpu, most // 1024, said


def digest(home: Path) -> str:
    """Of every file of the user's corpus."""
    mark = hashlib.sha256()
    for path in sorted((home / "corpus").rglob("*")):
        if path.is_file() and path.name != ".lock":
            mark.update(str(path.relative_to(home)).encode() + path.read_bytes())
    return mark.hexdigest()


def told(name: str, answer: tuple[float, float, int, str]) -> None:
    took, cpu, memory, said = answer
    print(
        f"{name}: {took:.1f} s ({cores()} cores, {cpu:.1f} s of processors), {memory} MB\n    {said}"
    )


def measured(folder: Path, acts: int, many: int) -> None:
    bank, home, cut = folder / f"bank-{acts}", folder / f"home-{acts}", folder / f"cut-{acts}"
    began = time.monotonic()
    clone(bank, acts, many)
    print(
        f"\n{acts} acts, {many} editions of each: a clone made in {time.monotonic() - began:.0f} s"
    )
    whole = timed(home, "import", f"git:{bank}")
    told("import", whole)
    process = kb(cut, "import", f"git:{bank}")
    time.sleep(whole[0] / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = len(list((cut / "corpus").glob("*/*.md")))
    laid = len(list((cut / "corpus").rglob("*.new")))
    print(
        f"killed after {whole[0] / 2:.1f} s: {left} editions written, {laid} laid ready and unseen"
    )
    told("import on", timed(cut, "import", f"git:{bank}"))
    print(f"the same corpus as without the kill: {digest(home) == digest(cut)}")
    told("import again", timed(cut, "import", f"git:{bank}"))
    told("build", timed(home, "build"))
    kb(home, "show", "zan-900001", "--json").wait()
    shown = json.loads(Path(f"{home}.out").read_text("utf-8"))
    print(f"an act of it is shown: {bool(shown['text'])}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=1000)
    parser.add_argument("--editions", type=int, default=3)
    parser.add_argument("--no-half", action="store_true")
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="bulk-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if not arguments.no_half:
            measured(folder, arguments.acts // 2, arguments.editions)
        measured(folder, arguments.acts, arguments.editions)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
