"""What the demo set lacks and screens show: the register's news, merges, imports, exports.

It comes about as at work, so that a screen meets the rows that it meets there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm import merging
from crm.models import Intake, IntroductionPlan, Merge, RegisterWatch, User
from crm.planning import solving
from crm.register_following import follow_register
from matching.models import EvaluationReport
from prospects.models import Company, RegisterEntry
from prospects.register import load_register, track
from tests import make
from tests.prospects.register_files import number, row, write

KNOWN = "株式会社架空鍍金工業"
#: New, twice wrong, without a name, and one that is possibly there already.
LINES = (
    "会社名,法人番号,所在地,従業員数,資本金（万円）",
    "株式会社取込一号,,東京都大田区蒲田1-2,48名,3000",
    "株式会社取込二号,123,大阪府東大阪市高井田1,四十人,500",
    ",,東京都大田区蒲田1-2,12,",
    f"{KNOWN},,東京都大田区,60,",
)


def happen(user: User) -> None:
    """Everything, for `user`, who may merge and import."""
    _register(user)
    _merges(user)
    plan = make.introduction_plan(user)
    solving.order(plan)
    solving.solve(plan.pk)
    make.evaluation_report()
    client = Client()
    client.force_login(user)
    for lines in (LINES, LINES[:2]):
        text = "\n".join(lines).encode("cp932")
        file = SimpleUploadedFile("取引先一覧.csv", text)
        client.post(reverse("web:intake_create"), {"kind": "companies", "file": file})
        intake = Intake.objects.order_by("-id")[0]
        columns = {f"column-{at}": name for at, name in enumerate(intake.mapping)}
        client.post(
            reverse("web:intake_columns", args=[intake.pk]), {"sheet": 0, "headings": 0, **columns}
        )
    client.post(reverse("web:intake_write", args=[intake.pk]))
    for noun in ("companies", "deals"):
        client.post(reverse("web:export_create", args=[noun]), {"format": "xlsx"})


def lists() -> list[str]:
    """Addresses of the lists that it fills."""
    names = ("duplicate_list", "duplicate_merges", "duplicate_apart", "watch_list")
    return [
        *(reverse(f"web:{name}") for name in (*names, "notification_list", "intake_list")),
        reverse("web:search") + "?q=架空",
    ]


def records() -> list[str]:
    """Addresses of one record each."""
    closed = Company.objects.filter(registration=Company.Registration.MERGED)[0]
    alike = [*Company.objects.filter(name_ja=KNOWN).order_by("pk")]
    compared = "&".join(f"company={each.pk}" for each in alike)
    states = (Intake.State.READY, Intake.State.DONE)
    imports = [Intake.objects.filter(state=state)[0] for state in states]
    return [
        reverse("web:company_detail", args=[closed.pk]),
        reverse("web:duplicate_pick", args=[closed.pk]),
        f"{reverse('web:duplicate_merge')}?{compared}",
        reverse("web:duplicate_merged", args=[Merge.objects.all()[0].pk]),
        reverse("web:duplicate_undo", args=[Merge.objects.all()[0].pk]),
        reverse("web:watch_detail", args=[RegisterWatch.objects.all()[0].pk]),
        *(reverse("web:intake_detail", args=[each.pk]) for each in imports),
        reverse("web:plan_detail", args=[_plan()]),
        reverse("web:match_evaluation_detail", args=[EvaluationReport.objects.all()[0].pk]),
    ]


def forms() -> list[str]:
    """Addresses of forms that it gives something to."""
    done = Intake.objects.filter(state=Intake.State.DONE)[0]
    return [
        reverse("web:watch_create") + "?q=メッキ",
        reverse("web:intake_create"),
        reverse("web:intake_undo", args=[done.pk]),
        reverse("web:plan_create"),
        *(reverse(f"web:plan_{form}", args=[_plan()]) for form in ("limits", "add", "approve")),
    ]


def _plan() -> object:
    return IntroductionPlan.objects.all()[0].pk


def _register(user: User) -> None:
    """Three tracked numbers of which one is merged away, one moves; a watch finds a new one."""
    known = [
        row(1, name=KNOWN, kana="カクウトキンコウギョウ"),
        row(2, name="架空金属協同組合", kind="399", kana="カクウキンゾク"),
        row(3, name="株式会社架空精密", kana="カクウセイミツ"),
        row(4, name="株式会社架空承継", kana="カクウショウケイ"),
    ]
    day = {"update_date": "2026-08-21", "change_date": "2026-08-19"}
    ended = {"process": "21", "close_date": "2026-08-19", "close_cause": "11"}
    news = [
        row(1, name=KNOWN, process="12", street="見本町９番地", **day),
        row(2, name="架空金属工業協同組合", kind="399", process="11", **day),
        row(3, name="株式会社架空精密", successor_number=number(4), **day, **ended),
        row(5, name="株式会社架空メッキ", **day),
    ]
    make.register_watch(user, name="하마마쓰 도금")
    with tempfile.TemporaryDirectory() as folder:
        for at, rows in enumerate((known, news)):
            load_register([write(Path(folder) / f"{at}.csv", rows)])
            if at == 0:
                for entry in RegisterEntry.objects.filter(pk__in=[number(n) for n in (1, 2, 3)]):
                    track(entry)
            follow_register(now=timezone.now())


def _merges(user: User) -> None:
    """Two that are probably one, two that are not, and two that became one."""
    make.company(name_ja=KNOWN, city="浜松市中央区", employees=60)
    pairs = [
        [make.company(name_ja=name, city="大田区") for _ in range(2)]
        for name in ("株式会社架空溶接", "株式会社架空鍛造")
    ]
    for one, other in pairs:
        make.contact(one)
        make.contact(other, name="試験 花子")
    merging.merge(pairs[0][0], [pairs[0][1]], by=user)
    merging.keep_apart(pairs[1], by=user)
