import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_healthz_answers_without_sign_in(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok"})


@pytest.mark.django_db
def test_database_sorts_and_splits_japanese_and_korean() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "SELECT similarity('浜松製作所', '浜松製作所'), similarity('동반투자', '동반투자')"
        )
        assert cursor.fetchone() == (1.0, 1.0)
