"""The living message of a release: one sentence for anybody, then where it is, who is awaited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.views import again, buttons, control, described, follow_buttons, planned, redo_buttons
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Block, Element, button
from bot.views.text import bold, clock, name, names, our_words, people, prose, when
from bot.views.wording import ACTIVITY, RELEASE, counted, said_of
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.read_models.cards import PhaseLine, ReleaseCard, SkippedLine
from orchestration.read_models.freeze_card import FreezeLine
from orchestration.releases.model import ReleaseStatus

_BAR = 10
_DEEPER = "\u2003"
"""Slack keeps this space at the beginning of a line."""
_PHASES, _AWAITED, _SKIPPED, _OPEN, _EARLY = 15, 8, 5, 6, 5
_QUIET = frozenset({ActivityStatus.PENDING, ActivityStatus.SUCCEEDED})


def draw(card: ReleaseCard) -> Drawn:
    return message(
        as_text(card),
        head=[section(sentence(card)), context(_facts(card))],
        body=[[each] for each in _details(card)],
        tail=[actions(*_buttons(card), block_id="release.actions")],
    )


def status_of(card: ReleaseCard, *, here: bool = False, watches: bool = False) -> Drawn:
    """The answer to `status`: the same picture, with what one may do who only follows it.

    `here` where there is a channel to share it in; `watches` where this person does.
    """
    follow = follow_buttons.stop_watching if watches else follow_buttons.watch
    return message(
        as_text(card),
        head=[section(sentence(card)), context(_facts(card))],
        body=[[each] for each in _details(card)],
        tail=[
            actions(
                follow_buttons.share(card.release_id, card.title) if here else None,
                None if card.status.ended else follow(card.release_id, card.title),
            )
        ],
    )


def as_text(card: ReleaseCard) -> str:
    """All of it in plain words."""
    rows = [sentence(card), _facts(card, icons=False), _end(card), paused(card, icons=False)]
    rows += [frozen(each, icons=False) for each in card.frozen]
    rows += [open_inputs(card, "- "), *described.rows(card, linked=False)]
    rows += _awaited_rows(card, icons=False)
    rows += [early_row(card)] if card.signed_early else []
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
        said += "".join(f"\n   waiting: {our_words(waits)}" for waits in each.waits_for)
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
    if card.scheduled_for and not card.started_at:
        facts.append(f"planned for {when(card.scheduled_for)}")
    if card.started_at:
        facts.append(f"started {when(card.started_at)}")
    if card.ended_at:
        facts.append(f"ended {when(card.ended_at)}")
    return " · ".join(facts)


def _details(card: ReleaseCard) -> list[Block | None]:
    progress = [bar(card.settled, card.total)] if card.total else []
    phases = "\n".join([*progress, *phase_rows(card.phases, icons=True)])
    rows = _awaited_rows(card, icons=True)
    awaited = "\n".join(each if each.startswith((_DEEPER, "↳")) else f"• {each}" for each in rows)
    inputs = " · ".join(f"{name(key, 60)}: {name(value, 120)}" for key, value in card.inputs[:20])
    return [
        section(_end(card)) if _end(card) else None,
        section(paused(card)) if card.paused else None,
        *(section(frozen(each)) for each in card.frozen),
        section(open_inputs(card, "• ")) if card.open_inputs else None,
        section(f"*Awaited now*\n{awaited}") if awaited else None,
        section(phases) if phases else None,
        context(early_row(card)),
        context("\n".join(described.rows(card))),
        context("\n".join(["*Skipped*", *_skipped_rows(card.skipped)]) if card.skipped else ""),
        context(inputs),
    ]


def paused(card: ReleaseCard, *, icons: bool = True) -> str:
    """Who stopped it, why, and what begins when it goes on."""
    pause = card.paused
    if pause is None:
        return ""
    did = "stopped the line" if pause.line_stopped else "paused it"
    why = f": {prose(pause.reason, 600)}" if pause.reason else ""
    mark = f"{RELEASE[ReleaseStatus.PAUSED].icon} " if icons else ""
    rows = [f"{mark}{people([pause.by])} {did} {when(pause.at)}{why}"]
    if pause.holds_back:
        rows.append(f"Held back until it is resumed: {names(pause.holds_back)}")
    return "\n".join(rows)


def frozen(freeze: FreezeLine, *, icons: bool = True) -> str:
    """Which freeze holds it, what goes on all the same, and what begins when it is over."""
    mark = f"{RELEASE[ReleaseStatus.PAUSED].icon} " if icons else ""
    called = f"the freeze “{name(freeze.name, 80)}”"
    if freeze.over_at is not None:
        rows = [f"{mark}{called[:1].upper()}{called[1:]} is over: it waits to be resumed."]
    else:
        rows = [f"{mark}Held by {called} until {when(freeze.until)}"]
    if freeze.goes_on:
        rows.append(f"Goes to its end all the same: {names(freeze.goes_on)}")
    if freeze.holds_back:
        rows.append(f"Held back until it is resumed: {names(freeze.holds_back)}")
    return "\n".join(rows)


def open_inputs(card: ReleaseCard, mark: str) -> str:
    """What a planned release lacks before it can start."""
    if not card.open_inputs:
        return ""
    rows = [f"{mark}{name(each, 250)}" for each in card.open_inputs[:_OPEN]]
    more = len(card.open_inputs) - len(rows)
    rows += [f"and {more} more"] if more else []
    asked = counted(len(card.open_inputs), "input")
    return "\n".join([f"It cannot start yet: {asked} to fill in", *rows])


def _awaited_rows(card: ReleaseCard, *, icons: bool) -> list[str]:
    rows = []
    for each in card.awaited[:_AWAITED]:
        said = ACTIVITY[each.status]
        who = f": {people(each.people, most=5)}" if each.people else ""
        role = f" ({name(', '.join(each.asked_as), 80)})" if each.asked_as else ""
        since = f", since {when(each.since)}" if each.since else ""
        detail = f". {_sentence_of(name(each.detail, 200))}" if each.detail else ""
        if each.begins_at:
            detail += f". Starts {clock(each.begins_at)}; its sign-off can be undone until then"
        if each.next_try_at:
            tries = "{} of {}".format(*each.tries)
            detail += f". Next try {clock(each.next_try_at)} ({tries})"
        title = f"{said.icon} {bold(each.name)}" if icons else name(each.name)
        far = f": {bar(each.settled, each.total)}" if each.total else ""
        within = f"{_DEEPER * each.depth}↳ " if each.depth else ""
        rows.append(f"{within}{title}, {said.word}{far}{who}{role}{since}{detail}")
    more = max(card.awaited_in_all, len(card.awaited)) - len(rows)
    if more > 0:
        rows.append(f"and {more} more")
    return rows


def _sentence_of(reason: str) -> str:
    """A reason as the core keeps it, `it was rejected`, where a sentence begins."""
    return reason[:1].upper() + reason[1:]


def early_row(card: ReleaseCard) -> str:
    """`Signed early: Go or no go by @Dana`; empty where nothing is."""
    if not card.signed_early:
        return ""
    first = card.signed_early[:_EARLY]
    shown = [f"{name(each.name, 80)} by {people(each.people, most=5)}" for each in first]
    more = len(card.signed_early) - len(shown)
    return f"Signed early: {'; '.join(shown)}{f'; and {more} more' if more else ''}"


def _skipped_rows(skipped: Sequence[SkippedLine]) -> list[str]:
    rows = [_skipped_row(each) for each in skipped[:_SKIPPED]]
    return [*rows, f"and {len(skipped) - _SKIPPED} more"] if len(skipped) > _SKIPPED else rows


def _skipped_row(line: SkippedLine) -> str:
    title = name(line.name, 80) + (", when its turn comes" if line.planned else "")
    why = f": {name(line.reason, 200)}" if line.reason else ""
    return title + why + (f" — {people([line.by])}" if line.by else "")


def _end(card: ReleaseCard) -> str:
    if not card.ended_reason:
        return ""
    by = f" by {people([card.ended_by])}" if card.ended_by else ""
    return f"{RELEASE[card.status].word}{by}: {prose(card.ended_reason, 1500)}"


def _before_its_time(card: ReleaseCard) -> str:
    """Slack shows no local times in a question, so it is the same clock for all."""
    at = card.scheduled_for if card.status is ReleaseStatus.SCHEDULED else None
    return f" It is planned for {at:%d %b %Y, %H:%M} UTC." if at else ""


def _startable(card: ReleaseCard) -> planned.Startable:
    return planned.Startable(
        card.release_id,
        card.reference,
        card.title,
        card.process_name,
        card.process_version,
        len(card.phases),
        "" if card.waiting_for_input else _before_its_time(card),
    )


def _start_label(card: ReleaseCard) -> str:
    return "Start now" if card.status is ReleaseStatus.MISSED else "Start"


def _buttons(card: ReleaseCard) -> list[Element]:
    about = buttons.ReleaseButton(release_id=card.release_id)
    drawn: list[Element] = []
    if card.status.can_start:
        drawn.append(planned.start_button(_startable(card), _start_label(card)))
        says = f"Check whether {card.title} can start"
        drawn.append(button("Check", buttons.RELEASE_CHECK, about, says=says))
    if card.status.can_start and card.open_inputs:
        drawn.append(planned.fill_in_button(about, card.title))
    if card.status is ReleaseStatus.SKIPPED:
        drawn.append(planned.bring_back_button(about, card.title))
    drawn += [each for each in (control.line_button(card), *again.ended_buttons(card)) if each]
    if card.started_at and not card.status.ended:
        redo = redo_buttons.RedoButton(release_id=card.release_id)
        drawn.append(button("Redo…", redo_buttons.RELEASE_REDO, redo, says=f"Redo {card.title}"))
    if not card.status.ended:
        drawn.append(button("Abort…", buttons.RELEASE_ABORT, about, says=f"Abort {card.title}"))
    menus = control.running_menu(card), again.planned_menu(card)
    return [*drawn, *(each for each in menus if each)]
