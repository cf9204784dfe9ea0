"""The image and the compose files: valid, and naming only what exists.

`.ci/containers` builds and starts them where a container engine answers.
"""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from compose_pydantic import ComposeSpecification
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
WHEEL = (ROOT / ".ci" / "wheel").read_text()
REPLICAS = yaml.safe_load((ROOT / "compose.yaml").read_text())
SINGLE = yaml.safe_load((ROOT / "deploy" / "compose-sqlite.yaml").read_text())
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
SETTINGS = {str(each.alias) for each in Settings.model_fields.values()}
LIBPQ = {"PGPASSWORD"}
"""Read by PostgreSQL's own client, so that no password has to be written into an address."""
OURS = [name for name, each in REPLICAS["services"].items() if each["image"] == "drumbeat:local"]


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
    extras = set(re.findall(r"\)\[([a-z,]+)\]", DOCKERFILE))
    assert extras <= set(project["project"]["optional-dependencies"])


def test_the_image_runs_a_command_that_exists_and_settings_that_exist():
    assert 'ENTRYPOINT ["drumbeat"]' in DOCKERFILE
    assert 'CMD ["serve"]' in DOCKERFILE
    assert "serve" in get_command(app).commands
    named = set(re.findall(r"\b(DATABASE_URL|DRUMBEAT_[A-Z]+|PORT)=", DOCKERFILE))
    assert "PORT" in named
    assert named <= SETTINGS
    assert "USER drumbeat" in DOCKERFILE


@pytest.mark.parametrize("document", [REPLICAS, SINGLE], ids=["replicas", "single"])
def test_compose_takes_the_file(document):
    known = {name: each for name, each in document.items() if not name.startswith("x-")}
    read = ComposeSpecification.model_validate(known)
    assert read.services
    mounts = [each for s in known["services"].values() for each in s.get("volumes", ())]
    sources = {each.split(":")[0] for each in mounts}
    assert {each for each in sources if not each.startswith(".")} == set(known["volumes"])


@pytest.mark.parametrize("document", [REPLICAS, SINGLE], ids=["replicas", "single"])
def test_every_service_of_ours_runs_a_command_with_settings_that_exist(document):
    ours = [s for s in document["services"].values() if s["image"] == "drumbeat:local"]
    for service in ours:
        assert set(service["environment"]) <= SETTINGS | LIBPQ
        assert service["env_file"] == ".env"
        (command,) = service.get("command", ["serve"])
        assert command in get_command(app).commands
        mounts = [each.split(":")[1] for each in service["volumes"]]
        assert service["environment"]["DRUMBEAT_PIPELINES"] in mounts
        assert re.search(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE).group(1) in mounts
        assert int(service["environment"]["PORT"]) == Settings.model_fields["port"].default


def test_the_schema_is_brought_up_to_date_once_before_the_replicas_start():
    services = REPLICAS["services"]
    assert services["migrate"]["command"] == ["migrate"]
    assert services["migrate"]["restart"] == "no"
    for name in set(OURS) - {"migrate"}:
        waits = services[name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
        assert waits["postgres"]["condition"] == "service_healthy"
    assert sum("command" not in services[name] for name in OURS) == 2


def test_only_the_balancer_is_reached_from_outside_and_only_at_its_doors():
    services = REPLICAS["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["balancer"]
    replicas = services["balancer"]["environment"]["REPLICAS"].split()
    serving = [name for name in OURS if "command" not in services[name]]
    assert replicas == [f"{name}:3000" for name in serving]
    assert all(each in CADDYFILE for each in replicas)
    (paths,) = re.findall(r"@doors path (.*)", CADDYFILE)
    assert paths.split() == ["/slack/events", "/pipelines/*", "/calendar.ics"]
    assert "health_uri /readyz" in CADDYFILE
    for each in services["balancer"]["volumes"]:
        source = each.split(":")[0]
        assert not source.startswith(".") or (ROOT / source).is_file()


def test_no_secret_stands_in_a_file():
    for text in (
        (ROOT / "compose.yaml").read_text(),
        (ROOT / "deploy/kubernetes.yaml").read_text(),
    ):
        assert not re.search(r"xox[bp]-|xapp-|PASSWORD(: |=)(?!\$)\w", text)
