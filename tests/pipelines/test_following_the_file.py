"""The pipelines file changes while Drumbeat runs."""

from __future__ import annotations

from pathlib import Path

import structlog

from orchestration.pipelines.catalogue_following import FollowedCatalogue


def text(*names: str) -> str:
    return "pipelines:\n" + "".join(f"  {n}: {{provider: command, argv: [x]}}\n" for n in names)


class Watched:
    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "pipelines.yaml"
        self.path.write_text(text("build"))
        self.time = 0.0
        self.catalogue = FollowedCatalogue(self.path, tmp_path, now=lambda: self.time)

    def becomes(self, written: str) -> tuple[str, ...]:
        beside = self.path.with_suffix(".new")
        beside.write_text(written)
        beside.replace(self.path)
        self.time += 2
        return self.catalogue.names()


def test_a_changed_file_is_read_again(tmp_path):
    watched = Watched(tmp_path)
    assert watched.catalogue.names() == ("build",)
    assert watched.becomes(text("build", "deploy")) == ("build", "deploy")
    assert watched.becomes(text("deploy")) == ("deploy",)


def test_a_change_with_a_mistake_is_logged_once_and_the_last_good_one_goes_on(tmp_path):
    watched = Watched(tmp_path)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            assert watched.becomes("pipelines:\n  build: {provider: comand}\n") == ("build",)
        watched.path.unlink()
        watched.time += 2
        assert watched.catalogue.names() == ("build",)
    said = [each for each in logs if each["log_level"] == "error"]
    assert "last good one goes on" in said[0]["event"]
    assert len([each for each in said if "provider" in str(each["problems"])]) == 1
    assert watched.becomes(text("mended")) == ("mended",)


def test_a_file_that_was_only_touched_keeps_its_providers(tmp_path):
    watched = Watched(tmp_path)
    provider = watched.catalogue.provider_of("build")
    watched.becomes(text("build"))
    assert watched.catalogue.provider_of("build") is provider
