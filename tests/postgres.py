"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket alone, stopped at will."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
BIN = next((p for p in reversed(_PLACES) if (p / "initdb").exists()), None)
USER = "kb"
AS = "postgres"  # who runs the server where the tests run as root, which PostgreSQL refuses


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    path = shutil.which(name) or (str(BIN / name) if BIN else None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing; .ci/run installs postgresql")
        pytest.skip("PostgreSQL is not installed")
    return path


def run(*command: str) -> None:
    """Runs a program as whoever may run a PostgreSQL."""
    who = ("runuser", "-u", AS, "--") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*who, *command], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/"
    )
    assert done.returncode == 0, done.stderr.decode()


@dataclass
class Cluster:
    """A running PostgreSQL."""

    folder: Path
    settings: str = "-c fsync=off"
    made: int = 0

    def start(self) -> None:
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=60 {self.settings}"
        log = str(self.folder / "log")
        self._control("-l", log, "-w", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """`fast` as an administrator stops it, `immediate` as if the power had gone."""
        self._control("-m", how, "-w", "stop")

    def running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def _control(self, *words: str) -> None:
        run(program("pg_ctl"), "-D", str(self.folder / "data"), *words)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql:///{database}?host={self.folder}&user={USER}"

    def new(self) -> str:
        """The address of a new, empty database."""
        if not self.running():
            self.start()
        self.made += 1
        name = f"kb{self.made}"
        self.ask(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.url(name)

    def ask(
        self, question: sql.Composed | sql.SQL | str, url: str = ""
    ) -> list[tuple[object, ...]]:
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            cursor = connection.execute(question)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@contextmanager
def a_cluster(folder: Path, settings: str = Cluster.settings) -> Iterator[Cluster]:
    """A cluster, for as long as the block lasts. The socket's path must be short."""
    initdb = program("initdb")
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, AS)
    run(initdb, "-D", str(folder / "data"), "-A", "trust", "-U", USER, "--no-sync")
    cluster = Cluster(folder, settings)
    cluster.start()
    try:
        yield cluster
    finally:
        if cluster.running():
            cluster.stop("immediate")
