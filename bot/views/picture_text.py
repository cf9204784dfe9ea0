"""A picture in words, for those who do not see it: phase by phase, as much as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.text import cut, one_line
from orchestration.read_models.picture_page import ActivityBox, PhaseBox, PicturePage, WorkShown
from orchestration.words import count, listed

ALT_TEXT = 2000
"""What Slack takes (slack.md, Block Kit limits)."""
WORDS = {
    WorkShown.AUTOMATED: "pipeline",
    WorkShown.BY_HAND: "run by hand",
    WorkShown.TODO: "to do",
    WorkShown.SIGN_OFF: "sign-off",
    WorkShown.SUBPROCESS: "process",
}


def alt_text(page: PicturePage, longest: int = ALT_TEXT) -> str:
    """`Web: 3 phases, 5 activities. Build (starts at once): Compile, pipeline.` and so on."""
    head = f"{one_line(page.title, 120) or 'A process'}: {one_line(page.subtitle, 200)}."
    more = [f"And {count(page.more, 'more phase')}."] if page.more else []
    text = ""
    for detail in (_in_full, _in_short, _by_name):
        text = " ".join([head, *(detail(each) for each in page.phases), *more])
        if len(text) <= longest * 0.9:  # room for what Slack counts twice
            return text
    return cut(text, longest)


def _in_full(phase: PhaseBox) -> str:
    said = [_activity(phase, each) for each in phase.activities]
    said += [f"and {phase.more} more"] if phase.more else []
    return f"{_place(phase)}: {'; '.join(said) or phase.summary or 'empty'}."


def _in_short(phase: PhaseBox) -> str:
    said = [f"{_name(each.name)}, {WORDS[each.work]}" for each in phase.activities]
    said += [f"and {phase.more} more"] if phase.more else []
    return f"{_place(phase)}: {'; '.join(said) or phase.summary or 'empty'}."


def _by_name(phase: PhaseBox) -> str:
    inside = phase.summary or count(len(phase.activities) + phase.more, "activity", "activities")
    return f"{_place(phase)}: {inside}."


def _place(phase: PhaseBox) -> str:
    after = [_name(each) for each in phase.after_named[:3]]
    more = len(phase.after_named) - len(after)
    said = [f"after {listed([*after, f'{more} more'] if more else after)}"] if after else []
    said = said or ["starts at once"]
    said += _marks(phase)
    return f"{_name(phase.name)} ({', '.join(said)})"


def _activity(phase: PhaseBox, box: ActivityBox) -> str:
    before = [_name(phase.activities[n].name) for n in box.after if n < len(phase.activities)]
    before += [one_line(each, 80) for each in box.after_elsewhere]
    said = [_name(box.name), WORDS[box.work]]
    said += [one_line(box.who, 60)] if box.who else []
    said += [f"after {_some(before)}"] if before else []
    return ", ".join([*said, *_marks(box)])


def _marks(box: ActivityBox | PhaseBox) -> list[str]:
    return [*(["optional"] if box.optional else []), *(["conditional"] if box.conditional else [])]


def _some(names: Sequence[str]) -> str:
    return listed([*names[:3], f"{len(names) - 3} more"] if len(names) > 4 else names)


def _name(text: str) -> str:
    return one_line(text, 60) or "(no name)"
