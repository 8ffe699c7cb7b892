"""Who may write home, who may open the outbox, and what may not travel on paper."""

import re

from terrace.school.people.models import Account, Child
from terrace.school.people.rules import is_class_teacher_of, is_office, is_principal, predicate

from .models import Message

_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ \-]?){10,}[\dXx]")
"""Eleven digits and more, with or without gaps: a telephone, an identity card, a bank account."""

_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@predicate
def may_write_home(account: Account, child: Child) -> bool:
    """Her class teacher writes to a child's family."""
    return bool(is_class_teacher_of(account, child))


@predicate
def opens_outbox(account: Account) -> bool:
    """The principal and the office print what leaves the school."""
    return bool(is_principal(account)) or bool(is_office(account))


@predicate
def may_withdraw(account: Account, message: Message) -> bool:
    """Whoever wrote it, and whoever prints it."""
    if message.school_id != account.school_id:
        return False
    return message.made_by_id == account.pk or opens_outbox(account)


def long_number_in(text: str) -> str:
    """The first number that looks like a telephone's or a card's; empty when there is none.

    A slip of paper may be read by anybody on its way home, so such numbers stay out of it.
    """
    found = _LONG_NUMBER.search(text)
    return found.group() if found else ""


def language_of(text: str) -> str:
    """The language that words are written in: Chinese if they hold one Chinese character."""
    return "zh-hans" if _CHINESE.search(text) else "en"
