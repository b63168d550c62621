"""Write the generated pages: docs/rules.md, the help block of the README, the schema that editors read config.yaml with."""

from tests import ROOT
from tests.builders.pages import help_block, rules_page, schema_text, with_help

(ROOT / "docs" / "rules.md").write_text(rules_page(), encoding="utf-8")
(ROOT / "config.schema.json").write_text(schema_text(), encoding="utf-8")
readme = ROOT / "README.md"
readme.write_text(with_help(readme.read_text(encoding="utf-8"), help_block()), encoding="utf-8")
