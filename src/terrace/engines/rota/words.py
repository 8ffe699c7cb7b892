"""What a rota's certificate says, in sentences of both languages."""

from .problem import Problem
from .rota import Rota, Shortage


def sentences(problem: Problem, rota: Rota) -> dict[str, list[str]]:
    """``{"zh": […], "en": […]}``: nobody left out, or each shortage by name and number."""
    if not rota.left_out:
        return {"zh": ["没有漏下任何人。"], "en": ["Nobody is left out."]}
    both = [_shortage(problem, one) for one in rota.shortages]
    return {"zh": [zh for zh, _ in both], "en": [en for _, en in both]}


def _shortage(problem: Problem, one: Shortage) -> tuple[str, str]:
    names = {period.id: period.name or period.id for period in problem.periods}
    children = {child.id for child in problem.children}
    periods = list(dict.fromkeys(names[need.period] for need in one.needs))
    when = "、".join(periods) if len(periods) <= 3 else f"{periods[0]}…{periods[-1]}"
    when_en = ", ".join(periods) if len(periods) <= 3 else f"{periods[0]} to {periods[-1]}"
    if len(one.adults) == 1:
        who = problem.adult[one.adults[0]].name or one.adults[0]
        who_zh = who_en = who
    else:
        who_zh, who_en = f"{len(one.adults)} 位大人", f"{len(one.adults)} adults"
    served = {need.served for need in one.needs}
    if served <= children and len(served) == one.wanted:
        what_zh, what_en = f"听 {one.wanted} 个孩子", f"hear {one.wanted} children"
    elif served <= children:
        what_zh = f"为 {len(served)} 个孩子轮 {one.wanted} 次"
        what_en = f"give {len(served)} children {one.wanted} turns"
    else:
        what_zh, what_en = f"轮 {one.wanted} 次", f"give {one.wanted} turns"
    if not one.adults:
        who_zh = who_en = ""
        return f"{when}：要{what_zh}，没有大人能来。", f"{when_en}: nobody can {what_en}."
    if not one.counted:
        return (
            f"{when}：{who_zh}要{what_zh}，试到的最多 {one.places} 次（休息或重叠的缘故）。",
            f"{when_en}: {who_en} must {what_en}; at most {one.places} were found (rests).",
        )
    has = "has" if len(one.adults) == 1 else "they have"
    return (
        f"{when}：{who_zh}要{what_zh}，只有 {one.places} 个位置。",
        f"{when_en}: {who_en} must {what_en}; {has} {one.places} places.",
    )
