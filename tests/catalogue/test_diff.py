"""What changed from one version of a store activity to the next."""

from orchestration.catalogue.diff import activity_differences
from orchestration.catalogue.model import StoreActivity
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import ActivityType

VERSION, REGION = InputSpec(name="version"), InputSpec(name="region", default="eu")
DEPLOY = StoreActivity(
    id="deploy", name="Deploy", type=ActivityType.AUTOMATED, inputs=(VERSION, REGION)
)


def said(**changes):
    now = DEPLOY.model_copy(update=changes)
    return [each.what for each in activity_differences(DEPLOY, now)]


def test_the_same_activity_differs_in_nothing():
    assert said() == []


def test_fields_are_told_as_they_were_and_are():
    assert said(name="Roll out") == ["name of the activity was “Deploy”, now “Roll out”"]
    assert said(pipeline="deploy-all") == ["pipeline of the activity is now “deploy-all”"]
    assert said(outputs=("url",)) == ["outputs of the activity is now url"]


def test_inputs_are_told_one_by_one_by_their_names():
    other = InputSpec(name="replicas", default=2)
    assert said(inputs=(VERSION, other)) == [
        "added the input “replicas”",
        "removed the input “region”",
    ]
    west = REGION.model_copy(update={"default": "us"})
    assert said(inputs=(VERSION, west)) == ["default of the input “region” was “eu”, now “us”"]
    assert said(inputs=(REGION, VERSION)) == ["the inputs stand in another order"]
