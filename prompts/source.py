"""The pasted text as what every claim of a model is held against."""

from __future__ import annotations

import re

from orchestration.people.model import is_slack_id
from orchestration.processes.durations import duration_from
from orchestration.values import name_key, plain_line

_LINK_TARGET = re.compile(r"\]\([^()\s]{1,500}\)")
_SLACK_LINK = re.compile(r"<[^<>|\s]{1,500}\|([^<>]{0,500})>")
_URL = re.compile(r"(?i)\b(?:https?|ftp|mailto|slack)[:/]{1,3}[^\s<>\"'|)\]]{1,300}")
_GAP = re.compile(r"\s*(?:\.\.\.|…|\[…\])\s*")
_PROMPT = re.compile(r"^\s*[$>#]\s+")
_MENTION = re.compile(r"^<[@!](?:subteam\^)?([A-Z0-9]+)(?:\|[^<>]*)?>$")
_NOBODY = frozenset({"", "none", "null", "n a", "na", "unknown", "tbd", "nobody", "unspecified"})


class Source:
    """One text, prepared once for many questions."""

    def __init__(self, text: str) -> None:
        self.text = text
        read = _SLACK_LINK.sub(r"\1", _LINK_TARGET.sub("]", text))
        self._words = name_key(text)
        self._read = name_key(read)
        self._known = frozenset(self._words.split()) | frozenset(self._read.split())
        self._lines = " ".join(text.split())

    def quoted(self, quotation: str) -> bool:
        """True when these words stand in the text in this order, whatever marks surround them.

        A quotation may leave something out with an ellipsis; its parts then stand in order.
        """
        parts = [name_key(each) for each in _GAP.split(quotation) if name_key(each)]
        return bool(parts) and (_in_order(parts, self._words) or _in_order(parts, self._read))

    def command(self, command: str) -> bool:
        """True when every line of it stands in the text, apart from a shell's prompt."""
        lines = [" ".join(_PROMPT.sub("", each).split()) for each in command.splitlines()]
        told = [each for each in lines if each]
        return bool(told) and all(each in self._lines for each in told)

    def role(self, name: str) -> str | None:
        """The owner, where the text speaks of one: by a word, by initials, or by Slack id."""
        if mentioned := _MENTION.match(name.strip()):
            name = mentioned[1]
        name = plain_line(self.said(name).lstrip("@"), 120)
        key = name_key(name)
        if key in _NOBODY:
            return None
        if is_slack_id(name) and any(c.isdigit() for c in name):
            return name if name in self.text else None
        words = key.split()
        initials = "".join(each[0] for each in words)
        spoken = any(each in self._known for each in words) or key in self._words
        return name if spoken or (len(words) > 1 and initials in self._known) else None

    def duration(self, said: str) -> str:
        """A length of time whose numbers stand in the text; otherwise nothing."""
        try:
            duration_from(said)
        except ValueError:
            return ""
        told = frozenset(re.findall(r"\d+", self.text))
        return said if all(each in told for each in re.findall(r"\d+", said)) else ""

    def said(self, said: str) -> str:
        """What a model wrote without control characters and without addresses of its own."""
        shown = "".join(c for c in said if c.isprintable() or c == "\n")
        return _URL.sub(lambda found: found[0] if found[0] in self.text else "", shown).strip()


def _in_order(parts: list[str], words: str) -> bool:
    at = 0
    for part in parts:
        found = words.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
