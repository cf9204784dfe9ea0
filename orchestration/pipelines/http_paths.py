"""Values out of a JSON answer, by JSONPath (RFC 9535)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Annotated, Any, Final

from jsonpath import JSONPathEnvironment, JSONPathError
from pydantic import AfterValidator

_RFC_9535: Final = JSONPathEnvironment(strict=True)


def _readable(path: str) -> str:
    try:
        _compiled(path)
    except JSONPathError as error:
        why = str(error).splitlines()[0]
        raise ValueError(f"is not a JSONPath such as $.run.id: {why}") from error
    return path


JsonPath = Annotated[str, AfterValidator(_readable)]


@lru_cache(maxsize=500)
def _compiled(path: str) -> Any:
    return _RFC_9535.compile(path)


def text_at(path: str, answer: object) -> str | None:
    """The first value there as text, a structure as JSON; None where there is none, or null."""
    if not isinstance(answer, dict | list):
        return None
    found = _compiled(path).match(answer)
    if found is None or found.obj is None:
        return None
    if isinstance(found.obj, str):
        return found.obj
    return json.dumps(found.obj, ensure_ascii=False, separators=(",", ":"))
