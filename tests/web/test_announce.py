"""A phone on the school's Wi-Fi finds the box by its short name."""

from pathlib import Path

from zeroconf import AddressResolver, IPVersion, Zeroconf

from terrace.web.announce import UNNAMED, announce, box_name
from terrace.web.home import NAME_FILE

LOOPBACK = "127.0.0.1"


def test_the_box_is_found_by_its_name_and_no_longer_when_it_has_stopped() -> None:
    speaker = announce("yunling-under-test", port=8123, at=LOOPBACK)
    phone = Zeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)
    try:
        asked = AddressResolver("yunling-under-test.local.")
        assert asked.request(phone, 3000)
        assert asked.parsed_addresses() == ["127.0.0.1"]
        found = phone.get_service_info("_http._tcp.local.", "yunling-under-test._http._tcp.local.")
        assert found is not None
        assert found.port == 8123
        speaker.close()
        assert not AddressResolver("yunling-other-test.local.").request(phone, 500)
    finally:
        phone.close()


def test_a_box_without_a_school_has_a_name_too(tmp_path: Path) -> None:
    assert box_name(tmp_path) == UNNAMED
    (tmp_path / NAME_FILE).write_text("yunling\n")
    assert box_name(tmp_path) == "yunling"
