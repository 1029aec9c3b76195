"""A form in a dialog may end with a plain redirect."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from crm.web.redirects import HtmxRedirectMiddleware

IN_PANEL = {"HX-Request": "true", "HX-Target": "panel-body"}


def answer(request: HttpRequest, response: HttpResponse) -> tuple[int, dict[str, str]]:
    response.set_cookie("messages", "saved")
    turned = HtmxRedirectMiddleware(lambda _: response)(request)
    assert turned.cookies["messages"].value == "saved"
    return turned.status_code, {
        name: turned.headers[name] for name in ("Location", "HX-Redirect") if name in turned.headers
    }


def test_a_redirect_in_a_dialog_changes_the_page_and_keeps_its_cookies() -> None:
    request = RequestFactory().post("/activities/new", headers=IN_PANEL)
    assert answer(request, HttpResponseRedirect("/today")) == (200, {"HX-Redirect": "/today"})


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "board"}])
def test_other_redirects_stay_as_they_are(headers: dict[str, str]) -> None:
    request = RequestFactory().post("/deals/1/move", headers=headers)
    assert answer(request, HttpResponseRedirect("/deals")) == (302, {"Location": "/deals"})


def test_an_invalid_form_stays_in_the_dialog() -> None:
    request = RequestFactory().post("/activities/new", headers=IN_PANEL)
    assert answer(request, HttpResponse(status=422)) == (422, {})


@pytest.mark.parametrize("target", ["panel-body", "results"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_was_signed_out_meanwhile_signs_in_on_a_page_of_its_own(
    method: str, target: str
) -> None:
    headers = {
        "HX-Request": "true",
        "HX-Target": target,
        "HX-Current-URL": "http://testserver/companies/?q=%E7%B2%BE",
    }
    request = getattr(RequestFactory(), method)("/activities/new/", headers=headers)
    away = HttpResponseRedirect("/accounts/login/?next=/activities/new/")
    back = "/accounts/login/?next=/companies/%3Fq%3D%25E7%25B2%25BE"
    assert answer(request, away) == (200, {"HX-Redirect": back})
