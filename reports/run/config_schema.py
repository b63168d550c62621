"""config.yaml's shape as JSON Schema, for editors: keys are completed and misspelt ones marked while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from intake.config.models import Config
from validators.rules import RULES

Shape = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"  # what editors' YAML servers know best
FORMATS = frozenset({"duration", "path", "time", "date-time", "password"})  # we write 20m and 08:00; paths are words
UNSAID = frozenset({"title", "default", "required", "writeOnly"})  # an overlay holds a part only
FROM_OUTSIDE = {"type": "string", "pattern": r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"}
LISTED = frozenset({"fields", "columns"})  # may name shared fields in a list
FILLED_IN = {"OAuth": ("username",), "Slot": ("id",)}  # keys of models that nobody writes


class _Shorthand(GenerateJsonSchema):
    """Where a value is read by a function of ours before it is looked at, people may write a word or a number for it."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Shape:
        """Return what the value becomes, or a word or number."""
        return {"anyOf": [super().function_before_schema(schema), {"type": ["string", "number", "boolean"]}]}


def config_schema() -> Shape:
    """Return the schema of config.yaml and of whatever is laid over it: nothing is required, null takes away."""
    made = Config.model_json_schema(mode="validation", schema_generator=_Shorthand)
    shape: Shape = _written(made)
    return {"$schema": DRAFT, "title": "config.yaml of the intake desk, or a file laid over it", **shape}


def _written(node: Any) -> Any:
    """Return a piece of the schema as people write what it describes."""
    if isinstance(node, list):
        return [_written(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    if "anyOf" in node and "additionalProperties" in node:  # a model that may be a word: what is the model's stands with it
        model, *words = node["anyOf"]
        own = {key: node[key] for key in ("additionalProperties", "title") if key in node}
        rest = {key: value for key, value in node.items() if key not in {*own, "anyOf"}}
        return _written({**rest, "anyOf": [{**model, **own}, *words]})
    told = {key: _written(value) for key, value in node.items() if key not in {*UNSAID, "properties", "$defs", "enum", "const"}}
    told |= {key: node[key] for key in ("enum", "const") if key in node}
    if told.get("format") in FORMATS:
        del told["format"]
    if "$defs" in node:
        told["$defs"] = {name: _written(item) for name, item in node["$defs"].items()}
    if "properties" in node:
        hidden = FILLED_IN.get(str(node.get("title")), ())
        told["properties"] = {name: _value(name, item) for name, item in node["properties"].items() if name not in hidden}
    extra = told.get("additionalProperties")
    if isinstance(extra, dict) and extra:
        told["additionalProperties"] = {"anyOf": [extra, {"type": "null"}]}
    return told


def _value(name: str, node: Shape) -> Shape:
    """Return what may stand behind a key: what the model says, nothing, or something from the environment."""
    if name == "rules":
        return {"type": ["object", "null"], "properties": {rule.name: {} for rule in RULES}, "additionalProperties": False}
    ways = [_written(node), {"type": "null"}, FROM_OUTSIDE]
    if name in LISTED:
        ways.append({"type": "array", "items": {"type": "string"}})
    return {"anyOf": ways, **({"description": node["description"]} if "description" in node else {})}
