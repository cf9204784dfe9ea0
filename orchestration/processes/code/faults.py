"""What is wrong in a file, and where: for people who mend it in an editor."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from orchestration.strict_yaml import Place, Spot
from orchestration.values import Frozen


class Fault(Frozen):
    """One thing to mend; `line` and `column` from 1, 0 where the file as a whole is meant."""

    line: int = 0
    column: int = 0
    path: str = ""
    """`phases[1].activities[0].owner`, counted from one."""
    what: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self.line else ""
        return f"{where}{self.path}{' ' if self.path else ''}{self.what}"


def fault(what: str, spot: Spot | None, path: Place = ()) -> Fault:
    line, column = spot or (0, 0)
    return Fault(line=line, column=column, path=path_text(path), what=what)


def path_text(path: Place) -> str:
    """`("phases", 1, "owner")` → `phases[2].owner`; people count from one."""
    parts = [f"[{each + 1}]" if isinstance(each, int) else f".{each}" for each in path]
    return "".join(parts).removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """` Did you mean “timeout”?`, or nothing."""
    found = get_close_matches(word, list(known), 1)
    return f" Did you mean “{found[0]}”?" if found else ""
