"""How often an agency may ask: a count in the cache for each minute."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from crm.api.v1.authentication import Partner

WINDOW_SECONDS = 60


class AgencyThrottle(BaseThrottle):
    """At most `settings.API_REQUESTS_PER_MINUTE` requests an agency and clock minute."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        partner = request.user
        if not isinstance(partner, Partner):
            return True  # nobody is signed in: permission answers 401
        window = int(time.time()) // WINDOW_SECONDS
        key = f"api-requests:{partner.agency.pk}:{window}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        requests = int(cache.incr(key))
        limit: int = settings.API_REQUESTS_PER_MINUTE
        return requests <= limit

    def wait(self) -> float:
        """Seconds to the next clock minute."""
        return WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
