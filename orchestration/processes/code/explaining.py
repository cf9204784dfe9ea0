"""Pydantic's complaints in words that say what to mend, each where the file has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from orchestration.processes.code.faults import Fault, fault, nearest
from orchestration.processes.model import Process
from orchestration.strict_yaml import Place, Spot

MOST_FAULTS: Final = 50

_MEND: Final = {
    "missing": "is missing.",
    "string_type": "must be text; put it in quotes.",
    "tuple_type": "must be a list, such as [a, b].",
    "dict_type": "must be a map, such as name: value.",
    "bool_type": "must be true or false.",
    "bool_parsing": "must be true or false.",
    "int_type": "must be a whole number.",
    "int_parsing": "must be a whole number.",
    "float_type": "must be a number.",
    "float_parsing": "must be a number.",
    "model_type": "must be a map.",
    "model_attributes_type": "must be a map.",
}


def faults_of(
    invalid: ValidationError,
    data: dict[str, Any],
    spot: Callable[[Place], Spot | None],
    model: type[BaseModel] = Process,
) -> tuple[Fault, ...]:
    """What pydantic found, in the order of the file; of one value, the first thing said.

    `spot` says where the file has what is at a place of the data.
    """
    found: dict[str, Fault] = {}
    for error in invalid.errors(include_url=False):
        place = _real(error["loc"], data)
        made = fault(_words(error, place, model), spot(place), place)
        found.setdefault(made.path, made)
        if len(found) == MOST_FAULTS:
            break
    return tuple(sorted(found.values(), key=lambda each: (each.line, each.column)))


def _real(loc: tuple[int | str, ...], data: Any) -> Place:
    """The part of pydantic's location that is in the data; it names members of unions too."""
    place: list[str | int] = []
    here: Any = data
    for n, key in enumerate(loc):
        known, child = _child(here, key)
        if not known:
            last = n == len(loc) - 1 and isinstance(here, dict)
            return (*place, key) if last else tuple(place)
        here = child
        place.append(key)
    return tuple(place)


def _child(here: Any, key: int | str) -> tuple[bool, Any]:
    if isinstance(here, dict) and key in here:
        return True, here[key]
    if isinstance(here, list) and isinstance(key, int) and key < len(here):
        return True, here[key]
    return False, None


def _words(error: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    match error["type"]:
        case "extra_forbidden":
            return f"is not known here.{nearest(str(place[-1]), keys_at(place[:-1], model))}"
        case "literal_error" | "enum":
            return f"must be {error.get('ctx', {}).get('expected')}."
        case "value_error":
            return f"{error.get('ctx', {}).get('error')}."
        case other:
            return _MEND.get(other, f"cannot be taken: {error['msg']}.")


def keys_at(place: Place, model: type[BaseModel] = Process) -> list[str]:
    """The keys that may stand in the map at `place`."""
    for key in place:
        if isinstance(key, int):
            continue
        fields = {each.alias: each.annotation for each in model.model_fields.values()}
        inner = _model_in(fields.get(key))
        if inner is None:
            return []
        model = inner
    return [str(each.alias) for each in model.model_fields.values()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
