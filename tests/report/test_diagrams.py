"""Each diagram of the report is drawn in each language, by tools that are pinned."""

from __future__ import annotations

import json
import re

from conftest import REPOSITORY, RealSite
from sitekit import rendered_mermaid


def test_every_diagram_of_the_report_is_drawn_and_no_picture_is_left_over(real: RealSite) -> None:
    english, japanese = (
        {path.stem for path in real.build("mermaid_sources", language=language).glob("*.mmd")}
        for language in ("en", "ja")
    )
    assert len(english) > 4
    assert english.isdisjoint(japanese), "a diagram has the same words in both languages"
    keys = english | japanese
    pattern = re.compile(r"[0-9a-f]{16}(-light\.svg|-dark\.svg|\.pdf)")
    drawn = {path.name for path in (REPOSITORY / "diagrams").iterdir() if pattern.fullmatch(path.name)}
    expected = {f"{key}{ending}" for key in keys for ending in rendered_mermaid.ENDINGS}
    assert drawn == expected, "run `make diagrams` and commit the folder diagrams/"


def test_pictures_load_nothing_and_run_nothing() -> None:
    for picture in (REPOSITORY / "diagrams").glob("*.svg"):
        text = picture.read_text("utf-8").replace("http://www.w3.org/", "")
        assert not [word for word in ("<script", "http", "@import", "<foreignObject", "<image") if word in text], (
            picture
        )


def test_the_drawing_tools_are_pinned_and_name_no_registry() -> None:
    folder = REPOSITORY / "diagrams"
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}
    assert [
        name for name, package in packages.items() if "resolved" in package or (name and "integrity" not in package)
    ] == []
