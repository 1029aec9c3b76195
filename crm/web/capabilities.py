"""The taxonomy of processes: looked through, searched by any word, with who can and who wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import get_language

from crm.access import Action, allowed, visible
from crm.web.page import Request, page, show
from matching.models import Need
from prospects import classifications
from prospects.capability_text.folding import letters_of
from prospects.models import Capability, Company, CompanyCapability, Material
from prospects.taxonomy import Taxonomy, counts_below, taxonomy

LONGEST = 100
_SCRIPTS = (("ko", re.compile(r"[가-힣]")), ("ja", re.compile(r"[ぁ-ヿ一-鿿]")))


@dataclass(frozen=True)
class Line:
    """A node of the tree as the page lists it. `word`: the synonym that was searched for."""

    node: Capability
    depth: int
    companies: int
    needs: int
    word: str = ""

    @property
    def is_sized(self) -> bool:
        return self.node.size_from_mm is not None or self.node.size_to_mm is not None


@page(Action.VIEW)
def capability_list(request: Request) -> HttpResponse:
    """Families and processes, or with `?all=1` every node; `?q=` finds a node by any word."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    tree = taxonomy()
    lines = _lines(request, tree)
    if asked:
        lines = _found(lines, asked)
    elif not request.GET.get("all"):
        lines = [line for line in lines if line.depth < 2]
    context = {
        "lines": lines,
        "sized": any(line.is_sized for line in lines),
        "q": asked,
        "all": bool(request.GET.get("all")),
        "nodes": len(tree.nodes),
        "can_edit": allowed(request.user, Action.EDIT_REFERENCE),
    }
    return show(request, "capabilities/list.html", context, partial="results")


@page(Action.VIEW)
def capability_detail(request: Request, key: str) -> HttpResponse:
    """A node: its words, codes and usual ranges, what is below it, who can do it, who wants it."""
    node = get_object_or_404(Capability, key=key)
    tree = taxonomy()
    every = {line.node.pk: line for line in _lines(request, tree)}
    kinds = [every[each.pk] for each in tree.children.get(node.pk, ())]
    context = {
        "node": node,
        "line": tree.line(tree.nodes[node.pk]),
        "own": every[node.pk],
        "kinds": kinds,
        "sized": any(line.is_sized for line in kinds),
        "words": _by_language(node.synonyms),
        "jsic": _named(node.jsic_codes, _jsic_names()),
        "ksic": _named(node.ksic_codes, classifications.codes(classifications.KSIC)),
        "materials": Material.objects.filter(key__in=node.materials),
        "can_edit": allowed(request.user, Action.EDIT_REFERENCE),
    }
    return show(request, "capabilities/detail.html", context)


def _lines(request: Request, tree: Taxonomy) -> list[Line]:
    companies = visible(request.user, Company.objects.active()).order_by().values("pk")
    held = counts_below(CompanyCapability.objects.filter(company__in=companies), of="company_id")
    wanted = counts_below(visible(request.user, Need.objects.open()), of="pk")
    return [
        Line(node, depth, held.get(node.pk, 0), wanted.get(node.pk, 0))
        for depth, node in tree.walk()
    ]


def _found(lines: Sequence[Line], asked: str) -> list[Line]:
    """The nodes that a word of names, with the word where it is not a name that is shown."""
    letters = letters_of(asked)
    found = []
    for line in lines:
        node = line.node
        names = (node.name_ja, node.name_ko, node.name_en)
        if any(letters in letters_of(name) for name in names):
            found.append(line)
        elif word := next((each for each in node.synonyms if letters in letters_of(each)), ""):
            found.append(Line(node, line.depth, line.companies, line.needs, word))
    return found


def _by_language(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Synonyms under the language of their letters, the reader's own first."""
    found: dict[str, list[str]] = {}
    for word in words:
        language = next((each for each, script in _SCRIPTS if script.search(word)), "en")
        found.setdefault(language, []).append(word)
    return sorted(found.items(), key=lambda each: (each[0] != get_language(), each[0]))


def _named(codes: Sequence[str], names: Any) -> list[tuple[str, str]]:
    return [(code, names.get(code, "")) for code in codes]


def _jsic_names() -> Any:
    if get_language() == "en":
        return classifications.english_names()
    return classifications.codes(classifications.JSIC)


urlpatterns = [
    path("capabilities/", capability_list, name="capability_list"),
    path("capabilities/<slug:key>/", capability_detail, name="capability_detail"),
]
