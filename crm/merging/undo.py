"""Undoing a merge, also days later: the same companies with the same keys, and what is theirs.

What was added meanwhile stays with the survivor, unless it belongs to a record that goes back:
`crm.merging.followers`. A field that somebody edited since keeps the edit, or gets back what it
was, as the person who undoes it says. Rows that somebody moved on or deleted stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.merging import rows
from crm.merging.fields import BLOCKS, SURVIVORS_OWN
from crm.merging.followers import Follower, followers, let_go
from crm.merging.merge import MergeRefusedError, lock
from crm.merging.plan import Step
from crm.merging.relations import relations_to
from crm.merging.rows import Row
from crm.models import Merge, User
from matching.tasks import companies_changed
from prospects.models import Company, FormerCompany, StaleRecordError

#: Rows that come and go by themselves: what became of them is no news.
_ENGINES = {"matching.Match.company"}


@dataclass(frozen=True)
class Edit:
    """A block of the survivor's fields that the merge wrote and somebody changed since.

    Rows of the company: as it is, and as it was before the merge.
    """

    block: str
    now: Row
    before: Row


@dataclass(frozen=True)
class UndoPlan:
    """What undoing a merge would do, to be said before it is done."""

    merge: Merge
    absorbed: tuple[Row, ...]
    edits: tuple[Edit, ...]
    #: Relation → how many rows go back.
    back: Mapping[str, int]
    #: Relation → how many rows that were joined stand apart again.
    apart: Mapping[str, int]
    #: Relation → how many rows were deleted or moved on since, and stay so.
    left: Mapping[str, int]
    #: Relation → how many were added since and stay with the survivor.
    stays: Mapping[str, int]
    follow: tuple[Follower, ...]
    #: Corporate numbers of absorbed companies that others have taken since.
    taken: tuple[str, ...]


def plan_undo(merge: Merge) -> UndoPlan:
    """What undoing would do. Raises MergeRefusedError where it cannot be done."""
    _require_undoable(merge)
    current, steps = _current(merge), _steps(merge)
    back = _going_back(merge, steps)
    follow = followers(merge, back)
    return UndoPlan(
        merge=merge,
        absorbed=tuple(merge.changes["absorbed"]),
        edits=tuple(_edits(merge, current)),
        back={name: len(keys) for name, keys in back.items() if keys},
        apart={s.relation.name: len(s.dropped) for s in steps if s.dropped},
        left={
            s.relation.name: left
            for s in steps
            if s.relation.name not in _ENGINES
            and (left := len(_returning(s)) - len(back[s.relation.name]))
        },
        stays=_added_since(merge, follow),
        follow=tuple(follow),
        taken=tuple(_taken(merge.changes["absorbed"], but=str(merge.survivor_id))),
    )


@transaction.atomic
def undo(
    merge: Merge,
    *,
    by: User,
    restore: Collection[str] = (),
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Merge:
    """Take a merge back. `restore`: blocks edited since that get back what they were.

    `version` is the survivor's as it was shown: StaleRecordError if it was saved since. Raises
    MergeRefusedError where it cannot be undone (any more); nothing is written then.
    """
    lock()
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    _require_undoable(merge)
    survivor = Company.objects.select_for_update(of=("self",)).get(pk=merge.survivor_id)
    if version is not None and survivor.version != version:
        raise StaleRecordError(survivor)
    now = now or timezone.now()
    steps = _steps(merge)
    follow = followers(merge, _going_back(merge, steps))
    with pghistory.context(
        user=str(by.pk), unmerge=str(merge.pk), absorbed=", ".join(merge.absorbed_names)
    ):
        _restore_fields(merge, restore, now)
        FormerCompany.objects.filter(pk__in=merge.absorbed).delete()
        _insert_companies(merge)
        for step in reversed(steps):
            _take_back(step)
        let_go(follow)
        merge.undone_at, merge.undone_by = now, by
        merge.save(update_fields=["undone_at", "undone_by"])
    rows.check_references()
    companies_changed([merge.survivor_id, *merge.absorbed])
    return merge


def _require_undoable(merge: Merge) -> None:
    if merge.undone_at:
        raise MergeRefusedError(_("This merge was undone already."))
    later = Merge.objects.standing().filter(survivor=merge.survivor_id, pk__gt=merge.pk).last()
    if later:
        raise MergeRefusedError(
            _("%(company)s was merged again since: undo the later merge first (%(names)s).")
            % {"company": merge.survivor, "names": ", ".join(later.absorbed_names)}
        )


def _steps(merge: Merge) -> list[Step]:
    """The merge's steps; those of relations that the models no longer have are past undoing."""
    steps = []
    for stored in merge.changes["steps"]:
        try:
            steps.append(Step.from_json(stored))
        except LookupError:
            continue
    return steps


# --- The survivor's fields ------------------------------------------------------------------------


def _current(merge: Merge) -> Row:
    return rows.read(Company, "id", [merge.survivor_id])[0]


def _edits(merge: Merge, current: Row) -> list[Edit]:
    before, after = merge.changes["survivor"]
    return [
        Edit(block, current, before)
        for block, names in BLOCKS.items()
        if any(before[name] != after[name] for name in names)
        and any(current[name] != after[name] for name in names)
    ]


