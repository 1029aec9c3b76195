"""Redirects for requests that htmx made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

DIALOGS = ("panel-body", "modal-body")


class HtmxRedirectMiddleware:
    """Lets a form in a dialog end with a plain `redirect()`, like any other form.

    A browser follows a redirect inside the request, and the whole next page would land in the
    dialog, with the user's messages used up. So htmx is told to change the page instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in (301, 302, 303) or request.method == "GET":
            return response
        if request.headers.get("HX-Target") not in DIALOGS:
            return response
        turned = HttpResponseClientRedirect(response.headers["Location"])
        turned.cookies = response.cookies
        return turned
