"""A field is declared in one line, and shows everywhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from conftest import REPOSITORY, Site

LINE = re.search(r"^room: .*", (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
MEANING = "The room, as the programme names it."
TRANSLATIONS = {"room": "会場", MEANING: "プログラムに記された会場。"}
GUIDE = "---\norphan: true\n---\n# Guide\n\n```{record-fields} session\n```\n"


class Report:
    """A small report in two languages, whose sessions have the field of the example in CONTRIBUTING."""

    def __init__(self, folder: Path) -> None:
        self.site, extensions = Site(folder), folder / "_ext"
        shutil.copytree(REPOSITORY / "_ext", extensions)
        assert LINE
        records = extensions / "confreport" / "records.py"
        text = records.read_text("utf-8")
        before = "    attended: Attended"
        assert text.count(before) == 1
        records.write_text(text.replace(before, f"    {LINE[0]}\n{before}"), "utf-8")
        catalogue = extensions / "confreport" / "locale" / "ja" / "LC_MESSAGES" / "confreport.po"
        with catalogue.open("rb") as file:
            messages = read_po(file, locale="ja")
        for message, translation in TRANSLATIONS.items():
            messages.add(message, translation)
        compiled = BytesIO()
        write_mo(compiled, messages)
        catalogue.with_suffix(".mo").write_bytes(compiled.getvalue())
        self.site.edit("conf.py", str(REPOSITORY / "_ext"), str(extensions))
        self.site.edit("sessions/day-one.md", "  track: security", "  track: security\n  room: Hall <3>")
        self.site.write("guide.md", GUIDE)

    def build(self, language: str) -> Path:
        """The output; in another process, since the modules of this one have no such field."""
        out = self.site.folder / language
        command = [sys.executable, "-m", "sphinx", "-q", "-D", f"language={language}", str(self.site.source), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        self.warnings = done.stderr
        return out


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(tmp_path_factory.mktemp("fields"))


def rows(out: Path, page: str, selector: str) -> dict[str, str]:
    """The words of each row of a card, by its name."""
    soup = BeautifulSoup((out / page).read_text("utf-8"), "html.parser")
    return {
        name.get_text().strip().rstrip(":"): name.find_next_sibling("dd").get_text().strip()  # type: ignore[union-attr]
        for name in soup.select(selector)
    }


@pytest.fixture(scope="module")
def english(report: Report) -> Path:
    return report.build("en")


def test_the_card_has_a_row_and_the_embedded_card_a_line(english: Path) -> None:
    assert rows(english, "sessions/day-one.html", ".conf-card dt")["Room"] == "Hall <3>"
    assert rows(english, "embed/day-one.html", "dt")["Room"] == "Hall <3>"


def test_it_is_a_gap_where_it_is_unknown(english: Path) -> None:
    assert "room" in rows(english, "sessions/day-two.html", ".conf-card dt")["Not known"]
    assert "room" in (english / "missing.html").read_text("utf-8")
    assert "Room" not in rows(english, "sessions/day-two.html", ".conf-card dt")


def test_the_data_have_it_and_their_schema_describes_it(english: Path) -> None:
    report = json.loads((english / "data" / "report.json").read_text("utf-8"))
    assert {one["id"]: one["record"]["room"] for one in report["sessions"] if one["record"]}["day-one"] == "Hall <3>"
    schema = json.loads((english / "data" / "report.schema.json").read_text("utf-8"))
    assert schema["$defs"]["Session"]["properties"]["room"]["description"] == MEANING


def test_linked_data_have_it_as_the_property_that_was_named(english: Path) -> None:
    soup = BeautifulSoup((english / "sessions" / "day-one.html").read_text("utf-8"), "html.parser")
    data = json.loads(soup.select_one('script[type="application/ld+json"]').get_text())  # type: ignore[union-attr]
    assert data["location"] == "Hall <3>"


def test_the_guide_has_a_line_of_it(english: Path) -> None:
    soup = BeautifulSoup((english / "guide.html").read_text("utf-8"), "html.parser")
    lines = [[cell.get_text().strip() for cell in row.select("td")] for row in soup.select("tr")]
    assert ["room", "text", MEANING, "gap"] in lines


def test_in_another_language_two_translations_are_enough(report: Report) -> None:
    japanese = report.build("ja")
    assert rows(japanese, "sessions/day-one.html", ".conf-card dt")["会場"] == "Hall <3>"
    assert TRANSLATIONS[MEANING] in (japanese / "guide.html").read_text("utf-8")


def test_warnings_offer_it(report: Report) -> None:
    report.site.edit("sessions/day-two.md", "  track: security", "  track: security\n  rom: 1")
    report.build("en")
    assert re.search(
        r"session\.rom: no such field\. Did you mean 'room'\? Allowed: .*schedule, room, attended", report.warnings
    )
