"""Sentences into changes: what each pattern means in a process whose parts are known by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from orchestration.processes.model import ActivityType, Process, full_ref
from orchestration.processes.revising.changes import (
    MOST_CHANGES,
    AddActivity,
    AddPhase,
    Change,
    How,
    MoveTo,
    Remove,
    RemoveSignOff,
    Rename,
    SetOnFailure,
    SetOptional,
    SetOrder,
    SetOwner,
    SetPipeline,
    SetSignOff,
    SetType,
)
from orchestration.values import ActivityRef, Frozen, plain_line, role_key
from prompts.sentences import phrases
from prompts.sentences.naming import Parts, Unclear
from prompts.sentences.patterns import SENTENCES
from prompts.sentences.split import sentences_in, told

__all__ = ["Reading", "read_sentences"]

_MOST_SENTENCES = 60
Said = Mapping[str, str]


class Reading(Frozen):
    changes: tuple[Change, ...] = ()
    unclear: tuple[str, ...] = ()


def read_sentences(process: Process, words: str) -> Reading:
    """Every sentence as a change, or as what is not clear about it."""
    reader = _Reader(process)
    unclear: list[str] = []
    for sentence, quoted in sentences_in(words)[:_MOST_SENTENCES]:
        try:
            reader.read(sentence, quoted)
        except Unclear as why:
            unclear.append(str(why))
    changes = tuple(reader.changes[:MOST_CHANGES])
    return Reading(changes=changes, unclear=tuple(dict.fromkeys(unclear)))


class _Reader:
    def __init__(self, process: Process) -> None:
        self._process = process
        self._parts = Parts(process)
        self._roles = {role_key(each): each for each in process.roles()}
        self._quoted: tuple[str, ...] = ()
        self.changes: list[Change] = []

    def read(self, sentence: str, quoted: tuple[str, ...]) -> None:
        """Understood by the first pattern that fits and whose parts are there."""
        self._quoted = quoted
        why: Unclear | None = None
        for name, pattern in SENTENCES:
            found = pattern.match(sentence)
            if found is None:
                continue
            try:
                change = _MEANINGS[name](self, _Groups(found.groupdict()))
            except Unclear as unclear:
                why = why or unclear
                continue
            self.changes.append(change)
            return
        shown = plain_line(told(sentence, quoted), 120)
        raise why or Unclear(f"“{shown}” was not understood.")

    def rename(self, said: Said) -> Change:
        place, name = self._part(said["x"]), self._name(said["name"])
        self._parts.add(place, name)
        return Rename(of=place, name=name)

    def unsign(self, said: Said) -> Change:
        return RemoveSignOff(of=self._activity(said["x"]))

    def wait(self, said: Said) -> Change:
        place = self._part(said["x"])
        found = [self._part(each) for each in phrases.AND.split(said["y"]) if each]
        phases = {self._parts.is_phase(each) for each in (place, *found)}
        if len(phases) > 1:
            raise Unclear("A phase waits for phases, and an activity for activities.")
        return SetOrder(of=place, after=tuple(dict.fromkeys(found)))

    def not_wait(self, said: Said) -> Change:
        place, other = self._part(said["x"]), self._part(said["y"])
        waits = self._waits(place)
        if other not in waits:
            named = f"“{self._parts.called(place)}”"
            raise Unclear(f"{named} does not say that it waits for “{self._parts.called(other)}”.")
        return SetOrder(of=place, after=tuple(each for each in waits if each != other))

    def place(self, said: Said) -> Change:
        return self._moved(self._part(said["x"]), phrases.how(said["how"]), self._part(said["y"]))

    def place_in(self, said: Said) -> Change:
        place = self._part(said["x"])
        how = phrases.end(said["end"]) if said["end"] else "last"
        if said["y"]:
            return self._moved(place, how, self._part(said["y"]))
        home = "" if self._parts.is_phase(place) else place.partition(".")[0]
        return MoveTo(of=place, how=how, at=home)

    def add(self, said: Said) -> Change:
        return self._added(said["x"], phrases.how(said["how"]), self._split_who(said))

    def add_in(self, said: Said) -> Change:
        how = phrases.end(said["end"]) if said["end"] else "last"
        return self._added(said["x"], how, self._split_who(said))

    def remove(self, said: Said) -> Change:
        return Remove(of=self._part(said["x"]))

    def owner(self, said: Said) -> Change:
        return SetOwner(of=self._part(said["x"]), owner=self._role(said["r"]))

    def failure(self, said: Said) -> Change:
        place = self._activity(said["x"])
        outcome = phrases.on_failure(said["do"])
        if outcome is None:
            raise Unclear("When it fails, the release can hold, go on, fail, or it is retried.")
        return SetOnFailure(of=place, on_failure=outcome)

    def optional(self, said: Said) -> Change:
        return SetOptional(of=self._part(said["x"]), optional=said["yes"].lower() == "optional")

    def kind(self, said: Said) -> Change:
        place = self._activity(said["x"])
        automated = said["type"].lower().startswith("auto")
        return SetType(of=place, type="automated" if automated else "manual")

    def pipeline(self, said: Said) -> Change:
        return SetPipeline(of=self._activity(said["x"]), pipeline=self._name(said["name"]))

    def signed(self, said: Said) -> Change:
        """Of what is no work of people a sign-off before it."""
        place = self._activity(said["x"])
        signers = tuple(filter(None, map(self._role, phrases.AND.split(said["r"]))))
        needed = phrases.quorum(said["n"]) if said["n"] else None
        activity = self._process.by_ref.get(ActivityRef(place))
        if activity is None or activity.type is ActivityType.MANUAL:
            return SetSignOff(of=place, signers=signers or None, needed=needed)
        if not signers:
            raise Unclear(
                f"Who signs before “{activity.name}”? Write `{activity.name} needs approval by …`."
            )
        name = f"Approve {activity.name}"
        key = self._key(name, phase=False)
        return AddActivity(
            key=key,
            name=name,
            how="before",
            at=place,
            approval=True,
            signers=signers,
            needed=needed or 1,
        )

    def _added(self, what: str, how: How, there: tuple[str, str]) -> Change:
        place, who = there
        new = phrases.added(what if not who else f"{what} {who}")
        name = self._name(new.name)
        at = self._part(place) if place else ""
        owner = self._role(new.who) if new.who else None
        if new.kind == "phase":
            if at and not self._parts.is_phase(at):
                at = at.partition(".")[0]
            return AddPhase(key=self._key(name, phase=True), name=name, owner=owner, how=how, at=at)
        if not at:
            last = self._process.phases[-1].id if self._process.phases else ""
            if not last:
                raise Unclear(f"Where shall “{name}” go? Add a phase first.")
            at = last
        signers = (
            tuple(filter(None, map(self._role, phrases.AND.split(new.who)))) if new.signs else ()
        )
        return AddActivity(
            key=self._key(name, phase=False),
            name=name,
            how=how,
            at=at,
            type="automated" if new.kind == "automated" else "manual",
            owner=None if new.signs else owner,
            approval=new.kind == "sign_off",
            signers=signers,
        )

    def _moved(self, place: str, how: How, at: str) -> Change:
        if place == at:
            raise Unclear(f"“{self._parts.called(place)}” cannot go behind itself.")
        if self._parts.is_phase(place) and not self._parts.is_phase(at):
            at = at.partition(".")[0]
        return MoveTo(of=place, how=how, at=at)

    def _split_who(self, said: Said) -> tuple[str, str]:
        """`after Build, owned by QA lead`: where, and whose."""
        return phrases.owned(said["y"])

    def _waits(self, place: str) -> tuple[str, ...]:
        if self._parts.is_phase(place):
            phase = self._process.phases_by_id.get(place)
            return phase.depends_on if phase else ()
        activity = self._process.by_ref.get(ActivityRef(place))
        home = place.partition(".")[0]
        return tuple(full_ref(home, each) for each in activity.depends_on) if activity else ()

    def _key(self, name: str, *, phase: bool) -> str:
        key = f"+{'p' if phase else 'a'}{len(self.changes) + 1}"
        self._parts.add(key, name)
        return key

    def _part(self, said: str) -> str:
        return self._parts.find(told(said, self._quoted))

    def _activity(self, said: str) -> str:
        place = self._part(said)
        if self._parts.is_phase(place):
            raise Unclear(f"“{self._parts.called(place)}” is a phase: name an activity of it.")
        return place

    def _name(self, said: str) -> str:
        name = plain_line(told(said, self._quoted), 120)
        if not name:
            raise Unclear("A name is missing.")
        return name

    def _role(self, said: str) -> str | None:
        """In the process's own spelling where it knows the role."""
        bare = phrases.bare_role(told(said, self._quoted))
        return self._roles.get(role_key(bare), bare) or None


class _Groups(dict[str, str]):
    """What a pattern found; empty for what it did not."""

    def __init__(self, found: Mapping[str, str | None]) -> None:
        super().__init__({key: value or "" for key, value in found.items()})

    def __missing__(self, key: str) -> str:
        return ""


_MEANINGS: Final[Mapping[str, Callable[[_Reader, Said], Change]]] = {
    "rename": _Reader.rename,
    "unsign": _Reader.unsign,
    "wait": _Reader.wait,
    "not_wait": _Reader.not_wait,
    "place": _Reader.place,
    "place_in": _Reader.place_in,
    "add": _Reader.add,
    "add_in": _Reader.add_in,
    "remove": _Reader.remove,
    "owner": _Reader.owner,
    "failure": _Reader.failure,
    "optional": _Reader.optional,
    "type": _Reader.kind,
    "pipeline": _Reader.pipeline,
    "signed": _Reader.signed,
}
