"""Two or more records of one company become one, and can become several again.

`merge` keeps one company, the survivor, and takes up the others: what points to them is moved, what
cannot stand twice is joined by the rules of `relations`, and their rows are deleted. Everything
that was changed is written down in a `Merge`, from which `undo` puts it back, with the same keys.

    plan      which rows would move, be joined or go: reads, and writes nothing
    relations the decision for every relation to a company; a test fails for one without
    rules     which rows cannot stand side by side, which of them stays, what it takes over  (pure)
    fields    which fields belong together, and which company's are suggested                (pure)
    rows      whole rows as JSON, in and out of a table, a set at a time
    distinct  companies that seem to be one and are not
"""

from .distinct import keep_apart, take_back
from .finding import Group, duplicate_groups
from .merge import MergeRefusedError, merge
from .plan import Plan, plan_merge
from .undo import UndoPlan, plan_undo, undo

__all__ = [
    "Group",
    "MergeRefusedError",
    "Plan",
    "UndoPlan",
    "duplicate_groups",
    "keep_apart",
    "merge",
    "plan_merge",
    "plan_undo",
    "take_back",
    "undo",
]
