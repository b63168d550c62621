"""What config.yaml may leave out or take away: fields that many forms share, mailboxes, calls, slots … laid over with null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from intake.config.as_written import mapping

FIELDS = ("fields", "columns")  # of a form, of a sheet
PIECES = ("slots", "awards", "announcements")  # of a call, each by its own name


def without_nulls(merged: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration without the mailboxes, calls, slots, awards and announcements that an overlay took away with null."""
    whole = dict(merged)
    for key in ("mailboxes", "calls"):
        whole[key] = _kept(whole.get(key))
    for name, call in whole["calls"].items() if isinstance(whole["calls"], dict) else ():
        if isinstance(call, dict):
            whole["calls"][name] = {key: _kept(item) if key in PIECES else item for key, item in call.items()}
    return {key: value for key, value in whole.items() if key in merged}


def with_shared_fields(config: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration with each form's fields laid over those of the same name under defaults.fields.

    A form may name its fields in a list where it has nothing to say of them.
    """
    shared = mapping(mapping(config.get("defaults")).get("fields"))
    calls = config.get("calls")
    if not isinstance(calls, dict):
        return config
    return {**config, "calls": {name: _call(call, shared) for name, call in calls.items()}}


def told_once(locations: Iterable[tuple[Any, ...]], config: Mapping[str, Any]) -> list[bool]:
    """Tell of each mistake's location whether it is the first of its cause: one under defaults.fields shows in every form."""
    found = list(locations)
    return [not (_of_shared(place) in found and not _written(place, config)) for place in found]


def _of_shared(location: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return where under defaults.fields a place in a form's fields may come from; () for any other place."""
    inside = len(location) > 6 and location[0] == "calls" and location[2] == "slots" and location[4] in FIELDS
    return ("defaults", "fields", *location[5:]) if inside else ()


def _written(location: tuple[Any, ...], config: Any) -> bool:
    """Tell whether a place was written in the file itself."""
    for part in location[:7]:
        if not isinstance(config, Mapping) or part not in config:
            return False
        config = config[part]
    return True


def _call(call: Any, shared: Mapping[str, Any]) -> Any:
    if not isinstance(call, dict) or not isinstance(call.get("slots"), dict):
        return call
    return {**call, "slots": {name: _slot(slot, shared) for name, slot in call["slots"].items()}}


def _slot(slot: Any, shared: Mapping[str, Any]) -> Any:
    if not isinstance(slot, dict):
        return slot
    return {key: _fields(value, shared) if key in FIELDS else value for key, value in slot.items()}


def _fields(given: Any, shared: Mapping[str, Any]) -> Any:
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        given = dict.fromkeys(given)
    if not isinstance(given, dict):
        return given
    return {name: _field(field, shared.get(name)) for name, field in given.items()}


def _field(own: Any, base: Any) -> Any:
    own = {} if own is None else own
    return {**base, **own} if isinstance(base, dict) and isinstance(own, dict) else own


def _kept(value: Any) -> Any:
    return {name: item for name, item in value.items() if item is not None} if isinstance(value, dict) else value
