"""Who staff are, and what each may do by mail (contract.md rulings 18 and 27)."""

from __future__ import annotations

from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from intake.config.base import Model


class StaffRight(StrEnum):
    """What one of staff may do by mail."""

    REVIEW = "review"
    EXPORT = "export"
    SELECT = "select"


class StaffMember(Model):
    """One of staff: written as an address, `Li <a@b>`, or with the rights they have; left out, they have all."""

    address: str
    name: str = ""
    may: frozenset[StaffRight] = Field(default=frozenset(StaffRight))

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, written: Any) -> Any:
        told = {"address": written} if isinstance(written, str) else written
        if not isinstance(told, dict) or not isinstance(told.get("address"), str):
            return told
        name, address = parseaddr(told["address"])
        return {"name": name, **told, "address": address or told["address"]}

    @property
    def signed(self) -> str:
        """Return who decided, as the registry notes it: the name, else the address."""
        return self.name or self.address
