"""Shapes that several answers share: names, money, keyed records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers


def names(ja: str, ko: str, en: str) -> dict[str, str | None]:
    """A name in the three working languages; null where it is not known."""
    return {"ja": ja or None, "ko": ko or None, "en": en or None}


def money(amount: Decimal | None, currency: str) -> dict[str, str] | None:
    """An amount in whole units, as text: 18 digits do not fit into a JavaScript number."""
    return None if amount is None else {"amount": f"{amount:f}", "currency": currency}


class NamesSerializer(serializers.Serializer[Any]):
    """A name in the three working languages; at least one is known."""

    ja = serializers.CharField(allow_null=True, help_text="Japanese.")
    ko = serializers.CharField(allow_null=True, help_text="Korean.")
    en = serializers.CharField(allow_null=True, help_text="English.")


class MoneySerializer(serializers.Serializer[Any]):
    """An amount with its currency."""

    amount = serializers.RegexField(
        r"^[0-9]+$", help_text="Whole units, as text so that no digit is lost."
    )
    currency = serializers.ChoiceField(["KRW", "JPY", "USD"], help_text="ISO 4217.")
