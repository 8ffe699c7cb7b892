"""A practice is tried step by step and reported on; what leaves, the principal has signed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account
from terrace.school.practice import actions, queries
from terrace.school.practice.counting import amount
from terrace.school.practice.models import Card, Draft, SignedRecord, Trial
from terrace.school.practice.shipped import cards
from terrace.school.today.models import Todo
from tests.school.people.village import Village

from .telling import BODY

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"


def phone_of(account: Account) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(account, backend=BACKEND)
    return client


def open_kinds(account: Account) -> list[str]:
    rows = Todo.objects.filter(staff=account.staff, done_at=None, kind__startswith="practice.")
    return sorted(rows.values_list("kind", flat=True))


def begin(here: Village, role: str) -> Trial:
    actions.stock(here.school)
    card = Card.objects.filter(school=here.school, key="").order_by("number")[0]
    client, day = phone_of(here.accounts[role]), today(here.school)
    answer = client.post(
        reverse("practice_try", args=[card.pk]),
        {
            "starts": day,
            "report_on": day + timedelta(days=28),
            "lead": here.accounts[role].staff.pk,
            "step_1": "问谁愿意听",
            "due_1": day,
            "step_2": "排轮次",
            "due_2": day + timedelta(days=7),
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return Trial.objects.get(school=here.school)


def test_from_the_plan_to_the_signed_report(here: Village) -> None:
    teacher, principal = here.accounts["class teacher"], here.accounts["principal"]
    trial = begin(here, "class teacher")
    assert open_kinds(teacher) == ["practice.report", "practice.step"]
    for step in trial.steps.order_by("place"):
        phone_of(teacher).post(reverse("practice_step", args=[step.pk]))
        phone_of(teacher).post(reverse("practice_step", args=[step.pk]))
    assert open_kinds(teacher) == ["practice.report"]
    told = {"outcome": "stopped", "why": "没有人手", "counted": ["late"]}
    phone_of(teacher).post(reverse("practice_report", args=[trial.pk]), told)
    assert open_kinds(teacher) == []
    assert open_kinds(principal) == ["practice.sign_report"]
    reports = SignedRecord.objects.filter(school=here.school, kind="report")
    assert not reports.exists()
    closed = phone_of(teacher).post(reverse("practice_report_sign", args=[trial.pk]))
    assert closed.status_code == 403
    phone_of(principal).post(reverse("practice_report_sign", args=[trial.pk]))
    assert reports.count() == 1
    assert open_kinds(principal) == []
    card = Card.objects.get(school=here.school, key="", thing=trial.thing)
    assert (card.tries, card.stopped) == (1, 1)
    page = phone_of(principal).get(reverse("practice", args=[card.pk])).content.decode()
    assert "没有人手" in page
    assert "迟到的人次" in page


def test_a_trial_names_nobody_in_what_leaves_the_school(here: Village) -> None:
    begin(here, "class teacher")
    (line,) = SignedRecord.objects.filter(school=here.school).values_list("line", flat=True)
    assert here.accounts["class teacher"].staff.name not in line
    assert "问谁愿意听" not in line


def test_a_teacher_writes_and_the_principal_signs(here: Village) -> None:
    teacher, principal = here.accounts["class teacher"], here.accounts["principal"]
    sent = {
        "title": "雨天走廊",
        "need": "下雨没地方玩",
        "steps": "量走廊\n\n分三段",
        "needs": ["confidence"],
        "yuan": "120",
        "minutes": "30",
        "evidence": "told",
    }
    answer = phone_of(teacher).post(reverse("practice_new"), sent)
    assert answer.status_code == 302, answer.content.decode()
    draft = Draft.objects.get(school=here.school)
    assert draft.body["steps"] == [{"zh": "量走廊"}, {"zh": "分三段"}]
    assert open_kinds(principal) == ["practice.sign_draft"]
    assert queries.find(here.school, "雨天走廊") == []
    phone_of(principal).post(reverse("practice_sign", args=[draft.pk]))
    assert [one.by_school for one in queries.find(here.school, "雨天走廊")] == [here.school.name]
    assert open_kinds(principal) == []


def test_the_other_language_is_kept_when_one_is_changed(here: Village) -> None:
    principal = here.accounts["principal"]
    draft = actions.write(draft=None, body=BODY, by=principal)
    sent = {
        "title": "雨天走廊",
        "need": BODY["need"]["zh"],
        "steps": "各班轮着跳绳",
        "needs": ["confidence", "habits"],
        "yuan": "0",
        "minutes": "30",
        "evidence": "counted",
    }
    phone_of(principal).post(reverse("practice_draft", args=[draft.pk]), sent)
    draft.refresh_from_db()
    assert draft.body["title"] == {"zh": "雨天走廊", "en": "A yard for rainy days"}


@pytest.mark.parametrize(
    "changes", [{"steps": []}, {"report_on": -1}, {"steps": [("长" * 201, 0)]}]
)
def test_a_plan_that_is_none_is_refused_and_nothing_is_written(
    here: Village, changes: dict[str, object]
) -> None:
    actions.stock(here.school)
    card = Card.objects.filter(school=here.school, key="")[0]
    day = today(here.school)
    ahead = changes.get("report_on", 28)
    assert isinstance(ahead, int)
    with pytest.raises(ValidationError):
        actions.begin(
            card=card,
            lead=here.accounts["principal"].staff,
            starts=day,
            report_on=day + timedelta(days=ahead),
            steps=[(words, day) for words, _ in changes.get("steps", [("量", 0)])],  # type: ignore[attr-defined]
            by=here.accounts["principal"],
        )
    assert not Trial.objects.filter(school=here.school).exists()


def test_a_count_stands_with_what_chance_alone_makes_of_it() -> None:
    # Exact Poisson limits of 10 are 4.80 and 18.39, of 0 they are 0 and 3.69.
    assert amount(10, 28) == {"count": 10, "days": 28, "low": 4, "high": 19}
    assert amount(0, 28) == {"count": 0, "days": 28, "low": 0, "high": 4}


def test_our_cards_are_whole_in_both_languages() -> None:
    assert len(cards()) == 12
    for card in cards():
        for part in ("title", "need", "context", "changed", "known_by", "went_wrong", "harms"):
            assert set(card.body[part]) == {"zh", "en"}, (card.slug, part)
        assert all(set(step) == {"zh", "en"} for step in card.body["steps"])
        # Studied means that somebody can look it up.
        assert (card.body["evidence"] == "studied") == bool(card.body["sources"]), card.slug
