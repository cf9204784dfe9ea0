"""What is deployed: files that can be read, and that name only what exists.

No container engine runs where this is tested, so images are built and started nowhere yet; what
can be held is that every command, path, port, setting and metric they name is real.
"""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.metrics import Metrics
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
WHEEL = (ROOT / ".ci" / "wheel").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
KUBERNETES = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))
ALERTS = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text())
DASHBOARD = json.loads((ROOT / "deploy" / "dashboard.json").read_text())
OPERATING = (ROOT / "docs" / "operating.md").read_text()
SETTINGS = {str(each.alias) for each in Settings.model_fields.values()}


def metrics() -> set[str]:
    found = set()
    for family in Metrics().registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", ""]}
        found |= {family.name + each for each in suffixes.get(family.type, [""])}
    return found


def named_in(text: str) -> set[str]:
    return set(re.findall(r"drumbeat_[a-z0-9_]+", text))


def test_the_image_is_built_from_what_the_wheel_check_builds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    target = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE))
    sources = {each for line in copied for each in line.split()}
    needed = {*target["packages"], *target["force-include"], "pyproject.toml", "README.md"}
    assert needed | {"LICENSE", "requirements-lock.txt"} == sources
    assert all((ROOT / each).exists() for each in sources)
    for command in ("-m build --quiet --wheel --outdir", "python3 -m venv"):
        assert command in WHEEL
        assert command in DOCKERFILE
    for text in (WHEEL, DOCKERFILE):
        assert re.search(r"pip.? install .*-c requirements-lock.txt", text)


def test_the_image_runs_a_command_that_exists_and_settings_that_exist():
    assert 'ENTRYPOINT ["drumbeat"]' in DOCKERFILE
    assert 'CMD ["serve"]' in DOCKERFILE
    assert "serve" in get_command(app).commands
    named = set(re.findall(r"\b(DATABASE_URL|DRUMBEAT_[A-Z]+)=", DOCKERFILE))
    assert named <= SETTINGS
    assert "USER drumbeat" in DOCKERFILE


def test_compose_runs_one_drumbeat_on_a_volume():
    (service,) = COMPOSE["services"].values()
    assert set(service["environment"]) <= SETTINGS
    (data, file) = service["volumes"]
    volume, _, place = data.partition(":")
    assert volume in COMPOSE["volumes"]
    assert f"VOLUME {place}" in DOCKERFILE
    mounted = file.split(":")[1]
    assert service["environment"]["DRUMBEAT_PIPELINES"] == mounted
    assert service["env_file"] == ".env"


def test_kubernetes_runs_one_drumbeat_that_is_watched():
    kinds = {each["kind"]: each for each in KUBERNETES}
    assert set(kinds) == {"ConfigMap", "Service", "StatefulSet"}
    spec = kinds["StatefulSet"]["spec"]
    assert spec["replicas"] == 1
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    assert {each["name"] for each in container["env"]} <= SETTINGS
    volumes = {each["name"] for each in pod["volumes"]}
    volumes |= {each["metadata"]["name"] for each in spec["volumeClaimTemplates"]}
    assert {each["name"] for each in container["volumeMounts"]} == volumes
    assert container["ports"][0]["containerPort"] == Settings.model_fields["port"].default
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    assert kinds["Service"]["spec"]["selector"] == spec["selector"]["matchLabels"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    uid = pod["securityContext"]["runAsUser"]
    assert f"--uid {uid}" in DOCKERFILE


def test_the_pipelines_of_the_example_can_be_read(tmp_path):
    from orchestration.pipelines.catalogue_file import load_catalogue

    file = tmp_path / "pipelines.yaml"
    (config,) = [each for each in KUBERNETES if each["kind"] == "ConfigMap"]
    file.write_text(config["data"]["pipelines.yaml"])
    assert load_catalogue(file, tmp_path).names()


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
