"""Days of weather as records, and a chart of them."""

from ._native import Day, Month, Sky, load, monthly, save

__all__ = ["Day", "Month", "Sky", "load", "monthly", "save"]
