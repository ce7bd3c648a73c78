"""Front matter of any kind: no traceback, no page without its text, one warning for each fault, on its line."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import yaml
from bs4 import BeautifulSoup
from confreport import frontmatter, records
from confreport.problems import LONGEST_MISSPELLING, MOST_PROBLEMS, REFUSED, limited, nearest, quoted
from conftest import Built, Site
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from myst_parser.config.main import TopmatterReadError, read_topmatter

MANY = settings(max_examples=max(200, settings.default.max_examples), derandomize=True)
REST = "\n# Title\n\nText that stays.\n"
MARKDOWN = MarkdownIt().use(front_matter_plugin)


def page(front: str) -> str:
    return f"---\n{front}\n---\n{REST}"


def found(front: str) -> list[tuple[str, int | None]]:
    """The problems of front matter, with those of its record."""
    read = frontmatter.read(page(front))
    assert "Text that stays." in frontmatter.for_myst(page(front), read)
    problems = list(read.problems)
    for kind in records.TYPES:
        if kind in read.fields:
            problems += records.parse(kind, read.fields[kind])[1]
    return [(one.subtype, one.line or frontmatter.line_of(read.lines, one.path)) for one in limited(problems)]


# Each is front matter with its one fault, by the line of the page on which the fault is.
FAULTS = {
    "braces": ("session:\n  track: storage\n  video: {{ video }}", "yaml", 4),
    "braces in braces": ("session: {track: storage, projects: {etcd: {{ relation }}}}", "yaml", 2),
    "list as a name": ("session:\n  track: storage\n  ? [video, slides]\n  : none", "yaml", 4),
    "date as a name": ("session:\n  track: storage\n  2022-10-26: keynote", "yaml", 4),
    "number as a name": ("session:\n  track: storage\n  5: keynote", "yaml", 4),
    "no as a name": ("session:\n  track: storage\nno: 1", "yaml", 4),
    "null as a name": ("session:\n  track: storage\n  ~: 1", "yaml", 4),
    "merged text": ("session:\n  <<: storage\n  track: storage", "yaml", 3),
    "merged list": ("session:\n  <<: [storage]\n  track: storage", "yaml", 3),
    "explicit name": ("session:\n  track: storage\n  ? vidoe\n  : none", "unknown-field", 4),
    "set": ("session:\n  track: storage\n  formerly: !!set {b, a, c}", "yaml", 4),
    "ordered": ("session:\n  track: storage\n  projects: !!omap [etcd: subject]", "yaml", 4),
    "binary": ("session:\n  track: storage\n  video: !!binary aGVsbG8=", "yaml", 4),
    "own tag": ("session:\n  track: storage\n  video: !Ref address", "yaml", 4),
    "python": ("session:\n  track: storage\n  video: !!python/name:os.getcwd ''", "yaml", 4),
    "tag of a page": ("!!set {session}", "yaml", 2),
    "no integer": ("session:\n  track: storage\n  video: !!int ''", "yaml", 4),
    "no truth": ("session:\n  track: storage\n  video: !!bool perhaps", "yaml", 4),
    "no number": ("session:\n  track: storage\n  video: !!float ''", "yaml", 4),
    "no time": ("session:\n  track: storage\n  date: !!timestamp today", "bad-date", 4),
    "equals": ("session:\n  track: storage\n  video: =", "yaml", 4),
    "no day": ("session:\n  track: storage\n  date: 2022-02-30", "bad-date", 4),
    "year zero": ("session:\n  track: storage\n  date: 0000-01-01", "bad-date", 4),
    "hexadecimal": ("session:\n  track: storage\n  video: 0x" + "f" * 4000, "yaml", 4),
    "digits": ("session:\n  track: storage\n  video: 1" + "0" * 9000, "yaml", 4),
    "base 60": ("session:\n  track: storage\n  video: 1" + ":1" * 3000, "yaml", 4),
    "brackets": ("session:\n  track: storage\n  video: " + "[" * 90_000, "yaml", 4),
    "braces without end": ("session:\n  track: storage\n  video: " + "{" * 40_000, "yaml", 4),
    "hyphens": ("session:\n  track: storage\n  formerly:\n  " + "- " * 40_000, "yaml", 5),
    "too long": ("session:\n  track: storage\n  video: " + "x" * 100_000, "yaml", 1),
    "long word": ("session:\n  track: storage\n  " + "x" * 50_000 + ": 1", "yaml", 4),
    "long value": ("session:\n  track: storage\n  format: " + "x" * 90_000, "bad-value", 4),
    "twice": ("session:\n  track: storage\n  video: none\n  video: none", "yaml", 5),
    "in itself": ("session:\n  track: storage\n  video: &x [*x]", "yaml", 4),
    "merged into itself": ("session: &x\n  track: storage\n  <<: *x", "yaml", 4),
    "unknown alias": ("session:\n  track: storage\n  video: *x", "yaml", 4),
    "bomb": (
        "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]),
        "yaml",
        31,
    ),
    "bomb of mappings": (
        "\n".join(
            ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30))]
        ),
        "yaml",
        31,
    ),
    "lines of YAML": ('session:\n  track: storage\n  group: "\u2028\u2029"\n', "unknown-field", 4),
    "line separator": (
        "# one\u2028# two\u2029# three\x85# four\nsession: {track: storage, vidoe: none}",
        "unknown-field",
        3,
    ),
    "not closed": ("session:\n  video: [none\n  track: storage", "yaml", 4),
    "two documents": ("session:\n  track: storage\n--- # again\nsession: {}", "yaml", 4),
    "text": ("Only a text", "yaml", 2),
    "tab": ("session:\n\ttrack: storage", "yaml", 3),
    "directive": ("%YAML 9.9", "yaml", 2),
    "half a character": ('session:\n  track: storage\n  video: "\\ud800"', "yaml", 4),
    "control character": ('session:\n  track: storage\n  speakers: [{name: "Ann\\x07"}]', "bad-value", 4),
    "direction": ('session:\n  track: storage\n  speakers: [{name: "Ann\\u202e"}]', "bad-value", 4),
    "no character": ('session:\n  track: storage\n  speakers: [{name: "Ann\\uffff"}]', "bad-value", 4),
    "user": ("session:\n  track: storage\n  video: https://good.example@evil.example/", "bad-url", 4),
    "backslash": ("session:\n  track: storage\n  slides: https://good.example\\@evil.example/", "bad-url", 4),
    "percent": ("session:\n  track: storage\n  slides: https://good.example%2eevil.example/", "bad-url", 4),
    "wide dot": ("session:\n  track: storage\n  slides: https://good。example/", "bad-url", 4),
    "port": ("session:\n  track: storage\n  slides: https://good.example:99999/", "bad-url", 4),
    "hidden turn": ('session:\n  track: storage\n  slides: "https://good.example/\\u202efdp\\u202c"', "bad-url", 4),
    "listed twice": (
        "session:\n  track: storage\n  speakers:\n    - name: Ann Example\n    - {name: Ann Example, affiliation: X}",
        "duplicate-id",
        6,
    ),
    "faulty name": ("session:\n  track: storage\n  speakers:\n    - {name: {{ name }}, affiliation: X}", "yaml", 5),
    "misspelled name": ("session:\n  track: storage\n  speakers:\n    - nmae: Ann Example", "unknown-field", 5),
    "faulty day": ("session:\n  track: storage\n  date: 2022-13-01\n  until: 2022-01-01", "bad-date", 4),
}
FAULTS |= {
    f"tag {tag}": (f"session:\n  track: storage\n  video: !!{tag} x", "yaml", 4) for tag in ("pairs", "seq", "map")
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_problem_on_its_line(name: str) -> None:
    front, subtype, line = FAULTS[name]
    assert found(front) == [(subtype, line)]


def test_a_fault_costs_only_its_field() -> None:
    read = frontmatter.read(page("session:\n  track: a\n  video: {{ x }}\n  date: 2022-02-30\norphan: true\nx: !y z"))
    assert read.fields == {
        "session": {"track": "a", "video": REFUSED, "date": REFUSED},
        "orphan": True,
        "x": REFUSED,
    }
    assert records.parse("session", read.fields["session"]) == (records.Session(track="a"), [])
    assert read_topmatter(frontmatter.for_myst(page(read.text), read)) == {"orphan": True}


def test_what_is_sound_is_read() -> None:
    for source in ("# Title\n", "---\n---\n# Title", "", "---\n# a comment\n---\n"):
        assert frontmatter.read(source)[:2] == ({}, ())
    dated = "---\nsession: {date: 2022-10-26}\norphan: true\n---\n"
    read = frontmatter.read(dated)
    assert (read.fields, read.problems) == ({"session": {"date": date(2022, 10, 26)}, "orphan": True}, [])
    merged = frontmatter.read(page("base: &base {track: a}\nsession: {<<: *base, video: none}"))
    assert (merged.fields["session"], merged.problems) == ({"track": "a", "video": "none"}, [])


def test_names_of_records() -> None:
    assert tuple(records.TYPES) == frontmatter.RECORDS


def test_line_of_a_field() -> None:
    lines = frontmatter.read(page("session:\n  track: a\n  speakers:\n    - name: A\n    - {name: B}")).lines
    assert frontmatter.line_of(lines, ("session", "track")) == 3
    assert frontmatter.line_of(lines, ("session", "speakers", 1, "name")) == 6
    assert frontmatter.line_of(lines, ("session", "speakers", 1, "affiliation")) == 6
    assert frontmatter.line_of(lines, ("session", "date")) == 2


def test_many_problems_become_few_lines() -> None:
    assert len(found("session:\n" + "".join(f"  x{number}: 1\n" for number in range(2000)))) == MOST_PROBLEMS + 1
    assert len(found("\n".join(["track: a"] * 2000))) == MOST_PROBLEMS + 1
    speakers = frontmatter.read(page("session:\n  speakers:\n" + "  - {nam: A}\n" * 2000)).fields["session"]
    problems = limited(records.parse("session", speakers)[1])
    assert problems[-1].message == "and 1,980 more problems."


def test_what_a_warning_quotes_is_one_short_line() -> None:
    values = ["x" * 10**6, "a\nb\u2028c\x1b[0m\ud800", 16**4000, [["x"] * 50] * 50, {"a": {"b": {"c": [1] * 9}}}, date]
    for value in values:
        assert len(quoted(value)) < 1000
        assert quoted(value).isprintable()
    assert nearest("x" * LONGEST_MISSPELLING, ["x" * LONGEST_MISSPELLING])
    assert not nearest("x" * (LONGEST_MISSPELLING + 1), ["x" * LONGEST_MISSPELLING])


# What is front matter, and what is text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("---\n\nA page that begins with a thematic break.\n", None),
        ("---\nsession:\n  track: storage\n\n# Never closed\n", None),
        ("---\na: b\n  ", None),
        ("---", None),
        ("----\na: b\n---\n# Fewer dashes do not close it\n", None),
        ("---\na: b\n--- and more\n", None),
        ("---\na: b\n    ---\n", None),
        ("---\u2028a: b\u2028---\u2028", None),
        ("---\fa: b\f---\f", None),
        (" ---\na: b\n---\n", None),
        ("\ufeff---\na: b\n---\n", None),
        ("---\na: b\n...  \n# Title\n", "a: b\n"),
        ("-----\na: b\n------ \n# Title\n", "a: b\n"),
        ("--- # a comment\na: b\n  ---\n", "a: b\n"),
        ("---\r\na: b\r\n---\r\n# Title\r\n", "a: b\r\n"),
        ("---\ra: b\r---\r# Title\r", "a: b\r"),
        ("---\n---\n", ""),
    ],
)
def test_the_block_is_what_myst_takes_for_one(source: str, text: str | None) -> None:
    block = frontmatter.block(source)
    assert (block and block.text) == text


@MANY
@given(
    st.lists(
        st.sampled_from(
            [
                "---",
                "----",
                "--",
                "...",
                " ",
                "   ",
                "    ",
                "\t",
                "\n",
                "\n",
                "\n",
                "a: b",
                "\u2028",
                "\f",
                "-",
                "# T",
                ">",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_block_is_what_myst_takes_for_one(parts: str) -> None:
    for source in (parts, f"---{parts}", f"---\na: b\n{parts}\nText"):
        block = frontmatter.block(source)
        # MyST's plugin fails where white space ends the page, which for_myst prevents.
        tokens = MARKDOWN.parse(source.rstrip(" \t"))
        known = tokens[0] if tokens and tokens[0].type == "front_matter" else None
        if source == source.rstrip(" \t") or block is None:
            assert (block is not None) == (known is not None), source
        if block and known:
            assert block.text.removesuffix("\n") == known.content
            assert block.lines == known.map[1]
        given = frontmatter.for_myst(source, frontmatter.read(source))
        if block:
            assert not block.body or given.split("\n")[block.lines :] == source.split("\n")[block.lines :]
        else:
            assert given.lstrip(" ") == source.lstrip(" ")
        MARKDOWN.parse(given)


# Any YAML

NAMES = ["session", "track", "project", "orphan", "myst", "speakers", "name", "date", "video", "projects", "formerly"]
NAMES += [
    "maturity",
    "then",
    "unconfirmed",
    "no",
    "2022",
    "2022-10-26",
    "<<",
    "=",
    "~",
    "é",
    "? x",
    "? [a]",
    "{{ x }}",
    "'a b'",
]
SCALARS = [
    "text",
    "none",
    "2022-10-26",
    "2022-02-30",
    "no",
    "5",
    "0x1F",
    "1:30",
    ".inf",
    ".nan",
    "~",
    "''",
    "'a\n  b'",
    "=",
    "<<",
]
SCALARS += [
    '"\\u2028"',
    '"\\ud800"',
    '"\\0"',
    "|\n    a\n    b",
    ">-\n    a",
    "https://example.org/",
    "{{ x }}",
    "*a",
    "*b",
]
SCALARS += [
    "[",
    "]",
    "{",
    "}",
    "- a",
    "a: b",
    "# comment",
    "@x",
    "`x`",
    "%x",
    "\u2028",
    "\ufeff",
    "\x07",
    "...",
    "---",
    "?",
    ":",
    ", ",
]
PREFIXES = [
    "",
    "",
    "",
    "",
    "&a ",
    "&b ",
    "!!str ",
    "!!int ",
    "!!set ",
    "!!omap ",
    "!!bool ",
    "!!map ",
    "!!seq ",
    "!x ",
    "!<x> ",
    "! ",
]


def flow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(st.sampled_from(NAMES), inner).map(": ".join)
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(pair, max_size=3).map(lambda items: f"{{{', '.join(items)}}}"),
    )


scalars = st.tuples(st.sampled_from(PREFIXES), st.sampled_from(SCALARS)).map("".join)
values = st.tuples(st.sampled_from(PREFIXES), st.recursive(scalars, flow, max_leaves=6)).map("".join)
lines = st.tuples(st.sampled_from(["", "", "  ", "  ", "    ", "  - ", "- "]), st.sampled_from(NAMES), values).map(
    lambda parts: f"{parts[0]}{parts[1]}: {parts[2]}"
)
fronts = st.lists(
    st.one_of(lines, lines, lines, st.sampled_from(["session:", "  speakers:", "", "# x", *SCALARS])), max_size=8
)


@MANY
@given(fronts.map("\n".join))
def test_any_yaml_is_read_and_the_text_is_kept(front: str) -> None:
    source = page(front)
    block = frontmatter.block(source)
    read = frontmatter.read(source)
    problems = list(read.problems)
    for kind in records.TYPES:
        if kind in read.fields and read.fields[kind] != "none":
            problems += records.parse(kind, read.fields[kind])[1]
    for one in problems:
        line = one.line or frontmatter.line_of(read.lines, one.path)
        assert 1 <= line <= (block.lines if block else 1)
        assert one.message.isprintable()
    given = frontmatter.for_myst(source, read)
    if block:
        assert given.split("\n")[block.lines :] == source.split("\n")[block.lines :]
    assert len(given.split("\n")) == len(source.split("\n"))
    try:
        left = read_topmatter(given)
    except TopmatterReadError:  # told by MyST itself
        pytest.fail(f"{front!r} is left as {given!r}")
    assert not {*frontmatter.RECORDS} & {*(left or ())}
    tokens = MARKDOWN.parse(given)
    if tokens[0].type == "front_matter":
        assert isinstance(yaml.safe_load(tokens[0].content), dict)


SOUND = [
    "# comment",
    "",
    "orphan: true",
    "a: {b: [c]}",
    "t: |\n  two\n  lines",
    'u: "a\u2028b"',
    "v: 'a\n\n  b'",
    "w: &w x",
    "y: *w",
]
LINES = {name: case for name, case in FAULTS.items() if case[0].startswith("session:\n") and name != "too long"}


@MANY
@given(st.lists(st.sampled_from(SOUND), unique=True), st.sampled_from(sorted(LINES)))
def test_the_line_of_a_fault_below_anything(above: list[str], name: str) -> None:
    above = [line for line in above if line != "y: *w" or "w: &w x" in above[: above.index(line)]]
    front, subtype, line = FAULTS[name]
    moved = sum(1 + part.count("\n") for part in above)
    assert found("\n".join([*above, front])) == [(subtype, line + moved)]


# Whole sites


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small report with each faulty front matter, and with pages that only begin like it."""
    site = Site(tmp_path_factory.mktemp("hostile"))
    for name, (front, *_) in FAULTS.items():
        title = f"Fault {name}"
        site.write(f"sessions/{records.slug(title)}.md", page(front).replace("Title", title))
    site.write("break.md", "---\n\nA thematic break begins this page.\n\n# Break\n\nText that stays.\n")
    site.write("unclosed.md", "---\nmyst: !x y\n\n# Unclosed\n\nText that stays.\n")
    site.write("empty.md", "---\n---\n# Empty\n\nText that stays.\n")
    others = "break\nunclosed\nempty\n"
    site.edit("index.md", "speakers\n", f"speakers\n{others}")
    listed = "".join(f"/sessions/{records.slug(f'Fault {name}')}\n" for name in FAULTS)
    site.edit("tracks/storage.md", "/sessions/lightning\n", f"/sessions/lightning\n{listed}")
    return site


