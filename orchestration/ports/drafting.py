"""The drafter as the core sees it: a text goes in, a proposal and what it cost come out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import Field

from orchestration.processes.offered import Offered
from orchestration.processes.proposal import ProcessDraft
from orchestration.values import Frozen

DrafterChoice = Literal["", "outline", "model"]
"""What a person chose; empty: a model where one is set, else the outline."""
CallPurpose = Literal["draft", "repair", "questions", "revision"]


class Allowance(Frozen):
    """How many tokens a reading may take."""

    tokens: int | None = None
    """None: as many as it takes."""
    of: Literal["draft", "day"] = "draft"
    """Whose budget it is that ends it."""


AS_MUCH_AS_IT_TAKES = Allowance()


class DraftRequest(Frozen):
    """What shall be read, and what it may refer to."""

    text: str
    title: str = ""
    """What the person calls it; data, as the text is."""
    file_name: str = ""
    """Of the document that the text came from; data, as the text is."""
    offered: Offered = Offered()
    drafter: DrafterChoice = ""
    allowance: Allowance = AS_MUCH_AS_IT_TAKES


class ModelCall(Frozen):
    """One call of a language model: what it was asked with, what it cost, how it ended."""

    purpose: CallPurpose
    template: str
    """The hash of the templates that it was asked with."""
    model: str
    tokens_in: int = Field(default=0, ge=0)
    tokens_out: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0)
    outcome: str
    """`answered`, or why there is no answer."""
    cost: Decimal | None = None
    """In the currency of the configured prices; None where none are configured."""
    seconds_to_first: float | None = None
    """Of a draft's first call: until the first phase could be shown; None where none came."""
    asked: str = ""
    """What was sent, in full."""
    answered: str = ""
    """What came back, as far as it came."""


class Drafted(Frozen):
    """A proposal, and who made it."""

    proposal: ProcessDraft
    drafter: str
    """`outline` or the model's name."""
    note: str = ""
    """What the reader of the draft should know: that no model was asked, or why it failed."""
    fell_back: bool = False
    """A model was to read it and could not: it may be asked again."""
    not_covered: tuple[str, ...] = ()
    """What the text tells as a step and the proposal has not."""
    calls: tuple[ModelCall, ...] = ()
    """Every call of a model that this reading took, in order; also those that failed."""

    @property
    def template(self) -> str:
        """The hash of the templates that a model read it with; empty where none did."""
        asked = [each.template for each in self.calls if each.model == self.drafter]
        return asked[0] if asked else ""


class DraftingStopped(Exception):  # noqa: N818 - a claim: somebody ended the drafting
    """Raised by a `Watch` to end a drafting; nothing comes of it but what it cost."""

    def __init__(self, calls: tuple[ModelCall, ...] = ()) -> None:
        super().__init__("stopped")
        self.calls = calls


Watch = Callable[[ProcessDraft], Awaitable[None]]
"""Told of what has been read so far when there is more, and about once a second in any case.

It raises `DraftingStopped` to end the drafting. A drafter that answers at once need not tell it.
"""


async def unwatched(_so_far: ProcessDraft) -> None:
    """Where nobody looks on."""


class ProcessDrafter(Protocol):
    async def draft(self, request: DraftRequest, watch: Watch = unwatched) -> Drafted:
        """Read a document. Total: any text gives a proposal, at worst one without activities.

        Only what `watch` raises comes out of it.
        """
        ...
