"""What parts are made of: a small vocabulary of families and grades."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Named, Sourced, has_a_name, tracked
from .tree import Node, TreeQuerySet, no_cycle


@tracked()
class Material(Node, Named, Sourced):
    """A material by its designation (SUS304) or the family of such (stainless steel).

    The key is what companies and needs store; a grade's key is its Japanese designation, and the
    Korean, American and older ones are synonyms of it.
    """

    key = models.CharField(_("key"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    synonyms = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("synonyms")
    )

    objects = TreeQuerySet["Material"].as_manager()

    class Meta:
        ordering = ("position", "key")
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = (
            has_a_name("material_has_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="material_not_own_parent"
            ),
        )
        triggers = (no_cycle("prospects_material"),)
