"""Raw text to readable text: control characters, comments, front matter and markup go."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

BREAK: Final = "\ue000"
"""Stands where words were dropped, so that a quotation never spans the gap."""
LONGEST_LINE: Final = 20_000
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000\ud800-\udfff]"
)
_FRONT = re.compile(r"\A---\n((?:[^\n]*\n){1,60}?)---\n")
_TITLE = re.compile(r"(?m)^(?:name|title):[ \t]*(\S[^\n]{0,200})$")
_TAG = re.compile(
    r"</?(?:details|summary|br|p|b|i|em|strong|a|div|span|img|sub|sup|kbd|code|pre|ul|ol|table|"
    r"tbody|thead|tr|td|th|hr|input|label|center|u|font|small|section|article|body|html)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_HTML_HEADING = re.compile(r"(?i)<h([1-6])\b[^<>]{0,200}>([^<\n]{1,200})</h[1-6]>")
_HTML_ITEM = re.compile(r"(?i)<li\b[^<>]{0,200}>")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,100}\])")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,600}\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,200})\]\[[^\[\]\n]{0,100}\]|\[\^[^\[\]\n]{1,60}\]")
_USER = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|[^<>\n]{0,80})?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]{2,20})(?:\|[^<>\n]{0,80})?>")
_CHANNEL = re.compile(r"<#C[A-Z0-9]{2,20}\|([^<>\n]{1,80})>")
_SPECIAL = re.compile(r"<!(?:channel|here|everyone|date)[^<>\n]{0,100}>|<#C[A-Z0-9]{2,20}\|?>")
_SLACK_LINK = re.compile(r"<(?:https?|mailto):[^<>|\s]{1,500}\|([^<>\n]{1,200})>")
_AUTOLINK = re.compile(r"<(?:https?|mailto|ftp):[^<>\s]{1,500}>")
_STRUCK = re.compile(
    r"~~(?=\S)[^~\n]{1,400}~~|(?<![\w~])~(?=[^\s\d~])[^~\n]{1,400}(?<=\S)~(?![\w~])|<(?:del|s)>[^<\n]{0,400}</(?:del|s)>"
)
_EMOJI_NAME = re.compile(r"(?<![\w:]):[a-z+\-][a-z0-9_+\-']{0,50}:(?![\w:])")
_STRONG = re.compile(r"\*\*|(?<![\w$])__(?=\S)|(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\w*])|(?<![\w_\\])_(?=[^\s_])([^_\n]{1,300}?)(?<=\S)_(?![\w_])"
)


_RST_LINK = re.compile(
    r"(?::[a-z:+-]{2,30}:)?`([^`<>]{1,300}?)\s*<[^<>`\n]{1,300}>`_{0,2}|:[a-z:+-]{2,30}:`([^`<>]{1,200})`|(?<![`\w])`([^`<>]{1,200})`_{1,2}",
    re.DOTALL,
)


class Cleaned(NamedTuple):
    """The text to read, what its comments said, and the title its front matter gives."""

    text: str
    comments: str
    title: str


def without_comments(text: str) -> tuple[str, str]:
    """Take HTML comments out, in one pass; an unclosed one ends with the text."""
    kept: list[str] = []
    said: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        kept += [text[at:start], BREAK]
        said.append(text[start + 4 : end])
        at = end + 3
    kept.append(text[at:])
    return "".join(kept), "\n".join(said)


def clean(raw: str) -> Cleaned:
    """Make any string readable; total, and linear in its length."""
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " ")
    text = (
        text.replace("\u2192", "->").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    )
    title = ""
    if front := _FRONT.match(text):
        text = text[front.end() :]
        if named := _TITLE.search(front.group(1)):
            title = named.group(1).strip("\"' ")
    text, comments = without_comments(text)
    text = text.replace("``", "`") if "```" not in text else text
    if "`_" in text or ":`" in text:
        text = _RST_LINK.sub(lambda m: f"{m.group(1) or m.group(2) or m.group(3)}{BREAK}", text)
    if "<h" in text or "<H" in text:
        text = _HTML_HEADING.sub(lambda m: f"\n{'#' * int(m.group(1))} {m.group(2)}\n", text)
    if "<li" in text or "<LI" in text:
        text = _HTML_ITEM.sub("\n- ", text)
    return Cleaned("\n".join(line[:LONGEST_LINE] for line in text.split("\n")), comments, title)


_PLURAL = re.compile(r"(?<=\w{3})\(e?s\)")
_FILL_IN = re.compile(
    r":[\s_*]{1,6}(?:LINK|URL|DATE|NAME|TBD|TODO|INSERT|ID|VERSION)(?: [A-Z()/-]{2,20}){0,6}[_*\s]{0,6}$"
)
"""`email: LINK TO EMAIL`: a place to fill in, no words of the step."""


def _inner(found: re.Match[str]) -> str:
    return found.group(1) or found.group(2)


def plain(text: str) -> str:
    """One block's words without markup; code keeps its backticks, gaps are marked by BREAK."""
    if "~" in text or "</" in text:
        text = _STRUCK.sub(BREAK, text)
    if "[" in text:
        text = _IMAGE.sub(BREAK, text)
        text = _LINK.sub(r"\1", text)
        text = _REFERENCE.sub(lambda m: (m.group(1) or "") + BREAK, text)
    if "<" in text:
        text = _USER.sub(rf"{BREAK}<@\1>{BREAK}", text)
        text = _GROUP.sub(rf"{BREAK}<!subteam^\1>{BREAK}", text)
        text = _CHANNEL.sub(rf"{BREAK}#\1", text)
        text = _SPECIAL.sub(BREAK, text)
        text = _SLACK_LINK.sub(rf"{BREAK}\1", text)
        text = _AUTOLINK.sub(BREAK, text)
        text = _TAG.sub(" ", text)
    if ":" in text:
        text = _EMOJI_NAME.sub(BREAK, text)
    if "*" in text or "_" in text:
        parts = text.split("`")
        parts[::2] = [_EMPHASIS.sub(_inner, _STRONG.sub("", part)) for part in parts[::2]]
        text = "`".join(parts)
    if ")" in text:
        text = _PLURAL.sub(BREAK, text)
    return " ".join(_FILL_IN.sub(BREAK, text).split()) if ": " in text else " ".join(text.split())
