"""The administration pages: who sees and changes what, and that no edit is lost."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.credentials import issue_credentials
from crm.models import Agency, Stage, User
from crm.reference import TABLES
from prospects.models import Cluster
from prospects.reference.loading import load
from tests import copies, make

pytestmark = pytest.mark.django_db


def signed_in(role: str, *, superuser: bool = False) -> Client:
    client = Client()
    client.force_login(make.user(role=role, is_staff=True, is_superuser=superuser))
    return client


@pytest.mark.parametrize("model", [*admin.site._registry], ids=lambda model: model.__name__)
def test_every_list_and_form_opens(model: type) -> None:
    copies.reference()
    client = signed_in(User.Role.ADMINISTRATOR, superuser=True)
    name = f"{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    assert client.get(reverse(f"admin:{name}_changelist"), {"q": "a"}).status_code == 200
    can_add = admin.site._registry[model].has_add_permission(
        client.get(reverse("admin:index")).wsgi_request
    )
    if can_add:
        assert client.get(reverse(f"admin:{name}_add")).status_code == 200
    first = model._default_manager.first()  # type: ignore[attr-defined]
    if first:
        address = reverse(f"admin:{name}_change", args=[first.pk])
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("role", "reference", "users", "targets"),
    [
        (User.Role.OFFICER, 403, 403, 403),
        (User.Role.MANAGER, 403, 403, 200),
        (User.Role.ANALYST, 200, 403, 403),
        (User.Role.ADMINISTRATOR, 200, 200, 200),
    ],
)
def test_roles_decide_what_is_added(role: str, reference: int, users: int, targets: int) -> None:
    client = signed_in(role)
    pages = ("prospects_capability", "crm_user", "crm_target")
    assert [client.get(reverse(f"admin:{page}_add")).status_code for page in pages] == [
        reference,
        users,
        targets,
    ]
    assert client.get(reverse("admin:prospects_cluster_changelist")).status_code == 200


def test_only_staff_come_in() -> None:
    client = Client()
    client.force_login(make.user(role=User.Role.ADMINISTRATOR))
    assert client.get(reverse("admin:index")).status_code == 302


def test_there_is_one_way_to_sign_in() -> None:
    answer = Client().get(reverse("admin:login"), {"next": reverse("admin:index")})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def cluster_fields(cluster: Cluster, **changes: object) -> dict[str, object]:
    return {
        "key": cluster.key,
        "name_ja": cluster.name_ja,
        "name_ko": cluster.name_ko,
        "name_en": cluster.name_en,
        "prefecture_ja": cluster.prefecture_ja,
        "municipality_codes": ",".join(cluster.municipality_codes),
        "latitude": cluster.latitude,
        "longitude": cluster.longitude,
        "source": cluster.source,
        "as_of": cluster.as_of or "",
        "read_version": cluster.version,
        "census-TOTAL_FORMS": 0,
        "census-INITIAL_FORMS": 0,
        **changes,
    }


def test_an_edit_counts_the_version_and_dates_the_row() -> None:
    cluster = make.cluster(source="report", as_of=dt.date(2020, 1, 1))
    address = reverse("admin:prospects_cluster_change", args=[cluster.pk])
    fields = cluster_fields(cluster, name_ko="새 이름")
    assert signed_in(User.Role.ANALYST).post(address, fields).status_code == 302
    cluster.refresh_from_db()
    assert (cluster.name_ko, cluster.version) == ("새 이름", 2)
    assert cluster.as_of == timezone.localdate()


def test_an_edit_of_an_old_version_is_refused() -> None:
    cluster = make.cluster()
    old = cluster_fields(cluster, name_ko="늦은 이름")
    Cluster.objects.update(version=2, name_ko="먼저 고친 이름")
    address = reverse("admin:prospects_cluster_change", args=[cluster.pk])
    response = signed_in(User.Role.ANALYST).post(address, old)
    assert response.status_code == 200
    assert "다른 사용자가 그 사이에 이 기록을 수정했습니다." in response.content.decode()
    assert Cluster.objects.get().name_ko == "먼저 고친 이름"


def test_an_edited_stage_stays_when_reference_data_is_loaded_again() -> None:
    copies.reference()
    stage = Stage.objects.get(key="contacted")
    address = reverse("admin:crm_stage_change", args=[stage.pk])
    fields = {
        "name_ko": "첫 접촉",
        "name_ja": stage.name_ja,
        "name_en": stage.name_en,
        "probability": 12,
        "stale_after_days": 30,
    }
    assert signed_in(User.Role.ADMINISTRATOR).post(address, fields).status_code == 302
    load(TABLES)
    stage.refresh_from_db()
    assert (stage.name_ko, stage.probability, stage.position) == ("첫 접촉", 12, 2)


def test_versions_of_weights_are_only_looked_up() -> None:
    version = make.weight_profile()
    address = reverse("admin:matching_weightprofile_change", args=[version.pk])
    client = signed_in(User.Role.ADMINISTRATOR)
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (200, 403)


def test_new_credentials_work_and_the_old_ones_stop() -> None:
    agency = make.agency(application=None)
    first = issue_credentials(agency)
    assert agency.application is not None
    token = make.token(agency.application)
    second = issue_credentials(Agency.objects.select_related("application").get())
    application = Agency.objects.select_related("application").get().application
    assert application is not None
    assert first.client_id == second.client_id == application.client_id
    assert check_password(second.client_secret, application.client_secret)
    assert not check_password(first.client_secret, application.client_secret)
    assert not application.accesstoken_set.filter(token=token).exists()
