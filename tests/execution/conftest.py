"""How hard Hypothesis tries: moderately, or thoroughly with DRUMBEAT_HYPOTHESIS=thorough."""

from tests import trying

trying.load()
