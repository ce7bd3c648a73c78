"""The guide describes all that exists and nothing else, and its examples do what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from bs4 import BeautifulSoup
from confreport import problems, records
from confreport.components import DIRECTIVES, reference
from confreport.domain import ReportDomain
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "guide"
REFERENCE = (GUIDE / "reference.md").read_text("utf-8")
WRITE = (GUIDE / "write.md").read_text("utf-8")
EXAMPLES = {
    path.name: path.read_text("utf-8") for path in sorted((GUIDE / "examples").iterdir()) if path.suffix != ".py"
}

CONFIG = """
extensions = ["myst_parser", "confreport"]
include_patterns = ["*.md", "sessions/*.md", "tracks/*.md", "projects/*.md"]
primary_domain = "conf"
nitpicky = True
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
html_theme = "basic"
"""


class Built(NamedTuple):
    """What came out of a build."""

    out: Path
    warnings: list[str]

    def page(self, docname: str) -> BeautifulSoup:
        """The content of a page."""
        found = BeautifulSoup((self.out / f"{docname}.html").read_text("utf-8"), "html.parser").find(role="main")
        assert found is not None
        return found


def build(folder: Path, pages: Mapping[str, str], builder: str = "html") -> Built:
    """Build a small site of these pages; its warnings name paths relative to the site."""
    for name, text in {"conf.py": CONFIG, **pages}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    app = SphinxTestApp(builder, srcdir=folder, freshenv=True)
    try:
        app.build()
        text = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue()).replace(f"{folder}/", "")
        return Built(Path(app.outdir), [line for line in text.splitlines() if line.strip()])
    finally:
        app.cleanup()


# Reading the reference


def sections(text: str) -> dict[tuple[str, str], str]:
    """The parts of a page by (heading, subheading); examples in fences are no headings."""
    found: dict[tuple[str, str], str] = {}
    upper = lower = fence = ""
    for line in text.splitlines():
        if match := re.match(r"(`{3,}|:{3,})", line):
            fence = "" if fence == match[1] else fence or match[1]
        if not fence and line.startswith("## "):
            upper, lower = line[3:], ""
        elif not fence and line.startswith("### "):
            lower = line[4:]
        else:
            found[upper, lower] = found.get((upper, lower), "") + line + "\n"
    return found


SECTIONS = sections(REFERENCE)


def first_column(section: tuple[str, str]) -> list[str]:
    """What the tables of a section describe: the words in backticks that begin a row."""
    return re.findall(r"^\| `([^`]+)` \|", SECTIONS[section], re.MULTILINE)


def subheadings(upper: str, pattern: str) -> list[str]:
    """What the subheadings of a section describe."""
    return [re.fullmatch(pattern, lower)[1] for part, lower in SECTIONS if part == upper and lower]


def shown_as(kind: str, section: tuple[str, str]) -> list[str]:
    """The examples that a section shows, as ``include`` or ``literalinclude``."""
    return re.findall(rf"^```\{{{kind}\}} examples/(\S+)$", SECTIONS[section], re.MULTILINE)


SUBTYPES: tuple[str, ...] = get_args(problems.Subtype)


# Everything is described


def test_every_part_of_a_record_has_its_table():
    own = {value for value in vars(records).values() if getattr(value, "__module__", "") == records.__name__}
    assert {value for value in own if is_dataclass(value)} == set(reference.RECORDS.values())
    assert re.findall(r"^```\{record-fields\} (.+)$", REFERENCE, re.MULTILINE) == [
        "session",
        "speaker",
        "track",
        "project",
        "maturity",
        "category",
    ]
    assert sorted(reference.RECORDS) == ["category", "maturity", "project", "session", "speaker", "track"]


def test_every_word_with_a_meaning_of_its_own_has_its_table():
    explained = {name for name, words in reference.CHOICES.items() if all(word.meaning for word in words)}
    shown = re.findall(r"^```\{field-values\} (.+)$", REFERENCE, re.MULTILINE)
    assert explained == {*shown, "attended"}


@pytest.mark.parametrize("name", ReportDomain.roles)
def test_role_is_described(name: str):
    assert name in subheadings("Roles", r"`\{(.+)\}`")
    assert f"role-{name}.md" in shown_as("include", ("Roles", f"`{{{name}}}`"))


@pytest.mark.parametrize("name", DIRECTIVES)
def test_directive_is_described(name: str):
    assert name in subheadings("Directives", r"`\{(.+)\}`")
    assert f"{name}.md" in shown_as("literalinclude", ("Directives", f"`{{{name}}}`"))


OPTIONS = [(name, option) for name, directive in DIRECTIVES.items() for option in directive.option_spec or {}]


@pytest.mark.parametrize(("directive", "option"), OPTIONS)
def test_option_is_described_and_has_an_example(directive: str, option: str):
    section = "Directives", f"`{{{directive}}}`"
    assert option in first_column(section)
    assert any(f"\n:{option}: " in EXAMPLES[name] for name in shown_as("literalinclude", section))


@pytest.mark.parametrize("name", SUBTYPES)
def test_warning_is_described(name: str):
    assert name in subheadings("Warnings", r"`conf\.(.+)`")
    section = "Warnings", f"`conf.{name}`"
    assert shown_as("literalinclude", section) == [f"warning-{name}.md", f"warning-{name}.txt"]


def test_indices_and_configuration_are_described():
    assert first_column(("Indices", "")) == ["conf-projects", "conf-speakers", "conf-tracks"]
    assert "navigation_limit" in first_column(("Configuration", ""))
    for name in ReportDomain.object_types:
        names = SECTIONS["Names for other sites", ""]
        assert f"`conf:{name}`" in names and f"`{name}-`" in names and f"`conf-{name}-`" in names


# Nothing else is described


def test_nothing_is_described_that_does_not_exist():
    assert subheadings("Roles", r"`\{(.+)\}`") == list(ReportDomain.roles)
    assert set(subheadings("Directives", r"`\{(.+)\}`")) == set(DIRECTIVES)
    assert subheadings("Warnings", r"`conf\.(.+)`") == list(SUBTYPES)
    described = {(name, option) for name in DIRECTIVES for option in first_column(("Directives", f"`{{{name}}}`"))}
    assert described == set(OPTIONS)


def test_every_example_is_shown_in_its_section():
    shown = [(name, section) for section in SECTIONS for name in shown_as("literalinclude", section)]
    assert sorted(name for name, _ in shown) == sorted(EXAMPLES)
    for name, (upper, lower) in shown:
        group, _, subject = name.rpartition(".")[0].partition("-")
        match upper:
            case "Roles":
                assert (group, lower) == ("role", f"`{{{subject}}}`")
            case "Warnings":
                assert (group, lower) == ("warning", f"`conf.{subject}`")
            case _:
                assert upper == "Directives" and name.startswith(lower.strip("`{}"))


def test_every_source_has_a_result():
    """A role's or directive's example is included below its source, or a link leads to a page that uses it."""
    for section in SECTIONS:
        assert set(shown_as("include", section)) <= set(shown_as("literalinclude", section))
        if section[0] in ("Roles", "Directives"):
            for name in set(shown_as("literalinclude", section)) - set(shown_as("include", section)):
                rest = SECTIONS[section].partition(f"examples/{name}\n")[2]
                link = re.match(r":language: markdown\n```\n\nThe result .*\{(\w+)\}`/?([\w-]+(?:/\w+)?)`", rest)
                assert link, f"{name} has neither a result nor a link to one"
                page = {"session": "sessions/", "project": "projects/", "doc": ""}[link[1]] + link[2]
                assert f"{{{lower_name(section)}}}" in (ROOT / f"{page}.md").read_text("utf-8")


def lower_name(section: tuple[str, str]) -> str:
    return section[1].strip("`{}")


# The examples of roles and directives


def record(kind: str, title: str, front: str, body: str = "") -> str:
    return f"---\n{kind}:\n{front}---\n# {title}\n\n{body}"


def track(title: str, *sessions: str) -> str:
    lines = "\n".join(f"/sessions/{name}" for name in sessions)
    return record("track", title, "  event: An event\n", f"```{{toctree}}\n{lines}\n```\n" if sessions else "")


BASE = {
    "index.md": "# Report\n\n```{toctree}\n:glob:\n\ntracks/*\nprojects/*\n*\n```\n",
    "speakers.md": "# Speakers\n\n" + EXAMPLES["speaker-list.md"],
    "tracks/maintainer-track.md": record(
        "track", "Maintainer Track", "  event: An event\n", "```{toctree}\n:glob:\n\n/sessions/*\n```\n"
    ),
    "tracks/securitycon.md": track("SecurityCon"),
    "projects/etcd.md": record("project", "etcd", "  kind: project\n"),
    "projects/kubernetes.md": record("project", "Kubernetes", "  kind: project\n", EXAMPLES["mentioned-by.md"]),
    "projects/kubernetes-rbac.md": record(
        "project", "Kubernetes RBAC", "  aliases: [RBAC]\n", EXAMPLES["mentioned-by.md"]
    ),
}

# Where an example stands in the small site, if it needs the page of a record; everything else gets a page of its own.
ON_RECORDS = {
    "session-card.md": "sessions/insider-threat",
    "correction.md": "sessions/insider-threat",
    "impression.md": "sessions/insider-threat",
    "project-card.md": "projects/openssf-scorecard",
    "mentioned-by.md": "projects/openssf-scorecard",
    "speaker-list.md": "speakers",
}
BUILT = [name for name in EXAMPLES if not name.startswith("warning-")]
RECORDS = {
    "tracks/securitycon.md": track("SecurityCon", "pwning-the-ci", "early-talk", "undated-talk"),
    "tracks/security-identity-policy.md": track("Security", "insider-threat", "bare-metal-chronicles"),
    "sessions/insider-threat.md": record(
        "session",
        "The Insider Threat",
        "  track: security-identity-policy\n  format: breakout\n  projects: {openssf-scorecard: recommended}\n",
        "\n".join(EXAMPLES[name] for name, page in ON_RECORDS.items() if page == "sessions/insider-threat"),
    ),
    "sessions/pwning-the-ci.md": record(
        "session",
        "Pwning the CI",
        "  track: securitycon\n  date: 2022-10-25\n  projects: {openssf-scorecard: recommended}\n",
        "Measure it with {project}`openssf-scorecard`. Then go on.\n",
    ),
    "sessions/early-talk.md": record(
        "session",
        "An Early Talk",
        "  track: securitycon\n  date: 2022-10-24\n  projects: {openssf-scorecard: background}\n",
    ),
    "sessions/undated-talk.md": record("session", "An Undated Talk", "  track: securitycon\n"),
    "sessions/bare-metal-chronicles.md": record(
        "session",
        "Bare Metal Chronicles",
        "  track: security-identity-policy\n  format: breakout\n  speakers: [{name: Katie Gamanji}]\n",
    ),
    "projects/kiali.md": record("project", "Kiali", "  kind: project\n"),
    "projects/openssf-scorecard.md": record(
        "project",
        "OpenSSF Scorecard",
        "  license: Apache-2.0\n",
        EXAMPLES["project-card.md"] + "\n" + EXAMPLES["mentioned-by.md"],
    ),
}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All examples of roles and directives in one small site."""
    pages = {name: text for name, text in BASE.items() if name != "tracks/maintainer-track.md"}
    own = {f"x-{name}": f"# Example {name}\n\n{EXAMPLES[name]}" for name in BUILT if name not in ON_RECORDS}
    return build(tmp_path_factory.mktemp("examples"), {**pages, **RECORDS, **own})


