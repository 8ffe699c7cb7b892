"""Musts on a set of activities, as constraints of the exact model."""

from collections.abc import Iterable
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from terrace.engines.timetable.exact.openings import suits
from terrace.engines.timetable.problem import OfSet, Pair, Relation, Together

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from terrace.engines.timetable.exact.model import Model


def ask_set(model: "Model", rule: OfSet) -> None:
    """Add the rule to the model."""
    cp = model.cp
    match rule.rule:
        case Together.THREE_GROUPED:
            _in_a_row(model, rule)
        case Together.TOTAL_MAX:
            cp.add(sum(_inside(model, rule)) <= rule.amount)
        case Together.OCCUPY_MAX:
            used = []
            for slot in sorted(rule.slots):
                used.append(cp.new_bool_var(""))
                for choice in _during(model, rule, slot):
                    cp.add_implication(choice, used[-1])
            cp.add(sum(used) <= rule.amount)
        case Together.OCCUPY_MIN:
            used = []
            for slot in sorted(rule.slots):
                used.append(cp.new_bool_var(""))
                cp.add(sum(_during(model, rule, slot)) >= used[-1])
            cp.add(sum(used) >= rule.amount)
        case Together.SIMULTANEOUS_MAX:
            for slot in sorted(rule.slots):
                cp.add(sum(_during(model, rule, slot)) <= rule.amount)
        case Together.SIMULTANEOUS_MIN:
            for slot in sorted(rule.slots):
                there = list(_during(model, rule, slot))
                least: cp_model.LinearExprT = 1
                if rule.other:
                    least = cp.new_bool_var("")
                    for choice in there:
                        cp.add_implication(choice, least)
                cp.add(sum(there) >= rule.amount * least)


def _during(model: "Model", rule: OfSet, slot: int) -> "Iterable[cp_model.IntVar]":
    return (choice for number in rule.activities for choice in model.during(number, slot))


def _inside(model: "Model", rule: OfSet) -> "Iterable[cp_model.IntVar]":
    """The choices under which an activity touches the slots of the rule."""
    for number in rule.activities:
        length = model.problem.activities[number].duration
        for start, choice in model.begins[number].items():
            if not rule.slots.isdisjoint(range(start, start + length)):
                yield choice


def _in_a_row(model: "Model", rule: OfSet) -> None:
    """One of the orders holds, each straight after the one before."""
    orders = []
    for order in permutations(rule.activities):
        taken = model.cp.new_bool_var("")
        orders.append(taken)
        for first, second in pairwise(order):
            pair = Pair(first, second, Relation.FOLLOWS, 0, rule.weight, rule.source)
            model.follow(
                model.begins[first],
                model.begins[second],
                suits(model.problem, pair),
                under=(taken,),
            )
    model.cp.add_bool_or(orders)
