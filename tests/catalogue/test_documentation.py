"""The examples of docs/store.md are what they say they are."""

import re
from pathlib import Path

from orchestration.catalogue.checking import check_activity
from orchestration.catalogue.expanding import Store, expanded
from orchestration.catalogue.model import StoreVersion
from orchestration.processes.checks.check import check_process
from orchestration.processes.files import read_any

PAGE = Path(__file__).parents[2] / "docs" / "store.md"


def test_the_examples_of_the_page_are_sound_and_fit_together():
    page = PAGE.read_text(encoding="utf-8")
    activity, process = map(read_any, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
    activity, process = activity.value, process.process
    takes = {"deploy": tuple(activity.pipeline_inputs)}
    assert check_activity(activity, pipelines=takes, inputs_of=takes.get) == ()
    found = StoreVersion(activity=activity, version=3)
    store = Store(
        found={"deploy-service": found, "deploy-service@3": found}, latest={"deploy-service": 3}
    )
    assert (
        check_process(process, members_of=None, pipelines=takes, inputs_of=takes.get, store=store)
        == ()
    )
    assert [each.pipeline for _, each in expanded(process, store).activities()] == ["deploy"] * 2
