"""Who might invest: one noun a file."""

from .capability import Capability, Certificate
from .cluster import Cluster, ClusterCensus
from .company import (
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    ExpansionIntent,
    OverseasBase,
)
from .contact import Contact
from .cooperative import Cooperative, CooperativeMembership, GroupPlan
from .country import HostCountry, HostOffer
from .former import FormerCompany
from .material import Material
from .programme import ProgrammeUse, SupportProgramme
from .readiness import CompanyReadiness, ReadinessLevel, ReadinessMark
from .record import StaleRecordError, save_versioned
from .register import RegisterEntry, RegisterLoad
from .register_change import RegisterChange
from .reported_move import ReportedMove

__all__ = [
    "Capability",
    "Certificate",
    "Cluster",
    "ClusterCensus",
    "Company",
    "CompanyCapability",
    "CompanyCertificate",
    "CompanyCustomer",
    "CompanyFinancials",
    "CompanyReadiness",
    "Contact",
    "Cooperative",
    "CooperativeMembership",
    "ExpansionIntent",
    "FormerCompany",
    "GroupPlan",
    "HostCountry",
    "HostOffer",
    "Material",
    "OverseasBase",
    "ProgrammeUse",
    "ReadinessLevel",
    "ReadinessMark",
    "RegisterChange",
    "RegisterEntry",
    "RegisterLoad",
    "ReportedMove",
    "StaleRecordError",
    "SupportProgramme",
    "save_versioned",
]
