"""How ready a company is to go abroad: `rule` over `facts`, which `stored` fetches, in `words`.

Only the pure half is offered here; ask `stored`, `keeping`, `marks` and `words` by their names.
"""

from .facts import (
    Base,
    Cited,
    Customer,
    Decline,
    Facts,
    Group,
    Held,
    Inspection,
    Intent,
    Skill,
    Use,
    Year,
)
from .rule import Assessment, Evidence, Level, Part, Readiness, assess

__all__ = [
    "Assessment",
    "Base",
    "Cited",
    "Customer",
    "Decline",
    "Evidence",
    "Facts",
    "Group",
    "Held",
    "Inspection",
    "Intent",
    "Level",
    "Part",
    "Readiness",
    "Skill",
    "Use",
    "Year",
    "assess",
]
