"""The small phrases inside a sentence: who, how many, where, what is to be added."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from orchestration.people.model import is_slack_id
from orchestration.processes.model import OnFailure
from orchestration.processes.revising.changes import How
from orchestration.processes.tasks import Quorum
from orchestration.values import plain_line

_MENTION = re.compile(r"<[@!](?:subteam\^)?([A-Z0-9]+)(?:\|[^<>]*)?>")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
AND: Final = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_OWNED: Final = re.compile(
    r"(?:,\s*|\s+)(?P<how>owned by|done by|led by|signed(?: off)? by|approved by|by) (?P<r>.+)$",
    re.IGNORECASE,
)
_KIND: Final = re.compile(
    r"^(?:an?\s+|the\s+)?(?:new\s+)?(?P<kind>(?:sign[- ]?off|approval|manual|automated|phase)\b)?"
    r"(?:\s*\b(?:step|activity|called|named|of|for)\b)*\s*",
    re.IGNORECASE,
)
_COUNTS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FAILURES: Final = (
    (OnFailure.IGNORE, ("ignore", "go on", "goes on", "continue", "carry on", "proceed")),
    (OnFailure.RETRY, ("retry", "retries", "try again", "tried again")),
    (OnFailure.FAIL, ("fail", "abort", "stop the release")),
    (OnFailure.HOLD, ("hold", "wait", "ask", "pause", "stop")),
)


class Added(NamedTuple):
    """What shall be added: its name, what it is, and whose."""

    name: str
    kind: Literal["activity", "sign_off", "automated", "phase"]
    who: str
    signs: bool


def added(said: str) -> Added:
    """`a sign-off by Legal` has no name of its own: that is what it is called."""
    found = _OWNED.search(said)
    who, how = (found["r"], found["how"].lower()) if found else ("", "")
    bare = said[: found.start()] if found else said
    match = _KIND.match(bare)
    word = (match["kind"] or "").lower() if match else ""
    name = bare[match.end() :].strip() if match else bare
    signs = word.startswith(("sign", "appro")) or how.startswith(("signed", "approved"))
    if signs and not name:
        name = f"{bare_role(who)} sign-off".strip().capitalize() if who else "Sign-off"
    if word == "phase":
        return Added(name, "phase", who, signs=False)
    kind: Literal["sign_off", "automated", "activity"] = (
        "sign_off" if signs else "automated" if word == "automated" else "activity"
    )
    return Added(name, kind, who, signs)


def owned(said: str) -> tuple[str, str]:
    """`Build, owned by QA lead` is where, and whose."""
    found = _OWNED.search(said)
    return (said[: found.start()], found.group().lstrip(", ")) if found else (said, "")


def bare_role(said: str) -> str:
    """A role, or the id of a person or group who is mentioned; empty for nobody."""
    if mentioned := _MENTION.fullmatch(said.strip()):
        return mentioned[1] if is_slack_id(mentioned[1]) else ""
    bare = _ARTICLE.sub("", plain_line(said, 120).lstrip("@"))
    return "" if bare.casefold() in {"nobody", "no one", "none"} else bare


def quorum(said: str) -> Quorum:
    word = said.lower()
    if word in {"all", "everybody", "everyone"}:
        return "all"
    if word.endswith("majority"):
        return "majority"
    return _COUNTS.get(word) or max(int(word), 1)


def how(said: str) -> How:
    word = said.lower()
    if word.endswith(("after", "behind")):
        return "after"
    if word.endswith("before") or "of" in word.split()[-1:]:
        return "before"
    return "beside"


def end(said: str) -> How:
    return "first" if said.lower() in {"beginning", "start", "top", "front"} else "last"


def on_failure(said: str) -> OnFailure | None:
    word = said.lower()
    return next((each for each, words in _FAILURES if any(one in word for one in words)), None)
