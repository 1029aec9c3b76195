"""How good the proposals are: trials of the engine, their tables, and a button for a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from crm import charts, evaluation
from crm.access import Action, visible
from crm.web.listing import paged
from crm.web.once import once
from crm.web.page import Request, done, invalid, page, show
from matching import reports, trials
from matching.models import EvaluationReport, WeightProfile
from matching.scoring import PARTS
from matching.shortlist import active_profile
from matching.worlds import KINDS
from prospects.number_fields import WholeNumberField

Words = str | Promise

#: Kinds of worlds: their name, and what is hard about them.
KIND_WORDS: dict[str, tuple[Words, Words]] = {
    "all": (gettext_lazy("All worlds"), gettext_lazy("All kinds of worlds together.")),
    "usual": (
        gettext_lazy("Usual records"),
        gettext_lazy("Three quarters of a company's trades and six of ten figures are on record."),
    ),
    "sparse": (
        gettext_lazy("Few records"),
        gettext_lazy("A third of the trades and a fifth of the figures are on record, mostly old."),
    ),
    "biased": (
        gettext_lazy("Biased records"),
        gettext_lazy(
            "Officers write more, and kinder, about large companies near Tokyo; one entry in five"
            " is wrong."
        ),
    ),
    "groups": (
        gettext_lazy("Groups decide"),
        gettext_lazy("Whether an owner goes hangs on whether the neighbours go."),
    ),
    "prices": (
        gettext_lazy("Prices decide"),
        gettext_lazy("Firms pay little more than a part costs; no record says who is cheap."),
    ),
}
#: Ways of proposing, in the order of the table.
WAYS: dict[str, Words] = {
    trials.ENGINE: gettext_lazy("Dongban's lists"),
    trials.SCORE_ALONE: gettext_lazy("By score, whatever the confidence"),
    trials.CODES: gettext_lazy("Industry codes (JSIC–KSIC)"),
    trials.WORDS: gettext_lazy("Keywords (BM25)"),
    trials.LOT: gettext_lazy("By lot"),
    trials.LEARNED: gettext_lazy("Weights learned from 48,000 outcomes"),
    trials.CEILING: gettext_lazy("Knowing the truth"),
}
REFERENCES = (trials.LEARNED, trials.CEILING)  # no ways to propose, but what could be reached
BASELINES = (trials.CODES, trials.WORDS, trials.LOT)
WITHOUT = "without_"


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A version of the weights by its number."""

    def label_from_instance(self, obj: WeightProfile) -> str:
        text = _("Version %(revision)s") % {"revision": obj.revision}
        return f"{text} · {_('in use')}" if obj.is_active else text


class EvaluationForm(forms.Form):
    """Which worlds to try the engine on, with which weights."""

    version = VersionField(
        label=gettext_lazy("Weights"),
        queryset=WeightProfile.objects.order_by("-revision"),
        to_field_name="revision",
        empty_label=None,
        required=False,
    )
    worlds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of worlds"),
        choices=[(key, KIND_WORDS[key][0]) for key in KINDS],
        initial=[*KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    replicas = WholeNumberField(
        label=gettext_lazy("Worlds of each kind"),
        min_value=1,
        max_value=reports.MOST_REPLICAS,
        initial=trials.REPLICAS,
        help_text=gettext_lazy("More worlds make the figures surer and take longer."),
    )
    seed = WholeNumberField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
        help_text=gettext_lazy("The same seed gives the same figures again."),
    )


@page(Action.EVALUATE_MATCHING)
def evaluation_list(request: Request) -> HttpResponse:
    """The latest report, what is being made, and the earlier reports."""
    known = visible(request.user, EvaluationReport.objects.select_related("profile"))
    working = known.filter(state__in=EvaluationReport.WORKING).first()
    if request.htmx and request.htmx.target == "evaluation-work" and working is None:
        return HttpResponseClientRefresh()
    context = {
        "working": working,
        "is_stopped": working is not None and reports.is_stopped(working, timezone.now()),
    }
    if request.htmx and request.htmx.target == "evaluation-work":
        return show(request, "evaluation/list.html", context, partial="work")
    latest = known.filter(state=EvaluationReport.State.READY).first()
    context |= paged(request, known.defer("results"), order=("-id",), size=20)
    context |= _figures(latest, request.GET.get("world", "")) if latest else {}
    return show(request, "evaluation/list.html", context)


@page(Action.EVALUATE_MATCHING)
def evaluation_detail(request: Request, pk: UUID) -> HttpResponse:
    """One report."""
    known = visible(request.user, EvaluationReport.objects.select_related("profile"))
    report = get_object_or_404(known, pk=pk)
    context = {"report": report, "is_stopped": reports.is_stopped(report, timezone.now())}
    if report.state == EvaluationReport.State.READY:
        context |= _figures(report, request.GET.get("world", ""))
    return show(request, "evaluation/detail.html", context)


