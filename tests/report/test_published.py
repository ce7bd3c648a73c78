"""What the report has published once can be linked to for ever."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RealSite
from promise import broken, published, publishes

BASE = "https://report.example/en/latest/"


@pytest.fixture(scope="module")
def out(real: RealSite) -> Iterator[Path]:
    """The report as it is published, which is with a base URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "READTHEDOCS_CANONICAL_URL", BASE)
        yield real.build("html", "published")


def test_nothing_published_has_vanished(out: Path) -> None:
    gone = broken(published(), out)
    assert not gone, (
        "Other sites link to these, and they have vanished:\n  "
        + "\n  ".join(gone)
        + "\nWhere a page has a new name, its front matter needs the old one: `formerly: [<id>]`. Where something has to"
        " go for good, say so to those who use it and take its lines out of tests/published.txt by hand."
    )


def test_everything_published_is_in_the_list(out: Path) -> None:
    new = sorted(publishes(out) - set(published()))
    assert not new, "New names and addresses; run `make published` and commit tests/published.txt:\n  " + "\n  ".join(
        new
    )


def test_the_list_is_sorted_and_says_nothing_twice() -> None:
    assert published() == sorted(set(published()))
