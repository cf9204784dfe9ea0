"""How hard Hypothesis tries: moderately, or thoroughly with DRUMBEAT_HYPOTHESIS=thorough.

Moderately it tries the same each time, so that what fails was changed; thoroughly, something new.
Neither traces the lines of what fails: under a trace the long tests outlast their time limit and
say that instead of what failed.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
_WITHOUT_TRACES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile(
    "moderate",
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=_WITHOUT_TRACES,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.register_profile(
    "thorough",
    max_examples=1500,
    deadline=None,
    phases=_WITHOUT_TRACES,
    suppress_health_check=_SLOW_IS_FINE,
)


def load() -> None:
    settings.load_profile(os.environ.get("DRUMBEAT_HYPOTHESIS", "moderate"))
