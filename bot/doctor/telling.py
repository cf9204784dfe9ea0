"""Saying what the checks found: a line each for people, one document for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from bot.doctor.finding import Finding, Verdict

_MARKS = {Verdict.OK: ("✓", "green"), Verdict.FAILED: ("✗", "red"), Verdict.OPEN: ("–", "dim")}
_WIDTH = 13
"""Of the column that names the check."""


def print_finding(console: Console, finding: Finding) -> None:
    mark, style = _MARKS[finding.verdict]
    line = Text.assemble((mark, style), f" {finding.check:<{_WIDTH}} ", finding.said)
    console.print(line, soft_wrap=True)
    for each in finding.mend.splitlines():
        console.print(Text(f"  {'':<{_WIDTH}} → {each}"), soft_wrap=True)


def as_json(findings: Sequence[Finding]) -> str:
    healthy = not any(each.verdict is Verdict.FAILED for each in findings)
    document = {"healthy": healthy, "checks": [asdict(each) for each in findings]}
    return json.dumps(document, ensure_ascii=False, indent=2)
