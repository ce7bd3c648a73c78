"""What the reporter thought, set apart from what was said."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

_ = get_translation("confreport")


class Impression(SphinxDirective):
    """``impression``: the reporter's opinion."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build an admonition."""
        self.assert_has_content()
        title = nodes.title("", str(_("The reporter’s impression")), translatable=False)
        node = nodes.admonition("", title, *self.parse_content_to_nodes(), classes=["conf-impression"])
        self.set_source_info(node)
        return [node]


DIRECTIVES = {"impression": Impression}
