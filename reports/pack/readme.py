"""The pack's README, Chinese first: what is in it, what is missing, what was covered, what the leak check found."""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.models import Call, Words
from reports.pack.packed import PackReport

TEMPLATES = Path(__file__).with_name("templates")
TEMPLATE = "pack_readme.txt.j2"


def readme(done: PackReport, call: Call, office: Words, key_sha256: str, *, voting: bool) -> bytes:
    """Return the README as UTF-8 text; it never says what was covered or found, only where."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text, and no word of an author stands in it
    )
    template = environment.get_template(TEMPLATE)
    leaks = sorted({(leak.file, leak.where) for leak in done.leaks})
    places = {
        "title": ("作品名称", "title"),
        **{name: (text.title.said("zh"), text.title.heading("en")) for name, text in call.texts.items()},
    }
    told = {"call": call, "office": office, "key_sha256": key_sha256, "voting": voting, "leaks": leaks, "places": places}
    return template.render(done=done, **told).encode()
