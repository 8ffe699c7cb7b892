"""What Yunling Primary has tried of other schools' practices: kept, changed, stopped, going on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from terrace.school.calendar.queries import last_school_day_of
from terrace.school.journal import clock
from terrace.school.people.models import Account, Role, School
from terrace.school.practice import actions
from terrace.school.practice.models import Card, Trial
from terrace.school.practice.shipped import thing_of

from .dates import DemoTerm


@dataclass(frozen=True, slots=True)
class _Tried:
    slug: str
    begun: int
    """In which week of the term, counted from 0."""
    lasted: int
    """Weeks until the report."""
    outcome: str
    """Empty while it goes on."""
    why: str = ""
    adapted: str = ""
    counted: tuple[str, ...] = ()


TRIED = (
    _Tried(
        slug="letter-box",
        begun=1,
        lasted=6,
        outcome="kept",
        why="信箱挂在水房边上，六周里每封信都在两天内回了。头两周只有画和笑话，后来才有心里话。两位收信老师轮着来，一个人忙不过来。",
    ),
    _Tried(
        slug="book-circulation",
        begun=2,
        lasted=8,
        outcome="changed",
        why="书箱不够六个班轮，改成两个年级合用一箱，四周一换。最受欢迎的是漫画和动物书。每天二十分钟改成每周三次，不然挤掉了体育课。",
        adapted="两个年级合用一箱",
        counted=("late", "absent_no_news"),
    ),
    _Tried(
        slug="campus-activities",
        begun=3,
        lasted=6,
        outcome="stopped",
        why="请来的师傅家里农忙，来了两次就断了。周五下午又和大扫除撞在一起。下学期先把时间定死，再请人。",
    ),
    _Tried(slug="birthday-song", begun=9, lasted=8, outcome="", adapted="唱完由同桌送一张卡"),
)
"""Four of the twelve. The words are ours, as all that is in this school."""


WRITTEN = {
    "title": {"zh": "下雨天的走廊操场", "en": "The corridor as a yard on rainy days"},
    "need": {
        "zh": "一下雨孩子就在教室里闷一天，课间容易打闹。",
        "en": "When it rains children sit in the classroom all day, and breaks end in scuffles.",
    },
    "context": {
        "zh": "教学楼有一条宽两米的走廊，180 来个孩子。",
        "en": "One corridor two metres wide, about 180 children.",
    },
    "steps": [
        {
            "zh": "走廊用粉笔分成三段：跳绳、踢毽子、下棋。",
            "en": "Chalk the corridor into three: rope, shuttlecock, chess.",
        },
        {
            "zh": "每个课间换两个班，六年级的孩子当裁判。",
            "en": "Two classes a break in turn; sixth graders keep order.",
        },
        {
            "zh": "值日老师站在楼梯口，不让孩子跑。",
            "en": "The teacher on duty stands at the stairs; nobody runs.",
        },
    ],
    "needs": ["confidence", "boarding"],
    "evidence": "told",
    "cost_fen": 12000,
    "minutes_a_week": 60,
    "pupils": 186,
    "changed": {
        "zh": "老师说下雨天的课间安静些了，没有数过。",
        "en": "Teachers say that rainy breaks are calmer; nobody has counted.",
    },
    "went_wrong": {
        "zh": "一开始没有分时间，小的挤不进去。",
        "en": "Without turns the small ones found no place at first.",
    },
    "harms": {
        "zh": "地面湿滑，跳绳要离楼梯远。",
        "en": "The floor gets wet: rope well away from the stairs.",
    },
}
"""What the school has written down itself."""


def try_practices(school: School, term: DemoTerm) -> None:
    """Live through the tries of the term behind, each at its time, and write one down."""
    principal = Account.objects.filter(
        school=school, staff__appointments__role=Role.PRINCIPAL
    ).first()
    assert principal is not None, "the demo's principal signs in"
    actions.stock(school)
    with override("zh-hans"):
        for one in TRIED:
            _try(one, school, term, principal)
        with clock.pretend(_morning(term.weeks_behind[-1])):
            draft = actions.write(draft=None, body=WRITTEN, by=principal)
            actions.sign_draft(draft=draft, by=principal)


def _try(one: _Tried, school: School, term: DemoTerm, principal: Account) -> None:
    card = Card.objects.get(school=school, key="", thing=thing_of(one.slug))
    starts = term.starts + timedelta(weeks=one.begun)
    report_on = last_school_day_of(school, starts + timedelta(weeks=one.lasted))
    with clock.pretend(_morning(starts)):
        trial = actions.begin(
            card=card,
            lead=principal.staff,
            starts=starts,
            report_on=report_on,
            steps=[
                (step["zh"][:200], last_school_day_of(school, starts + timedelta(weeks=place)))
                for place, step in enumerate(card.body["steps"])
            ],
            adapted=one.adapted,
            by=principal,
        )
    for step in trial.steps.order_by("place"):
        if one.outcome or step.due < term.weeks_behind[-1]:
            with clock.pretend(_morning(step.due)):
                actions.step_done(step=step, by=principal)
    if one.outcome:
        _report(one, trial, principal)


def _report(one: _Tried, trial: Trial, principal: Account) -> None:
    with clock.pretend(_morning(trial.report_on)):
        actions.report(
            trial=trial, outcome=one.outcome, why=one.why, counted=one.counted, by=principal
        )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=ZoneInfo(settings.TIME_ZONE))
