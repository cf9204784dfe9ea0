"""Word documents by mammoth: headings, lists and tables as HTML, then as Markdown."""

from __future__ import annotations

import io

import mammoth

from bot.documents.archives import demand_safe
from bot.documents.kinds import Unreadable
from bot.documents.web import markdown_of

_DAMAGED = "It is damaged: no text can be read from it. Open it in Word and save it again."
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""


def read_word(content: bytes) -> str:
    """Raises `Unreadable`. Pictures, comments, headers and macros are left out."""
    demand_safe(content)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _image: {}),
            external_file_access=False,
        ).value
    except (KeyError, ValueError, TypeError, AttributeError, OSError) as damaged:
        raise Unreadable(_DAMAGED) from damaged
    return markdown_of(html)
