"""The national corporate-number register (国税庁法人番号公表サイト): its newest known state.

Written only by `prospects.register.load_register`, never edited, and so without history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from prospects.queries import Query, Segment, parse

from .record import UuidV7
from .registered import corporate_number_is_valid


def _holds(segment: Segment) -> models.Q:
    """Entries with a segment in the reading, or in the name (Japanese or English)."""
    indexed = models.Q(bigrams__contains=segment.bigrams())
    found = models.Q(heard__contains=segment.text)
    if not segment.is_heard:
        found |= models.Q(normal_name__contains=segment.text)
    return indexed & found


def _all(conditions: Iterable[models.Q]) -> models.Q:
    return reduce(and_, conditions)


# From one municipality to the next along the index, as many steps as there are municipalities. Each
# has one name: reforms give a new name a new code.
_SEATS = """
    WITH RECURSIVE seats AS (
        (SELECT municipality_code, prefecture, city FROM prospects_registerentry
        ORDER BY municipality_code, corporate_number LIMIT 1)
        UNION ALL
        SELECT following.* FROM seats, LATERAL (
            SELECT municipality_code, prefecture, city FROM prospects_registerentry AS entry
            WHERE entry.municipality_code > seats.municipality_code
            ORDER BY municipality_code, corporate_number LIMIT 1
        ) AS following
    )
    SELECT municipality_code FROM seats
    WHERE strpos(city, %(place)s) > 0 OR starts_with(prefecture, %(place)s)
