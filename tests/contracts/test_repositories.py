from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.errors import Rejected, Transient
from orchestration.people.model import Person, Role, UserGroup
from orchestration.ports import PictureFile, Posting
from orchestration.processes.draft import DraftStatus
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ChannelId, DraftId, GroupId, ProcessId, ReleaseId
from tests.storage.building import ANA, BEN, DAN, NOON, RELEASES, WEB, draft, release

HOUR = timedelta(hours=1)


async def publish(database, process=WEB):
    return await database.transact(lambda tx: tx.processes.publish(process, by=DAN, at=NOON))


def named(name: str):
    return WEB.model_copy(update={"id": ProcessId(name.lower().replace(" ", "-")), "name": name})


async def test_a_draft_asked_for_twice_is_kept_once(database):
    assert await database.transact(lambda tx: tx.drafts.add(draft()))
    other = draft().model_copy(update={"title": "late"})
    assert not await database.transact(lambda tx: tx.drafts.add(other))
    assert await database.read(lambda tx: tx.drafts.get(DraftId("dr_1"))) == draft()


async def test_a_draft_comes_back_as_it_was_saved(database):
    await database.transact(lambda tx: tx.drafts.add(draft()))
    ready = draft().model_copy(update={"status": DraftStatus.READY, "process": WEB})
    saved = await database.transact(lambda tx: tx.drafts.save(ready))
    assert saved.revision == 1
    assert await database.read(lambda tx: tx.drafts.find(DraftId("dr_1"))) == saved


async def test_an_edit_of_an_older_draft_is_refused(database):
    await database.transact(lambda tx: tx.drafts.add(draft()))
    await database.transact(lambda tx: tx.drafts.save(draft()))
    with pytest.raises(Transient):
        await database.transact(lambda tx: tx.drafts.save(draft()))


async def test_the_drafts_that_a_person_can_change_are_found_newest_first(database):
    ready = {"status": DraftStatus.READY, "process": WEB}
    for n, changes in enumerate(
        (
            ready,
            ready,
            {"status": DraftStatus.REQUESTED},
            ready | {"status": DraftStatus.PUBLISHED},
            ready | {"replaces": DraftId("dr_0")},
            ready | {"by": BEN},
        )
    ):
        made = draft(f"dr_{n}").model_copy(update={**changes, "created_at": NOON + n * HOUR})
        await database.transact(lambda tx, made=made: tx.drafts.add(made))

    def theirs(limit=9):
        return database.read(
            lambda tx: [each.id for each in tx.drafts.open_of(draft().by, limit=limit)]
        )

    assert await theirs() == ["dr_1", "dr_0"]
    assert await theirs(1) == ["dr_1"]
    done = await database.read(lambda tx: tx.drafts.get(DraftId("dr_1")))
    done = done.model_copy(update={"status": DraftStatus.DISCARDED})
    await database.transact(lambda tx: tx.drafts.save(done))
    assert await theirs() == ["dr_0"]


async def test_what_does_not_exist_is_refused_with_what_to_do(database):
    with pytest.raises(Rejected, match="/release draft"):
        await database.read(lambda tx: tx.drafts.get(DraftId("dr_9")))
    with pytest.raises(Rejected, match="/release status"):
        await database.read(lambda tx: tx.releases.get(ReleaseId("re_9")))
    with pytest.raises(Rejected, match="/release processes"):
        await database.read(lambda tx: tx.processes.latest(ProcessId("nothing")))
    with pytest.raises(Rejected, match="version 7"):
        await database.read(lambda tx: tx.processes.version(ProcessId("nothing"), 7))
    with pytest.raises(Rejected, match="/release processes"):
        await database.transact(lambda tx: tx.processes.next_reference(ProcessId("nothing")))
    assert await database.read(lambda tx: tx.drafts.find(DraftId("dr_9"))) is None
    assert await database.read(lambda tx: tx.releases.find(ReleaseId("re_9"))) is None
    assert await database.read(lambda tx: tx.releases.find_by_reference("WEB-9")) is None


async def test_publishing_again_makes_the_next_version_and_keeps_the_old_one(database):
    first = await publish(database)
    changed = WEB.model_copy(update={"description": "now with care"})
    second = await publish(database, changed)
    assert (first.version, second.version) == (1, 2)
    assert await database.read(lambda tx: tx.processes.latest(WEB.id)) == second
    assert await database.read(lambda tx: tx.processes.version(WEB.id, 1)) == first
    (summary,) = await database.read(lambda tx: tx.processes.list())
    assert (summary.reference_key, summary.version) == ("WEB", 2)


