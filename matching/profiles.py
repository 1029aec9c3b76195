"""Versions of the weights as commands: make one, use one, remove one that nothing names.

The weights of a version never change, so what a stored match says of its version stays true. To
take a change back is to use the former version again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, Func, IntegerField, OuterRef, ProtectedError, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import runs
from matching.models import Match, ScoringRun, WeightProfile
from matching.scoring import PARTS, Weights
from matching.shortlist import weights_of
from prospects.models.record import save_versioned

#: Matches of a version are counted up to here.
COUNTED = 10_000
#: Shares that differ by less are the same weights, written with other numbers.
_SAME = 1e-4
#: A weight below, beside standard weights that sum to 1, weighs nothing: it is 0 or a slip.
LEAST = 1e-4


class ProfileError(Exception):
    """What was asked for cannot be done with this version; the text is for people."""


class WeightsError(ProfileError):
    """These weights cannot weigh. `part` is the one at fault; None where it is all together."""

    def __init__(self, text: str, part: str | None = None) -> None:
        super().__init__(text)
        self.part = part


@dataclass(frozen=True, slots=True)
class Applying:
    """Suggestions name other versions than the one in use: its run is on its way, or failed."""

    scored_with: tuple[WeightProfile, ...]
    in_use: WeightProfile
    run: ScoringRun

    @property
    def revisions(self) -> str:
        """The versions that matches name, as "2, 3"."""
        return ", ".join(str(each.revision) for each in self.scored_with)


def part_name(part: str) -> str:
    """What people call a part of the score."""
    return str(getattr(WeightProfile._meta.get_field(part), "verbose_name", part))


def too_little(part: str, least: float) -> str:
    """What is said of a weight that is above 0 and weighs nothing."""
    return _("%(part)s: less than %(least)s weighs nothing. Write 0, or at least %(least)s.") % {
        "part": part_name(part),
        "least": f"{least:g}",
    }


def checked(values: Mapping[str, float]) -> Weights:
    """Weights from one number for each of `PARTS`.

    WeightsError names the part and the rule: 0 or at least `LEAST`, one of them above 0.
    """
    for part in PARTS:
        if 0 < values[part] < LEAST:
            raise WeightsError(too_little(part, LEAST), part)
        try:
            Weights(**dict.fromkeys(PARTS, 1.0) | {part: float(values[part])})
        except ValueError:
            raise WeightsError(
                _("%(part)s: a number of 0 or more is needed.") % {"part": part_name(part)}, part
            ) from None
    try:
        return Weights(**{part: float(values[part]) for part in PARTS})
    except ValueError:
        raise WeightsError(_("The weights sum to nothing: at least one must be above 0.")) from None


@transaction.atomic
def add(*, weights: Mapping[str, float], note: str, by: AbstractBaseUser) -> WeightProfile:
    """A new version with these weights, not yet in use.

    WeightsError as `checked`; ProfileError where a version has these weights already.
    """
    told = checked(weights)
    known = [*WeightProfile.objects.select_for_update().order_by("-revision")]
    if twin := same_weights(told, known):
        raise ProfileError(
            _("Version %(revision)s has these weights already.") % {"revision": twin.revision}
        )
    with pghistory.context(user=str(by.pk)):
        return WeightProfile.objects.create(
            revision=1 + max((each.revision for each in known), default=0),
            note=note.strip(),
            made_by=str(by)[:150],
            **{part: getattr(told, part) for part in PARTS},
        )


def same_weights(weights: Weights, known: Sequence[WeightProfile]) -> WeightProfile | None:
    """The first of the versions that weighs alike: only the ratios matter."""
    shares = weights.shares()
    for profile in known:
        if abs(weights_of(profile).shares() - shares).max() < _SAME:
            return profile
    return None


@transaction.atomic
def use(profile: WeightProfile, *, by: AbstractBaseUser, now: dt.datetime) -> WeightProfile | None:
    """Make this the version in use and have everything scored with it; the version before it.

    Until that run is done matches keep naming the version that scored them. ProfileError if it is
    in use already.
    """
    known = WeightProfile.objects.select_for_update().order_by("pk")
    versions = {each.pk: each for each in known}
    chosen = versions.get(profile.pk)
    if chosen is None:
        raise ProfileError(_("This version was removed meanwhile."))
    if chosen.is_active:
        raise ProfileError(
            _("Version %(revision)s is in use already.") % {"revision": chosen.revision}
        )
    former = next((each for each in versions.values() if each.is_active), None)
    with pghistory.context(user=str(by.pk)):
        if former is not None:  # first, as only one may be in use
            former.is_active = False
            save_versioned(former, fields=["is_active"])
        chosen.is_active, chosen.used_since, chosen.used_by = True, now, str(by)[:150]
        save_versioned(chosen, fields=["is_active", "used_since", "used_by"])
    runs.start(profile=chosen, by=by, now=now)
    return former


@transaction.atomic
def remove(profile: WeightProfile) -> None:
    """Take a version away that is not in use and that nothing names. ProfileError otherwise."""
    stored = WeightProfile.objects.select_for_update().get(pk=profile.pk)
    if stored.is_active:
        raise ProfileError(_("The version in use cannot be removed. Use another one first."))
    count = Match.objects.filter(profile=stored).order_by()[: COUNTED + 1].count()
    if count:
        raise ProfileError(
            ngettext(
                "%(count)s match names this version, so it stays.",
                "%(count)s matches name this version, so it stays.",
                count,
            )
            % {"count": f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"}
        )
    try:
        stored.delete()
    except ProtectedError as error:
        nouns = {str(each._meta.verbose_name_plural) for each in error.protected_objects}
        raise ProfileError(
            _("Still in use: %(what)s.") % {"what": ", ".join(sorted(nouns))}
        ) from None


def with_counts(versions: QuerySet[WeightProfile]) -> QuerySet[WeightProfile]:
    """Versions with `match_count`: how many matches name each, at most `COUNTED` and one."""
    naming = Match.objects.filter(profile=OuterRef("pk")).order_by().values("pk")
    return versions.annotate(
        match_count=Func(
            ArraySubquery(naming[: COUNTED + 1]),
            function="CARDINALITY",
            output_field=IntegerField(),
        )
    )


def being_applied() -> Applying | None:
    """The versions that suggestions still name while the run with the one in use is not done; None
    once it is."""
    in_use = WeightProfile.objects.filter(is_active=True).first()
    if in_use is None or in_use.used_since is None:
        return None
    asked = ScoringRun.objects.filter(profile=in_use, started_at__gte=in_use.used_since)
    run = asked.order_by("-id").first()
    if run is None or run.state == ScoringRun.State.DONE:
        return None
    named = Match.objects.filter(profile=OuterRef("pk"), status=Match.Status.SUGGESTED)
    others = WeightProfile.objects.exclude(pk=in_use.pk).filter(Exists(named))
    versions = tuple(others.order_by("revision"))
    return Applying(versions, in_use, run) if versions else None
