"""Form bases: model forms that refuse to overwrite what somebody else saved meanwhile."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.translation import gettext_lazy as _

from crm.web.fields import dates_within_reach
from prospects.models.record import Record, StaleRecordError, save_versioned
from prospects.number_fields import formfield

STALE = _(
    "Somebody else saved this record while you were editing it. What you typed is still here; "
    "reload to see the new state before you save."
)

RecordT = TypeVar("RecordT", bound=Record)


class NumbersAsTyped(ModelFormMetaclass):
    """Model forms whose number fields are those of `prospects.number_fields`."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **options: Any
    ) -> NumbersAsTyped:
        if meta := attrs.get("Meta"):
            meta.formfield_callback = staticmethod(formfield)
        return super().__new__(mcs, name, bases, attrs, **options)


if TYPE_CHECKING:

    class _ModelForm(forms.ModelForm[RecordT], Generic[RecordT]): ...

else:  # Django's class takes no parameter when the program runs.

    class _ModelForm(forms.ModelForm, Generic[RecordT], metaclass=NumbersAsTyped): ...


class RecordForm(_ModelForm[RecordT]):
    """Edits one record. A hidden field carries the version that was read.

    `save_edit` writes only the changed fields and answers False, with an error on the form and
    nothing written, when the record was saved by somebody else since.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates_within_reach(self)
        if isinstance(self.instance.pk, UUID):  # a new record's key is the database's to give
            self.initial["version"] = self.instance.version

    def save_edit(self) -> bool:
        """Write the changed fields; call after `is_valid()`."""
        read = self.cleaned_data.get("version")
        if read is not None:
            self.instance.version = read
        fields = [name for name in self.changed_data if name != "version"]
        if not fields:
            return True
        try:
            save_versioned(self.instance, fields=fields)
        except StaleRecordError:
            self.add_error(None, STALE)
            return False
        return True


def digest(row: models.Model) -> str:
    """A short text that changes whenever a value of the row does."""
    values = repr([getattr(row, field.attname) for field in row._meta.concrete_fields])
    return hashlib.blake2s(values.encode(), digest_size=12).hexdigest()
