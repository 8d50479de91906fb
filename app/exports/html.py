"""HTML: a document as one page that needs nothing else, with every text escaped."""

import re
from collections.abc import Iterable, Sequence
from functools import singledispatch

from markupsafe import Markup

from app.domain.diffs import Change
from app.exports.document import (
    Align,
    Code,
    Contents,
    Document,
    Facts,
    Heading,
    Language,
    ListOf,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Run,
    Signatures,
    Table,
    Text,
    long_date,
    plain,
    runs,
)
from app.exports.measures import caption_text, has_header, heading_text, headings, row_spans, signature_lines
from app.exports.prepare import prepared

NOTHING = Markup()
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="{language}">\n'
    "<head>\n"
    '<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n"
    '<link rel="stylesheet" href="style.css">\n'
    "</head>\n"
    "<body>\n"
    "{before}<main>\n{body}\n</main>\n{after}"
    "<footer>{imprint}</footer>\n"
    "</body>\n"
    "</html>\n"
)


def to_html(document: Document, *, before: Markup = NOTHING, after: Markup = NOTHING) -> str:
    """A page of its own beside style.css; before and after stand around its text, such as the way to other pages.

    Texts in Japanese on an English page say so. The same document gives the same page.
    """
    ready = prepared(document)
    language = ready.language
    body = [_title_block(ready), *(_contents_or(part, ready) for part in ready.parts)]
    return _PAGE.format(
        language=language,
        title=" ".join(word for word in (ready.title, ready.number) if word),
        before=before,
        body=Markup("\n").join(part for part in body if part),
        after=after,
        imprint=ready.imprint,
    )


def inline(text: Text) -> Markup:
    """Text with the marks of its form."""
    return Markup().join(_run(run) for run in runs(text))


def spoken(language: Language, text: Text) -> Markup:
    """The attribute that tells Japanese apart on an English page; nothing where the page says it already."""
    return Markup(' lang="ja"') if language == "en" and _JAPANESE.search(plain(text)) else Markup()


def _run(run: Run) -> Markup:
    body = Markup("<br>").join(run.text.split("\n"))
    if run.code:
        body = Markup("<code>{}</code>").format(body)
    if run.italic:
        body = Markup("<em>{}</em>").format(body)
    if run.bold:
        body = Markup("<strong>{}</strong>").format(body)
    if run.change is Change.INSERT:
        body = Markup("<ins>{}</ins>").format(body)
    if run.change is Change.DELETE:
        body = Markup("<del>{}</del>").format(body)
    return Markup('<a href="{}">{}</a>').format(run.link, body) if run.link else body


def _title_block(document: Document) -> Markup:
    letterhead = document.letterhead
    own = (letterhead.organisation, *letterhead.lines) if letterhead else ()
    dated = (document.number, long_date(document.date, document.language), document.stamp)
    head = [_line("p", line, document.language, ' class="from"') for line in own if line]
    head += [_line("p", line, document.language, ' class="dated"') for line in dated if line]
    head.append(_line("h1", document.title, document.language))
    if plain(document.subtitle):
        head.append(_line("p", document.subtitle, document.language, ' class="subtitle"'))
    return Markup("<header>{}</header>").format(Markup().join(head))


def _line(tag: str, text: Text, language: Language, more: str = "") -> Markup:
    opened = Markup("<{}{}{}>").format(tag, Markup(more), spoken(language, text))  # noqa: S704 - ours
    return opened + inline(text) + Markup("</{}>").format(tag)


def _contents_or(part: Part, document: Document) -> Markup:
    if not isinstance(part, Contents):
        return _block(part, document.language)
    entries = [
        Markup('<li class="level-{}"><a href="#{}">{}</a></li>').format(
            heading.level, heading.anchor, inline(heading_text(heading))
        )
        for heading in headings(document, part.depth)
        if heading.anchor
    ]
    return Markup('<nav><p class="contents">{}</p><ol>{}</ol></nav>').format(
        part.title, Markup().join(entries)
    )


@singledispatch
def _block(part: Part, language: Language) -> Markup:
    raise TypeError(f"no form for {type(part).__name__}")


def _blocks(parts: Iterable[Part], language: Language) -> Markup:
    return Markup().join(_block(part, language) for part in parts)


