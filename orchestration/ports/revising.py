"""The reviser as the core sees it: words and a process go in, changes to judge come out."""

from __future__ import annotations

from typing import Protocol

from orchestration.ports.drafting import AS_MUCH_AS_IT_TAKES, Allowance, DrafterChoice, ModelCall
from orchestration.processes.model import Process
from orchestration.processes.offered import Offered
from orchestration.processes.revising.changes import Change
from orchestration.values import Frozen


class RevisionRequest(Frozen):
    """What shall be changed, in a person's words, and in what."""

    process: Process
    words: str
    offered: Offered = Offered()
    reviser: DrafterChoice = ""
    allowance: Allowance = AS_MUCH_AS_IT_TAKES


class Revised(Frozen):
    """The changes that were understood, and who read them."""

    changes: tuple[Change, ...] = ()
    unclear: tuple[str, ...] = ()
    """What was not understood or cannot be done, each a sentence that says what to do."""
    reviser: str
    """`sentences`, or the model's name."""
    note: str = ""
    calls: tuple[ModelCall, ...] = ()


class ProcessReviser(Protocol):
    async def revise(self, request: RevisionRequest) -> Revised:
        """Read what somebody asks for. Total: any words give an answer, at worst no change."""
        ...
