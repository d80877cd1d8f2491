"""Files are read wherever a site keeps them: in CKAN's folder, or in a storage of file-keeper."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import file_keeper
import pytest
from govopen_common import stored

BYTES = "姓名,区\n张三,云岩\n".encode() * 100_000


def in_a_folder(folder: Path) -> SimpleNamespace:
    return SimpleNamespace(get_path=lambda name: str(folder / name))


def in_a_storage(folder: Path) -> SimpleNamespace:
    settings = {"type": "file_keeper:fs", "path": str(folder), "initialize": True}
    return SimpleNamespace(
        storage=file_keeper.make_storage("kept", settings), get_path=file_keeper.Location
    )


@pytest.mark.parametrize("kept", [in_a_folder, in_a_storage])
def test_the_bytes_of_a_file_come_in_pieces_of_a_bounded_size(kept, tmp_path):
    (tmp_path / "r1").write_bytes(BYTES)

    found = list(stored.pieces(kept(tmp_path), "r1"))

    assert b"".join(found) == BYTES
    assert len(found) > 1
    assert max(map(len, found)) <= stored.PIECE


@pytest.mark.parametrize("kept", [in_a_folder, in_a_storage])
def test_a_file_that_is_not_there_is_said_to_be_missing(kept, tmp_path):
    with pytest.raises((OSError, LookupError)):
        list(stored.pieces(kept(tmp_path), "r1"))


def test_an_uploader_that_gives_nothing_to_read_is_a_missing_file():
    with pytest.raises(LookupError, match="r1"):
        list(stored.pieces(object(), "r1"))


def test_only_a_folder_has_a_path_on_disk(tmp_path):
    assert stored.on_disk(in_a_folder(tmp_path), "r1") == tmp_path / "r1"
    assert stored.on_disk(in_a_storage(tmp_path), "r1") is None
    assert stored.on_disk(object(), "r1") is None
