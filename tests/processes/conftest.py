"""How hard Hypothesis tries here."""

from tests import trying

trying.load()
