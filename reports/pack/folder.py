"""A pack on disk: made beside its place, hashed, then there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.store.whole_file import FolderProblem

SUMS = "SHA256SUMS.txt"


def refuse_unless_free(out: Path, key: Path) -> None:
    """Raise FolderProblem unless `out` is new, empty, or an older pack nobody has touched: filled score sheets are not replaced."""
    if not out.parent.is_dir():
        raise FolderProblem(f"The folder {out.parent} is not there.")
    if key.is_dir():
        raise FolderProblem(f"{key} is a folder; the key file goes there. Name another --out.")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise FolderProblem(f"{out} is no folder; name a new one.")
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / SUMS).is_file():
        raise FolderProblem(f"{out} is not empty and holds no pack; name a new folder.")
    changed = differing(out)
    if changed:
        raise FolderProblem(
            f"{out} holds a pack that was changed since it was written ({', '.join(changed[:3])}); name a new folder, or move it away."
        )


def differing(pack: Path) -> list[str]:
    """Return the files of a pack that are not as its list says: changed, missing or added."""
    listed: dict[str, str] = {}
    for line in (pack / SUMS).read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    there = {str(path.relative_to(pack)): path for path in pack.rglob("*") if not path.is_dir() and path != pack / SUMS}
    wrong = [name for name, path in there.items() if name not in listed or sha256_of(path) != listed[name]]
    return sorted([*wrong, *(name for name in listed if name not in there)])


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(path: Path, data: bytes) -> None:
    """Write a file durably, for its owner alone (0600)."""
    make_folders(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folders(path: Path) -> None:
    """Make the folders that a file will lie in, for their owner alone (0700)."""
    for folder in reversed([folder for folder in path.parents if not folder.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)  # `parents` would give those above another mode


def write_sums(pack: Path) -> None:
    """Write the list of every file with its SHA-256, as `sha256sum -c` reads it."""
    names = sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())
    write_durably(pack / SUMS, "".join(f"{sha256_of(pack / name)}  {name}\n" for name in names).encode())


@contextmanager
def staged(out: Path, key: Path) -> Iterator[tuple[Path, Path]]:
    """Yield a folder and a key file to fill; they take their places when all went well, else nothing is left of them."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    key_part = key.with_name(f".{key.name}.{os.getpid()}.part")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        yield part, key_part
        _swap(part, out, old)
        key_part.replace(key)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        key_part.unlink(missing_ok=True)
        shutil.rmtree(part, ignore_errors=True)


def _swap(part: Path, out: Path, old: Path) -> None:
    """Put the new pack in place of the older one; where that fails the older one comes back."""
    if out.exists():
        out.replace(old)
    try:
        part.replace(out)
    except OSError:
        if old.exists():
            old.replace(out)
        raise
