"""`/release store pipelines`: what the operator lists, and *Test* for administrators."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, Say
from bot.views.store import carried, pipelines
from orchestration.pipelines.model import Pipeline

WORD = "pipelines"
_LONGEST_QUERY = 200


def register(app: AsyncApp, doors: Doors) -> None:
    async def test(heard: Heard) -> Reply:
        about = heard.carried(carried.ConnectionButton)
        result = await doors.connections.test(about.connection, by=heard.by)
        return Say(pipelines.tested(about.connection, result))

    tests = re.compile(rf"^{re.escape(carried.TEST)}\.")
    app.action(tests)(**listening(doors, payloads.action, tell=test))


def asks(words: str) -> bool:
    """True for `pipelines` and `pipelines WORDS`."""
    return words.casefold().split()[:1] == [WORD]


async def answer(doors: Doors, heard: Heard, words: str) -> Reply:
    query = words.strip()[len(WORD) : len(WORD) + _LONGEST_QUERY].strip()
    names = doors.catalogue.names()
    every = [each for name in names if (each := doors.catalogue.find(name))]
    found = [each for each in every if fits(each, query)]
    testable = await doors.connections.testable(by=heard.by)
    drawn = pipelines.draw(found, len(every), query, testable=testable, command=doors.command)
    return Say(drawn)


def fits(pipeline: Pipeline, query: str) -> bool:
    """True where every word stands in something that is said of it."""
    said = " ".join(
        [
            pipeline.name,
            pipeline.description,
            pipeline.provider,
            pipeline.connection,
            pipeline.location,
            *pipeline.tags,
        ]
    ).casefold()
    return all(word in said for word in query.casefold().split())
