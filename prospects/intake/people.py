"""Contact lists: people at companies and cooperatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.models import Contact
from prospects.names import normal_form

from . import values
from .bodies import BODY_COLUMNS, find_bodies
from .columns import Column, Layout, choices
from .comparing import Comparison, Row, keys_known
from .headings import HEADINGS

_STORED = (
    "name",
    "name_kana",
    "name_ko",
    "title",
    "email",
    "phone",
    "language",
    "is_primary",
    "note",
)

COLUMNS = (
    *BODY_COLUMNS,
    Column(
        "name",
        _("name"),
        values.text(100),
        HEADINGS["person.name"],
        sample="見本 太郎",
        required=True,
    ),
    Column(
        "name_kana",
        _("reading (kana)"),
        values.kana(100),
        HEADINGS["person.kana"],
        sample="ミホン タロウ",
    ),
    Column(
        "name_ko",
        _("name (Korean)"),
        values.text(100),
        HEADINGS["person.name_ko"],
        sample="미혼 다로",
    ),
    Column(
        "title",
        pgettext_lazy("person", "title"),
        values.text(100),
        HEADINGS["person.title"],
        sample="代表取締役",
    ),
    Column("email", _("e-mail"), values.email, HEADINGS["email"], sample="taro@example.com"),
    Column("phone", _("phone"), values.phone, HEADINGS["person.phone"], sample="090-1234-5678"),
    Column(
        "language",
        _("language"),
        choices(
            Contact.Language,
            ja=("日本語", "일본어", "japanese", "日"),
            ko=("韓国語", "한국어", "korean", "韓"),
            en=("英語", "영어", "english", "英"),
        ),
        HEADINGS["person.language"],
    ),
    Column("is_primary", _("first contact"), values.yes_no, HEADINGS["person.primary"]),
    Column("note", _("note"), values.long_text, HEADINGS["note"]),
    Column("id", _("Dongban key"), values.uuid_text, HEADINGS["id"]),
)


class ContactComparison(Comparison):
    """People: met by key, then by e-mail, then by name, within their company or cooperative."""

    model: ClassVar[type[Model]] = Contact
    layout = Layout(COLUMNS, instead=("id",))
    changeable = frozenset(_STORED)

    def complete(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.stored = {name: row.values[name] for name in _STORED if name in row.values}
        find_bodies([row for row in rows if "id" not in row.values])

    def find(self, rows: Sequence[Row]) -> None:
        keys = keys_known(Contact, "pk", (row.values.get("id") for row in rows))
        known = self._known(rows)
        for row in rows:
            if key := row.values.get("id", ""):
                if key not in keys:
                    row.refuse("id", "unknown_key")
                row.target = keys.get(key, [""])[0]
                continue
            body = row.stored.get("company_id") or row.stored.get("cooperative_id") or ""
            name = f"n:{normal_form(row.stored.get('name', ''))}"
            email = f"e:{row.stored.get('email', '').lower()}"
            row.target = known.get((body, email)) or known.get((body, name)) or ""
            row.key = f"p:{body}:{name}:{email}"

    def _known(self, rows: Sequence[Row]) -> dict[tuple[str, str], str]:
        """People of the rows' companies and cooperatives, by e-mail and by name. Two queries."""
        found: dict[tuple[str, str], str] = {}
        for column in ("company_id", "cooperative_id"):
            bodies = {row.stored[column] for row in rows if column in row.stored}
            if not bodies:
                continue
            people = Contact.objects.filter(**{f"{column}__in": bodies}).order_by("-pk")
            for pk, body, name, email in people.values_list("pk", column, "name", "email"):
                found[str(body), f"n:{normal_form(name)}"] = str(pk)
                if email:
                    found[str(body), f"e:{email.lower()}"] = str(pk)
        return found

    def is_same(self, name: str, known: Any, said: Any) -> bool:
        if super().is_same(name, known, said):
            return True
        return name == "name" and normal_form(str(known)) == normal_form(str(said))
