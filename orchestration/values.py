"""The small words everything else is written in: frozen values, ids and natural keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import NewType

from pydantic import BaseModel, ConfigDict

UserId = NewType("UserId", str)
"""A Slack user id such as `U012AB3CD`."""
GroupId = NewType("GroupId", str)
"""A Slack user group id such as `S012AB3CD`."""
ChannelId = NewType("ChannelId", str)
DraftId = NewType("DraftId", str)
ProcessId = NewType("ProcessId", str)
"""A slug such as `web-release`, unique in the workspace."""
ReleaseId = NewType("ReleaseId", str)
ReleaseGroupId = NewType("ReleaseGroupId", str)
"""A slug such as `payments-weekly`, unique in the workspace."""
FreezeId = NewType("FreezeId", str)
"""A slug such as `christmas`, unique in the workspace."""
ExecutionId = NewType("ExecutionId", str)
ActivityRef = NewType("ActivityRef", str)
"""`phase.activity`: one activity's place in a process."""
TaskId = NewType("TaskId", str)
"""`execution/phase.activity/task`: one task of one running activity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRound:
    """One task as it was asked one time."""

    task_id: TaskId
    round: int


class Frozen(BaseModel):
    """A value: equal by content, never changed, refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def effect_key(kind: str, subject: str, occasion: str = "") -> str:
    """The natural key of something owed: the thing itself, and what makes it happen once."""
    return f"{kind}:{subject}:{occasion}"


def id_from(prefix: str, door_key: str) -> str:
    """An id made from what Slack already made unique, so that a redelivery makes the same thing."""
    return f"{prefix}_{hashlib.blake2b(door_key.encode(), digest_size=9).hexdigest()}"


def slug(text: str, *, fallback: str = "item", longest: int = 48) -> str:
    """`QA & Sign-off` → `qa-sign-off`: an id that people can type and YAML can carry."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    return "-".join(words)[:longest].strip("-") or fallback


def telling_slug(text: str, *, fallback: str = "item") -> str:
    """A slug that differs where names do: what its letters cannot say, a short hash does.

    `Web` is `web`; `Web релиз` and `Web сборка` are not the same thing, nor are all long names
    that begin alike.
    """
    short, key = slug(text, fallback=fallback), name_key(text)
    latin = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    if short == latin.replace(" ", "-"):
        return short
    return f"{short[:40].strip('-')}-{hashlib.blake2b(key.encode(), digest_size=3).hexdigest()}"


def unique_slug(text: str, taken: set[str], *, fallback: str = "item") -> str:
    """A slug nobody has yet: `build`, `build-2`, `build-3` …; adds it to `taken`."""
    base = slug(text, fallback=fallback)
    chosen, n = base, 1
    while chosen in taken:
        n += 1
        chosen = f"{base}-{n}"
    taken.add(chosen)
    return chosen


def name_key(text: str) -> str:
    """Names are the same however capitalised, spaced or punctuated, in any script.

    `QA & Sign-off` is `qa sign off`; a name of nothing but signs stays as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    spelt = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return " ".join(spelt.split()) or " ".join(folded.split())


def role_key(name: str) -> str:
    """Roles are the same however they are capitalised or spaced: `QA  Lead` is `qa lead`."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def plain_line(text: str, longest: int = 150) -> str:
    """One line of printable text, cut with an ellipsis; what people typed stays recognisable."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
