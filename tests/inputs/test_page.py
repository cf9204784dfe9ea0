"""The YAML on the page about inputs is read as it stands there."""

import re
from pathlib import Path

from orchestration.processes.code.documents import WORDS
from orchestration.processes.code.reading import read_process
from orchestration.processes.files import read_any

PAGE = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")


def test_every_example_of_the_page_is_read():
    declared, *sets = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert [text.split(":")[0] for text in sets] == ["process-inputs", "activity-inputs"]
    for text in sets:
        assert isinstance(read_any(text).value, WORDS[text.split(":")[0]])
    inside = "\n".join(f"  {line}" for line in declared.splitlines())
    read = read_process(f"process:\n  name: Payments\n{inside}\n  phases: []\n")
    assert read.faults == ()
    assert read.process.inputs[0].name == "version"
