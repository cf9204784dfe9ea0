"""What one check found: well, not well and how to mend it, or not to be known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    FAILED = "failed"
    OPEN = "open"
    """Not asked for, or not to be known from here; no fault."""


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    verdict: Verdict
    said: str
    mend: str = ""
    """What a person does about it; every failure has one."""


def well(check: str, said: str) -> Finding:
    return Finding(check, Verdict.OK, said)


def wrong(check: str, said: str, mend: str) -> Finding:
    return Finding(check, Verdict.FAILED, said, mend)


def left_open(check: str, said: str, mend: str = "") -> Finding:
    return Finding(check, Verdict.OPEN, said, mend)
