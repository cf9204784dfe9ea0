"""The starting points can be used as they are, once people are bound."""

import pytest

from orchestration.processes.blueprints import blueprint, blueprints
from orchestration.processes.checks.check import check_process
from tests.execution.building import DANA, ROSA


def test_there_are_four_and_each_says_what_it_is():
    assert [each.name for each in blueprints()] == ["standard", "hotfix", "train", "mobile"]
    assert all(each.process.description for each in blueprints())


@pytest.mark.parametrize("one", blueprints(), ids=lambda each: each.name)
def test_a_blueprint_can_be_published_and_started(one):
    found = check_process(one.process, members_of=lambda _: (DANA, ROSA), pipelines=())
    assert found == ()
    assert one.process.owners
    assert one.text.startswith("# ")


def test_a_name_in_any_case_finds_it():
    assert blueprint(" Hotfix ") == blueprints()[1]
    assert blueprint("nothing") is None
