"""What is odd about a requirement or a capability, though it may be right: said, never refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prospects.models import Capability, Material


def doubts(
    capability: Capability,
    *,
    precision_um: float | None,
    size_max_mm: float | None,
    materials: Sequence[str],
) -> list[str]:
    """Sentences for people: a tolerance or size out of the range that is usual for the process,
    and materials that the vocabulary does not know. Up to three queries.
    """
    said: list[str] = []
    if precision_um is not None or size_max_mm is not None:
        said += _out_of_range(_ranged(capability), precision_um, size_max_mm)
    known = {*Material.objects.filter(key__in=materials).values_list("key", flat=True)}
    if unknown := [name for name in materials if name not in known]:
        said.append(
            _("Not in the list of materials, so only the same spelling will match: %(names)s.")
            % {"names": ", ".join(unknown)}
        )
    return said


def _ranged(capability: Capability) -> list[Capability]:
    """The node and what it is below of, nearest first."""
    nodes = {node.pk: node for node in Capability.objects.all()}
    line: list[Capability] = []
    at = nodes.get(capability.pk)
    while at is not None and at not in line:
        line.append(at)
        at = nodes.get(at.parent_id) if at.parent_id else None
    return line


def _out_of_range(
    line: Sequence[Capability], precision_um: float | None, size_max_mm: float | None
) -> list[str]:
    """By the range of the nearest node that states one."""
    said = []
    for node in line:
        if precision_um is not None and node.precision_from_um is not None:
            if precision_um < node.precision_from_um:
                said.append(
                    _(
                        "±%(asked)s µm is finer than is usual for %(process)s (from ±%(usual)s µm; "
                        "%(source)s)."
                    )
                    % _words(node, precision_um, node.precision_from_um)
                )
            break
    for node in line:
        if size_max_mm is not None and node.size_to_mm is not None:
            if size_max_mm > node.size_to_mm:
                said.append(
                    _(
                        "%(asked)s mm is larger than is usual for %(process)s (up to %(usual)s mm; "
                        "%(source)s)."
                    )
                    % _words(node, size_max_mm, node.size_to_mm)
                )
            break
    return said


def _words(node: Capability, asked: float, usual: float) -> dict[str, str]:
    return {
        "asked": _figure(asked),
        "usual": _figure(usual),
        "process": _name(node),
        "source": node.range_source,
    }


def _name(node: Capability) -> str:
    language = (get_language() or "ko").split("-")[0]
    return getattr(node, f"name_{language}", "") or str(node)


def _figure(value: float) -> str:
    whole = int(value) if float(value).is_integer() else value
    return number_format(whole, use_l10n=True, force_grouping=True)
