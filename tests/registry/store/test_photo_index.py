"""The index of photos: it misses nothing within six bits, reads no table whole, and older registries get it too."""

from __future__ import annotations

import random
import sqlite3

import pytest

from intake.model.submission import Address
from registry.store.photo_index import PhotoIndex, resemblances
from registry.store.schema import HASH_PARTS, migrations, open_registry
from tests.builders.factories import shipped_call
from tests.builders.registry_samples import judged, submission, take
from tests.builders.rule_facts import photo
from validators.facts import Resemblance

OTHER = Address(name="Ana", email="ana@example.org")
BASE = 0x0F3C55AA96C31E78


def hashed(number: int) -> str:
    return f"{number:016x}"


def flipped(number: int, *bits: int) -> int:
    for bit in bits:
        number ^= 1 << bit
    return number


def fill(db, numbers) -> None:
    """Put photos with these hashes into the registry; each is called by its place."""
    db.conn.execute("BEGIN")
    rows = ((str(place), "{}", hashed(number)) for place, number in enumerate(numbers))
    db.conn.executemany("INSERT INTO photos VALUES (?, ?, ?)", rows)
    db.conn.execute("COMMIT")


def by_counting(numbers, wanted, distance) -> dict[str, int]:
    """Search the plain way: every hash against every wanted one."""
    near = {str(place): min((number ^ each).bit_count() for each in wanted) for place, number in enumerate(numbers)}
    return {name: bits for name, bits in near.items() if bits <= distance}


@pytest.mark.parametrize("distance", [0, 3, 6, 7, 9])
@pytest.mark.parametrize("seed", range(4))
def test_every_photo_within_the_distance_is_found_and_no_other(db, seed, distance):
    random.seed(seed)
    wanted = [random.getrandbits(64) for _ in range(8)]
    numbers = [random.getrandbits(64) for _ in range(2000)]
    numbers += [flipped(random.choice(wanted), *random.sample(range(64), step % 12)) for step in range(1000)]
    fill(db, numbers)
    assert PhotoIndex(db).search([hashed(each) for each in wanted], distance) == by_counting(numbers, wanted, distance)


def test_six_bits_are_found_however_they_lie(db):
    spread = [tuple(range(start, 64, 11))[:6] for start in range(9)]
    together = [tuple(range(start, start + 6)) for start in range(0, 58, 3)]
    numbers = [flipped(BASE, *bits) for bits in (*spread, *together)]
    fill(db, numbers)
    assert PhotoIndex(db).search([hashed(BASE)]) == {str(place): 6 for place in range(len(numbers))}


def test_a_plain_picture_resembles_nothing(db):
    fill(db, [0, flipped(0, 3), (1 << 64) - 1])
    assert PhotoIndex(db).search([hashed(0), hashed((1 << 64) - 1)]) == {}


def test_no_search_reads_a_table_whole(db):
    fill(db, [random.Random(5).getrandbits(64) for _ in range(50)] + [BASE])
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    found = PhotoIndex(db).search([hashed(BASE)])
    db.conn.set_trace_callback(None)
    plans = [row[3] for query in asked for row in db.conn.execute(f"EXPLAIN QUERY PLAN {query}")]
    wanted = [f"SEARCH photos USING COVERING INDEX photos_part_{place} (<expr>=? AND hash>?)" for place in range(len(HASH_PARTS))]
    assert (found, plans) == ({"50": 0}, [*wanted, "SEARCH photos USING INDEX photos_part_0 (<expr>=? AND hash>? AND hash<?)"])


def test_a_registry_from_before_the_index_gets_it_with_all_its_photos(tmp_path, db):
    for place in range(len(HASH_PARTS)):
        db.conn.execute(f"DROP INDEX photos_part_{place}")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'likeness'")
    fill(db, [flipped(BASE, 1, 2), BASE >> 3])
    db.conn.execute("INSERT INTO photos VALUES ('undecodable', '{}', NULL)")
    again = open_registry(tmp_path / "registry.db")
    assert (migrations.pending(again), PhotoIndex(again).search([hashed(BASE)])) == ([], {"0": 2})
    again.conn.close()


def test_the_same_picture_turned_in_another_authors_entry_is_told(db):
    entry = judged(submission("m1", names=("a.jpg",)))
    take(db, entry, sha256="m1")
    db.conn.execute("UPDATE photos SET hash = ?", [hashed(BASE)])
    turned = photo("mine.jpg", sha256="other", hashes=("1111111122222222", hashed(flipped(BASE, 7))))
    assert resemblances(db, PhotoIndex(db), shipped_call(), [turned], submission("m2", sender=OTHER, form=None)) == (
        Resemblance(name="mine.jpg", reference="IF2026-0001", other_name="a.jpg", distance=1, exact=False),
    )


def test_a_picture_that_thousands_sent_is_looked_for_with_however_few_values_a_library_takes(db):
    take(db, judged(submission("m1", names=("a.jpg",))), sha256="m1")
    db.conn.execute("UPDATE photos SET hash = ?", [hashed(BASE)])
    fill(db, [BASE] * 2000)
    db.conn.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)  # of older libraries
    mine = photo("mine.jpg", sha256="other", hashes=(hashed(BASE),))
    (found,) = resemblances(db, PhotoIndex(db), shipped_call(), [mine], submission("m2", sender=OTHER, form=None))
    assert (found.reference, found.distance) == ("IF2026-0001", 0)
