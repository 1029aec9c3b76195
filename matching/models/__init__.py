"""Who in Korea wants them: one noun a file."""

from .change import MatchChange
from .evaluation import EvaluationReport
from .exclusion import MatchExclusion, Screening, Why
from .firm import Firm
from .match import Match, WeightProfile
from .need import Need
from .package import Package, PackageMember, PackageStep
from .rule import InvestmentRule, InvestmentZone
from .run import (
    ScoringChunk,
    ScoringRun,
    ScoringTouch,
    StagedExclusion,
    StagedMatch,
    StagedScreening,
)
from .site import Site
from .tie import FirmTie

__all__ = [
    "EvaluationReport",
    "Firm",
    "FirmTie",
    "InvestmentRule",
    "InvestmentZone",
    "Match",
    "MatchChange",
    "MatchExclusion",
    "Need",
    "Package",
    "PackageMember",
    "PackageStep",
    "ScoringChunk",
    "ScoringRun",
    "ScoringTouch",
    "Screening",
    "Site",
    "StagedExclusion",
    "StagedMatch",
    "StagedScreening",
    "WeightProfile",
    "Why",
]
