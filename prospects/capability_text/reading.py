"""From a text to findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import denials as cues
from .findings import Denial, Finding, Kind, Reading
from .folding import Folded, fold, letters_of
from .measures import measures
from .vocabulary import Entry, Vocabulary

LONGEST = 20_000  # letters; more is not read
_MORE_NUMBERS = re.compile(r"\s*(?:[,/・·、&]|및|와|과|and)\s*(\d{4,5})(?!\d)")
SURFACE = "surface_treatment"


@dataclass(frozen=True, slots=True)
class _Term:
    """A vocabulary word in the normal text [first, last)."""

    entry: Entry
    first: int
    last: int
    sure: float


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Everything the text says that the vocabulary knows, with the words that say it."""
    folded = fold(text[:LONGEST])
    terms = _terms(folded, vocabulary)
    terms += _more_certificates(folded, terms, vocabulary)
    terms.sort(key=lambda each: (each.first, each.last))
    terms = _by_family(folded, terms, vocabulary)
    terms = [each for each in terms if not _is_coated(each, terms)]
    denied = _denied(folded.normal, terms)
    findings, denials = list[Finding](), list[Denial]()
    for index, term in enumerate(terms):
        start, end = folded.typed(term.first, term.last)
        if index in denied:
            denials.append(Denial(term.entry.kind, term.entry.key, start, end))
        elif not _is_use(folded.normal, term):
            findings.append(Finding(term.entry.kind, term.entry.key, start, end, term.sure))
    for kind, value, first, last, sure in measures(folded.normal):
        start, end = folded.typed(first, last)
        findings.append(Finding(kind, value, start, end, sure))
    findings.sort(key=lambda each: (each.start, each.end, each.kind))
    return Reading(text, tuple(findings), tuple(denials))


def _terms(folded: Folded, vocabulary: Vocabulary) -> list[_Term]:
    return [
        _Term(
            match.entry, folded.places[match.first], folded.places[match.last - 1] + 1, match.sure
        )
        for match in vocabulary.matches(folded)
        if match.entry
    ]


def _more_certificates(
    folded: Folded, terms: Sequence[_Term], vocabulary: Vocabulary
) -> list[_Term]:
    """`ISO 9001/14001` names two: a number after a certificate is one, if one has it."""
    numbered: dict[str, Entry] = {}
    for entry in vocabulary.entries:
        if entry.kind is Kind.CERTIFICATE:
            for number in re.findall(r"\d{4,5}", " ".join(entry.words)):
                numbered.setdefault(number, entry)
    found = []
    for term in terms:
        at = term.last
        while term.entry.kind is Kind.CERTIFICATE:
            version = re.compile(r":\d{4}").match(folded.normal, at)
            more = _MORE_NUMBERS.match(folded.normal, version.end() if version else at)
            if not more or more[1] not in numbered:
                break
            found.append(_Term(numbered[more[1]], more.start(1), more.end(1), 0.9))
            at = more.end(1)
    return found


def _by_family(folded: Folded, terms: list[_Term], vocabulary: Vocabulary) -> list[_Term]:
    """Words of two meanings: シリコン is silicon, but silicone where rubber is spoken of."""
    spoken = {key for term in terms for key in term.entry.line}
    found = []
    for term in terms:
        other = vocabulary.beside.get(letters_of(folded.normal[term.first : term.last]))
        means = other is not None and other.kind is term.entry.kind and other.line[0] in spoken
        found.append(replace(term, entry=other) if other and means else term)
    return found


def _is_coated(term: _Term, terms: Sequence[_Term]) -> bool:
    """Whether a material is only what something is plated or coated with."""
    return term.entry.kind is Kind.MATERIAL and any(
        SURFACE in other.entry.line and other.first <= term.first and term.last <= other.last
        for other in terms
    )


def _is_use(text: str, term: _Term) -> bool:
    if term.entry.kind is not Kind.CAPABILITY or term.entry.for_use:
        return False
    return bool(cues.FOR_USE.match(text, term.last))


def _denied(text: str, terms: Sequence[_Term]) -> set[int]:
    """The indexes of the terms that are said not to be done or held."""
    found: set[int] = set()
    for index, term in enumerate(terms):
        if term.entry.kind is Kind.CAPABILITY:
            after, before = cues.AFTER, cues.BEFORE
        elif term.entry.kind is Kind.CERTIFICATE:
            after, before = cues.NOT_YET, cues.NOT_YET_BEFORE
        else:
            continue
        said = after.match(text, term.last)
        if said and not _is_the_exception(text, said):
            # "ISO 9001, IATF 16949 (in progress)": what stands in brackets is about the last alone.
            shared = [] if "(" in said[0] else _together(text, terms, index, -1)
            found |= {index, *shared}
        said = before.search(text[max(0, term.first - 40) : term.first])
        if said and not _is_the_exception_behind(text[: term.first], said):
            found |= {index, *_together(text, terms, index, +1)}
    return found


def _is_the_exception(text: str, said: re.Match[str]) -> bool:
    """Whether it is just this that is done: アルマイト以外のめっきは不可 denies the rest."""
    if not cues.EXCEPT.search(said[0] + text[said.end() : said.end() + 2]):
        return False
    rest = cues.SENTENCE.split(text[said.end() :], maxsplit=1)[0]
    return bool(cues.DENIES.search(rest))


def _is_the_exception_behind(before: str, said: re.Match[str]) -> bool:
    """The same of "no plating other than zinc"."""
    if not cues.EXCEPT_BEFORE.search(said[0]):
        return False
    begun = cues.SENTENCE.split(before[: len(before) - len(said[0])])[-1]
    return bool(cues.DENIED_SO_FAR.search(begun))


def _together(text: str, terms: Sequence[_Term], index: int, step: int) -> list[int]:
    """The terms joined with one by "and", or by a comma if they are of one family.

    Certificates need no family: a list of them that ends with "not held" is about all of them.
    """
    found, at = list[int](), index
    while 0 <= (beside := at + step) < len(terms):
        one, other = terms[min(at, beside)], terms[max(at, beside)]
        between = text[one.last : other.first]
        if terms[beside].entry.kind is not terms[index].entry.kind:
            break
        if terms[index].entry.kind is Kind.CERTIFICATE:
            is_joined = bool(cues.LISTED.fullmatch(between))
        else:
            family = one.entry.line[:1] == other.entry.line[:1]
            and_or_comma = (cues.AND, cues.COMMA) if family else (cues.AND,)
            is_joined = any(each.fullmatch(between) for each in and_or_comma)
        if not is_joined:
            break
        found.append(beside)
        at = beside
    return found
