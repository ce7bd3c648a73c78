"""Every catalogue is complete, up to date and faithful, and what is in none of a page is translated too."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from browser import serve
from bs4 import BeautifulSoup
from conftest import REPOSITORY, Built, RealSite, Site
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser
from playwright.sync_api import Page, expect

sys.path.insert(0, str(REPOSITORY / "locales"))
from update import PACKAGES, SPHINX, update

LOCALES = REPOSITORY / "locales"
CATALOGUES = sorted(path for folder in (LOCALES, PACKAGES) for path in folder.rglob("*.po"))

MYST = create_md_parser(MdParserConfig(enable_extensions={"attrs_inline", "colon_fence", "deflist"}), DocutilsRenderer)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\$?\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")


def messages(file: Path) -> Iterator[Message]:
    return (message for message in read_po(BytesIO(file.read_bytes())) if message.id)


def marks(text: str) -> Counter[tuple[str, ...]]:
    """What a translation has in common with its message: placeholders, roles, literals, links, pictures and tags."""

    def of(token: Token) -> Iterator[tuple[str, ...]]:
        match token.type:
            case "myst_role":
                yield token.meta["name"], re.sub(r"^.*<(.*)>$", r"\1", token.content, flags=re.DOTALL)
            case "code_inline":
                yield "literal", token.content
            case "link_open":
                yield "link", str(token.attrs["href"])
            case "image":
                yield "image", str(token.attrs["src"])
            case "html_inline" | "html_block":
                yield from (("tag", tag) for tag in TAG.findall(token.content))
        for child in token.children or ():
            yield from of(child)

    placeholders = (("placeholder", found) for found in PLACEHOLDER.findall(text))
    return Counter([*placeholders, *(mark for token in MYST.parse(text) for mark in of(token))])


def unfaithful(file: Path) -> list[str]:
    """The messages whose translation has other marks; the forms of a plural may have those of either."""
    found = []
    for message in messages(file):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = [marks(one) for one in originals]
        found += [one for one in translations if one and marks(one) not in allowed]
    return found


def content(folder: Path) -> dict[str, bytes]:
    """Every file that is committed."""
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.[pjm][os]"))}
    return {name: path.read_bytes() for name, path in found.items() if not (name.endswith(".mo") and folder == LOCALES)}


def test_there_is_nothing_to_update_and_nothing_left_to_translate(real: RealSite, tmp_path: Path):
    shutil.copytree(real.build("gettext"), tmp_path / "pages")
    for folder, copy in ((LOCALES, tmp_path / "locales"), (PACKAGES, tmp_path / "packages")):
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.mo", "*.py"))
    assert list(update(tmp_path / "pages", tmp_path / "locales", tmp_path / "packages")) == []
    assert content(tmp_path / "locales") == content(LOCALES)
    assert content(tmp_path / "packages") == content(PACKAGES)


def test_every_word_of_the_packages_is_found():
    """Babel sees none inside an f-string before Python 3.12; what a module takes from Sphinx must be Sphinx's."""
    known = {message.id for message in messages(SPHINX / "locale" / "sphinx.pot")}
    for file in sorted(PACKAGES.rglob("*.py")):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.JoinedStr):
                assert not re.search(r"\b_\(", ast.unparse(node)), f"{file}:{node.lineno}"
        if "from sphinx.locale import _\n" in text:
            assert {found[1] for found in extract_from_file("python", file)} <= known, file


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_translations_keep_the_markup(file: Path):
    assert unfaithful(file) == []


@pytest.mark.parametrize(
    ("message", "translation", "faithful"),
    [
        ("See {project}`envoy`.", "{project}`envoy` を見よ。", True),
        ("See {project}`the proxy <envoy>`.", "{project}`プロキシ <envoy>`を見よ。", True),
        ("See {project}`envoy`.", "{project}`falco` を見よ。", False),
        ("See {project}`envoy`.", "{session}`envoy` を見よ。", False),
        ("See {project}`envoy`.", "Envoy を見よ。", False),
        ("`a` and `b`", "`b` と `a`", True),
        ("`a` and `b`", "`a` と `a`", False),
        ("See [here](x.md).", "[ここ](x.md)を見よ。", True),
        ("See [here](x.md).", "[ここ](y.md)を見よ。", False),
        ("<https://a.example/>", "<https://b.example/>", False),
        ("A Title", "[A Title]{.language-en}", True),
        ("Images of %s", "%s の図", True),
        ("Images of %s", "図", False),
        ("{shown} of {all}", "{all} 中 {shown}", True),
        ("{shown} of {all}", "{all} 中 {seen}", False),
        ("<a href='%(path)s'>x</a>", "<a>x</a>", False),
    ],
)
def test_other_markup_is_found(tmp_path: Path, message: str, translation: str, faithful: bool):
    file = tmp_path / "x.po"
    file.write_text(f'msgid "{message}"\nmsgstr "{translation}"\n', "utf-8")
    assert bool(unfaithful(file)) is not faithful


