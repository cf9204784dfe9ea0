"""The evidence folder: a file that people give is only as safe as the place it is copied to."""

from __future__ import annotations

import os

from bot.doctor.finding import Finding, well, wrong
from bot.settings import Settings


def evidence_finding(settings: Settings) -> Finding:
    """Whether this user can write there, or make it; nothing is made."""
    path = settings.evidence_folder.absolute()
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return wrong(
            "evidence",
            f"{path} cannot be written: files that people give would wait",
            f"Let this user write to {there}, or set DRUMBEAT_EVIDENCE.",
        )
    return well("evidence", str(settings.evidence_folder))
