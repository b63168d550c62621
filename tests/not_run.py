"""Say plainly, in the last lines of `make test`, what could not be run on this machine; fail on CI if anything was not."""

import os
import shutil
import subprocess
import sys

NEEDED = (
    ("dovecot", "the IMAP tests against a real Dovecot (they ran against pymap alone)"),
    ("soffice", "the tests of forms that LibreOffice fills in and converts (.doc, .wps, .rtf, .odt, .xls, .ods)"),
    ("lowriter", "the same tests, for Word files"),
    ("localc", "the same tests, for spreadsheets"),
    ("bsdtar", "the tests of RAR archives"),
    ("strace", "the torture at every system call"),
    ("exiftool", "the test that a pack's pictures bear no metadata, by a tool that is not ours"),
)
missing = [(program, what) for program, what in NEEDED if shutil.which(program) is None]
if not (shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout):
    missing.append(("a Chinese font", "the test of a form that LibreOffice prints"))
for program, what in missing:
    print(f"NOT RUN: {what}, because {program} is not installed.")
if not missing:
    print("Everything was run.")
sys.exit(1 if missing and os.environ.get("CI") else 0)
