"""How capabilities are put together for overviews: by root technology, or by family.

The 14 root technologies (뿌리기술) are those of `classifications`; a process may be of none, as
printed circuits are. A family is a node at the top of the taxonomy with all below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.db.models import Case, CharField, Expression, F, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.taxonomy import Taxonomy, taxonomy

#: Each root technology by its code, in the order of the list, with its name for readers.
TECHNOLOGIES: Mapping[str, Promise] = MappingProxyType(
    {
        "주조": pgettext_lazy("root technology", "Casting"),
        "금형": pgettext_lazy("root technology", "Moulds and dies"),
        "소성가공": pgettext_lazy("root technology", "Metal forming"),
        "용접": pgettext_lazy("root technology", "Welding"),
        "표면처리": pgettext_lazy("root technology", "Surface treatment"),
        "열처리": pgettext_lazy("root technology", "Heat treatment"),
        "사출·프레스": pgettext_lazy("root technology", "Injection and press moulding"),
        "정밀가공": pgettext_lazy("root technology", "Precision machining"),
        "적층제조": pgettext_lazy("root technology", "Additive manufacturing"),
        "산업용 필름·지류 공정": pgettext_lazy("root technology", "Industrial film and paper"),
        "로봇": pgettext_lazy("root technology", "Robots"),
        "센서": pgettext_lazy("root technology", "Sensors"),
        "산업지능형 소프트웨어": pgettext_lazy("root technology", "Industrial software"),
        "엔지니어링 설계": pgettext_lazy("root technology", "Engineering design"),
    }
)
#: In an address: processes of no root technology.
OUTSIDE = "none"
OUTSIDE_LABEL = _("outside the root technologies")


class Grouping(StrEnum):
    """What stands together."""

    TECHNOLOGY = "technology"
    FAMILY = "family"


def technology_choices() -> list[tuple[str, str | Promise]]:
    """What a filter by root technology offers."""
    return [*TECHNOLOGIES.items(), (OUTSIDE, OUTSIDE_LABEL)]


def technology_code(choice: str) -> str:
    """What `Capability.root_technology` holds for a filter's choice."""
    return "" if choice == OUTSIDE else choice


def group_at(path: str, grouping: Grouping, tree: Taxonomy | None = None) -> Expression | F:
    """The group of the capability at `path`: a root technology's code (`""`: none), or the key of
    a family. One query for families unless the taxonomy is given."""
    if grouping is Grouping.TECHNOLOGY:
        return F(f"{path}__root_technology")
    tree = tree or taxonomy()
    below: dict[str, list[object]] = {}
    for node in tree.nodes.values():
        below.setdefault(tree.root(node).key, []).append(node.pk)
    return Case(
        *(When(**{f"{path}__in": nodes}, then=Value(key)) for key, nodes in below.items()),
        default=Value(""),
        output_field=CharField(),
    )
