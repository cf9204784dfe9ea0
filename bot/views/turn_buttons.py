"""What the buttons and forms about waiting for one another carry."""

from __future__ import annotations

from orchestration.values import ExecutionId, Frozen

GO_ON = "turn.go_on"
MOVE_UP = "turn.move_up"
SET_PLACES = "resource.set_places"
GO_ON_FORM = "turn.go_on_form"
MOVE_UP_FORM = "turn.move_up_form"
PLACES_FORM = "resource.places_form"


class TurnButton(Frozen):
    """A phase as it was reached one time."""

    execution_id: ExecutionId
    phase: str
    attempt: int


class RequestButton(Frozen):
    """One that waits in the queue."""

    request: str


class PlacesButton(Frozen):
    resource: str = ""
    """Empty: one that is named in the form."""
    places: int = 1
