"""Who is who: roles bound by people, and a directory kept as the workspace changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from orchestration import words
from orchestration.catalogue.taking import filled_version
from orchestration.effects import Effect, LearnDirectory
from orchestration.effects.process import ShowDraft
from orchestration.execution.tasks.sign_off import member_key
from orchestration.groups.following import follow_owners
from orchestration.people.acting import names_touching
from orchestration.people.following import follow_members
from orchestration.people.model import Person, Right, Role, UserGroup, is_slack_id
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.values import DraftId, GroupId, UserId, plain_line, role_key


class PeopleService:
    """Roles and the directory.

    Who may bind a role: anyone, while no published process names it (a draft binds nothing that
    runs) and it was granted no right; from then on who may publish that process, or grant that
    right, or a sign-off would be anybody's who takes the role.
    """

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def bind(
        self,
        bindings: Mapping[str, Sequence[str]],
        *,
        by: UserId,
        draft_id: DraftId | None = None,
        backups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Bind roles to people and groups for the workspace; running releases ask them at once.

        `backups` says for some of them who is asked, in order, where nobody of the role is there;
        what is not said of stays as it was.
        """
        now = self._clock.now()

        def work(tx: Transaction) -> None:
            known = tx.roles.all()
            changed: list[str] = []
            for name, members in bindings.items():
                key = role_key(name)
                was = known.get(key) or Role(key=key, name=plain_line(name, 80))
                now_bound = Role(
                    key=key,
                    name=plain_line(name, 80),
                    members=_typed(members),
                    backup=_typed(backups[name]) if backups and name in backups else was.backup,
                )
                if (was.members, was.backup) == (now_bound.members, now_bound.backup):
                    continue
                through = self._may_bind(tx, name, by)
                tx.roles.bind(now_bound)
                tx.audit.append(
                    Decision(
                        chain="roles",
                        at=now,
                        actor=by,
                        through=through,
                        door="slack",
                        action="bound",
                        subject=key,
                        before=_spelt(was),
                        after=_spelt(now_bound),
                    )
                )
                changed.append(name)
            follow_members(tx, changed, at=now)
            named = _ids(bindings) + _ids(backups or {})
            owed: list[Effect] = [LearnDirectory(only=named)] if changed else []
            if draft_id:  # its card may be older than what another card has bound
                owed.append(ShowDraft(draft_id=draft_id))
            tx.owed.owe(owed, at=now)

        await self._database.transact(work, urgent=True, name="bind_roles")

    def _may_bind(self, tx: Transaction, name: str, by: UserId) -> str:
        """Through what `by` may bind this role; raises `Rejected` naming who can."""
        key, through = role_key(name), ""
        for each in tx.roles.grants():
            if each.role == key:
                place = tx.processes.latest(each.process).process if each.process else None
                to = f"change who “{words.quote(name, 60)}” is: it may {each.right.value}"
                through = demand(tx, Right.ADMINISTER, self._administrators, by, of=place, to=to)
        published = [filled_version(tx, tx.processes.latest(e.id)) for e in tx.processes.list()]
        asking = tx.executions.asking(member_key(name))
        running = [tx.executions.get(each).plan.process for each in asking]
        for process in (*published, *running):
            if key in {role_key(each) for each in process.roles()}:
                role, of = words.quote(name, 60), words.quote(process.name)
                to = f"change who “{role}” is: “{of}” names it"
                through = demand(tx, Right.PUBLISH, self._administrators, by, of=process, to=to)
        return through

    async def roles(self) -> Mapping[str, Role]:
        return await self._database.read(lambda tx: tx.roles.all())

    async def changed(self, ids: Iterable[str]) -> None:
        """Slack says that these people or groups changed: fetch them again."""
        wanted = tuple(sorted(set(ids)))
        now = self._clock.now()
        await self._database.transact(
            lambda tx: tx.owed.owe([LearnDirectory(only=wanted)], at=now), name="people_changed"
        )


def learn(
    tx: Transaction,
    people: Sequence[Person],
    groups: Sequence[UserGroup],
    *,
    at: datetime,
    whole: bool = False,
) -> None:
    """Keep what the workspace said, `whole` when it is everybody; running releases follow."""
    before_people = tx.directory.people(each.id for each in people)
    before_groups = tx.directory.groups(each.id for each in groups)
    people = [_with_locale(each, before_people.get(each.id)) for each in people]
    tx.directory.save_people(people, at=at, whole=whole)
    tx.directory.save_groups(groups, at=at, whole=whole)
    changed: list[str] = [
        each.id
        for each in people
        if (was := before_people.get(each.id)) is None
        or (was.deactivated, was.outsider) != (each.deactivated, each.outsider)
    ]
    changed.extend(
        each.id
        for each in groups
        if (was_group := before_groups.get(each.id)) is None or was_group.members != each.members
    )
    if changed:
        follow_members(tx, names_touching(tx, changed, at=at), at=at)
    gone = [
        each.id
        for each in people
        if (was := before_people.get(each.id)) and was.deactivated != each.deactivated
    ]
    if gone:
        follow_owners(tx, gone, at=at)


def _with_locale(person: Person, before: Person | None) -> Person:
    """Slack says it to whoever asks for it, and not in every answer: what is known stays."""
    if person.locale or before is None:
        return person
    return person.model_copy(update={"locale": before.locale})


def _typed(members: Sequence[str]) -> tuple[UserId | GroupId, ...]:
    return tuple(GroupId(m) if m.startswith("S") else UserId(m) for m in members)


def _spelt(role: Role) -> str:
    backup = f" (backup {' '.join(role.backup)})" if role.backup else ""
    return f"{' '.join(role.members)}{backup}"


def _ids(bindings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({m for members in bindings.values() for m in members if is_slack_id(m)}))
