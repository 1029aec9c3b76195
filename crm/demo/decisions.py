"""What was decided about matches without a deal, and what firms said after introductions."""

from __future__ import annotations

import datetime as dt
import random

from crm.demo.people import People
from crm.demo.world import World
from crm.models import MatchFeedback
from matching.models import Match
from matching.rejected import CARRIED
from matching.shortlist import rescore

Rejection, Side, Status = Match.Rejection, Match.Side, Match.Status
Answer = MatchFeedback.Answer

# Kind, whose word, the words, and in how many days to look again (below 0: that day has come).
_REJECTED: tuple[tuple[str, str, str, int | None], ...] = (
    (Rejection.PRECISION, Side.FIRM, "요구 정밀도를 맞추기 어렵다고 회신", None),
    (Rejection.CAPACITY, Side.COMPANY, "월 물량이 생산 능력을 초과", None),
    (Rejection.TIES, Side.AGENCY, "경쟁사 거래 관계로 소개 불가", None),
    (Rejection.ABROAD, Side.COMPANY, "해외 진출 의사 없음 확인", None),
    (Rejection.PRICE, Side.FIRM, "현 거래처 대비 단가가 20% 이상 높음", None),
    (Rejection.TIMING, Side.FIRM, "증설 일정 확정 후 다시 논의하자는 의견", -3),
    (Rejection.TIMING, Side.COMPANY, "후계자 취임 이후로 검토를 미룸", 120),
    (Rejection.CERTIFICATE, Side.FIRM, "인증 취득 전에는 검토 불가", None),
)
_SAID: dict[str, tuple[str, ...]] = {
    Answer.INTERESTED: ("기술 자료를 내부 검토하겠다고 함", "개발팀과 공유 후 회신 예정"),
    Answer.VISIT: ("시제품 5개를 요청", "다음 달 공장 방문을 희망", "견본 가공품 측정 결과를 요청"),
    Answer.QUOTE: ("연간 물량 기준 견적을 요청", "금형 포함 견적을 요청"),
}
_WHO = ("구매팀 과장", "개발구매 책임", "선행기술팀 팀장", "협력사 담당 부장", "")
_OTHERS = 60


def decide_others(world: World, matches: list[Match]) -> list[Match]:
    """Some matches without a deal: chosen, introduced, or rejected for a reason. Not yet stored."""
    chance = world.chance("decisions")
    decided = matches[:_OTHERS]
    for match in decided:
        match.status = chance.choices(
            (Status.SHORTLISTED, Status.INTRODUCED, Status.REJECTED), (5, 3, 3)
        )[0]
        match.status_at = world.office_hours(world.ago(chance.randint(2, 120)), chance)
        if match.status == Status.REJECTED:
            reject(world, match, chance)
    return decided


def reject(world: World, match: Match, chance: random.Random) -> None:
    """Give a rejected match one of the reasons. Not yet stored."""
    kind, side, words, again = chance.choice(_REJECTED)
    match.rejected_kind, match.rejected_by, match.rejected_because = kind, side, words
    match.reasons_then = match.reasons
    if again is not None:
        match.look_again_on = world.today + dt.timedelta(days=again)


def weigh_rejections(world: World) -> None:
    """Score the companies again that were turned down for what holds for the whole group."""
    refused = Match.objects.rejected().filter(rejected_kind__in=CARRIED)
    rescore(company_ids=[*refused.values_list("company", flat=True).distinct()], now=world.now)


def make_feedback(world: World, people: People) -> None:
    """What firms, and some companies, said of those that were introduced to each other."""
    chance = world.chance("feedback")
    met = (Status.INTRODUCED, Status.IN_TALKS, Status.CONVERTED)
    rows: list[MatchFeedback] = []
    for match in Match.objects.filter(is_demo=True).order_by("-priority", "company_id", "need_id"):
        refused = match.status == Status.REJECTED and match.rejected_by != Side.AGENCY
        if match.status_at is None or not (refused or match.status in met):
            continue
        if refused:
            later = match.rejected_kind == Rejection.TIMING
            rows.append(
                _said(
                    world,
                    match,
                    match.status_at,
                    side=match.rejected_by,
                    answer=Answer.LATER if later else Answer.NO,
                    kind=match.rejected_kind,
                    words=match.rejected_because,
                )
            )
        elif chance.random() < 0.6:
            answers = (
                [Answer.INTERESTED]
                if match.status == Status.INTRODUCED
                else [Answer.INTERESTED, chance.choice((Answer.VISIT, Answer.QUOTE))]
            )
            for place, answer in enumerate(answers):
                day = match.status_at.date() + dt.timedelta(days=3 + 9 * place)
                at = world.office_hours(day, chance)
                if at < world.now:
                    words = chance.choice(_SAID[answer])
                    rows.append(_said(world, match, at, answer=answer, words=words))
    for row in rows:
        row.recorded_by = chance.choice(people.officers)
        row.said_by = chance.choice(_WHO) if row.side == Side.FIRM else ""
    MatchFeedback.objects.bulk_create(sorted(rows, key=lambda row: row.created_at))


def _said(world: World, match: Match, at: dt.datetime, **said: str) -> MatchFeedback:
    return MatchFeedback(
        id=world.key(at), match=match, created_at=at, said_on=at.date(), is_demo=True, **said
    )
