"""How each kind of owed work is paid: `pay` finds the handler of an effect."""

from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.handlers.paying import pay

__all__ = ["NotYet", "Outside", "Paid", "Settlement", "pay"]
