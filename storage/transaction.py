"""`SqlTransaction`: all repositories over one connection."""

from __future__ import annotations

from collections.abc import Callable

from storage.absences import SqlAbsences
from storage.audit import SqlAuditLog
from storage.calendars import SqlCalendars
from storage.call_counts import SqlCallCounts
from storage.digests import SqlDigests
from storage.drafts import SqlDrafts
from storage.executions import SqlExecutions
from storage.feeds import SqlFeeds
from storage.freezes import SqlFreezes
from storage.groups import SqlGroups
from storage.input_sets import SqlInputSets
from storage.live import SqlLive
from storage.model_calls import SqlModelCalls
from storage.owed import SqlOwedWork
from storage.people import SqlDirectory, SqlRoles
from storage.pictures import SqlPictures
from storage.postings import SqlPostings
from storage.preferences import SqlPreferences
from storage.processes import SqlProcesses
from storage.releases import SqlReleases
from storage.resources import SqlResources
from storage.scope import Scope
from storage.store import SqlStore
from storage.texts import SqlTexts
from storage.waiters import SqlWaiters

OwedWorkOf = Callable[[Scope], SqlOwedWork]


class SqlTransaction:
    """All repositories over one connection."""

    def __init__(self, scope: Scope, owed_work: OwedWorkOf) -> None:
        self.clock = scope.clock
        self.store = SqlStore(scope)
        processes = SqlProcesses(scope, self.store)
        self.drafts = SqlDrafts(scope)
        self.processes = processes
        self.input_sets = SqlInputSets(scope)
        self.releases = SqlReleases(scope)
        self.freezes = SqlFreezes(scope)
        self.groups = SqlGroups(scope)
        self.calendars = SqlCalendars(scope)
        self.digests = SqlDigests(scope)
        self.feeds = SqlFeeds(scope)
        self.executions = SqlExecutions(scope, processes)
        self.roles = SqlRoles(scope)
        self.directory = SqlDirectory(scope)
        self.absences = SqlAbsences(scope)
        self.preferences = SqlPreferences(scope)
        self.postings = SqlPostings(scope)
        self.pictures = SqlPictures(scope)
        self.live = SqlLive(scope)
        self.model_calls = SqlModelCalls(scope)
        self.waiters = SqlWaiters(scope)
        self.resources = SqlResources(scope)
        self.audit = SqlAuditLog(scope)
        self.texts = SqlTexts(scope)
        self.owed = owed_work(scope)
        self.calls = SqlCallCounts(scope)
