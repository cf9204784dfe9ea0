"""A small set of plain sentences as a `ProcessReviser`: what works without a language model."""

from __future__ import annotations

import asyncio

from orchestration.ports import Revised, RevisionRequest
from orchestration.processes.revising.proposal import SENTENCES
from prompts.sentences import read_sentences


class SentenceReviser:
    async def revise(self, request: RevisionRequest) -> Revised:
        read = await asyncio.to_thread(read_sentences, request.process, request.words)
        return Revised(changes=read.changes, unclear=read.unclear, reviser=SENTENCES)
