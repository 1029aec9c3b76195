"""What a partner agency's application signs in with."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import Application

from crm.models import Agency
from prospects.models import save_versioned


@dataclass(frozen=True)
class Credentials:
    """Of the client-credentials grant. The secret is stored as a hash: this is its only showing."""

    client_id: str
    client_secret: str


@transaction.atomic
def issue_credentials(agency: Agency) -> Credentials:
    """Give the agency an application, or the one it has a new secret and no valid token."""
    secret = generate_client_secret()
    application = agency.application
    if application is None:
        application = Application.objects.create(
            name=agency.name_en or str(agency),
            client_id=generate_client_id(),
            client_secret=secret,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        )
        agency.application = application
        save_versioned(agency, fields=["application"])
    else:
        application.client_secret = secret
        application.save(update_fields=["client_secret", "updated"])
        application.accesstoken_set.all().delete()
    return Credentials(application.client_id, secret)
