"""Words into sentences: one for each thing that is asked, quoted names kept whole."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´", "'"))
_QUOTED = re.compile(r'"([^"\n]{1,200})"|(?<!\w)\'([^\'\n]{1,200})\'(?!\w)')
_VERBS = "move|put|remove|delete|drop|add|insert|rename|make|assign|call|ignore|let"
_END = re.compile(
    rf"[;\n]+|\.(?=\s|$)|,?\s+(?:and\s+)?then\s+(?=(?:{_VERBS})\b)|,?\s+and\s+(?=(?:{_VERBS})\b)"
    rf"|,\s*(?=(?:{_VERBS})\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:[-*•]\s+|\d{1,2}[.)]\s+|please\s+|can you\s+|could you\s+|also\s+"
    r"|then\s+|and\s+|we\s+should\s+|let's\s+|let us\s+)+",
    re.IGNORECASE,
)
_HELD = re.compile("\ue000(\\d+)\ue001")


def sentences_in(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each sentence with its quoted names held out: `\ue0000\ue001` stands for the first."""
    quoted: list[str] = []

    def hold(found: re.Match[str]) -> str:
        quoted.append((found[1] or found[2]).strip())
        return f"\ue000{len(quoted) - 1}\ue001"

    plain = "".join(each for each in text if unicodedata.category(each) not in {"Cf", "Co"})
    held = _QUOTED.sub(hold, plain.translate(_QUOTES))
    parts = (" ".join(each.split()).rstrip(" .,!?") for each in _END.split(held))
    opened = (_OPENING.sub("", each) for each in parts)
    return [(each, tuple(quoted)) for each in opened if each]


def told(text: str, quoted: tuple[str, ...]) -> str:
    """With the quoted names back in their places."""
    return _HELD.sub(lambda found: quoted[int(found[1])], text).strip()
