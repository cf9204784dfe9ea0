"""Is a zipped document safe to unpack? Looked at before any library opens it.

`zipfile` reads no more of a part than its directory claims, so the sum of these claims bounds what
unpacking can take; a part that claims less than it holds ends as damaged.
"""

from __future__ import annotations

import io
import zipfile

from bot.documents.kinds import Unreadable

MOST_PARTS = 2_000
LARGEST_UNPACKED = 60_000_000
LARGEST_XML = 25_000_000
"""Bytes of one part that is parsed into a tree; a hundred pages take one million."""
_DAMAGED = "It is damaged: it cannot be unpacked. Open it where it was made and save it again."
_DECLARES = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))


def demand_safe(content: bytes) -> None:
    """Raises `Unreadable` for bombs, for XML that declares entities, and for what is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > LARGEST_UNPACKED:
                raise Unreadable(
                    "Unpacked it would be far larger than a document is, so it was not opened. "
                    "Paste the words themselves in a message."
                )
            for part in parts:
                if part.flag_bits & 0x1:
                    raise Unreadable("It is protected by a password. Save it without one.")
                if part.filename.endswith((".xml", ".rels")):
                    _demand_plain(archive, part)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as damaged:
        raise Unreadable(_DAMAGED) from damaged


def _demand_plain(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > LARGEST_XML:
        raise Unreadable("It holds too much to be read. Give the part that tells how you release.")
    with archive.open(part) as opened:
        xml = opened.read()
    if any(each in xml for each in _DECLARES):
        raise Unreadable(
            "Its XML declares entities, which no office program writes, so it was not opened. "
            "Save it again in Word or Excel."
        )
