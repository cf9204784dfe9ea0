"""What a look before the start found: what keeps a release from starting, and what may go wrong."""

from __future__ import annotations

from enum import StrEnum

from orchestration.values import FreezeId, Frozen

_SHOWN = 10


class Fix(StrEnum):
    """What mends it."""

    INPUTS = "inputs"
    """Fill in what the release lacks."""
    ROLES = "roles"
    """Say who a role is."""
    PROCESS = "process"
    """Change the process and publish it anew."""
    TIME = "time"
    """Move it to a free time, or let it stay with a reason."""


class Finding(Frozen):
    """One thing that keeps a release from starting, or that people should know of."""

    says: str
    """A whole sentence, with what to do."""
    fix: Fix | None = None
    blocks: bool = True
    """False for a warning."""
    freeze: FreezeId | None = None
    """A freeze that it is in: its approvers go past it, and the right to override."""
    of_people: bool = False
    """A gate that nobody can open as it is: the right to override goes past it, with a reason."""


class Preflight(Frozen):
    """All of it, in the order people should read it."""

    findings: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.blocks)

    @property
    def warns(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if not each.blocks)

    @property
    def can_be_overridden(self) -> bool:
        """True where gates and freezes are all that is in the way."""
        return bool(self.blocks) and all(each.of_people or each.freeze for each in self.blocks)

    @property
    def only_freezes(self) -> bool:
        """True where nothing but freezes is in the way."""
        return bool(self.blocks) and all(each.freeze for each in self.blocks)

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What mends something of it, each once."""
        return tuple(dict.fromkeys(each.fix for each in self.findings if each.fix))

    def refusal(self, called: str) -> str:
        """What whoever wanted to start `called` is told."""
        rows = [f"• {each.says}" for each in self.blocks[:_SHOWN]]
        more = len(self.blocks) - len(rows)
        return "\n".join(
            [f"{called} cannot start yet:", *rows, *([f"… and {more} more."] if more else [])]
        )
