"""Choosing a record by typing: a field finds no more than who looks at the page may see."""

from __future__ import annotations

import pytest
from django import forms

from crm.access import Viewer
from crm.web.picker import PickerField, find
from crm.web.viewing import seen_by, who_looks
from tests import make
from tests.crm.web.signed_in import client_of

pytestmark = pytest.mark.django_db


def chosen(viewer: Viewer, *, ref: str = "", text: str = "") -> object:
    """The record that a form without scripts takes for a text, or the code of its error."""
    with seen_by(viewer):
        try:
            return PickerField(kinds=("company",)).clean((ref, text))
        except forms.ValidationError as error:
            return error.code


def test_a_text_and_a_reference_find_what_their_viewer_may_see() -> None:
    seen, unseen = make.company(name_en="Yamato Works"), make.company(name_en="Musashi Works")
    agency = make.agency()
    make.share(agency, seen)
    officer = make.user()
    for company, of_agency in ((seen, (seen, seen)), (unseen, ("invalid", "nothing"))):
        ref, text = f"company:{company.pk}", company.name_en
        assert (chosen(agency, ref=ref), chosen(agency, text=text)) == of_agency
        assert (chosen(officer, ref=ref), chosen(officer, text=text)) == (company, company)


def test_nobody_sees_nothing_and_a_page_ends_with_its_viewer() -> None:
    company = make.company(name_en="Yamato Works")
    client_of().get("/pick/", {"kinds": "company", "q": "yamato"})
    assert not who_looks().is_authenticated  # type: ignore[union-attr]  # no agency
    assert find(f"company:{company.pk}") is None


def test_options_are_those_of_who_is_signed_in() -> None:
    make.company(name_en="Yamato Works")
    answer = client_of().get("/pick/", {"kinds": "company", "q": "yamato"})
    assert [line.text for line in answer.context["options"]] == ["Yamato Works"]
