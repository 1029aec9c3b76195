"""What officers, managers and partners do: one noun a file."""

from .activity import Activity
from .agency import Agency, Referral, Share
from .campaign import Campaign, CampaignInvitee
from .coverage import Coverage
from .deal import Currency, Deal, DealInvestor, StageChange
from .export import Export
from .feedback import MatchFeedback
from .follow import Follow
from .intake import Intake, IntakeRow
from .kept_fact import KeptFact
from .merge import DistinctCompany, Distinction, Merge
from .notification import Notification
from .plan import IntroductionPlan, PlanLimit, PlannedIntroduction
from .register_watch import RegisterHit, RegisterWatch
from .stage import Stage
from .submission import Submission
from .target import Target
from .team import Team
from .user import User

__all__ = [
    "Activity",
    "Agency",
    "Campaign",
    "CampaignInvitee",
    "Coverage",
    "Currency",
    "Deal",
    "DealInvestor",
    "DistinctCompany",
    "Distinction",
    "Export",
    "Follow",
    "Intake",
    "IntakeRow",
    "IntroductionPlan",
    "KeptFact",
    "MatchFeedback",
    "Merge",
    "Notification",
    "PlanLimit",
    "PlannedIntroduction",
    "Referral",
    "RegisterHit",
    "RegisterWatch",
    "Share",
    "Stage",
    "StageChange",
    "Submission",
    "Target",
    "Team",
    "User",
]
