"""The people, groups and channels a new workspace starts with."""

from collections.abc import Iterator

from bot.playground.model import Channel, Document, Group, Person

TEAM = {"id": "T0NORTHWND", "name": "Northwind", "domain": "northwind", "enterprise_id": None}
APP_ID = "A0DRUMBEAT1"
BOT_USER = "U0DRUMBEAT"
BOT_ID = "B0DRUMBEAT"
APP_NAME = "Drumbeat"

ROSA = "U0ROSADELG"
DANA = "U0DANAWHIT"
KENJI = "U0KENJIMOR"
PRIYA = "U0PRIYANAT"
QA_TEAM = "S0QATEAM01"
RELEASES = "C0RELEASES"
WEB_TEAM = "C0WEBTEAM1"
GENERAL = "C0GENERAL1"

SEEDED_AT = 1_700_000_000


def seed(name: str) -> Iterator[Document]:
    """What `name` begins with: "demo" has four people and three channels, "bare" only the app."""
    yield Person(
        BOT_USER, "drumbeat", APP_NAME, is_bot=True, avatar_color="#b3541e", updated=SEEDED_AT
    )
    if name == "bare":
        yield Person(ROSA, "rosa", "Rosa Delgado", is_admin=True, updated=SEEDED_AT)
        yield Channel(GENERAL, "general", [ROSA, BOT_USER], created=SEEDED_AT)
        return
    people = (
        (ROSA, "rosa", "Rosa Delgado", "Release manager", "#8f3b76", "Europe/Madrid"),
        (DANA, "dana", "Dana Whitfield", "QA lead", "#2b6f6a", "Europe/London"),
        (KENJI, "kenji", "Kenji Mori", "Engineer", "#3c5a99", "Asia/Tokyo"),
        (PRIYA, "priya", "Priya Natarajan", "Product owner", "#a8701f", "America/New_York"),
    )
    for user, handle, real_name, title, color, tz in people:
        yield Person(
            id=user,
            name=handle,
            real_name=real_name,
            title=title,
            avatar_color=color,
            tz=tz,
            is_admin=user == ROSA,
            email=f"{handle}@northwind.example",
            updated=SEEDED_AT,
        )
    everyone = [ROSA, DANA, KENJI, PRIYA]
    yield Group(QA_TEAM, "qa-team", "QA team", [DANA, KENJI], SEEDED_AT)
    yield Channel(RELEASES, "releases", [*everyone, BOT_USER], created=SEEDED_AT)
    yield Channel(WEB_TEAM, "web-team", [*everyone, BOT_USER], created=SEEDED_AT)
    yield Channel(GENERAL, "general", everyone, created=SEEDED_AT)
