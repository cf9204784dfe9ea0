"""A model's answer as changes: numbers looked up, names cleaned, nobody appointed who is not known.

Who signs or owns, and which pipeline runs, is known to the process, offered, or in the person's
words; anything else is left out and said. New names and instructions are text, and no more: they
are escaped wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from orchestration.people.model import is_slack_id
from orchestration.ports import RevisionRequest
from orchestration.processes.model import OnFailure
from orchestration.processes.revising.changes import (
    AddActivity,
    AddPhase,
    Change,
    Describe,
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
from orchestration.processes.tasks import Quorum
from orchestration.values import name_key, plain_line, role_key
from prompts.judging import json_in, schema_errors
from prompts.revision_answer import AnsweredChange, RevisionAnswer
from prompts.source import Source


@dataclass(slots=True)
class Reading:
    changes: list[Change] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """For the model: what refers to nothing or is not in the form we asked for."""
    left_out: list[str] = field(default_factory=list)
    """For the person: who or what was named and is not known."""
    unclear: list[str] = field(default_factory=list)


def read_answer(content: str, request: RevisionRequest, places: Mapping[str, str]) -> Reading:
    try:
        answer = RevisionAnswer.model_validate_json(json_in(content))
    except ValidationError as error:
        return Reading(wrong=list(schema_errors(error)))
    reader = _Reader(request, places)
    for n, each in enumerate(answer.changes, 1):
        try:
            reader.reading.changes.append(reader.change(n, each))
        except _Wrong as why:
            reader.reading.wrong.append(f"change {n} ({each.do}): {why}")
    said = (plain_line(reader.source.said(each), 200) for each in answer.unclear)
    reader.reading.unclear.extend(each for each in said if each)
    return reader.reading


class _Wrong(Exception):  # noqa: N818 - a claim about an answer, told to the model
    """A change that cannot be read."""


class _Reader:
    def __init__(self, request: RevisionRequest, places: Mapping[str, str]) -> None:
        self.reading = Reading()
        self.source = Source(request.words)
        self._places = dict(places)
        roles = (*request.process.roles(), *(each.id for each in request.offered.roles))
        self._roles = {role_key(each): each for each in roles}
        known = (each.pipeline for _, each in request.process.activities())
        self._pipelines = {each.id for each in request.offered.pipelines} | set(filter(None, known))

    def change(self, n: int, said: AnsweredChange) -> Change:
        match said.do:
            case "add_phase":
                place = self._place(said.place) if said.place else ""
                key = self._key(said.target, n, "p")
                how = said.where or "last"
                owner = self._role(said.owner)
                return AddPhase(key=key, name=self._name(said.name), owner=owner, how=how, at=place)
            case "add_activity":
                return self._added(n, said)
            case "move":
                where: How = said.where or "after"
                at = self._place(said.place) if said.place else ""
                return MoveTo(of=self._place(said.target), how=where, at=at)
            case "waits_for":
                after = tuple(dict.fromkeys(self._place(each) for each in said.waits_for))
                return SetOrder(of=self._place(said.target), after=after)
            case _:
                return self._of_part(self._place(said.target), said)

    def _of_part(self, of: str, said: AnsweredChange) -> Change:
        match said.do:
            case "remove":
                return Remove(of=of)
            case "rename":
                return Rename(of=of, name=self._name(said.name))
            case "owner":
                if said.owner and self._role(said.owner) is None:
                    raise _Wrong("its owner is neither in the process nor in the person's words")
                return SetOwner(of=of, owner=self._role(said.owner))
            case "type":
                if not said.type:
                    raise _Wrong("`type` is empty")
                return SetType(of=of, type=said.type)
            case "sign_off":
                signers = self._signers(said.signers)
                if said.signers and not signers:
                    raise _Wrong("none of its signers is in the process or in the person's words")
                return SetSignOff(of=of, signers=signers or None, needed=_quorum(said.needed))
            case "no_sign_off":
                return RemoveSignOff(of=of)
            case "optional":
                return SetOptional(of=of, optional=said.optional)
            case "on_failure":
                if not said.on_failure:
                    raise _Wrong("`on_failure` is empty")
                return SetOnFailure(of=of, on_failure=OnFailure(said.on_failure))
            case "pipeline":
                if said.name and said.name not in self._pipelines:
                    raise _Wrong("there is no such pipeline")
                return SetPipeline(of=of, pipeline=said.name or None)
            case _:
                return Describe(of=of, text=self.source.said(said.text))

    def _added(self, n: int, said: AnsweredChange) -> AddActivity:
        if not said.place:
            raise _Wrong("`place` is empty: name a phase, or an activity beside which it goes")
        return AddActivity(
            at=self._place(said.place),
            key=self._key(said.target, n, "a"),
            name=self._name(said.name),
            how=said.where or "last",
            type="manual" if said.approval else said.type or "manual",
            owner=self._role(said.owner),
            signers=self._signers(said.signers) if said.approval else (),
            approval=said.approval,
            needed=_quorum(said.needed) or 1,
            instructions=self.source.said(said.text),
        )

    def _place(self, ref: str) -> str:
        found = self._places.get(ref.strip().upper())
        if found is None:
            raise _Wrong(f"there is no {plain_line(ref, 20) or 'part without a number'}")
        return found

    def _key(self, ref: str, n: int, kind: str) -> str:
        key = f"+{kind}{n}"
        if ref.strip().upper().startswith("N"):
            self._places[ref.strip().upper()] = key
        return key

    def _name(self, said: str) -> str:
        name = plain_line(self.source.said(said), 120)
        if not name:
            raise _Wrong("`name` is empty")
        return name

    def _signers(self, named: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for each in named if (one := self._role(each))))

    def _role(self, named: str) -> str | None:
        """In the process's own spelling, or as the person wrote it; None for anybody else."""
        bare = plain_line(named.strip().lstrip("@"), 120)
        if not bare:
            return None
        if known := self._roles.get(role_key(bare)):
            return known
        found = self._in_words(bare)
        if found is None:
            shown = plain_line(self.source.said(bare), 60).replace("<", "").replace(">", "")
            self.reading.left_out.append(
                f"“{shown}” is known neither to the process nor from your words, and was left out."
            )
        return found

    def _in_words(self, name: str) -> str | None:
        """All of its words stand in what the person wrote: one of them would appoint anybody."""
        if is_slack_id(name.strip("<@!>")) or name.startswith("<"):
            return self.source.role(name)
        words, key = name_key(self.source.text), name_key(name)
        return name if f" {key} " in f" {words} " else None


def _quorum(said: str) -> Quorum | None:
    match said:
        case "":
            return None
        case "majority" | "all":
            return said
        case _:
            return int(said)
