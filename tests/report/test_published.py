"""What the report has published once can be linked to for ever."""

from __future__ import annotations

from pathlib import Path

from promise import broken, publishes
from promise import published as promised


def test_nothing_published_has_vanished(published: Path) -> None:
    gone = broken(promised(), published)
    assert not gone, (
        "Other sites link to these, and they have vanished:\n  "
        + "\n  ".join(gone)
        + "\nWhere a page has a new name, its front matter needs the old one: `formerly: [<id>]`. Where something has to"
        " go for good, say so to those who use it and take its lines out of tests/published.txt by hand."
    )


def test_everything_published_is_in_the_list(published: Path) -> None:
    new = sorted(publishes(published) - set(promised()))
    assert not new, "New names and addresses; run `make published` and commit tests/published.txt:\n  " + "\n  ".join(
        new
    )


def test_the_list_is_sorted_and_says_nothing_twice() -> None:
    assert promised() == sorted(set(promised()))