async def test_processes_are_listed_by_name(database):
    for name in ("web", "API release", "Mobile"):
        await publish(database, named(name))
    listed = await database.read(lambda tx: tx.processes.list())
    assert [each.name for each in listed] == ["API release", "Mobile", "web"]


async def test_the_versions_of_a_process_are_told_latest_first(database):
    await publish(database)
    await publish(database, WEB.model_copy(update={"name": "Web shop"}))
    told = await database.read(lambda tx: tx.processes.history(WEB.id, limit=5))
    assert [(each.version, each.name, each.published_by) for each in told] == [
        (2, "Web shop", DAN),
        (1, WEB.name, DAN),
    ]
    assert len(await database.read(lambda tx: tx.processes.history(WEB.id, limit=1))) == 1


async def test_what_was_put_aside_says_by_whom_until_it_is_brought_back(database):
    await publish(database)
    for by in (ANA, None):
        await database.transact(lambda tx, by=by: tx.processes.archive(WEB.id, by=by, at=NOON))
        found = await database.read(lambda tx: tx.processes.find(WEB.id))
        assert found.archived_by == by
        (listed,) = await database.read(lambda tx: tx.processes.list())
        assert listed == found
    assert await database.read(lambda tx: tx.processes.find(ProcessId("nothing"))) is None


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Web release", "WEB-1"),
        ("Payments API release", "PAYM-1"),
        ("iOS app", "IOS-1"),
        ("Über-Shop", "UBER-1"),
        ("QA", "QA-1"),
        ("The release process", "REL-1"),
        ("出荷 2.0", "REL-1"),
    ],
)
async def test_a_reference_begins_with_letters_of_the_process(database, name, reference):
    process = named(name)
    await publish(database, process)
    given = await database.transact(lambda tx: tx.processes.next_reference(process.id))
    assert given == reference


async def test_references_are_counted_per_process_and_never_shared(database):
    app, site = named("Web app"), named("Web site")
    for each in (app, site):
        await publish(database, each)
    given = [
        await database.transact(lambda tx, of=of: tx.processes.next_reference(of.id))
        for of in (app, app, site)
    ]
    assert given == ["WEB-1", "WEB-2", "WEB2-1"]


async def test_a_reference_of_a_release_that_was_not_made_is_given_again(database):
    await publish(database)

    def refused(tx):
        tx.processes.next_reference(WEB.id)
        raise Rejected("No.")

    with pytest.raises(Rejected):
        await database.transact(refused)
    assert await database.transact(lambda tx: tx.processes.next_reference(WEB.id)) == "WEB-1"


async def test_a_version_that_was_rolled_back_is_not_remembered(database):
    def refused(tx):
        tx.processes.publish(WEB, by=DAN, at=NOON)
        tx.processes.latest(WEB.id)
        raise Rejected("No.")

    with pytest.raises(Rejected):
        await database.transact(refused)
    other = WEB.model_copy(update={"name": "Another"})
    await publish(database, other)
    assert (await database.read(lambda tx: tx.processes.latest(WEB.id))).process == other


async def test_a_release_is_found_by_its_reference_in_any_case(database):
    assert await database.transact(lambda tx: tx.releases.add(release()))
    assert not await database.transact(lambda tx: tx.releases.add(release()))
    assert await database.read(lambda tx: tx.releases.find_by_reference(" web-1 ")) == release()
    assert await database.read(lambda tx: tx.releases.find(ReleaseId("re_1"))) == release()


async def test_a_release_saved_late_writes_nothing(database):
    await database.transact(lambda tx: tx.releases.add(release()))
    saved = await database.transact(lambda tx: tx.releases.save(release()))
    assert saved.revision == 1
    with pytest.raises(Transient):
        await database.transact(lambda tx: tx.releases.save(release()))
    assert await database.read(lambda tx: tx.releases.get(ReleaseId("re_1"))) == saved


