"""Every evidence store keeps what `ports.evidence` promises; so far there is the folder."""

import hashlib
import stat

import pytest

from orchestration.errors import Permanent, Transient
from storage import EvidenceFolder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "evidence"


@pytest.fixture
def store(folder):
    return EvidenceFolder(folder, most=1_000)


async def pieces(*content):
    for each in content:
        yield each


def left_in(folder):
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


async def test_content_is_kept_under_its_hash_and_nobody_writes_there_again(store, folder):
    kept = await store.keep(pieces(b"all ", b"green"))
    assert (kept.sha256, kept.size) == (hashlib.sha256(b"all green").hexdigest(), 9)
    path = store.path_of(kept.sha256)
    assert path.read_bytes() == b"all green"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert left_in(folder) == [f"{kept.sha256[:2]}/{kept.sha256}"]


async def test_the_same_content_is_there_once(store, folder):
    one = await store.keep(pieces(b"all green"))
    assert await store.keep(pieces(b"all", b" green")) == one
    assert len(left_in(folder)) == 1


async def test_an_empty_file_is_evidence_too(store):
    assert (await store.keep(pieces())).size == 0


async def test_what_is_too_large_is_refused_and_leaves_nothing(store, folder):
    with pytest.raises(Permanent, match="larger than"):
        await store.keep(pieces(b"x" * 600, b"x" * 600))
    assert left_in(folder) == []


async def test_what_breaks_off_leaves_nothing_and_is_no_evidence(store, folder):
    async def breaks_off():
        yield b"half of "
        raise Transient("the line went dead")

    with pytest.raises(Transient):
        await store.keep(breaks_off())
    assert left_in(folder) == []


async def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path):
    (tmp_path / "evidence").write_text("a file, no folder")
    with pytest.raises(Transient, match="cannot be written"):
        await EvidenceFolder(tmp_path / "evidence").keep(pieces(b"x"))
    assert [each.name for each in tmp_path.iterdir()] == ["evidence"]
