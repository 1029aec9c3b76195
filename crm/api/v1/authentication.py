"""Who is asking: a partner agency, by the access token of its application.

The token comes from the OAuth2 client-credentials grant. It is looked up with its agency in one
query, at every request, so an agency or application that is switched off is out at once.
"""

from __future__ import annotations

import dataclasses
import hashlib

import structlog
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from oauth2_provider.models import AccessToken
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from crm.models import Agency

SCOPE = "read"
TOKEN_URL = "/api/v1/token"  # noqa: S105  # an address, not a secret


@dataclasses.dataclass(frozen=True, slots=True)
class Partner:
    """The caller, in the place where Django has a user."""

    agency: Agency
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False


class AgencyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`, the scheme's name in any case (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[Partner, AccessToken] | None:
        """The agency and its token; None without the header, so that the view answers 401.

        Raises AuthenticationFailed (401) for a token that is no good, PermissionDenied (403) for
        a good one that may not read.
        """
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(
                _("The Authorization header must read: Bearer, a space, the token."),
                code="malformed_header",
            )
        token = _find(words[1])
        agency = _agency(token)
        # Every line that the request logs from here on says which agency it was.
        structlog.contextvars.bind_contextvars(agency_id=str(agency.pk))
        return Partner(agency), token

    def authenticate_header(self, request: Request) -> str:
        error = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'Bearer realm="Dongban API"{error}'


def _find(raw: bytes) -> AccessToken:
    token = (
        AccessToken.objects.select_related("application__agency")
        .filter(token_checksum=hashlib.sha256(raw).hexdigest())
        .first()
    )
    if token is None:
        raise AuthenticationFailed(_("This access token is not known."), code="token_unknown")
    if token.is_expired():
        raise AuthenticationFailed(
            _("This access token has expired. Ask for a new one."), code="token_expired"
        )
    if not token.allow_scopes([SCOPE]):
        raise PermissionDenied(_("This access token lacks the scope “read”."), code="scope_missing")
    return token


def _agency(token: AccessToken) -> Agency:
    agency: Agency | None = getattr(token.application, "agency", None)
    if agency is None:
        raise PermissionDenied(
            _("This application belongs to no partner agency."), code="agency_missing"
        )
    if not agency.is_active:
        raise PermissionDenied(
            _("The access of this agency is switched off."), code="agency_inactive"
        )
    return agency


class _Scheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description names this."""

    target_class = AgencyAuthentication
    name = "oauth2"

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        return {self.name: [SCOPE]}

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:
        return {
            "type": "oauth2",
            "description": "Client credentials of the agency's application.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": TOKEN_URL,
                    "scopes": {SCOPE: "Read what is shared with the agency."},
                }
            },
        }
