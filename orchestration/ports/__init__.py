"""The ports: what the core needs from storage and from the outside, and what it may rely on.

`tests/contracts/` holds every adapter of a port to the sentences written here.
"""

from orchestration.ports.absences import AbsenceRepository
from orchestration.ports.call_counts import CallCount, CallCounts
from orchestration.ports.database import (
    Database,
    Transaction,
)
from orchestration.ports.drafting import (
    AS_MUCH_AS_IT_TAKES,
    Allowance,
    CallPurpose,
    Drafted,
    DrafterChoice,
    DraftingStopped,
    DraftRequest,
    ModelCall,
    ProcessDrafter,
    Watch,
    unwatched,
)
from orchestration.ports.evidence import (
    LARGEST_EVIDENCE,
    Copying,
    EvidenceStore,
    GivenFile,
    GivenFiles,
    KeptFile,
)
from orchestration.ports.given_words import GivenWords, Said
from orchestration.ports.input_sets import InputSetRepository
from orchestration.ports.live import Live, LiveRegister
from orchestration.ports.model_calls import KeptCall, ModelCalls
from orchestration.ports.outside import (
    Clock,
    FreezeCalendars,
    Messenger,
    Observer,
    PictureFiles,
    Posted,
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
from orchestration.ports.preferences import PreferenceRepository
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
from orchestration.ports.revising import ProcessReviser, Revised, RevisionRequest
from orchestration.ports.text_files import TextFile, TextFiles
from orchestration.ports.turns import ResourceRepository, Waiter, WaiterRepository

__all__ = [
    "AS_MUCH_AS_IT_TAKES",
    "LARGEST_EVIDENCE",
    "AbsenceRepository",
    "Allowance",
    "AuditEntry",
    "AuditLog",
    "CallCount",
    "CallCounts",
    "CallPurpose",
    "Claim",
    "Clock",
    "Copying",
    "Database",
    "Decision",
    "DirectoryRepository",
    "DraftRepository",
    "DraftRequest",
    "Drafted",
    "DrafterChoice",
    "DraftingStopped",
    "EvidenceStore",
    "ExecutionRepository",
    "FreezeCalendars",
    "GivenFile",
    "GivenFiles",
    "GivenWords",
    "InputSetRepository",
    "KeptCall",
    "KeptFile",
    "Live",
    "LiveRegister",
    "Messenger",
    "ModelCall",
    "ModelCalls",
    "Observer",
    "OwedRow",
    "OwedWork",
    "PictureFile",
    "PictureFiles",
    "PictureRepository",
    "Posted",
    "Posting",
    "PostingRepository",
    "PreferenceRepository",
    "ProcessDrafter",
    "ProcessRepository",
    "ProcessReviser",
    "ProcessSummary",
    "PublishedVersion",
    "ReleaseRepository",
    "ResourceRepository",
    "Revised",
    "RevisionRequest",
    "RoleRepository",
    "Said",
    "StoreRepository",
    "Tally",
    "TextFile",
    "TextFiles",
    "TextRepository",
    "Tracing",
    "Transaction",
    "Waiter",
    "WaiterRepository",
    "Watch",
    "Workspace",
    "untraced",
    "unwatched",
]
