"""The reasons of a match in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, Match
from prospects.models import Capability, Certificate, Cluster, Material

FOR, AGAINST, UNKNOWN, NOTE = "for", "against", "unknown", "note"

# Each code of `matching.explaining`: what it says for the match, and how.
WORDS: dict[str, tuple[str, Promise]] = {
    "process_same": (FOR, _("Masters the process asked for: %(asked)s")),
    "process_kin": (NOTE, _("Masters %(listed)s, akin to the process asked for: %(asked)s")),
    "process_inferred": (UNKNOWN, _("Its industry code suggests %(listed)s; not confirmed")),
    "process_missing": (AGAINST, _("Does not list the process asked for: %(asked)s")),
    "precision_held": (FOR, _("Holds ±%(have)s µm (asked: ±%(asked)s µm)")),
    "precision_short": (AGAINST, _("Holds no better than ±%(have)s µm (asked: ±%(asked)s µm)")),
    "precision_unknown": (UNKNOWN, _("Tolerance not known (asked: ±%(asked)s µm)")),
    "size_held": (FOR, _("Parts up to %(have)s mm (asked: %(asked)s mm)")),
    "size_short": (AGAINST, _("Parts of at most %(have)s mm (asked: %(asked)s mm)")),
    "size_unknown": (UNKNOWN, _("Largest part not known (asked: %(asked)s mm)")),
    "materials_worked": (FOR, _("Works the materials asked for: %(materials)s")),
    "materials_family": (NOTE, _("Lists the family only, not the material: %(materials)s")),
    "materials_short": (AGAINST, _("Does not list the materials: %(materials)s")),
    "materials_unknown": (UNKNOWN, _("Materials not known (asked: %(materials)s)")),
    "certificates_held": (FOR, _("Holds the certificates: %(certificates)s")),
    "certificates_missing": (AGAINST, _("Lacks the certificates: %(certificates)s")),
    "certificates_ending": (
        AGAINST,
        _("Certificates that end before supply starts: %(certificates)s"),
    ),
    "certificates_unknown": (UNKNOWN, _("Certificates not known (required: %(certificates)s)")),
    "supplies_group": (FOR, _("Already sells to %(group)s")),
    "customer_supplies": (FOR, _("One of its customers sells to %(group)s")),
    "customer_buys": (FOR, _("One of its customers buys from %(group)s")),
    "customer_competes": (NOTE, _("One of its customers competes with %(group)s")),
    "customer_in_korea": (FOR, _("One of its customers has come to Korea")),
    "customer_abroad": (FOR, _("One of its customers has moved abroad")),
    "no_tie": (NOTE, _("No customer ties it to this firm, to Korea or abroad")),
    "customers_unknown": (UNKNOWN, _("Customers not known")),
    "goes_accompanying": (FOR, _("Means to go abroad with a large firm")),
    "goes_in_group": (FOR, _("Means to go abroad in a group")),
    "goes_alone": (NOTE, _("Means to go abroad alone")),
    "looks_at_korea": (FOR, _("Names Korea among its target countries")),
    "looks_elsewhere": (AGAINST, _("Has only looked at other countries so far")),
    "country_open": (NOTE, _("Has not named a country yet")),
    "timing_fits": (FOR, _("Means to move by the start of supply")),
    "timing_late": (AGAINST, _("Means to move %(late)s months after the start of supply")),
    "home_base_kept": (FOR, _("Keeps its home base in Japan")),
    "home_base_left": (NOTE, _("Would give up its home base in Japan")),
    "intent_unknown": (UNKNOWN, _("Nothing known about going abroad")),
    "volume_enough": (FOR, _("Makes %(have)s pieces a month (asked: %(asked)s)")),
    "volume_short": (AGAINST, _("Makes only %(have)s pieces a month (asked: %(asked)s)")),
    "volume_unknown": (UNKNOWN, _("Monthly volume not known (asked: %(asked)s pieces)")),
    "employees_enough": (FOR, _("%(employees)s employees: can spare a team")),
    "employees_few": (NOTE, _("%(employees)s employees: few can be spared")),
    "employees_unknown": (UNKNOWN, _("Number of employees not known")),
    "can_invest": (FOR, _("Can put in the minimum foreign investment")),
    "means_short": (AGAINST, _("The minimum foreign investment looks beyond its means")),
    "sales_grow": (FOR, _("Sales grow by %(percent)s%% a year")),
    "sales_fall": (NOTE, _("Sales fall (%(percent)s%% a year)")),
    "earns": (FOR, _("Operating margin %(percent)s%%")),
    "loses": (AGAINST, _("Operating margin %(percent)s%%: it loses money")),
    "finances_unknown": (UNKNOWN, _("Finances not known")),
    "cluster_of_trade": (FOR, _("In a cluster known for this process: %(cluster)s")),
    "cluster_of_other_trades": (NOTE, _("In a cluster known for other processes: %(cluster)s")),
    "distance": (NOTE, _("About %(km)s km from the site in Korea")),
    "programme_helps": (FOR, _("Can use a support programme for going abroad")),
    "place_unknown": (UNKNOWN, _("Place not known")),
    "group_has_plan": (FOR, _("Its cooperative plans to go abroad")),
    "group_no_plan": (NOTE, _("Member of a cooperative without a known plan")),
    "fellows_cover": (FOR, _("Fellow members do %(percent)s%% of the other steps")),
    "fellows_cover_none": (NOTE, _("No fellow member does another step")),
    "group_unknown": (UNKNOWN, _("No membership of a cooperative known")),
    "turned_down": (
        AGAINST,
        _("%(group)s has turned it down for another need: counts %(percent)s%% less for now"),
    ),
    "evidence_old": (NOTE, _("Old evidence: %(percent)s%% of it no longer counts")),
}
_SHARE = _("%(statement)s (%(share)s%% of sales)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason in words. `tone`: for, against, unknown (a gap to fill) or note."""

    part: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """What processes, certificates, clusters, materials and groups of firms are called in the
    reader's language, by key; of groups by what `Labels.groups` calls them."""

    processes: Mapping[str, str]
    certificates: Mapping[str, str]
    clusters: Mapping[str, str]
    materials: Mapping[str, str]
    groups: Mapping[str, str]