def page_of(name: str) -> str:
    return ON_RECORDS.get(name, f"x-{name.removesuffix('.md')}")


def links(found: Any) -> list[tuple[str, str]]:
    """The (words, target) of the links below an element."""
    return [
        (a.get_text(), a["href"]) for a in found.find_all("a", class_="reference") if not a["href"].startswith("#id")
    ]


INSIDER = ("The Insider Threat", "sessions/insider-threat.html#conf-session-insider-threat")
PWNING = ("Pwning the CI", "sessions/pwning-the-ci.html#conf-session-pwning-the-ci")
EARLY = ("An Early Talk", "sessions/early-talk.html#conf-session-early-talk")
BARE = ("Bare Metal Chronicles", "sessions/bare-metal-chronicles.html#conf-session-bare-metal-chronicles")
SECURITYCON = ("SecurityCon", "tracks/securitycon.html#conf-track-securitycon")
SCORECARD = ("OpenSSF Scorecard", "projects/openssf-scorecard.html#conf-project-openssf-scorecard")
KATIE = ("Katie Gamanji", "speakers.html#conf-speaker-katie-gamanji")
RBAC = ("Kubernetes RBAC", "projects/kubernetes-rbac.html#conf-project-kubernetes-rbac")

# What each example shows: the element that it becomes, and the links within it. A link of the page's own record is
# relative to its folder.
EXPECTED = {
    "record-fields.md": ("table.conf-table", []),
    "field-values.md": ("table.conf-table", []),
    "role-session.md": ("p", [INSIDER, ("another talk", PWNING[1])]),
    "role-track.md": (
        "p",
        [
            SECURITYCON,
            ("its own security track", "tracks/security-identity-policy.html#conf-track-security-identity-policy"),
        ],
    ),
    "role-project.md": ("p", [RBAC, RBAC, ("access rules", RBAC[1])]),
    "role-speaker.md": ("p", [KATIE, KATIE, ("her name", KATIE[1])]),
    "session-card.md": (
        ".conf-session-card",
        [
            ("Security", "../tracks/security-identity-policy.html#conf-track-security-identity-policy"),
            (SCORECARD[0], f"../{SCORECARD[1]}"),
            ("Kiali", "../projects/kiali.html#conf-project-kiali"),
            (PWNING[0], PWNING[1].removeprefix("sessions/")),
            (EARLY[0], EARLY[1].removeprefix("sessions/")),
        ],
    ),
    "session-card-compact.md": (".conf-cards", [INSIDER, PWNING]),
    "session-list.md": (".conf-cards", [PWNING, INSIDER]),
    "session-list-table.md": ("table.conf-table", [EARLY, SECURITYCON, PWNING, SECURITYCON]),
    "session-list-list.md": (".conf-list", [BARE]),
    # The map of all shows the one project that these sessions share.
    "session-map.md": (".conf-map", [EARLY, SCORECARD, INSIDER, SCORECARD, PWNING, SCORECARD]),
    "project-card.md": (".conf-project-card", []),
    "project-card-compact.md": (".conf-cards", [SCORECARD, RBAC]),
    "project-list.md": (
        "table.conf-table",
        [
            (title, f"projects/{id}.html#conf-project-{id}")
            for id, title in [
                ("etcd", "etcd"),
                ("kiali", "Kiali"),
                ("kubernetes", "Kubernetes"),
                ("kubernetes-rbac", "Kubernetes RBAC"),
                ("openssf-scorecard", "OpenSSF Scorecard"),
            ]
        ],
    ),
    "project-list-cards.md": (".conf-cards", [SCORECARD, ("Kiali", "projects/kiali.html#conf-project-kiali")]),
    "report-figures.md": (".conf-figures", []),
    "mentioned-by.md": (
        ".conf-mentions",
        [
            (INSIDER[0], f"../{INSIDER[1]}"),
            (PWNING[0], f"../{PWNING[1]}"),
            ("OpenSSF Scorecard", "#conf-project-openssf-scorecard"),
            (EARLY[0], f"../{EARLY[1]}"),
        ],
    ),
    "speaker-list.md": (".conf-speakers", [BARE]),
    "correction-list.md": (
        ".conf-corrections",
        [
            (INSIDER[0], "sessions/insider-threat.html#conf-correction-sessions-insider-threat-1"),
            ("Kiali", "projects/kiali.html#conf-project-kiali"),
            ("Bulletin", "https://kiali.io/news/security-bulletins/kiali-security-001/"),
        ],
    ),
    "speaker-list-letter.md": (".conf-speakers", [BARE]),
    "missing-list-letter.md": ("table.conf-table", [("etcd", "projects/etcd.html#conf-project-etcd")]),
    "session-list-letter.md": (
        ".conf-list",
        [("Pwning the CI", "sessions/pwning-the-ci.html#conf-session-pwning-the-ci")],
    ),
    "project-list-letter.md": (
        "table.conf-table",
        [
            ("Kiali", "projects/kiali.html#conf-project-kiali"),
            ("Kubernetes", "projects/kubernetes.html#conf-project-kubernetes"),
            ("Kubernetes RBAC", "projects/kubernetes-rbac.html#conf-project-kubernetes-rbac"),
        ],
    ),
    "missing-list.md": ("table.conf-table", None),  # every record of the small site has gaps
    "impression.md": (".conf-impression", []),
    "correction.md": (
        ".conf-correction",
        [
            ("Kiali", "../projects/kiali.html#conf-project-kiali"),
            ("Bulletin", "https://kiali.io/news/security-bulletins/kiali-security-001/"),
        ],
    ),
}


