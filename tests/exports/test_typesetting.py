"""The typesetter as a process: one text that cannot be set takes no other with it; a broken machine is told apart."""

import sys
from pathlib import Path

import pytest

from app.exports import typesetting
from app.exports.pdf import to_pdf, to_pdfs
from app.exports.typesetting import Data, PdfFailed, TooLarge, TypesetterFailed, set_each
from tests.builders.documents import a_document

# Answers as the typesetter does, and ends at the text "ends", or at "heavy" unless that is alone.
LIKENESS = """
import json, os, sys
documents = json.load(sys.stdin.buffer)["documents"]
for each in documents:
    text = each["data"]
    if text == "ends" or (text == "heavy" and len(documents) > 1):
        os.kill(os.getpid(), 9)
    content = text.encode()
    sys.stdout.buffer.write((text != "refused").to_bytes(1) + len(content).to_bytes(8, "big") + content)
    sys.stdout.buffer.flush()
"""


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["a", "b"], [b"a", b"b"]),
        (["a", "refused", "b"], [b"a", PdfFailed, b"b"]),
        (["ends", "a"], [TooLarge, b"a"]),
        (["a", "ends", "b", "ends"], [b"a", TooLarge, b"b", TooLarge]),
        (["a", "heavy", "b"], [b"a", b"heavy", b"b"]),
        (["ends"], [TooLarge]),
    ],
)
def test_m10_each_text_is_set_or_refused_for_itself(
    texts: list[str], wanted: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness = tmp_path / "typesetter.py"
    likeness.write_text(LIKENESS)
    monkeypatch.setattr(typesetting, "TYPESETTER", likeness)
    orders: list[Data] = [{"data": text} for text in texts]
    answers = set_each(orders, 60, 1000)
    assert [type(each) if isinstance(each, PdfFailed) else each for each in answers] == wanted


def test_what_the_typesetter_refuses_is_said_and_the_next_text_is_set() -> None:
    day = "2026-11-23T00:00:00+09:00"
    refused, plain = ({"data": {"parts": parts}, "date": day} for parts in ([{"kind": "heading"}], []))
    good = {"title": "標題", "language": "ja", "author": "", "organisation": "", "letterhead": [], "number": "",
            "date": "", "stamp": "", "subtitle": [], "running": "", "imprint": "", "chapters": False}  # fmt: skip
    for each in (refused, plain):
        each["data"] = good | each["data"]
    why, pdf = set_each([refused, plain], 60, 3072)
    assert isinstance(why, PdfFailed)
    assert "level" in str(why)
    assert isinstance(pdf, bytes)
    assert pdf.startswith(b"%PDF-")


def test_a_machine_without_typesetter_is_no_fault_of_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "TYPESETTER", tmp_path / "gone.py")
    with pytest.raises(TypesetterFailed):
        to_pdf(a_document())
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(TypesetterFailed, match="started"):
        to_pdfs([a_document()] * 2)
