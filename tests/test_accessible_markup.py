"""What a keyboard or a screen reader needs of the markup; the rest is seen in a browser only."""

from __future__ import annotations

from bs4 import BeautifulSoup
from conftest import RealSite, Site

CONTENTS = """```{toctree}
:caption: Below
tracks/security
```
"""


def test_a_caption_in_the_page_has_the_level_of_its_place(site: Site) -> None:
    site.edit("conf.py", '"removed_pages"', '"removed_pages", "accessible_markup"')
    site.write("page.md", f"# Page\n\n{CONTENTS}\n## Part\n\n### Smaller part\n\n{CONTENTS}")
    page = BeautifulSoup(site.build().read("page.html"), "html.parser")
    captions = page.select(".body [role=heading]")
    assert [caption["aria-level"] for caption in captions] == ["2", "4"]


def test_pages_have_one_main_heading_and_every_heading_a_level(real: RealSite) -> None:
    for path in real.build("html").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert len(soup.select("h1")) == 1, path
        assert not soup.select("[role=heading]:not([aria-level])"), path


def test_landmarks_of_one_kind_have_names_of_their_own(real: RealSite) -> None:
    soup = BeautifulSoup((real.build("html") / "index.html").read_text("utf-8"), "html.parser")
    assert [aside["aria-label"] for aside in soup.select("aside")] == ["Navigation", "On this page"]


def test_every_table_that_may_scroll_can_be_focused(real: RealSite) -> None:
    soup = BeautifulSoup((real.build("html") / "guide/reference.html").read_text("utf-8"), "html.parser")
    wrappers = soup.select(".table-wrapper")
    assert wrappers
    assert all(wrapper.get("tabindex") == "0" for wrapper in wrappers)


def test_every_picture_has_a_text_and_the_mark_beside_the_name_an_empty_one(real: RealSite) -> None:
    for path in real.build("html").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        if path.parent.name == "embed":  # cards have no picture
            assert not soup.select("img"), path
            continue
        assert [image["alt"] for image in soup.select(".sidebar-brand img")] == [""], path
        assert not soup.select("article img:not([alt]), article img[alt='']"), path
