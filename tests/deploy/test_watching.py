"""The dashboard, the alerts and the operator's manual name only what exists."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.metrics import Metrics

ROOT = Path(__file__).parents[2]
PROMTOOL = shutil.which("promtool")
ALERTS = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text())
DASHBOARD = json.loads((ROOT / "deploy" / "dashboard.json").read_text())
OPERATING = (ROOT / "docs" / "operating.md").read_text()


def metrics() -> set[str]:
    found = set()
    for family in Metrics().registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", ""]}
        found |= {family.name + each for each in suffixes.get(family.type, [""])}
    return found


def named_in(text: str) -> set[str]:
    return set(re.findall(r"drumbeat_[a-z0-9_]+", text))


@pytest.mark.parametrize(
    "text",
    [json.dumps(ALERTS), json.dumps(DASHBOARD), OPERATING],
    ids=["alerts", "dashboard", "operating"],
)
def test_every_metric_that_is_named_exists(text):
    named = named_in(text)
    assert named
    assert named <= metrics() | {"drumbeat_ack_seconds"}


def test_the_manual_names_every_metric():
    told = {each for each in metrics() if not each.endswith(("_bucket", "_count", "_created"))}
    assert told <= named_in(OPERATING)


@pytest.mark.skipif(PROMTOOL is None, reason="no promtool (Debian's package prometheus)")
def test_prometheus_takes_the_alerts():
    rules = [PROMTOOL, "check", "rules", str(ROOT / "deploy" / "alerts.yaml")]
    done = subprocess.run(rules, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_says_what_to_do():
    rules = [rule for group in ALERTS["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["expr"]
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_the_dashboard_has_its_panels_apart():
    places = [tuple(panel["gridPos"].values()) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert all(panel["targets"] for panel in DASHBOARD["panels"])


def test_every_command_of_the_manual_exists():
    commands = get_command(app).commands
    alerts = json.dumps(ALERTS)
    named = re.findall(r"drumbeat ([a-z]+)(?: ([a-z]+))?", OPERATING + alerts)
    told = [pair for pair in named if pair[0] in commands]
    assert {"backup", "doctor", "init", "manifest", "restore", "resume", "serve"} <= {
        command for command, _ in told
    }
    in_code = re.findall(r"`drumbeat ([a-z]+)", OPERATING + alerts)
    assert set(in_code) <= set(commands)
    for command, sub in told:
        if hasattr(commands[command], "commands") and sub:
            assert sub in commands[command].commands


def test_every_check_of_the_doctor_is_in_the_manual():
    sources = "\n".join(each.read_text() for each in (ROOT / "bot" / "doctor").glob("*.py"))
    checks = set(re.findall(r'(?:well|wrong|left_open)\(\s*"([a-z ]+)"', sources))
    assert len(checks) >= 10
    section = OPERATING.partition("| check |")[2].partition("\n\n")[0]
    listed = {
        each.strip()
        for row in re.findall(r"^\| ([a-z, ]+) \|", section, re.MULTILINE)
        for each in row.split(",")
    }
    assert checks <= listed
