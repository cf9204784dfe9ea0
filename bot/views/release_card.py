"""The living message of a release: one sentence for anybody, then where it is, who is awaited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.views import buttons
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Block, Element, button, confirm
from bot.views.inputs import carried
from bot.views.text import bold, clock, name, our_words, people, prose, when
from bot.views.wording import ACTIVITY, RELEASE, counted, said_of
from orchestration.execution.statuses import ActivityStatus
from orchestration.read_models.cards import AwaitedLine, PhaseLine, ReleaseCard, SkippedLine
from orchestration.releases.model import ReleaseStatus

_BAR = 10
_PHASES, _AWAITED, _SKIPPED, _OPEN = 15, 8, 5, 6
_QUIET = frozenset({ActivityStatus.PENDING, ActivityStatus.SUCCEEDED})


def draw(card: ReleaseCard) -> Drawn:
    return message(
        as_text(card),
        head=[section(sentence(card)), context(_facts(card))],
        body=[[each] for each in _details(card)],
        tail=[actions(*_buttons(card), block_id="release.actions")],
    )


def status_of(card: ReleaseCard) -> Drawn:
    """The answer to `status`: the same picture, without buttons."""
    return message(
        as_text(card),
        head=[section(sentence(card)), context(_facts(card))],
        body=[[each] for each in _details(card)],
    )


def as_text(card: ReleaseCard) -> str:
    """All of it in plain words."""
    rows = [sentence(card), _facts(card, icons=False), _end(card), open_inputs(card, "- ")]
    rows += _awaited_rows(card.awaited, icons=False)
    rows += [f"Skipped: {each}" for each in _skipped_rows(card.skipped)]
    rows += phase_rows(card.phases, icons=False)
    return "\n".join(each for each in rows if each)


def sentence(card: ReleaseCard) -> str:
    """The first line: what somebody who knows nothing of this release wants to know."""
    return our_words(card.sentence)


def bar(settled: int, total: int) -> str:
    """`▰▰▱▱ 2 of 4`; full only when everything is settled."""
    width = min(total, _BAR)
    full = settled * width // total if total else 0
    return f"{'▰' * full}{'▱' * (width - full)} {settled} of {total}"


def phase_rows(phases: Sequence[PhaseLine], *, icons: bool) -> list[str]:
    """A line a phase; of very many, those where something happens, the rest counted."""
    shown = list(phases)
    if len(phases) > _PHASES:
        shown = [each for each in phases if each.status not in _QUIET][:_PHASES]
    rows = []
    for each in shown:
        icon = f"{ACTIVITY[each.status].icon} " if icons else ""
        title = bold(each.name, 80) if icons else name(each.name, 80)
        said = f"{ACTIVITY[each.status].word}, {each.settled} of {each.total}"
        said += f", starts {when(each.begins_at)}" if each.begins_at else ""
        rows.append(f"{icon}{title}: {said}")
    listed = {id(each) for each in shown}
    rest = Counter(ACTIVITY[each.status].word for each in phases if id(each) not in listed)
    if rest:
        said = ", ".join(f"{n} {word}" for word, n in rest.items())
        rows.append(f"{'Other phases' if shown else 'Phases'}: {said}")
    return rows


def _facts(card: ReleaseCard, *, icons: bool = True) -> str:
    said = said_of(card.status, waiting_for_input=card.waiting_for_input)
    facts = [
        str(said) if icons else said.word,
        f"{name(card.process_name, 80)} version {card.process_version}",
        f"owner {people([card.owner])}",
    ]
    if card.input_set:
        facts.append(f"input set {name(card.input_set, 80)}")
    if card.status is ReleaseStatus.SCHEDULED and card.scheduled_for:
        facts.append(f"planned for {when(card.scheduled_for)}")
    if card.started_at:
        facts.append(f"started {when(card.started_at)}")
    if card.ended_at:
        facts.append(f"ended {when(card.ended_at)}")
    return " · ".join(facts)


def _details(card: ReleaseCard) -> list[Block | None]:
    progress = [bar(card.settled, card.total)] if card.total else []
    phases = "\n".join([*progress, *phase_rows(card.phases, icons=True)])
    awaited = "\n".join(f"• {each}" for each in _awaited_rows(card.awaited, icons=True))
    inputs = " · ".join(f"{name(key, 60)}: {name(value, 120)}" for key, value in card.inputs[:20])
    return [
        section(_end(card)) if _end(card) else None,
        section(open_inputs(card, "• ")) if card.open_inputs else None,
        section(f"*Awaited now*\n{awaited}") if awaited else None,
        section(phases) if phases else None,
        context("\n".join(["*Skipped*", *_skipped_rows(card.skipped)]) if card.skipped else ""),
        context(inputs),
    ]


def open_inputs(card: ReleaseCard, mark: str) -> str:
    """What a planned release lacks before it can start."""
    if not card.open_inputs:
        return ""
    rows = [f"{mark}{name(each, 250)}" for each in card.open_inputs[:_OPEN]]
    more = len(card.open_inputs) - len(rows)
    rows += [f"and {more} more"] if more else []
    asked = counted(len(card.open_inputs), "input")
    return "\n".join([f"It cannot start yet: {asked} to fill in", *rows])


def _awaited_rows(awaited: Sequence[AwaitedLine], *, icons: bool) -> list[str]:
    rows = []
    for each in awaited[:_AWAITED]:
        said = ACTIVITY[each.status]
        who = f": {people(each.people, most=5)}" if each.people else ""
        role = f" ({name(', '.join(each.asked_as), 80)})" if each.asked_as else ""
        since = f", since {when(each.since)}" if each.since else ""
        detail = f". {name(each.detail, 200)}" if each.detail else ""
        if each.next_try_at:
            tries = "{} of {}".format(*each.tries)
            detail += f". Next try {clock(each.next_try_at)} ({tries})"
        title = f"{said.icon} {bold(each.name)}" if icons else name(each.name)
        rows.append(f"{title}, {said.word}{who}{role}{since}{detail}")
    if len(awaited) > _AWAITED:
        rows.append(f"and {len(awaited) - _AWAITED} more")
    return rows


def _skipped_rows(skipped: Sequence[SkippedLine]) -> list[str]:
    rows = [
        name(each.name, 80) + (f": {name(each.reason, 200)}" if each.reason else "")
        for each in skipped[:_SKIPPED]
    ]
    return [*rows, f"and {len(skipped) - _SKIPPED} more"] if len(skipped) > _SKIPPED else rows


def _end(card: ReleaseCard) -> str:
    if not card.ended_reason:
        return ""
    by = f" by {people([card.ended_by])}" if card.ended_by else ""
    return f"{RELEASE[card.status].word}{by}: {prose(card.ended_reason, 1500)}"


def _buttons(card: ReleaseCard) -> list[Element]:
    about = buttons.ReleaseButton(release_id=card.release_id)
    drawn: list[Element] = []
    if card.status is ReleaseStatus.SCHEDULED:
        question = confirm(
            f"Start {card.reference}?",
            f"Start {card.title} now? It follows {card.process_name}, version"
            f" {card.process_version}: {counted(len(card.phases), 'phase')}. People are asked and"
            " pipelines start at once.",
            "Start",
        )
        start = button(
            "Start",
            buttons.RELEASE_START,
            about,
            style="primary",
            asks=question,
            says=f"Start {card.title}",
        )
        drawn.append(start)
    if card.status is ReleaseStatus.SCHEDULED and card.open_inputs:
        says = f"Fill in the inputs of {card.title}"
        drawn.append(button("Fill in…", carried.FILL_IN, about, says=says))
    if not card.status.ended:
        drawn.append(button("Abort…", buttons.RELEASE_ABORT, about, says=f"Abort {card.title}"))
    return drawn