def load_names() -> Names:
    """The names in the active language: one query."""
    keyed = {
        "processes": Capability,
        "certificates": Certificate,
        "clusters": Cluster,
        "materials": Material,
    }
    named = [
        _named(kind, model._default_manager.all(), "key", _by_language("name"))
        for kind, model in keyed.items()
    ]
    grouped, alone = Firm.objects.exclude(group_name=""), Firm.objects.filter(group_name="")
    called = Coalesce(*(NullIf(f"name_{each}", Value("")) for each in ("ko", "ja", "en")))
    named += [
        _named("groups", grouped, "group_name", _by_language("group_name", ko="group_name")),
        _named("groups", alone, called, _by_language("name")),
    ]
    found: dict[str, dict[str, str]] = {kind: {} for kind in (*keyed, "groups")}
    for kind, key, *names in named[0].union(*named[1:], all=True):
        # Of several firms of a group, the first one that knows its name.
        if key not in found[kind] or found[kind][key] == key:
            found[kind][key] = next(filter(None, names), key)
    return Names(**found)


def _named(kind: str, rows: QuerySet[Any], key: str | Coalesce, names: list[str]) -> QuerySet[Any]:
    """Kind, key and names of rows, to be asked together with those of others."""
    columns = [Cast(each, TextField()) for each in (key, *names)]
    return rows.order_by().values_list(Value(kind, TextField()), *columns)


def _by_language(field: str, **named: str) -> list[str]:
    """The fields of a name, that of the active language first."""
    own = (get_language() or "ko").split("-")[0]
    languages = sorted(("ko", "ja", "en"), key=lambda each: each != own)
    return [named.get(each, f"{field}_{each}") for each in languages]


def sentences(match: Match, names: Names) -> list[Sentence]:
    """The reasons of one match in words; codes of an older form of scoring are left out."""
    return sentences_of(match.reasons, names)


def sentences_of(reasons: Iterable[Mapping[str, Any]], names: Names) -> list[Sentence]:
    """Stored reasons in words."""
    return [
        Sentence(reason["part"], WORDS[reason["code"]][0], _text(reason, names))
        for reason in reasons
        if reason["code"] in WORDS
    ]


def _text(reason: Mapping[str, Any], names: Names) -> str:
    params = {name: _word(name, value, names) for name, value in reason["params"].items()}
    text = str(WORDS[reason["code"]][1]) % params
    if reason["params"].get("share") is not None:
        return str(_SHARE) % {"statement": text, "share": params["share"]}
    return text


def joined(words: Iterable[str]) -> str:
    """Words one after the other, with what the reader's language puts between them."""
    return pgettext("between words", ", ").join(words)


# What a parameter names, as `Names` has it; the same parameter may hold a number.
_NAMED = {
    "asked": "processes",
    "listed": "processes",
    "certificates": "certificates",
    "materials": "materials",
    "cluster": "clusters",
    "group": "groups",
}


def _word(name: str, value: Any, names: Names) -> str:
    if name in _NAMED and not isinstance(value, int | float):
        known: Mapping[str, str] = getattr(names, _NAMED[name])
        keys = [value] if isinstance(value, str) else value
        return joined(known.get(key, key) for key in keys)
    if isinstance(value, int | float):
        whole = int(value) if float(value).is_integer() else value
        said = number_format(whole, use_l10n=True, force_grouping=True)
        return said.replace("-", "\N{MINUS SIGN}")
    return str(value)
