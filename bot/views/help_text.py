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
    (
        "redo [REF] [FROM]",
        "run an activity and what depends on it again: the next candidate",
    ),
    ("abort REF", "stop a release for good; it asks for the reason"),
    ("roles", "who is who"),
)
_REST = (
    (
        "revise PROCESS WORDS",
        "change a process in words: proposed change by change; in its draft's thread mention me",
    ),
    ("process NAME", "one process with its phases"),
    ("process import", "a process from a YAML file, as a draft"),
    ("store [WORDS]", "activities that others made, to use in a process"),
    ("store pipelines [WORDS]", "pipelines that steps can run, and what each takes and gives"),
    ("inputs [PROCESS]", "its input sets: complete or what is open; new, edit, copy, export"),
    ("inputs import", "an input set from a YAML file"),
    ("sign REF [SIGN-OFF]", "what you can sign, also before it is asked: it counts then"),
    ("groups [WORDS]", "release groups: what is made on which cadence; makes new ones"),
    ("group NAME", "one release group with its next dates; `group NAME edit`, `pause` or `skip`"),
    ("hotfix GROUP", "a release after what is live; what is in its way can be paused"),
    ("handover REF @person", "give a release to another owner, with a backup"),
    ("away UNTIL [@substitute]", "who is asked in your place, and until when; `away back` ends it"),
    ("stop REF why", "stop the line: nothing new starts; any full member in its channel can"),
    ("pause REF why", "the same, by who may operate it"),
    ("resume REF", "let it go on"),
    ("move REF [WHEN]", "plan it for another time: `tomorrow 10:00`, `Friday`"),
    ("skip REF [why]", "leave out a release that has not begun; it can be brought back"),
    ("skip REF ACTIVITY", "leave an activity out; it asks for the reason"),
    ("retry REF ACTIVITY", "begin what is on hold again"),
    ("ignore REF ACTIVITY", "go on without what is on hold"),
    ("clone REF", "a new release like another one"),
    ("rerun REF", "a finished release again, from its start or from what did not succeed"),
    ("audit REF", "who decided what, and when"),
    ("share [REF]", "say here how a release stands"),
    (
        "watch [REF], unwatch [REF]",
        "a direct message when it ends, is on hold or waits; or no more",
    ),
    ("board", "one message in this channel with a line for each unfinished release"),
    (
        "calendar [day|week|month|quarter] [tag:… group:… owner:… status:…]",
        "what is released when, as a picture and in words",
    ),
    ("limits", "how many releases that share a tag or an environment may be at once"),
    ("live [SERVICE]", "what runs where, since when, from which release"),
    ("digest", "what this channel is told of its releases each day, and when; `on`, `off`, `show`"),
    ("digest me on [TIME]", "your own day as a direct message: tasks, overdue first; `me off`"),
    ("freezes", "when nothing may start: now and to come, and who may let through"),
    ("freeze WHEN", "make one: `freeze every Friday 16:00 for 2d 16h`; end, edit or archive NAME"),
    ("freeze except REF why", "let a release through a freeze, or ask for it"),
    ("resources", "what releases share: who holds it, who is next, how many may hold it"),
    (
        "feed [FILTERS]",
        "a private link to the calendar for your calendar program; *Revoke* ends it",
    ),
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
