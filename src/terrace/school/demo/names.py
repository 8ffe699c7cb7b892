"""Names of the demo school's people, drawn by chance from our own lists; nobody real is meant."""

import random
from collections.abc import Iterator

SURNAMES = "杨李张王陈赵刘黄罗和施段何马董尹周普孙吴"
"""A village has few surnames; the first ones are the most frequent."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RARE_SURNAMES = ("欧阳", "尉迟", "仝", "逄")

GIRLS = _words(
    "玥珺 雨桐 思琪 梓涵 春燕 秀兰 若溪 佳怡 美玲 诗雨 小满 静怡 可欣 云霞 晓梅 依诺 欣妍 丽娟 "
    "采薇 念慈 月华 冬梅 芷若 语嫣 紫萱 桂芳 玉洁 彩云 青禾 巧玲 婉清 海棠 明月 禾苗 嘉祎 阿朵 "
    "雪莹 望舒 书瑶 金花 艺涵 知夏 惠敏 小娥 婷婷 梦洁 清漪 半夏 木兰 兰馨"
)
BOYS = _words(
    "浩然 子轩 志强 堃 喆 家豪 俊杰 文博 建国 小龙 宇航 天佑 明远 国栋 阿木 承志 一鸣 思远 立新 "
    "永康 嘉祎 景行 泽宇 石头 春生 大山 向阳 润生 鹏程 怀瑾 致远 小军 磊 森林 少华 乐天 "
    "振华 旭东 海波 "
    "奕辰 修远 正阳 松柏 铁柱 小虎 云帆 书恒 锦程 长青 有田"
)
MOTHERS = _words("秀英 春梅 丽华 小红 玉兰 美芳 桂英 晓燕 阿珍 翠萍 凤仙 金凤 彩霞 文秀 惠兰")
FATHERS = _words("建军 志明 大伟 永强 国平 海涛 文华 学东 正国 云生 小刚 德贵 绍文 光明 家旺")
GRANDMOTHERS = _words("桂花 银花 素珍 玉珍 秀珍 兰英 菊香 阿凤 金莲 大妹")
GRANDFATHERS = _words("有福 德昌 正才 发科 长寿 家才 万顺 光荣 文才 老三")


def surname(rng: random.Random) -> str:
    """A surname, a frequent one more often; now and then a rare one."""
    if rng.random() < 0.03:
        return rng.choice(RARE_SURNAMES)
    place = min(int(rng.expovariate(0.18)), len(SURNAMES) - 1)
    return SURNAMES[place]


def children(rng: random.Random, sexes: str) -> Iterator[tuple[str, str]]:
    """(surname, whole name) for each of `sexes` (`f` or `m`); hardly two children are alike."""
    used: set[str] = set()
    for sex in sexes:
        given = GIRLS if sex == "f" else BOYS
        for _ in range(20):
            family = surname(rng)
            name = family + rng.choice(given)
            if name not in used:
                break
        used.add(name)
        yield family, name