@_block.register
def _heading(part: Heading, language: Language) -> Markup:
    anchor = Markup(' id="{}"').format(part.anchor) if part.anchor else Markup()
    tag = f"h{min(part.level + 1, 6)}"
    return Markup("<{0}{1}{2}>{3}</{0}>").format(
        tag, anchor, spoken(language, part.text), inline(heading_text(part))
    )


@_block.register
def _mark(part: Mark, language: Language) -> Markup:
    return Markup('<a id="{}"></a>').format(part.anchor)


@_block.register
def _paragraph(part: Paragraph, language: Language) -> Markup:
    side = "" if part.align is Align.START else f' class="{part.align.value}"'
    return _line("p", part.text, language, side)


@_block.register
def _list(part: ListOf, language: Language) -> Markup:
    items = Markup().join(_item(item, language) for item in part.items)
    if not part.ordered:
        return Markup("<ul>{}</ul>").format(items)
    start = Markup(' start="{}"').format(part.start) if part.start != 1 else Markup()
    return Markup("<ol{}>{}</ol>").format(start, items)


def _item(item: Sequence[Part], language: Language) -> Markup:
    """An item of one paragraph is its text; another one has blocks in it."""
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return _line("li", item[0].text, language)
    return Markup("<li>{}</li>").format(_blocks(item, language))


@_block.register
def _quote(part: Quote, language: Language) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_blocks(part.parts, language))


@_block.register
def _code(part: Code, language: Language) -> Markup:
    return Markup("<pre><code>{}</code></pre>").format(part.text)


@_block.register
def _rule(part: Rule, language: Language) -> Markup:
    return Markup("<hr>")


@_block.register
def _page_break(part: PageBreak, language: Language) -> Markup:
    return Markup()


@_block.register
def _note(part: Note, language: Language) -> Markup:
    label = Markup("<strong>{}</strong>　").format(part.label) if part.label else Markup()
    return Markup('<p class="note"{}>{}{}</p>').format(spoken(language, part.text), label, inline(part.text))


@_block.register
def _facts(part: Facts, language: Language) -> Markup:
    rows = Markup().join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(row.term, _line("td", row.text, language))
        for row in part.rows
    )
    return _drawn(part.caption, Markup("<tbody>{}</tbody>").format(rows))


@_block.register
def _table(part: Table, language: Language) -> Markup:
    head = Markup()
    if has_header(part):
        titles = (_line("th", column.title, language, ' scope="col"') for column in part.columns)
        head = Markup("<thead><tr>{}</tr></thead>").format(Markup().join(titles))
    rows = [
        Markup().join(
            _line("td", cell, language, _cell_form(span, column.align))
            for cell, span, column in zip(row, spans, part.columns, strict=True)
            if span
        )
        for row, spans in zip(part.rows, row_spans(part), strict=True)
    ]
    if not rows:
        rows = [_line("td", part.empty, language, f' colspan="{len(part.columns)}"')]
    body = Markup().join(Markup("<tr>{}</tr>").format(row) for row in rows)
    return _drawn(caption_text(part), head + Markup("<tbody>{}</tbody>").format(body))


def _cell_form(span: int, align: Align) -> str:
    rows = f' rowspan="{span}"' if span > 1 else ""
    return rows + ("" if align is Align.START else f' class="{align.value}"')


@_block.register
def _signatures(part: Signatures, language: Language) -> Markup:
    rows: list[Markup] = []
    for boxes in signature_lines(part):
        heads = (_line("th", box.heading, language) for box in boxes)
        names = (
            Markup('<td class="center">{} <strong>{}</strong><br>{}</td>').format(
                box.name, box.mark, box.note
            )
            for box in boxes
        )
        rows += [Markup().join(heads), Markup().join(names)]
    body = Markup().join(Markup("<tr>{}</tr>").format(row) for row in rows)
    return _drawn(part.caption, Markup("<tbody>{}</tbody>").format(body))


def _drawn(caption: str, inner: Markup) -> Markup:
    title = Markup("<caption>{}</caption>").format(caption) if caption else Markup()
    return Markup("<table>{}{}</table>").format(title, inner)
