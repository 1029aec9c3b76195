"""Parts of a page that depend on the request: navigation, sort links, people's initials."""

import zlib
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm.notifications import MOST_COUNTED, unseen_count
from crm.templatetags.icons import icon

register = template.Library()

HUES = 6


#: Sections without an entry of their own, and under which entry they stand.
_BELONGS = {
    "profile": "match",
    "run": "match",
    "feedback": "match",
    "package": "need",
    "watch": "register",
}


@register.simple_tag(takes_context=True)
def nav_item(context: Context, to: str, picture: str, label: str, key: str = "") -> SafeString:
    """A link of the main navigation; marked as current on every page of its section.

    A section is the first word of a URL name: `company_list` and `company_detail` are one. What is
    reached from a section's pages only belongs to it.
    `key` is the letter that follows `g` on the keyboard.
    """
    try:
        url = reverse(to)
    except NoReverseMatch:
        return SafeString("")
    at = section(context)
    here = _BELONGS.get(at, at) == to.rsplit(":", maxsplit=1)[-1].split("_", maxsplit=1)[0]
    return format_html(
        '<li><a class="nav-item" href="{}"{}{}>{}<span>{}</span></a></li>',
        url,
        SafeString(' aria-current="page"') if here else "",
        format_html(' data-go="{}"', key) if key else "",
        icon(picture),
        label,
    )


@register.inclusion_tag("layouts/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """The bell of the top bar with how much its reader has not seen; one query."""
    unseen = unseen_count(context["user"])
    return {
        "unseen": unseen,
        "most": MOST_COUNTED,
        "here": section(context) == "notification",
    }


def section(context: Context) -> str:
    """The first word of the current page's URL name; `""` on an error page."""
    match = getattr(context.get("request"), "resolver_match", None)
    return (match.url_name or "").split("_")[0] if match else ""


@register.simple_tag(takes_context=True)
def sort_th(context: Context, field: str, label: str, css: str = "", param: str = "sort") -> Any:
    """A table heading that sorts by `field`; a second click turns the order round.

    Keeps every other filter in the address and goes back to the first page.
    """
    order, url = _sorted(context, field, f"-{field}", param)
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else "",
        url,
        label,
        icon(_ARROWS[order]) if order else "",
    )


@register.simple_tag(takes_context=True)
def sort_link(context: Context, field: str, label: str, title: str) -> SafeString:
    """One of several orders that a heading offers, most first; `title` says it in full."""
    order, url = _sorted(context, f"-{field}", field, "sort")
    return format_html(
        '<a class="sort" href="{}" title="{}"{}>{}{}</a>',
        url,
        title,
        SafeString(' aria-current="true"') if order else "",
        label,
        icon(_ARROWS[order]) if order else "",
    )


_ARROWS = {"ascending": "arrow-up", "descending": "arrow-down"}


def _sorted(context: Context, first: str, second: str, param: str) -> tuple[str, str]:
    """How the list is sorted by either order, and the address that sorts it by the other one."""
    query = context["request"].GET.copy()
    current = query.get(param, "")
    order = ""
    if current in (first, second):
        order = "descending" if current.startswith("-") else "ascending"
    query[param] = second if current == first else first
    for cursor in ("after", "before", "page", "cursor"):
        query.pop(cursor, None)
    return order, f"?{query.urlencode()}"


@register.simple_tag
def avatar(person: object) -> SafeString:
    """A round badge with a person's initials; its colour follows from the name."""
    text = str(person or "").strip()
    if not text:
        return SafeString("")
    hue = zlib.crc32(text.encode()) % HUES + 1
    return format_html(
        '<span class="avatar avatar-{}" title="{}" aria-hidden="true">{}</span>',
        hue,
        text,
        initials(text),
    )


def initials(name: str) -> str:
    """`Mina Park` → `MP`; `김서연` → `서연`; an e-mail address → its first letter."""
    words = name.split("@", maxsplit=1)[0].replace(".", " ").split()
    if not words:
        return "?"
    if words[0][0] > "\u2e7f":
        given = "".join(words)
        return given[-2:] if len(given) <= 4 else given[:2]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes back what a message reports (see `crm.web.page.done`), or `""`."""
    kind, _, url = (message.extra_tags or "").partition(":")
    return url if kind == "undo" else ""
