"""The figures of trials beside the weights: what was computed, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from crm.models import User
from matching import reports
from matching.models import EvaluationReport
from matching.shortlist import active_profile
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_trials")]

LIST, NEW = "/matching/profiles/", "/matching/profiles/new/"


@pytest.fixture
def client() -> Client:
    return client_of(role=User.Role.MANAGER)


def tried(**fields: object) -> reports.Tried:
    report = reports.ask(worlds=["usual"], replicas=1, **fields)  # type: ignore[arg-type]
    reports.make(report.pk)
    return reports.tried(EvaluationReport.objects.filter(pk=report.pk), 1)[0]


def test_the_list_the_version_and_the_form_show_what_was_computed(client: Client) -> None:
    in_use, other = active_profile(), make.weight_profile()
    one = tried(seed=7)
    assert one.ndcg is not None
    figure = f"{one.ndcg[0]:.3f}"
    said = words(client.get(LIST))
    assert f"{figure} 1 world, seed 7" in said
    assert "not tried" in said  # the other version
    assert "they compare only where worlds and seed are the same" in said
    for address in (f"{LIST}{in_use.revision}/", NEW):
        said = words(client.get(address))
        assert f"1 world, 5 needs, seed 7 {figure} {one.ndcg[1]:.3f}–{one.ndcg[2]:.3f}" in said
        assert "they compare only where worlds and seed are the same" in said
    assert "A draft has no figures" in words(client.get(NEW))
    page = client.get(f"{LIST}{other.revision}/")
    assert "No trial was made with this version." in words(page)
    assert f"/matching/evaluation/new/?version={other.revision}" in page.content.decode()


def test_a_version_shows_how_far_its_trial_is(client: Client) -> None:
    in_use = active_profile()
    report = reports.ask(worlds=["usual"], replicas=2)
    page = client.get(f"{LIST}{in_use.revision}/")
    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert "Try this version" not in words(page)
    assert f"A trial of version {report.profile.revision} is running" in words(client.get(NEW))


def test_without_a_trial_no_figure_stands(client: Client) -> None:
    active_profile()
    assert "No version was tried yet." in words(client.get(NEW))
    assert "they compare only" not in words(client.get(LIST))


def test_officers_see_the_weights_without_the_trials() -> None:
    profile = active_profile()
    tried()
    officer = client_of()
    for address in (LIST, f"{LIST}{profile.revision}/"):
        assert "NDCG" not in words(officer.get(address))


def test_queries_do_not_grow_with_the_trials(client: Client) -> None:
    tried()
    addresses = (LIST, f"{LIST}{active_profile().revision}/", NEW)
    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
        with counted() as queries:
            for address in addresses:
                client.get(address)
        counts.append(len(queries))
        tried(seed=2)
        tried(profile=make.weight_profile())
    assert counts[0] == counts[1]
