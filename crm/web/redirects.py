"""Redirects for requests that htmx made."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

DIALOGS = ("panel-body", "modal-body")


class HtmxRedirectMiddleware:
    """Lets a form in a dialog end with a plain `redirect()`, like any other form.

    A browser follows a redirect inside the request, and the whole next page would land in the
    dialog, with the user's messages used up. So htmx is told to change the page instead; also,
    wherever the answer was to go, when it leads to the sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in (301, 302, 303) or "HX-Request" not in request.headers:
            return response
        url = response.headers["Location"]
        if urlsplit(url).path == resolve_url(settings.LOGIN_URL):
            # Signed out meanwhile: after the sign-in, back to the page, not to a part of it.
            shown = urlsplit(request.headers.get("HX-Current-URL", ""))
            url = redirect_to_login(f"{shown.path or '/'}{shown.query and '?'}{shown.query}").url
        elif request.method == "GET" or request.headers.get("HX-Target") not in DIALOGS:
            return response
        turned = HttpResponseClientRedirect(url)
        turned.cookies = response.cookies
        return turned
