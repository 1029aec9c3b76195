"""A browser without a screen: somebody signed in, and what a page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.models import User
from tests import make

IN_PANEL = {"HX-Request": "true", "HX-Target": "panel-body"}


def client_of(user: User | None = None, *, role: str = User.Role.OFFICER) -> Client:
    """A client signed in as `user`, or as somebody new with the role, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user or make.user(role=role))
    return client


def words(response: HttpResponseBase) -> str:
    """What the page's own part says, as one line of words without markup."""
    text: str = response.content.decode()  # type: ignore[attr-defined]  # no page streams
    body = re.split(r'<main class="page"[^>]*>', text)[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects the queries of a block, but those for the session.

    Sessions are read from the cache, which another worker's test may just have emptied.
    """
    queries: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield queries
    queries += [
        each["sql"] for each in asked.captured_queries if "django_session" not in each["sql"]
    ]
