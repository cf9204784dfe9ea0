"""A clause as read, and the classes of words that reading it goes by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from prompts.outline import verbs
from prompts.outline.cleaning import BREAK
from prompts.outline.cues import CONDITION

Form = Literal["imperative", "actor", "passive", "event", "gerund", "label", "none"]
SUBORDINATE = re.compile(
    r"(?i)^(?:if|when|once|after|before|as soon as|until|while|in case|unless|for|on|in|at(?! (?:least|most)\b)|from|with|using|via|by|during|upon|following|assuming|provided|given|to|depending|in order to|as|since|because|prior to|within|under|inside|through|should|where|whenever|about|approximately|around|every|each|wenn|falls|sobald|nachdem|bevor|(?:one|two|three)(?! (?:of|or|other|people|approvals|sign-?offs|votes|members|maintainers|committers|reviewers|approvers|engineers|developers)\b)|t)\b"
)
MODAL: Final = frozenset(
    "must should will shall can may needs need to has have is are ought be would".split()
)
ADVERBS: Final = frozenset("then also now automatically manually finally immediately first usually typically only always "
                                 "again normally generally jointly either both all".split())  # fmt: skip
AUX: Final = frozenset(
    "is are was were will must should shall has have had can may needs cannot isn't aren't".split()
)
DETERMINERS: Final = frozenset(
    "the a an all any your our its their this that these those each every to on in at for from with via whether if that how when there what which".split()
)
SOMEONE: Final = frozenset(
    "someone somebody people everyone everybody anyone it they we he she you who".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What one sentence says: the act, its doer and what it waits for."""

    text: str
    """What follows adverbs and conditions, as it stands."""
    form: Form = "none"
    verb: str = ""
    owner: str = ""
    machine: bool = False
    subject: str = ""
    rest: str = ""
    """After the verb."""
    condition: str = ""
    modal: bool = False

    @property
    def conditional(self) -> bool:
        return bool(CONDITION.match(self.condition))


def bare(text: str) -> str:
    return text.strip(".,;:!?\"'()[]*_" + BREAK).lower()


def verb_like(word: str) -> str:
    """The base form when the word can open an order, else nothing; hyphens may be missing."""
    word = bare(word)
    if (
        word in verbs.STRONG
        or word in verbs.GESTURES
        or word in verbs.DUTIES
        or word in {"do", "bring"}
    ):
        return word
    head, _, tail = word.partition("-")
    return (
        word
        if tail
        and (head in verbs.STRONG or head in ("double", "re", "self", "auto", "back", "force"))
        and tail in verbs.STRONG
        else ""
    )


def after(text: str, words: list[str], count: int) -> str:
    """The text behind its first `count` words."""
    at = 0
    flat = text.replace(BREAK, " ")
    for word in words[:count]:
        at = flat.index(word, at) + len(word)
    return text[at:].strip()
