"""What differs for one occurrence of a group: who owns it, what it runs, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.views.blocks import context, modal
from bot.views.elements import Block
from bot.views.forms import reading
from bot.views.forms.notation import Amiss
from bot.views.forms.questions import Question, Seen, Sent, Typed
from bot.views.groups import carried
from bot.views.groups.asked import OfInputSet, OfProcess, OnePerson
from bot.views.groups.parts import Around
from bot.views.text import name
from orchestration.releases.model import Release
from orchestration.values import Frozen, ProcessId, UserId

OWNER: Final = "occurrence.owner"
PROCESS: Final = "occurrence.process"
SET: Final = "occurrence.set"
TAKES: Final = "occurrence.takes"


class Changed(Frozen):
    owner: UserId
    process_id: ProcessId
    input_set: str | None
    """Of the process that it had: another one follows none."""
    expected_duration: timedelta | None


def draw(release: Release, around: Around, carries: carried.ChangeForm) -> Block:
    return modal(
        "Change this one",
        carried.CHANGE_FORM,
        head=[
            context(
                f"{name(release.title)}: an edit of its group leaves it as it is from then on."
            ),
            *(each.draw(_seen(release)) for each in _questions(around)),
            context("*Move…* gives it another time, *Fill in…* its inputs."),
        ],
        submit="Save",
        carries=carries,
    )


def read(view: Mapping[str, Any], release: Release, around: Around) -> Changed | dict[str, str]:
    """What was said; or what is wrong by the field it stands under."""
    seen, sent = _seen(release), Sent.of(view)
    values: dict[str, Any] = dict(seen)
    problems: dict[str, str] = {}
    for each in _questions(around):
        try:
            values |= each.read(sent, seen)
        except Amiss as amiss:
            problems[each.block] = str(amiss)
    return problems or Changed(
        owner=values[OWNER] or release.owner,
        process_id=values[PROCESS],
        input_set=values[SET] if values[PROCESS] == release.process_id else None,
        expected_duration=values[TAKES],
    )


def _seen(release: Release) -> Seen:
    return {
        OWNER: release.owner,
        PROCESS: release.process_id,
        SET: release.input_set,
        TAKES: release.expected_duration,
    }


def _questions(around: Around) -> list[Question]:
    sets = [OfInputSet(block=SET, label="Input set", sets=around.sets)] if around.sets else []
    return [
        OnePerson(block=OWNER, label="Owner"),
        OfProcess(
            block=PROCESS,
            label="Process",
            processes=around.processes,
            hint="Another one follows no input set; what fits of its inputs stays.",
        ),
        *sets,
        Typed(
            block=TAKES,
            label="Takes about",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="3h",
        ),
    ]
