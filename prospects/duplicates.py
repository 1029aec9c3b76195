"""Companies that are probably here already, before they are saved once more.

    found = likely_duplicates([candidate(number, fields) for number, fields in rows])

One call for one or for a hundred thousand candidates: a fixed number of queries either way.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.finding import names_of
from prospects.likeness import Candidate, Likeness, Reason, alike, alike_within
from prospects.models import Company, FormerCompany
from prospects.models.searched import SearchBigrams
from prospects.name_function import name_bigrams
from prospects.names import normal_form, query_bigrams

#: What to say of a pair, in the reader's language.
REASONS: dict[Reason, Any] = {
    Reason.NUMBER: _("same corporate number"),
    Reason.NAME_AND_PLACE: _("same name in the same municipality"),
    Reason.READING_AND_POSTCODE: _("close reading at the same postcode"),
    Reason.NAME: _("same name, the place of one is not known"),
}

# From so many on, all companies are read at once: naming every key would ask for more than that.
_MANY = 200
_FIELDS = (
    "corporate_number",
    "name_ja",
    "name_ko",
    "name_en",
    "name_kana",
    "municipality_code",
    "city",
    "postcode",
)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """`candidate` is probably `company`. With `other_number` both corporate numbers are known and
    differ: two legal persons of one name, such as a firm and its successor. `former` is the name of
    a company that was merged into `company`, where the candidate is like that one.
    """

    candidate: Candidate
    company: Company
    reason: Reason
    other_number: bool
    former: str = ""

    @property
    def words(self) -> str:
        """The reason in the reader's language."""
        said = str(REASONS[self.reason])
        if self.other_number:
            said = f"{said} ({_('but another corporate number')})"
        if self.former:
            merged = _("it took up %(company)s in a merge") % {"company": self.former}
            said = f"{said} ({merged})"
        return said


def candidate(key: Hashable, fields: Mapping[str, Any]) -> Candidate:
    """A candidate from a company's fields by name (`name_ja`, `municipality_code`, …), any of them.

    `key` is what the asker knows the row by; for a stored company its primary key, so that it is
    not found as its own duplicate.
    """

    def text(name: str) -> str:
        return str(fields.get(name) or "")

    return Candidate(
        key=key,
        corporate_number=text("corporate_number"),
        names=_known(text("name_ja"), text("name_ko"), text("name_en")),
        readings=_known(text("name_kana"), text("name_ko")),
        municipality_code=text("municipality_code"),
        city=text("city"),
        postcode=text("postcode"),
    )


def likely_duplicates(
    candidates: Iterable[Candidate], *, among: models.QuerySet[Company] | None = None
) -> list[Duplicate]:
    """The tracked companies that candidates probably are, the strongest reason of a pair only.

    In the candidates' order, the likeliest company first. A company that was merged into another
    still finds the one it went to. `among` narrows which companies are compared. Three queries,
    whatever the number of candidates.
    """
    asked = [*candidates]
    companies = Company.objects.all() if among is None else among
    stored = [*_stored(companies, asked)]
    former = [*_candidates(FormerCompany.objects.all(), key="successor_id")]
    pairs = alike(asked, [*stored, *former])
    keys = [each.key for each in (*stored, *former)]
    found = companies.select_related("cluster").in_bulk({keys[pair.right] for pair in pairs})
    duplicates: dict[tuple[int, Any], Duplicate] = {}
    for pair in sorted(pairs, key=lambda pair: (pair.left, pair.other_number)):
        key, past = keys[pair.right], pair.right - len(stored)
        if key in found:
            duplicates.setdefault(
                (pair.left, key),
                Duplicate(
                    asked[pair.left],
                    found[key],
                    pair.reason,
                    pair.other_number,
                    former[past].names[0] if past >= 0 else "",
                ),
            )
    return [*duplicates.values()]


def duplicate_pairs(companies: models.QuerySet[Company]) -> list[tuple[Any, Any, Likeness]]:
    """The pairs among stored companies that are probably one, as (key, key, likeness). One query.

    About three seconds for 100,000 companies.
    """
    rows = [*_candidates(companies)]
    return [(rows[pair.left].key, rows[pair.right].key, pair) for pair in alike_within(rows)]


def _stored(companies: models.QuerySet[Company], asked: Sequence[Candidate]) -> Iterable[Candidate]:
    """The companies that could meet, each by an index: by number, name, or postcode.

    For many candidates, or for a name that no index knows, all companies.
    """
    forms = {form for one in asked for name in one.names if (form := normal_form(name))}
    if len(asked) >= _MANY or any(not name_bigrams([form]) for form in forms):
        return _candidates(companies)
    return _candidates(could_meet(companies, asked, forms))


def could_meet(
    companies: models.QuerySet[Company], asked: Sequence[Candidate], forms: Iterable[str]
) -> models.QuerySet[Company]:
    """Companies of one of the numbers, normal names or, where there is a reading, postcodes.

    Names by the index of `finding`: it narrows to those that hold the whole name, and few others.
    """
    meeting = models.Q(corporate_number__in={one.corporate_number for one in asked} - {""})
    if postcodes := {one.postcode for one in asked if one.readings} - {""}:
        meeting |= models.Q(postcode__in=postcodes)
    for form in forms:
        pairs = query_bigrams(form, begins=True, ends=True)
        meeting |= models.Q(bigrams__contains=pairs)
    return companies.alias(bigrams=SearchBigrams(*names_of(Company))).filter(meeting)


def _candidates(rows: models.QuerySet[Any], *, key: str = "pk") -> Iterable[Candidate]:
    """Stored rows of one kind, each under its key or the one that it leads to."""
    columns = rows.order_by("pk").values_list(key, *_FIELDS)
    for pk, number, ja, ko, en, kana, code, city, postcode in columns:
        yield Candidate(
            key=pk,
            corporate_number=number or "",
            names=_known(ja, ko, en),
            readings=_known(kana, ko),
            municipality_code=code,
            city=city,
            postcode=postcode,
        )


def _known(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
