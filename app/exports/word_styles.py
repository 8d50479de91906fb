"""The look of a Word document: styles with East Asian fonts, list numbering, page, properties."""

from datetime import datetime
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.package import OpcPackage
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from app.exports.document import Document, Language

STYLES = Path(__file__).resolve().parent / "layouts" / "styles.xml"

# Yu Gothic comes with every Windows since 8.1 and with Office for macOS, reads well on screen and paper, and has the
# shapes of the sans-serif that the PDF embeds. Its tall lines are tamed by line heights of our own, off the grid.
FONT = "Yu Gothic"
# Code keeps its columns: MS Gothic is the one fixed-width Japanese face that is always there.
CODE_FONT = "MS Gothic"
CODE_STYLES = {"Code", "CodeText"}

LOCALES: dict[Language, str] = {"ja": "ja-JP", "en": "en-GB"}
UNUSED_PARTS = ("thumbnail", "stylesWithEffects", "customXml")
BULLETS = ("•", "–", "◦")
HEADING = "Heading1"
HEADING_LIST = 2
HEADING_NUMBER = 1
LEVELS = 9
LEVEL_INDENT = 400  # twentieths of a point

TEXT_WIDTH = 9298  # the same unit: 164 mm
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = Mm(23), Mm(27), Mm(25)


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """An element of the word processing namespace with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def styled_word(document: Document) -> WordDocument:
    """An empty Word document with the product's styles, page and properties."""
    word = docx.Document()
    language = LOCALES[document.language]
    _replace_children(word.styles.element, _styles(language, numbered=document.numbered))
    _replace_children(word.part.numbering_part.element, _numberings())
    _drop_unused(word.part.package, word.part.rels)
    _set_page(word)
    _set_properties(word, document, language)
    _set_settings(word, language)
    return word


def add_numbering(word: WordDocument, *, ordered: bool, start: int) -> int:
    """A numbering of its own for one list, so that each list begins at its own number."""
    numbering = word.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    num = element("num", numId=number)
    num.append(element("abstractNumId", val=1 if ordered else 0))
    if ordered:
        for level in range(LEVELS):
            override = element("lvlOverride", ilvl=level)
            override.append(element("startOverride", val=start))
            num.append(override)
    numbering.append(num)
    return number


@cache
def _styles_source() -> bytes:
    return STYLES.read_bytes()


def _styles(language: str, *, numbered: bool) -> list[BaseOxmlElement]:
    """The styles of the layout, every one with an East Asian font of its own and none from a theme (M10)."""
    styles = parse_xml(_styles_source())
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.insert(0, _fonts(FONT))
    defaults.append(element("lang", val=language, eastAsia="ja-JP", bidi="ar-SA"))
    for style in styles.findall(qn("w:style")):
        if numbered and style.get(qn("w:styleId")) == HEADING:
            _count(style)
        properties = style.find(qn("w:rPr"))
        if properties is None:
            properties = element("rPr")
            table = style.find(qn("w:tblPr"))
            if table is None:
                style.append(properties)
            else:
                table.addprevious(properties)
        properties.insert(0, _fonts(CODE_FONT if style.get(qn("w:styleId")) in CODE_STYLES else FONT))
    return list(styles)


def _count(style: BaseOxmlElement) -> None:
    """Let the paragraphs of a style count themselves: a heading that is added later gets its number by itself."""
    numbering = element("numPr")
    numbering.append(element("numId", val=HEADING_NUMBER))
    style.find(f"{qn('w:pPr')}/{qn('w:keepLines')}").addnext(numbering)


def _fonts(name: str) -> BaseOxmlElement:
    return element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _numberings() -> list[BaseOxmlElement]:
    made = []
    for identity, ordered in ((0, False), (1, True)):
        abstract = element("abstractNum", abstractNumId=identity)
        abstract.append(element("multiLevelType", val="multilevel"))
        abstract.extend(_level(level, ordered=ordered) for level in range(LEVELS))
        made.append(abstract)
    made.append(_heading_numbers())
    num = element("num", numId=HEADING_NUMBER)
    num.append(element("abstractNumId", val=HEADING_LIST))
    return [*made, num]


def _heading_numbers() -> BaseOxmlElement:
    """The numbers of headings, which belong to their style."""
    abstract = element("abstractNum", abstractNumId=HEADING_LIST)
    abstract.append(element("multiLevelType", val="multilevel"))
    level = element("lvl", ilvl=0)
    for tag, value in (("start", 1), ("numFmt", "decimal"), ("pStyle", HEADING), ("suff", "nothing")):
        level.append(element(tag, val=value))
    level.append(element("lvlText", val="%1　"))
    level.append(element("lvlJc", val="left"))
    abstract.append(level)
    return abstract


def _level(level: int, *, ordered: bool) -> BaseOxmlElement:
    made = element("lvl", ilvl=level)
    made.append(element("start", val=1))
    made.append(element("numFmt", val="decimal" if ordered else "bullet"))
    made.append(element("lvlText", val=f"%{level + 1}." if ordered else BULLETS[level % len(BULLETS)]))
    made.append(element("lvlJc", val="left"))
    place = element("pPr")
    place.append(element("ind", left=LEVEL_INDENT * (level + 1), hanging=LEVEL_INDENT - 60))
    made.append(place)
    look = element("rPr")
    look.append(_fonts(FONT))
    made.append(look)
    return made


def _replace_children(parent: BaseOxmlElement, children: list[BaseOxmlElement]) -> None:
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)


def _drop_unused(package: OpcPackage, relationships: Relationships) -> None:
    """Parts of the library's template that say nothing of ours: its thumbnail, a second set of styles."""
    for relations in (package.rels, relationships):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(UNUSED_PARTS)]:
            del relations[key]


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN_SIDE
    section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
    section.header_distance = section.footer_distance = Mm(14)
    section.different_first_page_header_footer = True


def _set_properties(word: WordDocument, document: Document, language: str) -> None:
    properties = word.core_properties
    author = document.letterhead.organisation if document.letterhead else ""
    properties.title = document.title[:255]
    properties.subject = document.subtitle[:255]
    properties.identifier = document.number[:255]
    properties.author = properties.last_modified_by = author[:255]
    properties.comments = properties.keywords = ""
    properties.language = language
    properties.created = properties.modified = datetime.combine(document.date, datetime.min.time())
    properties.revision = 1


def _set_settings(word: WordDocument, language: str) -> None:
    """Word 2013 or later lays tables out from their border, as the text above and below them begins."""
    settings = word.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for theme_language in settings.iter(qn("w:themeFontLang")):
        theme_language.set(qn("w:val"), language)
        theme_language.set(qn("w:eastAsia"), "ja-JP")
