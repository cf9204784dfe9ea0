"""The questions of a draft: asked by a form, answered in part or whole, without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.deciding import (
    demand_drafting,
    open_draft,
    save_draft,
    with_edit,
)
from orchestration.processes.draft import Draft
from orchestration.processes.grounding.known import Known
from orchestration.processes.knowing import known_to
from orchestration.processes.model import Process
from orchestration.processes.questions.answering import answered
from orchestration.processes.questions.finding import PIPELINE, STORE, open_questions, with_offers
from orchestration.processes.questions.model import Answer, OpenOrder, Question, Work
from orchestration.values import DraftId, Frozen, UserId


class Asked(Frozen):
    """A page of what a draft leaves open."""

    draft_id: DraftId
    title: str
    questions: tuple[Question, ...]
    open: int
    """All of them, also of other pages."""
    in_words: tuple[str, ...] = ()
    """What its drafter asks and no form can."""
    roles: tuple[str, ...] = ()
    """Those that can be chosen: bound here, or named by the draft."""


class Answered(Frozen):
    left: int
    """Of those that were asked, without an answer still."""
    meanwhile: tuple[str, ...] = ()
    """Answers that were not needed any more: somebody else was sooner."""


class QuestionService:
    """Answers are edits by whoever gives them; each is judged by what is open at that moment."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: PipelineCatalogue,
        administrators: Administrators,
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._administrators = administrators

    async def asked(self, draft_id: DraftId, *, by: UserId, skip: int = 0, most: int = 8) -> Asked:
        """The open questions after the first `skip`; raises `Rejected` where nothing is open."""

        def look(tx: Transaction) -> tuple[Draft, Process, Known, tuple[str, ...]]:
            draft, process = open_draft(tx, draft_id)
            demand_drafting(tx, self._administrators, by, process)
            roles = [each.name for each in tx.roles.all().values()]
            return draft, process, self._known(tx, by), tuple(roles)

        draft, process, known, bound = await self._database.read(look)
        every = open_questions(process, draft.orders, known)
        if not every:
            raise Rejected("Every question of this draft is answered.")
        page = tuple(with_offers(process, each, known) for each in every[skip : skip + most])
        return Asked(
            draft_id=draft_id,
            title=process.name,
            questions=page,
            open=len(every),
            in_words=draft.questions,
            roles=tuple(dict.fromkeys([*bound, *_roles_of(process)])),
        )

    async def answer(
        self, draft_id: DraftId, answers: Mapping[str, Answer], *, by: UserId
    ) -> Answered:
        """Take what was answered, by the questions' keys, as one edit; the rest stays open.

        Sent again it changes nothing: an answered question is not open any more.
        """

        def work(tx: Transaction) -> Answered:
            draft, process = open_draft(tx, draft_id)
            demand_drafting(tx, self._administrators, by, process)
            known = self._known(tx, by)
            still = {each.key: each for each in open_questions(process, draft.orders, known)}
            now, orders, said = process, draft.orders, list[str]()
            given = {key: each for key, each in answers.items() if each.people or each.chosen}
            for key, answer in given.items():
                question = still.get(key)
                if question is None:
                    continue
                change = answered(now, question, answer, _work(question, answer, known))
                now, said = change.process, [*said, change.what]
                orders = _without(orders, question)
            if said:
                after = with_edit(draft, now, by=by, what=words.listed(said))
                after = after.model_copy(update={"orders": orders})
                action = f"answered {words.count(len(said), 'question')}"
                save_draft(tx, after, by=by, action=action, at=self._clock.now())
            return Answered(
                left=sum(key in still and key not in given for key in answers),
                meanwhile=tuple(key for key in given if key not in still),
            )

        return await self._database.transact(work, urgent=True, name="answer_questions")

    def _known(self, tx: Transaction, by: UserId) -> Known:
        return known_to(tx, self._catalogue, self._administrators, by)


def _work(question: Question, answer: Answer, known: Known) -> Work | None:
    """What was chosen, where it is there now; raises `Rejected` where it is not."""
    chosen = answer.chosen
    if question.kind == "after":
        if chosen not in {each.value for each in question.offers}:
            raise Rejected("What it shall wait for is not there any more. Open the form again.")
        return None
    if question.kind != "runs":
        return None
    if chosen.startswith(STORE):
        wanted = chosen.removeprefix(STORE)
        if used := next((each for each in known.activities if each.id == wanted), None):
            return Work(uses=used.id, type=used.type)
    wanted = chosen.removeprefix(PIPELINE)
    if any(each.id == wanted for each in known.pipelines):
        return Work(pipeline=wanted)
    raise Rejected("What you chose to run it is not there any more. Open the form again.")


def _without(orders: Sequence[OpenOrder], question: Question) -> tuple[OpenOrder, ...]:
    if question.kind != "after":
        return tuple(orders)
    place = (question.phase, question.activity)
    return tuple(each for each in orders if (each.phase, each.activity) != place)


def _roles_of(process: Process) -> list[str]:
    owners = set(process.owners)
    return [each for each in process.roles() if each not in owners]
