"""Django cache on the embedded Valkey, which it finds or starts before its first connection."""

from functools import cached_property
from typing import Any

from django.core.cache.backends import redis

from config import embedded


class EmbeddedCache(redis.RedisCache):
    @cached_property
    def _cache(self) -> Any:
        embedded.hold_valkey()
        return super()._cache
