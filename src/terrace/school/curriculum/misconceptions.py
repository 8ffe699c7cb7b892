"""What a wrong answer may stand for, in words a teacher uses. For adults only: a child reads what
comes next instead.
"""

from collections.abc import Mapping

from terrace.school.curriculum.items import Language

MISCONCEPTIONS: Mapping[str, Mapping[Language, str]] = {
    code: {"zh": zh, "en": en}
    for code, zh, en in (
        # Counting and place value
        (
            "before-after",
            "把前一个数和后一个数弄反了",
            "takes the number before for the number after",
        ),
        ("last-digit-decides", "只看后面的数字比大小", "compares numbers by their last digits"),
        ("counts-start", "数数时把开头的数也数了进去", "counts the starting number as a step"),
        ("digits-swapped", "数字写反了位置", "swaps the digits"),
        ("adds-digits", "把几个数字直接相加", "adds the digits instead of composing them"),
        ("writes-as-heard", "听到什么就照着写，多写了0", "writes numbers as they are heard"),
        (
            "ten-not-passed",
            "数到整十就退了回去，没有进到下一个十",
            "falls back at the end of a ten",
        ),
        ("tens-for-ones", "把十位和个位弄混了", "mixes up tens and ones"),
        ("wrong-place", "数字写错了数位", "puts a digit in the wrong place"),
        ("nought-left-out", "漏写了中间的0", "leaves out a nought inside a number"),
        ("noughts-lost", "末尾的0少写了", "loses noughts at the end"),
        ("noughts-added", "末尾的0多写了", "adds noughts at the end"),
        ("rounds-down", "该进的没有进", "rounds down where it goes up"),
        ("rounds-up", "不该进的进了", "rounds up where it goes down"),
        # Adding and taking away
        (
            "subtracts-instead",
            "该用别的方法，却用了减法",
            "takes away where another operation is asked for",
        ),
        ("adds-instead", "该减却加了", "adds where something is taken away"),
        ("more-means-add", "看到“多”就用加法", "adds whenever it reads “more”"),
        ("adds-all", "把看到的数全部相加", "adds all the numbers in sight"),
        ("ten-forgotten", "凑成十以后忘了写十", "makes ten and forgets it"),
        ("ten-kept", "退位后十位忘了减", "keeps the ten after going below it"),
        ("carry-dropped", "进位后忘了加", "forgets to add what was carried"),
        ("carry-twice", "进位加了两次", "adds what was carried twice"),
        (
            "smaller-from-larger",
            "每一位都用大数减小数",
            "always takes the smaller digit from the larger",
        ),
        ("borrow-not-paid", "借位后忘了减一", "borrows and forgets to take one off"),
        (
            "nought-kept-ten",
            "从0借位时，中间的0没有变成9",
            "leaves a nought as ten when borrowing across it",
        ),
        ("check-adds-whole", "验算时用被减数加差", "checks by adding to the number taken from"),
        # Times and divided by
        ("plus-for-times", "该乘却加了", "adds where equal groups are multiplied"),
        ("times-missing", "只算了一份", "counts only one of several"),
        ("divides-instead", "该乘却除了", "divides where it multiplies"),
        (
            "counts-not-groups",
            "没有数清有几个相同的加数",
            "does not count how many equal numbers are added",
        ),
        ("signs-counted", "数了加号的个数", "counts the plus signs instead of the numbers"),
        ("next-row-of-table", "口诀背串了行", "slips to the next row of the times table"),
        ("not-shared", "没有平均分", "does not share at all"),
        (
            "tens-not-multiplied",
            "只乘了个位，十位没有乘",
            "multiplies the ones and copies the tens",
        ),
        (
            "nought-times-is-number",
            "把0乘一个数当成了那个数",
            "takes nought times a number for the number",
        ),
        ("second-row-not-moved", "第二层积没有左移一位", "does not move the second row one place"),
        (
            "cross-products-missing",
            "只把个位乘个位、十位乘十位",
            "multiplies only ones by ones and tens by tens",
        ),
        (
            "stops-after-first-digit",
            "商了一位就停了",
            "stops after the first digit of the quotient",
        ),
        ("trial-digit-off", "试商大了或小了", "takes a trial digit too large or too small"),
        ("quotient-for-remainder", "把商当成了余数", "gives the quotient as the remainder"),
        ("remainder-for-quotient", "把余数当成了商", "gives the remainder as the quotient"),
        ("remainder-too-large", "余数比除数还大", "leaves a remainder larger than the divisor"),
        ("remainder-forgotten", "剩下的没有再算一次", "forgets that the rest needs one more"),
        ("remainder-added", "把余数直接加到商上", "adds the remainder to the quotient"),
        ("difference-for-times", "求几倍却求了相差多少", "gives the difference for how many times"),
        ("times-and-itself", "把自己也多算了一倍", "counts the thing itself once more"),
        # Problems and order
        ("second-step-missing", "只做了一步就停了", "stops after the first step"),
        ("first-step-missing", "漏了前一步", "leaves out the first step"),
        ("steps-swapped", "加和减弄反了", "swaps adding and taking away"),
        ("more-less-swapped", "多和少弄反了", "swaps more and less"),
        (
            "left-to-right",
            "没有先乘除，从左往右算了",
            "works from left to right and forgets that times comes first",
        ),
        ("brackets-ignored", "没有先算括号里的", "does not begin with the brackets"),
        ("shared-factor-once", "分配时只乘了一个数", "multiplies only one part of the sum"),
        ("factor-on-wrong-side", "公共的数乘到了另一边", "multiplies the wrong part of the sum"),
        ("factor-doubled", "公共的数算了两次", "uses the shared factor twice"),
        (
            "sign-not-turned",
            "移到另一边时没有变号",
            "moves a number across without turning its sign",
        ),
        ("times-again", "该除却又乘了一次", "multiplies once more where it divides"),
        # Time
        ("hour-is-hundred", "把1小时当成了100分钟", "takes an hour for a hundred minutes"),
        ("hour-not-passed", "过了整点，小时没有加一", "does not move on to the next hour"),
        ("hour-twice", "小时多加了一", "moves on one hour too many"),
        # Fractions
        ("upside-down", "分子和分母写反了", "writes the fraction upside down"),
        ("the-other-part", "求成了另外那一部分", "gives the other part"),
        (
            "part-to-part",
            "拿一部分和另一部分比，没有和整体比",
            "compares part with part instead of with the whole",
        ),
        (
            "larger-denominator-larger",
            "以为分母大分数就大",
            "thinks that a larger denominator makes a larger fraction",
        ),
        (
            "larger-looks-smaller",
            "同分母时把大小看反了",
            "turns the order round for fractions of one denominator",
        ),
        ("denominators-added", "分母也相加减了", "adds or takes away the denominators too"),
        ("one-is-one-part", "把1当成了一份", "takes one whole for one part"),
        ("one-part-only", "只求了其中的一份", "finds one part only"),
        (
            "one-part-only-divided",
            "分子分母只改了一个",
            "changes only one of numerator and denominator",
        ),
        (
            "same-added",
            "以为同时加上一样的数就相等",
            "thinks that adding the same keeps things equal",
        ),
        (
            "tops-not-widened",
            "通分时分子没有跟着乘",
            "changes the denominators and leaves the numerators",
        ),
        ("bar-is-point", "把分数线当成了小数点", "reads the fraction bar as a decimal point"),
        ("crosswise", "交叉相乘了", "multiplies crosswise"),
        (
            "times-not-turned",
            "除以分数时没有颠倒除数",
            "divides by a fraction without turning it round",
        ),
        ("first-turned", "把被除数颠倒了", "turns the first fraction round"),
        ("both-turned", "两个分数都颠倒了", "turns both fractions round"),
        # Decimals
        ("point-forgotten", "漏了小数点", "forgets the decimal point"),
        ("point-moved-wrong", "小数点点错了位置", "puts the decimal point in the wrong place"),
        (
            "parts-added-apart",
            "小数点两边各算各的，没有进位",
            "adds the two sides of the point apart",
        ),
        (
            "last-digits-lined-up",
            "末位对齐，没有把小数点对齐",
            "lines up the last digits instead of the points",
        ),
        (
            "more-digits-larger",
            "以为小数位数多就大",
            "thinks that more decimal places mean a larger number",
        ),
        # Factors
        ("multiple-for-factor", "把倍数当成了因数", "takes a multiple for a factor"),
        ("factor-for-multiple", "把因数当成了倍数", "takes a factor for a multiple"),
        (
            "product-for-multiple",
            "直接把两个数相乘",
            "multiplies the two numbers, which is not the least",
        ),
        (
            "difference-for-factor",
            "用两数的差当公因数",
            "takes the difference for the common factor",
        ),
        (
            "not-the-greatest",
            "找到了公因数，但不是最大的",
            "finds a common factor, not the greatest",
        ),
        ("sign-of-another", "用错了倍数的特征", "uses the sign of another number's multiples"),
        # Ratio, percentages, negative numbers
        ("order-of-ratio", "比的前项和后项弄反了", "swaps the terms of a ratio"),
        ("part-to-whole", "把部分和整体比了", "compares with the whole instead of the other part"),
        ("percent-is-amount", "把百分之几当成了具体的数", "takes a percentage for an amount"),
        ("top-is-percent", "把分子当成了百分之几", "takes the numerator for the percentage"),
        ("minus-ignored", "没有看负号", "does not see the minus sign"),
        ("nought-is-least", "以为0最小", "thinks that nought is the least number"),
    )
}


def misconception(code: str, language: Language) -> str:
    """The words for a misconception. Raises KeyError for an unknown code."""
    return MISCONCEPTIONS[code][language]
