"""What the two sides of an introduction say about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from prospects.models.record import Record, tracked

from .user import User


@tracked()
class MatchFeedback(Record):
    """One answer of the Korean firm, or of the Japanese company, on a day; an officer noted it.

    `moved_from`: the status that the match had, where the answer changed it.
    """

    class Side(models.TextChoices):
        FIRM = Match.Side.FIRM.value, Match.Side.FIRM.label
        COMPANY = Match.Side.COMPANY.value, Match.Side.COMPANY.label

    class Answer(models.TextChoices):
        INTERESTED = "interested", _("Interested")
        VISIT = "visit", _("Wants a sample or a visit")
        QUOTE = "quote", _("Wants a quotation")
        LATER = "later", _("Not now")
        NO = "no", _("No")

    match = models.ForeignKey(
        Match, models.CASCADE, related_name="feedback", verbose_name=_("match")
    )
    side = models.CharField(
        _("Whose word is it?"), max_length=8, choices=Side.choices, default=Side.FIRM
    )
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices)
    kind = models.CharField(_("reason"), max_length=12, choices=Match.Rejection.choices, blank=True)
    words = models.CharField(_("In their words"), max_length=300, blank=True)
    said_by = models.CharField(_("Who said it"), max_length=100, blank=True)
    said_on = models.DateField(_("day"))
    moved_from = models.CharField(
        _("status before"), max_length=12, choices=Match.Status.choices, blank=True, editable=False
    )
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        ordering = ("-said_on", "-id")
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = (models.Index(fields=["match", "-said_on", "-id"], name="feedback_match"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(answer="no") | ~models.Q(kind=""),
                name="feedback_no_with_reason",
                violation_error_message=_("Say why the match is rejected."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_answer_display()}"

    @property
    def refuses(self) -> bool:
        """Whether the answer ends the match, for now or for good."""
        return self.answer in (self.Answer.LATER, self.Answer.NO)
