"""What can be asked: eight verbs, and with `help all` every one."""

from __future__ import annotations

from bot.views.blocks import Drawn, context, message, section
from bot.views.text import escape

_FIRST = (
    ("draft", "paste how you release; a draft of the process comes back"),
    ("new PROCESS", "make a release, now or for later"),
    ("start REF", "start a release that is planned"),
    ("status [REF]", "where a release is and who is awaited"),
    ("mine", "what waits for you"),
    ("processes", "the processes you can release with"),
    ("abort REF", "stop a release for good; it asks for the reason"),
    ("roles", "who is who"),
)
_REST = (
    ("process NAME", "one process with its phases"),
    ("process import", "a process from a YAML file, as a draft"),
    ("store [WORDS]", "activities that others made, to use in a process"),
    ("inputs [PROCESS]", "its input sets: complete or what is open; new, edit, copy, export"),
    ("inputs import", "an input set from a YAML file"),
    ("audit REF", "who decided what, and when"),
    ("help", "the short list"),
    ("help all", "this list"),
)


def help_text(*, command: str = "/release", everything: bool = False) -> Drawn:
    """The list of verbs; `command` is the configured name."""
    verbs = _FIRST + (_REST if everything else ())
    shown = escape(command)
    rows = [f"`{shown} {verb}`: {what}" for verb, what in verbs]
    last = (
        "In a channel or a thread, mention me instead: `@Drumbeat status`. A thread of a release"
        " needs no reference."
    )
    more = "" if everything else f"`{shown} help all` lists the rest."
    text = "\n".join(each for each in [*rows, more, last] if each)
    return message(
        text.replace("`", ""), head=[section("\n".join(rows)), context(more), context(last)]
    )
