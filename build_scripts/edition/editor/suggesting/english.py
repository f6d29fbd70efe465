"""The lists of English words that the suggestions use; what for is said beside each.

Only lists: patterns in which English words stand are beside their rules.
"""

from __future__ import annotations

import calendar


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Too common to tell one passage from another.
COMMON = _words("""
a about after again all also an and any are as at be because been but by can could did do does for from had has have he
her him his how i if in into is it its like may me more most must my no not now of on one only or other our out over
said she should so some such than that the their them then there these they this those through to too under up us very
was we were what when which while who will with would you your asked replied stated added continued say talk told
three four five six seven eight nine ten hundred thousand million first second further example time question
come came go went take took taken make made give gave put get got see saw know known
""")
# That open sentences and are no names, whether or not the texts have them with a small letter elsewhere.
OPENERS = _words("""
a an the this that these those his her its their our my your he she it we they you there here if when while since
because although though despite after before during until unless however moreover furthermore nevertheless
therefore thus hence then finally first second third secondly further besides also and but or nor yet so in on at
by for from of to with without about against as among all both each every some any no not such what which who whose
why how where once only even still today tomorrow yesterday please perhaps
""")
# Before a name, and no part of it.
TITLES = _words("""
comrade comrades cde cdes comr mr mrs ms miss dr prof professor general marshal president chairman minister
ambassador captain consul colonel premier secretary lord lady sir king queen
""")
# Abbreviations that nobody needs explained.
USUAL = _words("mr mrs ms dr st vol no pp p ch etc cf ff jr sr ll bros ltd")
CALENDAR = frozenset(n.lower() for n in (*calendar.month_name, *calendar.day_name) if n)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
SMALL_NUMBERS = (*_SMALL.split(), "eighteen", "nineteen")
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
