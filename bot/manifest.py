"""The Slack app's manifest, as `docs/manifest.json` holds it; the wheel carries a copy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PACKAGED = Path(__file__).with_name("manifest.json")
_SOURCE = Path(__file__).parent.parent / "docs" / "manifest.json"


def manifest_text() -> str:
    """Byte for byte what Slack's *From a manifest* takes."""
    return (_PACKAGED if _PACKAGED.exists() else _SOURCE).read_text(encoding="utf-8")


def manifest() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(manifest_text())
    return document


def bot_scopes() -> frozenset[str]:
    """What the app asks for when it is installed."""
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])
