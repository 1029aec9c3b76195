"""Search over everything: the list under the top bar's field, and the page of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.access import Action, visible
from crm.models import Campaign, Deal, User
from crm.templatetags.dates import day_text
from crm.templatetags.names import choose
from crm.web.page import Request, page, show
from matching.models import Firm
from prospects.finding import best_records
from prospects.models import Company, Contact, Cooperative, RegisterEntry
from prospects.ranking import Why
from prospects.search import best_entries

FEW, MANY = 5, 8


@dataclass(frozen=True)
class Hit:
    """One line: what it is called, what tells it apart, where it leads."""

    text: str
    note: str
    url: str
    lang: str = ""
    is_demo: bool = False
    why: str = ""


@dataclass(frozen=True)
class Found:
    """A group of hits; `more` leads to all of them where there are more."""

    key: str
    label: Any
    picture: str
    hits: tuple[Hit, ...]
    more: str


@page(Action.VIEW)
def search(request: Request) -> HttpResponse:
    """Groups of hits for `q`; only the list for the field in the top bar."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    in_bar = request.htmx.target == "search-results"
    groups = find(request.user, text, size=FEW if in_bar else MANY) if text else []
    context = {"text": text, "groups": groups, "total": sum(len(group.hits) for group in groups)}
    if in_bar:
        return show(request, "search/dropdown.html", context)
    return show(request, "search/page.html", context)


def find(user: User, text: str, *, size: int) -> list[Found]:
    """The groups that hold something, each with up to `size` hits: one query a group."""
    return [found for group in GROUPS if (found := group.find(user, text, size))]


@dataclass(frozen=True)
class Group:
    """How one noun is searched and shown."""

    key: str
    label: Any
    picture: str
    rows: Callable[[], models.QuerySet[Any]]
    hit: Callable[[Any], Hit]
    all: str = ""

    def find(self, user: User, text: str, size: int) -> Found | None:
        found = self.best(visible(user, self.rows()), text, size + 1)
        if not found:
            return None
        more = f"{reverse(self.all)}?{urlencode({'q': text})}" if self.all else ""
        hits = tuple(replace(self.hit(row), why=why) for row, why in found[:size])
        return Found(self.key, self.label, self.picture, hits, more if len(found) > size else "")

    def best(self, rows: models.QuerySet[Any], text: str, limit: int) -> list[tuple[Any, Any]]:
        """The best rows, each with why it is there, in words."""
        return [
            (hit.record, why_in_words(hit.why, hit.text))
            for hit in best_records(rows, text, limit=limit)
        ]


class RegisterGroup(Group):
    """The register, by its own index; its entries are public, so a viewer sees all or none."""

    def best(self, rows: models.QuerySet[Any], text: str, limit: int) -> list[tuple[Any, Any]]:
        if rows.query.is_empty():
            return []
        return [
            (hit.entry, why_in_words(hit.why, hit.text)) for hit in best_entries(text, limit=limit)
        ]


# --- Why something was found ----------------------------------------------------------------------

_WHY = {
    Why.NUMBER: _("corporate number"),
    Why.SAME_NAME: _("same name"),
    Why.NAME_BEGINS: _("name begins so"),
    Why.NAME_HAS: _("in the name"),
    Why.READING: _("reading: %(text)s"),
    Why.ENGLISH: _("English name: %(text)s"),
    Why.HEARD: _("sounds so: %(text)s"),
    Why.READ_AS: _("read so elsewhere: %(text)s"),
    Why.CLOSE: _("sounds close: %(text)s"),
}


def why_in_words(why: Why, text: str) -> str:
    """Why a row was found, in the reader's language."""
    return str(_WHY[why]) % {"text": text}


# --- How each noun is shown -----------------------------------------------------------------------


def _note(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _company(row: Company) -> Hit:
    place = choose(row.cluster).text if row.cluster else row.city
    other = row.name_ko or row.name_kana
    url = reverse("web:company_detail", args=[row.pk])
    return Hit(str(row), _note(other, place), url, "ja" if row.name_ja else "", row.is_demo)


def _entry(row: RegisterEntry) -> Hit:
    url = reverse("web:register_detail", args=[row.pk])
    return Hit(row.name, _note(f"{row.prefecture}{row.city}", row.corporate_number), url, "ja")


def _cooperative(row: Cooperative) -> Hit:
    place = choose(row.cluster).text if row.cluster else ""
    url = reverse("web:cooperative_detail", args=[row.pk])
    note = _note(row.name_ko, place)
    return Hit(str(row), note, url, "ja" if row.name_ja else "", row.is_demo)


def _firm(row: Firm) -> Hit:
    name = choose(row)
    group = choose(row, "group_name").text if row.group_name else ""
    return Hit(name.text, _note(group), _firm_url(row), name.lang, row.is_demo)


def _firm_url(row: Firm) -> str:
    return reverse("web:firm_detail", args=[row.pk])


def _deal(row: Deal) -> Hit:
    url = reverse("web:deal_detail", args=[row.pk])
    return Hit(row.title, choose(row.stage).text, url, "", row.is_demo)


def _contact(row: Contact) -> Hit:
    body: Any = row.company or row.cooperative
    view = "web:company_detail" if row.company else "web:cooperative_detail"
    url = f"{reverse(view, args=[body.pk])}?tab=contacts#record-tab"
    return Hit(row.name, _note(row.title, str(body)), url, "ja", row.is_demo)


def _campaign(row: Campaign) -> Hit:
    name = choose(row)
    url = reverse("web:campaign_detail", args=[row.pk])
    return Hit(name.text, _note(day_text(row.starts_on), row.place), url, name.lang)


GROUPS: Iterable[Group] = (
    Group(
        "company",
        _("Companies"),
        "factory",
        lambda: Company.objects.select_related("cluster"),
        _company,
        "web:company_list",
    ),
    Group(
        "cooperative",
        _("Cooperatives"),
        "handshake",
        lambda: Cooperative.objects.select_related("cluster"),
        _cooperative,
        "web:cooperative_list",
    ),
    Group("firm", _("Korean firms"), "building-2", Firm.objects.all, _firm),
    Group(
        "deal",
        _("Deals"),
        "square-kanban",
        lambda: Deal.objects.select_related("stage"),
        _deal,
        "web:deal_list",
    ),
    Group(
        "contact",
        _("Contacts"),
        "user",
        lambda: Contact.objects.select_related("company", "cooperative"),
        _contact,
    ),
    Group(
        "campaign",
        _("Campaigns"),
        "megaphone",
        Campaign.objects.all,
        _campaign,
        "web:campaign_list",
    ),
    RegisterGroup(
        "register",
        _("Register"),
        "book-open-text",
        RegisterEntry.objects.all,
        _entry,
        "web:register_list",
    ),
)

urlpatterns = [path("search/", search, name="search")]