@pytest.fixture(scope="module")
def html(hostile: Site) -> Built:
    return hostile.build(version="1", epub_show_urls="no")


def test_each_fault_gives_one_warning(html: Built) -> None:
    expected = [
        f"sessions/{records.slug(f'Fault {name}')}.md:{line}: conf.{subtype}"
        for name, (_, subtype, line) in FAULTS.items()
    ]
    told = [re.sub(r" WARNING: .*\[(.*)\]$", r" \1", line) for line in html.warnings if "[docutils]" not in line]
    assert sorted(told) == sorted(expected)


def test_each_page_keeps_its_text(html: Built) -> None:
    for path in [
        *html.out.glob("sessions/fault-*.html"),
        *(html.out / f"{name}.html" for name in ("break", "unclosed", "empty")),
    ]:
        assert "Text that stays." in path.read_text("utf-8"), path
    assert "A thematic break begins this page." in html.read("break.html")
    assert "<hr" in html.read("break.html")


@pytest.mark.parametrize("builder", ["man", "latex", "epub", "text", "xml"])
def test_every_builder_ends_well(hostile: Site, html: Built, builder: str) -> None:
    built = hostile.build(builder=builder, version="1", epub_show_urls="no")
    assert [line for line in built.warnings if line not in html.warnings and "conf value" not in line] == []


