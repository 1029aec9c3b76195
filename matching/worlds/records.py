"""What an agency knows of a world: a part of it, some of it wrong, some of it old.

Records are written from the truth by people: makers write about themselves and leave out what does
not flatter them (gaps not at random), officers write more, and kinder, about companies they see
often, and everything describes the day it was written. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from matching.features import (
    Age,
    Bools,
    Companies,
    Country,
    Floats,
    Inputs,
    Ints,
    Mode,
    Needs,
    Reference,
    taxonomy_credit,
)
from matching.masks import Must
from matching.worlds.kinds import Kind
from matching.worlds.makers import Makers, Wants
from matching.worlds.surroundings import accounts, ages, cooperatives, indirect_ties
from matching.worlds.truth import Truth
from matching.worlds.words import FAMILIES, FILLERS, MATERIALS, PLANTS, TOWNS, TRADES

# The taxonomy: the families first, the trades below them.
PARENT = np.array([-1] * len(FAMILIES) + [trade.family for trade in TRADES])
FIRST_TRADE = len(FAMILIES)
INFERRED = 0.72  # how far an agency goes by the industry code alone
STEPS_UM = np.array([1, 2, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000.0])


@dataclass(frozen=True, slots=True)
class Records:
    """The inputs of scoring, and what the simpler ways of matching read.

    company_text (N), need_text (M): a few Japanese words, as on a web page and in an enquiry.
    jsic (N): industry code as registered, "" unknown. ksic (M): code of what is wanted.
    """

    inputs: Inputs
    company_text: list[str]
    need_text: list[str]
    jsic: list[str]
    ksic: list[str]


def records_of(truth: Truth, seed: int) -> Records:
    """What is on record of a world; the same again for the same two."""
    rng, more = (np.random.default_rng([seed, part, *truth.kind.key.encode()]) for part in (1, 2))
    kind, makers, wants = truth.kind, truth.makers, truth.wants
    attention = expit(0.8 * kind.favour * makers.seen)  # 0.5 for all where nobody is favoured
    company, node, claimed = _listed(rng, kind, makers, attention)
    jsic = _industry(rng, kind, makers)
    groups, chains = cooperatives(more, makers, (company, node), FIRST_TRADE)
    inputs = Inputs(
        _companies((rng, more), truth, attention, (company, node, claimed), (jsic, groups)),
        _needs(rng, wants),
        Reference(credit=taxonomy_credit(PARENT), specialities=_specialities(rng, truth), **chains),
    )
    ksic = [
        TRADES[rng.integers(0, len(TRADES)) if rng.random() < 0.1 else trade].ksic
        for trade in wants.trade
    ]
    return Records(
        inputs=inputs,
        company_text=_company_text(rng, kind, makers, (company, node)),
        need_text=[
            _words(rng, [_term(rng, t + FIRST_TRADE), MATERIALS[m]], 3)
            for t, m in zip(wants.trade, wants.material, strict=True)
        ],
        jsic=jsic,
        ksic=ksic,
    )


def _keeps(rng: np.random.Generator, share: Floats, attention: Floats) -> Bools:
    """What is on record: `share` of it, more of those who get attention."""
    odds = np.log(np.clip(share, 0.01, 0.99) / (1 - np.clip(share, 0.01, 0.99)))
    kept: Bools = rng.random(np.shape(odds + attention)) < expit(odds + 3 * (attention - 0.5))
    return kept


# --- Companies --------------------------------------------------------------------------------


def _listed(
    rng: np.random.Generator, kind: Kind, makers: Makers, attention: Floats
) -> tuple[Ints, Ints, Bools]:
    """Rows of (company, node), sorted by company, and whether it is only a claim."""
    count, trades = makers.practice.shape
    weight = makers.practice / np.maximum(makers.practice.max(axis=1, keepdims=True), 1e-9)
    share = kind.listed * np.where(weight > 0, 0.55 + 0.45 * weight, 0)
    listed = _keeps(rng, share, attention[:, None]) & (weight > 0)
    claims = rng.random((count, trades)) < kind.wrong / 4
    claims &= ~listed & (weight == 0)
    company, trade = np.nonzero(listed | claims)
    node = trade + FIRST_TRADE
    family = np.array([each.family for each in TRADES])[trade]
    vague = rng.random(len(node)) < 0.2  # "press work", not which
    node = np.where(vague, family, node)
    confused = ~vague & (rng.random(len(node)) < kind.wrong)
    node = np.where(confused, FIRST_TRADE + _sibling(rng, trade), node)
    return company, node, claims[company, trade]


def _sibling(rng: np.random.Generator, trade: Ints) -> Ints:
    """Another trade of the same family."""
    family = np.array([each.family for each in TRADES])
    same = family[trade][:, None] == family[None, :]
    same[np.arange(len(trade)), trade] = False
    drawn = np.where(same, rng.random(same.shape), -1)
    return np.asarray(drawn.argmax(axis=1))


def _industry(rng: np.random.Generator, kind: Kind, makers: Makers) -> list[str]:
    """The registered industry: the main trade's, an old or wrong one, or none."""
    count = len(makers.main)
    wrong = rng.random(count) < kind.wrong + 0.05
    trade = np.where(wrong, rng.integers(0, len(TRADES), count), makers.main)
    known = rng.random(count) < 0.85
    return [TRADES[t].jsic if k else "" for t, k in zip(trade, known, strict=True)]


