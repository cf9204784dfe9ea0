"""A process, activity or process input of Harness Release Orchestration, made one of ours.

Pure and total: any text is a value of ours or faults. What had no counterpart is in the report,
each with its place and what to do; docs/harness-import.md is the table of what becomes what.
"""

from orchestration.processes.harness.importing import HarnessImport, import_harness
from orchestration.processes.harness.recognising import is_harness
from orchestration.processes.harness.report import Note

__all__ = ["HarnessImport", "Note", "import_harness", "is_harness"]
