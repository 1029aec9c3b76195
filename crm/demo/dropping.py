"""Remove exactly the demo set: its rows, their parts, their history, and nothing else.

What belongs to it follows from the models, so a model added later is covered by itself:

- rows flagged `is_demo`, and the applications of demo agencies;
- what cascades from them, whoever made it: their parts, links, sessions, and what people noted about
  a fictional company or firm, as nothing real is said in it;
- what the history tables keep of all these.

Other rows that refer to one of them (a real company's activity owned by a demo officer) stop it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models.lookups import Lookup
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.models import Application
from pghistory.models import Context, Event

from crm.demo.loading import DemoError
from crm.models import User
from crm.readiness import renew

Keys = dict[type[models.Model], set[Any]]


@dataclass(frozen=True)
class Tie:
    """Real rows that refer to demo rows by one field."""

    model: type[models.Model]
    field: models.ForeignKey[Any, Any]
    keys: frozenset[Any]

    def __str__(self) -> str:
        rows = self.model._base_manager.filter(pk__in=self.keys).order_by("pk")
        named = ", ".join(str(row) for row in rows[:3])
        more = f" … (+{len(self.keys) - 3})" if len(self.keys) > 3 else ""
        return f"{self.model._meta.verbose_name} → {self.field.verbose_name}: {named}{more}"


class TiedError(DemoError):
    """Real rows refer to the demo set; nothing was removed."""

    def __init__(self, ties: list[Tie]) -> None:
        lines = "\n".join(f"  {tie}" for tie in ties)
        super().__init__(
            _("Rows that are not demo refer to the demo set:\n%(rows)s") % {"rows": lines}
        )
        self.ties = ties


@transaction.atomic
def drop_demo(*, hand_over_to: User | None = None, force: bool = False) -> Counter[str]:
    """Remove the demo set; returns how many rows of which table went.

    `hand_over_to`: a real user who takes what demo users own among the real rows. Raises TiedError
    where real rows still refer to the set, unless `force`: then references that may be empty are
    emptied, and rows that cannot be without are removed too.
    """
    if hand_over_to:
        if hand_over_to.is_demo:
            raise DemoError(_("Only somebody who is not demo can take over."))
        _hand_over(hand_over_to)
    going = _flagged()
    while True:
        ties = _follow(going)
        must_go = [tie for tie in ties if not tie.field.null]
        if not force or not must_go:
            break
        for tie in must_go:
            going[tie.model] |= tie.keys
    if ties and not force:
        raise TiedError(ties)
    for tie in ties:
        tie.model._base_manager.filter(pk__in=tie.keys).update(**{tie.field.name: None})
    gone = _delete(going)
    renew(today=timezone.localdate())  # of real companies that demo rows spoke of
    return gone


class _Among(Lookup):
    """`field = ANY (keys)`: the keys are one value, not a placeholder each, of which there are
    thousands in each of two hundred queries."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, values = self.process_lhs(compiler, connection)
        return f"{field} = ANY(%s)", (*values, [*self.rhs])


def _among(field: models.Field[Any, Any], keys: set[Any]) -> _Among:
    return _Among(models.F(field.attname), keys)


def _models() -> list[type[models.Model]]:
    """Every stored model, automatic links included, but not the history tables."""
    stored = apps.get_models(include_auto_created=True)
    return [
        each
        for each in stored
        if each._meta.managed and not each._meta.proxy and not issubclass(each, Event)
    ]


