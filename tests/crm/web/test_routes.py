"""Every address of the product has a rule: who is let in, and that nothing inline is served."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from crm import merging
from crm.access import ROLES, Action
from crm.models import User
from tests import make
from tests.crm.web.signed_in import client_of
from tests.crm.web.test_register import entry

# Routes of packages that guard themselves, and the few that anybody may ask.
OTHERS = (
    r"^accounts/",  # signing in and out, by allauth
    r"^admin/",  # Django's own, for staff
    r"^i18n/",  # the language switch
    r"^healthz$",  # for the load balancer; says nothing of the data
)
API = r"^api/"
# What a partner's application may ask before it has a token, or to get one.
API_OPEN = ("schema", "docs", "token", "unknown")


@dataclass(frozen=True)
class Route:
    """An address pattern, as `companies/<uuid:pk>/`, with its view."""

    pattern: str
    view: Callable[..., Any]
    name: str


def routes() -> Iterator[Route]:
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for each in patterns:
        here = prefix + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here)
        else:
            yield Route(here, each.callback, each.name or "")


def _is(route: Route, *patterns: str) -> bool:
    return any(re.search(pattern, route.pattern) for pattern in patterns)


ALL = [*routes()]
WEB = [route for route in ALL if not _is(route, *OTHERS, API)]


def test_every_route_has_a_rule() -> None:
    bare = [
        route.pattern
        for route in ALL
        if not _is(route, *OTHERS)
        and not (_is(route, API) and route.name in API_OPEN)
        and not isinstance(getattr(route.view, "action", None), Action)
        and not _guarded_by_the_api(route.view)
    ]
    assert bare == []


def _guarded_by_the_api(view: Callable[..., Any]) -> bool:
    """Whether it is a REST view with a permission that asks for more than nothing."""
    kind = getattr(view, "cls", None) or getattr(view, "view_class", None)
    permissions = getattr(kind, "permission_classes", ())
    names = {permission.__name__ for permission in permissions}
    return bool(names) and "AllowAny" not in names


# --- Each page of the officers' door --------------------------------------------------------------


@pytest.fixture
def arguments(db: None) -> dict[str, dict[str, Any]]:
    """What the addresses need: for the first word of an address, its arguments."""
    company = make.company(cluster=make.cluster(key="ota"))
    cooperative = make.cooperative()
    deal = make.deal(company)
    match = make.match(company)
    row = entry(process="99")
    activity = make.activity(company=company)
    campaign = make.campaign()
    need = match.need
    plan = make.introduction_plan()
    analyst = make.user(role=User.Role.ANALYST)
    merge = merging.merge(make.company(), [make.company()], by=analyst)
    distinction = merging.keep_apart([company, make.company()], by=analyst)
    return {
        "companies": {"pk": company.pk, "kind": "contact", "row": make.contact(company).pk},
        "cooperatives": {
            "pk": cooperative.pk,
            "kind": "plan",
            "row": make.group_plan(cooperative).pk,
        },
        "clusters": {"key": "ota"},
        "follows": {"noun": "company", "pk": company.pk},
        "programmes": {"key": make.programme(key="loan").key},
        "capabilities": {"key": need.capability.key},
        "register": {"number": row.corporate_number},
        "deals": {"pk": deal.pk, "investor": deal.deal_investors.get().pk},
        "matches": {"pk": match.pk, "decision": "shortlist"},
        "feedback": {"pk": make.match_feedback(match).pk},
        "matching": {
            "pk": make.evaluation_report().pk,
            "revision": match.profile.revision,
        },
        "needs": {"pk": need.pk},
        "firms": {
            "pk": need.firm_id,
            "site": make.site(need.firm).pk,
            "row": make.firm_tie(need.firm).pk,
        },
        "activities": {"pk": activity.pk},
        "campaigns": {"pk": campaign.pk},
        "notifications": {"pk": make.notification(make.user(), company=company).pk},
        "imports": {"pk": make.intake().pk, "kind": "companies", "line": 1},
        "exports": {"noun": "companies", "pk": make.export().pk},
        "merges": {"pk": merge.pk},
        "distinctions": {"pk": distinction.pk},
        "packages": {"pk": make.package(need).pk},
        "plans": {
            "pk": plan.pk,
            "row": make.planned_introduction(plan, company, need).pk,
            "edit": "pin",
        },
        "watches": {"pk": make.register_watch(make.user()).pk},
        "shares": {"pk": make.share(make.agency(), company).pk},
    }


def address(route: Route, arguments: dict[str, dict[str, Any]]) -> str:
    """The route with its arguments filled in; an integer key gets any integer."""
    known = arguments.get(route.pattern.split("/")[0], {})

    def fill(found: re.Match[str]) -> str:
        kind, name = found["kind"], found["name"]
        value = known.get(name, 1 if kind == "int" else None)
        if kind == "int" and not isinstance(value, int):
            value = 1
        assert value is not None, f"{route.pattern}: say above what <{name}> is"
        return str(value)

    return "/" + re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", fill, route.pattern)


@contextmanager
def undone(route: Route) -> Iterator[None]:
    """All routes are asked in one world: what asking one of them writes is taken back.

    A world for every route and rule would take most of the time of all pages' tests.
    """
    with transaction.atomic():
        try:
            yield
        except Exception as error:
            error.add_note(f"at {route.pattern}")
            raise
        transaction.set_rollback(True)


def test_an_unknown_visitor_is_sent_to_sign_in(
    arguments: dict[str, dict[str, Any]], client: Client
) -> None:
    let_in = []
    for route in WEB:
        with undone(route):
            url = address(route, arguments)
            for answer in (client.get(url), client.post(url)):
                location = answer.headers.get("Location", "")
                if answer.status_code != 302 or not location.startswith("/accounts/login/"):
                    let_in.append((route.pattern, answer.status_code, location))
    assert let_in == []


def test_a_role_that_the_rule_leaves_out_is_refused(arguments: dict[str, dict[str, Any]]) -> None:
    clients = {role: client_of(role=role) for role in User.Role}
    let_in = []
    for route in WEB:
        with undone(route):
            url = address(route, arguments)
            for role in set(clients) - set(ROLES[_action(route)]):
                codes = clients[role].get(url).status_code, clients[role].post(url).status_code
                if codes != (403, 403):
                    let_in.append((route.pattern, role, codes))
    assert let_in == []


def test_someone_who_has_left_is_refused(arguments: dict[str, dict[str, Any]]) -> None:
    gone = make.user(role=User.Role.ADMINISTRATOR)
    client = client_of(gone)
    gone.is_active = False
    gone.save()
    let_in = []
    for route in WEB:
        with undone(route):
            answer = client.get(address(route, arguments))
            location = answer.headers.get("Location", "")
            if answer.status_code != 302 or not location.startswith("/accounts/login/"):
                let_in.append((route.pattern, answer.status_code, location))
    assert let_in == []


def test_a_page_has_nothing_inline_and_no_number_field_of_the_browsers(
    arguments: dict[str, dict[str, Any]],
) -> None:
    client = client_of(role=User.Role.ADMINISTRATOR)
    failed, inline, policies, picky = [], [], set(), []
    for route in WEB:
        with undone(route):
            answer = client.get(address(route, arguments))
            if answer.status_code not in (200, 302, 404, 405):
                failed.append((route.pattern, answer.status_code))
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            inline += [(route.pattern, part) for part in _inline_parts(answer)]
            if 'type="number"' in answer.content.decode():  # refuses 1,200 and １２００
                picky.append(route.pattern)  # use the fields of prospects.number_fields
            policy = answer.headers["Content-Security-Policy"]
            rules = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
            policies.add((rules["script-src"], rules["style-src"]))
    assert (failed, inline, policies, picky) == ([], [], {("'self'", "'self'")}, [])


# Sent twice these do no harm: a file that is made twice expires, and following twice is once.
HARMLESS = ("export_create", "follow_add")
MAKING = [
    each
    for each in WEB
    if each.name.endswith(("_create", "_add", "_introduce")) and each.name not in HARMLESS
]


def test_a_form_that_makes_a_record_works_once(arguments: dict[str, dict[str, Any]]) -> None:
    client = client_of(role=User.Role.ADMINISTRATOR)
    undecorated, without_field = [], []
    for route in MAKING:
        with undone(route):
            if not getattr(route.view, "works_once", False):
                undecorated.append(route.pattern)  # decorate the view with crm.web.once.once
            if 'name="once"' not in client.get(address(route, arguments)).content.decode():
                without_field.append(route.pattern)  # its form lacks {% once %}
    assert (undecorated, without_field) == ([], [])


def _action(route: Route) -> Action:
    action: Action = route.view.action  # type: ignore[attr-defined]  # set by `page`
    return action


def _inline_parts(answer: HttpResponseBase) -> list[str]:
    parser = _Inline()
    parser.feed(answer.content.decode())  # type: ignore[attr-defined]  # no page streams
    return parser.found


class _Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    # Blocks that hold data, not code.
    DATA = ("application/json", "importmap")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and not self._data(given)):
            self.found.append(f"<{tag}>")
        self.found += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))
        ]
        for name in ("href", "src", "action"):
            if (given.get(name) or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}")

    def _data(self, given: dict[str, str | None]) -> bool:
        return given.get("type") in self.DATA


def test_the_static_files_are_no_route() -> None:
    assert settings.STATIC_URL == "/static/"
    assert not [route.pattern for route in ALL if route.pattern.startswith("static")]
