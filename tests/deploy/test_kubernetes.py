"""The manifests: what Kubernetes' own schemas take, and naming only what exists."""

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from orchestration.pipelines.catalogue_file import load_catalogue

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = {str(each.alias) for each in Settings.model_fields.values()}
VERSIONS = ("1.29", "1.34")


def documents(name: str) -> list[dict]:
    return list(yaml.safe_load_all((ROOT / "deploy" / name).read_text()))


REPLICAS, SINGLE = documents("kubernetes.yaml"), documents("kubernetes-sqlite.yaml")
BOTH = pytest.mark.parametrize("manifests", [REPLICAS, SINGLE], ids=["replicas", "single"])


def by_name(manifests: list[dict], kind: str) -> dict[str, dict]:
    return {each["metadata"]["name"]: each for each in manifests if each["kind"] == kind}


def workloads(manifests: list[dict]) -> list[dict]:
    return [each for each in manifests if each["kind"] in {"Deployment", "StatefulSet"}]


@BOTH
@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_manifest(manifests, version):
    for each in manifests:
        kubernetes_validate.validate(each, version, strict=True)


@BOTH
def test_every_container_runs_a_command_with_settings_volumes_and_a_user_that_exist(manifests):
    for workload in workloads(manifests):
        spec = workload["spec"]
        pod = spec["template"]["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
        volumes = {each["name"] for each in pod["volumes"]}
        volumes |= {each["metadata"]["name"] for each in spec.get("volumeClaimTemplates", ())}
        assert f"--uid {pod['securityContext']['runAsUser']}" in DOCKERFILE
        (container,) = pod["containers"]
        assert {each["name"] for each in container["volumeMounts"]} == volumes
        for each in (container, *pod.get("initContainers", ())):
            assert {named["name"] for named in each.get("env", ())} <= SETTINGS
            (command,) = each.get("args", ["serve"])
            assert command in get_command(app).commands
            assert each["securityContext"]["readOnlyRootFilesystem"]


@BOTH
def test_every_container_is_probed_where_drumbeat_answers(manifests):
    for workload in workloads(manifests):
        (container,) = workload["spec"]["template"]["spec"]["containers"]
        (port,) = container["ports"]
        assert port["containerPort"] == Settings.model_fields["port"].default
        assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": port["name"]}
        assert container["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": port["name"]}


def test_two_replicas_stay_while_nodes_are_drained_and_versions_change():
    serve = by_name(REPLICAS, "Deployment")["drumbeat"]["spec"]
    assert serve["replicas"] == 2
    assert serve["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    (migrate,) = serve["template"]["spec"]["initContainers"]
    assert migrate["args"] == ["migrate"]
    (budget,) = by_name(REPLICAS, "PodDisruptionBudget").values()
    assert budget["spec"]["minAvailable"] == 1
    assert budget["spec"]["selector"] == serve["selector"]


def test_only_what_slack_and_pipelines_call_is_reached_from_outside():
    (ingress,) = by_name(REPLICAS, "Ingress").values()
    (rule,) = ingress["spec"]["rules"]
    paths = [(each["path"], each["pathType"]) for each in rule["http"]["paths"]]
    assert paths == [("/slack/events", "Exact"), ("/pipelines/", "Prefix")]
    (service,) = by_name(REPLICAS, "Service").values()
    assert service["spec"]["selector"] == {"app": "drumbeat", "part": "serve"}
    for each in rule["http"]["paths"]:
        assert each["backend"]["service"]["name"] == service["metadata"]["name"]


@BOTH
def test_the_pipelines_of_the_example_can_be_read(manifests, tmp_path):
    file = tmp_path / "pipelines.yaml"
    (config,) = by_name(manifests, "ConfigMap").values()
    file.write_text(config["data"]["pipelines.yaml"])
    assert load_catalogue(file, tmp_path, "").names()


def test_the_secret_that_is_named_is_the_one_the_manual_makes():
    made = set(
        re.findall(r"create secret generic (\S+) ", (ROOT / "deploy/kubernetes.yaml").read_text())
    )
    named = set(
        re.findall(r"secretRef: \{name: (\S+)\}", (ROOT / "deploy/kubernetes.yaml").read_text())
    )
    assert named == made
