"""What fits a joining city and what does not, as Word, PDF, Markdown and as a spreadsheet (M10, M11)."""

from typing import cast

from app.domain.calendar import tokyo_date
from app.domain.joining import Answer
from app.exports.document import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Language,
    Letterhead,
    Paragraph,
    Part,
    Table,
)
from app.exports.spreadsheet import Cell, Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import Council
from app.queries.joining.report import ChapterReport, ReportLine, SectionReport, WholeReport
from app.wording import label
from app.wording.dates import date_words, number_words


def report_document(report: WholeReport, council: Council) -> Document:
    """The report: how often each answer was given, then every decision by chapter and section."""
    locale = current_locale()
    city = report.joining.city
    last = report.at or council.changed_at
    return Document(
        title=_("What fits and what does not: %(city)s", city=city.name(locale)),
        language=cast(Language, locale),
        date=tokyo_date(last),
        letterhead=Letterhead(council.name(locale)),
        parts=(_counts(report), *(part for chapter in report.chapters for part in _chapter(chapter))),
        stamp="" if report.joining.finished_at else _("Not final"),
    )


def report_filename(report: WholeReport, ending: str) -> str:
    """適合・不適合_小金井市.docx"""
    return f"{_('What fits and what does not')}_{report.joining.city.name(current_locale())}.{ending}"


def report_sheet(report: WholeReport) -> Sheet:
    """Every decision with the answer, one a row."""
    header = (
        _("Domain"),
        _("Working group"),
        pgettext("manual", "Section"),
        pgettext("difference", "Number"),
        _("Number of the decision"),
        pgettext("decision", "Title"),
        pgettext("joining", "Position of the city"),
        pgettext("joining", "State"),
        pgettext("joining", "Adopt from"),
        pgettext("joining", "Exception until"),
        pgettext("joining", "What the city does instead"),
        pgettext("joining", "Reason"),
        _("Against the city's practice"),
        _("Recorded by"),
        _("Difference opened"),
    )
    rows = [
        _row(chapter, section, line)
        for chapter in report.chapters
        for section in chapter.sections
        for line in section.lines
    ]
    return Sheet(_("What fits and what does not"), header, rows)


def _row(chapter: ChapterReport, section: SectionReport, line: ReportLine) -> tuple[Cell, ...]:
    locale, task = current_locale(), line.task
    return (
        chapter.group.domain.name(locale),
        chapter.group.name(locale),
        section.name(locale),
        line.decision.difference.number,
        line.decision.number,
        line.decision.title,
        _answer(line),
        label(task.state),
        task.from_on,
        task.until_on,
        task.instead,
        task.reason,
        label(line.effect),
        task.answered_by_printed,
        task.difference.number if task.difference else "",
    )


def _counts(report: WholeReport) -> Facts:
    rows = [Fact(label(answer), number_words(report.counts[answer])) for answer in Answer]
    return Facts((*rows, Fact(_("Without a position"), number_words(report.counts[None]))))


def _chapter(chapter: ChapterReport) -> tuple[Part, ...]:
    parts: list[Part] = [Heading(1, f"{chapter.group.code} {chapter.group.name(current_locale())}")]
    for section in chapter.sections:
        parts += [Heading(2, section.name(current_locale())), _table(section)]
        parts += [Paragraph(_explained(line)) for line in section.lines if line.task.reason]
    return tuple(parts)


def _table(section: SectionReport) -> Table:
    columns = (
        Column(pgettext("difference", "Number"), 0.15),
        Column(_("Decision"), 0.4),
        Column(pgettext("joining", "Position of the city"), 0.28),
        Column(_("Against the city's practice"), 0.17),
    )
    rows = (
        (
            line.decision.difference.number,
            f"{line.decision.number} {line.decision.title}",
            _said(line),
            label(line.effect),
        )
        for line in section.lines
    )
    return Table(columns, tuple(rows))


def _answer(line: ReportLine) -> str:
    return label(line.task.answer) if line.task.answer else label(line.task.state)


def _said(line: ReportLine) -> str:
    task, said = line.task, [_answer(line)]
    if task.from_on:
        said.append(_("from %(day)s", day=date_words(task.from_on)))
    if task.until_on:
        said.append(pgettext("joining", "until %(day)s", day=date_words(task.until_on)))
    if task.answer and not task.confirmed_at:
        said.append(_("(not confirmed)"))
    return " ".join(said)


def _explained(line: ReportLine) -> str:
    words = " ".join(text for text in (line.task.instead, line.task.reason) if text)
    return f"{line.decision.difference.number} {_answer(line)}: {words}"
