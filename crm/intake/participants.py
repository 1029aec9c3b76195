"""The persons whom a talk was with: contacts of its company or cooperative, or new ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from prospects.intake import values
from prospects.intake.comparing import BESIDE, Row
from prospects.intake.problems import Unfit
from prospects.models import Contact
from prospects.names import normal_form

_BETWEEN = re.compile(r"[,;|\n、，；/／]+")
#: 佐藤 健（部長）, 佐藤健 <sato@example.com>
_BRACKETS = re.compile(r"\s*[(（<＜\[]([^)）>＞\]]*)[)）>＞\]]\s*$")
_COURTESY = re.compile(r"\s*(?:様|さま|さん|氏|殿|先生|님|씨|귀하)$")
_TITLE = re.compile(
    r"\s*((?:代表取締役|取締役)?(?:会長|社長|副社長|専務|常務|取締役|工場長|本部長|部長|次長|課長|係長|主任|代表)"
    r"|\s(?:대표이사|대표|회장|사장|부사장|전무|상무|이사|공장장|본부장|부장|차장|과장|대리|팀장))$"
)
_NAME_MOST = 100


@dataclass(frozen=True)
class Person:
    """Somebody as a cell names them; what is not said is empty."""

    said: str
    name: str
    email: str = ""
    title: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What they may be known by, the surest first."""
        email = f"e:{self.email.lower()}" if self.email else ""
        names = (f"n:{normal_form(each)}" for each in (self.said, self.name) if each)
        return tuple(filter(None, (email, *names)))


def read_people(cell: str) -> list[Person]:
    """`佐藤 健 部長、田中様 <tanaka@example.com>` → its persons; a middle dot is part of a name."""
    return [_person(part.strip()) for part in _BETWEEN.split(cell) if part.strip()]


def _person(said: str) -> Person:
    text, email, title = said, "", ""
    while found := _BRACKETS.search(text):
        inside = found[1].strip()
        if "@" in inside:
            email = str(values.email(inside))
        else:
            title = inside
        text = text[: found.start()].strip()
    if "@" in text:
        return Person(said, "", str(values.email(text)), title)
    text = _COURTESY.sub("", text)
    if found := _TITLE.search(text):
        title, text = title or found[1].strip(), text[: found.start()].strip()
    if len(text) > _NAME_MOST:
        raise Unfit("too_long", longest=_NAME_MOST, length=len(text))
    return Person(said, text, email, title[:_NAME_MOST])


def people(cell: str) -> str:
    """The reader of the column: refuses what `read_people` cannot read."""
    read_people(cell)
    return cell


def link_people(
    rows: Sequence[Row], bodies: Mapping[int, tuple[str, str]], *, intake: str, adding: bool
) -> None:
    """Set the links of each row to the contacts it names, by line its body's column and key.

    Somebody unknown is an error or, when `adding`, a new contact, once for all rows of an import.
    Two queries.
    """
    known = _known({*bodies.values()})
    for row in rows:
        body = bodies.get(row.line)
        if body is None or not row.values.get("people"):
            continue
        found: list[str] = []
        new: list[dict[str, Any]] = []
        for person in read_people(row.values["people"]):
            keys = next((known[body, word] for word in person.words if (body, word) in known), [])
            if len(keys) == 1:
                found.append(keys[0])
            elif keys:
                row.refuse("people", "several_people", value=person.said[:40])
            elif adding and person.name:
                new.append(_new_contact(person, body, intake))
            else:
                code = "no_person" if person.name else "no_person_of_address"
                row.refuse("people", code, value=person.said[:60])
        row.links = {"contacts": [{"contact_id": key} for key in dict.fromkeys(found)]}
        if new:
            row.links["contacts"] += [{"contact_id": each["id"]} for each in new]
            row.links["new_contacts"] = new


def tell_people(row: Row) -> None:
    """Show the row's persons among its changes: those at hand, and those to be added."""
    new = row.links.get("new_contacts", [])
    added = {each["id"] for each in new}
    keys = [each["contact_id"] for each in row.links.get("contacts", ())]
    if at_hand := [key for key in keys if key not in added]:
        row.changes[f"{BESIDE}contacts"] = [None, at_hand]
    if new:
        row.changes[f"{BESIDE}new_contacts"] = [None, ", ".join(each["name"] for each in new)]


def _known(bodies: set[tuple[str, str]]) -> dict[tuple[tuple[str, str], str], list[str]]:
    """Contacts by body and by word: e-mail, or a normal name in any script."""
    found: dict[tuple[tuple[str, str], str], list[str]] = {}
    for column in ("company_id", "cooperative_id"):
        keys = {key for name, key in bodies if name == column}
        if not keys:
            continue
        contacts = Contact.objects.filter(**{f"{column}__in": keys}).order_by("pk")
        for contact in contacts:
            body = (column, str(getattr(contact, column)))
            names = (contact.name, contact.name_ko, contact.name_kana)
            words = {f"n:{normal_form(name)}" for name in names if name}
            if contact.email:
                words.add(f"e:{contact.email.lower()}")
            for word in words:
                found.setdefault((body, word), []).append(str(contact.pk))
    return found


def _new_contact(person: Person, body: tuple[str, str], intake: str) -> dict[str, Any]:
    column, key = body
    hangul = any("가" <= letter <= "힣" for letter in unicodedata.normalize("NFC", person.name))
    return {
        "id": _key(intake, f"{key}\x1f{normal_form(person.name)}"),
        column: key,
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "language": Contact.Language.KOREAN if hangul else Contact.Language.JAPANESE,
    }


def _key(intake: str, what: str) -> str:
    """A UUIDv7 of the import's time that is the same whenever a row is compared."""
    digest = bytearray(sha256(f"{intake}{what}".encode()).digest()[:10])
    digest[0] = 0x70 | digest[0] & 0x0F
    digest[2] = 0x80 | digest[2] & 0x3F
    return str(UUID(bytes=UUID(intake).bytes[:6] + bytes(digest)))