class Catalogues:
    """The catalogues of a language for one small page."""

    def __init__(self, folder: Path, language: str = "ja") -> None:
        self.folder = folder
        self.file = folder / "locales" / language / "LC_MESSAGES" / "page.po"
        self.file.parent.mkdir(parents=True)

    def update(self, *ids: str) -> list[str]:
        """Bring them up to date with a page of these messages, and tell what is left to do in that of the page."""
        pages = self.folder / "pages"
        pages.mkdir(exist_ok=True)
        (pages / "page.pot").write_text("".join(f'msgid "{one}"\nmsgstr ""\n\n' for one in ids), "utf-8")
        lines = update(pages, self.folder / "locales", self.folder / "packages")
        return [line.split(": ")[1] for line in lines if "page.po" in line]

    def translate(self, id: str, string: str) -> None:
        text = self.file.read_text("utf-8")
        assert f'msgid "{id}"\nmsgstr ""\n' in text
        self.file.write_text(text.replace(f'msgid "{id}"\nmsgstr ""\n', f'msgid "{id}"\nmsgstr "{string}"\n'), "utf-8")

    def strings(self) -> dict[str, tuple[str, bool]]:
        """The translation of each message, and whether it is fuzzy."""
        return {str(message.id): (str(message.string), message.fuzzy) for message in messages(self.file)}


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    return Catalogues(tmp_path)


def test_new_messages_are_missing_until_somebody_translates_them(catalogues: Catalogues):
    assert catalogues.update("One dog", "Two cats") == ["2 missing, 0 fuzzy"]
    catalogues.translate("One dog", "犬")
    assert catalogues.update("One dog", "Two cats") == ["1 missing, 0 fuzzy"]
    catalogues.translate("Two cats", "猫")
    assert catalogues.update("One dog", "Two cats") == []


def test_a_changed_message_keeps_its_translation_and_is_fuzzy(catalogues: Catalogues):
    catalogues.update("The scheduler starts a Pod.")
    catalogues.translate("The scheduler starts a Pod.", "Pod")
    for _ in range(2):
        assert catalogues.update("The scheduler starts the Pod.") == ["0 missing, 1 fuzzy"]
        assert catalogues.strings() == {"The scheduler starts the Pod.": ("Pod", True)}


def test_what_no_page_says_any_more_is_removed(catalogues: Catalogues):
    catalogues.update("One dog", "Entirely different")
    catalogues.translate("One dog", "犬")
    assert catalogues.update("Entirely different") == ["1 missing, 0 fuzzy"]
    assert "犬" not in catalogues.file.read_text("utf-8")


def test_the_catalogue_of_a_page_that_is_no_more_is_named(catalogues: Catalogues):
    catalogues.update("One dog")
    (catalogues.folder / "pages" / "page.pot").rename(catalogues.folder / "pages" / "renamed.pot")
    found = list(update(catalogues.folder / "pages", catalogues.folder / "locales", catalogues.folder / "packages"))
    assert any("page.po: there is no such page" in line for line in found)
    assert catalogues.file.exists()


def test_a_second_run_writes_nothing(catalogues: Catalogues):
    Catalogues(catalogues.folder, "fr")
    catalogues.update("One dog", "`x`, {role}`y` and a very long line " + 20 * "of many words ")
    files = [path for path in catalogues.folder.rglob("*") if path.is_file() and path.suffix != ".pot"]
    assert {path.suffix for path in files} == {".po", ".js", ".mo"}
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
    catalogues.update("One dog", "`x`, {role}`y` and a very long line " + 20 * "of many words ")
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files} == before


def test_nobody_and_no_time_is_named(catalogues: Catalogues):
    catalogues.file.write_text(
        '# FIRST AUTHOR <EMAIL@ADDRESS>, 2026.\n#, fuzzy\nmsgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 00:00+0000\\n"\n'
    )
    catalogues.update("One dog")
    text = catalogues.file.read_text("utf-8")
    assert text.startswith('msgid ""\nmsgstr ""\n"Language: ja\\n"\n')
    assert not re.search("AUTHOR|fuzzy|Date", text)


