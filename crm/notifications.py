"""Telling people what happened without their asking, each event once, in their own language.

`notify` writes facts; `told` turns them into words when they are read. A new kind of news is a
member of `Notification.Kind` and a function in `TELLERS`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from crm.feedback_words import Named, Told, said_after_introduction
from crm.models import Deal, IntroductionPlan, Notification, User
from crm.register_words import change_said
from crm.templatetags.countries import countries
from crm.templatetags.dates import day_text
from crm.templatetags.names import localname
from matching.models import Match
from prospects.models import Company, Cooperative

Subject = Company | Cooperative | Deal
#: Beyond this the bell says "99+".
MOST_COUNTED = 99


@dataclass(frozen=True)
class News:
    """Something to tell `recipients`, with what `notify` says of the fields."""

    kind: str
    recipients: Iterable[User | UUID]
    about: Subject | None = None
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""

    def rows(self) -> Iterator[Notification]:
        """A row for each recipient."""
        subject = {str(self.about._meta.model_name): self.about} if self.about else {}
        keys = {each.pk if isinstance(each, User) else each for each in self.recipients}
        for key in sorted(keys):
            yield Notification(
                recipient_id=key,
                kind=self.kind,
                url=self.url,
                facts=dict(self.facts),
                once=self.once,
                **subject,
            )


def notify(
    recipients: Iterable[User | UUID],
    *,
    kind: str,
    about: Subject | None = None,
    url: str = "",
    facts: Mapping[str, Any] | None = None,
    once: str = "",
) -> None:
    """Tell each of `recipients` of something; with `once`, whoever was told of it is not again.

    `about` is the record that the news leads to; where there is none, `url` is an address of this
    site. `facts` (plain JSON) are what the words of the kind need.
    """
    notify_all([News(kind, recipients, about, url, facts or {}, once)])


def notify_all(news: Iterable[News]) -> None:
    """Tell many things, in one query."""
    rows = [row for each in news for row in each.rows()]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def unseen_count(user: User) -> int:
    """How much `user` has not seen yet, up to one more than `MOST_COUNTED`: one cheap query."""
    unseen = Notification.objects.unseen().filter(recipient=user).order_by()
    return unseen.values("pk")[: MOST_COUNTED + 1].count()


def mark_seen(notifications: models.QuerySet[Notification], *, now: dt.datetime) -> int:
    """Mark those of the notifications that were not seen yet; how many they were."""
    return notifications.filter(seen_at=None).update(seen_at=now)


def told(notification: Notification) -> Told:
    """The notification in the active language."""
    return TELLERS[Notification.Kind(notification.kind)](notification)


def _register(notification: Notification) -> Told:
    said = change_said(notification.facts)
    subject = notification.company or notification.cooperative
    return Told(f"{localname(subject)}: {said.title}", said.text, said.picture, said.tone)


def _watch(notification: Notification) -> Told:
    hits = int(notification.facts.get("hits", 0))
    title = ngettext("%(hits)d new hit: %(watch)s", "%(hits)d new hits: %(watch)s", hits)
    return Told(
        title % {"hits": hits, "watch": notification.facts.get("name", "")},
        _("A watched search of the register found something new."),
        "binoculars",
    )


def _decision(notification: Notification) -> Told:
    due = dt.date.fromisoformat(notification.facts["due"])
    title = _("%(group)s decides on %(day)s") % {
        "group": localname(notification.cooperative),
        "day": day_text(due),
    }
    text = _("Its group plan names %(countries)s.") % {
        "countries": countries(notification.facts.get("countries"))
    }
    return Told(title, text, "hourglass", "warn")


def _silence(notification: Notification) -> Told:
    since = day_text(dt.date.fromisoformat(notification.facts["since"]))
    title = _("Nothing happened with %(who)s since %(day)s") % {
        "who": localname(notification.company or notification.cooperative),
        "day": since,
    }
    if notification.facts.get("contact"):
        return Told(title, _("The last contact was on that day, and no step lies ahead."), "eye")
    return Told(title, _("You follow it since that day, and there was no contact."), "eye")


def _plan(notification: Notification) -> Told:
    facts = notification.facts
    count = int(facts.get("introductions", 0))
    plan = IntroductionPlan(year=facts["year"], quarter=facts["quarter"])
    title = ngettext(
        "%(count)d introduction of %(plan)s is yours",
        "%(count)d introductions of %(plan)s are yours",
        count,
    )
    text = _("The plan is approved. Your first one is planned for %(day)s.") % {
        "day": day_text(dt.date.fromisoformat(facts["first"]))
    }
    return Told(title % {"count": count, "plan": plan}, text, "calendar-check", "good")


def _feedback(notification: Notification) -> Told:
    return said_after_introduction(notification.facts, localname(notification.company))


def _second_look(notification: Notification) -> Told:
    facts = notification.facts
    firm, need = (localname(Named(**facts[noun])) for noun in ("firm", "need"))
    pair = {"company": localname(notification.company), "firm": firm}
    changed = facts.get("changed", {})
    now = changed.get(get_language() or "") or next(iter(changed.values()), "")
    if now:
        title = _("Newer facts answer a rejection: %(company)s for %(firm)s") % pair
    else:
        title = _("Look again: %(company)s for %(firm)s") % pair
    day = facts["rejected_on"] and day_text(dt.date.fromisoformat(facts["rejected_on"]))
    rejected = _("rejected on %(day)s") % {"day": day} if day else ""
    why = Match.Rejection(facts["kind"]).label if facts["kind"] else ""
    lines = (now and _("now: %(what)s") % {"what": now}, need, why, facts["words"], rejected)
    text = " · ".join(str(line) for line in lines if line)
    return Told(title, text, "refresh-cw" if now else "calendar-clock", "warn")


TELLERS: dict[Notification.Kind, Callable[[Notification], Told]] = {
    Notification.Kind.REGISTER: _register,
    Notification.Kind.WATCH: _watch,
    Notification.Kind.DECISION: _decision,
    Notification.Kind.SILENCE: _silence,
    Notification.Kind.PLAN: _plan,
    Notification.Kind.FEEDBACK: _feedback,
    Notification.Kind.SECOND_LOOK: _second_look,
}
