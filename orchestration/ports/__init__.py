"""The ports: what the core needs from storage and from the outside, and what it may rely on.

`tests/contracts/` holds every adapter of a port to the sentences written here.
"""

from orchestration.ports.call_counts import CallCount, CallCounts
from orchestration.ports.database import (
    Database,
    Transaction,
)
from orchestration.ports.input_sets import InputSetRepository
from orchestration.ports.outside import (
    Clock,
    Drafted,
    Messenger,
    Observer,
    PictureFiles,
    Posted,
    ProcessDrafter,
    Tracing,
    Workspace,
    untraced,
)
from orchestration.ports.owed import (
    Claim,
    OwedRow,
    OwedWork,
    Tally,
)
from orchestration.ports.records import (
    AuditEntry,
    AuditLog,
    Decision,
    PictureFile,
    PictureRepository,
    Posting,
    PostingRepository,
    TextRepository,
)
from orchestration.ports.repositories import (
    DirectoryRepository,
    DraftRepository,
    ExecutionRepository,
    ProcessRepository,
    ProcessSummary,
    PublishedVersion,
    ReleaseRepository,
    RoleRepository,
    StoreRepository,
)
from orchestration.ports.text_files import TextFile, TextFiles

__all__ = [
    "AuditEntry",
    "AuditLog",
    "CallCount",
    "CallCounts",
    "Claim",
    "Clock",
    "Database",
    "Decision",
    "DirectoryRepository",
    "DraftRepository",
    "Drafted",
    "ExecutionRepository",
    "InputSetRepository",
    "Messenger",
    "Observer",
    "OwedRow",
    "OwedWork",
    "PictureFile",
    "PictureFiles",
    "PictureRepository",
    "Posted",
    "Posting",
    "PostingRepository",
    "ProcessDrafter",
    "ProcessRepository",
    "ProcessSummary",
    "PublishedVersion",
    "ReleaseRepository",
    "RoleRepository",
    "StoreRepository",
    "Tally",
    "TextFile",
    "TextFiles",
    "TextRepository",
    "Tracing",
    "Transaction",
    "Workspace",
    "untraced",
]
