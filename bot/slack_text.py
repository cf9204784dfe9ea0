"""What Slack sends as text, turned back into what the person typed.

Slack escapes `& < >` and wraps what it recognised (docs.slack.dev, "Formatting message text"):
`<@U012|dana>`, `<#C012|web>`, `<!subteam^S012|@qa>`, `<https://…|label>`.
"""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"<([^<>\n]*)>")


def as_typed(text: str) -> str:
    """Links as addresses, channels by name, `& < >` as themselves.

    Mentions stay `<@U012>` and `<!subteam^S012>`: ids, by which a drafter knows people.
    """
    unwrapped = _WRAPPED.sub(lambda found: _unwrapped(found.group(1)), text)
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unwrapped(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith(("@", "!subteam^")):
        return f"<{target}>"
    if target.startswith("#"):
        return f"#{label}" if label else target
    if target.startswith("!"):
        return label or f"@{target[1:].split('^')[0]}"
    return target.removeprefix("mailto:")