"""


def seated_in(place: str) -> models.Q:
    """The condition of being seated in a municipality or prefecture, by Japanese name or code.

    The code (JIS X 0402) and a prefecture's name may be a beginning, a city's name any part. A name
    is looked up first, among the seats there are: one query.
    """
    if place.isascii() and place.isdigit():
        return models.Q(municipality_code__startswith=place)
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"place": place})
        return models.Q(municipality_code__in=[code for (code,) in cursor.fetchall()])


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def active(self) -> Self:
        """Entries that are not closed, merged away, struck or deleted."""
        return self.filter(is_active=True)

    def of_kinds(self, kinds: Collection[str]) -> Self:
        """Entries of any of the kinds (`RegisterEntry.Kind`)."""
        return self.filter(kind__in=kinds)

    def in_municipalities(self, codes: Collection[str]) -> Self:
        """Entries seated in any of the municipalities (JIS X 0402, five digits)."""
        return self.filter(municipality_code__in=codes)

    def in_place(self, place: str) -> Self:
        """Entries seated in a municipality or prefecture: see `seated_in`."""
        return self.filter(seated_in(place))

    def named(self, words: str) -> Self:
        """Entries in whose name, reading or English name every word is found, however it is spelt.

        Words in kana or Hangul are also looked for as they sound. One character is looked for at
        the beginning of a name only; legal forms are passed over.
        """
        return self.meaning(parse(words))

    def meaning(self, query: Query) -> Self:
        """The same for a query that is parsed."""
        entries = self
        for word in query.words:
            ways = (_all(map(_holds, meaning)) for meaning in word)
            entries = entries.filter(reduce(or_, ways))
        return entries

    def in_rank(self, numbers: Sequence[str]) -> Self:
        """Annotated with `place`: the rank of those in `numbers`, 1 for the first; then the rest.

        Ordered by it, the rest by corporate number.
        """
        ranked = models.Value([*numbers], output_field=ArrayField(models.CharField()))
        place = models.Func(ranked, "corporate_number", function="array_position")
        whole = models.IntegerField()
        last = models.Value(len(numbers) + 1)
        return self.annotate(place=Coalesce(place, last, output_field=whole)).order_by(
            "place", "corporate_number"
        )


class RegisterEntry(models.Model):
    """One corporate number with the thirty columns as published, and what searches need.

    A deleted number (process 99) has its number and dates only; its texts are empty.
    """

    class Process(models.TextChoices):
        NEW = "01", _("newly registered")
        NAME_CHANGED = "11", _("name changed")
        ADDRESS_CHANGED = "12", _("address in Japan changed")
        FOREIGN_ADDRESS_CHANGED = "13", _("address abroad changed")
        CLOSED = "21", _("registration closed")
        RESTORED = "22", _("registration restored")
        MERGED = "71", _("absorbed another company")
        MERGER_VOID = "72", _("merger void")
        STRUCK = "81", _("trade name struck")
        DELETED = "99", _("deleted")

    class Kind(models.TextChoices):
        STATE = "101", _("state body")
        LOCAL_GOVERNMENT = "201", _("local government")
        STOCK_COMPANY = "301", _("stock company (株式会社)")
        LIMITED_COMPANY = "302", _("limited company (有限会社)")
        GENERAL_PARTNERSHIP = "303", _("general partnership (合名会社)")
        LIMITED_PARTNERSHIP = "304", _("limited partnership (合資会社)")
        LIMITED_LIABILITY_COMPANY = "305", _("limited liability company (合同会社)")
        OTHER_REGISTERED = "399", _("other registered body, such as a cooperative")
        FOREIGN = "401", _("foreign company")
        OTHER = "499", _("other body")

    class CloseCause(models.TextChoices):
        LIQUIDATION = "01", _("liquidation")
        MERGER = "11", _("merger")
        REGISTRAR = "21", _("closed by the registrar")
        OTHER = "31", _("other")

    sequence_number = models.PositiveIntegerField(_("sequence number"))
    corporate_number = models.CharField(_("corporate number"), max_length=13, primary_key=True)
    process = models.CharField(_("process"), max_length=2, choices=Process.choices)
    is_correction = models.BooleanField(_("correction"))
    update_date = models.DateField(_("updated on"))
    change_date = models.DateField(_("changed on"), null=True)
    name = models.CharField(_("name"), max_length=150)
    name_image_id = models.CharField(_("image of the name"), max_length=8)
    kind = models.CharField(_("kind"), max_length=3, choices=Kind.choices)
    prefecture = models.CharField(_("prefecture"), max_length=10)
    city = models.CharField(_("city"), max_length=20)
    street = models.CharField(_("street"), max_length=300)
    address_image_id = models.CharField(_("image of the address"), max_length=8)
    prefecture_code = models.CharField(_("prefecture code"), max_length=2)
    city_code = models.CharField(_("city code"), max_length=3)
    postcode = models.CharField(_("postcode"), max_length=7)
    address_abroad = models.CharField(_("address abroad"), max_length=300)
    address_abroad_image_id = models.CharField(_("image of the address abroad"), max_length=8)
    close_date = models.DateField(_("closed on"), null=True)
    close_cause = models.CharField(_("cause of closing"), max_length=2, choices=CloseCause.choices)
    successor_number = models.CharField(_("successor"), max_length=13)
    change_cause = models.CharField(_("details of the change"), max_length=500)
    assignment_date = models.DateField(_("number assigned on"), null=True)
    is_latest = models.BooleanField(_("latest state"))
    name_en = models.CharField(_("name (English)"), max_length=300)
    prefecture_en = models.CharField(_("prefecture (English)"), max_length=9)
    address_en = models.CharField(_("address (English)"), max_length=600)
    address_abroad_en = models.CharField(_("address abroad (English)"), max_length=600)
    kana = models.CharField(_("reading (kana)"), max_length=500)
    is_hidden = models.BooleanField(_("left out of the official search"))

    normal_name = models.TextField()
    heard = models.TextField()  # sound key of the reading, then the normal form of the English name
    bigrams = ArrayField(models.IntegerField())
    municipality_code = models.GeneratedField(
        expression=Concat("prefecture_code", "city_code"),
        output_field=models.CharField(_("municipality code"), max_length=5),
        db_persist=True,
    )
    is_active = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(close_date=None) & ~models.Q(process__in=["81", "99"]),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(_("active")),
        db_persist=True,
    )

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ("corporate_number",)
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        indexes = (
            # Without a pending list: a search after a load never has to read one.
            GinIndex(fields=["bigrams"], name="registerentry_bigrams", fastupdate=False),
            models.Index(
                fields=["municipality_code", "corporate_number"],
                name="registerentry_municipality",
            ),
            models.Index(fields=["assignment_date"], name="registerentry_assigned"),
        )
        constraints = (corporate_number_is_valid("registerentry_corporate_number"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.corporate_number})".strip()

    @property
    def address(self) -> str:
        """The seat as one line, in Japanese."""
        return f"{self.prefecture}{self.city}{self.street}" or self.address_abroad


class RegisterLoad(models.Model):
    """One file that was loaded: what it was and what it did. Failed loads leave no row."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField(_("encoding"), max_length=10)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    rows_read = models.PositiveIntegerField(_("rows read"))
    rows_new = models.PositiveIntegerField(_("rows new"))
    rows_changed = models.PositiveIntegerField(_("rows changed"))
    rows_unchanged = models.PositiveIntegerField(_("rows unchanged"))
    rows_stale = models.PositiveIntegerField(_("older than known"))
    rows_rejected = models.PositiveIntegerField(_("rows rejected"))

    class Meta:
        ordering = ("-id",)
        verbose_name = _("register load")
        verbose_name_plural = _("register loads")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    rows_read=models.F("rows_new")
                    + models.F("rows_changed")
                    + models.F("rows_unchanged")
                    + models.F("rows_stale")
                    + models.F("rows_rejected")
                ),
                name="registerload_rows_add_up",
            ),
        )

    def __str__(self) -> str:
        return self.file_name
