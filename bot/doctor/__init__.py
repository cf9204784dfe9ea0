"""`drumbeat doctor`: whether this Drumbeat can do its work, and how to mend what hinders it."""

from bot.doctor.examining import examine, settings_finding
from bot.doctor.finding import Finding, Verdict
from bot.doctor.telling import as_json, print_finding

__all__ = ["Finding", "Verdict", "as_json", "examine", "print_finding", "settings_finding"]
