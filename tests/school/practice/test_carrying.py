"""A practice written in one school is read, tried and reported on in another."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction

from terrace.engines.bundles.packing import RECORDS, pack, unpack
from terrace.school.calendar.queries import today
from terrace.school.practice import actions, queries
from terrace.school.practice.carrying import Report, library_of
from terrace.school.practice.keys import public_of
from terrace.school.practice.models import Card, SignedRecord, Trial
from tests.school.people.village import Village

from .telling import BODY

pytestmark = pytest.mark.django_db


def bundle_of(school: Village) -> bytes:
    return actions.export(school.school, by=None)


def give(data: bytes, school: Village) -> Report:
    return actions.take_bundle(school.school, io.BytesIO(data), name="stick.zip", by=None)


def write(school: Village, **changes: object) -> Card:
    principal = school.accounts["principal"]
    draft = actions.write(draft=None, body=BODY | changes, by=principal)
    actions.sign_draft(draft=draft, by=principal)
    return Card.objects.get(school=school.school, thing=str(draft.thing))


def try_it(card: Card, school: Village) -> Trial:
    day = today(school.school)
    return actions.begin(
        card=card,
        lead=school.accounts["principal"].staff,
        starts=day,
        report_on=day + timedelta(days=28),
        steps=[("量走廊", day)],
        by=school.accounts["principal"],
    )


def test_there_and_back_again(here: Village, elsewhere: Village) -> None:
    write(here)
    report = give(bundle_of(here), elsewhere)
    assert report.to_json() == {
        "file": "stick.zip",
        "new": {"practice": 1, "try": 0, "report": 0, "revocation": 0},
        "known": 0,
        "photos": 0,
        "refused": [],
    }
    (found,) = queries.find(elsewhere.school, "下雨天在哪里活动", most=1)
    assert (found.by_school, found.body["title"]) == (here.school.name, BODY["title"])
    trial = try_it(found, elsewhere)
    actions.report(
        trial=trial, outcome="changed", why="走廊太窄", by=elsewhere.accounts["principal"]
    )
    assert give(bundle_of(elsewhere), here).new["report"] == 1
    mine = Card.objects.get(school=here.school, key=public_of(here.school))
    assert (mine.tries, mine.kept, mine.changed, mine.stopped) == (1, 0, 1, 0)
    (told,) = queries.reports_on(mine)
    assert told.body["why"] == {"zh": "走廊太窄"}
    assert library_of(here.school).digest == library_of(elsewhere.school).digest


def test_a_report_that_comes_before_its_practice_waits_for_it(
    here: Village, elsewhere: Village
) -> None:
    write(here)
    give(bundle_of(here), elsewhere)
    card = Card.objects.exclude(key="").get(school=elsewhere.school)
    actions.report(
        trial=try_it(card, elsewhere),
        outcome="kept",
        why="孩子喜欢",
        by=elsewhere.accounts["principal"],
    )
    records = unpack(io.BytesIO(bundle_of(elsewhere))).records
    SignedRecord.objects.filter(school=elsewhere.school).delete()
    Card.objects.filter(school=elsewhere.school).delete()
    give(pack([one for one in records if one.record.kind != "practice"], {}), elsewhere)
    assert not Card.objects.filter(school=elsewhere.school).exists()
    give(pack(records, {}), elsewhere)
    assert Card.objects.get(school=elsewhere.school).kept == 1


def test_a_changed_bundle_changes_nothing_and_names_who_was_meant(
    here: Village, elsewhere: Village
) -> None:
    write(here)
    with zipfile.ZipFile(io.BytesIO(bundle_of(here))) as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    entries[RECORDS] = entries[RECORDS].replace("下雨天".encode(), "下雪天".encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    (refused,) = give(buffer.getvalue(), elsewhere).refused
    assert (refused.reason, refused.school) == ("forged", here.school.name)
    assert here.school.name in refused.message_zh
    assert not SignedRecord.objects.filter(school=elsewhere.school).exists()


def test_a_later_version_takes_the_place_and_a_withdrawn_one_is_gone(
    here: Village, elsewhere: Village
) -> None:
    principal = here.accounts["principal"]
    draft = actions.write(draft=None, body=BODY, by=principal)
    actions.sign_draft(draft=draft, by=principal)
    first = bundle_of(here)
    actions.write(draft=draft, body=BODY | {"title": {"zh": "雨天走廊"}}, by=principal)
    actions.sign_draft(draft=draft, by=principal)
    give(bundle_of(here), elsewhere)
    assert give(first, elsewhere).known == 1
    card = Card.objects.exclude(key="").get(school=elsewhere.school)
    assert card.body["title"] == {"zh": "雨天走廊"}
    assert queries.find(elsewhere.school, "走廊")[0] == card
    actions.withdraw(draft=draft, why="照片里有孩子", by=principal)
    give(bundle_of(here), elsewhere)
    give(first, elsewhere)
    assert not Card.objects.exclude(key="").filter(school=elsewhere.school).exists()


def test_a_revoked_key_takes_its_practices_with_it_until_they_are_signed_anew(
    here: Village, elsewhere: Village
) -> None:
    write(here)
    stolen = bundle_of(here)
    give(stolen, elsewhere)
    old = public_of(here.school)
    actions.revoke(here.school, why="电脑被偷", by=here.accounts["principal"])
    assert public_of(here.school) != old
    assert give(bundle_of(here), elsewhere).new["practice"] == 1
    (card,) = Card.objects.exclude(key="").filter(school=elsewhere.school)
    assert card.key == public_of(here.school)
    (refused,) = give(stolen, elsewhere).refused
    assert (refused.reason, refused.school) == ("revoked", here.school.name)


def test_only_a_trusted_office_revokes_anothers_key(here: Village, elsewhere: Village) -> None:
    write(here)
    give(bundle_of(here), elsewhere)
    key = public_of(here.school)
    county = elsewhere.school
    actions.revoke_other(county, key=key, why="冒名", by=None)
    assert not Card.objects.filter(school=county, key=key).exists()
    (refused,) = give(bundle_of(elsewhere), here).refused
    assert refused.reason == "no_right"
    actions.trust(here.school, key=public_of(county), name="县里")
    assert give(bundle_of(elsewhere), here).refused == []
    assert not Card.objects.filter(school=here.school, key=key).exists()


def test_the_programs_own_cards_are_there_once_and_do_not_travel(here: Village) -> None:
    actions.stock(here.school)
    actions.stock(here.school)
    known = Card.objects.filter(school=here.school, key="")
    assert known.count() == len({one.thing for one in known})
    assert unpack(io.BytesIO(bundle_of(here))).records == ()


def test_whatever_fails_in_the_middle_leaves_nothing_half_done(
    here: Village, elsewhere: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here)
    data = bundle_of(here)

    def power_cut(*_told: object, **_more: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr("terrace.school.practice.carrying.record", power_cut)
    with pytest.raises(OSError, match="power"), transaction.atomic():
        give(data, elsewhere)
    assert not SignedRecord.objects.filter(school=elsewhere.school).exists()
    assert not Card.objects.filter(school=elsewhere.school).exists()
