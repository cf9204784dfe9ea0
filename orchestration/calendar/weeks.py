"""With which day a week begins where somebody lives: by the territory of their language.

The days are those of CLDR 47 (unicode.org, supplemental week data), by which Slack's own clients
go too. Everywhere else a week begins on Monday, as ISO 8601 has it.
"""

from __future__ import annotations

from typing import Final

_SATURDAY: Final = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"
_SUNDAY: Final = (
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX "
    "MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)


def first_weekday(locale: str) -> int:
    """Of `en-US` 6, which is Sunday; 0, Monday, where the locale says no territory."""
    territory = locale.replace("_", "-").rpartition("-")[2].upper()
    if territory in _SUNDAY.split():
        return 6
    return 5 if territory in _SATURDAY.split() else 0
