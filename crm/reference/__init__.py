"""Reference data of the top floor, and all of it in the order of loading."""

from pathlib import Path

from crm.models import Stage
from crm.requirements import REQUIREMENTS
from matching.reference import TABLES as MATCHING_TABLES
from prospects.reference import TABLES as PROSPECTS_TABLES
from prospects.reference.reading import Table

_HERE = Path(__file__).parent

TABLES = (
    *PROSPECTS_TABLES,
    *MATCHING_TABLES,
    Table(_HERE / "stages.csv", Stage, patterns={"requires": "|".join(REQUIREMENTS)}),
)
