"""The picker of `new` without a name: which process the release is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal
from bot.views.elements import Block, Choice, select
from bot.views.modals.answers import chosen_of
from orchestration.values import ChannelId, ProcessId

CALLBACK = "release.process"
PROCESS = "release.process"


def draw(
    processes: Sequence[tuple[ProcessId, str]], channel: ChannelId | None, *, typed: str = ""
) -> Block:
    """At most 100 processes; beyond, `new NAME` names one."""
    menu = select(PROCESS, [Choice(title, process_id) for process_id, title in processes])
    more = "Only the first 100 are listed; write the name of another after `new`."
    return modal(
        "New release",
        CALLBACK,
        head=[field("Process", menu, PROCESS, hint=more if len(processes) > 100 else typed)],
        submit="Go on",
        carries=buttons.DraftForm(channel=channel),
    )


def read(view: dict[str, Any]) -> ProcessId:
    return ProcessId(chosen_of(view["state"]["values"], PROCESS))
