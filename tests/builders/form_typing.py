"""Type into documents with LibreOffice itself: a Basic macro in a private profile, as a person would with the keyboard."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from tests.builders.factories import sample_call, shipped_call

SHIPPED = shipped_call()  # the first call in the shipped configuration
FORM = SHIPPED.slots["form"]
BLANK = sample_call().model_copy(update={"slots": {name: SHIPPED.slots[name] for name in ("form", "description")}})
SOFFICE = shutil.which("soffice") if all(map(shutil.which, ("lowriter", "localc"))) else None  # writer and calc
CHINESE_FONT = bool(shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout)
SECONDS = 60
FILTERS = {  # what LibreOffice calls the format of each ending
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "pdf": "writer_pdf_Export",
    "html": "HTML (StarWriter)",
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARIES = (
    '<library:libraries xmlns:library="http://openoffice.org/2000/library">'
    '<library:library library:name="Standard" library:link="false"/></library:libraries>'
)
LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="Typing"/></library:library>'
)
MODULE = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">{}</script:module>'
SETTINGS = (  # a profile that is set up already; otherwise the first start would write over the macro
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office">'
    '<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>'
)
BASIC = """
Global Last As Integer
Function Named(key, content)
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = key
  made.Value = content
  Named = made
End Function
Function Opened(url)
  Last = -1
  Opened = StarDesktop.loadComponentFromURL(url, "_blank", 0, Array(Named("Hidden", True)))
End Function
Sub Press(doc, command, key, content)
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(doc.CurrentController.Frame, command, "", 0, Array(Named(key, content)))
End Sub
Sub Answer(doc, label, text)
  Dim table, cells, index, lines, line
  table = doc.TextTables.getByIndex(0)
  cells = table.CellNames
  For index = Last + 1 To UBound(cells)
    If InStr(table.getCellByName(cells(index)).String, label) = 1 Then
      Last = index + 1
      Enter(doc, table.getCellByName(cells(Last)), text)
      Exit Sub
    End If
  Next
End Sub
Sub Replaced(doc, label, text)
  Dim cells, index, table
  table = doc.TextTables.getByIndex(0)
  cells = table.CellNames
  For index = 0 To UBound(cells)
    If InStr(table.getCellByName(cells(index)).String, label) = 1 Then
      table.getCellByName(cells(index + 1)).setString(text)
      Exit Sub
    End If
  Next
End Sub
Sub Enter(doc, cell, text)
  Dim lines, index, mark
  doc.CurrentController.ViewCursor.gotoRange(cell.Text.End, False)
  lines = Split(text, Chr(10))
  For index = 0 To UBound(lines)
    If index = 1 Then Press(doc, ".uno:InsertPara", "", "")
    If index > 1 Then Press(doc, ".uno:InsertLinebreak", "", "")
    If lines(index) <> "" Then Press(doc, ".uno:InsertText", "Text", lines(index))
  Next
  If InStr(text, "@") > 0 And InStr(text, " ") = 0 Then
    mark = cell.Text.createTextCursorByRange(cell.Text.Start)
    mark.gotoEnd(True)
    mark.HyperLinkURL = "mailto:" & text
  End If
End Sub
Sub Cell(doc, place, text)
  doc.Sheets.getByIndex(0).getCellRangeByName(place).setFormula(text)
End Sub
Sub Merge(doc, place)
  doc.Sheets.getByIndex(0).getCellRangeByName(place).merge(True)
End Sub
Sub Save(doc, url, format)
  doc.storeToURL(url, Array(Named("FilterName", format)))
End Sub
Sub Main
  {steps}
  StarDesktop.terminate()
