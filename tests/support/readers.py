"""Reader programs for exported files: LibreOffice and Poppler, found or named as missing."""

import shutil
import subprocess
from pathlib import Path

from tests.support.missing import missing

REMEDY = {
    "soffice": "Install LibreOffice Writer (package libreoffice-writer-nogui).",
    "pdftotext": "Install Poppler (package poppler-utils).",
    "pdffonts": "Install Poppler (package poppler-utils).",
    "pdfinfo": "Install Poppler (package poppler-utils).",
}


def read_with(program: str, *arguments: str | Path, timeout: int = 120) -> str:
    """What a reader program prints; the test ends where the program is missing."""
    found = shutil.which(program)
    if found is None:
        missing(program, REMEDY[program])
    command = [found, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=timeout)
    return done.stdout.decode("utf-8", "replace")


def pdf_text(pdf: bytes, folder: Path) -> str:
    """The text of a PDF as Poppler reads it."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return read_with("pdftotext", "-layout", path, "-")


def office_pdf(docx: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice prints it."""
    path = folder / "written.docx"
    path.write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    read_with("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path)
    return (folder / "written.pdf").read_bytes()
