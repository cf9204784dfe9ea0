"""Draw one page: JSON of a `PicturePage` on standard input, PNG on standard output."""

from __future__ import annotations

import sys

from bot.pictures.rendering import png_of
from orchestration.read_models.picture_page import page_from


def main() -> None:
    page = page_from(sys.stdin.buffer.read())
    sys.stdout.buffer.write(png_of(page))


if __name__ == "__main__":
    main()
