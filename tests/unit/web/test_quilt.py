"""Covers and marks: drawn from an id, the same everywhere and always."""

import subprocess
import sys
from uuid import UUID
from xml.etree import ElementTree

import pytest

from crowdlearn.web.quilt import SCHEMES, TOPIC_SCHEMES, initials, quilt, quilt_defs, scheme_of, tone_of

SEED = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def test_the_same_id_gives_the_same_cover_in_another_process():
    code = f"from crowdlearn.web.quilt import quilt; from uuid import UUID; print(quilt(UUID('{SEED}'), 'own'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == quilt(SEED, "own")


def test_another_id_gives_another_cover():
    assert len({quilt(UUID(int=number)) for number in range(50)}) == 50


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_cover_is_small_well_formed_and_uses_only_tiles_that_exist(scheme):
    tiles = {f"#{path.get('id')}" for path in ElementTree.fromstring(quilt_defs()).iter("path")}
    cover = quilt(SEED, scheme)
    used = {use.get("href") for use in ElementTree.fromstring(cover).iter("use")}
    assert used <= tiles
    assert len(cover) < 2_500
    assert "style" not in cover


def test_a_topic_keeps_its_colours_and_topics_differ():
    schemes = {
        scheme_of(topic)
        for topic in ("data", "writing", "law", "climate", "languages", "procurement", "service-design")
    }
    assert schemes <= set(TOPIC_SCHEMES)
    assert len(schemes) > 1


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Aïcha Benali", "AB"),
        ("Marie-Ève de la Thériault", "MT"),
        ("étienne", "É"),
        ("  ", "–"),
        ("Ana (Ann) Ng", "AN"),
    ],
)
def test_initials_are_first_and_last(name, mark):
    assert initials(name) == mark


def test_a_name_keeps_its_tone():
    assert tone_of("Aïcha Benali") == tone_of("Aïcha Benali")
    assert {tone_of(f"person {number}") for number in range(40)} == {"", "b", "c", "d"}
