"""What is written home waits in the outbox: printed or withdrawn, once; no numbers in it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.journal.models import Entry
from terrace.school.messages import actions, queries
from terrace.school.messages.kinds import NOTE_TO_FAMILY
from terrace.school.messages.models import Message
from terrace.school.messages.rules import language_of, long_number_in
from tests.school.people.village import Village

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"


def write(here: Village, words: str = "请来学校喝杯茶。", **more: object) -> Message:
    """A note of the class teacher's to her child's family."""
    return actions.write(
        NOTE_TO_FAMILY,
        school=here.school,
        title="关于孩子",
        body=words,
        to_name="奶奶",
        child=here.own_child,
        by=here.accounts["class teacher"],
        **more,  # type: ignore[arg-type]
    )


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def test_printed_twice_is_once(here: Village) -> None:
    note = write(here)
    office, principal = here.accounts["office"], here.accounts["principal"]
    assert actions.printed([note], office) == [note]
    assert actions.printed([note], principal) == []
    assert Entry.objects.filter(subject_id=note.pk).count() == 2  # written, printed


def test_printed_it_cannot_be_held_back(here: Village) -> None:
    note = write(here)
    actions.printed([note], here.accounts["office"])
    with pytest.raises(ValidationError):
        actions.withdraw(note, here.accounts["class teacher"])


def test_withdrawn_it_is_not_printed(here: Village) -> None:
    note = write(here)
    teacher = here.accounts["class teacher"]
    assert actions.withdraw(note, teacher).state == Message.State.WITHDRAWN
    assert actions.withdraw(note, teacher).state == Message.State.WITHDRAWN
    assert actions.printed([note], here.accounts["office"]) == []
    assert not queries.waiting(here.school).exists()


def test_another_school_s_office_prints_nothing_of_ours(here: Village, elsewhere: Village) -> None:
    note = write(here)
    assert actions.printed([note], elsewhere.accounts["office"]) == []
    answer = phone_of(elsewhere, "office").post("/outbox/printed/", {"message": [str(note.pk)]})
    assert answer.status_code == 302
    note.refresh_from_db()
    assert note.state == Message.State.WAITING


def test_only_what_stood_on_the_page_is_marked_as_printed(here: Village) -> None:
    seen, later = write(here), write(here, "后来写的。")
    phone_of(here, "office").post("/outbox/printed/", {"message": [str(seen.pk), "not an id"]})
    assert list(queries.waiting(here.school)) == [later]


@pytest.mark.parametrize("words", ["", "  \n"])
def test_an_empty_note_is_refused(here: Village, words: str) -> None:
    with pytest.raises(ValidationError):
        write(here, words)


@settings(max_examples=60, deadline=None)
@given(
    number=st.text("0123456789", min_size=11, max_size=18),
    gap=st.sampled_from(["", " ", "-"]),
    before=st.text("请打给我电话 ab", max_size=8),
)
def test_a_telephone_or_card_number_is_found_however_written(
    number: str, gap: str, before: str
) -> None:
    assert long_number_in(before + gap.join(number) + "。")


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789", max_size=10))
def test_a_date_or_a_price_is_no_telephone(number: str) -> None:
    assert not long_number_in(f"在{number}元")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_words_are_in_one_language(words: str) -> None:
    assert language_of(words + "好") == "zh-hans"
    assert language_of("Dear grandmother, " + words.encode("ascii", "ignore").decode()) == "en"


def test_a_teacher_writes_looks_and_lays_it_in_the_outbox(here: Village) -> None:
    phone = phone_of(here, "class teacher")
    address = f"/children/{here.own_child.pk}/write-home/"
    form = phone.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"words": "她会进位了。"}
    looked = phone.post(address, sent | {"do": "preview"})
    assert "她会进位了。" in looked.content.decode()
    assert not Message.objects.exists()
    phone.post(address, sent | {"do": "send"})
    note = Message.objects.get()
    assert (note.body, note.child, note.state) == ("她会进位了。", here.own_child, "waiting")


def test_nothing_of_a_note_can_become_part_of_the_page(here: Village) -> None:
    write(here, "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in phone_of(here, "office").get("/outbox/").content.decode()
