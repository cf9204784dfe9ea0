"""Draw one page: JSON of a `Page` on standard input, PNG on standard output."""

from __future__ import annotations

import sys

from bot.pictures.rendering import png_of
from orchestration.read_models.pages import read


def main() -> None:
    page = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(png_of(page))


if __name__ == "__main__":
    main()
