"""What a keyboard or a screen reader needs of the markup; the rest is seen in a browser only."""

from __future__ import annotations

from bs4 import BeautifulSoup
from conftest import Site

CONTENTS = """```{toctree}
:caption: Below
tracks/security
```
"""


def test_a_caption_in_the_page_has_the_level_of_its_place(site: Site) -> None:
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "workarounds.captions"')
    site.write("page.md", f"# Page\n\n{CONTENTS}\n## Part\n\n### Smaller part\n\n{CONTENTS}")
    page = BeautifulSoup(site.build().read("page.html"), "html.parser")
    captions = page.select(".body [role=heading]")
    assert [caption["aria-level"] for caption in captions] == ["2", "4"]
