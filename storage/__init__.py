"""The database: what the ports of `orchestration` ask for, on SQLAlchemy Core."""

from storage.backup import backup, restore
from storage.clock import SystemClock
from storage.doubt import HOLD
from storage.lock import lock_file
from storage.migrate import check_schema, migrate
from storage.opening import is_shared, job_worker, open_database
from storage.replicas import SERVES, WORKS
from storage.trouble import Unusable
from storage.waiting import await_database
from storage.work import SqlDatabase

__all__ = [
    "HOLD",
    "SERVES",
    "WORKS",
    "SqlDatabase",
    "SystemClock",
    "Unusable",
    "await_database",
    "backup",
    "check_schema",
    "is_shared",
    "job_worker",
    "lock_file",
    "migrate",
    "open_database",
    "restore",
]
