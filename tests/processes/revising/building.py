"""A small process with gates, and changes to it in one word each."""

from orchestration.processes.model import Activity, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec


def activity(name, *after, kind="manual", **said):
    identity = name.lower().replace(" ", "-")
    return Activity(id=identity, name=name, type=kind, depends_on=after, **said)


def signed(name, *after, by=("QA lead",), **approvals):
    said = {key: approvals.pop(key) for key in ("optional", "if_") if key in approvals}
    gate = Approvals(from_=by, **approvals)
    task = TaskSpec(id="sign-off", name=name, kind=TaskKind.SIGN_OFF, approvals=gate)
    return activity(name, *after, tasks=(task,), **said)


def phase(name, *activities, after=(), **said):
    return Phase(id=name.lower(), name=name, depends_on=after, activities=tuple(activities), **said)


def process(*phases, **said):
    return Process(id="web", name="Web release", phases=tuple(phases), **said)


def web(uat=None, **said):
    """Build, UAT, Security review and Smoke test in a row; then Deploy and Tell customers."""
    return process(
        phase(
            "Check",
            activity("Build", kind="automated"),
            uat or signed("UAT", "build", needed=2),
            signed("Security review", "uat", by=("Security lead",)),
            activity("Smoke test", "security-review", kind="automated"),
        ),
        phase(
            "Ship",
            activity("Deploy", kind="automated"),
            activity("Tell customers", "deploy"),
            after=("check",),
        ),
        **said,
    )


WEB = web()


def order(of):
    """Who waits for whom in each phase, in the written order."""
    return {each.name: each.depends_on for _, each in of.activities()}
