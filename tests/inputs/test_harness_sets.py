"""A process input of Harness is a set like any other: brought in, completed, started with."""

from pathlib import Path

import pytest

from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.taking import publish_process
from orchestration.inputs.service import InputService
from orchestration.people.rights import Administrators
from orchestration.processes.files import read_any
from orchestration.processes.input_sets import ActivityInputSet
from orchestration.releases.inputs import inputs_at_start
from tests.storage.building import ANA, NOON, release

PUBLISHED = Path(__file__).parents[1] / "processes" / "harness" / "published"
ACTIVITY = """
activity:
  id: deploy
  name: Deploy
  type: automated
  inputs:
    RELEASE_VERSION: {type: string}
    TOKEN: {type: secret, required: false}
"""
PROCESS = """
process:
  id: version_driven_release
  name: Version driven release
  inputs:
    releaseVersion: {}
    targetEnvironment: {}
    approver: {}
    services: {type: list}
  phases:
    - id: version_generation
      name: Version
      activities:
        - {id: gen_version, name: Generate, type: automated, outputs: [RELEASE_VERSION]}
    - id: deployment
      name: Deployment
      depends-on: [version_generation]
      inputs: {Region: {}}
      activities:
        - {id: deploy_app, name: Deploy app, type: automated, uses: deploy}
        - {id: deploy_us, name: Deploy US, type: automated, uses: deploy}
"""
GENERATED = "phases.version_generation.activities.gen_version.outputs.RELEASE_VERSION"


@pytest.fixture
async def inputs(database, clock):
    def work(tx):
        activity = read_any(ACTIVITY).value
        assert isinstance(activity, StoreActivity)
        tx.store.publish(activity, by=ANA, at=NOON)
        publish_process(tx, read_any(PROCESS).process, by=ANA, at=NOON)

    await database.transact(work)
    return InputService(database, clock, Administrators((ANA,)))


async def started(database, said, **given):
    def work(tx):
        version = tx.processes.latest(said.process)
        of = release(process_id=said.process, input_set=said.id, inputs=given)
        return inputs_at_start(tx, version, of)

    return await database.transact(work)


async def test_it_is_kept_as_it_is_read_and_starts_when_what_harness_left_open_is_said(
    database, inputs
):
    text = (PUBLISHED / "process-input.harness.yaml").read_text(encoding="utf-8")
    said = read_any(text).value
    await inputs.save(said, was=0, by=ANA)
    assert [line.split(". ")[0] for line in await started(database, said)] == [
        "Deployment › Deploy US: links the input set “deploy_us_inputs”, which does not exist",
        "The release: “approver” has no value",
        "Deployment › Deploy US: “RELEASE_VERSION” has no value",
    ]
    us = ActivityInputSet(
        id="deploy_us_inputs", name="US", activity="deploy", inputs={"RELEASE_VERSION": "2.1.3"}
    )
    await inputs.save(us, was=0, by=ANA)
    found = await started(database, said, approver="Ana")
    assert found == {
        "inputs": {
            "releaseVersion": "2.1.3",
            "targetEnvironment": "prod",
            "approver": "Ana",
            "services": "account.payments",
        },
        "phase_inputs": {"deployment": {"Region": "eu-{{ inputs.targetEnvironment }}"}},
        "activity_inputs": {
            "deployment.deploy_app": {"RELEASE_VERSION": f"{{{{ {GENERATED} }}}}"},
            "deployment.deploy_us": {"RELEASE_VERSION": "2.1.3"},
        },
    }