def test_every_example_is_built():
    assert set(EXPECTED) == set(BUILT)


def test_examples_give_no_warning(examples: Built):
    assert examples.warnings == []


@pytest.mark.parametrize("name", BUILT)
def test_example_shows_what_it_should(examples: Built, name: str):
    selector, expected = EXPECTED[name]
    found = examples.page(page_of(name)).select_one(selector)
    assert found is not None, f"{name} shows nothing like {selector}"
    if expected is None:
        assert {INSIDER, SECURITYCON, SCORECARD} <= set(links(found))
    else:
        assert sorted(links(found)) == sorted(expected)
    if name.startswith("session-list"):
        assert links(found) == expected, "the order"


def test_the_words_of_cards_and_quotations(examples: Built):
    card = examples.page("sessions/insider-threat").select_one(".conf-session-card").get_text(" ", strip=True)
    assert "Breakout" in card and "Recommended" in card and "Not known" in card
    quoted = examples.page("projects/openssf-scorecard").select_one(".conf-mentions").get_text(" ", strip=True)
    assert re.search(r"Recommended .*Measure it with OpenSSF Scorecard \. .*Background .*An Early Talk", quoted)
    assert "Then go on" not in quoted


# The examples of warnings


@pytest.mark.parametrize("name", SUBTYPES)
def test_warning_is_given_as_shown(tmp_path: Path, name: str):
    expected = EXAMPLES[f"warning-{name}.txt"].strip()
    place = expected.partition(":")[0]
    good = {"sessions/keynotes.md": record("session", "Keynotes", "  track: maintainer-track\n")}
    config = CONFIG + ("confreport_rows = 2\n" if name == "too-long" else "")
    pages = {**BASE, **good, "conf.py": config, place: EXAMPLES[f"warning-{name}.md"]}
    built = build(tmp_path, pages, "dummy")
    of_the_report = [line for line in built.warnings if re.search(r"\[conf\.[a-z-]+\]$", line)]
    assert of_the_report == [expected]
    assert expected.endswith(f" [conf.{name}]")
    of_others = [line for line in built.warnings if line not in of_the_report and "[toc.no_title]" not in line]
    assert of_others == []


