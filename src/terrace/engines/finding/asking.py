"""A question as weighed terms: its own words, and words that mean the same in either language."""

from .terms import STOP_PAIRS, runs, stem, terms

LONGEST_QUESTION = 300
ALIKE = 0.4
"""What a word counts that somebody else might have written for one of the question's."""

GROUPS = tuple(
    tuple(group.split("、"))
    for group in """
谈心、谈话、聊天、心里话、倾听、说话、talk、conversation、listen
信箱、写信、回信、来信、信件、letter、letterbox、mailbox
家长、父母、爸妈、爸爸、妈妈、爹娘、parent、mother、father
爷爷、奶奶、外公、外婆、祖辈、老人、隔代、grandparent、grandmother、grandfather
宿舍、寝室、住校、寄宿、住宿、dorm、dormitory、boarding、boarder
生活老师、宿管、保育员、carer、warden、matron
午饭、午餐、吃饭、聚餐、lunch、meal、dinner
食堂、厨房、canteen、kitchen
家务、劳动、干活、chore、housework
习惯、作息、早睡、habit、routine
生日、过生日、birthday
唱歌、歌曲、合唱、song、sing、choir
自信、胆小、害羞、怕生、不敢、confidence、confident、shy、timid
表演、演出、舞台、展示、stage、perform、performance、show
活动、社团、兴趣小组、activity、club
阅读、读书、看书、图书、课外书、read、reading、book、library
借书、流动、轮换、传阅、borrow、circulate、circulation、lend
复式、混龄、多年级、multigrade、mixed-age
小老师、互助、结对、同伴、peer、tutor、buddy、pair
修理、维修、修补、修缮、repair、mend、fix、maintenance
义工、志愿、村民、乡亲、volunteer、villager、village、community
校长、principal、headteacher
交流、分享、经验、share、sharing、exchange
会议、开会、例会、meeting
外出、打工、进城、务工、migrant、away、city
电话、视频、通话、phone、call、video
想家、孤单、寂寞、孤独、homesick、lonely、loneliness
哭、难过、伤心、情绪、cry、sad、upset、emotion、mood
欺负、欺凌、打架、霸凌、bully、bullying、fight
安全、危险、保护、safe、safety、danger、protect
健康、生病、看病、医生、health、ill、sick、doctor
洗澡、卫生、洗衣、洗手、wash、hygiene、clean、laundry
睡觉、午睡、起夜、晚上、夜里、sleep、night、bedtime
作业、功课、homework
上课、课堂、教学、lesson、class、teach、teaching
数学、算术、计算、math、mathematics、arithmetic
语文、作文、写作、识字、chinese、writing、essay、literacy
英语、英文、english
科学、实验、观察、science、experiment
体育、运动、跑步、跳绳、操场、sport、exercise、run、playground
音乐、乐器、music、instrument
画画、美术、手工、art、draw、drawing、craft
种菜、菜园、种地、农田、garden、vegetable、farm、plant
养鸡、动物、animal、chicken
用水、水源、饮水、water
取暖、冬天、保暖、寒冷、heat、heating、winter、cold
垃圾、废物、回收、waste、rubbish、recycle
校车、接送、走路、上学路、bus、transport、walk、way
迟到、缺课、出勤、请假、辍学、late、absence、attendance、dropout
新老师、新教师、年轻老师、带教、师徒、mentor、mentoring、new teacher
培训、教研、听课、training、course、workshop
累、负担、加班、压力、workload、tired、stress、overtime
花钱、经费、省钱、便宜、预算、money、cost、cheap、budget、fund
捐、捐赠、捐款、donate、donation
毕业生、校友、大学生、graduate、alumni
理想、梦想、目标、长大、dream、goal、aspiration、future
假期、寒假、暑假、放假、holiday、vacation
家访、上门、走访、home visit
手机、游戏、上网、smartphone、game、screen
残疾、特殊、身体不便、disability、disabled、special
女孩、女生、girl
转学、新生、插班、newcomer、transfer
幼小衔接、一年级、first grade、starting school
""".strip().splitlines()
)
"""Words of schools that stand for one another."""


def question(words: str) -> dict[str, float]:
    """The terms to look up for these words, and how much each counts."""
    words = words[:LONGEST_QUESTION]
    own = terms(words)
    asked = {term: 1.0 for term in own if term not in STOP_PAIRS} or dict.fromkeys(own, 1.0)
    for term in _alike(words):
        asked.setdefault(term, ALIKE)
    return asked


def single(words: str) -> list[str]:
    """Chinese characters that stand alone in the question: all terms that begin with one match."""
    return [run for run in runs(words) if len(run) == 1 and not run.isascii()]


def _alike(words: str) -> list[str]:
    said = runs(words)
    chinese = [run for run in said if not run.isascii()]
    english = " ".join(stem(run) for run in said if run.isascii())
    found: list[str] = []
    for group in GROUPS:
        if any(_stands(word, chinese, english) for word in group):
            for word in group:
                found.extend(terms(word))
    return found


def _stands(word: str, chinese: list[str], english: str) -> bool:
    if word.isascii():
        looked_for = " ".join(stem(run) for run in runs(word))
        return f" {looked_for} " in f" {english} "
    return any(word in run for run in chinese)
