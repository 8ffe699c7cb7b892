"""What a phone is called, in words that its owner knows: "Android phone, Chrome"."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_DEVICES = (
    (("iphone",), _("iPhone")),
    (("ipad",), _("iPad")),
    (("harmonyos", "openharmony"), _("HarmonyOS phone")),
    (("android", "mobile"), _("Android phone")),
    (("android",), _("Android tablet")),
    (("windows",), _("Windows computer")),
    (("mac os",), _("Mac")),
    (("linux",), _("Linux computer")),
)
_BROWSERS = (
    ("micromessenger", _("WeChat")),
    ("huaweibrowser", _("Huawei browser")),
    ("miuibrowser", _("Mi browser")),
    ("mqqbrowser", _("QQ browser")),
    ("qqbrowser", _("QQ browser")),
    ("ucbrowser", _("UC browser")),
    ("edg", "Edge"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_UNKNOWN = _("device")


def label(user_agent: str) -> str:
    """What a browser that names itself so is called, in English: the form in which it is kept."""
    told = user_agent.lower()
    device = next((name for signs, name in _DEVICES if all(s in told for s in signs)), _UNKNOWN)
    browser = next((name for sign, name in _BROWSERS if sign in told), "")
    return ", ".join(filter(None, (device, browser)))


def in_words(kept: str) -> str:
    """A kept label in the language now active."""
    device, _comma, browser = kept.partition(", ")
    if not browser:
        return gettext(device)
    return gettext("%(device)s, %(browser)s") % {
        "device": gettext(device),
        "browser": gettext(browser),
    }
