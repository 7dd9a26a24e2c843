"""Old office files (.doc, .wps, .rtf, .odt), converted to DOCX by LibreOffice.

LibreOffice runs in a separate process group with limits on time, memory and output, on a copy in a
temporary folder, with a fresh profile in which macros and links are disabled. Remaining processes
are killed. If LibreOffice is missing, RTF is read without it. Files whose names do not match their
type, as often with .doc, are read as what they are.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from indexer.errors import ReadError

from ..document.report import Document
from .docx.reader import read_docx
from .html.page import read_html
from .layout.canonical import canonical_text

#: Seconds of wall clock that a conversion may take; less than what one file may take in all.
SECONDS = 45.0
_MEMORY = 3 * 2**30  # bytes of address space; LibreOffice maps over 1 GB for a page of text
_OUTPUT = 256 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".odt": "writer8"}
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# org.openoffice.Office schema: no macros, no links to other files, nothing fetched by name.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def read_office(path: Path, data: bytes, soffice: str | None = None) -> Document:
    """An old office file's Document; raises ReadError, one line with the remedy. ``soffice`` is as
    in :func:`find_soffice`."""
    head = data.lstrip()[:64].lower()
    if data.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis" not in data[:200]:
        return read_docx(path, data)
    if head.startswith((b"<html", b"<!doctype html", b"<?xml")) and b"<html" in data[:4096].lower():
        return read_html(path, data)
    program = find_soffice(soffice)
    rtf = data.startswith(b"{\\rtf")
    if program is None and rtf:
        return _plain_rtf(path, data)
    if program is None:
        raise ReadError(
            f"{path}: needs LibreOffice to be read ({path.suffix}); install it "
            "(libreoffice-writer), or save the file as .docx"
        )
    if not rtf and not data.startswith((_OLE, b"PK\x03\x04")):
        raise ReadError(f"{path}: not an office file despite its name; check what it is")
    return read_docx(path, convert(path, data, program, SECONDS))


def find_soffice(named: str | None = None) -> str | None:
    """The LibreOffice program: the one ``named`` (``""``: none), otherwise the first one on the
    search path or in the usual locations."""
    if named is not None:
        return shutil.which(named) if named else None
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def convert(path: Path, data: bytes, program: str, seconds: float) -> bytes:
    """``data`` as DOCX; raises ReadError where LibreOffice fails, or takes over ``seconds``."""
    with tempfile.TemporaryDirectory(prefix="policyqa-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        rtf, odt = data.startswith(b"{\\rtf"), data.startswith(b"PK\x03\x04")
        source = folder / ("in.rtf" if rtf else "in.odt" if odt else "in.doc")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            # Named, lest what is damaged be taken for plain text.
            f"--infilter={_FILTERS[source.suffix]}",
            "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        _run(path, command, folder, seconds)
        made = folder / "out" / "in.docx"
        if not made.is_file():
            raise ReadError(
                f"{path}: LibreOffice could not read it (damaged or password-protected?); "
                "open it and save it as .docx"
            )
        return made.read_bytes()


def _run(path: Path, command: list[str], folder: Path, seconds: float) -> None:
    environment = {
        key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "SYSTEMROOT")
    }
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=_limits if os.name == "posix" else None,
        )  # fmt: skip
    except OSError as error:
        raise ReadError(
            f"{path}: LibreOffice cannot be started ({error.strerror}); save the file as .docx"
        ) from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"{path}: LibreOffice took over {seconds:g} s; open the file and save it as .docx"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program with all that it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _limits() -> None:
    """In the new process: limits of its own in place of the reader's, which are too tight."""
    import resource

    for what, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, int(SECONDS) + 15),
        (resource.RLIMIT_FSIZE, _OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        own = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (own, own))


def _plain_rtf(path: Path, data: bytes) -> Document:
    """RTF's text without LibreOffice; tables become rows, list numbers are as Word stored them."""
    from striprtf.striprtf import rtf_to_text

    try:
        raw = rtf_to_text(data.decode("latin-1"), errors="replace")
    except Exception as error:
        raise ReadError(
            f"{path}: the RTF file is damaged ({type(error).__name__}); save it as .docx"
        ) from error
    text = canonical_text(
        "\n".join(line.rstrip("| ") for line in raw.replace("|", " | ").split("\n"))
    )
    if not text:
        raise ReadError(f"{path}: the RTF file contains no text; check the file or remove it")
    return Document(text, "text")
