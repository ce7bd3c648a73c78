"""Synthetic sites of any size, the same from run to run: ours, and what it is compared with."""

from __future__ import annotations

import random
import re
import runpy
import string
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

Kind = Literal["ours", "bare", "furo", "needs"]

REPOSITORY = Path(__file__).parents[1]
LETTERS = string.ascii_lowercase
RELATIONS = ("subject", "demonstrated", "recommended", "in-production", "compared", "background")
WORDS = [
    word
    for folder in ("sessions", "projects")
    for path in sorted((REPOSITORY / folder).glob("*.md"))
    for word in path.read_text("utf-8").split()
    if word.isalpha()
]

SETTINGS = """
project = "Benchmark"
html_copy_source = False
html_show_sourcelink = False
myst_enable_extensions = ["colon_fence"]
"""
OWN_SETTINGS: dict[Kind, str] = {
    "ours": f"""
import sys
sys.path.insert(0, {str(REPOSITORY / "_ext")!r})
extensions = {runpy.run_path(str(REPOSITORY / "conf.py"))["extensions"]!r}
primary_domain = "conf"
html_theme = "furo"
html_baseurl = "https://benchmark.example/"
""",
    "bare": 'extensions = ["myst_parser"]\nhtml_theme = "basic"\n',
    "furo": 'extensions = ["myst_parser"]\nhtml_theme = "furo"\n',
    "needs": """
extensions = ["myst_parser", "sphinx_needs"]
html_theme = "basic"
needs_types = [
    {"directive": name, "title": name, "prefix": "", "color": "#fff", "style": "node"} for name in ("talk", "topic")
]
needs_id_regex = "^[A-Z0-9_]{3,}"
""",
}


