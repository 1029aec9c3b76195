"""Capabilities read from a text, to accept or to leave; and the taxonomy to look through."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from prospects.models import Capability, Company, Material
from tests import make
from tests.crm.web.signed_in import client_of
from tests.crm.web.signed_in import words as said_on

pytestmark = pytest.mark.django_db

TEXT = "切削加工 ±0.01mm、アルミ、ISO 9001取得。めっきは外注。"


@pytest.fixture
def client() -> Client:
    return client_of()


@pytest.fixture(autouse=True)
def words() -> None:
    machining = make.capability(key="machining", name_ja="切削加工", name_en="Machining")
    make.capability(key="turning", name_ja="旋削", parent=machining, synonyms=["선반"])
    make.capability(key="plating", name_ja="めっき", name_en="Plating")
    Material.objects.create(key="aluminium", name_ja="アルミ", name_en="Aluminium")
    make.certificate(key="iso-9001", name_en="ISO 9001")


def address(company: Company) -> str:
    return reverse("web:company_read", args=[company.pk])


def test_what_is_noted_of_the_products_is_read_at_once(client: Client) -> None:
    page = client.get(address(make.company(products=TEXT))).content.decode()
    assert '<mark class="read-capability">切削加工</mark>' in page
    assert '<mark class="read-capability read-denied">めっき</mark>' in page
    for value in ("capability:machining", "machining:material:aluminium", "certificate:iso-9001"):
        assert f'value="{value}"' in page
    assert 'value="capability:plating"' not in page


def test_only_what_is_ticked_is_stored(client: Client) -> None:
    company = make.company()
    data = {
        "text": TEXT,
        "was": TEXT,
        "step": "accept",
        "take": ["capability:machining", "machining:tolerance", "capability:plating"],
    }
    response = client.post(address(company), data)
    assert response.status_code == 302
    row = company.company_capabilities.get()
    assert (row.capability.key, row.materials, row.precision_um) == ("machining", [], 10.0)
    assert TEXT in row.source
    assert not company.company_certificates.exists()


def test_below_each_capability_a_long_source_is_cut(client: Client) -> None:
    company = make.company()
    source = f"read from: “{TEXT * 3}”"
    make.company_capability(company, make.capability(), source=source)
    page = client.get(reverse("web:company_detail", args=[company.pk]) + "?tab=capabilities")
    said = page.content.decode()
    assert f'<span title="{escape(source)}">' in said
    assert f">{escape(source)}<" not in said


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"text": " ", "step": "read"}, "Paste or type a text to read."),
        ({"text": "x" * 20_001, "step": "read"}, "The text is too long"),
        ({"text": TEXT, "was": TEXT, "step": "accept"}, "Tick at least one"),
        (
            {"text": TEXT, "was": "other", "step": "accept", "take": "capability:machining"},
            "The text was changed.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    client: Client, data: dict[str, str], problem: str
) -> None:
    company = make.company()
    response = client.post(address(company), data)
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert not company.company_capabilities.exists()


def test_a_need_s_form_is_filled_and_not_stored(client: Client) -> None:
    need = make.need(description="")
    url = reverse("web:need_read", args=[need.pk])
    take = ["capability:machining", "machining:tolerance", "certificate:iso-9001"]
    data = {"text": TEXT, "was": TEXT, "step": "accept", "take": take}
    response = client.post(url, data)
    assert response.status_code == 200
    form = response.context["form"]
    assert form["capability"].initial == Capability.objects.get(key="machining")
    assert (form["precision_um"].initial, form["description"].initial) == (10.0, TEXT)
    need.refresh_from_db()
    assert need.precision_um is None


def test_the_taxonomy_is_found_by_any_word_with_its_counts(client: Client) -> None:
    turning = Capability.objects.get(key="turning")
    make.company_capability(make.company(), turning)
    lines = client.get(reverse("web:capability_list"), {"q": "선반"}).context["lines"]
    assert [(line.node.key, line.companies, line.needs, line.word) for line in lines] == [
        ("turning", 1, 0, "선반")
    ]
    counts = {
        line.node.key: line.companies
        for line in client.get(reverse("web:capability_list")).context["lines"]
    }
    assert counts["machining"] == 1
    page = client.get(reverse("web:capability_detail", args=["machining"]))
    assert [line.node.key for line in page.context["kinds"]] == ["turning"]
    assert client.get(reverse("web:capability_detail", args=["none"])).status_code == 404


def test_the_usual_size_stands_in_the_list_where_a_node_has_one(client: Client) -> None:
    url = reverse("web:capability_list")
    parent = reverse("web:capability_detail", args=["machining"])
    for address in (url, parent):
        assert "Usual size (mm)" not in client.get(address).content.decode()
    Capability.objects.filter(key="turning").update(
        size_from_mm=0.5, size_to_mm=1500, range_source="ISO 2768-1"
    )
    for address in (f"{url}?q=선반", f"{url}?all=1", parent):
        page = client.get(address)
        assert "Usual size (mm)" in page.content.decode()
        assert "0.5–1,500" in said_on(page)
    assert "Usual size (mm)" not in client.get(f"{url}?q=machining").content.decode()


def test_materials_are_stored_by_their_key(client: Client) -> None:
    company = make.company()
    url = reverse("web:company_fact_create", args=[company.pk, "capability"])
    capability = Capability.objects.get(key="turning")
    data = {"capability": capability.pk, "materials": "アルミ, SUS304"}
    assert client.post(url, data).status_code == 302
    assert company.company_capabilities.get().materials == ["aluminium", "SUS304"]
