"""What is wrong, left out or kept, in the reader's language: texts for stored codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from prospects.duplicates import REASONS
from prospects.intake.columns import Layout
from prospects.likeness import Reason

#: Of a cell, or of a row as a whole.
PROBLEMS: dict[str, Any] = {
    "required": _("This must be filled in."),
    "formula": _("The cell holds a formula that failed (%(value)s). Type the value itself."),
    "undecodable": _("Some characters could not be read. Type them again."),
    "too_long": _("At most %(longest)s characters; these are %(length)s."),
    "email": _("“%(value)s” is not an e-mail address."),
    "website": _("“%(value)s” is not a web address."),
    "phone": _("“%(value)s” is not a telephone number."),
    "lost_digits": _(
        "“%(value)s”: the spreadsheet program has rounded the number. Format the column as text "
        "and type all 13 digits."
    ),
    "corporate_number": _(
        "“%(value)s” is no corporate number: it has 13 digits, the first being a check digit."
    ),
    "postcode": _("“%(value)s” is no postcode: it has seven digits."),
    "municipality": _("“%(value)s” is no municipality code: it has five digits."),
    "jsic": _("“%(value)s” is no JSIC code: it has two to four digits."),
    "ksic": _("“%(value)s” is no KSIC code: it has two to five digits."),
    "ksic_division": _("“%(value)s” is no KSIC code: KSIC has no division %(division)s."),
    "ksic_section": _("“%(value)s”: division %(division)s of KSIC is in section %(section)s."),
    "key": _("“%(value)s” is not a key of Dongban. Leave it empty for a new record."),
    "number": _("“%(value)s” is not a number."),
    "whole": _("“%(value)s” is not a whole number."),
    "range": _("Between %(least)s and %(most)s."),
    "yes_no": _("“%(value)s”: write yes or no."),
    "choice": _("“%(value)s” is not one of these: %(allowed)s."),
    "day": _("“%(value)s” is not a date. Write it as 2026-11-22."),
    "no_such_day": _("There is no such day: “%(value)s”."),
    "no_such_time": _("There is no such time: “%(value)s”."),
    "year": _("“%(value)s” is not a year. Write it with four digits."),
    "prefecture": _("“%(value)s” is no prefecture of Japan."),
    "capability": _("“%(value)s” is not in the list of processes."),
    "certificate": _("“%(value)s” is not in the list of certificates."),
    "unknown_key": _("There is no record with this key (any more)."),
    "number_of_another": _("Another record has this corporate number; the key says otherwise."),
    "repeated": _("The same as line %(line)s of this file."),
    "region": _(
        "“%(value)s” is no province or metropolitan city of Korea, such as 경상북도 or 부산."
    ),
    "no_region": _(
        "“%(value)s”: no province of Korea can be told from this address. Begin it with one, such "
        "as 경북 구미시."
    ),
    "other_region": _(
        "The address lies in %(found)s, but the column of the region says %(region)s."
    ),
    "zone": _("“%(value)s” is not in the list of investment zones."),
    "site_without_address": _("A site needs its address: fill that cell, or leave this one empty."),
    "tie_to_itself": _("“%(value)s” is the firm itself or its group: name another company."),
    "no_site": _(
        "The firm has no site of this name. Import its sites first, or leave the cell empty."
    ),
    "several_sites": _("The firm has several sites that this may be: write the whole name."),
    "length": _("“%(value)s” is no length. Write it as ±0.01mm, 10µm or 300mm."),
    "unit_missing": _("“%(value)s”: say the unit, mm or µm, here or in the heading."),
    "one_tolerance": _("“%(value)s”: give one tolerance, the narrowest that is needed."),
    "above_zero": _("Above 0 and at most %(most)s."),
    "tolerance_too_wide": _("The tolerance is as wide as the largest part: check the units."),
    "per_month": _("“%(value)s” is a number a day. Give the pieces a month or a year."),
    "no_person": _(
        "“%(value)s” is no contact of this company or cooperative. Correct the name, or go back to "
        "the columns and tick “Add persons who are not known yet”."
    ),
    "no_person_of_address": _(
        "“%(value)s” is the address of no contact of this company or cooperative. Write the name "
        "beside it to add the person."
    ),
    "several_people": _(
        "“%(value)s”: several contacts of this company have that name. Write the e-mail address."
    ),
    "merged_key": _(
        "This company was merged into %(name)s. Leave the key empty, or take the key of that one."
    ),
    "merged_meanwhile": _(
        "This company was merged into another one after the rows were checked. Check them again."
    ),
    "added_beside": _(
        "Somebody added a contact of this name after the rows were checked. Check them again."
    ),
    "no_company": _("No company is tracked under this name or number."),
    "several_companies": _("Several companies have this name: give the corporate number."),
    "no_cooperative": _("No cooperative is known under this name."),
    "several_cooperatives": _("Several cooperatives have this name."),
    "no_firm": _("No Korean firm is known under this name."),
    "several_firms": _("Several Korean firms have this name."),
    "several_of_name": _(
        "Several records have this name. Write the Dongban key (an exported list has it), or "
        "another name."
    ),
    "no_user": _("No colleague has this name or sign-in."),
    "no_body": _("Say which company or cooperative it belongs to."),
    "two_bodies": _("A contact belongs to one company or one cooperative, not to both."),
    "done_in_future": _("What is done cannot lie in the future."),
    "changed_meanwhile": _("Somebody changed this record after the rows were checked."),
    "added_meanwhile": _("Somebody added this record after the rows were checked."),
}

#: Of a file, or of the work on it.
FAILURES: dict[str, Any] = {
    "empty": _("The file is empty."),
    "no_rows": _("The sheet has headings and no rows below them."),
    "too_large": _("The file is too large: at most %(most)s MB."),
    "too_many_rows": _("The file has too many rows: at most %(most)s. Divide it."),
    "too_wide": _("The sheet has more than %(most)s columns. Remove those that are not needed."),
    "long_cell": _("A cell in line %(line)s is longer than %(most)s characters."),
    "not_text": _(
        "This is neither an Excel file nor a text that can be read. Save the list as an Excel "
        "workbook (xlsx) or as CSV."
    ),
    "not_a_table": _("This is no spreadsheet. Excel workbooks (xlsx, xls) and CSV are read."),
    "web_page": _(
        "This is a web page or XML with the ending of Excel, as some systems give it out. Open it "
        "in Excel and save it as an Excel workbook (xlsx)."
    ),
    "damaged": _("The file is damaged: the spreadsheet cannot be opened."),
    "encrypted": _("The workbook has a password. Save it without one."),
    "bomb": _("The workbook is too large when unpacked. Save the list alone in a new workbook."),
    "field_without_end": _("A quotation mark is not closed: a cell runs over many lines."),
    "file_gone": _("The file is not there any more. Send it again."),
    "collided": _("Somebody stored one of these records at the same moment. Check the rows again."),
}

KEPT: dict[str, Any] = {
    "edited": _("edited since the import"),
    "gone": _("removed since the import"),
    "merged": _("merged since the import: what it stored is part of %(name)s now"),
    "took_up": _("another company was merged into this one since the import"),
    "beside": _("edited or in use since the import: %(noun)s"),
    "referred": _("in use: %(noun)s"),
    "fields": _("changed since the import: %(fields)s"),
}


def problem_text(problem: Mapping[str, Any]) -> str:
    """A stored problem as a sentence."""
    return str(PROBLEMS[problem["code"]]) % _figures(problem["about"])


def failure_text(failure: Mapping[str, Any] | None) -> str:
    """Why a file or a piece of work was refused; "" where nothing was."""
    if not failure:
        return ""
    return str(FAILURES[failure["code"]]) % _figures(failure["about"])


def kept_text(kept: Mapping[str, Any], layout: Layout, names: Mapping[str, str]) -> str:
    """Why a record was not undone; `names` are those of successors, by key."""
    about = {"noun": "", "fields": "", "name": names.get(str(kept.get("into")), "–")}
    if noun := kept.get("noun"):
        about["noun"] = str(apps.get_model(noun)._meta.verbose_name)
    if fields := kept.get("fields"):
        about["fields"] = ", ".join(label_of(name, layout) for name in fields)
    return str(KEPT[kept["code"]]) % about


def reason_text(candidate: Mapping[str, Any]) -> str:
    """Why a row is possibly a stored company."""
    said = str(REASONS[Reason(candidate["reason"])])
    if candidate.get("other_number"):
        return f"{said} ({gettext('but another corporate number')})"
    return said


def label_of(column: str, layout: Layout) -> str:
    """The name of a column of the file or of the table, for people."""
    name = column.removeprefix("+").removesuffix("_id")
    if name in layout:
        return capfirst(str(layout[name].label))
    others = {
        "cluster": gettext("cluster"),
        "membership": gettext("membership"),
        "sites": gettext("new site"),
        "contacts": gettext("contacts"),
        "new_contacts": gettext("new contacts"),
    }
    return capfirst(others.get(name, name))


def reasons(problems: list[dict[str, Any]], layout: Layout) -> str:
    """All that is wrong with a row, in one cell of the file of left-out rows."""
    said = []
    for problem in problems:
        text = problem_text(problem)
        label = label_of(problem["column"], layout) if problem["column"] else ""
        said.append(f"{label}: {text}" if label else text)
    return "\n".join(said)


def _figures(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _told(value) for name, value in about.items()}


def _told(value: Any) -> Any:
    if isinstance(value, Mapping):  # the same in each language
        return value.get((get_language() or "ko")[:2], next(iter(value.values()), ""))
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else value
