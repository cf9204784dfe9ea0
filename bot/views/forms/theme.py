"""A form of the editor: one theme of one part of a process, drawn, read, and made an edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.views.blocks import context, modal
from bot.views.elements import Block
from bot.views.forms.notation import Amiss
from bot.views.forms.questions import Question, Seen, Sent
from bot.views.modals.answers import chosen_of
from orchestration.processes.edits import ProcessEdit
from orchestration.processes.model import Activity, Phase, Process
from orchestration.processes.tasks import TaskSpec
from orchestration.processes.vocabulary import Vocabulary
from orchestration.values import Frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The part that is edited, and what surrounds it."""

    process: Process
    phase: Phase | None = None
    activity: Activity | None = None
    task: TaskSpec | None = None
    at: int | None = None
    """Which input or question; None for one that is added."""
    kind: str = ""
    """What was just chosen in the open form."""
    around: Vocabulary = field(default_factory=Vocabulary)

    def the_phase(self) -> Phase:
        assert self.phase is not None  # noqa: S101 - themes of phases are drawn of phases
        return self.phase

    def the_activity(self) -> Activity:
        assert self.activity is not None  # noqa: S101 - see the_phase
        return self.activity

    def the_task(self) -> TaskSpec:
        assert self.task is not None  # noqa: S101 - see the_phase
        return self.task


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    name: str
    """What the form is called in buttons: `activity.times`."""
    label: str
    """On the button or in the menu: *Time and failure*."""
    title: Callable[[About], str]
    """At most 24 characters."""
    questions: Callable[[About], Sequence[Question]]
    seen: Callable[[About], Seen]
    edit: Callable[[About, Mapping[str, Any]], ProcessEdit]
    """Raises `Amiss` where two fields do not go together."""

    def draw(self, about: About, callback_id: str, carries: Frozen, *, says: str = "") -> Block:
        seen = self.seen(about)
        if about.kind:
            seen = {**seen, "kind": about.kind}
        return modal(
            self.title(about),
            callback_id,
            head=[context(says), *(each.draw(seen) for each in self.questions(about))],
            submit="Save",
            carries=carries,
        )

    def read(self, about: About, view: Mapping[str, Any]) -> ProcessEdit | dict[str, str]:
        """The edit, or what is wrong by the block it stands under."""
        sent, seen = Sent.of(view), self.seen(about)
        about = replace(about, kind=chosen_of(sent.state, "kind"))
        values: dict[str, Any] = dict(seen)
        problems: dict[str, str] = {}
        for each in self.questions(about):
            try:
                values |= each.read(sent, seen)
            except Amiss as amiss:
                problems[each.block] = str(amiss)
        if problems:
            return problems
        try:
            return self.edit(about, values)
        except Amiss as amiss:
            block = amiss.block if amiss.block in sent.fields else min(sent.fields)
            return {block: str(amiss)}

    def said(self, about: About) -> list[str]:
        """What is set already, a few words each."""
        seen = self.seen(about)
        return [said for each in self.questions(about) if (said := each.said(seen))]
