"""Pages beside those of Sphinx: one record each, without the look and the navigation of the site."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..facts import Entry
from .publication import Publication


def bare_page(report: Publication, entry: Entry, head: Iterable[str], body: Iterable[str]) -> str:
    """A page that stands for a record's own, and tells search engines so.

    :param head: lines of HTML
    :param body: lines of HTML
    """
    canonical = [f'<link rel="canonical" href="{escape(report.page(entry.docname))}">'] if report.base_url else []
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(report.language)}">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="robots" content="noindex">',
        f"<title>{escape(entry.title)} ({escape(report.title)})</title>",
        *canonical,
        *head,
        "<body>",
        "<main>",
        *body,
        "</main>",
    ]
    return "\n".join(lines) + "\n"
