"""Feedback on introductions: its icon and its tone."""

from __future__ import annotations

from django import template

from crm.feedback_words import PICTURES, TONES
from crm.models import MatchFeedback

register = template.Library()


@register.filter
def answer_icon(feedback: MatchFeedback) -> str:
    return PICTURES[feedback.answer]


@register.filter
def answer_tone(feedback: MatchFeedback) -> str:
    """The badge tone of an answer."""
    return TONES[feedback.answer]
