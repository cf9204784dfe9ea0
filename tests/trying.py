"""How hard Hypothesis tries: moderately, or thoroughly with DRUMBEAT_HYPOTHESIS=thorough."""

import os

from hypothesis import HealthCheck, settings

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "moderate", max_examples=60, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "thorough", max_examples=1500, deadline=None, suppress_health_check=_SLOW_IS_FINE
)


def load() -> None:
    settings.load_profile(os.environ.get("DRUMBEAT_HYPOTHESIS", "moderate"))
