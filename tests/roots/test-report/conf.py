import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "_ext"))

project = "A small report"
copyright = "2022, Somebody"
extensions = ["confreport", "sitekit.navigation", "workarounds.stale_output"]
include_patterns = ["*.md", "*/*.md"]
primary_domain = "conf"
nitpicky = True
myst_enable_extensions = ["colon_fence"]
html_theme = "basic"
html_sidebars = {"**": ["globaltoc.html", "relations.html"]}
html_copy_source = False
latex_engine = "xelatex"
