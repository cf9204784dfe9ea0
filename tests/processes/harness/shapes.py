"""The published shapes, each with what has to become of it."""

from pathlib import Path

from orchestration.processes.code.documents import document_yaml
from orchestration.processes.code.writing import process_yaml
from orchestration.processes.model import Process

FOLDER = Path(__file__).parent / "published"
SHAPES = sorted(each.name.removesuffix(".harness.yaml") for each in FOLDER.glob("*.harness.yaml"))


def shape(name):
    return (FOLDER / f"{name}.harness.yaml").read_text("utf-8")


def expected(name):
    return (FOLDER / f"{name}.expected.yaml").read_text("utf-8")


def told(name):
    return (FOLDER / f"{name}.report.txt").read_text("utf-8")


def written(value):
    return process_yaml(value) if isinstance(value, Process) else document_yaml(value)
