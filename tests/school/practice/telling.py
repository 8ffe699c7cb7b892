"""A practice as somebody writes it, for these tests."""

from typing import Any

BODY: dict[str, Any] = {
    "title": {"zh": "雨天操场", "en": "A yard for rainy days"},
    "need": {"zh": "下雨天孩子没有地方活动"},
    "steps": [{"zh": "走廊分成三段，各班轮着跳绳"}],
    "needs": ["confidence"],
    "evidence": "told",
    "cost_fen": 12000,
    "minutes_a_week": 60,
}
