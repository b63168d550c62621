"""Write the generated pages: docs/rules.md and the help block of the README."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pages import help_block, rules_page, with_help  # noqa: E402

(ROOT / "docs" / "rules.md").write_text(rules_page(), encoding="utf-8")
readme = ROOT / "README.md"
readme.write_text(with_help(readme.read_text(encoding="utf-8"), help_block()), encoding="utf-8")
