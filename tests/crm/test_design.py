"""The design's own rules, checked on the files: contrast, no inline script or style, one lock."""

import json
import re
from pathlib import Path

import pytest

from config.finders import VENDOR

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "crm" / "static" / "css"
TEMPLATES = sorted((ROOT / "crm" / "templates").rglob("*.html"))
TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")

SURFACES = ("bg", "bg-sidebar", "bg-raised", "bg-muted", "bg-hover")
TEXT = [(text, surface) for text in ("text", "text-2", "text-3") for surface in SURFACES]
TINTED = [
    (text, surface)
    for text, surface in [
        ("text", "bg-selected"),
        ("accent", "bg-selected"),
        ("accent", "accent-soft"),
        ("accent", "bg"),
        ("accent", "bg-raised"),
        ("accent", "bg-sidebar"),
        ("good", "good-soft"),
        ("good", "bg"),
        ("warn", "warn-soft"),
        ("warn", "bg"),
        ("bad", "bad-soft"),
        ("bad", "bg"),
    ]
]
#: Borders of controls, the focus ring, and marks that carry meaning.
SHAPES = [(shape, "bg") for shape in ("line-control", "focus", "accent-solid")]
MARKS = [(f"stage-{n}", "bg") for n in range(1, 10)] + [(f"chart-{n}", "bg") for n in range(1, 8)]


def tokens() -> dict[str, tuple[str, str]]:
    text = (CSS / "tokens.css").read_text()
    return {name: (light, dark) for name, light, dark in TOKEN.findall(text)}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "surface", "least"),
    [(*pair, 4.5) for pair in TEXT + TINTED] + [(*pair, 3.0) for pair in SHAPES + MARKS],
)
def test_contrast_meets_wcag_aa(colour: str, surface: str, least: float, theme: int) -> None:
    known = tokens()
    assert contrast(known[colour][theme], known[surface][theme]) >= least


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", ["accent-solid", "accent-solid-hover", "bad-solid"])
def test_white_reads_on_solid_buttons(surface: str, theme: int) -> None:
    assert contrast("#ffffff", tokens()[surface][theme]) >= 4.5


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_templates_hold_nothing_that_the_content_security_policy_stops(file: Path) -> None:
    text = file.read_text()
    scripts = re.findall(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>", text)
    inline = re.findall(r"<style|\sstyle=|\son[a-z]+=|\shx-on|[\"'](?:js|javascript):", text)
    assert (scripts, inline) == ([], [])


def test_style_sheets_use_tokens_for_colours() -> None:
    literal = {
        sheet.name: sorted(set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet.read_text())))
        for sheet in sorted(CSS.glob("*.css"))
        if sheet.name != "tokens.css"
    }
    assert {name: found for name, found in literal.items() if found} == {}


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(f.read_text() for f in CSS.glob("*.css"))))
    used = {
        (file.name, token)
        for file in [*CSS.glob("*.css"), *(ROOT / "crm" / "charts").glob("*.py")]
        for token in re.findall(r"(?:var\(|\")(--[a-z][\w-]*[\w])[),\"]", file.read_text())
    }
    assert {(name, token) for name, token in used if token not in defined} == set()


def test_the_lock_holds_no_registry_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    addresses = [name for name, package in lock["packages"].items() if "resolved" in package]
    unlocked = [
        name for name, package in lock["packages"].items() if name and "integrity" not in package
    ]
    assert (addresses, unlocked) == ([], [])


def test_served_packages_are_locked() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert {file.split("/")[0] for file in VENDOR.values()} <= set(wanted)
