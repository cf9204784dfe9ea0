"""The processes of docs/pictures; `make pictures` draws them anew."""

from pathlib import Path

from orchestration.processes.drafting import process_from
from orchestration.processes.grounding.known import Known, pipelines_named
from orchestration.processes.model import (
    Activity,
    ActivityType,
    Phase,
    Process,
    Subprocess,
)
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.read_models.difference_picture import difference_picture
from orchestration.read_models.picture_page import PicturePage
from orchestration.read_models.process_picture import process_picture
from orchestration.values import ProcessId
from prompts.outline import read_outline
from tests.pictures import measuring

ROOT = Path(__file__).parents[2]
BETWEEN = "version 3 → version 4"
FOLDER = ROOT / "docs" / "pictures"


def pipeline(name, after=(), *, key="", owner="", **more):
    id_ = key or name.lower().replace(" ", "-")
    return Activity(
        id=id_,
        name=name,
        type=ActivityType.AUTOMATED,
        pipeline=more.pop("runs", id_),
        owner=owner or None,
        depends_on=tuple(after),
        **more,
    )


def by_hand(name, after=(), **more):
    return pipeline(name, after, runs=None, **more)


def sign_off(name, who, after=(), *, key="", needed=1, **more):
    task = TaskSpec(
        id="sign",
        name=name,
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=(who,), needed=needed),
    )
    return Activity(
        id=key or name.lower().replace(" ", "-"),
        name=name,
        type=ActivityType.MANUAL,
        depends_on=tuple(after),
        tasks=(task,),
        **more,
    )


def todo(name, who="", after=(), *, key="", **more):
    task = TaskSpec(id="do", name=name, assignees=(who,) if who else ())
    return Activity(
        id=key or name.lower().replace(" ", "-"),
        name=name,
        type=ActivityType.MANUAL,
        depends_on=tuple(after),
        tasks=(task,),
        **more,
    )


def phase(name, *activities, after=(), owner=""):
    return Phase(
        id=name.lower().replace(" ", "-"),
        name=name,
        owner=owner or None,
        depends_on=tuple(after),
        activities=activities,
    )


def process(name, *phases):
    return Process(id=ProcessId(name.lower().replace(" ", "-")), name=name, phases=phases)


def example():
    text = (ROOT / "docs" / "examples" / "web-release.md").read_text()
    return process_from(
        read_outline(text), owners=(), known=Known(pipelines=pipelines_named("Build and test"))
    ).process


def train():
    """Three services through one gate: parallel work, joins, optional steps, other phases."""
    services = ("checkout", "catalogue", "search")
    return process(
        "Monthly train",
        phase(
            "Cut",
            pipeline("Cut release branches", key="cut"),
            *[pipeline(f"Build {each}", ["cut"], key=f"build-{each}") for each in services],
            todo("Collect the release notes", "Product owner", ["cut"], key="notes"),
            sign_off(
                "Freeze the train",
                "Release manager",
                [f"build-{each}" for each in services] + ["notes"],
                key="freeze",
            ),
            owner="Release manager",
        ),
        phase(
            "Staging",
            pipeline("Deploy everything to staging", key="stage"),
            pipeline("Regression suite", ["stage"], key="regression"),
            pipeline("Load test", ["stage"], key="load", optional=True),
            by_hand("Rotate the staging certificates", ["stage"], key="certificates"),
            sign_off(
                "QA approves the train", "QA lead", ["regression", "load"], key="qa", needed=2
            ),
            after=["cut"],
            owner="QA lead",
        ),
        phase(
            "Communication",
            todo("Write to customers", "Support lead", ["cut.notes"], key="write"),
            sign_off("Legal reads the notice", "Legal", ["write"], key="legal"),
            after=["cut"],
        ),
        phase(
            "Production",
            sign_off("Go or no-go", "Release manager", key="go"),
            *[pipeline(f"Deploy {each}", ["go"], key=f"deploy-{each}") for each in services],
            pipeline(
                "Watch the error rate for an hour",
                [f"deploy-{each}" for each in services],
                key="watch",
            ),
            Activity(
                id="mobile",
                name="Release the mobile apps",
                type=ActivityType.SUBPROCESS,
                process=Subprocess(id=ProcessId("mobile-release"), version=4),
                depends_on=("watch",),
                if_="{{ inputs.mobile == 'yes' }}",
                owner="Mobile lead",
            ),
            todo("Send the notice", "Support lead", ["watch", "communication.legal"], key="send"),
            after=["staging", "communication"],
            owner="On-call engineer",
        ),
    )


def with_phase(made, n, **changes):
    phases = list(made.phases)
    phases[n] = phases[n].model_copy(update=changes)
    return made.model_copy(update={"phases": tuple(phases)})


