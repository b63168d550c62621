"""What single values cannot show: names that point nowhere, references used twice, addresses that are none; as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from typing import Any

from intake.config.as_written import mapping
from intake.config.mistakes import Mistake, meant


def across(written: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield what contradicts itself in a configuration as written, whatever else is wrong with it."""
    boxes, calls = mapping(written.get("mailboxes")), mapping(written.get("calls"))
    for name, box in boxes.items():
        for place, call in enumerate(_listed(mapping(box).get("calls"))):
            if call not in calls:
                hint = meant(str(call), map(str, calls), "calls are defined under 'calls'")
                yield Mistake(key_path=f"mailboxes.{name}.calls[{place}]", problem=f"there is no call '{call}'", hint=hint)
    yield from _references(calls)
    yield from _addresses(written, boxes, calls)
    yield from _staff_twice(written)
    yield from _judges(boxes, calls)


def _references(calls: Mapping[Any, Any]) -> Iterator[Mistake]:
    owners: dict[str, str] = {}
    for name, call in calls.items():
        said = mapping(call)
        prefixes = [
            ("reference", said.get("reference")),
            *(("former_references", old) for old in _listed(said.get("former_references"))),
        ]
        for key, prefix in prefixes:
            if isinstance(prefix, str) and prefix in owners:
                problem = f"{prefix} is already used by calls.{owners[prefix]}"
                yield Mistake(key_path=f"calls.{name}.{key}", problem=problem, hint="give every call its own")
            elif isinstance(prefix, str):
                owners[prefix] = str(name)


def _addresses(written: Mapping[str, Any], boxes: Mapping[Any, Any], calls: Mapping[Any, Any]) -> Iterator[Mistake]:
    """Yield what stands where an address must, and is none."""
    given = [("delivery.sender", mapping(written.get("delivery")).get("sender"))]
    given += [(f"mailboxes.{name}.sender", mapping(box).get("sender")) for name, box in boxes.items()]
    given += [(f"calls.{name}.reply_to", mapping(call).get("reply_to") or None) for name, call in calls.items()]
    given += [(f"staff[{place}]", _address(member)) for place, member in enumerate(_listed(written.get("staff")))]
    for path, text in given:
        if isinstance(text, str) and not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(text)[1]):
            yield Mistake(key_path=path, problem=f"'{text}' is not an email address", hint='write "Name <name@example.org>"')


def _staff_twice(written: Mapping[str, Any]) -> Iterator[Mistake]:
    known: dict[str, int] = {}
    for place, member in enumerate(_listed(written.get("staff"))):
        address = parseaddr(str(_address(member) or ""))[1]
        if address and known.setdefault(address.lower(), place) != place:
            there = f"is staff[{known[address.lower()]}] already"
            yield Mistake(key_path=f"staff[{place}]", problem=f"'{address}' {there}", hint="write each address once")


def _judges(boxes: Mapping[Any, Any], calls: Mapping[Any, Any]) -> Iterator[Mistake]:
    """Yield judges whom the desk would never hear: mail from its own addresses is ignored (contract.md ruling 9)."""
    own = {
        str(address).lower()
        for box in boxes.values()
        for address in (mapping(box).get("username"), *_listed(mapping(box).get("addresses")))
    }
    for name, call in calls.items():
        for place, judge in enumerate(_listed(mapping(call).get("judges"))):
            address = parseaddr(str(_address(judge) or ""))[1]
            if address.lower() in own:
                problem = f"{address} is an address of the desk itself, from which no mail is read"
                yield Mistake(key_path=f"calls.{name}.judges[{place}]", problem=problem, hint="give the judge's own")


def _address(said: object) -> object:
    """Return the address of a person, written alone or with more about them."""
    return said.get("address") if isinstance(said, Mapping) else said


def _listed(value: object) -> list[Any]:
    return [*value] if isinstance(value, list | tuple) else []
