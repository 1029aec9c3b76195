"""An import in the browser: errors are corrected, rows written, and all of it undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from prospects.models import Company
from tests import make
from tests.e2e.conftest import keep
from tests.e2e.test_whole_path import sign_in, t

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = (
    "会社名,法人番号,所在地,従業員数,資本金（万円）",
    "株式会社取込一号,,東京都大田区蒲田1-2,48名,3000",
    "株式会社取込二号,123,大阪府東大阪市高井田1,四十人,500",
    "既知製作所,,,60,",
)


def test_errors_are_corrected_rows_written_and_all_undone(
    page: Page, live_server: LiveServer, problems: list[str], tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    known = make.company(name_ja="株式会社既知製作所", city="堺市", employees=50)
    file = tmp_path / "企業一覧.csv"
    file.write_text("\n".join(ROWS), encoding="cp932")
    analyst = make.user(role=User.Role.ANALYST)
    sign_in(page, live_server, analyst)

    page.goto(f"{live_server.url}/companies/")
    page.locator("main").get_by_role("link", name=t("Import"), exact=True).click()
    page.set_input_files("[name=file]", file)
    keep(page, "40-import-upload")
    page.get_by_role("button", name=t("Read the file")).click()
    expect(page.get_by_role("heading", name=t("Which column is which"))).to_be_visible()
    expect(page.locator("[name=column-4]")).to_have_value("capital_jpy")
    keep(page, "41-import-columns")
    page.get_by_role("button", name=t("Check the rows")).click()

    errors = page.locator("#line-3")
    expect(errors.locator(".errorlist")).to_have_count(2)
    keep(page, "42-import-errors")
    errors.locator("[name=cell-1]").fill("")
    errors.locator("[name=cell-3]").fill("40人")
    errors.get_by_role("button", name=t("Save and check")).click()
    expect(errors.locator(".badge-good")).to_be_visible()
    expect(page.locator("#intake-tabs .count").first).to_have_text("0")

    page.get_by_role("link", name=re.compile(t("Possibly there already"))).click()
    page.get_by_role("button", name=t("Update this one")).click()
    expect(page.locator("#line-4 .badge-accent")).to_be_visible()
    keep(page, "43-import-duplicate")
    page.locator("#intake-write button").click()
    expect(page.locator(".figure-value").first).to_have_text("2")
    keep(page, "44-import-result")
    assert [*Company.objects.exclude(pk=known.pk).order_by("pk").values_list("employees")] == [
        (48,),
        (40,),
    ]
    known.refresh_from_db()
    assert known.employees == 60

    page.get_by_role("link", name=t("Undo the import")).click()
    page.locator("#modal").get_by_role("button", name=t("Undo the import")).click()
    undone = t("Undone: %(removed)s records removed, %(restored)s set back.", removed=2, restored=1)
    expect(page.get_by_text(undone)).to_be_visible()
    keep(page, "45-import-undone")
    known.refresh_from_db()
    assert [*Company.objects.values_list("pk", "employees")] == [(known.pk, 50)]
    assert problems == []
