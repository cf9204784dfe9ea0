"""What an import did not carry over as it was: where it stands, what it means, what to do."""

from __future__ import annotations

from orchestration.processes.code.faults import path_text
from orchestration.strict_yaml import Document, Place, Spot
from orchestration.values import Frozen, plain_line

MOST_NOTES = 2_000
"""A report of a file that is not what it seems; nobody reads further."""


class Note(Frozen):
    """One thing of the file that is not, or not exactly, in what was made of it."""

    line: int = 0
    column: int = 0
    path: str = ""
    """In the file, counted from one: `process.phases[1].phase.owners`."""
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self.line else ""
        return f"{where}{self.path}{' ' if self.path else ''}{self.what} {self.mend}".rstrip()


class Report:
    """Collects the notes of one file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: dict[tuple[str, str], Note] = {}

    def note(self, place: Place, what: str, mend: str = "") -> None:
        """Say it once, however often it is found at this place."""
        if self.full:
            return
        line, column = self.spot(place) or (0, 0)
        made = Note(
            line=line,
            column=column,
            path=path_text(place),
            what=plain_line(what, 400),
            mend=plain_line(mend, 400),
        )
        if len(self._notes) < MOST_NOTES:
            self._notes.setdefault((made.path, made.what), made)
        elif len(self._notes) == MOST_NOTES:
            end = Note(what=f"There are more than {MOST_NOTES:,} notes.", mend="Split the file.")
            self._notes["", end.what] = end

    @property
    def full(self) -> bool:
        """Nothing more is said: whoever would look for the right words can spare it."""
        return len(self._notes) > MOST_NOTES

    def spot(self, place: Place) -> Spot | None:
        return self._document.spot(place)

    def notes(self) -> tuple[Note, ...]:
        """In the order of the file."""
        return tuple(sorted(self._notes.values(), key=lambda each: (each.line, each.column)))
