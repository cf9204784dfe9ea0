"""What a manual activity of Harness asks of people, as tasks: its approvals and its tasks."""

from __future__ import annotations

import re
from typing import Any

from orchestration.processes.harness.making import Made, name_of, safe_id
from orchestration.processes.harness.parts import Part
from orchestration.strict_yaml import Place

_PLACEHOLDER = re.compile(r"\s*(?:\$\{|<\+)\s*([\w.]+)\s*[}>]\s*")
APPROVALS = ("approval_type", "approver", "approvers", "required_approvals")
_SIGN = "Say the deadline as `deadline: 2 d` of the sign-off; reminders follow from it."


def tasks_of(part: Part, name: str) -> list[Made]:
    """A sign-off from the approval keys, then the tasks of the list."""
    found = [_task(each) for each in part.parts("tasks", "task")]
    if any(part.has(key) for key in APPROVALS):
        found.insert(0, _sign_off(part, name))
    part.drop("Drumbeat tells everyone who is asked, in Slack.", "notifications")
    part.drop(_SIGN, "reminders", "deadline", "escalation")
    return found


def _sign_off(part: Part, name: str) -> Made:
    kind = part.text("approval_type").lower()
    people = [_role(part, *each) for each in part.texts("approvers")]
    people += [_role(part, *each) for each in part.texts("approver")]
    made = Made(part.place)
    made.put("id", "sign-off")
    made.put("name", name)
    made.put("kind", "sign_off")
    approvals: dict[str, Any] = {"from": list(dict.fromkeys(people))} if people else {}
    needed, place = part.take("required_approvals")
    if (isinstance(needed, int) and not isinstance(needed, bool)) or needed in ("majority", "all"):
        approvals["needed"] = needed
    elif needed in ("unanimous", "single"):
        approvals["needed"] = "all" if needed == "unanimous" else 1
    elif needed is not None:
        part.report.note(place, "is not a number and was left out.", "Say needed: 1, n or all.")
    elif kind in ("multiple", "sequential"):
        approvals["needed"] = "all"
    if kind == "sequential":
        approvals["order"] = "sequential"
    elif kind not in ("", "single", "multiple"):
        part.note("approval_type", f"“{kind}” is not known; it was left out.", "Choose an order.")
    made.put("approvals", approvals)
    return made


def _role(part: Part, text: str, place: Place) -> str:
    """`${release_manager}` → the role “Release manager”."""
    found = _PLACEHOLDER.fullmatch(text)
    role = name_of(found[1].split(".")[-1]) if found else text
    part.report.note(place, f"is the role “{role}” here.", "Say who that is with *Who is who…*.")
    return role


def _task(part: Part) -> Made:
    made = Made(part.place)
    name = part.text("name")
    identifier = part.text("identifier", "id")
    made.put("id", safe_id(identifier or name or "task"), part.place)
    made.put("name", name or name_of(identifier) or "Task", part.at("name"))
    made.put("instructions", part.text("description"), part.at("description"))
    required, place = part.take("required")
    if isinstance(required, bool):
        made.put("required", required, place)
    elif required is not None:
        part.note(
            "required",
            "depends on an expression of Harness; the task is required here.",
            "Write true, false or an expression.",
        )
    groups = part.texts("userGroups", "usergroups")
    made.put("assignees", [_role(part, *each) for each in groups], part.at("userGroups"))
    part.drop("A deadline can be said as `deadline`.", "expectedDuration")
    part.drop("It belongs to a run, not to the process.", "status", "actualDuration")
    part.finish()
    return made
