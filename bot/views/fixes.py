"""The button that mends one finding of a look before the start."""

from __future__ import annotations

from typing import assert_never

from bot.views import buttons, in_the_way, planned
from bot.views.elements import Element, button
from orchestration.releases.findings import Finding, Fix
from orchestration.values import ProcessId


def fix_button(
    finding: Finding, about: buttons.ReleaseButton, process_id: ProcessId, title: str
) -> Element | None:
    return mending(finding.fix, about, process_id, title) if finding.fix else None


def mending(fix: Fix, about: buttons.ReleaseButton, process_id: ProcessId, title: str) -> Element:
    match fix:
        case Fix.INPUTS:
            return planned.fill_in_button(about, title)
        case Fix.ROLES:
            return button("Who is who…", buttons.ROLES_EDIT, says="Change who is who")
        case Fix.PROCESS:
            of = buttons.ProcessButton(process_id=process_id)
            return button("Edit the process", buttons.PROCESS_EDIT, of)
        case Fix.TIME:
            return button("Move or allow…", in_the_way.SHOW, about, says=f"Move or allow {title}")
        case _:
            assert_never(fix)