End Sub
"""


@dataclass(frozen=True)
class Typing:
    """What one start of LibreOffice does, in a folder of its own."""

    room: Path
    steps: list[str] = field(default_factory=list)

    def open(self, path: Path | None, factory: str = "swriter") -> None:
        """Open a file, or a new document."""
        self.steps.append(f"doc = Opened({_text(path.as_uri() if path else f'private:factory/{factory}')})")

    def answer(self, label: str, text: str) -> None:
        """Type into the cell behind the next cell of the first table that begins with a label; addresses become links."""
        self.steps.append(f"Answer(doc, {_text(label)}, {_text(text)})")

    def again(self, label: str, text: str) -> None:
        """Type over what stands in the cell behind the one that begins with a label."""
        self.steps.append(f"Last = -1\n  Replaced(doc, {_text(label)}, {_text(text)})")

    def cell(self, place: str, text: str) -> None:
        """Type into a cell of a sheet; what looks like a number becomes one."""
        self.steps.append(f"Cell(doc, {_text(place)}, {_text(text)})")

    def merge(self, place: str) -> None:
        """Merge a range of a sheet."""
        self.steps.append(f"Merge(doc, {_text(place)})")

    def basic(self, line: str) -> None:
        """Do what one line of Basic says; the document is `doc`."""
        self.steps.append(line)

    def save(self, stem: str, *endings: str) -> list[Path]:
        """Save the document under a name in each format."""
        made = [self.room / f"{stem}.{ending}" for ending in endings]
        self.steps.extend(f"Save(doc, {_text(path.as_uri())}, {_text(FILTERS[path.suffix[1:]])})" for path in made)
        return made

    def close(self) -> None:
        """Close the document."""
        self.steps.append("doc.close(True)")

    def run(self) -> None:
        """Start LibreOffice once and do it all."""
        profile = self.room / "profile"
        standard = profile / "user" / "basic" / "Standard"
        standard.mkdir(parents=True)
        source = BASIC.replace("{steps}", "\n  ".join(self.steps))
        (profile / "user" / "registrymodifications.xcu").write_text(HEAD + SETTINGS, encoding="utf-8")
        (standard.parent / "script.xlc").write_text(HEAD + LIBRARIES, encoding="utf-8")
        (standard / "script.xlb").write_text(HEAD + LIBRARY, encoding="utf-8")
        (standard / "Typing.xba").write_text(HEAD + MODULE.format(escape(source)), encoding="utf-8")
        _start([str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"], self.room)


def _start(command: Sequence[str], room: Path) -> None:
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        [*command, "macro:///Standard.Typing.Main"], cwd=room, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        started.wait(timeout=SECONDS)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def _text(value: str) -> str:
    """Return a string as Basic writes it."""
    parts = (f'"{part}"'.replace('"', '""')[1:-1] for part in value.split("\n"))
    return " & Chr(10) & ".join(parts)


def odt(path: Path, body: str, macro: str = "") -> Path:
    """Write an OpenDocument text; `macro` is a line of Basic that the document asks to have run when it is opened."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(
        f'xmlns:{short}="{urn}{name}:1.0"'
        for short, name in (("office",) * 2, ("text",) * 2, ("draw", "drawing"), ("script",) * 2)
    )
    event = (
        '<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" '
        'xlink:href="vnd.sun.star.script:Standard.Typing.Main?language=Basic&amp;location=document" xlink:type="simple"/>'
        "</office:event-listeners>"
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office" '
        f'office:version="1.2"><office:scripts>{event if macro else ""}</office:scripts>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"content.xml": content}
    if macro:
        parts["Basic/script-lc.xml"] = LIBRARIES
        parts["Basic/Standard/script-lb.xml"] = LIBRARY
        parts["Basic/Standard/Typing.xml"] = MODULE.format(escape(f"Sub Main\n{macro}\nEnd Sub"))
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in parts)
    kind = "application/vnd.oasis.opendocument.text"
    parts["META-INF/manifest.xml"] = (
        f'<m:manifest xmlns:m="{urn}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/>{entries}</m:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        for name, text in parts.items():
            archive.writestr(name, text if name == "content.xml" else HEAD + text)
    return path
