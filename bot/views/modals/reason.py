"""The form that asks why: reject, report a failure, ignore, abort or start anyway."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import name

TEXT = "reason.text"
_MOST = 90

_WORDS = {
    "reject": ("Reject", "{} goes on hold until its owner decides.", "Why?"),
    "failed": ("Report a failure", "{} goes on hold until its owner decides.", "What happened?"),
    "block": ("Blocked", "Everybody sees that {} is blocked. Nothing is held.", "By what?"),
    "leave_out": ("Skip the task", "The release goes on without {}.", "Why?"),
    "ignore": ("Ignore and go on", "What waits for {} goes on as if it had succeeded.", "Why?"),
    "abort": (
        "Abort the release",
        "{} ends for good: its pipelines are cancelled and its tasks closed.",
        "Why?",
    ),
    "start anyway": (
        "Start anyway",
        (
            "{} starts all the same. A freeze that is on lets it through; where a gate cannot be "
            "opened as it is, it goes on hold there."
        ),
        "Why?",
    ),
}


def draw(
    carries: buttons.ReasonForm, about: str, *, outputs: Sequence[str] = (), typed: str = ""
) -> Block:
    """`about` names it: a task, an activity, or for *Abort* the release with its reference.

    `outputs` are what it would have given: what is typed for them is what later work reads;
    `typed` is the reason, where it was said with the verb.
    """
    title, consequence, question = _WORDS[carries.verb]
    return modal(
        title,
        buttons.REASON,
        head=[
            section(consequence.format(f"*{name(about, 200).replace('*', '∗')}*")),
            field(
                question,
                text_field(TEXT, value=typed, multiline=True, longest=2000),
                TEXT,
                hint="Everyone in the release's thread reads this.",
            ),
        ],
        body=[[_output(n, each)] for n, each in enumerate(outputs[:_MOST])],
        submit=title,
        carries=carries,
    )


def _output(n: int, output: str) -> Block:
    hint = "What it would have given. Left empty, whatever reads it goes on hold and says so."
    return field(output, text_field(output_id(n)), output_id(n), optional=True, hint=hint)


def output_id(n: int) -> str:
    return f"reason.output.{n}"


def read_outputs(view: dict[str, Any], outputs: Sequence[str]) -> dict[str, str]:
    """What was typed, by the output's name; of what was left empty nothing."""
    state = view["state"]["values"]
    typed = {each: text_of(state, output_id(n)) for n, each in enumerate(outputs[:_MOST])}
    return {each: value for each, value in typed.items() if value}


def read(view: dict[str, Any]) -> str:
    """The reason; empty only when it was blanks, which the caller refuses at `TEXT`."""
    return text_of(view["state"]["values"], TEXT)
