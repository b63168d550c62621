"""The generated pages, for the tests that compare them and the script that writes them."""

import json
import os
import re
import subprocess
import sys

from reports.run.config_schema import config_schema
from tests import ROOT
from validators.rule_pages import render

BLOCK = re.compile(r"(<!-- help -->\n```\n)(.*?)(```\n<!-- /help -->)", re.DOTALL)


def rules_page() -> str:
    """Return docs/rules.md as the rules' own docstrings make it."""
    return render()


def schema_text() -> str:
    """Return config.schema.json as the models make it."""
    return json.dumps(config_schema(), ensure_ascii=False, indent=1) + "\n"


def help_block() -> str:
    """Return what `run_intake.py --help` prints, 100 columns wide."""
    environ = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "TERMINAL_WIDTH": "100"}
    result = subprocess.run(
        [sys.executable, "run_intake.py", "--help"], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines()) + "\n"


def with_help(readme: str, block: str) -> str:
    """Return the README with its help block replaced."""
    return BLOCK.sub(lambda match: match[1] + block + match[3], readme)
