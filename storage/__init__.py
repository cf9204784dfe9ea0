"""The database: what the ports of `orchestration` ask for, on SQLAlchemy Core."""

from storage.backup import backup
from storage.clock import SystemClock
from storage.doubt import HOLD
from storage.evidence import EvidenceFolder
from storage.holding import hold_copy
from storage.lock import lock_file
from storage.migrate import check_schema, migrate
from storage.move import Move, move
from storage.opening import is_shared, job_worker, moved_away, open_database
from storage.replicas import SERVES, WORKS
from storage.restore import restore
from storage.trouble import Unusable
from storage.waiting import await_database
from storage.work import SqlDatabase

__all__ = [
    "HOLD",
    "SERVES",
    "WORKS",
    "EvidenceFolder",
    "Move",
    "SqlDatabase",
    "SystemClock",
    "Unusable",
    "await_database",
    "backup",
    "check_schema",
    "hold_copy",
    "is_shared",
    "job_worker",
    "lock_file",
    "migrate",
    "move",
    "moved_away",
    "open_database",
    "restore",
]
