"""Diagrams are shown as the pictures beside the sources, in every builder and without a script."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Built, Site
from sitekit import rendered_mermaid

CONFIGURATION = """
project = "Diagrams"
version = "1"
copyright = "2022"
extensions = ["myst_parser", "sitekit.rendered_mermaid"]
nitpicky = True
html_theme = "basic"
epub_show_urls = "no"
latex_documents = [("index", "diagrams.tex", "Diagrams", "", "manual")]
man_pages = [("index", "diagrams", "Diagrams", [], 7)]
def setup(app):
    import generated
    generated.setup(app)
"""

# As an extension that finds out only after reading what its diagram is to show.
GENERATED = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.mermaid import mermaid

class Generate(SphinxPostTransform):
    default_priority = 5

    def run(self, **kwargs):
        for node in list(self.document.findall(nodes.comment)):
            node.replace_self(mermaid(code="flowchart TD\\n  generated", alt="A generated one.", options={}))

def setup(app):
    app.add_post_transform(Generate)
"""

FLOW = "flowchart TD\n  a --> b"
OTHER = "flowchart TD\n  a --> c"
MADE = "flowchart TD\n  generated"


class Diagrams(Site):
    """A small site whose pictures a test draws by hand."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.folder = folder
        self.write("conf.py", CONFIGURATION)
        self.write("generated.py", GENERATED)
        self.write("index.md", "# Diagrams\n\n```{toctree}\nsub/page\n```\n")
        self.page()

    def page(self, code: str = FLOW, options: str = ":alt: From a to b.", more: str = "") -> None:
        self.write("sub/page.md", f"# A page\n\nText.\n\n```{{mermaid}}\n{options}\n\n{code}\n```\n{more}")

    def draw(self, code: str = FLOW, width: int = 300, note: str = "") -> str:
        key = rendered_mermaid.key(code)
        for ending in ("-light.svg", "-dark.svg"):
            drawing = (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 120.4"><!--{ending}{note}--></svg>\n'
            )
            self.write(f"diagrams/{key}{ending}", drawing)
        (self.source / "diagrams" / f"{key}.pdf").write_bytes(b"%PDF-1.4\n" + note.encode())
        return key


@pytest.fixture
def diagrams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diagrams:
    site = Diagrams(tmp_path)
    monkeypatch.syspath_prepend(str(site.source))
    return site


def main(built: Built, page: str = "sub/page.html") -> Tag:
    found = BeautifulSoup(built.read(page), "html.parser").select_one("[role=main], body")
    assert found
    return found


# What readers see


@pytest.mark.parametrize(
    ("builder", "page"),
    [("html", "sub/page.html"), ("dirhtml", "sub/page/index.html"), ("singlehtml", "index.html")],
)
def test_html_shows_one_picture_for_each_background(diagrams: Diagrams, builder: str, page: str) -> None:
    key = diagrams.draw()
    built = diagrams.build(builder=builder)
    assert built.warnings == []
    light, dark = main(built, page).select("p.rendered-mermaid > a > img")
    assert (light["class"], dark["class"]) == (["only-light"], ["only-dark"])
    for image in (light, dark):
        assert (image["alt"], image["width"], image["height"]) == ("From a to b.", "300", "120")
        assert image["loading"] == "lazy"
        assert not image.has_attr("style")
    here = (built.out / page).parent
    assert (here / str(light["src"])).read_text("utf-8").count("-light.svg")
    assert (here / str(dark["src"])).read_text("utf-8").count("-dark.svg")
    link = here / str(light.parent["href"])  # type: ignore[index]
    assert link.resolve() == (built.out / "_images" / f"{key}-light.svg").resolve()


def test_a_theme_without_dark_mode_hides_the_dark_picture_and_small_screens_scroll_a_wide_one(
    diagrams: Diagrams,
) -> None:
    diagrams.draw(width=700)
    built = diagrams.build()
    assert main(built).select("p.rendered-mermaid-wide")
    sheets = BeautifulSoup(built.read("sub/page.html"), "html.parser").select("link[rel=stylesheet]")
    address = next(str(sheet["href"]) for sheet in sheets if "rendered_mermaid" in str(sheet["href"]))
    style = (built.out / "sub" / address.partition("?")[0]).read_text("utf-8")
    assert "body:not([data-theme]) .rendered-mermaid .only-dark { display: none; }" in style
    assert ".rendered-mermaid-wide" in style


def test_a_caption_stays_with_the_picture(diagrams: Diagrams) -> None:
    diagrams.draw()
    diagrams.page(options=":alt: From a to b.\n:caption: The *way*.\n:name: the-way", more="\n{ref}`the-way`\n")
    built = diagrams.build()
    assert built.warnings == []
    figure = main(built).select_one("figure#the-way")
    assert figure and figure.select("img")
    assert figure.select_one("figcaption .caption-text em")


@pytest.mark.parametrize("builder", ["html", "latex", "epub"])
def test_a_name_without_caption_can_be_linked_to(diagrams: Diagrams, builder: str) -> None:
    diagrams.draw()
    diagrams.page(options=":alt: From a to b.\n:name: the-way", more="\n{ref}`way <the-way>`\n")
    built = diagrams.build(builder=builder)
    assert built.warnings == []
    text = built.read({"html": "sub/page.html", "latex": "diagrams.tex", "epub": "sub/page.xhtml"}[builder])
    assert text.count(r"\label{\detokenize{sub/page:the-way}}" if builder == "latex" else 'id="the-way"') == 1


def test_epub_has_the_light_picture_only(diagrams: Diagrams) -> None:
    key = diagrams.draw()
    built = diagrams.build(builder="epub")
    assert built.warnings == []
    images = main(built, "sub/page.xhtml").select("img")
    assert [(image["src"], image["alt"]) for image in images] == [(f"../_images/{key}-light.svg", "From a to b.")]
    assert sorted(path.name for path in (built.out / "_images").iterdir()) == [f"{key}-light.svg"]


def test_latex_has_the_picture_for_paper(diagrams: Diagrams) -> None:
    key = diagrams.draw()
    built = diagrams.build(builder="latex")
    assert built.warnings == []
    assert built.read("diagrams.tex").count(f"{{{{{key}}}.pdf}}") == 1
    assert (built.out / f"{key}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("builder", "page"),
    [("text", "sub/page.txt"), ("man", "diagrams.7"), ("texinfo", "diagrams.texi"), ("xml", "sub/page.xml")],
)
def test_other_builders_say_what_the_picture_shows(diagrams: Diagrams, builder: str, page: str) -> None:
    diagrams.draw()
    built = diagrams.build(builder=builder)
    assert [line for line in built.warnings if "texinfo_documents" not in line] == []
    text = next(built.out.rglob(Path(page).name)).read_text("utf-8")
    assert text.count("[image: From a to b.]") == 1
    assert "flowchart" not in text


def test_alternative_text_and_caption_are_translated(diagrams: Diagrams) -> None:
    diagrams.draw()
    diagrams.page(options=":alt: From a to b.\n:caption: The way.")
    template = diagrams.build("gettext", "gettext").read("sub.pot")
    assert 'sub/page.md:5\nmsgid "From a to b."' in template
    assert 'msgid "The way."' in template
    diagrams.write(
        "locale/ja/LC_MESSAGES/sub.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "From a to b."\nmsgstr "a から b へ"\n\nmsgid "The way."\nmsgstr "道"\n',
    )
    built = diagrams.build(language="ja", locale_dirs=["locale"])
    assert {image["alt"] for image in main(built).select("img")} == {"a から b へ"}
    assert main(built).select_one("figcaption").get_text(strip=True).startswith("道")  # type: ignore[union-attr]


def translate(diagrams: Diagrams, words: dict[str, str]) -> None:
    quoted = functools.partial(json.dumps, ensure_ascii=False)
    messages = "".join(f"msgid {quoted(one)}\nmsgstr {quoted(two)}\n\n" for one, two in words.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    diagrams.write("locale/ja/LC_MESSAGES/sub.po", header + messages)


LABELS = 'flowchart TD\n  %% a "remark"\n  a["A Pod"] -->|"asks"| b("A Pod")\n  b --> c["100 %"]'


def test_labels_are_messages_once_each(diagrams: Diagrams) -> None:
    diagrams.page(LABELS)
    template = diagrams.build("gettext", "gettext").read("sub.pot")
    assert [template.count(f'msgid "{text}"') for text in ("A Pod", "asks", "From a to b.")] == [1, 1, 1]
    assert "remark" not in template
    assert "100" not in template


def test_each_language_has_pictures_of_its_own(diagrams: Diagrams) -> None:
    diagrams.page(LABELS)
    diagrams.draw(LABELS)
    translate(diagrams, {"A Pod": "Pod", "asks": "要求する"})
    settings = {"language": "ja", "locale_dirs": ["locale"]}
    assert diagrams.build("en").warnings == []
    assert "is not drawn yet" in " ".join(diagrams.build("ja", **settings).warnings)
    translated = LABELS.replace("A Pod", "Pod").replace("asks", "要求する")
    (source,) = diagrams.build("sources", "mermaid_sources", **settings).files().values()
    assert source.decode() == f"{translated}\n"
    key = diagrams.draw(translated)
    built = diagrams.build("ja", **settings)
    assert built.warnings == []
    assert {image["src"].partition("-")[0] for image in main(built).select("img")} == {f"../_images/{key}"}


@pytest.mark.parametrize("words", ['"] --> x["', "a\n  x --> y", "%%{init: {}}%%"])
def test_a_translation_cannot_leave_its_label(diagrams: Diagrams, words: str) -> None:
    diagrams.page(LABELS)
    translate(diagrams, {"asks": words})
    built = diagrams.build("sources", "mermaid_sources", language="ja", locale_dirs=["locale"])
    (source,) = built.files().values()
    before, after = LABELS.split("asks")
    label = source.decode().removeprefix(before).removesuffix(f"{after}\n")
    assert len(label) < len(source) / 2
    assert not set('"\n') & set(label)
    assert "%%" not in label


@pytest.mark.parametrize("drawn", [True, False])
def test_no_page_has_a_script_of_mermaid(diagrams: Diagrams, drawn: bool) -> None:
    if drawn:
        diagrams.draw()
    built = diagrams.build()
    pages = {path.name: path.read_text("utf-8") for path in built.out.rglob("*.html")}
    assert {"search.html", "genindex.html", "index.html", "page.html"} <= pages.keys()
    for page in pages.values():
        for script in BeautifulSoup(page, "html.parser").select("script"):
            assert "mermaid" not in str(script)
        assert "jsdelivr" not in page


# Generated diagrams


def test_generated_diagrams_are_shown(diagrams: Diagrams) -> None:
    diagrams.draw()
    key = diagrams.draw(MADE)
    diagrams.page(more="\n% generated\n")
    built = diagrams.build()
    assert built.warnings == []
    assert [image["src"] for image in main(built).select("img.only-light[alt='A generated one.']")] == [
        f"../_images/{key}-light.svg"
    ]


# Mistakes


def only_source(built: Built) -> bool:
    return [block.get_text().strip() for block in main(built).select("pre")] == [OTHER] and not main(built).select(
        "img"
    )


@pytest.mark.parametrize("caption", ["", "\n:caption: A caption."])
def test_a_picture_that_is_out_of_date_is_not_shown(diagrams: Diagrams, caption: str) -> None:
    diagrams.draw()
    diagrams.page(OTHER, options=f":alt: From a to c.{caption}")
    built = diagrams.build()
    key = rendered_mermaid.key(OTHER)
    assert built.warnings == [
        "sub/page.md:5: WARNING: the diagram is new or has changed, and is not drawn yet "
        f"(diagrams/{key}-light.svg, diagrams/{key}-dark.svg, diagrams/{key}.pdf): run `make diagrams` "
        "[rendered_mermaid.missing]"
    ]
    assert only_source(built)


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml"])
def test_every_builder_tells_what_is_missing_and_goes_on(diagrams: Diagrams, builder: str) -> None:
    built = diagrams.build(builder=builder)
    assert [line.partition(": ")[0] for line in built.warnings] == ["sub/page.md:5"]
    assert "[rendered_mermaid.missing]" in built.warnings[0]


def test_one_missing_picture_is_named(diagrams: Diagrams) -> None:
    key = diagrams.draw()
    diagrams.delete(f"diagrams/{key}.pdf")
    assert f"(diagrams/{key}.pdf)" in diagrams.build().warnings[0]


def test_generated_diagrams_that_are_not_drawn_are_reported_with_their_page(diagrams: Diagrams) -> None:
    diagrams.draw()
    diagrams.page(more="\n% generated\n")
    (warning,) = diagrams.build().warnings
    assert warning.startswith("sub/page.md: WARNING: the diagram is new")


def test_alternative_text_is_required(diagrams: Diagrams) -> None:
    diagrams.draw(OTHER)
    diagrams.page(OTHER, options=":align: center")
    built = diagrams.build()
    assert built.warnings == [
        "sub/page.md:5: WARNING: a diagram needs alternative text: say in the option :alt: what it shows "
        "[rendered_mermaid.no-alt]"
    ]
    assert only_source(built)


def test_white_space_that_does_not_matter_needs_no_new_picture(diagrams: Diagrams) -> None:
    diagrams.draw()
    diagrams.page("flowchart TD  \n  a --> b   \n")
    assert diagrams.build().warnings == []


# Incremental builds


@pytest.mark.parametrize("more", ["", "\n% generated\n"])
def test_pictures_that_are_drawn_later_come_into_the_page(diagrams: Diagrams, more: str) -> None:
    diagrams.page(more=more)
    assert diagrams.build().warnings
    diagrams.draw()
    diagrams.draw(MADE)
    built = diagrams.build()
    assert built.warnings == []
    assert built.files() == diagrams.build("clean").files()


def test_a_picture_that_is_drawn_anew_replaces_the_old_one_in_every_output(diagrams: Diagrams) -> None:
    diagrams.draw()
    for builder in ("html", "dirhtml"):
        diagrams.build(builder=builder)
    key = diagrams.draw(width=400, note="anew")
    for builder, page in (("html", "sub/page.html"), ("dirhtml", "sub/page/index.html")):
        built = diagrams.build(builder=builder)
        assert main(built, page).select("img[width='400']")
        assert "anew" in built.read(f"_images/{key}-light.svg")


def test_nothing_is_written_again_without_a_reason(diagrams: Diagrams) -> None:
    diagrams.draw()
    diagrams.build()
    assert not {"index", "sub/page"} & diagrams.build().written


# Drawing


def test_sources_are_collected_once_each_with_the_generated_ones(diagrams: Diagrams) -> None:
    diagrams.page(more="\n% generated\n")
    diagrams.write(
        "sub/again.md", f"---\norphan: true\n---\n# Again\n\n```{{mermaid}}\n:alt: The same.\n\n{FLOW}\n```\n"
    )
    built = diagrams.build(builder="mermaid_sources")
    assert built.warnings == []
    assert {name: text.decode() for name, text in built.files().items()} == {
        f"{rendered_mermaid.key(code)}.mmd": f"{code}\n" for code in (FLOW, MADE)
    }
    diagrams.page(OTHER)
    diagrams.delete("sub/again.md")
    assert list(diagrams.build(builder="mermaid_sources").files()) == [f"{rendered_mermaid.key(OTHER)}.mmd"]
