"""The door of the package: a file of Harness in, a value of ours and a report out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from orchestration import strict_yaml
from orchestration.catalogue.model import StoreActivity
from orchestration.processes.code.documents import ReadDocument, read_document
from orchestration.processes.code.faults import Fault, fault
from orchestration.processes.code.reading import (
    MOST_ACTIVITIES,
    TOO_LARGE,
    TOO_MANY_ACTIVITIES,
    ReadProcess,
    beyond_the_largest,
    read_data,
)
from orchestration.processes.harness.activities import Surroundings
from orchestration.processes.harness.input_sets import process_inputs
from orchestration.processes.harness.making import Made
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.processes import process
from orchestration.processes.harness.report import Note, Report
from orchestration.processes.harness.store import store_activity
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.model import ActivityType, Process
from orchestration.strict_yaml import Document, NotStrictYaml, Place, Spot

_NOTHING: Final = "It holds no process, activity or processInput of Harness."


@dataclass(frozen=True, slots=True)
class HarnessImport:
    """What became of a file; without a value there are faults."""

    value: Process | StoreActivity | ProcessInputSet | ActivityInputSet | None = None
    report: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
    read: ReadProcess | None = None
    """Of a process: where the file says what stands at a path of it."""

    def spot(self, path: Place) -> Spot | None:
        return self.read.spot(path) if self.read else None


def import_harness(text: str, *, store: Mapping[str, ActivityType] | None = None) -> HarnessImport:
    """Total: whatever the text. `store` has the types of the store's activities that exist."""
    if end := beyond_the_largest(text):
        return HarnessImport(faults=(fault(TOO_LARGE, end),))
    try:
        document = strict_yaml.read(text)
    except NotStrictYaml as error:
        return HarnessImport(faults=(fault(error.problem, error.spot),))
    return import_document(document, store=store)


def import_document(
    document: Document, *, store: Mapping[str, ActivityType] | None = None
) -> HarnessImport:
    """The same from a parsed file, for whoever has looked into it."""
    document = _surrounded(document)
    report = Report(document)
    data = document.data
    if isinstance(data, dict) and "processInput" in data:
        made = process_inputs(_only(data, "processInput", report), report)
        return _document(read_document(_moved("process-inputs", made, report)), report)
    if isinstance(data, dict) and isinstance(data.get("activity"), dict):
        made = store_activity(_only(data, "activity", report), report)
        return _document(read_document(_moved("activity", made, report)), report)
    whole = _process_part(document, report)
    if whole is None:
        return HarnessImport(faults=(fault(_NOTHING, document.spot(())),))
    if place := _beyond(whole):
        return HarnessImport(faults=(fault(TOO_MANY_ACTIVITIES, document.spot(place)),))
    around = Surroundings(report, store or {})
    read = read_data(_moved("process", process(whole, around), report))
    return HarnessImport(read.process, report.notes(), read.faults, read)


def _document(read: ReadDocument, report: Report) -> HarnessImport:
    return HarnessImport(read.value, report.notes(), read.faults)


def _process_part(document: Document, report: Report) -> Part | None:
    data = document.data
    if isinstance(data, dict) and isinstance(data.get("process"), dict):
        return _only(data, "process", report)
    return Part(data, (), report) if isinstance(data, dict) and "phases" in data else None


def _beyond(process: Part) -> Place | None:
    """Where the first activity stands that is too much: nothing is made of them in vain."""
    left = MOST_ACTIVITIES
    phases = process.data.get("phases")
    for n, each in enumerate(phases if isinstance(phases, list) else ()):
        wrapped = isinstance(each, dict) and isinstance(each.get("phase"), dict)
        phase = each["phase"] if wrapped else each
        inner = phase.get("activities") if isinstance(phase, dict) else None
        size = len(inner) if isinstance(inner, list) else 0
        if size > left:
            at = (*process.at("phases"), n, *(("phase",) if wrapped else ()))
            return (*at, "activities", left)
        left -= size
    return None


def _surrounded(document: Document) -> Document:
    """A process around the phases that documentation shows by themselves."""
    data, at = document.data, ("process", "phases")
    whole: dict[Place, Spot] = dict.fromkeys([(), ("process",)], Spot(1, 1))
    if isinstance(data, list) and any(isinstance(each, dict) for each in data):
        spots = whole | {(*at, *place): spot for place, spot in document.spots.items()}
        return Document({"process": {"phases": data}}, spots)
    if isinstance(data, dict) and isinstance(data.get("phase"), dict):
        spots = whole | {(*at, 0, *place): spot for place, spot in document.spots.items()}
        return Document({"process": {"phases": [data]}}, spots)
    return document


def _only(data: dict[str, Any], word: str, report: Report) -> Part:
    """The part below the file's first word; what stands beside it is reported."""
    root = Part(data, (), report)
    root.take(word)
    root.finish()
    inner = data[word]
    return Part(inner if isinstance(inner, dict) else {}, (word,), report)


def _moved(word: str, made: Made, report: Report) -> Document:
    """What was made as a file of ours, with the spots of the file it came from."""
    spots = {
        (word, *here): spot
        for here, there in made.places.items()
        if (spot := report.spot(there)) is not None
    }
    return Document({word: made.data}, spots)
