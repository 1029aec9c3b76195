"""What undoing a merge would do, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.merging.relations import relation_named
from crm.merging.undo import Edit, UndoPlan
from crm.web.duplicates_compare import label_of, said
from prospects.models import Company

# Kept by the machinery; people know them by other names.
_UNTOLD = {"crm.Merge.survivor", "prospects.FormerCompany.successor", "crm.Deal.match"}


@dataclass(frozen=True)
class EditTold:
    """A field edited since the merge: as it is, and as it was before the merge."""

    block: str
    label: str
    now: str
    before: str


@dataclass(frozen=True)
class UndoTold:
    """The parts of the page; each list holds (what, how many)."""

    edits: tuple[EditTold, ...]
    back: list[tuple[str, int]]
    apart: list[tuple[str, int]]
    left: list[tuple[str, int]]
    stays: list[tuple[str, int]]
    follow: list[tuple[str, int]]
    taken: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether something happened since that a person should know of before undoing."""
        return bool(self.edits or self.left or self.stays or self.follow or self.taken)


def told_of_undo(plan: UndoPlan) -> UndoTold:
    """The plan with the names of nouns and fields in the reader's language."""
    follow: dict[str, int] = {}
    for each in plan.follow:
        label = str(capfirst(each.model._meta.verbose_name_plural))
        follow[label] = follow.get(label, 0) + 1
    return UndoTold(
        edits=tuple(_edit(each) for each in plan.edits),
        back=_named(plan.back),
        apart=_named(plan.apart),
        left=_named(plan.left),
        stays=_named(plan.stays),
        follow=[*follow.items()],
        taken=plan.taken,
    )


def _edit(edit: Edit) -> EditTold:
    return EditTold(
        edit.block,
        label_of(edit.block),
        said(_company(edit.now), edit.block) or "–",
        said(_company(edit.before), edit.block) or "–",
    )


def _company(row: Mapping[str, object]) -> Company:
    """A company of a stored row, for its words only."""
    fields = {field.column: field for field in Company._meta.concrete_fields}
    return Company(
        **{
            fields[name].attname: fields[name].to_python(value)
            for name, value in row.items()
            if name in fields
        }
    )


def _named(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts by noun, as relations of one noun say the same to a reader."""
    found: dict[str, int] = {}
    for name, count in counts.items():
        if name in _UNTOLD:
            continue
        label = _label(name)
        found[label] = found.get(label, 0) + count
    return [*found.items()]


def _label(name: str) -> str:
    try:
        model = relation_named(name).model
    except LookupError:
        return name
    if model._meta.auto_created:
        return str(_("People who took part"))
    return str(capfirst(model._meta.verbose_name_plural))
