"""Every package that CrowdLearn is used with is on the page of licences, with the licence it names."""

from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from crowdlearn.launch.licences import PAGE, ROOT, licence_of, page


def test_the_page_is_what_the_lock_and_the_packages_say():
    assert (ROOT / PAGE).read_text("utf-8") == page(), "run make licences"


@pytest.fixture
def package(tmp_path: Path):
    def make(said: str, text: str = "") -> Distribution:
        (tmp_path / "METADATA").write_text(f"Name: pigeon\nVersion: 1\n{said}", "utf-8")
        (tmp_path / "RECORD").write_text(f"{tmp_path.name}/LICENSE,,\n", "utf-8")
        (tmp_path / "LICENSE").write_text(text, "utf-8")
        return PathDistribution(tmp_path)

    return make


@pytest.mark.parametrize(
    ("said", "text", "licence"),
    [
        ("License-Expression: LGPL-3.0-only\nLicense: other\n", "", "LGPL-3.0-only"),
        ("License: MIT License\n", "", "MIT"),
        (f"License: {'Redistribution ' * 9}\nClassifier: License :: OSI Approved :: BSD License\n", "", "BSD License"),
        ("", "Permission is hereby granted, free of charge, to any person", "MIT"),
    ],
)
def test_a_package_s_own_word_is_found_wherever_it_stands(package, said, text, licence):
    assert licence_of(package(said, text)) == licence


def test_a_package_that_says_nothing_is_not_passed_over(package):
    with pytest.raises(LookupError, match="pigeon"):
        licence_of(package("", "All rights reserved."))
