"""Teams of the agency."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from prospects.models.record import Named, Record, has_a_name, tracked


@tracked()
class Team(Record, Named):
    """A team of officers."""

    class Meta:
        ordering = ("name_ko", "id")
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = (has_a_name("team_has_name"),)
