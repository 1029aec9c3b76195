"""Korean firms and their plants: what hangs on them, and taking them away."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import DO_NOTHING, Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from matching.models import Firm, FirmTie, Match, MatchExclusion, Need, Screening, Site
from prospects.names import normal_form

#: What a firm is called in three languages.
NAMES = ("name_ko", "name_ja", "name_en")


class InUseError(Exception):
    """Something still refers to the record; nothing was removed. The text is for people."""


def with_counts(firms: QuerySet[Firm]) -> QuerySet[Firm]:
    """Firms with `open_needs`, `all_needs`, `site_count` and `taken_up`: pairs of company and need
    that people shortlisted or took further."""
    needs = Need.objects.filter(firm=OuterRef("pk")).order_by().values("firm")
    sites = Site.objects.filter(firm=OuterRef("pk")).order_by().values("firm")
    taken = (
        Match.objects.exclude(status__in=(Match.Status.SUGGESTED, Match.Status.REJECTED))
        .filter(need__firm=OuterRef("pk"))
        .order_by()
        .values("need__firm")
    )
    return firms.annotate(
        open_needs=_count(needs.filter(status=Need.Status.OPEN)),
        all_needs=_count(needs),
        site_count=_count(sites),
        taken_up=_count(taken),
    )


def open_needs_of_groups(firm_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """The open needs of firms, and of the firms of their groups where they are of one."""
    groups = Firm.objects.filter(pk__in=firm_ids).exclude(group_name="").values("group_name")
    same = Q(firm__in=firm_ids) | Q(firm__group_name__in=groups)
    return [*Need.objects.open().filter(same).order_by("pk").values_list("pk", flat=True)]


def same_named(names: Iterable[str], *, besides: Firm | None = None) -> list[Firm]:
    """The firms that bear one of these names, however it is written (there are hundreds)."""
    wanted = {normal_form(name) for name in names if name}
    if not wanted:
        return []
    keys = [
        pk
        for pk, *known in Firm.objects.order_by().values_list("pk", *NAMES)
        if wanted & {normal_form(name) for name in known if name}
    ]
    return [firm for firm in Firm.objects.filter(pk__in=keys).order_by("id") if firm != besides]


def remove_firm(firm: Firm) -> None:
    """Take a firm away, with its plants and trading partners.

    InUseError while it has needs, or deals name it.
    """
    _remove(firm, besides=(Site, FirmTie))


def remove_site(site: Site) -> None:
    """Take a plant away. InUseError while a need or a deal names it."""
    _remove(site)


def remove_need(need: Need) -> None:
    """Take a need away, with the suggestions made for it.

    InUseError once people have decided about one of its matches, or a deal or an activity names
    it: such a need is closed by its status, and stays on record.
    """
    decided = need.matches.decided()
    if decided.exists():
        raise InUseError(
            _("People have decided about its matches. Set its status to withdrawn instead.")
        )
    _remove(need, besides=(Match, MatchExclusion, Screening))


@transaction.atomic
def _remove(record: Model, *, besides: Iterable[type[Model]] = ()) -> None:
    """Delete a record that nothing refers to but rows of `besides`, which go with it."""
    type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    held = [
        _("%(noun)s: %(count)d")
        % {"noun": relation.related_model._meta.verbose_name_plural, "count": count}
        for relation in record._meta.related_objects
        # History refers to rows without holding them.
        if relation.on_delete is not DO_NOTHING and relation.related_model not in besides
        if (
            count := relation.related_model._default_manager.filter(
                **{relation.field.name: record}
            ).count()
        )
    ]
    if held:
        raise InUseError(_("Still in use: %(what)s.") % {"what": ", ".join(held)})
    record.delete()


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