async def test_unfinished_releases_come_soonest_first_and_recent_ones_latest_first(database):
    elsewhere = ChannelId("C0ELSEWHERE")
    made = [
        release("re_1", "WEB-1", scheduled_for=NOON + 3 * HOUR),
        release("re_2", "WEB-2", scheduled_for=NOON + HOUR, channel=elsewhere),
        release("re_3", "WEB-3", status=ReleaseStatus.RUNNING, started_at=NOON),
        release("re_4", "WEB-4", status=ReleaseStatus.ABORTED, ended_at=NOON),
        release("re_5", "WEB-5", status=ReleaseStatus.SUCCEEDED, ended_at=NOON + HOUR),
    ]
    for each in made:
        await database.transact(lambda tx, one=each: tx.releases.add(one))

    async def listed(work):
        return [each.reference for each in await database.read(work)]

    assert await listed(lambda tx: tx.releases.unfinished()) == ["WEB-3", "WEB-2", "WEB-1"]
    assert await listed(lambda tx: tx.releases.unfinished(channel=elsewhere)) == ["WEB-2"]
    assert await listed(lambda tx: tx.releases.recent()) == ["WEB-5", "WEB-4"]
    assert await listed(lambda tx: tx.releases.recent(limit=1)) == ["WEB-5"]
    assert await listed(lambda tx: tx.releases.recent(channel=elsewhere)) == []


async def test_a_role_means_whom_it_was_bound_to_last(database):
    for members in ((ANA,), (BEN, GroupId("S0000QAS"))):
        role = Role(key="qa lead", name="QA lead", members=members)
        await database.transact(lambda tx, one=role: tx.roles.bind(one))
    assert await database.read(lambda tx: tx.roles.all()) == {"qa lead": role}


async def test_the_directory_knows_people_groups_and_admins(database):
    ana = Person(id=ANA, name="Ana", is_admin=True, zone="Europe/Lisbon")
    ben = Person(id=BEN, name="Ben", is_admin=True, deactivated=True)
    qa = UserGroup(id=GroupId("S0000QAS"), handle="qa", name="QA", members=(ANA, BEN))
    await database.transact(lambda tx: tx.directory.save_people([ana, ben], at=NOON))
    await database.transact(lambda tx: tx.directory.save_groups([qa], at=NOON))
    assert await database.read(lambda tx: tx.directory.people([ANA, DAN])) == {ANA: ana}
    assert await database.read(lambda tx: tx.directory.groups([qa.id])) == {qa.id: qa}
    assert await database.read(lambda tx: tx.directory.admins()) == [ana]


async def test_the_directory_is_learned_when_it_was_fetched_whole(database):
    old = UserGroup(id=GroupId("S0000OLD"), handle="old", name="Old")
    await database.transact(lambda tx: tx.directory.save_groups([old], at=NOON))
    assert await database.read(lambda tx: tx.directory.learned_at()) is None

    def whole(tx):
        tx.directory.save_people([Person(id=ANA, name="Ana")], at=NOON + HOUR, whole=True)
        tx.directory.save_groups([], at=NOON + HOUR, whole=True)

    await database.transact(whole)
    assert await database.read(lambda tx: tx.directory.learned_at()) == NOON + HOUR
    assert await database.read(lambda tx: tx.directory.groups([old.id])) == {}


async def test_a_message_of_ours_is_found_by_subject_and_by_place(database):
    posting = Posting(subject="show_task:x:1", channel=RELEASES, ts="1.2", thread_ts="1.1")
    moved = posting.model_copy(update={"ts": "1.9"})
    for each in (posting, moved):
        await database.transact(lambda tx, one=each: tx.postings.put(one))
    assert await database.read(lambda tx: tx.postings.find(posting.subject)) == moved
    assert await database.read(lambda tx: tx.postings.at(RELEASES, "1.9")) == moved
    assert await database.read(lambda tx: tx.postings.at(RELEASES, "1.2")) is None


async def test_a_picture_is_remembered_by_what_it_shows(database):
    given = PictureFile(page="abc", file="F0123456789", at=NOON)
    ready = given.model_copy(update={"ready": True})
    for each in (given, ready):
        await database.transact(lambda tx, one=each: tx.pictures.put(one))
    assert await database.read(lambda tx: tx.pictures.files(["abc", "xyz"])) == {"abc": ready}


async def test_a_text_is_kept_as_it_was_first_given(database):
    await database.transact(lambda tx: tx.texts.keep("tx_1", "why not"))
    await database.transact(lambda tx: tx.texts.keep("tx_1", "another"))
    await database.transact(lambda tx: tx.texts.keep("tx_2", "odd \x00 \ud800 é 🚢"))
    bodies = await database.read(lambda tx: tx.texts.bodies(["tx_1", "tx_2", "tx_9"]))
    assert bodies == {"tx_1": "why not", "tx_2": "odd � � é 🚢"}
