"""Say plainly, in the last lines of `make test`, what could not be run on this machine; fail on CI if anything was not."""

import os
import shutil
import sys

missing = [
    (program, what)
    for program, what in (("dovecot", "the IMAP tests against a real Dovecot (they ran against pymap alone)"),)
    if shutil.which(program) is None
]
for program, what in missing:
    print(f"NOT RUN: {what}, because {program} is not installed.")
if not missing:
    print("Everything was run.")
sys.exit(1 if missing and os.environ.get("CI") else 0)
