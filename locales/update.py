"""Brings the catalogues of every language up to date with the sources, and says what is left to translate.

    python locales/update.py <folder of the templates that the builder gettext wrote>

A language is a folder with LC_MESSAGES beside this file. Each page has its catalogue there; ``sphinx.po`` holds the
words of the theme, the templates, the small extensions, and what Sphinx writes into pages and its search says. The
words of the extension ``confreport`` are in its own folder ``locale``, compiled, since Sphinx does not compile them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import furo
import sphinx
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).parent
EXTENSIONS = LOCALES.parent / "_ext"
SPHINX = Path(sphinx.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "Documentation.gettext": None, "Documentation.ngettext": (1, 2)}
# Where words are, besides the pages: folder, pattern of the file names, and the name of Babel's way to read them.
SEARCH = (SPHINX / "themes" / "basic" / "static", "*.js", "javascript")
SITE = [
    (LOCALES.parent / "_templates", "**.html", "jinja2"),
    (LOCALES.parent / "_ext" / "workarounds" / "templates", "**.html", "jinja2"),
    (Path(furo.__file__).parent / "theme", "**.html", "jinja2"),
    (EXTENSIONS, "*.py", "python"),
    (SPHINX / "writers", "*.py", "python"),
    SEARCH,
]
CONFREPORT = [(EXTENSIONS / "confreport", "*.py", "python")]
HEADER = """\
msgid ""
msgstr ""
"Language: {0.locale_identifier}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {0.plural_forms}\\n"

"""
# Sphinx's own file of this name hands the rule for plurals to `new Function`, which a content security policy forbids.
SCRIPT = """\
Object.assign(Documentation.TRANSLATIONS, {words});
Documentation.PLURAL_EXPR = (n) => Number({plural});
Documentation.LOCALE = {language};
"""


def template(sources: Iterable[tuple[Path, str, str]]) -> Catalog:
    """The messages in the code of some places."""
    catalog = Catalog()
    for folder, pattern, method in sources:
        for _, _, message, _, _ in extract_from_dir(folder, [(pattern, method)], keywords=KEYWORDS):
            catalog.add(message)
    return catalog


def translated(message: Message) -> bool:
    """Whether a message says something in every form."""
    return all(message.string if isinstance(message.string, tuple) else [message.string])


def updated(file: Path, template: Catalog, language: str) -> Catalog:
    """The catalogue in a file, if there is one, with exactly the messages of the template.

    A changed message keeps its translation, marked as fuzzy; Sphinx shows it only when somebody has removed the mark.
    """
    catalog = read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=language)
    catalog.update(template)
    return catalog


def add_what_sphinx_knows(catalog: Catalog, language: str) -> None:
    """Fill missing and fuzzy messages from the catalogue that comes with Sphinx, where they have no plural."""
    file = SPHINX / "locale" / language / "LC_MESSAGES" / "sphinx.po"
    known = read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=language)
    for message in catalog:
        if isinstance(message.id, str) and message.id and (message.fuzzy or not message.string):
            same = known.get(message.id)
            if same and same.string and not same.fuzzy:
                message.string = same.string
                message.flags.discard("fuzzy")


def write(file: Path, content: bytes) -> None:
    """Leave a file as it is that has this content already, so that nothing is built again because of it."""
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def po(catalog: Catalog) -> bytes:
    """A message has one line, and the head has no dates and names: a change shows only what has changed."""
    content = BytesIO()
    write_po(content, catalog, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return HEADER.format(catalog).encode() + content.getvalue()


def mo(catalog: Catalog) -> bytes:
    """The compiled catalogue, without the time at which that was done."""
    catalog.creation_date = catalog.revision_date = datetime.fromtimestamp(0, UTC)
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def script(catalog: Catalog) -> bytes:
    """The words of the search."""
    messages = [catalog[message.id] for message in template([SEARCH]) if message.id]
    words = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in messages
        if translated(message)
    }
    return SCRIPT.format(
        words=json.dumps(words, ensure_ascii=False, indent=2),
        plural=catalog.plural_expr,
        language=json.dumps(catalog.locale_identifier),
    ).encode()


def left(file: Path, catalog: Catalog) -> Iterator[str]:
    """What has to be translated in a catalogue, in a line."""
    messages = [message for message in catalog if message.id]
    missing = sum(not translated(message) for message in messages)
    fuzzy = sum(message.fuzzy for message in messages)
    if missing or fuzzy:
        yield f"{os.path.relpath(file)}: {missing} missing, {fuzzy} fuzzy"


def update(pages: Path, locales: Path, confreport: Path) -> Iterator[str]:
    """Update the catalogues of every language, and tell line by line what is left to do.

    :param pages: the folder of the pages' templates
    :param locales: the folder of the languages
    :param confreport: the same for the extension
    """
    for folder in sorted(locales.glob("*/LC_MESSAGES")):
        language = folder.parent.name
        site, extension = folder / "sphinx.po", confreport / language / "LC_MESSAGES" / "confreport.po"
        templates = {
            folder / pot.relative_to(pages).with_suffix(".po"): read_po(BytesIO(pot.read_bytes()))
            for pot in sorted(pages.rglob("*.pot"))
        } | {site: template(SITE), extension: template(CONFREPORT)}
        for file, messages in templates.items():
            catalog = updated(file, messages, language)
            if file == site:
                add_what_sphinx_knows(catalog, language)
                write(file.with_suffix(".js"), script(catalog))
            write(file, po(catalog))
            if file == extension:
                write(file.with_suffix(".mo"), mo(catalog))
            yield from left(file, catalog)
        for file in sorted({*folder.rglob("*.po")} - {*templates}):
            yield f"{os.path.relpath(file)}: there is no such page; rename the file like the page, or remove it"


def main(lines: Iterable[str]) -> None:
    """Print the lines."""
    found = list(lines)
    print(*found, sep="\n", end="\n" * bool(found))
    print(f"{len(found)} catalogues need work." if found else "Everything is translated.")


if __name__ == "__main__":
    main(update(Path(sys.argv[1]), LOCALES, EXTENSIONS / "confreport" / "locale"))
