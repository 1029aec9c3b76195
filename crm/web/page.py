"""What every screen does the same way: ask for permission, answer whole or in part, say what
happened.

A view is a plain function under `@page(Action…)`. A page works as a plain link or form first; htmx
asks for the same address and gets the fragment of a dialog (`layouts/dialog.html` instead of
`base.html`) or a named partial of the template.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from crm.access import Action, require
from crm.keyset import InvalidCursorError
from crm.models import User
from crm.web.viewing import seen_by

P = ParamSpec("P")


class Request(HttpRequest):
    """A request of somebody signed in, as every `@page` view gets it."""

    user: User
    htmx: HtmxDetails


class MovedAwayError(Exception):
    """What was asked for is now part of something else: go to `url` and say so with `text`."""

    def __init__(self, url: str, text: str, *, undo: str = "") -> None:
        super().__init__(text)
        self.url, self.text, self.undo = url, text, undo


class View(Protocol[P]):
    """A view that says which action its whole page needs."""

    action: Action

    def __call__(
        self, request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase: ...


def page(
    action: Action,
) -> Callable[[Callable[Concatenate[Request, P], HttpResponseBase]], View[P]]:
    """Let a view be seen by whoever may do `action`; rules about one object are the view's own."""

    def decorate(view: Callable[Concatenate[Request, P], HttpResponseBase]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.user, action)
            if any("\0" in value for _key, found in request.GET.lists() for value in found):
                raise BadRequest("NUL")  # PostgreSQL's texts cannot hold it
            try:
                with seen_by(request.user):
                    return view(cast("Request", request), *args, **kwargs)
            except InvalidCursorError:  # an old address of a list: start at its first page
                return go(cast("Request", request), request.path)
            except MovedAwayError as moved:
                return done(cast("Request", request), moved.url, moved.text, undo=moved.undo)

        marked = cast("View[P]", guarded)
        marked.action = action
        return marked

    return decorate


def show(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partial: str = "",
    inside: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page; for htmx only the template's `partial`, or the inside of the open dialog.

    Templates extend `layout`, which is the whole page or, when a dialog asked, its inside. `inside`
    names the layout for other htmx requests, such as one that draws only what a filter changes.
    """
    in_dialog = bool(request.htmx) and request.htmx.target in ("panel-body", "modal-body")
    layout = "layouts/dialog.html" if in_dialog else "base.html"
    if inside and request.htmx and not in_dialog:
        layout = inside
    name = f"{template}#{partial}" if partial and request.htmx and not in_dialog else template
    response = render(request, name, {**(context or {}), "layout": layout}, status=status)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def invalid(request: Request, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The form again with what is wrong in it; nothing that was typed is lost."""
    return show(request, template, context, status=422)


def done(request: Request, url: str, text: str, *, undo: str = "") -> HttpResponse:
    """Go to `url` and say what happened there, with an Undo button that posts to `undo`."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")
    return go(request, url)


def say_doubts(request: Request, texts: Iterable[str]) -> None:
    """Say, on the next page, what is odd about what was just saved, though it may be right."""
    for text in texts:
        messages.warning(request, text)


def failed(request: Request, url: str, text: str) -> HttpResponse:
    """Go to `url` and say there why nothing was done."""
    messages.error(request, text)
    return go(request, url)


def go(request: Request, url: str) -> HttpResponse:
    """Redirect, in the way that a form in a dialog needs too."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def toast(
    response: HttpResponse, text: str, *, level: str = "success", undo: str = ""
) -> HttpResponse:
    """Show a short message beside an htmx fragment, with an Undo button that posts to `undo`."""
    said = {"level": level, "text": text} | ({"undo": undo} if undo else {})
    response["HX-Trigger"] = json.dumps({"toast": said})
    return response


def back_to(request: Request, fallback: str) -> str:
    """The `next` address of a form if it is one of ours, else `fallback`."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if _is_ours(request, url) else fallback


def under(request: Request, fallback: str) -> str:
    """Where to go after a dialog: the form's `next`, the page under the dialog, or `fallback`.

    Without its fragment: with it the page would only scroll, not be drawn anew.
    """
    shown = (request.htmx.current_url_abs_path if request.htmx else None) or ""
    shown = shown.partition("#")[0]
    return back_to(request, shown if _is_ours(request, shown) else fallback)


def before(request: Request, fallback: str = "") -> str:
    """The page on which somebody pressed a button that stays where it is, else `fallback`."""
    referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    url = f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    ours = referrer.netloc == request.get_host() and _is_ours(request, url)
    return url if ours else fallback or reverse("web:today")


def at(request: Request, url: str, place: str) -> str:
    """`url` at the part of the page with the id `place`: nobody loses their place in a list.

    Not out of a dialog: the page under it would only scroll, and show what was.
    """
    return url if request.htmx else f"{url}#{place}"


def moment_in(text: str) -> dt.datetime | None:
    """A time in ISO form, in the office's zone where it names none; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _is_ours(request: Request, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
