"""What nobody has to translate is in no catalogue."""

from __future__ import annotations

import re

from conftest import Site

PAGE = """# 2022

| Sessions | 200 | 1,000 |
| --- | ---: | ---: |
| CPU | 1.44 (1.35–1.53) | 99 % |

| 件数 | x86_64 |
| --- | --- |
| `20` | — |
"""


def messages(site: Site, name: str) -> list[str]:
    return re.findall(r'^msgid "(.+)"$', site.build("gettext", "gettext").read(name), re.MULTILINE)


def test_figures_are_no_messages(site: Site):
    site.write("figures.md", f"---\norphan: true\n---\n{PAGE}")
    assert set(messages(site, "figures.pot")) >= {"200", "1,000", "1.44 (1.35–1.53)", "99 %", "`20`", "—"}
    site.edit("conf.py", 'extensions = ["confreport"', 'extensions = ["workarounds.transforms", "confreport"')
    assert messages(site, "figures.pot") == ["Sessions", "CPU", "件数", "x86_64"]
