"""What a step owes of the freezes that hold a release: its channel is told, its owner asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from orchestration.effects import Effect
from orchestration.effects.freeze import AnnounceFreeze, AskToResume
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.model import ProcessExecution


def of_freezes(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    """Nobody is asked while another freeze is on; that one asks when it is over."""
    if after.freezes is before.freezes or after.parent is not None:
        return
    known = {(each.freeze, each.begins): each for each in before.freezes}
    asks = all(each.over_at for each in after.frozen)
    for hold in after.freezes:
        was = known.get((hold.freeze, hold.begins))
        if was == hold:
            continue
        what = _how_it_stands(hold)
        yield AnnounceFreeze(
            execution_id=after.id,
            freeze=hold.freeze,
            begins=hold.begins,
            what=what,
            number=hold.told,
        )
        if what == "over" and asks:
            yield AskToResume(
                execution_id=after.id,
                freeze=hold.freeze,
                begins=hold.begins,
                number=hold.told,
            )


def _how_it_stands(hold: FreezeHold) -> Literal["held", "over", "lifted"]:
    if hold.resumed_at is not None:
        return "lifted"
    return "held" if hold.over_at is None else "over"
