"""The few kinds of failure: each says who acts on it next."""

from __future__ import annotations

from datetime import timedelta


class Rejected(Exception):  # noqa: N818 - a claim about the request, shown to the person
    """What was asked cannot be done; the text says why and what to do, to the person who asked."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class StaleExecution(Exception):  # noqa: N818 - caught by `transact`, which runs the work again
    """Somebody else wrote first; the work is done again on what they left."""


class Transient(Exception):  # noqa: N818 - caught by the worker, which tries again
    """The other side cannot answer now; what is owed is paid later.

    `untried` says that it certainly did not happen, so that the next try need not look for it.
    """

    def __init__(
        self, reason: str, retry_after: timedelta | None = None, *, untried: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.untried = untried


class Unsure(Transient):
    """Nobody heard whether it was written: it may have counted, and may be done again."""


class Permanent(Exception):  # noqa: N818 - caught by the worker, which keeps it as stuck
    """Trying again will not help; what is owed is kept as stuck and told to people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PlaceClosed(Permanent):
    """Nothing can be said there: we were removed, it was archived, or the person has left."""


class MessageGone(Permanent):
    """A message of ours was deleted, so it cannot be redrawn; it may be posted anew."""
