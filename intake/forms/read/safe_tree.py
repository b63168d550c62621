"""An XML text as a tree, read safely: no entity is resolved, nothing is fetched, nothing is nested or long beyond lxml's own bounds."""

from __future__ import annotations

from lxml import etree

from intake.forms.read.package import XmlElement
from intake.model.problems import FileProblem, Problem


def safe_tree(data: bytes) -> XmlElement:
    """Return the tree of a text without its comments; raises FileProblem damaged."""
    return _tree(data, comments=False)


def whole_tree(data: bytes) -> XmlElement:
    """Return the tree of a text that will be written again, comments and all; raises FileProblem damaged."""
    return _tree(data, comments=True)


def _tree(data: bytes, *, comments: bool) -> XmlElement:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=not comments
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileProblem(Problem.DAMAGED) from error