# The worked example

AT_THE_END = ", at the end"
IN_THE_FRONT_MATTER = ", in the front matter"
SESSION = "gearbox-in-a-small-team"


class Block(NamedTuple):
    """A code block of the guide with the place that its caption names."""

    caption: str
    text: str


def blocks(text: str) -> list[Block]:
    pattern = r"^(`{3,})\{code-block\} \w+\n:caption: ([^\n]+)\n\n(.*?)^\1$"
    return [Block(match[2], match[3]) for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL)]


def stages() -> list[dict[str, str]]:
    """The example after each block: a file, a new version of it, or something at its end."""
    site, found = dict(BASE), []
    del site["tracks/maintainer-track.md"]
    for caption, text in blocks(WRITE):
        if caption.endswith(AT_THE_END):
            name = caption.removesuffix(AT_THE_END)
            site = {**site, name: f"{site[name]}\n{text}"}
        elif not caption.endswith(IN_THE_FRONT_MATTER):
            site = {**site, caption: text}
        found.append(site)
    return found


FIRST = next(number for number, site in enumerate(stages()) if f"sessions/{SESSION}.md" in site)


def test_every_block_of_a_page_has_a_place():
    bare = re.findall(r"^`{3,}\{code-block\} (?!console)\w+\n(?!:caption:)", WRITE, re.MULTILINE)
    assert bare == []
    assert {"tracks/detroit-meetup.md", "projects/gearbox.md", f"sessions/{SESSION}.md"} <= {
        caption for caption, _ in blocks(WRITE)
    }


