"""Matches in numbers and words: a bar for each part, an icon for each tone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.templatetags.icons import icon
from matching.models import Match, MatchChange
from matching.reasons import AGAINST, FOR, UNKNOWN
from matching.scoring import PARTS

register = template.Library()

LABELS = {
    "capability": _("capability fit"),
    "precision": _("precision and size"),
    "customer": _("customer tie"),
    "intent": _("expansion intent"),
    "capacity": _("capacity"),
    "location": _("location"),
    "group": _("group fit"),
}

TONES = {FOR: "circle-check", AGAINST: "circle-x", UNKNOWN: "circle-help"}
TONE_LABELS = {FOR: _("for"), AGAINST: _("against"), UNKNOWN: _("not known")}
STATUS_TONES = {
    Match.Status.SHORTLISTED: "accent",
    Match.Status.INTRODUCED: "accent",
    Match.Status.IN_TALKS: "accent",
    Match.Status.CONVERTED: "good",
    Match.Status.REJECTED: "bad",
}


@register.simple_tag
def part_bars(match: Match) -> SafeString:
    """The parts, each a label, a bar and points out of 100; hatched where nothing is known."""
    lines = []
    for place, part in enumerate(PARTS, 1):
        value = getattr(match, f"{part}_part")
        label = LABELS[part]
        if value is None:
            said = gettext("not known")
            points = format_html('<span class="none" title="{}">–</span>', said)
            width = 0
        else:
            width = round(value * 100)
            points = format_html("{}", width)
        lines.append((place, label, width, points))
    return format_html(
        '<ul class="part-bars">{}</ul>',
        format_html_join(
            "",
            '<li><span>{1}</span><svg viewBox="0 0 100 6" preserveAspectRatio="none"'
            ' aria-hidden="true"><rect class="score-track" width="100" height="6"/>'
            '<rect class="part part-{0}" width="{2}" height="6"/></svg><b>{3}</b></li>',
            lines,
        ),
    )


@register.filter
def tone_icon(tone: str) -> SafeString:
    """An icon that says whether a reason speaks for the match."""
    return icon(TONES.get(tone, "circle-dot"), label=str(TONE_LABELS.get(tone, _("note"))))


@register.filter
def match_tone(status: str) -> str:
    """The badge tone of a match's status."""
    return STATUS_TONES.get(Match.Status(status), "outline")


@register.filter
def part_label(part: str) -> str:
    """What a part of the score is called, or that the weights moved a match."""
    return gettext("new weights") if part == MatchChange.WEIGHTS else str(LABELS.get(part, ""))


@register.filter
def signed(points: int) -> str:
    """+12 or −3."""
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}")
