"""Read models to draw: sensible ones, and hostile ones of any size."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, FieldType, FormField, TaskKind, TaskSpec
from orchestration.read_models.cards import (
    AuditLine,
    AwaitedLine,
    BoardCard,
    HomeCard,
    Notice,
    PhaseLine,
    ReleaseCard,
    ReleaseLine,
    SharedRelease,
)
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.hold_cards import AttemptLine, HoldCard
from orchestration.read_models.process_cards import (
    DifferenceCard,
    DraftReview,
    FromFile,
    RoleLine,
    ShownPicture,
)
from orchestration.read_models.task_cards import TaskCard, TasksCard, VerdictLine
from orchestration.releases.model import ReleaseStatus

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DANA, IVO, ROSA = "U012DANA0", "U012IVO00", "U012ROSA0"
HOSTILE = (
    "<!channel> <!here> <@U012DANA0> <#C0123456> <!subteam^S0123456>",
    'He said "ship it" & left; it\'s <b>done</b>',
    "👨‍👩‍👧‍👦🇩🇪🚀" * 40,
    "שחרור גרסה \u202eabc\u202c",
    "*bold* _it_ `code` ```fence``` ~no~",
    "{@U012DANA0} {t:1790000000}",
    "https://example.com/<a>|b?x=1&y=2 and http://x.test.",
    "x" * 5000,
    "word " * 2000,
    "\x00\x1b[31m\r\n\t",
    "",
)


def task(**changes) -> TaskCard:
    given = {
        "execution_id": "exe_1",
        "task_id": "exe_1/validation.sign/sign-off",
        "round": 1,
        "kind": WorkKind.SIGN_OFF,
        "status": TaskStatus.OPEN,
        "name": "Validate build",
        "release_title": "WEB-12 Web 4.2",
        "phase": "Validation",
        "assignees": (DANA, IVO),
        "asked_as": ("QA lead",),
        "shown": "f00d",
    }
    return TaskCard(**{**given, **changes})


def tasks(*names: str, **changes) -> TasksCard:
    """To-dos of one person on one message."""
    given = {"kind": WorkKind.TODO, "assignees": (DANA,), "asked_as": (), **changes}
    return TasksCard(
        release_title="WEB-12 Web 4.2",
        tasks=tuple(
            task(**given, name=each, task_id=f"exe_1/work.a{n}/do") for n, each in enumerate(names)
        ),
    )


def hold(**changes) -> HoldCard:
    given = {
        "execution_id": "exe_1",
        "ref": "deploy.eu",
        "attempt": 1,
        "name": "Deploy EU",
        "phase": "Deploy",
        "release_id": "rel_1",
        "release_title": "WEB-12 Web 4.2",
        "reason": "exit code 3",
        "deciders": (ROSA,),
    }
    return HoldCard(**{**given, **changes})


def release(**changes) -> ReleaseCard:
    given = {
        "release_id": "rel_1",
        "reference": "WEB-12",
        "title": "WEB-12 Web 4.2",
        "status": ReleaseStatus.RUNNING,
        "sentence": "WEB-12 Web 4.2: 50 %, in Validation. Waiting for {@U012DANA0}.",
        "owner": ROSA,
        "process_name": "Web release",
        "process_version": 3,
    }
    return ReleaseCard(**{**given, **changes})


def review(**changes) -> DraftReview:
    given = {
        "draft_id": "dra_1",
        "revision": 2,
        "status": "ready",
        "by": ROSA,
        "title": "Web release",
        "process": process(2, 3),
        "drafter": "outline",
    }
    return DraftReview(**{**given, **changes})


def process(phases: int, activities: int, words: str = "") -> Process:
    """Phases in a row, each with as many activities of every kind."""
    return Process(
        id="web-release",
        name=f"Web release {words}",
        inputs=tuple(InputSpec(name=f"input {n}") for n in range(3)),
        phases=tuple(
            Phase(
                id=f"p{p}",
                name=f"Phase {p} {words}",
                owner="QA lead",
                depends_on=(f"p{p - 1}",) if p else (),
                activities=tuple(activity(a, words) for a in range(activities)),
            )
            for p in range(phases)
        ),
    )


def activity(n: int, words: str = "") -> Activity:
    kind = ("by_hand", "sign_off", "todo", "pipeline")[n % 4]
    tasks = {
        "sign_off": (
            TaskSpec(
                id="sign-off",
                name="sign",
                kind=TaskKind.SIGN_OFF,
                approvals=Approvals(from_=("QA lead",), needed=2),
            ),
        ),
        "todo": (TaskSpec(id="do", name="do", assignees=("Ops",)),),
    }
    return Activity(
        id=f"a{n}",
        name=f"Activity {n} {words}",
        type=ActivityType.AUTOMATED if kind in {"by_hand", "pipeline"} else ActivityType.MANUAL,
        owner="Ops",
        pipeline="build-and-test" if kind == "pipeline" else None,
        depends_on=(f"a{n - 1}",) if n else (),
        evidence=words[:300],
        tasks=tasks.get(kind, ()),
    )


# By index, since Hypothesis would otherwise print all of them with every strategy.
TEXT = st.one_of(st.text(max_size=40), st.integers(0, len(HOSTILE) - 1).map(lambda n: HOSTILE[n]))
NAME = TEXT
TEXTS = st.lists(TEXT, max_size=14).map(tuple)
PERSON = st.integers(0, 10**6).map(lambda n: f"U{n:08d}")
PEOPLE = st.integers(0, 120).map(lambda n: tuple(f"U{each:08d}" for each in range(n)))
MEMBER = st.one_of(PERSON, st.integers(0, 999).map(lambda n: f"S{n:08d}"), TEXT)
MOMENT = st.integers(0, 10**7).map(lambda n: NOON + timedelta(seconds=n))
MAYBE_MOMENT = st.none() | MOMENT
VERDICTS = st.lists(
    st.builds(VerdictLine, by=PERSON, verdict=st.sampled_from(Verdict), at=MOMENT, reason=TEXT),
    max_size=20,
).map(tuple)

FIELDS = st.lists(
    st.builds(
        FormField,
        id=TEXT,
        label=NAME,
        type=st.sampled_from(FieldType),
        choices=st.lists(NAME, max_size=120).map(tuple),
        pattern=TEXT,
        required=st.booleans(),
    ),
    max_size=5,
).map(tuple)

TASKS = st.builds(
    task,
    kind=st.sampled_from(WorkKind),
    status=st.sampled_from(TaskStatus),
    round=st.integers(1, 5),
    name=NAME,
    release_title=NAME,
    phase=NAME,
    instructions=TEXT,
    command=TEXT,
    fields=FIELDS,
    answered=st.lists(st.tuples(NAME, TEXT), max_size=5).map(tuple),
    later=PEOPLE,
    left_out=PEOPLE,
    assignees=PEOPLE,
    asked_as=TEXTS,
    needed=st.integers(1, 50),
    verdicts=VERDICTS,
    earlier_rounds=VERDICTS,
    missing=PEOPLE,
    rests_on=TEXTS,
    starts=TEXTS,
    settled_by=st.none() | PERSON,
    settled_at=MAYBE_MOMENT,
    voided_in=st.integers(0, 9),
    voided_by=st.none() | PERSON,
    voided_at=MAYBE_MOMENT,
    reason=TEXT,
)
SEVERAL_TASKS = st.lists(TASKS, min_size=2, max_size=10).map(
    lambda cards: TasksCard(
        release_title=cards[0].release_title,
        tasks=tuple(
            each.model_copy(update={"task_id": f"exe_1/work.a{n}/do"})
            for n, each in enumerate(cards)
        ),
    )
)
ATTEMPTS = st.lists(
    st.builds(
        AttemptLine,
        attempt=st.integers(1, 99),
        ended_at=MOMENT,
        how=TEXT,
        retried_by=st.none() | PERSON,
        candidate=st.integers(0, 9),
        given=TEXTS,
    ),
    max_size=12,
).map(tuple)
HOLDS = st.builds(
    hold,
    attempt=st.integers(1, 9),
    name=NAME,
    phase=NAME,
    release_title=NAME,
    reason=TEXT,
    said=TEXT,
    said_by=st.none() | PERSON,
    log_tail=TEXT,
    link=TEXT,
    waits=TEXTS,
    deciders=PEOPLE,
    in_doubt=st.booleans(),
    rejected=st.booleans(),
    takes_inputs=st.booleans(),
    attempts=ATTEMPTS,
    outcome=st.sampled_from(("open", "adopted", "retried", "redone", "ignored", "aborted")),
    decided_by=st.none() | PERSON,
    decided_at=MAYBE_MOMENT,
    decision_reason=TEXT,
)
PHASE_LINES = st.lists(
    st.builds(
        PhaseLine,
        name=NAME,
        status=st.sampled_from(ActivityStatus),
        settled=st.integers(0, 50),
        total=st.integers(0, 50),
    ),
    max_size=45,
).map(tuple)
AWAITED = st.lists(
    st.builds(
        AwaitedLine,
        name=NAME,
        status=st.sampled_from(ActivityStatus),
        people=PEOPLE,
        asked_as=TEXTS,
        since=MAYBE_MOMENT,
        detail=TEXT,
    ),
    max_size=15,
).map(tuple)
RELEASES = st.builds(
    release,
    title=NAME,
    status=st.sampled_from(ReleaseStatus),
    waiting_for_input=st.booleans(),
    sentence=TEXT,
    phases=PHASE_LINES,
    awaited=AWAITED,
    inputs=st.lists(st.tuples(TEXT, TEXT), max_size=40).map(tuple),
    process_name=NAME,
    scheduled_for=MAYBE_MOMENT,
    started_at=MAYBE_MOMENT,
    ended_at=MAYBE_MOMENT,
    settled=st.integers(0, 40),
    total=st.integers(40, 80),
    ended_by=st.none() | PERSON,
    ended_reason=TEXT,
)
PROCESSES = st.builds(process, st.integers(0, 110), st.integers(0, 12), TEXT)
ROLES = st.lists(
    st.builds(
        RoleLine, name=NAME, members=st.lists(MEMBER, max_size=30).map(tuple), signs=st.booleans()
    ),
    max_size=40,
).map(tuple)
FILES = st.builds(
    FromFile,
    name=NAME,
    against=st.sampled_from(("", "version 3", "the draft")),
    changes=TEXTS,
    replaces=st.sampled_from((None, "dra_2")),
    title=NAME,
    revision=st.integers(0, 99),
    meanwhile=TEXTS,
    closed=st.sampled_from(("", "The draft was published meanwhile.")),
)
REVIEWS = st.builds(
    review,
    status=st.sampled_from(("requested", "ready", "empty", "published", "discarded", "taken")),
    from_file=st.none() | FILES,
    title=NAME,
    process=st.none() | PROCESSES,
    problems=TEXTS,
    questions=TEXTS,
    not_covered=TEXTS,
    roles=ROLES,
    by_hand=st.integers(0, 99),
    drafter=TEXT,
    note=TEXT,
    decided_by=st.none() | PERSON,
    published_version=st.none() | st.integers(1, 9),
)
LINES = st.lists(
    st.builds(
        ReleaseLine,
        release_id=st.just("rel_1"),
        reference=st.just("WEB-1"),
        title=NAME,
        status=st.sampled_from(ReleaseStatus),
        sentence=TEXT,
        late_by=st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=99)),
        scheduled_for=MAYBE_MOMENT,
    ),
    max_size=20,
).map(tuple)
SHARED = st.builds(
    SharedRelease,
    release_id=st.just("rel_1"),
    title=NAME,
    status=st.sampled_from(ReleaseStatus),
    sentence=TEXT,
    by=st.none() | PERSON,
    link=st.sampled_from(("", "https://slack.example/archives/C1/p1")),
)
BOARDS = st.builds(BoardCard, lines=st.integers(1, 3).flatmap(lambda n: LINES.map(lambda e: e * n)))
HOMES = st.builds(
    HomeCard,
    person=st.just(DANA),
    tasks=st.lists(TASKS, max_size=16).map(tuple),
    holds=st.lists(HOLDS, max_size=10).map(tuple),
    more_tasks=st.integers(0, 99),
    running=LINES,
    planned=LINES,
    processes=st.lists(
        st.tuples(st.integers(0, 999).map(lambda n: f"process-{n}"), NAME), max_size=120
    ).map(tuple),
)
PAGES = st.builds(
    lambda was, now: difference_picture(was, now, between="version 1 → version 2"),
    st.builds(process, st.integers(0, 9), st.integers(0, 9), TEXT),
    st.builds(process, st.integers(0, 9), st.integers(0, 9), TEXT),
)
DIFFERENCES = st.builds(
    lambda title, changes, pages: DifferenceCard(
        title=title,
        was=1,
        now=2,
        changes=changes,
        pictures=tuple(ShownPicture(page=each, file="F0123456789") for each in pages[:10]),
    ),
    TEXT,
    st.lists(TEXT, max_size=60).map(tuple),
    PAGES,
)
NOTICES = st.builds(Notice, text=TEXT)
AUDIT_LINES = st.lists(
    st.builds(AuditLine, at=MOMENT, by=st.none() | PERSON, what=TEXT, reason=TEXT), max_size=60
)
