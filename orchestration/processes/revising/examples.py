"""Sentences that are understood with a language model and without, to be shown to people."""

from typing import Final

EXAMPLES: Final = (
    "move UAT after Security review",
    "add Load test after Build, owned by QA lead",
    "remove Smoke test",
    "rename Deploy to Deploy to production",
    "Security review is owned by Security lead",
    "Go-live needs two approvals by QA lead and Legal",
    "make Load test optional",
    "Deploy waits for UAT and Security review",
)
