"""One step as read, before it has a place among the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Step:
    name: str
    text: str
    """The words it came from, cleaned of markup."""
    verb: str = ""
    owner: str = ""
    kind: Literal["automated", "manual"] = "manual"
    approval: bool = False
    needed: int = 1
    when: str = ""
    evidence: str = ""
    optional: bool = False
    command: str = ""
    description: str = ""
    number: str = ""
    """Its number in the document's own list, by which other steps speak of it."""
    alongside: Step | None = None
    """The earlier step, named by its number, that it goes side by side with."""
    follows: Step | None = None
    """The earlier step, named by its number, after which it may begin at once."""
    beside: bool = False
    """Goes side by side with the step before it."""
    condition: str = ""
    """What its sentence opens with: `Once QA has signed off`, `On Wednesday`."""
    prose: bool = False
    """Told by a sentence outside lists, tables and check boxes."""
    group: str = ""
    """The label of the sub-list it stands under."""
    after: tuple[Step, ...] | None = None
    """The rows of its table that it waits for; None where no column of it says so."""