def test_a_language_begins_with_what_sphinx_knows_in_it(catalogues: Catalogues):
    Catalogues(catalogues.folder, "de")
    catalogues.update("One dog")
    found = {
        language: {
            message.id: message.string
            for message in messages(catalogues.file.parents[2] / language / "LC_MESSAGES" / "sphinx.po")
        }
        for language in ("de", "ja")
    }
    assert (found["de"]["Search"], found["ja"]["Search"]) == ("Suche", "検索")
    assert found["de"]["Light mode"] == found["ja"]["Light mode"] == ""


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small report in Japanese as this one is built, with the catalogues of this one."""
    site = Site(tmp_path_factory.mktemp("japanese"))
    site.write("explore.md", "# Explore\n\n```{session-list}\n:as: explore\n```\n")
    extensions = [
        "confreport",
        "sitekit.navigation",
        "sitekit.cjk_search",
        "sitekit.rendered_mermaid",
        "workarounds.furo",
    ]
    built = site.build(
        extensions=extensions,
        language="ja",
        locale_dirs=[str(LOCALES)],
        html_theme="furo",
        html_sidebars={},
        templates_path=[str(REPOSITORY / "_templates"), str(REPOSITORY / "_static")],
    )
    assert built.warnings == []
    return built


def text(built: Built, name: str, selector: str) -> list[str]:
    soup = BeautifulSoup(built.read(name), "html.parser")
    return [re.sub(r"\s+", " ", found.get_text()).strip() for found in soup.select(selector)]


def test_fixed_words_are_translated(japanese: Built):
    assert text(japanese, "sessions/day-one.html", ".conf-impression > .admonition-title") == ["執筆者の感想"]
    names = text(japanese, "sessions/day-one.html", ".conf-session-card .field-list > dt")
    assert names and all(re.fullmatch(r"[ぁ-んァ-ヶー一-龠]+:", name) for name in names)
    assert text(japanese, "conf-projects.html", "h1") == ["プロジェクト別のセッション"]
    assert json.dumps("発表者") in japanese.read("searchindex.js")


@pytest.mark.parametrize(("language", "comma", "remark"), [("en", ", ", " (unconfirmed)"), ("ja", "、", "（未確認）")])
def test_lists_and_remarks_have_the_punctuation_of_the_language(site: Site, language: str, comma: str, remark: str):
    values = text(site.build(language=language), "sessions/day-one.html", ".conf-session-card .field-list > dd")
    assert any(value.endswith(remark) for value in values)
    assert comma in values[-1]


def test_fixed_words_are_in_no_catalogue_of_a_page(site: Site):
    site.write("sessions/told.md", "---\nsession: {}\n---\n# Told\n\n```{impression}\nIt was fun.\n```\n")
    built = site.build(builder="gettext", gettext_compact=False)
    ids = {str(message.id) for message in messages(built.out / "sessions" / "told.pot")}
    assert ids == {"Told", "It was fun."}
    corrected = {str(message.id) for path in built.out.rglob("*.pot") for message in messages(path)}
    assert not {"Correction", "The reporter’s impression", "The report says"} & corrected


def test_the_words_of_the_theme_are_translated(japanese: Built):
    soup = BeautifulSoup(japanese.read("sessions/day-one.html"), "html.parser")
    names = [str(found["aria-label"]) for found in soup.select("[aria-label]")]
    titles = [found.get_text() for found in soup.select("svg title")]
    words = [found.get_text() for found in soup.select(".skip-to-content, .back-to-top, .page-info .context")]
    marked = [str(found["title"]) for found in soup.select(".headerlink")]
    assert len(names) > 6 and len(titles) > 6 and len(words) == 4 and marked
    assert [one for one in [*names, *titles, *words, *marked] if not re.search("[ぁ-んァ-ヶ一-龠]", one)] == []


@pytest.fixture(scope="module")
def address(japanese: Built) -> Iterator[str]:
    with serve(japanese.out) as address:
        yield address


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("quark", "一致するページは見つかりませんでした。綴りを確かめるか、別の語で検索してください。"),
        ("watching", "1 ページが見つかりました。"),
        ("day", r"\d+ ページが見つかりました。"),
    ],
)
def test_the_search_tells_its_result_under_the_policy(page: Page, address: str, words: str, status: str):
    page.goto(f"{address}/search.html?q={words}")
    expect(page.locator("#search-results h2")).to_have_text("検索結果")
    expect(page.locator("#search-results p.search-summary")).to_have_text(re.compile(f"^{status}$"))


def test_the_filters_are_translated(page: Page, address: str):
    page.goto(f"{address}/explore.html")
    labels = page.locator(".conf-filter label > span")
    assert labels.all_inner_texts() == ["トラック", "形式", "プロジェクト", "関係", "発表者", "タイトルに含まれる語"]
    assert re.fullmatch(r"全 \d+ セッション中 \d+ 件", page.locator(".conf-filter output").inner_text())
