"""日期：11月22日 周日。"""

from django.utils.translation import gettext_noop

DATE_FORMAT = "Y年n月j日 D"
MONTH_DAY_FORMAT = "n月j日 D"
SHORT_DATE_FORMAT = "n月j日"
YEAR_MONTH_FORMAT = "Y年n月"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y年n月j日 D H:i"
SHORT_DATETIME_FORMAT = "n月j日 D H:i"

# Django's own Chinese has 星期一 for "Mon" too; a school writes 周一. Named here so that the words
# stand in this app's translations, which go before Django's.
_WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
