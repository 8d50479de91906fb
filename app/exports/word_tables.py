"""Tables in Word, written as XML: fixed widths, repeating headers, cells over several rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from app.exports.document import Align, Text, plain
from app.exports.word_styles import TEXT_WIDTH, element
from app.exports.word_text import Bookmarks, add_text

SHADE = "F1F3F8"
SHORT = 300  # characters of a row that stays on one page
JUSTIFIED = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell in one of the table styles."""

    text: Text
    style: str = "TableText"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: it covers `rows` rows (0: the cell above covers it) and `columns` columns."""

    lines: tuple[Line, ...]
    align: Align = Align.START
    shaded: bool = False
    centred: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    cells: Sequence[Cell]
    header: bool = False
    height: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn; shares of the width sum to 1 or less, label and serial stand before the caption."""

    shares: Sequence[float]
    rows: Sequence[Row]
    caption: str = ""
    label: str = ""
    serial: int = 0


def add_grid(word: WordDocument, grid: Grid, indent: int, anchors: Bookmarks) -> None:
    """Append a table and the small space after it, without which two tables would become one."""
    room = TEXT_WIDTH - indent
    widths = [round(share * room) for share in grid.shares]
    table = element("tbl")
    table.append(_properties(sum(widths), indent, grid.caption))
    columns = element("tblGrid")
    columns.extend(element("gridCol", w=width) for width in widths)
    table.append(columns)
    table.extend(_row(row, widths, word, anchors) for row in grid.rows)
    after = word.add_paragraph(style="After Table")
    after._p.addprevious(table)


def _properties(width: int, indent: int, caption: str) -> BaseOxmlElement:
    made = element("tblPr")
    made.append(element("tblStyle", val="TableGrid"))
    made.append(element("tblW", w=width, type="dxa"))
    made.append(element("tblInd", w=indent, type="dxa"))
    made.append(element("tblLayout", type="fixed"))
    made.append(
        element(
            "tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1
        )
    )
    if caption:
        made.append(element("tblCaption", val=caption))
    return made


def _row(row: Row, widths: Sequence[int], word: WordDocument, anchors: Bookmarks) -> BaseOxmlElement:
    made = element("tr")
    properties = element("trPr")
    if row.header or sum(len(plain(line.text)) for cell in row.cells for line in cell.lines) <= SHORT:
        properties.append(element("cantSplit"))
    if row.height:
        properties.append(element("trHeight", val=row.height, hRule="atLeast"))
    if row.header:
        properties.append(element("tblHeader"))
    made.append(properties)
    column = 0
    for cell in row.cells:
        made.append(_cell(cell, sum(widths[column : column + cell.columns]), word, anchors))
        column += cell.columns
    return made


def _cell(cell: Cell, width: int, word: WordDocument, anchors: Bookmarks) -> BaseOxmlElement:
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if cell.columns > 1:
        properties.append(element("gridSpan", val=cell.columns))
    if cell.rows != 1:
        properties.append(element("vMerge", val="restart" if cell.rows else "continue"))
    if cell.shaded:
        properties.append(element("shd", val="clear", color="auto", fill=SHADE))
    if cell.centred:
        properties.append(element("vAlign", val="center"))
    made.append(properties)
    for line in cell.lines if cell.rows else (Line(""),):
        paragraph = element("p")
        form = element("pPr")
        form.append(element("pStyle", val=line.style))
        if cell.align is not Align.START:
            form.append(element("jc", val=JUSTIFIED[cell.align]))
        paragraph.append(form)
        made.append(paragraph)
        add_text(WordParagraph(paragraph, word), line.text, anchors)
    return made
