"""How lists and values are written in a field of a form, and read back the same.

Names stand with commas between them; a name with a comma in it stands in quotes. Values stand one a
line, `region = eu`; what is not a text is written as JSON, and so is a text that would read as one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from pydantic import JsonValue

from bot.views.text import cut


class Amiss(ValueError):  # noqa: N818 - said of what was typed
    """What is wrong with it, in words that stand under the field (`block`, where not its own)."""

    def __init__(self, text: str, block: str = "") -> None:
        super().__init__(text)
        self.block = block


def names_text(names: Iterable[str]) -> str:
    """`web, api, "Legal, EU"`."""
    return ", ".join(
        '"' + each.replace('"', '""') + '"' if _needs_quotes(each) else each for each in names
    )


def read_names(text: str) -> tuple[str, ...]:
    """Each once, in the order they were written."""
    try:
        rows = list(csv.reader(io.StringIO(text), skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise Amiss("A quote is never closed. Put quotes round the whole of a name.") from error
    return tuple(dict.fromkeys(each.strip() for row in rows for each in row if each.strip()))


def values_text(values: Mapping[str, JsonValue]) -> str:
    """`region = eu`, a line each."""
    return "\n".join(f"{_key_text(key)} = {value_text(value)}" for key, value in values.items())


def read_values(text: str) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for n, line in _lines(text):
        name, after = _key(line, n)
        if not after.startswith("="):
            raise Amiss(f"Line {n} has no =. Write name = value.")
        _once(found, name, n)
        found[name] = read_value(after[1:].strip())
    return found


def outputs_text(outputs: Iterable[str], sources: Mapping[str, str]) -> str:
    """`digest`, or `digest = {{ … }}` where it comes from elsewhere; a line each."""
    return "\n".join(
        f"{_key_text(each)} = {value_text(sources[each])}" if each in sources else _key_text(each)
        for each in dict.fromkeys([*outputs, *sources])
    )


def read_outputs(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    found: dict[str, str] = {}
    for n, line in _lines(text):
        name, after = _key(line, n)
        _once(found, name, n)
        source = read_value(after[1:].strip()) if after.startswith("=") else ""
        if not isinstance(source, str):
            raise Amiss(f"Line {n}: “{cut(name, 60)}” comes from an expression, as in {{{{ … }}}}.")
        found[name] = source
    return tuple(found), {name: source for name, source in found.items() if source}


def value_text(value: JsonValue) -> str:
    """As it is written on one line."""
    if isinstance(value, str) and _plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def read_value(text: str) -> JsonValue:
    """JSON where it is JSON, otherwise the text itself."""
    try:
        found: JsonValue = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text
    return found


def texts_text(texts: Iterable[str]) -> str:
    """A text a line."""
    return "\n".join(each if _plain_text(each) else json.dumps(each) for each in texts)


def read_texts(text: str) -> tuple[str, ...]:
    """Each once; a line in quotes is the text within them."""
    read = [_unquoted(line) for _, line in _lines(text)]
    return tuple(dict.fromkeys(read))


def _unquoted(line: str) -> str:
    if not line.startswith('"'):
        return line
    found = read_value(line)
    return found if isinstance(found, str) else line


def _lines(text: str) -> list[tuple[int, str]]:
    rows = text.replace("\r\n", "\n").split("\n")
    return [(n, row.strip()) for n, row in enumerate(rows, 1) if row.strip()]


def _key(line: str, n: int) -> tuple[str, str]:
    """The name, and what stands after it."""
    if line.startswith('"'):
        try:
            name, end = json.JSONDecoder().raw_decode(line)
        except (ValueError, RecursionError):
            raise Amiss(f"Line {n} has a quote that is never closed.") from None
        if not isinstance(name, str):
            raise Amiss(f"Line {n} has no name.")
        return name, line[end:].strip()
    name, sign, value = line.partition("=")
    if not name.strip():
        raise Amiss(f"Line {n} has no name before the =.")
    return name.strip(), f"={value}" if sign else ""


def _key_text(key: str) -> str:
    return key if _plain_text(key) and "=" not in key else json.dumps(key)


def _once(found: Mapping[str, Any], name: str, n: int) -> None:
    if name in found:
        raise Amiss(f"“{cut(name, 60)}” is said twice, again in line {n}.")


def _plain(text: str) -> bool:
    """True when it reads back as this very text."""
    return _plain_text(text) and read_value(text) is text


def _plain_text(text: str) -> bool:
    one_line = not any(sign in text for sign in "\n\r")
    return bool(text) and text == text.strip() and one_line and not text.startswith('"')


def _needs_quotes(name: str) -> bool:
    return not name or name != name.strip() or any(sign in name for sign in ',"\n\r')


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
