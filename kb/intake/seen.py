"""What an earlier import has read from a clone, so that one that was cut off goes on where it was.

A note is a convenience: an edition is left unread only where the clone, the program, what the user asked
for and the file that was written are all as they were. Without the notes everything is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kb.disk.files import write_file
from kb.disk.places import edition_file
from kb.ground import regular
from kb.ground.errors import KbError
from kb.library.kept import program


@dataclass(slots=True)
class Seen:
    """The notes of a corpus folder. `asked`: what else the answer follows from."""

    file: Path
    folder: Path
    asked: str
    notes: dict[str, tuple[str, str, int]] = field(default_factory=dict)  # name, digest, doubts

    @staticmethod
    def of(folder: Path, asked: str) -> Seen:
        """The notes beside a corpus folder; none where they cannot be read."""
        seen = Seen(folder.parent / "cache" / "imported.json", folder, asked)
        with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
            for key, (name, digest, doubts) in json.loads(regular.read_bytes(seen.file)).items():
                seen.notes[key] = (str(name), str(digest), int(doubts))
        return seen

    def key(self, made: str) -> str:
        """The key of an edition that a source makes of `made`."""
        return hashlib.sha256(f"{program()}\0{self.asked}\0{made}".encode()).hexdigest()

    def stands(self, key: str, described: Mapping[str, object]) -> tuple[str, int] | None:
        """The name and doubts of an edition that was read before and is in the folder as it was written;
        `described`: the names that acts.yaml holds."""
        name, digest, doubts = self.notes.get(key, ("", "", 0))
        if name not in described:
            return None
        try:
            data = regular.read_bytes(self.folder / edition_file(name))
        except OSError:
            return None
        return (name, doubts) if hashlib.sha256(data).hexdigest() == digest else None

    def note(self, key: str, name: str, text: str, doubts: int) -> None:
        """Notes an edition that has been written."""
        self.notes[key] = (name, hashlib.sha256(text.encode()).hexdigest(), doubts)

    def keep(self) -> None:
        """Writes the notes; a folder that takes none of them takes nothing away."""
        with suppress(OSError, KbError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_file(self.file, json.dumps(self.notes))
