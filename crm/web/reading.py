"""Capabilities read from a text: shown with the words that say them, to accept or to leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.access import Action, require, visible
from crm.templatetags.names import localname
from crm.web.needs_forms import NeedForm
from crm.web.once import once
from crm.web.page import Request, done, invalid, page, show
from crm.web.picker import from_query
from crm.web.successors import company_or_404
from matching.models import Need
from matching.tasks import company_changed
from prospects.accepting import Accepted, accept
from prospects.capability_text import Kind, Profile, Reading, read
from prospects.capability_text.reading import LONGEST
from prospects.capability_words import vocabulary
from prospects.models import Capability, Certificate, Company, Material

SURE_ENOUGH = 0.75  # below, a finding is offered but not ticked beforehand
_NUMBERS = {
    Kind.TOLERANCE: ("precision_um", "±%s µm"),
    Kind.SIZE: ("size_max_mm", gettext_lazy("up to %s mm")),
    Kind.VOLUME: ("monthly_volume", gettext_lazy("%s pieces a month")),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `kind` of what it says, `denied` where it is said not to be."""

    text: str
    kind: str = ""
    denied: bool = False


@dataclass(frozen=True)
class Choice:
    """A finding as a box to tick: what it sends, what it says, and the words it is from."""

    value: str
    kind: str
    label: str
    words: str
    ticked: bool
    sure: bool = True


@dataclass(frozen=True)
class Group:
    """A capability as a box, with its materials and numbers as boxes below it."""

    head: Choice
    path: str
    below: tuple[Choice, ...]


class _Names:
    """What keys are called in the reader's language; three queries."""

    def __init__(self) -> None:
        self.capabilities = {each.key: each for each in Capability.objects.all()}
        self.parents: dict[Any, Capability] = {e.pk: e for e in self.capabilities.values()}
        self.materials = {each.key: localname(each) for each in Material.objects.all()}
        self.certificates = {each.key: localname(each) for each in Certificate.objects.all()}

    def path(self, key: str) -> str:
        line, node = list[str](), self.parents.get(self.capabilities[key].parent_id)
        while node is not None and len(line) < 10:
            line.insert(0, localname(node))
            node = self.parents.get(node.parent_id)
        return " › ".join(line)

    def of(self, kind: Kind, key: str) -> str:
        if kind is Kind.CAPABILITY:
            return localname(self.capabilities[key])
        return (self.materials if kind is Kind.MATERIAL else self.certificates).get(key, key)


def _problem(text: str) -> str:
    if not text.strip():
        return _("Paste or type a text to read.")
    if len(text) > LONGEST:
        return _("The text is too long: at most %(most)s characters are read.") % {
            "most": number_format(LONGEST, use_l10n=True, force_grouping=True)
        }
    return ""


def _context(text: str, *, ticked: Iterable[str] | None = None, one: bool = False) -> Any:
    """What the page shows of a text; `ticked` are the boxes that came, None before any did."""
    found = read(text, vocabulary())
    names = _Names()
    on = None if ticked is None else {*ticked}

    def choice(value: str, kind: Kind, label: str, words: str, sure: float) -> Choice:
        is_on = sure >= SURE_ENOUGH if on is None else value in on
        return Choice(value, kind.value, label, words, is_on, sure >= SURE_ENOUGH)

    groups = [_group(found, profile, names, choice) for profile in found.profiles]
    if one and groups and on is None:  # of a need, only one; the surest that comes first
        best = max(groups, key=lambda each: (each.head.sure, -groups.index(each)))
        groups = [replace(each, head=replace(each.head, ticked=each is best)) for each in groups]
    certificates = []
    for key in found.keys(Kind.CERTIFICATE):
        first = next(each for each in found.of(Kind.CERTIFICATE) if each.value == key)
        label = names.of(Kind.CERTIFICATE, key)
        words = text[first.start : first.end]
        certificates.append(
            choice(f"certificate:{key}", Kind.CERTIFICATE, label, words, first.sure)
        )
    return {
        "text": text,
        "reading": found,
        "pieces": _pieces(found),
        "groups": groups,
        "certificates": certificates,
        "found_count": len(groups) + len(certificates),
        "denied": [
            (names.of(each.kind, each.value), text[each.start : each.end]) for each in found.denials
        ],
    }


def _group(found: Reading, profile: Profile, names: _Names, choice: Any) -> Group:
    key, text = profile.capability, found.text
    heads = [each for each in profile.findings if each.kind is Kind.CAPABILITY]
    words = ", ".join(dict.fromkeys(text[each.start : each.end] for each in heads))
    below = []
    for material in profile.materials:
        first = next(each for each in profile.findings if each.value == material)
        label = names.of(Kind.MATERIAL, material)
        value = f"{key}:material:{material}"
        quoted = text[first.start : first.end]
        below.append(choice(value, Kind.MATERIAL, label, quoted, first.sure))
    for kind, (_field, form) in _NUMBERS.items():
        if best := profile.best(kind):
            shown = number_format(_plain(best.value), use_l10n=True, force_grouping=True)
            quoted = text[best.start : best.end]
            below.append(choice(f"{key}:{kind}", kind, str(form) % shown, quoted, best.sure))
    head = choice(
        f"capability:{key}", Kind.CAPABILITY, names.of(Kind.CAPABILITY, key), words, profile.sure
    )
    return Group(head, names.path(key), tuple(below))


def _plain(value: Any) -> Any:
    return int(value) if float(value).is_integer() else value


