"""Why something of a bundle is not taken: which, from whom, and what to do, in both languages."""

from dataclasses import dataclass
from typing import Any

WORDS = {
    "unreadable": (
        "读不出来：{detail}。请对方重新导出一份。",
        "cannot be read: {detail}. Ask for a new export.",
    ),
    "not_a_bundle": (
        "这不是经验包：{detail}。",
        "is not a bundle of practices: {detail}.",
    ),
    "too_large": (
        "太大了：{detail}。没有收。",
        "is too large: {detail}. Nothing of it was taken.",
    ),
    "hostile": (
        "包里有不该有的东西：{detail}。整包没有收。",
        "holds what does not belong there: {detail}. Nothing of it was taken.",
    ),
    "newer_format": (
        "是更新的格式（{detail}），请先升级本机的程序。",
        "has a newer format ({detail}): bring this program up to date first.",
    ),
    "not_a_record": (
        "内容不合格式：{detail}。",
        "is not written as it should be: {detail}.",
    ),
    "forged": (
        "签名对不上：内容被改过，或不是这所学校写的。没有收。",
        "the signature does not match: it was changed, or this school did not write it. Not taken.",
    ),
    "revoked": (
        "这所学校的签名钥匙已经作废，没有收。请向学校要用新钥匙签的。",
        "the school's key has been revoked. Not taken: ask the school for one signed anew.",
    ),
    "no_right": (
        "只有钥匙的主人或本机信任的管理处能作废一把钥匙。没有收。",
        "only a key's owner, or an office that this box trusts, revokes a key. Not taken.",
    ),
    "photo": (
        "照片没有收：{detail}。",
        "the photograph was not taken: {detail}.",
    ),
}
"""What each reason says, (Chinese, English)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is not taken: `name` is what people call it, `school` who is said to be."""

    reason: str
    name: str
    where: str = ""
    """`line 12`, or the entry in the zip; empty for the whole file."""
    school: str = ""
    key: str = ""
    detail_zh: str = ""
    detail_en: str = ""

    @property
    def message_zh(self) -> str:
        """Who, what and why, in Chinese."""
        said = WORDS[self.reason][0].format(detail=self.detail_zh)
        whose = f"{self.school}的" if self.school else ""
        return f"{whose}《{self.name}》{said}" if self.name else said

    @property
    def message_en(self) -> str:
        """Who, what and why, in English."""
        said = WORDS[self.reason][1].format(detail=self.detail_en)
        whose = f" of {self.school}" if self.school else ""
        return f"“{self.name}”{whose}: {said}" if self.name else said

    def to_json(self) -> dict[str, Any]:
        """As commands print it."""
        told = {"reason": self.reason, "name": self.name, "where": self.where}
        told |= {"school": self.school, "key": self.key}
        return told | {"message_zh": self.message_zh, "message_en": self.message_en}


class Refused(Exception):
    """A whole bundle that is not taken."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.message_en)


def refuse(reason: str, zh: str = "", en: str = "", *, where: str = "") -> Refused:
    """The whole bundle is not taken, for this reason."""
    return Refused(Refusal(reason, "", where, detail_zh=zh, detail_en=en))
