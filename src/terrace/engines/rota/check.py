"""Whether a rota is what it says: nobody left out, no law broken, every named shortage true.

Deliberately simple, and nothing of the planner in it: it reads the two JSON documents (the
problem's already taken by `reading`), counts, and compares. docs/reference/rota.md has the laws.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

JSON = dict[str, Any]
DAY = 1440


def check(problem: JSON, rota: JSON) -> JSON:
    """``{"valid", "left_out", "reasons"}``: valid when nobody is left out and no law is broken."""
    return _Checker(problem).check(rota)


class _Checker:
    def __init__(self, problem: JSON) -> None:
        self.periods = _by_id(problem, "periods")
        self.adults = _by_id(problem, "adults")
        self.slots = _by_id(problem, "slots")
        self.children = _by_id(problem, "children")
        self.posts = _by_id(problem, "posts")
        self.reasons: list[JSON] = []
        self.needs = self._needs()

    def check(self, rota: JSON) -> JSON:
        turns = self._turns(rota)
        served: Counter[tuple[str, str, str]] = Counter()
        seen: set[tuple[str, str, str]] = set()
        per_cell: Counter[tuple[str, str]] = Counter()
        of_adult: dict[str, list[JSON]] = defaultdict(list)
        for turn in turns:
            if not self._known(turn):
                continue
            slot = self.slots[turn["slot"]]
            need = self._need_of(turn, slot)
            if need is None:
                continue
            again = (turn["served"], turn["slot"], turn["adult"])
            if again in seen:
                self._say("twice", turn, "同一轮写了两次。", "the same turn stands there twice.")
                continue
            seen.add(again)
            served[need] += 1
            if why := self._forbidden(turn["served"], turn["adult"], slot):
                self._say(why, turn, *WORDS[why])
            per_cell[turn["adult"], turn["slot"]] += 1
            of_adult[turn["adult"]].append(slot)
        for (adult, name), count in per_cell.items():
            if count > self._places(name):
                self._say(
                    "full",
                    {"adult": adult, "slot": name},
                    f"一次有 {count} 轮，最多 {self._places(name)}。",
                    f"{count} turns at once, at most {self._places(name)}.",
                )
        for adult, slots in of_adult.items():
            self._limits(adult, slots)
        left_out = []
        for need, wanted in self.needs.items():
            missing = wanted - served[need]
            left_out += [_told(need)] * max(missing, 0)
            if missing < 0:
                self._say("too_many", _told(need), "轮次多了。", "has more turns than it needs.")
        self._certificate(rota, turns, left_out, served)
        valid = not left_out and not self.reasons
        for one in left_out:
            self._say("left_out", one, "没有轮到。", "has no turn.")
        return {"valid": valid, "left_out": left_out, "reasons": self.reasons}

    def _needs(self) -> dict[tuple[str, str, str], int]:
        """How many turns each child in each period, and each post in each slot, needs."""
        needs: dict[tuple[str, str, str], int] = {}
        for name, child in self.children.items():
            for period in child.get("periods") or self.periods:
                first = date.fromisoformat(self.periods[period]["starts"]).toordinal()
                last = date.fromisoformat(self.periods[period]["ends"]).toordinal()
                days = [date.fromordinal(day) for day in range(first, last + 1)]
                if not all(_away(child, day) for day in days):
                    needs[name, period, ""] = 1
        for name, slot in self.slots.items():
            for post in slot.get("posts") or ():
                needs[post, slot["period"], name] = self.posts[post].get("adults") or 1
        return needs

    def _turns(self, rota: JSON) -> list[JSON]:
        turns = rota.get("turns") if isinstance(rota, dict) else None
        if not isinstance(turns, list):
            self._say("not_a_rota", {}, "没有 turns 这个列表。", "there is no list of turns.")
            return []
        found = []
        for place, turn in enumerate(turns):
            keys = ("served", "period", "slot", "adult")
            if isinstance(turn, dict) and all(isinstance(turn.get(key), str) for key in keys):
                found.append(turn)
            else:
                where = {"where": f"turns/{place}"}
                self._say("not_a_turn", where, "这不是一轮。", "this is not a turn.")
        return found

    def _known(self, turn: JSON) -> bool:
        known = (
            (turn["served"] in self.children or turn["served"] in self.posts)
            and turn["adult"] in self.adults
            and turn["slot"] in self.slots
        )
        if not known:
            self._say("unknown", turn, "有不认识的编号。", "it names what the problem has not.")
        return known

    def _need_of(self, turn: JSON, slot: JSON) -> tuple[str, str, str] | None:
        """The need that a turn meets; None, with the reason said, when nobody needs it."""
        if turn["period"] != slot["period"]:
            self._say("period", turn, "时段不在这个周期里。", "the slot is not of that period.")
            return None
        post = turn["served"] in self.posts
        need = (turn["served"], slot["period"], turn["slot"] if post else "")
        if need not in self.needs or (not post and slot.get("posts")):
            self._say("not_needed", turn, "这里不需要这一轮。", "nobody needs this turn here.")
            return None
        return need

    def _forbidden(self, served: str, adult: str, slot: JSON) -> str:
        """Which law forbids that ``adult`` serves ``served`` in ``slot``; empty when none does."""
        day = date.fromisoformat(slot["date"])
        who = self.children.get(served) or self.posts[served]
        if slot.get("adults") and adult not in slot["adults"]:
            return "not_offered"
        if _away(self.adults[adult], day):
            return "adult_absent"
        if _away(who, day):
            return "child_absent"
        if who.get("only_on") and slot["date"] not in who["only_on"]:
            return "other_day"
        if who.get("only_by") and adult not in who["only_by"]:
            return "only_by"
        if adult in (who.get("not_with") or ()):
            return "not_with"
        return ""

    def _places(self, slot: str) -> int:
        """How many turns one adult may have in a slot; a post takes her whole."""
        return 1 if self.slots[slot].get("posts") else self.slots[slot].get("places") or 1

    def _limits(self, adult: str, slots: list[JSON]) -> None:
        """Her most turns in the term and a period, and rest: no two slots that overlap."""
        about = {"adult": adult}
        most, each = self.adults[adult].get("most"), self.adults[adult].get("most_each_period")
        if most is not None and len(slots) > most:
            self._say("most", about, f"{len(slots)} 轮，最多 {most}。", f"{len(slots)} > {most}.")
        for period, count in Counter(slot["period"] for slot in slots).items():
            if each is not None and count > each:
                where = about | {"period": period}
                self._say(
                    "most_each_period", where, f"{count} 轮，最多 {each}。", f"{count} > {each}."
                )
        different = sorted({slot["id"]: slot for slot in slots}.values(), key=_busy)
        for place, one in enumerate(different):
            for other in different[place + 1 :]:
                if _busy(other)[0] >= _busy(one)[1]:
                    break
                where = about | {"slot": other["id"], "after": one["id"]}
                self._say(
                    "rest", where, "前一轮还没完，或还没休息够。", "it overlaps or breaks a rest."
                )

    def _certificate(
        self, rota: JSON, turns: list[JSON], left_out: list[JSON], served: Counter[Any]
    ) -> None:
        """What the rota says about itself must be so."""
        said = rota.get("certificate") if isinstance(rota, dict) else None
        if not isinstance(said, dict):
            self._say("no_certificate", {}, "没有 certificate。", "there is no certificate.")
            return
        loads = Counter(turn["adult"] for turn in turns)
        true = {
            "complete": not left_out,
            "turns": len(turns),
            "wanted": sum(self.needs.values()),
            "loads": {adult: loads[adult] for adult in self.adults},
        }
        for key, value in true.items():
            if said.get(key) != value:
                where = {"where": f"certificate/{key}"}
                self._say("certificate", where, "与轮次不符。", "it does not agree with the turns.")
        listed = rota.get("left_out")
        if not isinstance(listed, list) or sorted(map(str, listed)) != sorted(map(str, left_out)):
            self._say("certificate", {"where": "left_out"}, "与轮次不符。", "it does not agree.")
        shortages = said.get("shortages")
        explained = 0
        for place, shortage in enumerate(shortages if isinstance(shortages, list) else []):
            where = {"where": f"certificate/shortages/{place}"}
            try:
                explained += self._shortage(shortage, where, said.get("fixed_before"), turns)
            except (KeyError, TypeError, ValueError, AttributeError):
                self._say("shortage", where, "这不是一处缺口。", "this is not a shortage.")
        if explained != len(left_out):
            where = {"where": "certificate/shortages"}
            zh = f"少了 {len(left_out)} 轮，缺口只说明 {explained} 轮。"
            en = f"{len(left_out)} turns are missing, the shortages account for {explained}."
            self._say("unexplained", where, zh, en)

    def _shortage(self, said: JSON, where: JSON, fixed: str | None, turns: list[JSON]) -> int:
        """How many turns the shortage explains; says so when counting does not bear it out."""
        needs = {(one["served"], one["period"], one.get("slot", "")) for one in said["needs"]}
        if not needs <= self.needs.keys():
            self._say("shortage", where, "提到了不需要的轮次。", "it names needs that are none.")
            return 0
        past = [turn for turn in turns if fixed and self.slots[turn["slot"]]["date"] < fixed]
        wanted = sum(self.needs[need] for need in needs)
        room = {adult: self._room(adult, needs, fixed or "", past) for adult in self.adults}
        places = sum(room.values())
        able = sorted(adult for adult in room if room[adult])
        if said["counted"] is not True:
            zh = "只有逐一试过才知道，数不出来。"
            en = "only trying all rotas shows it; counting cannot bear it out."
            self._say("not_counted", where, zh, en)
            return int(said["wanted"]) - int(said["places"])
        held = {turn["served"] for turn in past} & {need[0] for need in needs if not need[2]}
        past_needs = {(turn["served"], turn["period"]) for turn in past}
        if held and any((need[0], need[1]) in past_needs for need in needs if not need[2]):
            self._say("shortage", where, "有人已经轮到过。", "somebody in it was served before.")
        if (said["wanted"], said["places"], sorted(said["adults"])) != (wanted, places, able):
            self._say(
                "shortage",
                where,
                f"数出来要 {wanted} 轮，有 {places} 轮。",
                f"counted: {wanted} turns wanted, {places} places.",
            )
        else:
            zh = f"{len(able)} 位大人要轮 {wanted} 次，只有 {places} 个位置。"
            en = f"{len(able)} adults must give {wanted} turns; they have {places} places."
            self._say("shortage_true", where | {"adults": able}, zh, en)
        return max(wanted - places, 0)

    def _room(self, adult: str, needs: set[Any], fixed: str, past: list[JSON]) -> int:
        """The most turns that ``adult`` alone could give to ``needs``."""
        count: Counter[str] = Counter()
        for served, period, only in needs:
            for name, slot in self.slots.items():
                fits = name == only if only else slot["period"] == period and not slot.get("posts")
                if fits and slot["date"] >= fixed and not self._forbidden(served, adult, slot):
                    count[name] += 1
        own = [self.slots[turn["slot"]] for turn in past if turn["adult"] == adult]
        free = {
            name: min(wanted, self._places(name))
            for name, wanted in count.items()
            if not any(_overlap(self.slots[name], other) for other in own)
        }
        each, most = self.adults[adult].get("most_each_period"), self.adults[adult].get("most")
        room = 0
        for period in {self.slots[name]["period"] for name in free}:
            here = {n: w for n, w in free.items() if self.slots[n]["period"] == period}
            most_here = self._alone(here)
            if each is not None:
                used = sum(slot["period"] == period for slot in own)
                most_here = min(most_here, max(each - used, 0))
            room += most_here
        room = min(room, self._alone(free))
        return room if most is None else min(room, max(most - len(own), 0))

    def _alone(self, free: dict[str, int]) -> int:
        """The most turns from slots no two of which overlap (weighted interval scheduling)."""
        busy = sorted((*_busy(self.slots[name])[::-1], weight) for name, weight in free.items())
        best = [(-1, 0)]
        for last, first, weight in busy:
            before = max(total for end, total in best if end <= first)
            best.append((last, max(best[-1][1], before + weight)))
        return best[-1][1]

    def _say(self, kind: str, about: JSON, zh: str, en: str) -> None:
        self.reasons.append({"kind": kind, **about, "message_zh": zh, "message_en": en})


WORDS = {
    "not_offered": ("这位大人不在这个时段。", "this adult does not offer this slot."),
    "adult_absent": ("这位大人那天不在。", "this adult is absent that day."),
    "child_absent": ("那天不在校。", "absent that day."),
    "other_day": ("那天不合适。", "that day does not suit."),
    "only_by": ("只能由指定的大人来。", "only the adults named for it may."),
    "not_with": ("不能由这位大人来。", "not with this adult."),
}


def _by_id(problem: JSON, key: str) -> dict[str, JSON]:
    return {row["id"]: row for row in problem.get(key) or ()}


def _told(need: tuple[str, str, str]) -> JSON:
    told = {"served": need[0], "period": need[1]}
    return told | {"slot": need[2]} if need[2] else told


def _away(who: JSON, day: date) -> bool:
    for one in who.get("absent") or ():
        first, last = (one, one) if isinstance(one, str) else (one["from"], one["until"])
        if first <= day.isoformat() <= last:
            return True
    return False


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _busy(slot: JSON) -> tuple[int, int]:
    """From when to when, in minutes, nobody who serves in ``slot`` can serve elsewhere."""
    midnight = date.fromisoformat(slot["date"]).toordinal() * DAY
    begins, ends, rest = slot.get("begins"), slot.get("ends"), slot.get("rest_days") or 0
    first = midnight + (_minutes(begins) if begins else DAY - 1 if rest else 0)
    last = first
    if begins and ends:
        last = midnight + _minutes(ends) + (DAY if _minutes(ends) <= _minutes(begins) else 0)
    return first, max(last, midnight + (rest + 1) * DAY) if rest else last


def _overlap(one: JSON, other: JSON) -> bool:
    first, second = sorted((_busy(one), _busy(other)))
    return one["id"] != other["id"] and second[0] < first[1]