def _companies(
    chances: tuple[np.random.Generator, np.random.Generator],
    truth: Truth,
    attention: Floats,
    rows: tuple[Ints, Ints, Bools],
    known: tuple[list[str], dict[str, Any]],
) -> Companies:
    (rng, more), (jsic, groups) = chances, known
    kind, makers = truth.kind, truth.makers
    count = len(makers.main)
    outside = rng.random(count) < 0.15  # moved out, or the address is not of the town
    where = np.where(outside, -1, makers.town)
    asked = _keeps(rng, np.full(count, 0.55 * kind.stated / 0.6), attention)
    certified = _keeps(rng, np.full(count, kind.stated), attention)
    told = rng.random(makers.certificates.shape) >= kind.wrong
    columns: dict[str, Any] = {
        "key": np.arange(count),
        **_with_industry(_rows(rng, truth, attention, rows, jsic), jsic),
        "certificates": makers.certificates & told & certified[:, None],
        "certificates_known": certified,
        "certificate_months": np.full(makers.certificates.shape, np.inf),
        **_customers(rng, more, truth, attention),
        **_intent(rng, truth, asked, attention),
        **groups,
        "employees": _gaps(
            rng, np.round(makers.employees * rng.lognormal(0, 0.1, count)), np.full(count, 0.85)
        ),
        "latitude": np.where(outside, np.nan, makers.latitude),
        "longitude": np.where(outside, np.nan, makers.longitude),
        "cluster": where,
        "programme": np.where(outside, np.nan, (makers.town % 3 == 0).astype(float)),
    }
    columns |= accounts(more, kind, makers, _keeps(more, np.full(count, kind.stated), attention))
    dated = {Age.INTENT: columns.pop("intent_months")}
    columns["age_months"] = ages(more, kind, count, dated)
    return Companies(**_typed(columns))


def _rows(
    rng: np.random.Generator,
    truth: Truth,
    attention: Floats,
    rows: tuple[Ints, Ints, Bools],
    jsic: list[str],
) -> dict[str, Any]:
    """The capability rows, and for companies that list none, what their industry code says."""
    kind, makers = truth.kind, truth.makers
    company, node, claimed = rows
    silent = np.setdiff1d(np.arange(len(jsic)), company)
    guess = [
        (each, trade + FIRST_TRADE)
        for each in silent
        if jsic[each]
        for trade, known in enumerate(TRADES)
        if known.jsic == jsic[each]
    ]
    extra = np.array(guess, dtype=np.int64).reshape(-1, 2)
    owner = np.r_[company, extra[:, 0]]
    order = np.argsort(owner, kind="stable")
    owner, nodes = owner[order], np.r_[node, extra[:, 1]][order]
    inferred = np.r_[np.zeros(len(company), bool), np.ones(len(extra), bool)][order]
    boast = np.r_[claimed, np.zeros(len(extra), bool)][order]
    care = attention[owner]
    trade = _trade_behind(makers, owner, nodes)
    size = len(owner)
    # Three standard deviations, as it was when it was written down, a little better than it was.
    kinder = np.exp(-kind.favour * 0.5 * (care - 0.3)) * rng.lognormal(-0.05, 0.2, size)
    years = rng.exponential(kind.age_years, size)
    held = 3 * makers.spread_um[owner, trade] * np.exp(-0.04 * years) * kinder
    held = np.where(boast, held * 0.5, held)
    usual = np.array([each.spread_um for each in TRADES])[trade]
    # Whoever holds less than is usual in the trade does not write it on their web page.
    proud = expit(2.5 * np.log(3.2 * usual / held))
    stated = _keeps(rng, kind.stated * (0.5 + proud), care) & ~inferred
    room = makers.room_mm[owner] * rng.lognormal(0, 0.15, size)
    hours = makers.free_hours[owner] * np.exp(rng.normal(0, 0.15 * np.sqrt(1 + years)))
    seconds = np.array([each.seconds for each in TRADES])[trade]
    volume = hours * 3600 * (0.3 + makers.skill[owner, trade]) / seconds
    materials = makers.materials[owner] & (rng.random((size, len(MATERIALS))) < 0.8)
    shown = _keeps(rng, np.full(size, kind.stated), care) & ~inferred
    figures = np.full(size, kind.stated)
    return {
        "row_company": owner,
        "row_node": nodes,
        "row_strength": np.where(inferred, INFERRED, 1.0),
        "row_precision_um": np.where(stated, _rounded_to_step(held), np.nan),
        "row_size_mm": np.where(_keeps(rng, figures, care) & ~inferred, room.round(-1), np.nan),
        "row_monthly_volume": np.where(
            _keeps(rng, figures, care) & ~inferred, np.maximum(1, volume.round(-1)), np.nan
        ),
        "row_materials": materials & shown[:, None],
        "row_inferred": inferred,
        "row_age_months": 12 * years,
    }


