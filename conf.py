"""Sphinx configuration of the report; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sitekit import catalogues

author = "岩本 俊弘 (Toshihiro Iwamoto)"
copyright = "2022, 岩本 俊弘 (Toshihiro Iwamoto)"
version = release = "1.0"  # of this report's text; the extensions have one of their own, in _ext/sitekit/__init__.py
language = "en"
# Absolute, since Sphinx looks for sphinx.js below the working directory.
locale_dirs = [catalogues.writable(Path(__file__).parent / "locales")]
gettext_compact = False  # a catalogue for each page
gettext_location = False

extensions = ["myst_parser", "sphinx_design", "confreport", "sitekit", "workarounds"]
include_patterns = ["*.md", "sessions/*.md", "tracks/*.md", "projects/*.md", "guide/*.md"]
exclude_patterns = ["[A-Z]*.md"]  # README and the like


def edition(name: str, project: str, title: str, file: str) -> dict[str, object]:
    """What one language has of its own, with the names of the files that some builders write the whole report into."""
    return {
        "name": name,
        "project": project,
        "html_title": title,
        "epub_basename": file,
        "latex_documents": [("index", f"{file}.tex", project, author, "manual")],
        "man_pages": [("index", file, project, author, 7)],
        "texinfo_documents": [("index", file, project, author, project, title, "Miscellaneous")],
    }


editions = {
    "en": edition(
        "English", "KubeCon + CloudNativeCon NA 2022 Report", "KubeCon NA 2022 Report", "kubecon-na-2022-report"
    ),
    "ja": edition(
        "日本語", "KubeCon + CloudNativeCon NA 2022 レポート", "KubeCon NA 2022 レポート", "kubecon-na-2022-report-ja"
    ),
}
primary_domain = "conf"
confreport_inventory = "kubecon"
nitpicky = True
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]

html_theme = "furo"
html_favicon = "_static/mark.svg"
html_static_path = ["_static"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/editions.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/ethical-ads.html",
        "sidebar/scroll-end.html",
        "sidebar/variant-selector.html",
    ]
}
templates_path = ["_templates", "_static"]  # the second for mark.svg, which is part of every page
html_css_files = ["site.css"]
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_show_sourcelink = False
html_copy_source = False

epub_show_urls = "no"
epub_css_files = ["book.css"]
epub_tocscope = "includehidden"
epub_exclude_files = ["404.xhtml", "_static/site.css"]
applehelp_bundle_id = "kubecon-na-2022-report"
applehelp_disable_external_tools = True  # they exist on macOS only
# Both books have the Japanese fonts that come with TeX; for Japanese Sphinx itself takes uplatex.
latex_engine = "lualatex"
latex_elements = {
    "papersize": "a4paper",
    # Quotation marks, dashes and other letters that both scripts have are Latin.
    "extrapackages": r"\usepackage[match]{luatexja-fontspec}\ltjsetparameter{jacharrange={-2,-3,-9}}",
    "tableofcontents": r"\renewcommand{\contentsname}{Contents}\sphinxtableofcontents",
}
editions["ja"] |= {
    "latex_engine": "uplatex",
    "latex_elements": latex_elements
    | {
        "extrapackages": r"\usepackage[haranoaji]{pxchfon}",
        "tableofcontents": r"\renewcommand{\contentsname}{目次}\sphinxtableofcontents",
    },
}