@page(Action.EVALUATE_MATCHING)
@once
def evaluation_create(request: Request) -> HttpResponse:
    """Ask for a new trial; it runs in the background."""
    wanted = request.GET.get("version") or active_profile().revision
    form = EvaluationForm(
        request.POST if request.method == "POST" else None, initial={"version": wanted}
    )
    if request.method != "POST":
        return show(request, "evaluation/form.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "evaluation/form.html", {"form": form})
    try:
        evaluation.start(
            worlds=form.cleaned_data["worlds"],
            seed=form.cleaned_data["seed"],
            replicas=form.cleaned_data["replicas"],
            profile=form.cleaned_data["version"],
            by=request.user,
        )
    except reports.EvaluationRefusedError as error:
        form.add_error(None, str(error))
        return invalid(request, "evaluation/form.html", {"form": form})
    text = _("The trial is running. You may leave this page and come back to it.")
    return done(request, reverse("web:match_evaluation"), text)


# --- What a report says ------------------------------------------------------------------------


def _figures(report: EvaluationReport, world: str) -> dict[str, Any]:
    """The tables and the chart of a report that is ready, for one kind of world."""
    results: dict[str, Any] = report.results or {}
    sections = {section["kind"]: section for section in results["sections"]}
    section = sections.get(world) or results["sections"][0]
    rows = {row["way"]: row for row in section["rows"]}
    best = max((way for way in BASELINES if way in rows), key=lambda way: _mean(rows[way], "ndcg"))
    return {
        "report": report,
        "results": results,
        "ndcg": f"NDCG@{results['k']}",
        "section": section,
        "about": KIND_WORDS.get(section["kind"], ("", ""))[1],
        "tabs": [(key, KIND_WORDS.get(key, (key, ""))[0]) for key in sections],
        "engine": rows[trials.ENGINE],
        "ceiling": rows[trials.CEILING],
        "best": {"label": WAYS[best], **rows[best]},
        "ways": [_line(WAYS[way], rows[way]) for way in WAYS if way in rows],
        "parts": _parts(rows),
        "chart": _chart(section),
        "weights": [(_part_name(part), each) for part, each in _in_order(results["weights"])],
        "past": results["past"],
        "worlds": [KIND_WORDS.get(key, (key, ""))[0] for key in report.worlds],
    }


def _mean(row: Mapping[str, Any], measure: str) -> float:
    mean: float | None = row[measure]["mean"]
    return -1.0 if mean is None else mean


def _line(label: Words, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": label,
        "is_engine": row["way"] == trials.ENGINE,
        "is_reference": row["way"] in REFERENCES,
        "verdict": ("", "")
        if row["way"] in REFERENCES
        else _verdict(row["ahead"], _("engine better"), _("engine worse")),
        "lead": _lead(row["ahead"]),
        "shares": [
            _percent(each)
            for each in (row["precision"]["mean"], row["recall"]["mean"], row["companies_covered"])
        ],
        **row,
    }


def _percent(share: float | None) -> str:
    """With one decimal, always, so that the numbers of a column stand below each other."""
    return "–" if share is None else f"{share:.1%}"


def _lead(ahead: Mapping[str, Any] | None) -> tuple[str, str]:
    """A difference with its sign, and its interval; nothing for the engine itself."""
    if ahead is None or ahead["mean"] is None:
        return "", ""
    mean, low, high = (
        f"{ahead[each]:+.3f}".replace("-", "\N{MINUS SIGN}") for each in ("mean", "low", "high")
    )
    return mean, f"[{low}, {high}]"


def _parts(rows: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What each part adds: the engine with it against the engine without it."""
    return [
        {
            "label": _part_name(way.removeprefix(WITHOUT)),
            "verdict": _verdict(row["ahead"], _("helps"), _("harms")),
            "lead": _lead(row["ahead"]),
            **row,
        }
        for way, row in rows.items()
        if way.startswith(WITHOUT)
    ]


def _in_order(weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """As the score counts its parts; parts that are no more come last."""
    place = {part: at for at, part in enumerate(PARTS)}
    return sorted(weights.items(), key=lambda each: place.get(each[0], len(place)))


def _part_name(part: str) -> str:
    """The part's name; of a part that is no more, its key."""
    if part not in PARTS:
        return part
    return str(getattr(WeightProfile._meta.get_field(part), "verbose_name", part))


def _verdict(ahead: Mapping[str, Any] | None, better: str, worse: str) -> tuple[str, str]:
    """Words and tone for a difference with its interval: only what lies clear of nought counts."""
    if ahead is None or ahead["low"] is None:
        return "", ""
    if ahead["low"] > 0:
        return better, "good"
    return (worse, "bad") if ahead["high"] < 0 else (_("no difference shown"), "outline")


def _chart(section: Mapping[str, Any]) -> charts.Chart:
    bands: Sequence[Mapping[str, Any]] = section["bands"]
    return charts.reliability(
        "reliability",
        _("Share of proposals that led to an investment, by score"),
        [
            charts.ScoreBand(
                f"{round(band['low'] * 100)}–{round(band['high'] * 100)}",
                band["count"],
                band["predicted"],
                band["happened"],
            )
            for band in bands
        ],
        score=_("Score"),
        pairs=_("Proposals"),
        said=_("Mean score"),
        came=_("Led to an investment"),
        level=charts.Level(_("by lot"), section["rate"]),
    )


urlpatterns = [
    path("matching/evaluation/", evaluation_list, name="match_evaluation"),
    path("matching/evaluation/new/", evaluation_create, name="match_evaluation_create"),
    path("matching/evaluation/<uuid:pk>/", evaluation_detail, name="match_evaluation_detail"),
]
