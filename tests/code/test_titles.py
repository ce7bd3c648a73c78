"""The title of a record and the words of a sentence are the same wherever they are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Built, Site
from sphinx.util.inventory import InventoryFile

PICTURE = "![The logo](../logo.png)"
TITLES = {
    "sessions/closing-talk.md": ("# About {project}`etcd`, again", "About etcd in the cloud, again"),
    "sessions/day-one.md": ("# Read {doc}`/tracks/storage` and {ref}`my-label`", "Read Storage and A place"),
    "sessions/day-two.md": (f"# {PICTURE} *and* `code` $x^2$", "The logo and code x^2"),
    "sessions/lightning.md": ("A title over\ntwo lines\n===", "A title over two lines"),
    "sessions/etcd-lessons.md": ("# From {session}`closing-talk`", "From About etcd in the cloud, again"),
    "projects/etcd.md": ("# etcd in [](#my-label-2)", "etcd in the cloud"),
}
SAID = {
    "{doc}`/projects/index`": "Projects",
    "{doc}`../tracks/storage`": "Storage",
    "{ref}`my-label`": "A place",
    "{any}`my-label`": "A place",
    "{any}`falco`": "Falco",
    "{any}`/tracks/storage`": "Storage",
    "[](#my-label)": "A place",
    "[](/tracks/storage.md)": "Storage",
    "[](/tracks/storage.md#my-label)": "A place",
    "[](#falco)": "Falco",
    "[*own*](#my-label)": "own",
    "{doc}`words </projects/index>`": "words",
    "{term}`Pod`": "Pod",
    "{term}`a pod <Pod>`": "a pod",
    "note[^1]": "note",
    "$x^2$": "x^2",
    PICTURE: "The logo",
    "{eq}`energy`": "(1)",
}
PLACES = """(my-label)=
## A place

(my-label-2)=
## the cloud

```{glossary}
Pod
  A group.
```

```{math}
:label: energy
E
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("titles"))
    site.edit("conf.py", '["colon_fence"]', '["colon_fence", "dollarmath"]\nhtml_baseurl = "https://report.example/"')
    (site.source / "logo.png").write_bytes(b"")
    site.edit("tracks/storage.md", "```{session-list}", f"{PLACES}\n```{{session-list}}")
    site.edit(
        "sessions/closing-talk.md",
        "Nothing was said.",
        "Of {project}`kubernetes` it says " + ", ".join(SAID) + "; no more. Other words.\n\n[^1]: A note.\n\n"
        ":::{correction}\n:report: See {doc}`/projects/index`.\n:source: See {ref}`my-label`.\n\n"
        + "\n\n".join(f"It says {one}." for one in SAID)
        + "\n:::\n",
    )
    for page, (title, _shown) in TITLES.items():
        text = (site.source / page).read_text("utf-8")
        site.edit(page, next(line for line in text.splitlines() if line.startswith("# ")), title)
    built = site.build()
    assert built.warnings == []
    return built


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("¶", "").split())


def records(built: Built) -> dict[str, dict[str, Any]]:
    data = json.loads(built.read("data/report.json"))
    return {f"{one['type']}s/{one['id']}.md": one for kind in ("sessions", "projects") for one in data[kind]}


def test_a_title_is_the_same_in_the_heading_and_wherever_it_is_shown(built: Built) -> None:
    inventory = InventoryFile.loads((built.out / "objects.inv").read_bytes(), uri="").data
    for page, (_written, title) in TITLES.items():
        path = page.removesuffix(".md")
        kind, name = path.split("s/")
        own = BeautifulSoup(built.read(f"{path}.html"), "html.parser")
        heading = own.h1
        assert heading is not None
        for image in heading("img"):
            image.replace_with(str(image["alt"]))
        assert words(heading).replace("\\(", "").replace("\\)", "") == title
        assert records(built)[page]["title"] == title
        assert inventory[f"conf:{kind}"][name].display_name == title
        cited = own.select_one(".conf-cite")
        assert cited is not None and f">{title}</a>" in cited.get_text()
        if kind == "session":
            assert title in built.read("tracks/storage.html") + built.read("tracks/security.html")
    for dated in ("sessions/day-one.md", "sessions/day-two.md", "sessions/etcd-lessons.md"):
        assert f"<title>{TITLES[dated][1]}</title>" in built.read("feed.xml")


def test_a_quoted_sentence_shows_what_its_references_show(built: Built) -> None:
    (one,) = [row for row in json.loads(built.read("data/report.json"))["corrections"] if "closing" in row["url"]]
    assert one["report"] == "See Projects." and one["source"] == "See A place."
    assert one["evidence"] == [f"It says {shown}." for shown in SAID.values()]
    listed = BeautifulSoup(built.read("corrections.html"), "html.parser").select(".conf-corrections > li")
    (here,) = [item for item in listed if "See Projects." in words(item)]
    assert all(f"It says {shown}." in words(here) for shown in SAID.values())
    said = f"Of Kubernetes it says {', '.join(SAID.values())}; no more."
    assert said in [mention["sentence"] for mention in records(built)["projects/kubernetes.md"]["mentions"]]
    assert said in words(BeautifulSoup(built.read("projects/kubernetes.html"), "html.parser"))


def test_a_project_is_found_by_its_original_and_its_translated_title_in_every_language(site: Site) -> None:
    site.edit("projects/kubernetes.md", "\n# Kubernetes", "\n# The ship's *wheel*")
    site.edit("projects/falco.md", "\n# Falco", "\n# The bird")
    said = "It showed {project}`The ship's wheel`."
    site.edit("sessions/closing-talk.md", "Nothing was said.", f"{said} Also {{project}}`the bird`.")
    messages = {
        "projects/kubernetes": {"The ship's *wheel*": "Das *Steuerrad*"},
        "projects/falco": {"The bird": "Der Vogel"},
        "sessions/day-one": {"It began.": "Es begann."},
        "sessions/etcd-lessons": {
            "A bug in {project}`etcd` was found. It runs below {project}`kubernetes`.": "Unter {project}`das steuerrad`."
        },
    }
    for page, found in messages.items():
        text = "".join(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in found.items())
        site.write(
            f"locales/de/LC_MESSAGES/{page}.po",
            f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{text}',
        )
    for language, titles in (("en", ["The ship’s wheel", "The bird"]), ("de", ["Das Steuerrad", "Der Vogel"])):
        settings = {"language": language, "locale_dirs": ["locales"], "gettext_compact": False}
        built = site.build(f"build-{language}", **settings)
        assert [line for line in built.warnings if "inconsistent" not in line] == []
        page = BeautifulSoup(built.read("sessions/closing-talk.html"), "html.parser")
        paragraph = next(one for one in page("p") if "It showed" in one.get_text())
        assert [link.get_text() for link in paragraph("a")] == titles
        if language == "de":
            assert 'kubernetes.html#conf-project-kubernetes">Das' in built.read("sessions/etcd-lessons.html").replace(
                "<span>", ""
            )
