"""Sphinx configuration of the report; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "KubeCon + CloudNativeCon NA 2022 Report"
author = "岩本 俊弘 (Toshihiro Iwamoto)"
copyright = "2022, 岩本 俊弘 (Toshihiro Iwamoto)"
version = release = "1.0"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "confreport",
    "bounded_navigation",
    "work_done_once",
    "rendered_mermaid",
    "removed_pages",
    "singlehtml_links",
    "lean_pages",
    "accessible_markup",
    "not_found_page",
    "page_summary",
    "cjk_search",
    "content_security_policy",
    "sitemap",
    "text_twins",
]
include_patterns = ["*.md", "sessions/*.md", "tracks/*.md", "projects/*.md", "guide/*.md"]
exclude_patterns = ["[A-Z]*.md"]  # README and the like
primary_domain = "conf"
confreport_inventory = "kubecon"
nitpicky = True
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]

html_theme = "furo"
html_title = "KubeCon NA 2022 Report"
html_favicon = html_logo = "_static/mark.svg"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["site.css"]
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
csp_framed_folders = ["embed"]
html_show_sourcelink = False
html_copy_source = False

epub_basename = "kubecon-na-2022-report"
epub_show_urls = "no"
epub_css_files = ["epub.css"]
epub_exclude_files = ["404.xhtml", "_static/site.css", "_static/embed.css", "_static/explore.js"]
latex_engine = "xelatex"
latex_documents = [("index", "kubecon-na-2022-report.tex", project, author, "manual")]
man_pages = [("index", "kubecon-na-2022-report", project, author, 7)]
texinfo_documents = [("index", "kubecon-na-2022-report", project, author, project, html_title, "Miscellaneous")]
