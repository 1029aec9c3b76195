"""Lists of contacts that were made or are planned: an officer's notes, a fair's talks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.intake.participants import link_people, people, tell_people
from crm.models import Activity, User
from prospects.intake import dates, values
from prospects.intake.bodies import BODY_COLUMNS, find_bodies
from prospects.intake.columns import Column, Layout, choices
from prospects.intake.comparing import Comparison, Row, keys_known
from prospects.intake.headings import HEADINGS

#: The time of day of what says its day only.
_OFFICE_HOUR = dt.time(10, 0)
_TITLE = 200


class ActivityComparison(Comparison):
    """Activities: the same company, kind, title and day are one; only its outcome may change."""

    model: ClassVar[type[Model]] = Activity
    changeable = frozenset({"outcome"})
    layout = Layout(
        (
            *BODY_COLUMNS,
            Column(
                "at",
                _("day and time"),
                dates.moment,
                HEADINGS["activity.at"],
                sample="2026-11-20 14:00",
                required=True,
            ),
            Column(
                "kind",
                _("kind"),
                choices(
                    Activity.Kind,
                    call=("電話", "전화", "tel", "콜"),
                    email=("メール", "이메일", "메일", "mail"),
                    meeting=("面談", "会議", "商談", "打合せ", "미팅", "회의", "면담", "상담"),
                    visit=("訪問", "방문", "실사"),
                    seminar=("セミナー", "説明会", "세미나", "설명회"),
                    delegation=("視察", "ミッション", "사절단", "방한", "시찰"),
                    exhibition=("展示会", "見本市", "전시회", "박람회"),
                    todo=("予定", "タスク", "할 일", "과제"),
                ),
                HEADINGS["activity.kind"],
                sample="방문",
            ),
            Column(
                "subject",
                _("subject"),
                values.text(_TITLE),
                HEADINGS["activity.subject"],
                sample="공장 방문",
            ),
            Column("outcome", _("outcome"), values.long_text, HEADINGS["activity.outcome"]),
            Column(
                "status",
                _("status"),
                choices(
                    Activity.Status,
                    planned=("予定", "예정", "계획"),
                    done=("完了", "済", "실시", "완료"),
                    cancelled=("中止", "キャンセル", "취소"),
                ),
                HEADINGS["activity.status"],
            ),
            Column("owner", _("owner"), values.text(150), HEADINGS["activity.owner"]),
            Column(
                "people",
                _("contacts"),
                people,
                HEADINGS["activity.people"],
                sample="見本 太郎 部長",
            ),
            Column("id", _("Dongban key"), values.uuid_text, HEADINGS["id"]),
        ),
        one_of=("subject", "outcome"),
        instead=("id",),
    )

    @cached_property
    def users(self) -> dict[str, str]:
        """Colleagues by name, sign-in and address. One query."""
        known: dict[str, str] = {}
        for user in User.objects.filter(is_active=True).order_by("pk"):
            for word in (user.username, user.name, user.email):
                known.setdefault(values.fold(word), str(user.pk))
        known.pop("", None)
        return known

    def complete(self, rows: Sequence[Row]) -> None:
        now = timezone.now()
        for row in rows:
            said = row.values
            row.stored = {n: said[n] for n in ("kind", "subject", "outcome") if n in said}
            if "subject" not in said and said.get("outcome"):
                row.stored["subject"] = said["outcome"].splitlines()[0][:_TITLE]
            row.stored["owner_id"] = str(self.context.get("owner") or "")
            if name := said.get("owner"):
                if key := self.users.get(values.fold(name)):
                    row.stored["owner_id"] = key
                else:
                    row.refuse("owner", "no_user")
            if "at" in said:
                self._time(row, now)
        find_bodies([row for row in rows if "id" not in row.values])

    def _time(self, row: Row, now: dt.datetime) -> None:
        """What is past counts as done, what is to come as planned, unless the row says more."""
        moment = dt.datetime.fromisoformat(row.values["at"])
        if "T" not in row.values["at"]:
            moment = dt.datetime.combine(moment.date(), _OFFICE_HOUR)
        at = timezone.make_aware(moment)
        # What happened today counts as done, whatever the hour that was made up for it.
        past = at <= now or timezone.localdate(at) == timezone.localdate(now)
        status = row.values.get("status") or (
            Activity.Status.DONE if past else Activity.Status.PLANNED
        )
        if status == Activity.Status.DONE and not past:
            row.refuse("at", "done_in_future")
            return
        column = "done_at" if status == Activity.Status.DONE else "planned_for"
        row.stored |= {"status": status, column: at.isoformat()}

    def find(self, rows: Sequence[Row]) -> None:
        keys = keys_known(Activity, "pk", (row.values.get("id") for row in rows))
        known = self._known(rows)
        for row in rows:
            if key := row.values.get("id", ""):
                if key not in keys:
                    row.refuse("id", "unknown_key")
                row.target = keys.get(key, [""])[0]
                continue
            stored = row.stored
            body = stored.get("company_id") or stored.get("cooperative_id") or ""
            at = stored.get("done_at") or stored.get("planned_for") or ""
            day = str(timezone.localdate(dt.datetime.fromisoformat(at))) if at else ""
            kind = stored.get("kind", Activity.Kind.CALL)
            what = (body, str(kind), stored.get("subject", ""), day)
            row.target = known.get(what, "")
            row.key = "a:" + "\x1f".join(what)
        self._link_people([row for row in rows if "people" in row.values])

    def _link_people(self, rows: Sequence[Row]) -> None:
        stored: Any = Activity.objects.filter(pk__in={row.target for row in rows if row.target})
        by_key = {
            str(pk): bodies
            for pk, *bodies in stored.values_list("pk", "company_id", "cooperative_id").order_by()
        }
        names = ("company_id", "cooperative_id")
        bodies: dict[int, tuple[str, str]] = {}
        for row in rows:
            keys = by_key.get(row.target) or [row.stored.get(name) for name in names]
            said = [(name, str(key)) for name, key in zip(names, keys, strict=True) if key]
            if said:
                bodies[row.line] = said[0]
        adding = bool(self.context.get("add_people"))
        link_people(rows, bodies, intake=self.context.get("intake", ""), adding=adding)
        for row in rows:
            tell_people(row)

    def new_links(self, rows: Sequence[Row]) -> None:
        linked = [row for row in rows if row.links.get("contacts")]
        through: Any = Activity.contacts.through._default_manager
        pairs = through.filter(activity_id__in={row.target for row in linked})
        known = {
            (str(activity), str(contact))
            for activity, contact in pairs.values_list("activity_id", "contact_id")
        }
        for row in linked:
            row.links["contacts"] = [
                each
                for each in row.links["contacts"]
                if (row.target, each["contact_id"]) not in known
            ]
            tell_people(row)

    def _known(self, rows: Sequence[Row]) -> dict[tuple[str, ...], str]:
        """Activities of the rows' companies and cooperatives with one of their titles."""
        titles = {row.stored.get("subject", "") for row in rows}
        found: dict[tuple[str, ...], str] = {}
        for column in ("company_id", "cooperative_id"):
            bodies = {row.stored[column] for row in rows if column in row.stored}
            if not bodies:
                continue
            activities: Any = Activity.objects.filter(
                **{f"{column}__in": bodies}, subject__in=titles, at__isnull=False
            ).order_by("-pk")
            for pk, body, kind, subject, at in activities.values_list(
                "pk", column, "kind", "subject", "at"
            ):
                found[str(body), kind, subject, str(timezone.localdate(at))] = str(pk)
        return found
