"""The forms that move a release to another time, and that leave it out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from bot.views import in_the_way, planned
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, moment_field, text_field
from bot.views.modals.answers import moment_of, text_of
from bot.views.text import bold, when
from orchestration.read_models.in_the_way import NOTHING, InTheWay
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ChannelId, Frozen, ReleaseId

TO, WHY = "move.to", "skip.why"


class PlannedForm(Frozen):
    """The release as it was shown."""

    release_id: ReleaseId
    revision: int
    channel: ChannelId | None = None
    """Where it was opened."""
    known: tuple[str, ...] = ()
    """Conflicts of the time that was chosen, as they were shown."""


class Skipped(NamedTuple):
    form: PlannedForm
    reason: str


def move(
    release: Release,
    proposed: datetime,
    channel: ChannelId | None,
    way: InTheWay = NOTHING,
) -> Block:
    """Names the release with its version, and when it was to start; `way`, what was found in the
    way at the time that was chosen: sent once more it is moved all the same.
    """
    carried = _carried(release, channel).model_copy(update={"known": in_the_way.keys_of(way)})
    return modal(
        "Move",
        planned.MOVE_FORM,
        head=[
            section(f"{bold(release.title)} {_stands(release)}"),
            section(in_the_way.said_of(way)) if way.lines else None,
            section(in_the_way.slots_said(way)) if way.slots else None,
            field("Starts", moment_field(TO, value=proposed), TO),
            in_the_way.why_field(optional=True) if way.lines else None,
        ],
        submit="Move all the same" if way.lines else "Move",
        carries=carried,
    )


def skip(release: Release, channel: ChannelId | None, *, typed: str = "") -> Block:
    said = (
        f"{bold(release.title)} {_stands(release)} It is left out: it does not start, and can be "
        "brought back."
    )
    return modal(
        "Skip",
        planned.SKIP_FORM,
        head=[
            section(said),
            field(
                "Why?",
                text_field(WHY, value=typed, multiline=True, longest=2000),
                WHY,
                optional=True,
                hint="Everyone who sees its card reads this.",
            ),
        ],
        submit="Skip it",
        carries=_carried(release, channel),
    )


def read_moved(view: dict[str, Any]) -> tuple[PlannedForm, datetime | None]:
    form = PlannedForm.model_validate_json(view["private_metadata"])
    return form, moment_of(view["state"]["values"], TO)


def read_skipped(view: dict[str, Any]) -> Skipped:
    form = PlannedForm.model_validate_json(view["private_metadata"])
    return Skipped(form, text_of(view["state"]["values"], WHY))


def _stands(release: Release) -> str:
    if release.status is ReleaseStatus.SKIPPED:
        return "was left out; a time brings it back."
    if release.scheduled_for is None:
        return "has no time yet."
    verb = "was missed: it was" if release.status is ReleaseStatus.MISSED else "is"
    return f"{verb} planned for {when(release.scheduled_for)}."


def _carried(release: Release, channel: ChannelId | None) -> PlannedForm:
    return PlannedForm(release_id=release.id, revision=release.revision, channel=channel)
