"""Forms of the import wizard: the file, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.access import allowed
from crm.intake.kinds import KINDS, Kind
from crm.models import Intake, User
from crm.web.fields import NamedChoice
from prospects.intake.measures import unit_in
from prospects.intake.unpack import MAX_BYTES
from prospects.intake.values import scale_of
from prospects.models import Cooperative

ENCODINGS = (
    ("", _("recognise it")),
    ("utf-8", "UTF-8"),
    ("cp932", _("Japanese Windows (CP932, Shift-JIS)")),
    ("cp949", _("Korean Windows (CP949, EUC-KR)")),
    ("utf-16", "UTF-16"),
)


def kinds_for(user: User) -> list[tuple[str, str]]:
    """The kinds of lists that somebody may import."""
    return [
        (key, capfirst(str(Intake.Kind(key).label)))
        for key, kind in KINDS.items()
        if allowed(user, kind.action)
    ]


class UploadForm(forms.Form):
    """What the list is, and the file."""

    kind = forms.ChoiceField(label=_("The list holds"), widget=forms.RadioSelect)
    cooperative = NamedChoice(
        Cooperative.objects.all(),
        label=_("Cooperative"),
        required=False,
        empty_label=_("as the file says"),
        help_text=_("For a list of members."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (xlsx, xls) or CSV, up to 200,000 rows and 60 MB."),
        error_messages={"empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = kinds_for(user)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  # for the type
        kind.choices = choices
        if Intake.Kind.MEMBERS not in dict(choices):
            del self.fields["cooperative"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                gettext("The file is too large: at most %(most)s MB."),
                params={"most": MAX_BYTES >> 20},
            )
        return file


class ColumnsForm(forms.Form):
    """A choice for each column of the file: what it holds, or that it is not imported."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        headings: Sequence[str],
        mapping: Sequence[str],
        samples: Sequence[Sequence[str]],
        options: Mapping[str, bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.layout, self.headings, self.samples = kind.layout, headings, samples
        self.option = kind.option
        choices = [("", _("not imported"))] + [
            (column.name, capfirst(str(column.label)) + (" *" if column.required else ""))
            for column in kind.layout.columns
        ]
        for index, name in enumerate(mapping):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=headings[index] or gettext("Column %s") % letter(index),
                choices=choices,
                required=False,
                initial=name,
            )
        if option := self.option:
            self.fields[option.key] = forms.BooleanField(
                label=option.label,
                help_text=option.help_text,
                required=False,
                initial=options.get(option.key, False),
            )

    @property
    def width(self) -> int:
        return len(self.headings)

    @property
    def options(self) -> dict[str, bool]:
        """What was ticked; call after `is_valid()`."""
        return {self.option.key: self.cleaned_data[self.option.key]} if self.option else {}

    def option_field(self) -> forms.BoundField | None:
        return self[self.option.key] if self.option else None

    def lines(self) -> list[dict[str, Any]]:
        """The columns as the page shows them: letter, heading, samples, choice."""
        return [
            {
                "letter": letter(index),
                "heading": self.headings[index],
                "samples": self._samples(index),
                "field": self[f"column-{index}"],
                "scale": scale_of(self.headings[index]),
                "unit": unit_in(self.headings[index]),
            }
            for index in range(self.width)
        ]

    def _samples(self, index: int) -> list[str]:
        cells = (row[index].strip() for row in self.samples if index < len(row))
        return [*dict.fromkeys(cell[:60] for cell in cells if cell)][:3]

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data[f"column-{index}"] for index in range(self.width)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: dict[str, int] = {}
        for index in range(self.width):
            name = data.get(f"column-{index}", "")
            if name and name in seen:
                first = letter(seen[name])
                self.add_error(f"column-{index}", gettext("Column %s is this one already.") % first)
            elif name:
                seen[name] = index
        for column in self.layout.missing(seen):
            self.add_error(
                None,
                gettext("No column is “%s”. New rows cannot do without it.")
                % capfirst(str(column.label)),
            )
        if not seen:
            self.add_error(None, gettext("No column of the file is imported."))
        return data


def letter(index: int) -> str:
    """The column's name in a spreadsheet: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
