"""YAML as libyaml reads it: ten times faster than PyYAML's own parser, which stands in where libyaml is not there."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST = 200_000  # values: the shipped configuration has some 2 600
UNDER_WAY = -1


class _EachKeyOnce(Loader):  # type: ignore[misc, valid-type]
    """Refuse a key that stands twice in one mapping (YAML 1.2, 3.2.1.3): PyYAML would forget the first in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key '{key.value}' stands here twice", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        made: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return made


def load_yaml(text: str) -> Any:
    """Return what a YAML text says, plain values only; raises yaml.YAMLError."""
    loader = _EachKeyOnce(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _unfolded(node, {}) > MOST:
            raise yaml.YAMLError("its anchors (&) unfold to more than any configuration holds")
        return loader.construct_document(node)
    except RecursionError:
        raise yaml.YAMLError("it is nested too deeply") from None
    finally:
        loader.dispose()


def _unfolded(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values a node is with every anchor written out, each counted once; refuses what holds itself, as `&a [*a]` does."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = UNDER_WAY
        inside = node.value if isinstance(node, yaml.SequenceNode) else [each for pair in node.value for each in pair]
        known[id(node)] = 1 + sum(_unfolded(each, known) for each in inside)
    elif known[id(node)] == UNDER_WAY:
        raise yaml.YAMLError("an anchor (&) stands for something that it is in itself")
    return known[id(node)]
