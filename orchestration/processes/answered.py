"""What a drafter's answer makes of a draft: a process to judge, or nothing and why."""

from __future__ import annotations

from orchestration.ports import Drafted
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.drafting import process_from
from orchestration.processes.grounding.known import Known
from orchestration.processes.questions.finding import open_questions, without_asked
from orchestration.values import ProcessId, telling_slug


def with_answer(draft: Draft, answer: Drafted, known: Known) -> Draft:
    """The draft as read; a title that its author gave wins over the name that was found."""
    said: dict[str, object] = {
        "drafter": answer.drafter,
        "note": answer.note,
        "fell_back": answer.fell_back,
        "arriving": None,
    }
    if not answer.proposal.activities():
        said |= {"status": DraftStatus.EMPTY, "questions": answer.proposal.questions}
        return draft.model_copy(update=said)
    reading = process_from(answer.proposal, owners=(draft.by,), known=known)
    process = reading.process
    if draft.title:
        named = {
            "name": draft.title,
            "id": ProcessId(telling_slug(draft.title, fallback="process")),
        }
        process = process.model_copy(update=named)
    asked = without_asked(answer.proposal.questions, process, open_questions(process))
    said |= {
        "status": DraftStatus.READY,
        "process": process,
        "questions": asked,
        "orders": reading.orders,
        "not_covered": answer.not_covered,
        "template": answer.template,
    }
    return draft.model_copy(update=said)