def _pieces(found: Reading) -> list[Piece]:
    """The whole text, cut where the words of a finding begin or end; capabilities lie above."""
    spans = [(each.start, each.end, each.kind.value, False) for each in found.findings]
    spans += [(each.start, each.end, each.kind.value, True) for each in found.denials]
    spans.sort(key=lambda each: each[2] != Kind.CAPABILITY)
    cuts = sorted({0, len(found.text), *(cut for each in spans for cut in each[:2])})
    pieces: list[Piece] = []
    before: Any = None
    for first, last in pairwise(cuts):
        over = next((each for each in spans if each[0] <= first and last <= each[1]), None)
        kind, denied = (over[2], over[3]) if over else ("", False)
        if over and over == before:  # one word, in which another finding begins
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text + found.text[first:last])
        else:
            pieces.append(Piece(found.text[first:last], kind, denied))
        before = over
    return pieces


def _accepted(text: str, ticked: set[str]) -> tuple[list[Accepted], list[str]]:
    """The ticked findings of a text; what is ticked but not in the text is no finding."""
    found = read(text, vocabulary())
    taken = []
    for profile in found.profiles:
        key = profile.capability
        if f"capability:{key}" not in ticked:
            continue
        numbers: dict[str, Any] = {}
        for kind, (field, _form) in _NUMBERS.items():
            if f"{key}:{kind}" in ticked and (best := profile.best(kind)):
                numbers[field] = best.value
        materials = tuple(m for m in profile.materials if f"{key}:material:{m}" in ticked)
        taken.append(Accepted(key, materials, **numbers))
    certificates = [key for key in found.keys(Kind.CERTIFICATE) if f"certificate:{key}" in ticked]
    return taken, certificates


def _checked(request: Request) -> tuple[str, set[str], str]:
    """The text, the ticked boxes, and what is wrong with them."""
    text, ticked = request.POST.get("text", ""), {*request.POST.getlist("take")}
    text = text.replace("\r\n", "\n").replace("\0", "")
    problem = _problem(text)
    if not problem and request.POST.get("step") == "accept":
        if text != request.POST.get("was", "").replace("\r\n", "\n"):
            problem = _("The text was changed. Look at what is read from it now, then accept.")
        elif not any(each.startswith(("capability:", "certificate:")) for each in ticked):
            problem = _("Tick at least one capability or certificate.")
    return text, ticked, problem


@page(Action.EDIT_COMPANY)
@once
def company_read(request: Request, pk: UUID) -> HttpResponse:
    """A company's capabilities from a text, at first from what is noted of its products."""
    company: Company = company_or_404(request, pk)
    require(request.user, Action.EDIT_COMPANY, company)
    back = f"{reverse('web:company_detail', args=[company.pk])}?tab=capabilities"
    own = {"record": company, "back": back, "for_need": False}
    if request.method != "POST":
        text = company.products
        return show(request, "reading/page.html", {**own, **(_context(text) if text else {})})
    text, ticked, problem = _checked(request)
    accepting = request.POST.get("step") == "accept"
    shown = _context(text[:LONGEST], ticked=ticked if accepting else None)
    if problem:
        return invalid(request, "reading/page.html", {**own, **shown, "problem": problem})
    if not accepting:
        return show(request, "reading/page.html", {**own, **shown})
    taken, certificates = _accepted(text, ticked)
    try:
        written = accept(
            company,
            capabilities=taken,
            certificates=certificates,
            source=_("read from: “%(text)s”") % {"text": " ".join(text.split())},
            as_of=timezone.localdate(),
        )
    except ValidationError as error:
        shown["problem"] = " ".join(error.messages)
        return invalid(request, "reading/page.html", {**own, **shown})
    company_changed(company.pk)
    said = ngettext("%(n)d fact added.", "%(n)d facts added.", written) % {"n": written}
    return done(request, back, said if written else _("All of this was known already."))


@page(Action.EDIT_NEED)
def need_read(request: Request, pk: UUID | None = None) -> HttpResponse:
    """A need's profile from a text: what is accepted fills its form, which is then saved."""
    need = get_object_or_404(visible(request.user, Need.objects.all()), pk=pk) if pk else None
    firm = request.GET.get("firm", "")
    back = reverse("web:need_edit", args=[pk]) if pk else reverse("web:need_create")
    own = {"record": need, "back": back, "for_need": True, "firm": firm}
    if request.method != "POST":
        text = need.description if need else ""
        shown = _context(text, one=True) if text else {}
        return show(request, "reading/page.html", {**own, **shown})
    text, ticked, problem = _checked(request)
    accepting = request.POST.get("step") == "accept"
    shown = _context(text[:LONGEST], ticked=ticked if accepting else None, one=True)
    if problem:
        return invalid(request, "reading/page.html", {**own, **shown, "problem": problem})
    if not accepting:
        return show(request, "reading/page.html", {**own, **shown})
    taken, certificates = _accepted(text, ticked)
    initial: dict[str, Any] = {"firm": from_query(request, ("firm",))} if not need else {}
    if certificates:
        initial["certificates"] = Certificate.objects.filter(key__in=certificates)
    for each in taken[:1]:
        initial["capability"] = Capability.objects.get(key=each.capability)
        found = {
            "materials": [*each.materials],
            "precision_um": each.precision_um,
            "size_max_mm": each.size_max_mm,
            "monthly_volume": each.monthly_volume,
        }
        initial |= {name: value for name, value in found.items() if value}
    if not (need and need.description):
        initial["description"] = text
    form = NeedForm(instance=need, initial=initial) if need else NeedForm(initial=initial)
    return show(request, "needs/form.html", {"form": form, "need": need, "is_read": True})


urlpatterns = [
    path("companies/<uuid:pk>/read/", company_read, name="company_read"),
    path("needs/read/", need_read, name="need_read_new"),
    path("needs/<uuid:pk>/read/", need_read, name="need_read"),
]
