"""The questions of a draft as a form: people and roles for who, choices for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import Group, context, field, modal, section
from bot.views.elements import Block, Choice, multi_select, select, users_select
from bot.views.modals.answers import State, all_chosen_of, chosen_of
from bot.views.text import name
from bot.views.wording import counted
from orchestration.processes.asking import Asked
from orchestration.processes.questions.model import Answer, Question

PER_PAGE = 8
_ROLES = 100


def people_block(key: str) -> str:
    return f"question.{key}.people"


def roles_block(key: str) -> str:
    return f"question.{key}.roles"


def choice_block(key: str) -> str:
    return f"question.{key}.choice"


def draw(asked: Asked, skip: int = 0) -> Block:
    """One page; whatever is left empty stays open."""
    after = asked.open - skip - len(asked.questions)
    return modal(
        "Questions",
        buttons.DRAFT_QUESTIONS,
        head=[
            context(
                f"{name(asked.title, 80)} leaves {counted(asked.open, 'question')} open. Answer "
                "what you know; the rest can wait.",
                f"{after} more on the next page." if after else "",
            )
        ],
        body=[_fields(each, asked.roles) for each in asked.questions],
        tail=[section(_in_words(asked.in_words)) if asked.in_words and not after else None],
        submit="Save and go on" if after else "Save",
        carries=buttons.QuestionsForm(
            draft_id=asked.draft_id, keys=tuple(each.key for each in asked.questions), skip=skip
        ),
    )


def read(view: dict[str, Any], form: buttons.QuestionsForm) -> dict[str, Answer]:
    """What was answered on this page, by the question's key; empty where nothing was."""
    state: State = view["state"]["values"]
    return {
        key: Answer(
            people=(
                *all_chosen_of(state, roles_block(key)),
                *all_chosen_of(state, people_block(key)),
            ),
            chosen=chosen_of(state, choice_block(key)),
        )
        for key in form.keys
    }


def _fields(question: Question, roles: Sequence[str]) -> Group:
    key = question.key
    if question.offers:
        offers = [Choice(each.label, each.value, each.description) for each in question.offers]
        menu = select(choice_block(key), offers)
        hint = "No pipeline yet: without one it is run by hand." if question.kind == "runs" else ""
        return [field(question.says, menu, choice_block(key), optional=True, hint=hint)]
    known = [Choice(each, each) for each in roles[:_ROLES]]
    drawn = [
        field(question.says, users_select(people_block(key)), people_block(key), optional=True)
    ]
    if known:
        menu = multi_select(roles_block(key), known, placeholder="Choose roles")
        drawn.insert(0, field(question.says, menu, roles_block(key), optional=True))
        drawn[1]["label"] = {**drawn[1]["label"], "text": "or these people"}
    return list(drawn)


def _in_words(questions: Sequence[str]) -> str:
    """What no form can ask."""
    rows = [f"• {name(each, 250)}" for each in questions[:8]]
    return "\n".join(["*Also open; mend these with Edit*", *rows])
