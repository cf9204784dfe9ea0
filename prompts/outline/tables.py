"""Tables whose rows are steps: columns are found by their headings."""

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
    "when": re.compile(r"(?i)^(?:when|date|day|time|timing|deadline|due|wann|termin|zeitpunkt|quand|cuándo|quando|fecha|data(?! \w)|t-?minus|duration)\b"),
    "command": re.compile(r"(?i)^(?:commands?|script|how|befehl|commande|comando)\b"),
    "approval": re.compile(r"(?i)^(?:approv\w*|sign-?off|gate|freigabe|signed off)\b"),
    "stage": re.compile(r"(?i)^(?:phase|stage|milestone|etappe|étape|fase)\b"),
    "type": re.compile(r"(?i)^(?:type|mode|automated|automation|kind|typ)\b"),
    "number": re.compile(r"(?i)^(?:#|no\.?$|nr\.?$|number|order|seq|sequence)(?:\W|$)"),
    "after": re.compile(r"(?i)^(?:depends(?: on)?|dependenc(?:y|ies)|predecessors?|prerequisites?|blocked by|waits for|after)$"),
    "notes": re.compile(r"(?i)^(?:notes?|remarks?|comments?|instructions)$"),
}  # fmt: skip
MOST_ROWS: Final = 401
_YES = re.compile(r"(?i)^(?:y|yes|ja|oui|sí|sim|x|✓|✔|✅|true|required|needed)\b|^[✓✔✅]")
_NO = re.compile(r"(?i)^(?:n|no|nein|non|não|none|n/?a|false)\b")
_SIGNS = re.compile(
    r"(?i)\b(?:sign(?:s|ed)?[- ]?offs?|approv(?:al|es|ed|er)s?|required|needed|by|must|from)\b"
)
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


_SHARE = re.compile(r"^[\s*_]*(?:[RACISV](?:\s*[/,&+]?\s*[RACISV])?)?[\s*_–—-]*$")


def shares_of_work(rows: list[list[str]]) -> bool:
    """True for a RACI table: roles head its columns, letters stand in its cells."""
    cells = [cell for row in rows[1:40] for cell in row[1:]]
    said = [cell for cell in cells if not _EMPTY.match(cell)]
    return len(rows[0]) > 2 and len(said) > 1 and all(_SHARE.match(cell) for cell in said) and any(
        "R" in cell for cell in said
    )  # fmt: skip


def by_letter(header: list[str], row: list[str], wanted: str) -> str:
    """Who is responsible (`R`), or for an approval who is accountable (`A`), in a RACI row."""
    for letter in (wanted, "R", "A"):
        for n, cell in enumerate(row[1 : len(header)], 1):
            if letter in cell:
                return unbroken(header[n]).strip("*_ ")
    return ""


def has_doers(rows: list[list[str]]) -> bool:
    """A table of steps with their owners tells work, under whatever title it stands."""
    return bool(rows) and {"step", "owner"} <= set(columns_of(rows[0]))


def steps_of_table(rows: list[list[str]], context: Context) -> list[Step]:
    """A row is a step when a column says so; history, calendars and figures have none."""
    if len(rows) < 2:
        return []
    columns = columns_of(rows[0])
    if "step" not in columns and "stage" in columns:
        columns["step"] = columns.pop("stage")
    letters = {"step": columns.get("step", 0)} if shares_of_work(rows) else {}
    columns = letters or columns
    if "step" not in columns or (len(columns) < 2 and len(rows[0]) > 2 and not letters):
        return []
    out: list[Step] = []
    waits: list[str] = []
    approvers: list[str] = []
    previous_owner = ""
    for row in rows[1:MOST_ROWS]:
        cell = {name: row[n] if n < len(row) else "" for name, n in columns.items()}
        text = cell["step"]
        if _EMPTY.match(unbroken(text)) or not re.search(r"[^\W\d_]", text):
            continue
        owner = unbroken(cell.get("owner", "")).strip("*_ ")
        if letters:
            owner = by_letter(rows[0], row, "A" if cues.asks_approval(text) else "R")
        owner = previous_owner if owner in {'"', "''", "〃", "ditto"} else owner
        previous_owner = owner
        step = make(
            text, context, marked="" if not owner or _EMPTY.match(owner) else roles.tidy(owner)
        )
        if cell.get("when"):
            step.when = unbroken(cell["when"])[:120]
        step.group = unbroken(cell.get("stage") or cell.get("when", "")).strip("*_ ")[:120]
        if command := cell.get("command", "").strip("` "):
            step.command, step.kind = command[:2000], "automated"
        if _YES.match(unbroken(cell.get("approval", ""))) or cues.asks_approval(
            cell.get("approval", "")
        ):
            step.approval, step.kind = True, "manual"
        if "type" in cell and re.search(r"(?i)auto|script|ci\b|pipeline", cell["type"]):
            step.kind = "automated"
        step.number = unbroken(cell.get("number", "")).strip("*_ .#")[:20]
        step.description = step.description or unbroken(cell.get("notes", ""))[:2000]
        out.append(step)
        waits.append(unbroken(cell.get("after", "")).strip("*_ ")[:300])
        approvers.append(_approver(unbroken(cell.get("approval", "")).strip("*_ "), step))
    if any(waits):
        _wait(out, waits)
    return _with_approvers(out, approvers, context)


def _wait(steps: list[Step], said: list[str]) -> None:
    """What each row waits for: earlier rows, by their number or their name; none is none."""
    known: dict[str, Step] = {}
    for n, (step, row) in enumerate(zip(steps, said, strict=True), 1):
        parts = [row] if row.casefold() in known else re.split(r"[,;&+]| and ", row)
        named = [known[key] for part in parts if (key := part.strip(" #.").casefold()) in known]
        step.after = tuple({id(each): each for each in named}.values())
        for key in (step.number or str(n), step.name, step.text):
            known.setdefault(key.casefold(), step)


def _approver(cell: str, step: Step) -> str:
    """Who approves a row where its cell names somebody else than who performs it."""
    if not cell or _YES.match(cell) or _NO.match(cell) or _EMPTY.match(cell) or len(cell) > 60:
        return ""
    who = roles.tidy(_SIGNS.sub(" ", cell))
    if not who or who.casefold() == step.owner.casefold():
        return ""
    if not step.owner or step.approval:
        step.owner, step.approval, step.kind = step.owner or who, True, "manual"
        return ""
    return who


def _with_approvers(steps: list[Step], approvers: list[str], context: Context) -> list[Step]:
    """A sign-off of its own behind each row that somebody else approves; the rest waits for it."""
    out: list[Step] = []
    sign_offs: dict[int, Step] = {}
    for step, who in zip(steps, approvers, strict=True):
        if step.after is not None:
            step.after = tuple(sign_offs.get(id(each), each) for each in step.after)
        out.append(step)
        if who:
            gate = make(f"{who} approves {step.name}", context, marked=who)
            gate.approval, gate.kind, gate.group, gate.when = True, "manual", step.group, step.when
            gate.evidence = step.evidence
            gate.after = (step,) if step.after is not None else None
            sign_offs[id(step)] = gate
            out.append(gate)
    return out
