"""The other documents of a process as YAML: store activities, input sets."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from pydantic import ValidationError

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.code.explaining import faults_of
from orchestration.processes.code.faults import Fault, fault
from orchestration.processes.code.reading import activity_with_ids, identify, list_inputs
from orchestration.processes.code.writing import process_data, yaml_writer
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.strict_yaml import Document

SideDocument = StoreActivity | ProcessInputSet | ActivityInputSet
WORDS: Final[dict[str, type[SideDocument]]] = {
    "activity": StoreActivity,
    "process-inputs": ProcessInputSet,
    "activity-inputs": ActivityInputSet,
}
"""The word a file begins with, and what it holds."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file says: one of these documents, or what keeps it from being one."""

    value: SideDocument | None = None
    faults: tuple[Fault, ...] = ()


def word_of(data: Any) -> str | None:
    """The word of `WORDS` that a file's data begins with."""
    if not isinstance(data, dict) or len(data) != 1:
        return None
    return next((word for word in data if word in WORDS), None)


def read_document(document: Document) -> ReadDocument:
    """Total: a document, or its faults."""
    word = word_of(document.data)
    if word is None:
        words = ", ".join(f"`{each}:`" for each in WORDS)
        return ReadDocument(faults=(fault(f"It must hold one of {words}.", document.spot(())),))
    given, model = document.data[word], WORDS[word]
    if not isinstance(given, dict):
        return ReadDocument(faults=(fault("must be a map.", document.spot((word,)), (word,)),))
    data = dict(given)
    if model is StoreActivity:
        data = activity_with_ids(data)
        list_inputs(data)
    identify(data, word)
    try:
        return ReadDocument(model.model_validate(data, by_name=False, by_alias=True))
    except ValidationError as invalid:
        return ReadDocument(
            faults=faults_of(invalid, data, lambda at: document.spot((word, *at)), model)
        )


def document_yaml(value: SideDocument) -> str:
    """The text that `read_document` reads back to an equal value."""
    stream = StringIO()
    word = next(word for word, model in WORDS.items() if isinstance(value, model))
    yaml_writer().dump({word: process_data(value)}, stream)
    return stream.getvalue()
