"""What every model of the configuration is built on."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values; what this one has worked out from its own stays behind."""
        made = super().model_copy(update=update, deep=deep)
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # not there; no name at all; a folder of zones
        raise ValueError(f"'{value}' is not a time zone; write for example Asia/Shanghai") from None
    return value


def _a_folder(value: Path) -> Path:
    """Refuse what can never be a folder; one that is not there yet is made, and whose it is is not looked at: `check` may be another's."""
    try:
        there = os.stat(value)  # noqa: PTH116 - Path's own says nothing more
    except (FileNotFoundError, PermissionError):
        return value
    except NotADirectoryError:
        raise ValueError(f"{value} lies below a file; name a folder") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"no folder can be named so ({getattr(error, 'strerror', error)})") from None
    if not stat.S_ISDIR(there.st_mode):
        raise ValueError(f"{value} is a file; name a folder, which is made where it is missing")
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
DataFolder = Annotated[Path, AfterValidator(_a_folder)]