def _with_industry(rows: dict[str, Any], jsic: list[str]) -> dict[str, Any]:
    """The rows, and what the industry code says of companies that list other trades only."""
    owner = rows["row_company"]
    listed = set(zip(owner.tolist(), rows["row_node"].tolist(), strict=True))
    extra = [
        (company, trade + FIRST_TRADE)
        for company in np.unique(owner).tolist()
        if jsic[company]
        for trade, known in enumerate(TRADES)
        if known.jsic == jsic[company]
        and not {(company, trade + FIRST_TRADE), (company, known.family)} & listed
    ]
    more = np.array(extra, dtype=np.int64).reshape(-1, 2)
    order = np.argsort(np.r_[owner, more[:, 0]], kind="stable")
    blank = {
        "row_company": more[:, 0],
        "row_node": more[:, 1],
        "row_strength": np.full(len(more), INFERRED),
        "row_materials": np.zeros((len(more), len(MATERIALS)), dtype=bool),
        "row_inferred": np.ones(len(more), dtype=bool),
        "row_age_months": np.zeros(len(more)),
    }
    nothing = np.full(len(more), np.nan)
    return {
        name: np.concatenate([values, blank.get(name, nothing)])[order]
        for name, values in rows.items()
    }


def _trade_behind(makers: Makers, owner: Ints, node: Ints) -> Ints:
    """The trade that a row is about: its own, or of a family the one practised most."""
    family = np.array([each.family for each in TRADES])
    inside = np.where(node < FIRST_TRADE, node, -1)[:, None] == family[None, :]
    most = np.where(inside, makers.practice[owner], -1).argmax(axis=1)
    return np.where(node < FIRST_TRADE, most, node - FIRST_TRADE)


def _rounded_to_step(um: Floats) -> Floats:
    """The next step that people write: ±10 µm, ±20 µm."""
    at = np.clip(np.searchsorted(STEPS_UM, um), 0, len(STEPS_UM) - 1)
    step: Floats = STEPS_UM[at]
    return step


def _customers(
    rng: np.random.Generator, more: np.random.Generator, truth: Truth, attention: Floats
) -> dict[str, Any]:
    makers = truth.makers
    asked = _keeps(rng, np.full(len(makers.main), truth.kind.stated), attention)
    seen = asked[:, None] & (rng.random(makers.customers.shape) < 0.7)
    sold = np.where(seen & (makers.customers > 0), makers.customers, -1)
    share_told = rng.random(sold.shape) < 0.5
    sold = np.where((sold > 0) & ~share_told, 0, sold)
    ties = asked[:, None] & (rng.random(makers.trade_with.shape) < 0.7) & (makers.trade_with > 0)
    in_korea = np.where(truth.in_korea[None, :], sold, -1).max(axis=1)
    abroad = np.where(truth.moved[None, :], sold, -1).max(axis=1)
    return {
        "tie": np.where(ties, makers.trade_with * rng.lognormal(0, 0.2, ties.shape), -1.0),
        "customer_in_korea": in_korea,
        "customer_abroad": abroad,
        "indirect": indirect_ties(more, truth, sold),
        "customers_known": (sold >= 0).any(axis=1) | ties.any(axis=1),
    }


