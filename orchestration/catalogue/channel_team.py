"""Whose channel it is: the activity store shows that team's own first."""

from __future__ import annotations

from collections import Counter

from orchestration.ports import Transaction
from orchestration.values import ChannelId

_RECENT = 20


def team_of(tx: Transaction, channel: ChannelId | None) -> str | None:
    """The team that most releases living in this channel are of, unfinished and recent ones.

    Slack knows no teams, and nobody should have to keep a list of whose channel is whose: a process
    says its team, and its releases live in a channel. None where none of them says one.
    """
    if channel is None:
        return None
    here = [*tx.releases.unfinished(channel=channel)[:_RECENT]]
    here += tx.releases.recent(channel=channel, limit=_RECENT)
    teams = Counter(
        team
        for each in here
        if (team := tx.processes.version(each.process_id, each.process_version).process.team)
    )
    return min(teams, key=lambda team: (-teams[team], team)) if teams else None
