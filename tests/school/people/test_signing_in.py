"""Adults sign in, stay signed in on their phones, and get back in when they have lost the way."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from terrace.school.journal import clock
from terrace.school.journal.queries import history
from terrace.school.people import actions, guessing, phones
from terrace.school.people.models import Account, Guesses, KnownPhone, ResetCode
from terrace.school.people.passwords import SmallBoxArgon2Hasher
from tests.school.people.phone import ANDROID, guess, is_in, sign_in, teacher
from tests.school.people.village import PASSWORD, Village

pytestmark = pytest.mark.django_db


def test_she_signs_in_and_stays_so_for_ninety_days(here: Village) -> None:
    client = Client()
    answer = sign_in(client, teacher(here).username)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.cookies["sessionid"]["max-age"] == 90 * 24 * 3600
    (phone,) = KnownPhone.objects.all()
    assert phone.label == "Android phone, Chrome"
    assert is_in(client)


def test_a_phone_in_use_begins_its_ninety_days_anew(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    client.get("/settings/")
    first = KnownPhone.objects.get().last_seen
    with clock.pretend(clock.now() + timedelta(days=2)):
        answer = client.get("/settings/")
        assert answer.cookies["sessionid"]["max-age"] == 90 * 24 * 3600
        assert client.get("/settings/").cookies.get("sessionid") is None
    assert KnownPhone.objects.get().last_seen - first > timedelta(days=1)


@pytest.mark.parametrize("typed", ["  {} ", "{} ", "\u3000{}"])
def test_a_name_is_known_however_the_phone_spells_it(here: Village, typed: str) -> None:
    client = Client()
    name = teacher(here).username.upper()
    assert sign_in(client, typed.format(name)).status_code == 302


def test_whoever_was_sent_to_sign_in_comes_back_to_where_she_was(here: Village) -> None:
    client = Client()
    wanted = reverse("class", args=[here.own_class.id])
    asked = client.get(wanted)
    assert asked["Location"] == f"/sign-in/?next={wanted}"
    answer = client.post(
        asked["Location"], {"username": teacher(here).username, "password": PASSWORD}
    )
    assert answer["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_to_a_foreign_site(here: Village, elsewhere: str) -> None:
    answer = Client().post(
        reverse("sign_in"),
        {"username": teacher(here).username, "password": PASSWORD, "next": elsewhere},
    )
    assert answer["Location"] == "/"


def test_wrong_words_say_the_same_for_a_known_and_an_unknown_name(here: Village) -> None:
    known = sign_in(Client(), teacher(here).username, "wrong-wrong")
    unknown = sign_in(Client(), "nobody", "wrong-wrong")
    assert known.status_code == unknown.status_code == 422

    def said(answer: HttpResponse) -> list[str]:
        return list(answer.context["form"].non_field_errors())  # type: ignore[attr-defined]

    assert said(known) == said(unknown) != []


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = type(get_hasher())
    hashes: list[str] = []
    whole_encode, whole_verify = hasher.encode, hasher.verify

    def encode(self: object, password: str, salt: str) -> str:
        hashes.append("encode")
        return str(whole_encode(self, password, salt))  # type: ignore[arg-type]

    def verify(self: object, password: str, encoded: str) -> bool:
        hashes.append("verify")
        return bool(whole_verify(self, password, encoded))  # type: ignore[arg-type]

    monkeypatch.setattr(hasher, "encode", encode)
    monkeypatch.setattr(hasher, "verify", verify)
    counts = []
    no_password = actions.open_account(staff=_new_adult(here), by=None).username
    for name in (teacher(here).username, "nobody", no_password):
        hashes.clear()
        actions.check_password(username=name, password="wrong-wrong", address="192.0.2.1")
        counts.append(len(hashes))
    assert counts == [1, 1, 1]


def _new_adult(here: Village):  # type: ignore[no-untyped-def]
    return actions.add_staff(school=here.school, name="新老师", by=None)


def test_passwords_are_kept_by_argon2_with_memory_that_a_box_can_spare() -> None:
    encoded = SmallBoxArgon2Hasher().encode("a-password", "somesalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert SmallBoxArgon2Hasher().verify("a-password", encoded)
    assert not SmallBoxArgon2Hasher().verify("another", encoded)
    assert identify_hasher(encoded).algorithm == "argon2"


# A new password.


def test_a_code_on_paper_opens_the_way_back_in_once(here: Village) -> None:
    lost, client = Client(), Client()
    sign_in(lost, teacher(here).username)
    code = actions.issue_reset_code(account=teacher(here), by=here.accounts["principal"])
    fields = {"username": teacher(here).username, "code": code, "new_password": "rice-and-river"}
    answer = client.post(reverse("use_code"), fields)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    assert not is_in(lost)
    assert sign_in(Client(), teacher(here).username, "rice-and-river").status_code == 302
    assert sign_in(Client(), teacher(here).username).status_code == 422
    again = Client().post(reverse("use_code"), fields | {"new_password": "another-river"})
    assert again.status_code == 422


@pytest.mark.parametrize("spelling", ["{}", "  {}  ", "wide"])
def test_a_code_may_be_typed_with_any_spaces_and_wide_digits(here: Village, spelling: str) -> None:
    code = actions.issue_reset_code(account=teacher(here), by=None)
    typed = code.translate({48 + d: 0xFF10 + d for d in range(10)}) if spelling == "wide" else code
    found = actions.use_reset_code(
        username=teacher(here).username,
        code=spelling.format(typed.replace(" ", "-")) if spelling != "wide" else typed,
        new_password="rice-and-river",
        address="192.0.2.1",
    )
    assert found.account == teacher(here)


def test_a_code_goes_with_time_and_with_the_next_one(here: Village) -> None:
    first = actions.issue_reset_code(account=teacher(here), by=None)
    second = actions.issue_reset_code(account=teacher(here), by=None)

    def use(code: str) -> Account | None:
        return actions.use_reset_code(
            username=teacher(here).username,
            code=code,
            new_password="rice-and-river",
            address="192.0.2.1",
        ).account

    assert use(first) is None
    with clock.pretend(clock.now() + timedelta(days=8)):
        assert use(second) is None
    assert use(second) == teacher(here)


def test_a_code_helps_although_strangers_guess_at_her_password(here: Village) -> None:
    for _ in range(9):
        guess(teacher(here).username, address="192.0.2.66")
    code = actions.issue_reset_code(account=teacher(here), by=None)
    found = actions.use_reset_code(
        username=teacher(here).username, code=code, new_password="rice-and-river", address="::1"
    )
    assert found.account == teacher(here)
    assert guess(teacher(here).username)


def test_a_poor_new_password_does_not_use_the_code_up(here: Village) -> None:
    code = actions.issue_reset_code(account=teacher(here), by=None)
    for poor in ("short", "password1", teacher(here).username):
        with pytest.raises(ValidationError):
            actions.use_reset_code(
                username=teacher(here).username, code=code, new_password=poor, address="::1"
            )
    assert ResetCode.objects.get().used_at is None


def test_codes_are_given_by_principal_and_office_and_are_in_the_journal(here: Village) -> None:
    with pytest.raises(PermissionDenied):
        actions.issue_reset_code(account=here.accounts["principal"], by=here.accounts["office"])
    with pytest.raises(PermissionDenied):
        actions.issue_reset_code(account=here.accounts["mentor"], by=teacher(here))
    code = actions.issue_reset_code(account=teacher(here), by=here.accounts["office"])
    happened = history(teacher(here).staff_id)[0]
    assert (happened.verb.name, happened.by_id) == (
        "people.code_issued",
        here.accounts["office"].id,
    )
    assert code not in str(happened.payload)
    assert code.replace(" ", "") not in ResetCode.objects.get().code_hash


def test_the_principal_gives_a_code_on_a_page_and_a_first_account_with_it(here: Village) -> None:
    client = Client()
    sign_in(client, here.accounts["principal"].username)
    member = _new_adult(here)
    page = client.post(reverse("give_code", args=[member.id]))
    code = page.context["code"]
    assert code in page.content.decode()
    assert code not in client.get(reverse("staff_member", args=[member.id])).content.decode()
    found = actions.use_reset_code(
        username="新老师", code=code, new_password="rice-and-river", address="::1"
    )
    assert found.account is not None
    assert found.account.staff == member


def test_she_changes_her_password_and_other_phones_are_signed_out(here: Village) -> None:
    mine, other = Client(), Client()
    sign_in(mine, teacher(here).username)
    sign_in(other, teacher(here).username)
    fields = {"old_password": PASSWORD, "new_password": "rice-and-river"}
    assert mine.post(reverse("password"), fields | {"old_password": "x"}).status_code == 422
    assert mine.post(reverse("password"), fields | {"new_password": "12345678"}).status_code == 422
    assert mine.post(reverse("password"), fields).status_code == 302
    assert is_in(mine)
    assert not is_in(other)
    (phone,) = KnownPhone.objects.filter(signed_out_at=None)
    assert phone.session_key == mine.session.session_key


def test_with_a_password_that_others_know_nothing_else_opens(here: Village) -> None:
    adult = _new_adult(here)
    account = actions.open_account(
        staff=adult, password="given-by-hand", must_change_password=True, by=None
    )
    client = Client()
    sign_in(client, account.username, "given-by-hand")
    assert client.get("/classes/")["Location"] == reverse("password")
    client.post(
        reverse("password"), {"old_password": "given-by-hand", "new_password": "rice-and-river"}
    )
    assert client.get("/classes/").status_code == 200


# Phones.


def test_she_signs_a_lost_phone_out_from_another(here: Village) -> None:
    lost, mine = Client(), Client()
    sign_in(lost, teacher(here).username)
    lost_phone = KnownPhone.objects.get()
    sign_in(mine, teacher(here).username)
    mine.post(reverse("sign_out_phone", args=[lost_phone.id]))
    assert not is_in(lost)
    assert is_in(mine)


def test_the_principal_signs_out_all_phones_of_a_teacher(here: Village) -> None:
    lost, principal = Client(), Client()
    sign_in(lost, teacher(here).username)
    sign_in(principal, here.accounts["principal"].username)
    principal.post(reverse("sign_out_everywhere", args=[teacher(here).staff_id]))
    assert not is_in(lost)
    assert is_in(principal)


def test_signing_out_ends_the_session_and_keeps_the_phone_known(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    client.post(reverse("sign_out"))
    assert not is_in(client)
    assert not Session.objects.exists()
    sign_in(client, teacher(here).username)
    assert KnownPhone.objects.count() == 1


def test_whoever_leaves_is_signed_out(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    actions.staff_left(staff=teacher(here).staff, on=clock.now().date(), by=None)
    assert not is_in(client)
    assert sign_in(Client(), teacher(here).username).status_code == 422


def test_two_teachers_share_one_phone(here: Village) -> None:
    client = Client()
    for role in ("class teacher", "office", "class teacher"):
        sign_in(client, here.accounts[role].username)
        client.post(reverse("sign_out"))
    assert KnownPhone.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "label"),
    [
        (ANDROID, "Android phone, Chrome"),
        (ANDROID + " MicroMessenger/8.0", "Android phone, WeChat"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17 Mobile Safari", "iPhone, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Windows computer, Edge"),
        ("curl/8", "device"),
        ("", "device"),
    ],
)
def test_a_phone_is_named_in_plain_words(told: str, label: str) -> None:
    assert phones.label(told) == label


# Language.


def test_a_language_belongs_to_the_account_and_comes_with_it_to_another_phone(
    here: Village,
) -> None:
    first, second = Client(), Client()
    sign_in(first, teacher(here).username)
    assert 'lang="zh-hans"' in first.get("/settings/").content.decode()
    first.post(reverse("set_language"), {"language": "en", "next": "/settings/"})
    assert 'lang="en"' in first.get("/settings/").content.decode()
    sign_in(second, teacher(here).username)
    assert 'lang="en"' in second.get("/settings/").content.decode()


def test_before_signing_in_the_language_can_be_changed_too(here: Village) -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/sign-in/"})
    assert "Sign in" in client.get("/sign-in/").content.decode()


def test_what_nobody_needs_any_more_is_forgotten(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    client.post(reverse("sign_out"))
    guess("nobody")
    actions.issue_reset_code(account=teacher(here), by=None)
    actions.forget_old()
    assert guessing.of_username("nobody").key in Guesses.objects.values_list("key", flat=True)
    assert (ResetCode.objects.count(), KnownPhone.objects.count()) == (1, 1)
    with clock.pretend(clock.now() + timedelta(days=400)):
        actions.forget_old()
    assert not Guesses.objects.exists()
    assert not ResetCode.objects.exists()
    assert not KnownPhone.objects.exists()


def test_a_part_of_a_page_asked_for_after_the_session_opens_the_sign_in_page_whole(
    client: Client,
) -> None:
    answer = client.get(
        "/stacks/01900000-0000-7000-8000-000000000000/",
        headers={"hx-request": "true", "hx-current-url": "http://box.local/doubts/?class=3#x"},
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Fdoubts%2F%3Fclass%3D3"
