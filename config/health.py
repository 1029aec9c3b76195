"""What a load balancer asks: can this process reach its database and its cache?"""

import secrets

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when both answer, else 503; the body names each. No sign-in, no details."""
    state = {"database": _database(), "cache": _cache()}
    return JsonResponse(state, status=200 if all(v == "ok" for v in state.values()) else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _cache() -> str:
    token = secrets.token_hex(8)
    try:
        cache.set("healthz", token, timeout=5)
        cache.get("healthz")
    except (RedisError, OSError):
        return "unreachable"
    return "ok"
