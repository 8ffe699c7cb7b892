"""The book of practices as an EPUB 3: a file that phones and readers open, without a network."""

import io
import zipfile
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from .book import Chapter, Words

BOOKS = UUID("d1f3b8a2-5a5d-5b0e-9c3e-2f4f7a90c0de")
"""The names of books are derived under it."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
STYLE = """body { line-height: 1.7; margin: 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin-top: 1.5em; }
.by, .notice { font-size: .85em; } .notice { border-left: 2px solid; padding-left: .8em; }
dt { font-size: .85em; } dd { margin: 0 0 .6em; } img { max-width: 100%; }
"""
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def as_epub(words: Words, modified: str) -> bytes:
    """The book as EPUB 3. `modified`: UTC to the second, as `2026-11-24T08:00:00Z`.

    The same words and moment give the same bytes.
    """
    files: dict[str, bytes] = {
        "META-INF/container.xml": CONTAINER.encode(),
        "book/style.css": STYLE.encode(),
        "book/cover.xhtml": _page(words, words.title, _cover(words)),
        "book/contents.xhtml": _page(words, words.headings.contents, _contents(words)),
    }
    for number, chapter in enumerate(words.chapters, start=1):
        files[f"book/chapter-{number}.xhtml"] = _page(
            words, chapter.title, _chapter(words, chapter, number)
        )
        for place, picture in enumerate(chapter.pictures):
            files[f"book/{_picture_name(number, place)}"] = picture.data
    files["book/index.xhtml"] = _page(words, words.headings.index, _index(words))
    files["book/book.opf"] = _package(words, list(files), modified)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        # The kind of file stands first, as it is.
        kind = zipfile.ZipInfo("mimetype", FIRST_DAY)
        archive.writestr(kind, "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _language(words: Words) -> str:
    return "zh-Hans" if words.language == "zh" else "en"


def _page(words: Words, title: str, body: str) -> bytes:
    language = quoteattr(_language(words))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f"lang={language} xml:lang={language}>\n<head><title>{_safe(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>{body}</body>\n</html>\n"
    ).encode()


def _cover(words: Words) -> str:
    preface = "".join(f"<p>{_safe(one)}</p>" for one in words.preface)
    return f"<h1>{_safe(words.title)}</h1><p>{_safe(words.by)}</p>{preface}"


def _contents(words: Words) -> str:
    rows = "".join(
        f'<li><a href="chapter-{number}.xhtml">{_safe(one.title)}</a></li>'
        for number, one in enumerate(words.chapters, start=1)
    )
    rows += f'<li><a href="index.xhtml">{_safe(words.headings.index)}</a></li>'
    heading = _safe(words.headings.contents)
    return f'<nav epub:type="toc"><h1>{heading}</h1><ol>{rows}</ol></nav>'


def _chapter(words: Words, one: Chapter, number: int) -> str:
    heads = words.headings
    told = [f'<h1>{number} {_safe(one.title)}</h1><p class="by">{_safe(one.by)}</p>']
    if one.notice:
        told.append(f'<p class="notice">{_safe(one.notice)}</p>')
    told.append(_part(heads.need, one.need))
    facts = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(fact)}</dd>" for name, fact in one.facts)
    told.append(f"<dl>{facts}</dl>")
    told.append(f"<h2>{_safe(heads.steps)}</h2><ol>{_items(one.steps)}</ol>")
    told += [_part(heading, text) for heading, text in one.parts]
    for place, picture in enumerate(one.pictures):
        source = quoteattr(_picture_name(number, place))
        caption = f"{_safe(picture.caption)} ({_safe(picture.released)})"
        told.append(
            f"<figure><img src={source} alt={quoteattr(_clean(picture.caption))}/>"
            f"<figcaption>{caption}</figcaption></figure>"
        )
    if one.sources:
        told.append(f"<h2>{_safe(heads.sources)}</h2><ul>{_items(one.sources)}</ul>")
    told.append(f"<h2>{_safe(heads.reports)}</h2>")
    told += [f"<p><b>{_safe(head)}</b><br/>{_safe(why)}</p>" for head, why in one.reports]
    if not one.reports:
        told.append(f"<p>{_safe(heads.no_report)}</p>")
    return "".join(told)


def _index(words: Words) -> str:
    titles = [one.title for one in words.chapters]
    rows = "".join(
        f"<dt>{_safe(need)}</dt>"
        + "".join(
            f'<dd><a href="chapter-{number}.xhtml">{_safe(titles[number - 1])}</a></dd>'
            for number in numbers
        )
        for need, numbers in words.index
    )
    body = f"<dl>{rows}</dl>" if rows else ""
    return f"<h1>{_safe(words.headings.index)}</h1>{body}"


def _package(words: Words, names: list[str], modified: str) -> bytes:
    own = [name.removeprefix("book/") for name in names if name.startswith("book/")]
    items, spine = [], []
    for place, name in enumerate(own):
        kind, extra = "application/xhtml+xml", ""
        if name.endswith(".css"):
            kind = "text/css"
        elif name.endswith(".jpg"):
            kind = "image/jpeg"
        else:
            spine.append(f'<itemref idref="i{place}"/>')
        if name == "contents.xhtml":
            extra = ' properties="nav"'
        items.append(f'<item id="i{place}" href="{name}" media-type="{kind}"{extra}/>')
    book = uuid5(BOOKS, f"{words.title} {words.by} {words.language}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{book}</dc:identifier>'
        f"<dc:title>{_safe(words.title)}</dc:title><dc:creator>{_safe(words.by)}</dc:creator>"
        f"<dc:language>{_language(words)}</dc:language>"
        f'<meta property="dcterms:modified">{modified}</meta></metadata>\n'
        f"<manifest>{''.join(items)}</manifest>\n<spine>{''.join(spine)}</spine>\n</package>\n"
    ).encode()


def _part(heading: str, text: str) -> str:
    paragraphs = "".join(f"<p>{_safe(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<h2>{_safe(heading)}</h2>{paragraphs}"


def _items(rows: tuple[str, ...]) -> str:
    return "".join(f"<li>{_safe(one)}</li>" for one in rows)


def _picture_name(chapter: int, place: int) -> str:
    return f"picture-{chapter}-{place + 1}.jpg"


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(
        sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")
    )


def _safe(text: str) -> str:
    return escape(_clean(text))
