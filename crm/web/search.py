"""Search over everything: the list under the top bar's field, and the page of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.access import Action, visible
from crm.models import Deal, User
from crm.templatetags.names import choose
from crm.web.page import Request, page, show
from matching.models import Firm
from prospects.filters import words
from prospects.models import Company, Contact, Cooperative, RegisterEntry
from prospects.names import to_katakana
from prospects.search import corporate_number, search_register

FEW, MANY = 5, 8


@dataclass(frozen=True)
class Hit:
    """One line: what it is called, what tells it apart, where it leads."""

    text: str
    note: str
    url: str
    lang: str = ""
    is_demo: bool = False


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
    rows: Callable[[str], models.QuerySet[Any]]
    hit: Callable[[Any], Hit]
    all: str = ""

    def find(self, user: User, text: str, size: int) -> Found | None:
        rows = [*visible(user, self.rows(text))[: size + 1]]
        if not rows:
            return None
        more = f"{reverse(self.all)}?{urlencode({'q': text})}" if self.all else ""
        hits = tuple(self.hit(row) for row in rows[:size])
        return Found(self.key, self.label, self.picture, hits, more if len(rows) > size else "")


# --- What each noun is found by -------------------------------------------------------------------


def _named(*fields: str) -> Callable[[str], Q]:
    """Rows with a word in one of their names, in a reading (typed in either kana)."""

    def one(word: str) -> Q:
        clause = Q()
        for field in fields:
            looked_for = to_katakana(word) if field == "name_kana" else word
            clause |= Q(**{f"{field}__icontains": looked_for})
        return clause

    return one


def _first(text: str, *fields: str) -> Case:
    """Names that begin with the text come before those that only contain it."""
    begins = Q()
    for field in fields:
        begins |= Q(**{f"{field}__istartswith": text})
    return Case(When(begins, then=0), default=1, output_field=models.IntegerField())


NAMES = ("name_ja", "name_ko", "name_en")


def _companies(text: str) -> models.QuerySet[Company]:
    if number := corporate_number(text):
        return Company.objects.filter(corporate_number=number).select_related("cluster")
    found = words(text, _named(*NAMES, "name_kana"))
    if text.isascii() and text.isdigit():
        found |= Q(corporate_number__startswith=text)
    rows = Company.objects.filter(found).select_related("cluster")
    return rows.order_by(_first(text, *NAMES, "name_kana"), "-id")


def _register(text: str) -> models.QuerySet[RegisterEntry]:
    # Not by relevance: that looks at every hit among millions, at every key that is typed.
    return search_register(text).order_by("pk")


def _cooperatives(text: str) -> models.QuerySet[Cooperative]:
    if number := corporate_number(text):
        return Cooperative.objects.filter(corporate_number=number).select_related("cluster")
    rows = Cooperative.objects.filter(words(text, _named(*NAMES))).select_related("cluster")
    return rows.order_by(_first(text, *NAMES), "-id")


def _firms(text: str) -> models.QuerySet[Firm]:
    rows = Firm.objects.filter(words(text, _named(*NAMES, "group_name")))
    return rows.order_by(_first(text, *NAMES), "-id")


def _deals(text: str) -> models.QuerySet[Deal]:
    rows = Deal.objects.filter(words(text, _named("title"))).select_related("stage")
    return rows.order_by(_first(text, "title"), "-id")


def _contacts(text: str) -> models.QuerySet[Contact]:
    found = words(text, _named("name", "name_kana", "name_ko", "email"))
    rows = Contact.objects.filter(found).select_related("company", "cooperative")
    return rows.order_by(_first(text, "name", "name_kana", "name_ko"), "-id")


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
    return Hit(name.text, _note(row.group_name), _firm_url(row), name.lang, row.is_demo)


def _firm_url(row: Firm) -> str:
    try:
        return reverse("web:firm_detail", args=[row.pk])
    except NoReverseMatch:
        return f"{reverse('web:need_list')}?{urlencode({'firm': str(row.pk)})}"


def _deal(row: Deal) -> Hit:
    url = reverse("web:deal_detail", args=[row.pk])
    return Hit(row.title, choose(row.stage).text, url, "", row.is_demo)


def _contact(row: Contact) -> Hit:
    body: Any = row.company or row.cooperative
    view = "web:company_detail" if row.company else "web:cooperative_detail"
    url = f"{reverse(view, args=[body.pk])}?tab=contacts#record-tab"
    return Hit(row.name, _note(row.title, str(body)), url, "ja", row.is_demo)


GROUPS: Iterable[Group] = (
    Group("company", _("Companies"), "factory", _companies, _company, "web:company_list"),
    Group(
        "cooperative",
        _("Cooperatives"),
        "handshake",
        _cooperatives,
        _cooperative,
        "web:cooperative_list",
    ),
    Group("firm", _("Korean firms"), "building-2", _firms, _firm),
    Group("deal", _("Deals"), "square-kanban", _deals, _deal),
    Group("contact", _("Contacts"), "user", _contacts, _contact),
    Group("register", _("Register"), "book-open-text", _register, _entry, "web:register_list"),
)

urlpatterns = [path("search/", search, name="search")]
