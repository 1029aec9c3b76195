"""Taking over what was read from a text."""

from __future__ import annotations

import datetime as dt

import pytest

from prospects.accepting import Accepted, accept
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def take(company: Company, *capabilities: Accepted, certificates: tuple[str, ...] = ()) -> int:
    return accept(
        company, capabilities=capabilities, certificates=certificates, source="text", as_of=TODAY
    )


def rows(company: Company) -> list[tuple[object, ...]]:
    found = company.company_capabilities.order_by("capability__key")
    return [
        (
            each.capability.key,
            each.materials,
            each.precision_um,
            each.size_max_mm,
            each.monthly_volume,
            each.source,
            each.as_of,
        )
        for each in found
    ]


def test_new_rows_carry_the_text_as_their_source() -> None:
    company = make.company()
    make.capability(key="turning")
    certificate = make.certificate()
    turning = Accepted("turning", ("SUS304",), 10.0, 300.0, 5000)
    assert take(company, turning, certificates=(certificate.pk,)) == 2
    assert rows(company) == [("turning", ["SUS304"], 10.0, 300.0, 5000, "text", TODAY)]
    held = company.company_certificates.get()
    assert (held.certificate, held.source, held.as_of) == (certificate, "text", TODAY)


def test_what_is_known_stays_and_only_gaps_are_filled() -> None:
    company = make.company()
    node = make.capability(key="turning")
    make.company_capability(
        company, node, precision_um=5, materials=["A5052"], source="visit", as_of=None
    )
    assert take(company, Accepted("turning", ("SUS304", "A5052"), 10.0, 300.0)) == 1
    assert rows(company) == [
        ("turning", ["A5052", "SUS304"], 5.0, 300.0, None, "visit; text", TODAY)
    ]
    assert take(company, Accepted("turning", ("SUS304",), 10.0, 300.0)) == 0


def test_a_long_source_is_cut() -> None:
    company = make.company()
    make.capability(key="turning")
    accept(
        company,
        capabilities=[Accepted("turning")],
        certificates=(),
        source="x" * 400,
        as_of=TODAY,
    )
    assert company.company_capabilities.get().source == "x" * 299 + "…"
