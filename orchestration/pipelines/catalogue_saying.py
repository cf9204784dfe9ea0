"""What is wrong in the pipelines file, in words that say where and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from orchestration.strict_yaml import Place

MEND: Final = {
    "missing": "is missing",
    "string_type": "must be text; put it in quotes",
    "tuple_type": "must be a list, such as [a, b]",
    "dict_type": "must be a map, such as NAME: value",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a map",
    "too_short": "must begin with a program",
    "string_pattern_mismatch": "may hold letters, digits, - and _, and begins with a letter",
}
"""Pydantic's kinds of complaint, in words that say what to mend."""


def explained(
    entry: Place, error: ErrorDetails, kind: type[BaseModel], providers: Iterable[str] = ()
) -> str:
    """One complaint of pydantic about this entry, as a sentence that says what to mend."""
    where = words_of((*entry, *error["loc"]))
    match error["type"]:
        case "extra_forbidden":
            known = nearest(str(error["loc"][-1]), _fields(kind, error["loc"][:-1]))
            return f"{where} is not known.{known}"
        case "literal_error" if error["loc"] == ("provider",):
            return f"{where} is not known; the providers are: {', '.join(providers)}"
        case "literal_error":
            return f"{where} must be {error.get('ctx', {}).get('expected')}"
        case "value_error":
            return f"{where} {error.get('ctx', {}).get('error')}"
        case other:
            return f"{where} {MEND.get(other, error['msg'])}"


def _fields(kind: type[BaseModel], inside: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand there, as the file spells them."""
    for key in inside:
        named = (f for name, f in kind.model_fields.items() if key in {name, f.alias})
        parts = [p for f in named for p in (f.annotation, *get_args(f.annotation))]
        kind = next((p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)), kind)
    return [each.alias or name for name, each in kind.model_fields.items()]


def words_of(place: Place) -> str:
    """`("pipelines", "deploy", "argv", 0)` → `deploy.argv[1]`; people count from one."""
    section = str(place[0])
    words = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in place[1:])
    bare = section == "pipelines" and words.startswith(".")
    return words.lstrip(".") if bare else f"{section}{words}"


def nearest(word: str, known: Any) -> str:
    """` Did you mean “timeout”?`, or nothing."""
    found = get_close_matches(word, list(known), 1)
    return f" Did you mean “{found[0]}”?" if found else ""
