"""The data folder, and the key that only this box knows."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from terrace.web.home import close_to_others, home, secret_key


def test_the_folder_is_the_one_named_or_the_users_own(tmp_path: Path) -> None:
    assert home({"TERRACE_HOME": str(tmp_path)}) == tmp_path
    assert home({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "terrace"
    assert home({}) == Path.home() / ".local" / "share" / "terrace"


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    environment = {"TERRACE_HOME": str(tmp_path / "school")}
    key = secret_key(environment)
    file = tmp_path / "school" / "secret-key"
    assert len(key) > 50
    assert secret_key(environment) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_stood_open_is_closed_to_other_users(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    folder.chmod(0o755)
    close_to_others(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    close_to_others(tmp_path / "made")
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    environment = {"TERRACE_HOME": str(tmp_path)}
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: secret_key(environment), range(32)))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_key_given_is_not_written_down(tmp_path: Path) -> None:
    assert secret_key({"TERRACE_HOME": str(tmp_path), "TERRACE_SECRET": "given"}) == "given"
    assert list(tmp_path.iterdir()) == []