def _intent(
    rng: np.random.Generator, truth: Truth, asked: Bools, attention: Floats
) -> dict[str, Any]:
    """What owners have said, some years ago, politely, and what officers made of it."""
    kind, makers = truth.kind, truth.makers
    count = len(asked)
    heard = makers.drive + rng.normal(scale=0.8, size=count)
    heard = heard + kind.favour * 0.8 * (attention - 0.5)
    speaks = asked & (rng.random(count) < expit(0.5 + heard))  # who means to stay says nothing
    member = makers.association >= 0
    mode = np.where(member & (rng.random(count) < 0.6), Mode.GROUP, Mode.ALONE)
    follows = makers.customers.max(axis=1) + rng.normal(scale=0.15, size=count) > 0.3
    mode = np.where(follows, Mode.ACCOMPANYING, mode)
    looks = heard + makers.trust.max(axis=1) + rng.normal(scale=0.7, size=count)
    country = np.select([looks > 1.3, looks > 0.2], [Country.KOREA, Country.OPEN])
    country = np.where(country == 0, Country.ELSEWHERE, country)
    years = rng.exponential(kind.age_years, count)
    horizon = makers.ready_months * rng.lognormal(0, 0.4 + 0.1 * years)
    kept = np.where(rng.random(count) < kind.wrong, 1 - makers.keeps_base, makers.keeps_base)
    return {
        "intent_months": 12 * years,
        "mode": np.where(speaks, mode, Mode.UNKNOWN),
        "country": np.where(speaks & (rng.random(count) < 0.8), country, Country.UNKNOWN),
        "horizon_months": np.where(speaks & (rng.random(count) < 0.7), horizon.round(), np.nan),
        "home_base_kept": np.where(speaks & (rng.random(count) < 0.6), kept, np.nan),
    }


# --- Firms and places -------------------------------------------------------------------------


def _needs(rng: np.random.Generator, wants: Wants) -> Needs:
    count = len(wants.trade)
    plant = np.array(PLANTS)[wants.plant]
    materials = np.zeros((count, len(MATERIALS)), dtype=bool)
    materials[np.arange(count), wants.material] = rng.random(count) < 0.8
    columns = {
        "key": np.arange(count),
        "line_need": np.arange(count),
        "line_node": wants.trade + FIRST_TRADE,
        "line_weight": np.ones(count),
        # A drawing says the whole tolerance, three of its standard deviations either side.
        "line_precision_um": _gaps(rng, wants.stated_um, np.full(count, 0.8)),
        "line_size_mm": _gaps(rng, wants.size_mm.round(), np.full(count, 0.8)),
        "line_materials": materials,
        "certificates": wants.certificates,
        "musts": _musts(rng, wants),
        "group": wants.group,
        "start_months": wants.start_months.round(),
        "monthly_volume": _gaps(rng, wants.volume.round(), np.full(count, 0.9)),
        "latitude": plant[:, 0],
        "longitude": plant[:, 1],
    }
    return Needs(**_typed(columns))


def _specialities(rng: np.random.Generator, truth: Truth) -> Bools:
    """(C, nodes): what towns are called known for: mostly what many there do."""
    share = truth.known_for + rng.normal(scale=0.02, size=truth.known_for.shape)
    known = np.zeros((len(TOWNS), len(PARENT)), dtype=bool)
    known[:, FIRST_TRADE:] = share > 0.12
    return known


# --- Words ------------------------------------------------------------------------------------


def _company_text(
    rng: np.random.Generator, kind: Kind, makers: Makers, rows: tuple[Ints, Ints]
) -> list[str]:
    """What a company's page says: its trades in its own words, materials, and what all say."""
    words: list[list[str]] = [[] for _ in makers.main]
    for company, node in zip(*rows, strict=True):
        words[company].append(_term(rng, node))
    for company, said in enumerate(words):
        if not said and rng.random() < 0.5:
            said.append(FAMILIES[TRADES[makers.main[company]].family][0])
        known = np.flatnonzero(makers.materials[company])
        said.extend(MATERIALS[each] for each in known if rng.random() < kind.stated)
    return [_words(rng, said, 5) for said in words]


def _term(rng: np.random.Generator, node: int) -> str:
    terms = FAMILIES[node] if node < FIRST_TRADE else TRADES[node - FIRST_TRADE].terms
    return terms[rng.integers(0, len(terms))]


def _words(rng: np.random.Generator, words: list[str], fillers: int) -> str:
    more = [FILLERS[each] for each in rng.integers(0, len(FILLERS), fillers)]
    return "、".join([*words, *more])


def _gaps(rng: np.random.Generator, value: Floats, share: Floats) -> Floats:
    """The values with NaN where they are not on record, at random."""
    kept: Floats = np.where(rng.random(len(value)) < share, value, np.nan)
    return kept


def _musts(rng: np.random.Generator, wants: Wants) -> Bools:
    """(M, musts): who insists on certificates mostly says so, as do some who do not insist."""
    musts = np.zeros((len(wants.insists), len(Must)), dtype=bool)
    musts[:, Must.CERTIFICATES] = wants.insists ^ (rng.random(len(wants.insists)) < 0.2)
    return musts


def _typed(columns: dict[str, Any]) -> dict[str, Any]:
    """float32 for numbers, int64 for indexes, as scoring gets them."""
    arrays = {name: np.asarray(value) for name, value in columns.items()}
    kinds = {"f": np.float32, "i": np.int64, "O": np.int64}
    return {name: a.astype(kinds.get(a.dtype.kind, a.dtype)) for name, a in arrays.items()}
