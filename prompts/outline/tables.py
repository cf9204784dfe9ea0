"""Tables whose rows are steps: columns are found by their headings."""
# ruff: noqa: E501 -- patterns and word lists are read as wholes

from __future__ import annotations

import re
from typing import Final

from prompts.outline import cues, roles
from prompts.outline.reading import Context, make
from prompts.outline.sentences import unbroken
from prompts.outline.step import Step

_COLUMNS: Final = {
    "step": re.compile(r"(?i)^(?:steps?|tasks?|activit(?:y|ies)|actions?|what|description|items?|to-?do|details?|action item|schritt|aufgabe|tätigkeit|étape|tâche|tarea|paso|tarefa|passo|check)\b"),
    "owner": re.compile(r"(?i)^(?:owners?|who|role|responsible|responsibility|assignee|performed by|performer|dri|team|lead|by whom|actor|person|verantwortlich|wer|zuständig|responsable|responsável)\b"),
    "when": re.compile(r"(?i)^(?:when|date|day|time|timing|deadline|due|wann|termin|zeitpunkt|quand|cuándo|quando|fecha|data|t-?minus|duration)\b"),
    "command": re.compile(r"(?i)^(?:commands?|script|how|befehl|commande|comando)\b"),
    "approval": re.compile(r"(?i)^(?:approv\w*|sign-?off|gate|freigabe|signed off)\b"),
    "type": re.compile(r"(?i)^(?:type|mode|automated|automation|kind|typ)\b"),
}  # fmt: skip
MOST_ROWS: Final = 401
_YES = re.compile(r"(?i)^(?:y|yes|ja|oui|sí|sim|x|✓|✔|✅|true|required|needed)\b|^[✓✔✅]")
_EMPTY = re.compile(r"^[\s\-–—.…]*$")


def columns_of(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, cell in enumerate(header):
        words = unbroken(cell).strip("*_ ")
        for name, pattern in _COLUMNS.items():
            if name not in found and pattern.match(words):
                found[name] = n
                break
    return found


def steps_of_table(rows: list[list[str]], context: Context) -> list[Step]:
    """A row is a step when a column says so; history, calendars and figures have none."""
    if len(rows) < 2:
        return []
    columns = columns_of(rows[0])
    if "step" not in columns or (len(columns) < 2 and len(rows[0]) > 2):
        return []
    out: list[Step] = []
    previous_owner = ""
    for row in rows[1:MOST_ROWS]:
        cell = {name: row[n] if n < len(row) else "" for name, n in columns.items()}
        text = cell["step"]
        if _EMPTY.match(unbroken(text)) or not re.search(r"[^\W\d_]", text):
            continue
        owner = unbroken(cell.get("owner", "")).strip("*_ ")
        owner = previous_owner if owner in {'"', "''", "〃", "ditto"} else owner
        previous_owner = owner
        step = make(
            text, context, marked="" if not owner or _EMPTY.match(owner) else roles.tidy(owner)
        )
        if cell.get("when"):
            step.when = unbroken(cell["when"])[:120]
        if command := cell.get("command", "").strip("` "):
            step.command, step.kind = command[:2000], "automated"
        if _YES.match(unbroken(cell.get("approval", ""))) or cues.asks_approval(
            cell.get("approval", "")
        ):
            step.approval, step.kind = True, "manual"
        if "type" in cell and re.search(r"(?i)auto|script|ci\b|pipeline", cell["type"]):
            step.kind = "automated"
        out.append(step)
    return out
