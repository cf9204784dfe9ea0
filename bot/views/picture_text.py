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
    more += ["The rest is as it was."] if page.compared else []
    details = (_differing, _by_mark, _by_name) if page.compared else (_in_full, _in_short, _by_name)
    for detail in details:
        said = (detail(each) for each in page.phases)
        text = " ".join([head, *_sentences(page.notes), *(each for each in said if each), *more])
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


def _differing(phase: PhaseBox) -> str:
    """What differs in a phase and how; nothing where nothing does."""
    return _of_what_differs(phase, notes=True)


def _by_mark(phase: PhaseBox) -> str:
    return _of_what_differs(phase, notes=False)


def _of_what_differs(phase: PhaseBox, *, notes: bool) -> str:
    inside = [_marked(each, notes=notes) for each in phase.activities if each.marks]
    inside += [phase.summary] if phase.summary and phase.marks else []
    if not phase.marks:
        return f"{_name(phase.name)}: {'; '.join(inside)}." if inside else ""
    return f"The phase {'; '.join([_marked(phase, notes=notes), *inside])}."


def _marked(box: ActivityBox | PhaseBox, *, notes: bool) -> str:
    """`Load test changed (owner: Performance team)`."""
    said = f"{_name(box.name)} {listed(box.marks)}"
    short = ", ".join(one_line(each, 120) for each in box.notes) if notes else ""
    return f"{said} ({short})" if short else said


def _sentences(notes: Sequence[str]) -> list[str]:
    return [f"{one_line(each, 120).rstrip('.')}." for each in notes]


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
