"""Feedback on an introduction in words: for the bell and for time lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.models import MatchFeedback
from crm.templatetags.names import localname
from matching.models import Match

PICTURES: dict[str, str] = {
    MatchFeedback.Answer.INTERESTED: "thumbs-up",
    MatchFeedback.Answer.VISIT: "package-search",
    MatchFeedback.Answer.QUOTE: "receipt-text",
    MatchFeedback.Answer.LATER: "hourglass",
    MatchFeedback.Answer.NO: "circle-x",
}
TONES: dict[str, str] = {
    MatchFeedback.Answer.INTERESTED: "good",
    MatchFeedback.Answer.VISIT: "good",
    MatchFeedback.Answer.QUOTE: "good",
    MatchFeedback.Answer.LATER: "warn",
    MatchFeedback.Answer.NO: "bad",
}


@dataclass(frozen=True)
class Told:
    """A notification in the reader's words: what happened, to whom, how serious it is."""

    title: str
    text: str
    picture: str
    tone: str = ""


def facts_of(feedback: MatchFeedback) -> dict[str, Any]:
    """What the words need, as plain JSON."""
    need = feedback.match.need
    return {
        "side": feedback.side,
        "answer": feedback.answer,
        "kind": feedback.kind,
        "words": feedback.words,
        "said_by": feedback.said_by,
        "firm": names_of(need.firm),
        "need": names_of(need),
    }


def said_after_introduction(facts: Mapping[str, Any], company: str) -> Told:
    """Who said what of whom, for which need, and why."""
    firm, need = (localname(Named(**facts[noun])) for noun in ("firm", "need"))
    answer = facts["answer"]
    of_firm = facts["side"] == MatchFeedback.Side.FIRM
    title = _("%(who)s on %(whom)s: %(answer)s") % {
        "who": firm if of_firm else company,
        "whom": company if of_firm else firm,
        "answer": MatchFeedback.Answer(answer).label,
    }
    why = Match.Rejection(facts["kind"]).label if facts["kind"] else ""
    lines = (need, why, facts["words"], facts.get("said_by", ""))
    return Told(
        title, " · ".join(str(line) for line in lines if line), PICTURES[answer], TONES[answer]
    )


@dataclass(frozen=True)
class Named:
    """A record's names as they were when it was noted."""

    name_ko: str = ""
    name_ja: str = ""
    name_en: str = ""


def names_of(record: object) -> dict[str, str]:
    """What `Named` keeps of a record."""
    return {name: getattr(record, name) for name in ("name_ko", "name_ja", "name_en")}
