"""Every commit and every outside call of the main story; the story itself checks that it is all."""

from __future__ import annotations

COMMITS = [
    "anchor",
    "bind_roles",
    "claim",
    "create_release",
    "orphaned",
    "postpone",
    "publish",
    "request_draft",
    "retry",
    "run_asked",
    "settle_announce_release",
    "settle_draft_process",
    "settle_keep_in_sight",
    "settle_learn_directory",
    "settle_pin_release",
    "settle_show_draft",
    "settle_show_hold",
    "settle_show_home",
    "settle_show_release",
    "settle_show_task",
    "settle_trigger_pipeline",
    "settle_wake_waiting",
    "settle_watch_pipeline",
    "sign_off_approved",
    "tick",
]
CALLS = [
    "announce_release",
    "draft_process",
    "keep_in_sight",
    "learn_directory",
    "pin_release",
    "show_draft",
    "show_hold",
    "show_home",
    "show_release",
    "show_task",
    "trigger_pipeline",
    "wake_waiting",
    "watch_pipeline",
]

POINTS = [
    f"{when} {what} {name}"
    for what, names in (("commit", COMMITS), ("call", CALLS))
    for name in names
    for when in ("before", "after")
]
ON_POSTGRES = [each for each in POINTS if not each.endswith(" orphaned")] + [
    "before commit spend",
    "after commit spend",
]
"""There no worker is known to be dead, and Slack's budget is in the database."""
AGAIN = ["after call show_task#3", "after call show_release#4", "after call trigger_pipeline#2"]
"""Later visits of points that the story passes often."""
SPREAD = ["after commit sign_off_approved"]
SPREAD_ON_POSTGRES = ["after call trigger_pipeline"]
"""What `make test` tries, so that CI stays under twenty minutes; `make crash` tries all."""
