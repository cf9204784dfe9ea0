"""What people are asked to do, with the buttons that answer it; the same in every copy.

A sign-off says, in the order of product.md section 5: what is approved, what changed since
the last release, the results it rests on, what approving starts, who signed, who is missing, and
the deadline.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import buttons, sign_off_card, standing_in, task_menu, task_notes
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Block, Element, button
from bot.views.text import bold, code_block, listed, name, names, people, prose, when
from bot.views.wording import TASK, WORK, counted, says_itself
from orchestration.execution.state.statuses import TaskStatus, Verdict, WorkKind
from orchestration.read_models.task_cards import TaskCard, VerdictLine
from orchestration.values import UserId


def draw(card: TaskCard) -> Drawn:
    return message(as_text(card), head=blocks(card))


def blocks(card: TaskCard) -> list[Block | None]:
    """The card without its frame, as App Home shows it too."""
    return [
        section(f"{_title(card)}\n{_where(card)}"),
        *_ground(card),
        section(_state(card)),
        task_notes.attached(card),
        actions(*_buttons(card), block_id=task_menu.block_id(card)),
        context(_earlier(card.earlier_rounds)),
    ]


def short_blocks(card: TaskCard) -> list[Block | None]:
    """One row of *my tasks*: what, where, what is missing, and the buttons."""
    first = f"{_title(card)}\n{_where(card)}"
    starts = f"{_starts_label(card)} {names(card.starts)}" if card.starts else ""
    rests = f"Rests on: {names(card.rests_on, most=3)}" if card.rests_on else ""
    asked = prose(card.instructions, 300)
    text = "\n".join(each for each in (first, asked, rests, starts, _state(card)) if each)
    return [section(text), actions(*_buttons(card), block_id=task_menu.block_id(card))]


def row(card: TaskCard, asked: Sequence[UserId], *, brief: bool) -> list[Block | None]:
    """One of several tasks on a message that already says for which release and whom it asks."""
    rows = [f"{_title(card)} · {name(card.phase)}"]
    if card.status is not TaskStatus.OPEN:
        outcome = _outcome(card, str(TASK[card.status]), longest=120 if brief else 300)
        rows.append(outcome + _voided(card))
    elif tuple(asked) != card.assignees:
        rows.append(_asked(card))
    rows += task_notes.lines(card)
    if card.status is TaskStatus.OPEN and not brief:
        rows.append(prose(card.instructions, 300))
        rows += [f"{_starts_label(card)} {names(card.starts, most=2)}"] if card.starts else []
    rows += task_notes.in_short(card)
    said = section("\n".join(each for each in rows if each))
    return [said, actions(*_buttons(card), block_id=task_menu.block_id(card))]


def as_text(card: TaskCard) -> str:
    """All of it in plain words, beginning with what is wanted of whom."""
    said = WORK[card.kind]
    label = "" if says_itself(said, card.name) else f"{said.word}: "
    rows = [f"{label}{name(card.name)}", _where(card), _state(card, icons=False)]
    if card.to_decide:
        rows += [prose(card.instructions, 1200), prose(card.command, 600)]
        rows += _approved(card)
        rows += [f"Rests on: {names(card.rests_on)}"] if card.rests_on else []
        rows += [f"{_starts_label(card)} {names(card.starts)}"] if card.starts else []
    rows += task_notes.attached_lines(card)
    return "\n".join(each for each in [*rows, _earlier(card.earlier_rounds)] if each)


def _approved(card: TaskCard) -> list[str]:
    if card.kind is not WorkKind.SIGN_OFF:
        return []
    new = sign_off_card.since(card)
    said = [f"Approving: {sign_off_card.approving(card)}"]
    return [*said, f"Changed since {new}"] if new else said


def _title(card: TaskCard) -> str:
    said = WORK[card.kind]
    label = "" if says_itself(said, card.name) else f"*{said.word}:* "
    return f"{said.icon} {label}{bold(card.name)}"


def _where(card: TaskCard) -> str:
    again = f" · round {card.round}" if card.round > 1 else ""
    return f"{name(card.release_title)} · {name(card.phase)}{again}"


def _ground(card: TaskCard) -> list[Block | None]:
    """What somebody needs to know before deciding; folded away once it is settled."""
    if not card.to_decide:
        return []
    rests = "\n".join(f"• {name(each, 300)}" for each in card.rests_on[:8])
    more = f"\nand {len(card.rests_on) - 8} more" if len(card.rests_on) > 8 else ""
    signs = card.kind is WorkKind.SIGN_OFF
    new = sign_off_card.since(card)
    return [
        section(prose(card.instructions)) if card.instructions else None,
        section(f"*Approving:* {sign_off_card.approving(card)}") if signs else None,
        section(f"*Changed since* {new}") if new else None,
        section(f"*Run this:*\n{code_block(card.command)}") if card.command else None,
        section(f"*Rests on*\n{rests}{more}") if rests else None,
        section(f"*{_starts_label(card)}* {names(card.starts)}") if card.starts else None,
    ]


def _starts_label(card: TaskCard) -> str:
    return "Approving starts:" if card.kind is WorkKind.SIGN_OFF else "Then starts:"


def _state(card: TaskCard, *, icons: bool = True) -> str:
    """Who is asked and who is missing; or, once settled, who decided and when."""
    if card.status is TaskStatus.OPEN:
        return "\n".join([_asked(card), *task_notes.lines(card)])
    said = TASK[card.status]
    if card.status is TaskStatus.EARLY:
        return f"{said if icons else said.word}. {_EARLY}\n{_asked(card)}"
    return _outcome(card, str(said) if icons else said.word) + _voided(card)


_EARLY = (
    "What you approve now counts when its turn comes, unless something shown here has changed by "
    "then, or you are not asked any more."
)


def _voided(card: TaskCard) -> str:
    """What a redo made of an answer."""
    if card.voided_by is None or card.voided_at is None:
        return ""
    by, at = people([card.voided_by]), when(card.voided_at)
    return f"\nCounts no longer: {by} had the release redone as rc {card.voided_in}, {at}"


def _asked(card: TaskCard) -> str:
    role = f" ({name(', '.join(card.asked_as), 200)})" if card.asked_as else ""
    if card.kind is not WorkKind.SIGN_OFF:
        return f"Asked: {people(card.assignees)}{role}{standing_in.lines(card)}"
    besides = standing_in.lines(card)
    besides += f"\nThen asked: {people(card.later)}" if card.later else ""
    besides += f"\nNot {people(card.left_out)}, who started it" if card.left_out else ""
    if card.verdicts:
        signed = _signed(card.verdicts)
        waiting = people(card.missing or card.assignees)
        return f"{_count(card)} approved: {signed}\nWaiting for {waiting}{role}{besides}"
    of_them = "approvals are needed" if card.later else "of them must approve"
    quorum = f". {card.needed} {of_them}" if card.needed > 1 else ""
    return f"Asked: {people(card.assignees)}{role}{quorum}{besides}"


def _count(card: TaskCard) -> str:
    approved = sum(each.verdict is Verdict.APPROVED for each in card.verdicts)
    return f"{approved} of {card.needed}"


def _outcome(card: TaskCard, said: str, *, longest: int = 1200) -> str:
    if card.status is TaskStatus.APPROVED and card.verdicts:
        return f"{said} by {_signed(card.verdicts)}{sign_off_card.about_to_begin(card)}"
    by = f" by {people([card.settled_by])}" if card.settled_by else ""
    at = f", {when(card.settled_at)}" if card.settled_at else ""
    why = f": {prose(card.reason, longest)}" if card.reason else ""
    answers = "".join(f"\n• {name(key, 80)}: {name(value, 200)}" for key, value in card.answered)
    return f"{said}{by}{at}{why}{answers}"


def _signed(verdicts: Sequence[VerdictLine]) -> str:
    approved = [each for each in verdicts if each.verdict is Verdict.APPROVED]
    shown = [f"{_author(each)} {when(each.at)}{_early(each)}" for each in approved[:10]]
    return listed(shown, len(approved) - len(shown))


def _early(verdict: VerdictLine) -> str:
    return ", early" if verdict.early else ""


def _author(verdict: VerdictLine) -> str:
    whom = f" for {people([verdict.instead_of])}" if verdict.instead_of else ""
    return f"{people([verdict.by])}{whom}"


def _earlier(rounds: Sequence[VerdictLine]) -> str:
    """Earlier rounds in one line; their verdicts no longer count."""
    if not rounds:
        return ""
    shown = [
        f"{each.verdict.value} by {_author(each)} {when(each.at)}"
        + (f" (“{name(each.reason, 120)}”)" if each.reason else "")
        + _ended(each)
        for each in rounds[-5:]
    ]
    before = f"{counted(len(rounds) - 5, 'verdict')} before, " if len(rounds) > 5 else ""
    return f"Earlier, no longer counted: {before}{', '.join(shown)}"


def _ended(verdict: VerdictLine) -> str:
    """What became of one that was taken back, and why."""
    if verdict.ended is None or verdict.ended_at is None:
        return ""
    why = f": {name(verdict.why, 300)}" if verdict.why else ""
    return f" ({verdict.ended.value} {when(verdict.ended_at)}{why})"


def _buttons(card: TaskCard) -> list[Element]:
    return [*_answers(card), *task_menu.besides(card)]


def _answers(card: TaskCard) -> list[Element]:
    about = buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)
    of = f"{card.name}, {card.release_title}"
    says = f"Withdraw my approval of {of}"
    back = [button("Withdraw", buttons.TASK_WITHDRAW, about, says=says)]
    if card.undo_until:
        says = f"Undo my approval of {of}"
        return [button("Undo", buttons.TASK_UNDO, about, says=says)]
    if card.status is TaskStatus.EARLY:
        return [sign_off_card.early(card, about, of)]
    if card.status is not TaskStatus.OPEN:
        return back if card.can_withdraw else []
    match card.kind:
        case WorkKind.TODO:
            done = button("Done", buttons.TASK_DONE, about, style="primary", says=f"Done: {of}")
            return [done]
        case WorkKind.FORM:
            says = f"Fill in {of}"
            return [button("Fill in…", buttons.TASK_DONE, about, style="primary", says=says)]
        case WorkKind.FINALISE:
            says = f"Finalise {of}"
            return [button("Finalise…", buttons.TASK_DONE, about, style="primary", says=says)]
        case WorkKind.SIGN_OFF:
            return [
                sign_off_card.approve(card, about, of),
                button("Reject…", buttons.TASK_REJECT, about, style="danger", says=f"Reject {of}"),
                *(back if card.can_withdraw else []),
            ]
        case WorkKind.BY_HAND:
            label = "Done…" if card.fields else "Done"
            return [
                button(label, buttons.TASK_DONE, about, style="primary", says=f"Done: {of}"),
                button("Failed…", buttons.TASK_FAILED, about, style="danger", says=f"Failed: {of}"),
            ]