def test_a_mistake_is_told_once(site: Site) -> None:
    """Not again for each reference to what could not be read, on that page or another."""
    site.edit("sessions/etcd-lessons.md", "session:\n", "session: [\n")
    site.edit(
        "sessions/etcd-lessons.md", "A bug", "{speaker}`carol-example` and {speaker}`Carol Example` said so. A bug"
    )
    site.edit("projects/falco.md", "project:\n", "project: {{\n")
    site.write("sessions/lightning.md", "---\nsession:\n  speakers: Dan Example\n---\n# L\n\n{speaker}`dan-example`\n")
    site.edit(
        "sessions/day-two.md", "As in", "{speaker}`carol-example`, {project}`The Falco Project`, {speaker}`nobody`."
    )
    told = [line.partition(" WARNING")[0] for line in site.build().warnings]
    assert sorted(told) == [
        "projects/falco.md:4:",
        "sessions/day-two.md:15:",
        "sessions/etcd-lessons.md:4:",
        "sessions/lightning.md:3:",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_lines_in_any_encoding(site: Site, encoding: str) -> None:
    front = "---\n'é': 'a\u2028b'\n# –\nsession:\n  track: storige\n  projects: {etdc: subject}\n---\n# Café\n\nText.\n"
    front = front if encoding == "utf-8-sig" else front.replace("\u2028", "")
    for path in site.files():
        if path.suffix == ".md":
            path.write_bytes(path.read_text("utf-8").encode(encoding))
    (site.source / "sessions" / "lightning.md").write_bytes(front.encode(encoding))
    first = site.build(source_encoding=encoding)
    told = [line.partition(" there")[0] for line in first.warnings if "[conf." in line]
    assert told == [
        "sessions/lightning.md:5: WARNING: session.track:",
        "sessions/lightning.md:6: WARNING: session.projects.etdc:",
    ]
    assert "Café" in first.read("sessions/lightning.html")
    (site.source / "corrections.md").write_bytes("# Corrigé\n".encode(encoding))
    again = site.build(source_encoding=encoding).warnings
    assert [line.partition(" there")[0] for line in again if "[conf." in line] == told


LINES_OF_TEXT = {
    "lines": "Eve\n.so /etc/hostname",
    "dot": ".so /etc/hostname",
    "blank": "Eve\n\n\n'so /etc/hostname\r\n",
}


def test_fields_and_titles_are_one_line(site: Site) -> None:
    for name, text in LINES_OF_TEXT.items():
        many = json.dumps(text)
        title = "\n".join(line for line in text.splitlines() if line)
        site.write(
            f"projects/p-{name}.md",
            f"---\nproject: {{name: {many}, owner: {many}, aliases: [{many}], category: {{then: {many}, now: none}}}}\n"
            f"---\n{title}\n===\n\n```{{project-card}}\n```\n",
        )
        site.write(
            f"sessions/s-{name}.md",
            f"---\nsession:\n  track: storage\n  projects: {{p-{name}: subject}}\n"
            f"  speakers: [{{name: {many}, affiliation: {many}, id: who-{name}}}]\n---\n{title}\n===\n\n```{{session-card}}\n```\n",
        )
        site.edit("tracks/storage.md", "/sessions/lightning\n", f"/sessions/lightning\n/sessions/s-{name}\n")
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "workarounds.manpage"')
    settings = {"version": "1", "epub_show_urls": "no"}
    html = site.build(**settings)
    assert html.warnings == []
    card = BeautifulSoup(html.read("sessions/s-blank.html"), "html.parser").select_one(".conf-session-card")
    assert "Eve 'so /etc/hostname" in card.get_text().replace("\u2019", "'")
    manual = next(site.build(builder="man", **settings).out.glob("*.1")).read_text("utf-8")
    requests = [line for line in manual.splitlines() if re.match(r"(?i)[.']\s*so\b", line)]
    assert requests == []
    assert ".so /etc/hostname" in manual
    latex = next(site.build(builder="latex", **settings).out.glob("*.tex")).read_text("utf-8")
    assert not re.search(r"Eve\s*\n\s*\n\s*\S*so /etc", latex)
    for builder in ("text", "xml", "epub"):
        site.build(builder=builder, **settings)


def test_control_characters_of_a_page(site: Site) -> None:
    site.write(
        "sessions/lightning.md", "---\nsession: {track: storage}\n---\n# L\n\nBell \x07 and \x1b[0m.\n\n\x0b\x0cText.\n"
    )
    built = site.build(builder="xml")
    assert [line.partition(" WARNING")[0] for line in built.warnings] == ["sessions/lightning.md:6:"]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", built.read("sessions/lightning.xml"))
