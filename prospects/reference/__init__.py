"""Reference data of the ground floor; see docs/reference.md for where each file comes from."""

from pathlib import Path

from prospects.models import (
    Capability,
    Certificate,
    Cluster,
    ClusterCensus,
    HostCountry,
    HostOffer,
    Material,
    ReportedMove,
    SupportProgramme,
)
from prospects.reference.reading import Table

_HERE = Path(__file__).parent
_CODES = {"jsic_codes": r"[0-9]{4}", "ksic_codes": r"[0-9]{5}"}
_MATERIALS = {"materials": Material}

TABLES = (
    Table(_HERE / "host_countries.csv", HostCountry, key=("code",)),
    Table(_HERE / "host_offers.csv", HostOffer),
    Table(
        _HERE / "clusters.csv",
        Cluster,
        patterns={"municipality_codes": r"[0-4][0-9]{4}"},
    ),
    Table(
        _HERE / "cluster_census.csv",
        ClusterCensus,
        key=("cluster", "year", "min_employees", "source"),
    ),
    Table(_HERE / "materials.csv", Material),
    Table(_HERE / "capability_families.csv", Capability),
    Table(_HERE / "capabilities.csv", Capability, patterns=_CODES, lists_of=_MATERIALS),
    Table(_HERE / "capability_variants.csv", Capability, patterns=_CODES, lists_of=_MATERIALS),
    Table(_HERE / "certificates.csv", Certificate),
    Table(_HERE / "support_programmes.csv", SupportProgramme),
    Table(
        _HERE / "reported_moves.csv",
        ReportedMove,
        lists_of={"target_countries": HostCountry},
    ),
)
