"""What later pipelines are given of what earlier steps gave."""

from __future__ import annotations

from datetime import timedelta

from tests.execution.building import LATER, after, done, failed, pipeline, ran, running, todo


def known(release) -> dict[str, str]:
    return {name: each.value for name, each in release.outputs.items()}


def test_of_one_name_the_output_of_what_settled_last_is_known():
    release = running(pipeline("build"), pipeline("sign"))
    release = after(
        release,
        ran("sign", outputs={"digest": "second"}, at=LATER + timedelta(minutes=1)),
        ran("build", outputs={"digest": "first", "commit": "3f9c"}),
    )
    assert known(release) == {"digest": "second", "commit": "3f9c"}


def test_what_a_failed_run_gave_is_not_known():
    release = after(running(pipeline("build")), failed("build", outputs={"commit": "3f9c"}))
    assert known(release) == {}


def test_what_somebody_filled_in_by_hand_is_known_once_the_step_is_done():
    release = after(running(todo("ship"), todo("tell")), done("ship", outputs={"ticket": "OPS-7"}))
    assert known(release) == {"ticket": "OPS-7"}
