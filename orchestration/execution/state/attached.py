"""What people attach to a task: comments, and evidence that is kept beside the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    by: UserId
    at: datetime
    text_id: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A link, or a file that is copied to the evidence store and known by its SHA-256 there."""

    id: str
    """Of this task alone."""
    by: UserId
    at: datetime
    round: int
    file: str = ""
    """The workspace's own id of it; empty for a link."""
    text_id: str = ""
    """Of a link: people write it, so it lies among their texts."""
    link: str = ""
    """Where the workspace shows the file."""
    field: str = ""
    """The question of the form that it answers."""
    name: str = ""
    size: int = 0
    sha256: str = ""
    """Empty until it has been copied."""
    lost: str = ""
    """Why it could not be copied, in words for people."""

    @property
    def awaited(self) -> bool:
        """It was given and is not in the store yet."""
        return bool(self.file) and not self.sha256 and not self.lost

    @property
    def as_output(self) -> str:
        """What a form's answer is to whoever reads it: the name, and what proves the content."""
        return f"{self.name} sha256:{self.sha256}"
