"""A process's YAML to a process; every fault of the file at once, each with line and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from orchestration import strict_yaml
from orchestration.processes.code.explaining import faults_of
from orchestration.processes.code.faults import Fault, fault
from orchestration.processes.code.unwrapping import Unwrapped
from orchestration.processes.model import Process
from orchestration.strict_yaml import Document, NotStrictYaml, Place, Spot
from orchestration.values import slug

LARGEST: Final = 1_000_000
"""Bytes."""
TOO_LARGE: Final = "It is larger than 1 MB; a process of a thousand activities takes 200 kB."
MOST_ACTIVITIES: Final = 5_000
TOO_MANY_ACTIVITIES: Final = f"It has more than {MOST_ACTIVITIES:,} activities."


@dataclass(frozen=True, slots=True)
class ReadProcess:
    """What a file says: a process, or what keeps it from being one."""

    process: Process | None = None
    faults: tuple[Fault, ...] = ()
    document: Document | None = None
    unwrapped: Unwrapped | None = None

    def spot(self, path: Place) -> Spot | None:
        """Where the file says what stands at a path of the process, for problems found later."""
        if self.document is None or self.unwrapped is None:
            return None
        return self.document.spot(self.unwrapped.original(path))


def read_process(text: str) -> ReadProcess:
    """Total: whatever the text, the answer is a process or its faults."""
    if end := beyond_the_largest(text):
        return _refused(TOO_LARGE, end)
    try:
        document = strict_yaml.read(text)
    except NotStrictYaml as error:
        return ReadProcess(faults=(fault(error.problem, error.spot),))
    if not isinstance(document.data, dict):
        return _refused("It must hold `process:` with id, name and phases.")
    return read_data(document)


def read_data(document: Document) -> ReadProcess:
    """The same from a parsed file."""
    unwrapped = Unwrapped(document.data)
    if not isinstance(unwrapped.data, dict):
        return _refused("It must hold `process:` with id, name and phases.", document.spot(()))
    if too_many := _beyond(unwrapped.data):
        spot = document.spot(unwrapped.original(too_many))
        return _refused(TOO_MANY_ACTIVITIES, spot)
    data = _with_ids(unwrapped.data)
    try:
        process = Process.model_validate(data, by_name=False, by_alias=True)
    except ValidationError as invalid:
        spots = ReadProcess(document=document, unwrapped=unwrapped)
        return ReadProcess(faults=faults_of(invalid, data, spots.spot))
    return ReadProcess(process, document=document, unwrapped=unwrapped)


def beyond_the_largest(text: str) -> Spot | None:
    """Where the text has gone on for as long as a file may be; None where it ends before."""
    if len(text) * 4 <= LARGEST:
        return None
    written = text.encode("utf-8", "replace")
    if len(written) <= LARGEST:
        return None
    taken = written[:LARGEST].decode("utf-8", "ignore")
    return Spot(taken.count("\n") + 1, len(taken) - taken.rfind("\n"))


def _refused(what: str, spot: Spot | None = None) -> ReadProcess:
    return ReadProcess(faults=(fault(what, spot),))


def _beyond(data: dict[str, Any]) -> Place | None:
    """Where the first activity stands that is too much."""
    count = 0
    phases = data.get("phases")
    for n, phase in enumerate(phases if isinstance(phases, list) else ()):
        inner = phase.get("activities") if isinstance(phase, dict) else None
        size = len(inner) if isinstance(inner, list) else 0
        if count + size > MOST_ACTIVITIES:
            return ("phases", n, "activities", MOST_ACTIVITIES - count)
        count += size
    return None


def _with_ids(data: dict[str, Any]) -> dict[str, Any]:
    """What has a name and no id is called after its name; a map of inputs is a list of them."""
    return _named(data, "process", "phases", _phase_with_ids)


def _phase_with_ids(phase: Any) -> Any:
    if not isinstance(phase, dict):
        return phase
    return _named(phase, "phase", "activities", activity_with_ids)


def _named(
    part: dict[str, Any], kind: str, inside: str, each_inside: Callable[[Any], Any]
) -> dict[str, Any]:
    named = dict(part)
    identify(named, kind)
    list_inputs(named)
    if isinstance(inner := named.get(inside), list):
        named[inside] = [each_inside(each) for each in inner]
    return named


def activity_with_ids(activity: Any) -> Any:
    """The same with ids for it and its tasks, and `process: id@2` taken apart."""
    if not isinstance(activity, dict):
        return activity
    named = dict(activity)
    identify(named, "activity")
    if isinstance(tasks := named.get("tasks"), list):
        named["tasks"] = [dict(each) if isinstance(each, dict) else each for each in tasks]
        for each in named["tasks"]:
            if isinstance(each, dict):
                identify(each, "task")
    if isinstance(named.get("process"), str):
        ref, _, version = named["process"].partition("@")
        named["process"] = {"id": ref} | ({"version": version} if version else {})
    return named


def identify(named: dict[str, Any], fallback: str) -> None:
    """Give what has only a name the id that the name makes."""
    if "id" not in named and isinstance(named.get("name"), str):
        named["id"] = slug(named["name"], fallback=fallback)


def list_inputs(named: dict[str, Any]) -> None:
    """`inputs: {version: {…}, region: eu}` as a list of specifications."""
    if isinstance(inputs := named.get("inputs"), dict):
        named["inputs"] = [
            {"name": name, **spec} if isinstance(spec, dict) else {"name": name, "default": spec}
            for name, spec in inputs.items()
        ]