class Site:
    """A site of so many sessions, a fifth as many projects, and tracks of up to 200 sessions.

    The prose is that of the real report, its words drawn at random; a session page has as many words, headings,
    references and lists as the median one. What *ours* references, the others name in plain words, except for *needs*,
    which has the same records and links as sphinx-needs models them, with a table of the talks on each topic.
    """

    def __init__(self, folder: Path, kind: Kind, sessions: int) -> None:
        self.folder, self.kind, self.sessions = folder, kind, sessions
        self._random = random.Random(sessions)
        self._sessions_added = self._mentions_added = 0
        self.projects = [f"{LETTERS[number % 26]}-project-{number}" for number in range(max(sessions // 5, 3))]
        self.tracks = [f"track-{number}" for number in range((sessions - 1) // 200 + 1)]
        for number in range(sessions):
            self._write_session(number)
        for number in range(len(self.tracks)):
            self._write_track(number, range(number * 200, min(number * 200 + 200, sessions)))
        for name in self.projects:
            self._write_project(name)
        self._write_the_rest()

    def edit_title(self) -> None:
        """Give one session another title."""
        page = self.folder / f"sessions/session-{self.sessions // 2}.md"
        page.write_text(re.sub(r"^# ", "# Anew ", page.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")

    def add_mention(self) -> None:
        """Let one session mention one more project."""
        page = self.folder / f"sessions/session-{self.sessions // 3}.md"
        self._mentions_added += 1
        mention = self._name(self.projects[-self._mentions_added])
        page.write_text(f"{page.read_text('utf-8')}\n{self._paragraph(mention)}\n", "utf-8")

    def add_session(self) -> None:
        """Add a session to the last track."""
        last = self.sessions + self._sessions_added
        self._sessions_added += 1
        self._write_session(last)
        self._write_track(len(self.tracks) - 1, range(len(self.tracks) * 200 - 200, last + 1))

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def _sentence(self, middle: str = "") -> str:
        words = self._random.choices(WORDS, k=14)
        return " ".join([*words[:7], *([middle] if middle else []), *words[7:]]).capitalize() + "."

    def _paragraph(self, *middles: str) -> str:
        return " ".join(self._sentence(middle) for middle in middles)

    def _speaker(self, number: int) -> str:
        person = number % (self.sessions // 2 + 1)
        return f"{LETTERS[person % 26].upper()}. Speaker {person}"

    def _write_lists(self) -> list[str]:
        """The generated lists: each on one page, or on a large site on a page for each letter or track."""
        large = self.sessions > 800
        parts = {
            **{name: ([*LETTERS, "other"], "initial") for name in ("speaker-list", "missing-list", "project-list")},
            "session-list": (self.tracks, "track"),
        }
        for name, (values, option) in parts.items():
            form = ":as: explore\n" if name == "session-list" else ""
            below = "```{toctree}\n:glob:\n\n" + f"{name}/*\n```\n" if large else f"```{{{name}}}\n{form}```\n"
            self._write(f"{name}.md", f"# {name}\n\n{below}")
            for value in values if large else ():
                self._write(f"{name}/{value}.md", f"# {value}\n\n```{{{name}}}\n:{option}: {value}\n{form}```\n")
        self._write("correction-list.md", "# correction-list\n\n```{correction-list}\n```\n")
        return [*parts, "correction-list"]

    def _name(self, project: str) -> str:
        return f"{{project}}`{project}`" if self.kind == "ours" else project

    def _write_session(self, number: int) -> None:
        track = self.tracks[number // 200] if number // 200 < len(self.tracks) else self.tracks[-1]
        title = f"{self._sentence()[:50]} {number}"
        projects = self._random.sample(self.projects, k=3)
        relations = [self._random.choice(RELATIONS) for _ in projects]
        names = [self._name(name) for name in projects]
        body = "\n\n".join(
            [
                self._paragraph(*names, "", ""),
                "## What was shown",
                self._paragraph("`kubectl apply`", names[0], "", "[a link](https://example.org/)"),
                "\n".join(f"- {self._sentence(middle)}" for middle in ("**this**", "", "`code`")),
                "## What it means",
                self._paragraph(names[-1], "", "*that*", ""),
                f":::{{{'impression' if self.kind == 'ours' else 'note'}}}\n{self._paragraph('', '')}\n:::",
            ]
        )
        if self.kind == "ours":
            pairs = zip(projects, relations, strict=True)
            listed = "".join(f"    {project}: {relation}\n" for project, relation in pairs)
            front = (
                f"---\nsession:\n  track: {track}\n  format: breakout\n"
                f"  date: {date(2022, 10, 24) + timedelta(days=number % 5)}\n  speakers:\n"
                f"    - {{name: {self._speaker(number)}, affiliation: Example}}\n"
                f"  video: https://video.example/{number}\n  slides: none\n  schedule: https://schedule.example/{number}\n"
                f"  attended: recording\n  projects:\n{listed}---\n"
            )
            text = f"{front}# {title}\n\n```{{session-card}}\n```\n\n{body}\n"
        elif self.kind == "needs":
            links = ", ".join(name.upper().replace("-", "_") for name in projects)
            text = f"# {title}\n\n:::{{talk}} {title}\n:id: SESSION_{number}\n:links: {links}\n:::\n\n{body}\n"
        else:
            text = f"# {title}\n\n{body}\n"
        self._write(f"sessions/session-{number}.md", text)

    def _write_track(self, number: int, sessions: range) -> None:
        name = self.tracks[number]
        listed = "\n".join(f"/sessions/session-{one}" for one in sessions)
        text = f"# {name}\n\n```{{toctree}}\n{listed}\n```\n"
        if self.kind == "ours":
            text = (
                f"---\ntrack: {{event: Benchmark, group: All}}\n---\n{text}\n```{{session-list}}\n:track: {name}\n```\n"
            )
        self._write(f"tracks/{name}.md", text)

    def _write_project(self, name: str) -> None:
        about, title = self._paragraph(*[""] * 7), name.title()
        text = f"# {title}\n\n{about}\n"
        if self.kind == "ours":
            front = "---\nproject:\n  kind: project\n  license: none\n---\n"
            text = f"{front}# {title}\n\n```{{project-card}}\n```\n\n{about}\n\n```{{mentioned-by}}\n```\n"
        elif self.kind == "needs":
            id = name.upper().replace("-", "_")
            need = f":::{{topic}} {title}\n:id: {id}\n:::\n"
            table = f":::{{needtable}}\n:filter: '\"{id}\" in links'\n:style: table\n:columns: id;title\n:::\n"
            text = f"# {title}\n\n{need}\n{about}\n\n{table}"
        self._write(f"projects/{name}.md", text)

    def _write_the_rest(self) -> None:
        listed = "\n".join(f"tracks/{name}" for name in self.tracks)
        lists = self._write_lists() if self.kind == "ours" else []
        pages = "\n".join([listed, "projects/index", *lists])
        self._write("index.md", f"# Benchmark\n\n```{{toctree}}\n:maxdepth: 1\n{pages}\n```\n")
        front = "---\nproject: none\n---\n" if self.kind == "ours" else ""
        self._write("projects/index.md", f"{front}# Projects\n\n```{{toctree}}\n:glob:\n:hidden:\n\n*\n```\n")
        self._write("conf.py", SETTINGS + OWN_SETTINGS[self.kind])
