"""A problem from JSON. What cannot be taken is answered with where and why, in both languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .problem import Adult, Away, Child, Period, Post, Problem, Slot, Weights

MOST = 100_000
"""Nobody has more turns, places or rest days than this; a preference is at most 1000."""


class NotAProblem(Exception):
    """``where`` is a path in the JSON (``children/3/only_by``); both messages say why."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        self.where = where
        self.message_zh, self.message_en = f"{where}：{zh}", f"{where}: {en}"
        super().__init__(self.message_en)


class _Row:
    """An object of the JSON, asked key by key; what nobody asked for is refused at the end."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise NotAProblem(where, "这里应当是一个对象 {…}。", "an object {…} is needed here.")
        self.value: dict[str, Any] = value
        self.where = where
        self.asked: set[str] = set()

    def _get(self, key: str) -> Any:
        self.asked.add(key)
        return self.value.get(key)

    def at(self, key: str) -> str:
        return f"{self.where}/{key}" if self.where else key

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self._get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value):
            raise NotAProblem(self.at(key), "要写一段文字。", "a text is needed.")
        return value

    def number(self, key: str, usual: int | None, *, least: int, most: int = MOST) -> int | None:
        value = self._get(key)
        if value is None:
            return usual
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise NotAProblem(
                self.at(key),
                f"要写 {least} 到 {most} 之间的整数，不是 {value!r}。",
                f"a whole number from {least} to {most} is needed, not {value!r}.",
            )
        return value

    def count(self, key: str, usual: int, *, least: int, most: int = MOST) -> int:
        value = self.number(key, usual, least=least, most=most)
        assert value is not None
        return value

    def list(self, key: str) -> list[Any]:
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise NotAProblem(self.at(key), "要写一个列表 […]。", "a list […] is needed.")
        return value

    def names(self, key: str, known: Mapping[str, object] | None = None) -> tuple[str, ...]:
        found = []
        for place, one in enumerate(self.list(key)):
            where = f"{self.at(key)}/{place}"
            if not isinstance(one, str):
                raise NotAProblem(where, "要写一段文字。", "a text is needed.")
            _known(one, known, where)
            found.append(one)
        return tuple(found)

    def day(self, key: str) -> date:
        return _day(self._get(key), self.at(key))

    def away(self, key: str) -> tuple[Away, ...]:
        found = []
        for place, one in enumerate(self.list(key)):
            where = f"{self.at(key)}/{place}"
            row = _Row({"from": one, "until": one} if isinstance(one, str) else one, where)
            stretch = Away(row.day("from"), row.day("until"))
            row.done()
            if stretch.last < stretch.first:
                raise NotAProblem(where, "until 早于 from。", "until is before from.")
            found.append(stretch)
        return tuple(found)

    def weighed(self, key: str, known: Mapping[str, object]) -> dict[str, int]:
        value = self._get(key)
        row = _Row({} if value is None else value, self.at(key))
        for name in row.value:
            _known(name, known, row.at(name))
        return {name: row.count(name, 0, least=0, most=1000) for name in row.value}

    def clock(self, key: str) -> int | None:
        value = self._get(key)
        if value is None:
            return None
        parts = value.split(":") if isinstance(value, str) else []
        if len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts):
            hour, minute = int(parts[0]), int(parts[1])
            if hour < 24 and minute < 60:
                return hour * 60 + minute
        raise NotAProblem(
            self.at(key), f"时间写成 12:30，不是 {value!r}。", f"a time is 12:30, not {value!r}."
        )

    def done(self) -> None:
        for key in self.value:
            if key not in self.asked:
                raise NotAProblem(
                    self.at(key), "不认识这个名称。", "there is no such name in a problem."
                )


def problem_from_json(value: object) -> Problem:
    """The problem in ``value`` (from json.loads). Raises `NotAProblem` for the first fault."""
    top = _Row(value, "")
    top.text("format")
    top.text("name")
    periods = _each(top, "periods", _period)
    adults = _each(top, "adults", _adult)
    posts = _each(top, "posts", lambda row: _post(row, adults))
    slots = _each(top, "slots", lambda row: _slot(row, periods, adults, posts))
    children = _each(top, "children", lambda row: _child(row, periods, adults))
    for name in children:
        if name in posts:
            raise NotAProblem(
                f"posts/{list(posts).index(name)}/id",
                f"“{name}”已经是一个孩子的编号。",
                f"“{name}” is a child's id already.",
            )
    weights = _Row(top.value.get("weights") or {}, "weights")
    top.asked.add("weights")
    found = Problem(
        periods=tuple(periods.values()),
        adults=tuple(adults.values()),
        slots=tuple(slots.values()),
        children=tuple(children.values()),
        posts=tuple(posts.values()),
        weights=Weights(
            same_sex=weights.count("same_sex", 0, least=0, most=1000),
            same_language=weights.count("same_language", 0, least=0, most=1000),
        ),
    )
    weights.done()
    top.done()
    return found


def _each(top: _Row, key: str, make: Any) -> dict[str, Any]:
    """Objects of a list by their id. An id that stands twice is refused."""
    found: dict[str, Any] = {}
    for place, value in enumerate(top.list(key)):
        row = _Row(value, f"{key}/{place}")
        made = make(row)
        row.done()
        if made.id in found:
            raise NotAProblem(
                row.at("id"), f"“{made.id}”出现了两次。", f"“{made.id}” stands there twice."
            )
        found[made.id] = made
    return found


def _period(row: _Row) -> Period:
    found = Period(
        row.text("id", needed=True), row.day("starts"), row.day("ends"), row.text("name")
    )
    if found.ends < found.starts:
        raise NotAProblem(row.at("ends"), "结束早于开始。", "it ends before it starts.")
    return found


def _adult(row: _Row) -> Adult:
    return Adult(
        id=row.text("id", needed=True),
        name=row.text("name"),
        sex=row.text("sex"),
        languages=row.names("languages"),
        share=row.count("share", 100, least=1, most=1000),
        already=row.count("already", 0, least=0),
        most=row.number("most", None, least=0),
        most_each_period=row.number("most_each_period", None, least=0),
        absent=row.away("absent"),
    )


def _post(row: _Row, adults: Mapping[str, Adult]) -> Post:
    return Post(
        id=row.text("id", needed=True),
        name=row.text("name"),
        adults=row.count("adults", 1, least=1, most=1000),
        only_by=row.names("only_by", adults),
        not_with=row.names("not_with", adults),
        prefers=row.weighed("prefers", adults),
    )


def _slot(
    row: _Row,
    periods: Mapping[str, Period],
    adults: Mapping[str, Adult],
    posts: Mapping[str, Post],
) -> Slot:
    found = Slot(
        id=row.text("id", needed=True),
        period=row.text("period", needed=True),
        date=row.day("date"),
        begins=row.clock("begins"),
        ends=row.clock("ends"),
        adults=row.names("adults", adults),
        places=row.count("places", 1, least=1),
        posts=row.names("posts", posts),
        rest_days=row.count("rest_days", 0, least=0, most=366),
    )
    _known(found.period, periods, row.at("period"))
    period = periods[found.period]
    if not period.starts <= found.date <= period.ends:
        raise NotAProblem(
            row.at("date"),
            f"{found.date} 不在“{period.id}”之内。",
            f"{found.date} does not lie in “{period.id}”.",
        )
    if found.begins is None and found.ends is not None:
        raise NotAProblem(row.at("begins"), "有 ends 就要有 begins。", "ends needs begins.")
    return found


def _child(row: _Row, periods: Mapping[str, Period], adults: Mapping[str, Adult]) -> Child:
    return Child(
        id=row.text("id", needed=True),
        name=row.text("name"),
        sex=row.text("sex"),
        language=row.text("language"),
        periods=row.names("periods", periods),
        only_by=row.names("only_by", adults),
        not_with=row.names("not_with", adults),
        only_on=tuple(
            _day(one, f"{row.at('only_on')}/{place}")
            for place, one in enumerate(row.list("only_on"))
        ),
        absent=row.away("absent"),
        prefers=row.weighed("prefers", adults),
    )


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else date.fromisoformat("")
    except ValueError:
        raise NotAProblem(
            where, f"日期写成 2026-09-07，不是 {value!r}。", f"a date is 2026-09-07, not {value!r}."
        ) from None


def _known(name: str, known: Mapping[str, object] | None, where: str) -> None:
    if known is not None and name not in known:
        raise NotAProblem(where, f"没有“{name}”。", f"there is no “{name}”.")
