"""The outline reader as a `ProcessDrafter`: the drafter that needs no model and never fails."""

from __future__ import annotations

import asyncio

from orchestration.ports import Drafted, DraftRequest, Watch, unwatched
from prompts.covering import not_covered
from prompts.outline import read_outline

NOTE = "Check owners, order and sign-offs before you publish."
NO_MODEL = "No language model is set here, so this was read from the text's own form. " + NOTE


class OutlineDrafter:
    async def draft(
        self,
        request: DraftRequest,
        watch: Watch = unwatched,  # noqa: ARG002 - it is over before anybody could look
    ) -> Drafted:
        """Read in a thread, since a long document takes a tenth of a second."""
        return await asyncio.to_thread(_read, request)


def _read(request: DraftRequest) -> Drafted:
    proposal = read_outline(request.text)
    note = NO_MODEL if request.drafter == "model" else NOTE
    if not proposal.activities():
        return Drafted(proposal=proposal, drafter="outline")
    missing = not_covered(request.text, proposal)
    return Drafted(proposal=proposal, drafter="outline", note=note, not_covered=missing)
