"""Choosing one record by typing: a combobox that also works as a plain text field.

With scripts, `js/picker.js` asks `pick` for options while somebody types. Without, the typed text
is looked up when the form is sent: one hit is taken, several are offered as a choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from crm.access import Action, visible
from crm.models import Activity, Campaign, Deal, User
from crm.templatetags.names import choose
from crm.web.page import Request, page, show
from crm.web.viewing import who_looks
from matching.models import Firm, Need
from prospects.finding import best_records
from prospects.models import Company, Contact, Cooperative

MOST = 6


@dataclass(frozen=True)
class Kind:
    """A noun that can be picked: how it is found, and what stands beside its name."""

    key: str
    model: type[models.Model]
    label: Any
    related: tuple[str, ...]
    picture: str

    def records(self) -> models.QuerySet[Any]:
        """Those that who looks at the page may see."""
        rows: models.QuerySet[Any] = models.QuerySet(self.model)
        return visible(who_looks(), rows.select_related(*self.related))


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("company", Company, _("company"), ("cluster",), "factory"),
        Kind("cooperative", Cooperative, _("cooperative"), ("cluster",), "handshake"),
        Kind("contact", Contact, _("contact"), ("company", "cooperative"), "user"),
        Kind("deal", Deal, _("deal"), ("stage",), "square-kanban"),
        Kind("need", Need, _("need"), ("firm",), "target"),
        Kind("firm", Firm, _("Korean firm"), (), "building-2"),
        Kind("campaign", Campaign, _("campaign"), (), "megaphone"),
    )
}


@dataclass(frozen=True)
class Option:
    """One line of the list; `ref` is `kind:key`."""

    ref: str
    text: str
    note: str
    kind: Kind
    is_demo: bool


def option(record: models.Model) -> Option:
    """A record as a line of the list."""
    kind = next(kind for kind in KINDS.values() if isinstance(record, kind.model))
    return Option(
        ref=f"{kind.key}:{record.pk}",
        text=choose(record).text,
        note=_note(record),
        kind=kind,
        is_demo=getattr(record, "is_demo", False),
    )


def _note(record: models.Model) -> str:
    """What tells two records of the same name apart."""
    match record:
        case Company():
            other = record.name_ja if choose(record).text != record.name_ja else ""
            parts = [other, choose(record.cluster).text if record.cluster else record.city]
        case Cooperative():
            parts = [choose(record.cluster).text if record.cluster else ""]
        case Contact():
            parts = [choose(record.company or record.cooperative).text, record.title]
        case Deal():
            parts = [choose(record.stage).text]
        case Need():
            parts = [choose(record.firm).text]
        case Firm():
            parts = [choose(record, "group_name").text if record.group_name else ""]
        case _:
            parts = []
    return " · ".join(part for part in parts if part)


def search(kinds: Iterable[str], text: str) -> list[Option]:
    """The best few records of each kind."""
    return [
        option(hit.record)
        for key in kinds
        for hit in best_records(KINDS[key].records(), text, limit=MOST)
    ]


def recent(kinds: Iterable[str], user: User) -> list[Option]:
    """What `user` worked on last, for a list that helps before anything is typed."""
    wanted = set(kinds) & {"company", "cooperative", "deal"}
    if not wanted:
        return [option(record) for key in kinds for record in KINDS[key].records()[:MOST]]
    activities = Activity.objects.filter(owner=user).select_related(
        "company__cluster", "cooperative__cluster", "deal__stage"
    )
    options: dict[str, Option] = {}
    for activity in activities[:40]:
        for key in ("deal", "company", "cooperative"):
            record = getattr(activity, key)
            if record is not None and key in wanted:
                line = option(record)
                options.setdefault(line.ref, line)
    return list(options.values())[:MOST]


@page(Action.VIEW)
def pick(request: Request) -> HttpResponse:
    """The options for what was typed, as lines of a listbox."""
    kinds = [key for key in request.GET.get("kinds", "").split(",") if key in KINDS]
    text = request.GET.get("q", "").strip()
    options = search(kinds, text) if text else recent(kinds, request.user)
    return show(request, "components/picker_options.html", {"options": options, "text": text})


class PickerWidget(forms.Widget):
    """A hidden reference and a visible text."""

    template_name = "components/picker.html"

    def __init__(self, kinds: tuple[str, ...], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kinds = kinds
        self.candidates: list[Option] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> PickerWidget:
        copied: PickerWidget = super().__deepcopy__(memo)
        copied.candidates = []
        return copied

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str]:
        return data.get(name) or "", (data.get(f"{name}_text") or "").strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def format_value(self, value: Any) -> Any:
        if isinstance(value, models.Model):
            line = option(value)
            return {"ref": line.ref, "text": line.text}
        if isinstance(value, tuple):
            return {"ref": value[0], "text": value[1]}
        return {"ref": "", "text": ""}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        address = f"{reverse('web:pick')}?kinds={','.join(self.kinds)}"
        context["widget"] |= {"url": address, "candidates": self.candidates}
        return context


class PickerField(forms.Field):
    """Cleans to the chosen record, or None where it is optional and empty."""

    widget: PickerWidget
    default_error_messages = {
        "nothing": _("Nothing was found under this name."),
        "several": _("Several fit. Choose one."),
        "invalid": _("This record does not exist any more."),
    }

    def __init__(self, *, kinds: tuple[str, ...], placeholder: Any = "", **options: Any) -> None:
        super().__init__(
            widget=PickerWidget(kinds, attrs={"placeholder": placeholder} if placeholder else None),
            **options,
        )
        self.kinds = kinds

    def to_python(self, value: Any) -> models.Model | None:
        ref, text = value if isinstance(value, tuple) else ("", "")
        if ref:
            record: models.Model | None = find(ref, self.kinds)
            if record is None:
                raise forms.ValidationError(self.error_messages["invalid"], "invalid")
            return record
        if not text:
            return None
        self.widget.candidates = search(self.kinds, text)
        if len(self.widget.candidates) == 1:
            only: models.Model | None = find(self.widget.candidates[0].ref, self.kinds)
            return only
        code = "several" if self.widget.candidates else "nothing"
        raise forms.ValidationError(self.error_messages[code], code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        ref, text = data if isinstance(data, tuple) else ("", "")
        return bool(ref or text) != bool(initial) or (
            isinstance(initial, models.Model) and ref != option(initial).ref
        )


def find(ref: str, kinds: Iterable[str] = tuple(KINDS)) -> Any:
    """The record behind `kind:key`; None for a wrong or stale reference."""
    key, _sep, pk = ref.partition(":")
    if key not in kinds or key not in KINDS:
        return None
    try:
        return KINDS[key].records().filter(pk=UUID(pk)).first()
    except ValueError:
        return None


def from_query(request: Request, kinds: Iterable[str]) -> models.Model | None:
    """The record that the address names, as in `?company=…` or `?deal=…`."""
    for key in kinds:
        record = find(f"{key}:{request.GET.get(key, '')}", (key,))
        if isinstance(record, models.Model):
            return record
    return None


urlpatterns = [path("pick/", pick, name="pick")]