def _restore_fields(merge: Merge, restore: Collection[str], now: dt.datetime) -> None:
    before, after = merge.changes["survivor"]
    current = _current(merge)
    kept = {
        name
        for edit in _edits(merge, current)
        if edit.block not in restore
        for name in BLOCKS[edit.block]
    }
    chosen = {name for block in restore for name in BLOCKS.get(block, ())}
    written = {*SURVIVORS_OWN, *kept}
    values = {
        name: before[name]
        for name in current
        if name in before
        and name in after
        and name not in written
        and before[name] != after[name]
        and (current[name] == after[name] or name in chosen)
    }
    stamp = {"version": current["version"] + 1, "updated_at": now.isoformat()}
    rows.overwrite(Company, [{**current, **values, **stamp}])


# --- The absorbed companies -----------------------------------------------------------------------


def _insert_companies(merge: Merge) -> None:
    absorbed = merge.changes["absorbed"]
    taken = _taken(absorbed)
    known = [
        row | ({"corporate_number": None} if row["corporate_number"] in taken else {})
        for row in absorbed
    ]
    possible = _with_parents(Company, known)
    rows.insert(Company, [{**row, "version": row["version"] + 1} for row in possible])


def _taken(absorbed: Sequence[Row], *, but: str = "") -> list[str]:
    """The corporate numbers that companies of now have; `but` a key that does not count."""
    numbers = [row["corporate_number"] for row in absorbed if row["corporate_number"]]
    users = Company.objects.filter(corporate_number__in=numbers)
    return [
        str(number) for pk, number in users.values_list("pk", "corporate_number") if str(pk) != but
    ]


# --- What referred to them ------------------------------------------------------------------------


def _returning(step: Step) -> list[tuple[str, str, str]]:
    """Rows that refer to something else since the merge: (key, from, to), as of the merge."""
    column, key = step.relation.field.column, rows.key_of(step.relation.model)
    changed = [
        (str(before[key]), before[column], after[column])
        for before, after in step.changed
        if before[column] != after[column]
    ]
    return [*step.moved, *changed]


def _going_back(merge: Merge, steps: Sequence[Step]) -> dict[str, dict[str, str]]:
    """Relation → key of each row that still refers to where the merge moved it → its old one."""
    back: dict[str, dict[str, str]] = {}
    for step in steps:
        moves = _returning(step)
        keys = [key for key, _old, _new in moves]
        model = step.relation.model
        found = rows.values_of(model, step.relation.field.column, keys)
        back[step.relation.name] = {key: old for key, old, new in moves if found.get(key) == new}
    return back


def _take_back(step: Step) -> None:
    """Undo one relation: rows as they were, then back to their owners, then those that went."""
    model, column = step.relation.model, step.relation.field.column
    key = rows.key_of(model)
    current = {
        str(row[key]): row
        for row in rows.read(model, key, [before[key] for before, _after in step.changed])
    }
    rows.overwrite(
        model,
        [
            _as_before(current[str(before[key])], before, after)
            for before, after in step.changed
            if str(before[key]) in current
        ],
    )
    target = step.relation.field.related_model
    owners = rows.existing(target, {old for _key, old, _new in step.moved})
    rows.repoint(model, column, [(pk, new, old) for pk, old, new in step.moved if old in owners])
    rows.insert(model, _with_parents(model, [row for row, _stays in step.dropped]))


def _as_before(current: Row, before: Row, after: Row) -> Row:
    """Each column that the merge wrote and nobody changed since, as it was before."""
    values = {
        name: before[name]
        for name in current
        if name in before and name in after and current[name] == after[name]
    }
    version = {"version": current["version"] + 1} if "version" in current else {}
    return {**current, **values, **version}


def _with_parents(model: type[models.Model], asked: Sequence[Row]) -> list[Row]:
    """The rows whose records are all still there; a reference that may be empty is emptied."""
    kept = [*asked]
    for field in model._meta.concrete_fields:
        if not kept or not isinstance(field, models.ForeignKey):
            continue
        name, target = str(field.column), field.related_model
        there = rows.existing(target, {str(row[name]) for row in kept if row.get(name)})
        lost = [row for row in kept if row.get(name) and str(row[name]) not in there]
        if lost:
            kept = [row for row in kept if row not in lost]
            if field.null:
                kept += [{**row, name: None} for row in lost]
    return kept


def _added_since(merge: Merge, follow: Sequence[Follower]) -> dict[str, int]:
    """Relation → how many rows came to the survivor after the merge and stay there."""
    going = {each.key for each in follow}
    found: dict[str, int] = {}
    for relation in relations_to(Company):
        names = {field.name for field in relation.model._meta.fields}
        if "created_at" not in names or relation.name in _ENGINES:
            continue
        since: Any = relation.model._base_manager.filter(
            **{relation.field.name: merge.survivor_id, "created_at__gt": merge.at}
        )
        count = sum(str(key) not in going for key in since.values_list("pk", flat=True))
        if count:
            found[relation.name] = count
    return found