def with_activities(made, n, *, without=(), more=(), **changed):
    """Phase `n` without some, with others changed, and with more at its end."""
    kept = [
        each.model_copy(update=changed.get(each.id, {}))
        for each in made.phases[n].activities
        if each.id not in without
    ]
    return with_phase(made, n, activities=(*kept, *more))


def changed_train():
    """The monthly train a quarter later: something of every kind."""
    made = train()
    notes = made.phases[0].activities[4]
    made = with_activities(
        made,
        0,
        without=["notes"],
        freeze={"depends_on": ("build-checkout", "build-catalogue", "build-search", "scan")},
        more=[pipeline("Scan for known weaknesses", ["cut"], key="scan")],
    )
    made = with_activities(
        made, 1, without=["certificates"], load={"optional": False, "owner": "Performance team"}
    )
    made = with_activities(
        made,
        2,
        more=[notes.model_copy(update={"depends_on": ()})],
        write={"depends_on": ("notes",)},
    )
    made = with_activities(made, 3, watch={"name": "Watch the error rate for two hours"})
    rows = made.phases[3].activities
    made = with_phase(made, 3, activities=(rows[0], rows[3], *rows[1:3], *rows[4:]))
    after = phase(
        "Looking back", todo("Write down what went wrong", key="back"), after=["production"]
    )
    return made.model_copy(update={"phases": (*made.phases, after), "description": "Each month."})


def changed_platform():
    """A large process in which two of eight phases differ."""
    two = {"a5": {"depends_on": ("a3",)}, "a7": {"name": "Deploy to two regions"}}
    made = with_activities(large(8, 13), 1, without=["a4"], **two)
    return with_activities(made, 5, more=[sign_off("Security agrees", "Security", ["a12"])])


def large(phases, each):
    """`phases` phases of `each` activities: a chain with branches, as grown processes are."""
    kinds = (
        lambda name, after, key: pipeline(name, after, key=key, owner="Platform"),
        lambda name, after, key: todo(name, "Release engineer", after, key=key),
        lambda name, after, key: by_hand(name, after, key=key),
        lambda name, after, key: sign_off(name, "QA lead", after, key=key),
    )
    said = (
        "Deploy to the canary", "Check the dashboards", "Migrate the database",
        "Approve the canary", "Deploy region by region", "Announce in the channel",
    )  # fmt: skip
    made = []
    for p in range(phases):
        rows = []
        for n in range(each):
            after = [f"a{n - 2}"] if n % 5 == 2 else [f"a{n - 1}"] if n else []
            after += [f"a{n - 2}"] if n % 5 == 3 else []
            name = f"{said[(n + p) % len(said)]} {p + 1}.{n + 1}"
            rows.append(kinds[(n + p) % 4](name, after, key=f"a{n}"))
        before = [f"part-{p}"] if p else []
        made.append(phase(f"Part {p + 1}", *rows, after=before, owner="Release manager"))
    return process(f"Platform, {phases * each} activities", *made)


def hostile():
    long = "Deploy " + "x" * 5000
    return process(
        'He said "ship it" & <b>left</b>',
        phase(
            "שחרור גרסה \u202eabc\u202c",
            pipeline("שחרור גרסה חדשה לכל הלקוחות", key="a"),
            todo("👩\u200d💻🚀 Ship \x00it\x1b[31m", "<!channel>", ["a"], key="b"),
            pipeline(long, ["b"], key="c"),
            sign_off("", "word " * 400, ["c", "gone", "elsewhere.gone"], key="d"),
            after=["nowhere"],
        ),
        phase(
            "In a circle",
            todo("One", after=["three"], key="one"),
            todo("Two", after=["one"], key="two"),
            todo("Three", after=["two", "three"], key="three"),
            after=["later"],
        ),
        phase("Later", todo("Nothing before it"), after=["in-a-circle"]),
        phase("Empty"),
    )


def pages() -> dict[str, PicturePage]:
    """Every picture of the gallery by the name of its file."""
    of_difference = difference_picture(large(8, 13), changed_platform(), between=BETWEEN)
    of_hundred = process_picture(large(8, 13))
    return {
        "example": process_picture(example())[0],
        "train": process_picture(train())[0],
        "sixty": process_picture(large(5, 12))[0],
        "overview": of_hundred[0],
        "one-phase": of_hundred[1],
        "hostile": process_picture(hostile())[0],
        "difference": difference_picture(train(), changed_train(), between=BETWEEN)[0],
        "difference-overview": of_difference[0],
        "difference-one-phase": of_difference[1],
    }


def main() -> None:
    from bot.pictures.drawing import svg_of
    from bot.pictures.rendering import png_of

    measuring.write()
    FOLDER.mkdir(exist_ok=True)
    for name, page in pages().items():
        (FOLDER / f"{name}.svg").write_text(svg_of(page), encoding="utf-8")
        (FOLDER / f"{name}.png").write_bytes(png_of(page))
        print(name)


if __name__ == "__main__":
    main()
