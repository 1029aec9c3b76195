"""How support programmes are narrowed and sorted; see `prospects.filters` for what all have."""

from __future__ import annotations

import django_filters as filters
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .filters import ALL, LONGEST_TEXT, OrderedFilterSet, YesNoFilter, named_choice, words
from .models import Cluster, SupportProgramme


def _word(word: str) -> Q:
    found = Q()
    for field in ("name", "provider", "offer"):
        for language in ("ja", "ko", "en"):
            found |= Q(**{f"{field}_{language}__icontains": word})
    return found


class ProgrammeFilter(OrderedFilterSet):
    """Programmes by text, kind, place and condition."""

    ORDERS = {
        "key": ("key",),
        "-uses": ("-use_count", "key"),
        "uses": ("use_count", "key"),
    }

    q = filters.CharFilter(
        method="narrow_text",
        max_length=LONGEST_TEXT,
        label=_("Name, provider or offer"),
        help_text="Words, each in the name, the provider or the offer.",
    )
    kind = filters.ChoiceFilter(
        choices=SupportProgramme.Kind.choices,
        empty_label=ALL,
        label=_("kind"),
        help_text="What is offered.",
    )
    cluster = named_choice(
        Cluster.objects.all(),
        key="key",
        method="narrow_cluster",
        label=_("open to"),
        help_text="Key of a cluster whose companies may use it; nationwide ones are included.",
    )
    nationwide = YesNoFilter(
        field_name="clusters",
        lookup_expr="isnull",
        label=_("for all of Japan"),
        help_text="Whether companies of every place may use it.",
    )
    home_base = YesNoFilter(
        field_name="needs_home_base",
        label=_("only if the home base stays"),
        help_text="Whether the home base in Japan has to stay.",
    )

    class Meta:
        model = SupportProgramme
        fields: tuple[str, ...] = ()

    def narrow_text(
        self, queryset: models.QuerySet[SupportProgramme], name: str, value: str
    ) -> models.QuerySet[SupportProgramme]:
        return queryset.filter(words(value, _word))

    def narrow_cluster(
        self, queryset: models.QuerySet[SupportProgramme], name: str, value: Cluster
    ) -> models.QuerySet[SupportProgramme]:
        own = SupportProgramme.clusters.through.objects.filter(
            supportprogramme=models.OuterRef("pk")
        )
        return queryset.filter(models.Exists(own.filter(cluster=value)) | ~models.Exists(own))
