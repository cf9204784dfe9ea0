"""The outline reader as a `ProcessDrafter`: the drafter that needs no model and never fails."""

from __future__ import annotations

import asyncio

from orchestration.ports import Drafted
from prompts.outline import read_outline

NOTE = "Check owners, order and sign-offs before you publish."


class OutlineDrafter:
    async def draft(self, text: str) -> Drafted:
        """Read in a thread, since a long document takes a tenth of a second."""
        proposal = await asyncio.to_thread(read_outline, text)
        return Drafted(
            proposal=proposal, drafter="outline", note=NOTE if proposal.activities() else ""
        )
