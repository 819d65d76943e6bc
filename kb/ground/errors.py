"""What the program says when it cannot answer.

Every error carries one line in Russian: what is wrong, where, what to do. The command line
prints it and exits with status 2; the pages show it in a box; nothing is half-done before it.
"""


class KbError(Exception):
    """Unusable input or arguments. `str(error)` is the one line for the user."""

    @property
    def said(self) -> str:
        """The line as it was given: a Saying of kb.ground.saying knows it in other languages too."""
        return str(self) if not self.args else self.args[0]


class NotFound(KbError):
    """The act, the edition or the clause does not exist in what is held."""


class NotHeld(KbError):
    """The text asked for is outside the excerpts held: nothing is known of it, not even absence."""


class Ambiguous(KbError):
    """A short address names several clauses; the candidates stand in `candidates`."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates
