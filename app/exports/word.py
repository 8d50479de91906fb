"""Word: a document as .docx with real headings, styles, lists and tables."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatchmethod
from io import BytesIO
from itertools import zip_longest
from zipfile import ZipFile

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from app.exports.archive import zipped
from app.exports.document import (
    Align,
    Code,
    Contents,
    Document,
    Facts,
    Heading,
    ListOf,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Run,
    SignatureBox,
    Signatures,
    Table,
    Text,
    long_date,
    runs,
)
from app.exports.measures import (
    column_shares,
    fact_share,
    has_header,
    heading_text,
    headings,
    row_spans,
    running_head,
    signature_lines,
)
from app.exports.prepare import prepared
from app.exports.word_styles import LEVEL_INDENT, add_numbering, styled_word
from app.exports.word_tables import Cell, Grid, Line, Row, add_grid
from app.exports.word_text import (
    add_bookmark,
    add_field,
    add_inner_link,
    add_text,
    begin_field,
    bookmark_name,
    bookmarks,
    end_field,
    line_below,
)

SIDES = {Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER, Align.END: WD_ALIGN_PARAGRAPH.RIGHT}
QUOTE_INDENT = 360
HANGING = LEVEL_INDENT - 60
BOX_HEIGHT = 900
MIN_BOXES = 3


def to_docx(document: Document) -> bytes:
    """An A4 Word file with East Asian fonts on every style (M10); the same document gives the same bytes."""
    ready = prepared(document)
    word = styled_word(ready)
    writer = _Writer(word, ready)
    writer.running_lines()
    writer.title_block()
    for part in ready.parts:
        writer.write(part, Place())
    return _packed(word, ready.date)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: how far in, under how many lists, in a quote or not."""

    indent: int = 0
    level: int = 0
    quoted: bool = False


class _Writer:
    """Writes the parts of one document at the end of a Word document."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word = word
        self.document = document
        self.anchors = bookmarks(document)
        self.headings = 0
        self.on_new_page = False
        self.last: WordParagraph

    def running_lines(self) -> None:
        """Number and title at the head of every page but the first, page numbers at the foot of each."""
        section = self.word.sections[0]
        head = section.header.paragraphs[0]
        head.add_run("\t".join((running_head(self.document), self.document.stamp)).rstrip("\t"))
        section.first_page_header.paragraphs[0].style = "Normal"
        for footer in (section.footer, section.first_page_footer):
            line = footer.paragraphs[0]
            line.add_run("\t")
            add_field(line, "PAGE", "1")
            line.add_run(" / ")
            add_field(line, "NUMPAGES", "1")
            if self.document.imprint:
                line.add_run("\t" + self.document.imprint)

    def title_block(self) -> None:
        """Whose document it is on the left, number, date and standing on the right, then the title."""
        document = self.document
        letterhead = document.letterhead
        left = (letterhead.organisation, *letterhead.lines) if letterhead else ()
        right = [word for word in (document.number, long_date(document.date, document.language)) if word]
        stamps = [""] * len(right) + [document.stamp] if document.stamp else []
        for index, (own, dated, stamp) in enumerate(zip_longest(left, right, stamps, fillvalue="")):
            line = self.word.add_paragraph(style="Letterhead")
            line.add_run(own).bold = index == 0
            line.add_run(f"\t{dated}")
            if stamp:
                line.add_run(f" {stamp} ", style="Stamp")
        title = self.word.add_paragraph(document.title, style="Title")
        if document.subtitle:
            self.word.add_paragraph(document.subtitle, style="Subtitle")
        else:
            line_below(title)
            title.paragraph_format.space_after = Twips(360)

    def paragraph(self, style: str, place: Place, text: Text = "") -> WordParagraph:
        made = self.word.add_paragraph(style=style)
        if place.indent:
            made.paragraph_format.left_indent = Twips(place.indent)
        if self.on_new_page:
            made.paragraph_format.page_break_before = True
            self.on_new_page = False
        add_text(made, text, self.anchors)
        self.last = made
        return made

    def grid(self, grid: Grid, place: Place) -> None:
        if grid.caption:
            self.caption(grid, place)
        elif self.on_new_page:
            self.paragraph("After Table", place)
        add_grid(self.word, grid, place.indent, self.anchors)

    def caption(self, grid: Grid, place: Place) -> None:
        """The caption of a table; a number in it is a field, so that Word counts on when a table is added."""
        if not grid.serial:
            self.paragraph("Caption", place, grid.caption)
            return
        line = self.paragraph("Caption", place, grid.label)
        add_field(line, "SEQ Table \\* ARABIC", str(grid.serial))
        line.add_run(f"　{grid.caption}")

    @singledispatchmethod
    def write(self, part: Part, place: Place) -> None:
        """Append one part."""
        raise TypeError(f"no form for {type(part).__name__}")

    @write.register
    def _heading(self, part: Heading, place: Place) -> None:
        add_bookmark(self.paragraph(f"Heading {part.level}", place, part.text), self.headings)
        self.headings += 1

    @write.register
    def _paragraph(self, part: Paragraph, place: Place) -> None:
        style = "Quote" if place.quoted else "List Continue" if place.level else "Normal"
        made = self.paragraph(style, place, part.text)
        if part.align in SIDES:
            made.alignment = SIDES[part.align]

    @write.register
    def _list(self, part: ListOf, place: Place) -> None:
        number = add_numbering(self.word, ordered=part.ordered, start=part.start)
        style = "List Number" if part.ordered else "List Bullet"
        inside = replace(place, indent=place.indent + LEVEL_INDENT, level=place.level + 1)
        for item in part.items:
            first, rest = (
                (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(""), item)
            )
            made = self.paragraph(style, inside, first.text)
            made.paragraph_format.first_line_indent = Twips(-HANGING)
            numbering = made._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = place.level
            numbering.get_or_add_numId().val = number
            for inner in rest:
                self.write(inner, inside)
        if not place.level:
            self.last.paragraph_format.space_after = Twips(120)

    @write.register
    def _quote(self, part: Quote, place: Place) -> None:
        for inner in part.parts:
            self.write(inner, replace(place, indent=place.indent + QUOTE_INDENT, quoted=True))

    @write.register
    def _code(self, part: Code, place: Place) -> None:
        self.paragraph("Code", place, part.text)

    @write.register
    def _rule(self, part: Rule, place: Place) -> None:
        self.paragraph("Rule", place)

    @write.register
    def _mark(self, part: Mark, place: Place) -> None:
        """Only a screen needs it."""

    @write.register
    def _page_break(self, part: PageBreak, place: Place) -> None:
        self.on_new_page = True

    @write.register
    def _note(self, part: Note, place: Place) -> None:
        label = (Run(f"{part.label}　", bold=True),) if part.label else ()
        self.paragraph("Note", place, (*label, *runs(part.text)))

    @write.register
    def _contents(self, part: Contents, place: Place) -> None:
        """A field that Word works out on opening, already holding linked entries for readers that do not."""
        self.paragraph("TOC Heading", place, part.title)
        every = headings(self.document, len(self.document.parts))
        shown = [(index, heading) for index, heading in enumerate(every) if heading.level <= part.depth]
        for position, (index, heading) in enumerate(shown):
            entry = self.word.add_paragraph(style=f"toc {min(heading.level, 3)}")
            if position == 0:
                begin_field(entry, f'TOC \\o "1-{part.depth}" \\h \\z \\u', stale=True)
            add_inner_link(entry, heading_text(heading), bookmark_name(index))
            if position == len(shown) - 1:
                end_field(entry)

    @write.register
    def _facts(self, part: Facts, place: Place) -> None:
        share = fact_share(part)
        rows = [
            Row((Cell((Line(fact.term, "TableHead"),), shaded=True), Cell((Line(fact.text),))))
            for fact in part.rows
        ]
        self.grid(Grid((share, 1 - share), rows, part.caption), place)

    @write.register
    def _table(self, part: Table, place: Place) -> None:
        rows = [_head(column.title for column in part.columns)] if has_header(part) else []
        for cells, spans in zip(part.rows, row_spans(part), strict=True):
            placed = zip(part.columns, cells, spans, strict=True)
            rows.append(Row([Cell((Line(text),), column.align, rows=span) for column, text, span in placed]))
        if not part.rows:
            rows.append(Row((Cell((Line(part.empty),), columns=len(part.columns)),)))
        self.grid(Grid(column_shares(part), rows, part.caption, part.label, part.serial), place)

    @write.register
    def _signatures(self, part: Signatures, place: Place) -> None:
        lines = signature_lines(part)
        rows: list[Row] = []
        for boxes in lines:
            rows += (_head((box.heading for box in boxes), repeated=False), _boxes(boxes))
        width = len(lines[0])
        self.grid(Grid([1 / max(width, MIN_BOXES)] * width, rows, part.caption), place)


def _head(titles: Iterable[Text], *, repeated: bool = True) -> Row:
    cells = [Cell((Line(title, "TableHead"),), Align.CENTER, shaded=True, centred=True) for title in titles]
    return Row(cells, header=repeated)


def _boxes(boxes: Iterable[SignatureBox]) -> Row:
    cells = []
    for box in boxes:
        mark = (Run(f" {box.mark}", bold=True),) if box.mark else ()
        lines = (Line((Run(box.name), *mark)), *((Line(box.note, "TableNote"),) if box.note else ()))
        cells.append(Cell(lines, Align.CENTER, centred=True))
    return Row(cells, height=BOX_HEIGHT)


def _packed(word: WordDocument, day: date) -> bytes:
    """The file, its parts dated as the document is: the library would date them now."""
    written = BytesIO()
    word.save(written)
    with ZipFile(written) as source:
        return zipped(((name, source.read(name)) for name in source.namelist()), day)