def _references(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    for each in model._meta.fields:
        if isinstance(each, models.ForeignKey):
            yield each


def _is_flagged(model: type[models.Model]) -> bool:
    return any(each.name == "is_demo" for each in model._meta.fields)


def _flagged() -> Keys:
    """The rows that say themselves that they are demo, and those that belong to them by name."""
    going: Keys = defaultdict(set)
    for model in _models():
        if _is_flagged(model):
            demo = model._base_manager.filter(is_demo=True)
            going[model] |= {*demo.values_list("pk", flat=True)}
    agencies = Application.objects.filter(agency__is_demo=True)
    going[Application] |= {*agencies.values_list("pk", flat=True)}
    users = {str(key) for key in going[User]}
    going[Session] |= {
        session.pk
        for session in Session.objects.all()
        if session.get_decoded().get("_auth_user_id") in users
    }
    return going


def _follow(going: Keys) -> list[Tie]:
    """Add the parts of what goes until there are no more; the real rows that refer to it.

    What refers to a table's rows is asked again only where more of them go by now.
    """
    asked: dict[models.ForeignKey[Any, Any], tuple[int, set[Any]]] = {}
    grown = True
    while grown:
        grown = False
        ties: list[Tie] = []
        for model in _models():
            for reference in _references(model):
                target = going.get(reference.related_model)
                if not target:
                    continue
                if reference not in asked or asked[reference][0] != len(target):
                    rows = model._base_manager.filter(_among(reference, target))
                    asked[reference] = len(target), {*rows.values_list("pk", flat=True)}
                keys = asked[reference][1] - going[model]
                if not keys:
                    continue
                parts = _parts(model, reference, keys, going)
                going[model] |= parts
                grown = grown or bool(parts)
                if left := keys - parts:
                    ties.append(Tie(model, reference, frozenset(left)))
    return ties


def _parts(
    model: type[models.Model],
    reference: models.ForeignKey[Any, Any],
    keys: set[Any],
    going: Keys,
) -> set[Any]:
    """Those of `keys` that go with what they refer to.

    A row that may be about one or another thing (an activity: a company or a cooperative) stays
    when the other one stays.
    """
    if not _cascades(reference):
        return set()
    if not reference.null:
        return keys
    about_others = models.Q(pk__in=[])
    for each in _references(model):
        if each is not reference and each.null and _cascades(each):
            others = {f"{each.name}__isnull": False}
            about_others |= models.Q(**others) & ~models.Q(
                _among(each, going.get(each.related_model, set()))
            )
    rows = model._base_manager.filter(_among(model._meta.pk, keys))
    return {*rows.exclude(about_others).values_list("pk", flat=True)}


def _cascades(reference: models.ForeignKey[Any, Any]) -> bool:
    return reference.remote_field.on_delete is models.CASCADE


def _hand_over(user: User) -> None:
    for model in _models():
        if _is_flagged(model):
            for reference in _references(model):
                if reference.related_model is User:
                    mine = {f"{reference.name}__is_demo": True, "is_demo": False}
                    model._base_manager.filter(**mine).update(**{reference.name: user})


def _delete(going: Keys) -> Counter[str]:
    """Delete in any order, as foreign keys are checked at the end; then the history."""
    gone: Counter[str] = Counter()
    for model, keys in going.items():
        gone[model._meta.label] += _delete_rows(model, model._meta.pk.name, keys)
    contexts: set[Any] = set()
    for events in _histories():
        if keys := going.get(events._meta.get_field("pgh_obj").related_model, set()):
            own = events._base_manager.filter(_among(events._meta.get_field("pgh_obj"), keys))
            contexts |= {*own.values_list("pgh_context_id", flat=True)} - {None}
            gone[events._meta.label] += _delete_rows(events, "pgh_obj", keys)
    for events in _histories():
        named = _among(events._meta.get_field("pgh_context"), contexts)
        kept = events._base_manager.filter(named)
        contexts -= {*kept.values_list("pgh_context_id", flat=True)}
    gone[Context._meta.label] += _delete_rows(Context, "id", contexts)
    return +gone


def _histories() -> list[Any]:
    return [each for each in apps.get_models() if issubclass(each, Event) and each._meta.managed]


def _delete_rows(model: type[models.Model], name: str, keys: set[Any]) -> int:
    """Past the collector, which would look up every relation again, and past the triggers' log."""
    if not keys:
        return 0
    column = next(each.column for each in model._meta.fields if each.name == name)
    quote = connection.ops.quote_name
    sql = f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(str(column))} = ANY(%s)"  # noqa: S608  # names of our own
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(sql, [[*keys]])
        return int(cursor.rowcount)
