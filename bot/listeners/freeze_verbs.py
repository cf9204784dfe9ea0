"""`freezes` and `freeze …` as people type them."""

from __future__ import annotations

from bot import grammar
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.replies import Open, Reply, Say, say
from bot.views import freezes, private
from bot.views.modals import freeze as form
from bot.views.modals import freeze_exception
from orchestration import words
from orchestration.errors import Rejected
from orchestration.freezes.letting_through import Answered
from orchestration.freezes.model import Freeze
from orchestration.freezes.windows import next_windows
from orchestration.people.model import Right
from orchestration.people.rights import sources_of
from orchestration.ports import Transaction
from orchestration.values import FreezeId, ReleaseId

_USAGE = "Write `/release freeze except PAY-142 REASON`."


async def listed(doors: Doors) -> Reply:
    """Everybody may look: a refused start should surprise nobody."""
    now = doors.clock.now()

    def look(tx: Transaction) -> Reply:
        there = tx.freezes.since(now)
        coming = [next(iter(next_windows(each, now, count=1)), None) for each in there]
        rows = [
            freezes.FreezeRow(freeze=each, window=window)
            for each, window in zip(there, coming, strict=True)
        ]
        rows.sort(key=lambda row: row.window.begins if row.window else now)
        sources = sources_of(tx, Right.OVERRIDE, doors.administrators)
        who = tuple(dict.fromkeys(each for source in sources for each in source.members))
        return Say(freezes.draw(rows, who, now=now))

    return await doors.database.read(look)


async def commit(doors: Doors, heard: Heard, said: str) -> Reply | None:
    """What is complete as it was typed."""
    verb, _, rest = said.strip().partition(" ")
    match verb.lower():
        case "except" | "exception":
            reference, _, why = rest.strip().partition(" ")
            if not grammar.is_reference(reference):
                raise Rejected(_USAGE)
            if not why.strip():
                return None
            release = await doors.releases.referred(reference.upper())
            return say(answered(await doors.exceptions.ask(release.id, by=heard.by, reason=why)))
        case "end" | "archive" if rest.strip():
            freeze = await doors.freezes.named(rest)
            return await done_with(doors, heard, verb.lower(), freeze.id)
        case _:
            return None


async def answer(doors: Doors, heard: Heard, said: str) -> Reply:
    """What asks back, or opens a form."""
    verb, _, rest = said.partition(" ")
    match verb.lower():
        case "except" | "exception":
            release = await doors.releases.referred(rest.strip().upper())
            return await exception_form(doors, heard, release.id)
        case "edit" if rest.strip():
            freeze = await doors.freezes.named(rest)
            return await done_with(doors, heard, "edit", freeze.id)
        case "edit" | "end" | "archive" | "list":
            return await listed(doors)
        case _:
            await doors.freezes.may_change(by=heard.by)
            if not heard.trigger_id:
                return Say(private.offer("A freeze is made in a form.", freezes.new_button(said)))
            return Open(await form_of(doors, heard, None, typed=said))


async def done_with(doors: Doors, heard: Heard, verb: str, freeze_id: FreezeId) -> Reply:
    match verb:
        case "end":
            freeze = await doors.freezes.end(freeze_id, by=heard.by)
            return say(
                f"The freeze “{words.quote(freeze.name, 80)}” is ended. Releases can start, and "
                "the owners of those it held are asked to resume them."
            )
        case "archive":
            freeze = await doors.freezes.archive(freeze_id, by=heard.by)
            return say(f"The freeze “{words.quote(freeze.name, 80)}” is archived.")
        case _:
            known = await doors.database.read(lambda tx: tx.freezes.find(freeze_id))
            if not heard.trigger_id or known is None:
                return await listed(doors)
            return Open(await form_of(doors, heard, known))


async def form_of(doors: Doors, heard: Heard, known: Freeze | None, *, typed: str = "") -> Json:
    await doors.freezes.may_change(by=heard.by)

    def look(tx: Transaction) -> Json:
        person = tx.directory.people([heard.by]).get(heard.by)
        carries = form.FreezeForm(
            id=known.id if known else None,
            revision=known.revision if known else 0,
            zone=known.zone if known else person.zone if person else "UTC",
        )
        return form.draw(
            carries,
            known,
            typed=typed,
            groups=[(each.id, each.name) for each in tx.groups.list() if each.archived_by is None],
            processes=[
                (each.id, each.name) for each in tx.processes.list() if each.archived_by is None
            ],
        )

    return await doors.database.read(look)


async def exception_form(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    release, held = await doors.exceptions.in_the_way(release_id, by=heard.by)
    if not heard.trigger_id:
        return say(f"Say why: `/release freeze except {release.reference} REASON`.")
    return Open(freeze_exception.draw(release, held))


def answered(found: Answered) -> str:
    title = words.quote(found.release.title)
    which = words.listed(f"“{words.quote(each.freeze.name, 60)}”" for each in found.held)
    if found.asked:
        return (
            f"An exception from {which} is asked for {title}: of {words.people(found.asked)}. You "
            "are told what they decide."
        )
    return f"{title} is let through {which}. The audit keeps why."
