"""Corrections and impressions of any content."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from conftest import Site

EVIDENCE = """First words.

A term
: Defined words.

- Listed words
  1. Numbered words

```python
coded = "words"
```

| Headed words |
| --- |
| Tabled words |

> Quoted words

:::{note}
Noted words
:::
"""
WORDS = ["First", "A term", "Defined", "Listed", "Numbered", "coded =", "Headed", "Tabled", "Quoted", "Noted"]


@pytest.fixture
def written(site: Site) -> Site:
    site.edit("conf.py", '["colon_fence"]', '["colon_fence", "deflist"]')
    return site


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_every_kind_of_block_is_kept_wherever_corrections_are_collected(written: Site, builder: str) -> None:
    written.edit(
        "sessions/closing-talk.md",
        "# ",
        f"# The closing\n\n::::{{correction}}\n:report: Reported.\n:source: Sourced.\n\n{EVIDENCE}::::\n\n## ",
    )
    built = written.build(builder, builder)
    assert built.warnings == []
    if builder == "html":
        listed = BeautifulSoup(built.read("corrections.html"), "html.parser").select(".conf-corrections > li")
        (here,) = [one.get_text() for one in listed if "Reported." in one.get_text()]
        data = json.loads(built.read("data/report.json"))["corrections"]
        (evidence,) = [one["evidence"] for one in data if one["report"] == "Reported."]
        for words in WORDS:
            assert here.count(words) == 1 and sum(words in one for one in evidence) == 1, words


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (
            ":::{impression}\nNot closed.\n\n## The rest of the page\n\nLost words.\n",
            "impression: a heading stands in it",
        ),
        (
            ":::{correction}\n:report: A.\n:source: B.\n\nNot closed.\n\n### The rest\n",
            "correction: a heading stands in it",
        ),
        (
            ":::{impression}\nNot closed.\n\nLost {project}`falco`.\n\n- Lost words\n",
            "impression: it reaches to the end",
        ),
        (
            "```{correction}\n:report: A.\n:source: B.\n\nNot closed.\n\nLost words.",
            "correction: it reaches to the end",
        ),
        ("::::{impression}\nOuter.\n\n:::{impression}\nInner.\n:::\n::::\n", "impression: another remark stands in"),
    ],
)
def test_a_remark_that_holds_what_it_cannot_mean_is_a_warning(written: Site, remark: str, expected: str) -> None:
    page = "---\nsession: {track: security}\n---\n# The closing\n\n"
    written.write("sessions/closing-talk.md", page + remark)
    (said,) = written.build().warnings
    assert said.startswith("sessions/closing-talk.md:6: WARNING: ") and expected in said and "[conf.misplaced]" in said


@pytest.mark.parametrize(
    "remark",
    [
        ":::{impression}\nThe same.\n:::\n\nThe same.\n",
        "::::{note}\n:::{impression}\nThe last.\n:::\n::::\n",
        "```{admonition} Looks like one\n:class: conf-correction\nA term\n: Its words\n```\n",
        ":::{correction}\n:report: A.\n:source: B.\n\n```{image} /logo.png\n:alt: Pictured words\n```\n:::\n",
    ],
)
def test_what_means_something_is_no_warning(written: Site, remark: str) -> None:
    (written.source / "logo.png").write_bytes(b"")
    written.write("sessions/closing-talk.md", f"---\nsession: {{track: security}}\n---\n# The closing\n\n{remark}")
    built = written.build()
    assert built.warnings == []
    assert ("Pictured words" in built.read("corrections.html")) == ("Pictured words" in remark)
