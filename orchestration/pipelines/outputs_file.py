"""The outputs that a run left in a file: `name=value` lines, or one JSON object."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from orchestration.pipelines.command_runner import VALUE_LENGTH

LARGEST: Final = 64_000


def outputs_in(text: str) -> dict[str, str]:
    """Every output the text names; a line that is none is passed over."""
    if text.lstrip().startswith("{"):
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return {str(name): _text(value) for name, value in document.items() if value is not None}
    lines = (line.partition("=") for line in text.splitlines())
    return {name.strip(): _unquoted(value.strip()) for name, found, value in lines if found}


def outputs_in_zip(content: bytes) -> dict[str, str]:
    """The outputs of every small file of an archive, by the files' names."""
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for each in sorted(archive.namelist())[:20]:
                with archive.open(each) as file:
                    found |= outputs_in(file.read(LARGEST).decode(errors="replace"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return found
    return found


def declared(
    names: Iterable[str], found: Mapping[str, str], where: str
) -> tuple[dict[str, str], list[str]]:
    """The declared ones, and in words which are missing or too long."""
    taken, missed = dict[str, str](), list[str]()
    for name in names:
        if name not in found:
            missed.append(f"drumbeat: there is no output {name} in {where}")
        elif len(found[name]) > VALUE_LENGTH:
            missed.append(f"drumbeat: output {name} is longer than {VALUE_LENGTH} characters")
        else:
            taken[name] = found[name]
    return taken, missed


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
