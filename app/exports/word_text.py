"""Text in Word: runs, links, bookmarks and fields."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from app.domain.diffs import Change
from app.exports.document import Document, Heading, Run, Text, runs
from app.exports.word_styles import element

Bookmarks = dict[str, str]


def bookmark_name(index: int) -> str:
    """The bookmark of the document's nth heading; Word allows no hyphens and 40 characters."""
    return f"_Toc{index:06d}"


def bookmarks(document: Document) -> Bookmarks:
    """Anchor → bookmark, for links inside a prepared document."""
    found = [part for part in document.parts if isinstance(part, Heading)]
    return {heading.anchor: bookmark_name(index) for index, heading in enumerate(found) if heading.anchor}


def add_text(paragraph: WordParagraph, text: Text, anchors: Bookmarks) -> None:
    """Append runs with their form; a newline is a line break."""
    for run in runs(text):
        if run.link:
            _add_link(paragraph, run, anchors)
        else:
            _form(paragraph.add_run(run.text), run)


def add_bookmark(paragraph: WordParagraph, index: int) -> None:
    """Make all of a paragraph the target of the nth heading's bookmark."""
    start = element("bookmarkStart", id=index, name=bookmark_name(index))
    content = next((child for child in paragraph._p if child.tag != qn("w:pPr")), None)
    if content is None:
        paragraph._p.append(start)
    else:
        content.addprevious(start)
    paragraph._p.append(element("bookmarkEnd", id=index))


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field such as PAGE, showing a value until Word works it out."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: WordParagraph, instruction: str, *, stale: bool = False) -> None:
    """The opening of a field whose shown value follows; a stale one is worked out anew on opening."""
    begin = element("fldChar", fldCharType="begin")
    if stale:
        begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(begin)
    code = element("instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = f" {instruction} "
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))


def end_field(paragraph: WordParagraph) -> None:
    """The close of a field."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def add_inner_link(paragraph: WordParagraph, text: Text, target: str) -> None:
    """Text that leads to a bookmark, looking as the paragraph does."""
    link = element("hyperlink", anchor=target, history=1)
    paragraph._p.append(link)
    for run in runs(text):
        _form(_run_in(link, paragraph), run).text = run.text


def line_below(paragraph: WordParagraph) -> None:
    """The line that ends the title block, where no subtitle carries it."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=4, space=10, color="00118F"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _add_link(paragraph: WordParagraph, run: Run, anchors: Bookmarks) -> None:
    if run.link.startswith("#"):
        link = element("hyperlink", anchor=anchors[run.link[1:]], history=1)
    else:
        relation = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = element("hyperlink", history=1)
        link.set(qn("r:id"), relation)
    paragraph._p.append(link)
    inner = _run_in(link, paragraph)
    inner.text = run.text
    _form(inner, run).style = "Hyperlink"


def _run_in(link: BaseOxmlElement, paragraph: WordParagraph) -> WordRun:
    made = element("r")
    link.append(made)
    return WordRun(made, paragraph)


def _form(target: WordRun, run: Run) -> WordRun:
    """Underline marks what was inserted, a line through what was deleted: never colour alone."""
    if run.code:
        target.style = "Code Text"
    if run.change is Change.INSERT:
        target.style = "Inserted"
        target.underline = True
    elif run.change is Change.DELETE:
        target.style = "Deleted"
        target.font.strike = True
    if run.bold:
        target.bold = True
    if run.italic:
        target.italic = True
    return target