@pytest.mark.parametrize("number", range(FIRST, len(stages())))
def test_worked_example_builds_at_every_stage(tmp_path: Path, number: int):
    built = build(tmp_path, stages()[number])
    assert built.warnings == []
    quoted = built.page("projects/gearbox").select_one(".conf-mentions").get_text(" ", strip=True)
    assert "Gearbox in a Small Team" in quoted
    assert built.page(f"sessions/{SESSION}").select_one(".conf-session-card") is not None


def test_worked_example_shows_what_it_promises(tmp_path: Path):
    pages = stages()[-1] | {
        "corrections.md": "# Corrections\n\n```{correction-list}\n```\n",
        "missing.md": "# Missing\n\n```{missing-list}\n```\n",
    }
    built = build(tmp_path, pages)
    assert built.warnings == []

    def words(docname: str, selector: str) -> str:
        return built.page(docname).select_one(selector).get_text(" ", strip=True)

    card = words(f"sessions/{SESSION}", ".conf-session-card")
    for word in (
        "Detroit Meetup",
        "Lightning talk",
        "26 October 2022 (unconfirmed)",
        "Jane Doe",
        "Example Ltd",
        "Video : None",
        "In production : Gearbox",
        "Background : Kubernetes",
        "Mentioned : Kubernetes RBAC",
        "Not known : slides, how it was attended",
    ):
        assert word in card
    quoted = {
        "gearbox": ("In production", "Their team has used Gearbox in production for two years."),
        "kubernetes": ("Background", "Jane Doe and one colleague run forty Kubernetes clusters."),
        "kubernetes-rbac": ("Mentioned", "Who may change what is a matter of"),
    }
    for name, (relation, sentence) in quoted.items():
        shown = words(f"projects/{name}", ".conf-mentions")
        assert shown.startswith(f"{relation} Gearbox in a Small Team {sentence}"), shown
    assert words("projects/gearbox", ".conf-mentions").endswith("two years.")
    assert "Gearbox in a Small Team" in words("tracks/detroit-meetup", ".conf-cards")
    assert "Jane Doe" in words("speakers", ".conf-speakers")
    assert "eighteen months" in words("corrections", ".conf-corrections")
    assert re.search("Gearbox in a Small Team [Ss]ession slides, how it was attended date", words("missing", "table"))
    for index in ("projects", "speakers", "tracks"):
        assert f"sessions/{SESSION}.html" in (built.out / f"conf-{index}.html").read_text("utf-8")


def test_renaming_keeps_the_earlier_id(tmp_path: Path):
    renamed = re.search(r"^\$ git mv (\S+) (\S+)$", WRITE, re.MULTILINE)
    assert renamed
    old, new = renamed[1], renamed[2]
    assert old == f"sessions/{SESSION}.md"
    [(_, line)] = [block for block in blocks(WRITE) if block.caption == f"{new}{IN_THE_FRONT_MATTER}"]
    pages = stages()[-1]
    pages[new] = pages.pop(old).replace("\n---\n#", f"\n{line}---\n#", 1)
    pages["tracks/detroit-meetup.md"] = pages["tracks/detroit-meetup.md"].replace(
        old.removesuffix(".md"), new.removesuffix(".md")
    )
    pages["other.md"] = f"# Other\n\n{{session}}`{SESSION}`\n"
    built = build(tmp_path, pages)
    assert built.warnings == []
    place = f"{new.removesuffix('.md')}.html#conf-session-{Path(new).stem}"
    assert links(built.page("other")) == [("Gearbox in a Small Team", place)]
