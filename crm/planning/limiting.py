"""What each firm and officer can take in a plan, beside what they could be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Q

from crm.models import IntroductionPlan, User
from crm.planning.fetching import made_in, own_limits
from crm.templatetags.names import localname
from matching.models import Firm, Match, Need
from prospects.models import Company

WhoT = TypeVar("WhoT", Firm, User)


@dataclass(frozen=True)
class Line(Generic[WhoT]):
    """A firm or an officer: `own` is their own limit, None where the general figure holds.

    `asked`: the firm's open needs, or the active companies that the officer keeps. `made` took
    place in the quarter already, `planned` are in the plan as it stands.
    """

    who: WhoT
    own: int | None
    general: int
    asked: int
    made: int
    planned: int

    @property
    def most(self) -> int:
        return self.general if self.own is None else self.own


@dataclass(frozen=True)
class Lines:
    """Everybody who may have a limit of their own, by name, and the sums that stand beside.

    `needs` and `companies`: what all open needs, and all companies in question, could take.
    """

    firms: tuple[Line[Firm], ...]
    officers: tuple[Line[User], ...]
    needs: int
    companies: int

    @property
    def firm_sum(self) -> int:
        return sum(each.most for each in self.firms)

    @property
    def officer_sum(self) -> int:
        return sum(each.most for each in self.officers)


def lines_of(plan: IntroductionPlan) -> Lines:
    """A fixed number of queries. Firms with an open need, officers who keep an active company, and
    whoever has a limit of their own."""
    own = own_limits(plan)
    firms = dict(Need.objects.open().order_by().values_list("firm").annotate(count=Count("pk")))
    active = Company.objects.active()
    officers = dict(
        User.objects.filter(is_active=True, coverage__company__in=active)
        .order_by()
        .values_list("pk")
        .annotate(count=Count("coverage", filter=Q(coverage__company__in=active)))
    )
    made = [*made_in(plan)]
    planned = [*plan.introductions.taken().order_by().values_list("need__firm_id", "officer_id")]
    return Lines(
        firms=_lines(
            Firm.objects.filter(pk__in={*firms, *own["firm"]}),
            own=own["firm"],
            general=plan.per_firm,
            asked=firms,
            made=Counter(each[2] for each in made),
            planned=Counter(firm for firm, _officer in planned),
        ),
        officers=_lines(
            User.objects.filter(pk__in={*officers, *own["officer"]}),
            own=own["officer"],
            general=plan.per_officer,
            asked=officers,
            made=Counter(each[3] for each in made),
            planned=Counter(officer for _firm, officer in planned),
        ),
        needs=sum(firms.values()) * plan.per_need,
        companies=_in_question(plan) * plan.per_company,
    )


def _in_question(plan: IntroductionPlan) -> int:
    """How many companies have a match that is worth an introduction."""
    worth = Match.objects.standing().filter(
        priority__gte=plan.least_value,
        need__in=Need.objects.open(),
        company__in=Company.objects.active(),
    )
    return worth.order_by().values("company").distinct().count()


def _lines(
    everybody: Iterable[WhoT],
    *,
    own: dict[UUID, int],
    general: int,
    asked: dict[UUID, int],
    made: Mapping[UUID | None, int],
    planned: Mapping[UUID | None, int],
) -> tuple[Line[WhoT], ...]:
    return tuple(
        Line(
            who=each,
            own=own.get(each.pk),
            general=general,
            asked=asked.get(each.pk, 0),
            made=made.get(each.pk, 0),
            planned=planned.get(each.pk, 0),
        )
        for each in sorted(everybody, key=localname)
    )
