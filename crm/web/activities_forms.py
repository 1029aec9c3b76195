"""Forms of the activities section: log, plan, complete, postpone, correct."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.models import Activity, Campaign, Deal, User
from crm.outreach import About, NextStep
from crm.templatetags.dates import weekday
from crm.web.fields import Day, LocalMoment, has_been, within_reach
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from matching.models import Need
from prospects.day_fields import DayField
from prospects.models import Company, Contact, Cooperative
from prospects.number_fields import WholeNumberField

ABOUT_KINDS = ("company", "cooperative", "contact", "deal", "need", "campaign")
OFFICE_HOUR = dt.time(10, 0)
PRESETS = (1, 3, 7, 14)
OTHER_DAY = "on"


def at_office_hour(day: dt.date) -> dt.datetime:
    """The time of day at which something is planned when only the day was said."""
    return timezone.make_aware(dt.datetime.combine(day, OFFICE_HOUR))


def day_choices(today: dt.date) -> list[tuple[str, str]]:
    """`tomorrow · Mon` and so on: days from today as the value, the weekday in the label."""
    words = {
        1: gettext("Tomorrow"),
        3: gettext("In 3 days"),
        7: gettext("Next week"),
        14: gettext("In 2 weeks"),
    }
    return [
        (str(days), f"{words[days]} ({weekday(today + dt.timedelta(days=days))})")
        for days in PRESETS
    ]


class NextStepForm(forms.Form):
    """The part of a form that plans what comes next; empty means nothing is planned."""

    next_in = forms.ChoiceField(
        label=_("Next step"), required=False, widget=forms.RadioSelect, choices=()
    )
    next_on = DayField(
        label=_("On which day"), required=False, widget=Day, validators=[within_reach]
    )
    next_subject = forms.CharField(label=_("What to do"), required=False, max_length=200)
    next_kind = forms.ChoiceField(
        label=pgettext_lazy("means of contact", "By"),
        required=False,
        choices=Activity.Kind.choices,
        initial=Activity.Kind.CALL,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ChoiceField", self.fields["next_in"])
        choice.choices = [
            ("", gettext("None")),
            *day_choices(timezone.localdate()),
            (OTHER_DAY, gettext("Another day")),
        ]
        self.fields["next_subject"].widget.attrs["placeholder"] = gettext("Follow up")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("next_subject") and not (data.get("next_in") or data.get("next_on")):
            self.add_error("next_in", _("Say when the next step is due."))
        missing = "next_on" in data and not data["next_on"]
        if data.get("next_in") == OTHER_DAY and missing:
            self.add_error("next_on", _("Say when the next step is due."))
        if (on := data.get("next_on")) and on < timezone.localdate():
            self.add_error("next_on", _("The next step cannot be in the past."))
        return data

    def next_step(self) -> NextStep | None:
        """What was asked for; call after `is_valid()`."""
        data = self.cleaned_data
        if data["next_in"] in ("", OTHER_DAY) and data["next_on"]:
            day: dt.date = data["next_on"]
        elif data["next_in"]:
            day = timezone.localdate() + dt.timedelta(days=int(data["next_in"]))
        else:
            return None
        return NextStep(
            subject=data["next_subject"] or gettext("Follow up"),
            planned_for=at_office_hour(day),
            kind=data["next_kind"] or Activity.Kind.CALL,
        )


class LogForm(NextStepForm):
    """A contact made or planned. Two fields are required: with whom, and what."""

    about = PickerField(
        label=_("With whom"), kinds=ABOUT_KINDS, placeholder=_("Company, person, deal…")
    )
    subject = forms.CharField(label=_("What"), max_length=200)
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=Activity.Kind.choices,
        widget=forms.RadioSelect,
        initial=Activity.Kind.CALL,
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=((Activity.Status.DONE, _("Done")), (Activity.Status.PLANNED, _("Planned"))),
        widget=forms.RadioSelect,
        initial=Activity.Status.DONE,
    )
    when = forms.DateTimeField(label=_("When"), widget=LocalMoment, validators=[within_reach])
    outcome = forms.CharField(
        label=_("outcome"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].widget.attrs |= {"autocomplete": "off", "enterkeyhint": "done"}
        if not self.is_bound:
            self.initial.setdefault("when", timezone.localtime())
            wanted = "subject" if self.initial.get("about") else "about"
            self.fields[wanted].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("state") == Activity.Status.DONE and "when" in data:
            try:
                has_been(data["when"])
            except ValidationError as error:
                self.add_error("when", error)
        return data

    @property
    def planned(self) -> bool:
        return bool(self.cleaned_data["state"] == Activity.Status.PLANNED)

    def about_record(self) -> About:
        """What was picked, in the words of `crm.outreach`."""
        return about(self.cleaned_data["about"])


def about(record: models.Model) -> About:
    """An activity's subject from one record."""
    match record:
        case Company():
            return About(company=record)
        case Cooperative():
            return About(cooperative=record)
        case Contact():
            return About(contacts=(record,))
        case Deal():
            return About(deal=record)
        case Need():
            return About(need=record)
        case Campaign():
            return About(campaign=record)
    raise TypeError(f"an activity is not about a {type(record).__name__}")


class CompleteForm(NextStepForm):
    """A planned activity was done: when, what came of it, what comes next."""

    done_at = forms.DateTimeField(
        label=_("When"), widget=LocalMoment, validators=[within_reach, has_been]
    )
    outcome = forms.CharField(
        label=_("outcome"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PostponeForm(forms.Form):
    """Another time: some days from today, or an exact one."""

    days = WholeNumberField(required=False, min_value=0, max_value=365)
    to = forms.DateTimeField(
        label=_("New time"), required=False, widget=LocalMoment, validators=[within_reach]
    )

    def moment(self, was: dt.datetime | None) -> dt.datetime:
        """The new time; days keep the time of day that was planned."""
        if self.cleaned_data["to"]:
            exact: dt.datetime = self.cleaned_data["to"]
            return exact
        days = self.cleaned_data["days"]
        day = timezone.localdate() + dt.timedelta(days=1 if days is None else days)
        clock = timezone.localtime(was).time() if was else OFFICE_HOUR
        return timezone.make_aware(dt.datetime.combine(day, clock))


class ActivityForm(RecordForm[Activity]):
    """Corrects an activity; which time it shows depends on its state."""

    class Meta:
        model = Activity
        fields = ("subject", "kind", "planned_for", "done_at", "outcome", "owner")
        widgets = {
            "planned_for": LocalMoment,
            "done_at": LocalMoment,
            "outcome": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = self.instance.status == Activity.Status.PLANNED
        del self.fields["done_at" if planned else "planned_for"]
        when = self.fields["planned_for" if planned else "done_at"]
        when.required = True
        when.validators += [within_reach] if planned else [within_reach, has_been]
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = User.objects.filter(is_active=True)
        if planned:
            del self.fields["outcome"]
