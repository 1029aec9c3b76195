"""Reference data of the middle floor; see docs/reference.md for where each file comes from."""

from pathlib import Path

from matching.models import InvestmentRule, InvestmentZone, WeightProfile
from prospects.reference.reading import Table

_HERE = Path(__file__).parent

TABLES = (
    Table(_HERE / "investment_rules.csv", InvestmentRule, key=("key", "valid_from")),
    Table(
        _HERE / "investment_zones.csv",
        InvestmentZone,
        patterns={"minimum_currency": r"[A-Z]{3}"},
    ),
    Table(_HERE / "weight_profiles.csv", WeightProfile, key=("revision",)),
)
