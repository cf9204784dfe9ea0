"""Processes of any shape that the model allows, for properties of what is written and read."""

from datetime import timedelta

from hypothesis import strategies as st

from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import (
    Activity,
    ActivityType,
    OnFailure,
    Phase,
    Process,
    Retry,
    Subprocess,
)
from orchestration.processes.tasks import Approvals, FieldType, FormField, TaskKind, TaskSpec

ID = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=40)
TEXT = WORDS | st.sampled_from(
    (
        "no",
        "12:30",
        "1.0",
        "~",
        "",
        " x ",
        "- a",
        "a: b",
        "#c",
        "one\ntwo\n\nthree",
        "é\n",
        "{{ a.b }}",
    )
)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
SCALAR = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXT
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ID, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
VALUES = st.dictionaries(ID, VALUE, max_size=3)
LENGTH = st.none() | st.integers(1, 60 * 60 * 24 * 300).map(lambda s: timedelta(seconds=s))
INPUTS = st.lists(
    st.builds(
        InputSpec,
        name=ID,
        type=st.sampled_from(InputType),
        description=TEXT,
        required=st.booleans(),
        default=VALUE,
        allowed_values=st.lists(SCALAR, max_size=3).map(tuple),
        pattern=TEXT,
        min=st.none() | st.floats(-1e6, 1e6, allow_nan=False),
    ),
    max_size=3,
).map(tuple)
FIELDS = st.lists(
    st.builds(FormField, id=ID, label=TEXT, type=st.sampled_from(FieldType), choices=NAMES),
    max_size=2,
).map(tuple)
TASKS = st.lists(
    st.builds(
        TaskSpec,
        id=ID,
        name=TEXT,
        kind=st.sampled_from(TaskKind),
        instructions=TEXT,
        required=st.booleans() | TEXT.filter(lambda t: t.lower() not in _BOOLEAN_WORDS),
        assignees=NAMES,
        approvals=st.none()
        | st.builds(
            Approvals,
            from_=NAMES,
            needed=st.integers(1, 9) | st.sampled_from(("majority", "all")),
            order=st.sampled_from(("any", "sequential")),
            exclude=st.sampled_from(((), ("starter",))),
        ),
        fields=FIELDS,
        deadline=LENGTH,
        undo=LENGTH,
        remind=NAMES,
        escalate_to=st.none() | TEXT,
    ),
    max_size=2,
).map(tuple)
_BOOLEAN_WORDS = {"no", "yes", "true", "false", "on", "off", "y", "n", "t", "f", "0", "1", "1.0"}
OUTPUTS = st.dictionaries(ID, TEXT, max_size=3)


def _with_outputs(parts):
    made, outputs, from_where = parts
    given = {"outputs": tuple(outputs), "output_values": outputs if from_where else {}}
    return made.model_copy(update=given)


ACTIVITIES = st.tuples(
    st.builds(
        Activity,
        id=ID,
        name=TEXT,
        type=st.sampled_from(ActivityType),
        description=TEXT,
        uses=st.none() | ID,
        owner=st.none() | TEXT,
        depends_on=st.lists(ID, max_size=2).map(tuple),
        if_=st.none() | TEXT,
        pipeline=st.none() | TEXT,
        process=st.none() | st.builds(Subprocess, id=ID, version=st.none() | st.integers(1, 99)),
        inputs=VALUES,
        variables=VALUES,
        environment=st.none() | TEXT,
        marks=st.sampled_from((None, "live")),
        command=TEXT,
        tasks=TASKS,
        finalise=st.sampled_from(("auto", "owner")),
        expected_duration=LENGTH,
        timeout=LENGTH,
        on_failure=st.sampled_from(OnFailure),
        retry=st.none() | st.builds(Retry, attempts=st.integers(1, 20), backoff=LENGTH),
        optional=st.booleans(),
        evidence=TEXT,
    ),
    OUTPUTS,
    st.booleans(),
).map(_with_outputs)
PHASES = st.tuples(
    st.builds(
        Phase,
        id=ID,
        name=TEXT,
        description=TEXT,
        owner=st.none() | TEXT,
        depends_on=st.lists(ID, max_size=2).map(tuple),
        if_=st.none() | TEXT,
        inputs=INPUTS,
        variables=VALUES,
        optional=st.booleans(),
        uninterruptible=st.booleans(),
        waits_for=NAMES,
        uses=NAMES,
        not_before=st.none() | TEXT,
        activities=st.lists(ACTIVITIES, max_size=3).map(tuple),
    ),
    OUTPUTS,
    st.booleans(),
).map(_with_outputs)
PROCESSES = st.builds(
    Process,
    id=ID,
    name=TEXT,
    description=TEXT,
    tags=NAMES,
    team=st.none() | TEXT,
    services=NAMES,
    environments=NAMES,
    owners=NAMES,
    inputs=INPUTS,
    variables=VALUES,
    phases=st.lists(PHASES, max_size=3).map(tuple),
    rollback=st.none() | ID,
    sign_offs_expire=LENGTH,
    holds_due=LENGTH,
    schedule=TEXT,
)
