"""How much of a file is taken: bytes, cells, packed members; checked before anything is unpacked."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import IO, TYPE_CHECKING, Final

from incidents.readers.errors import Refused, TooMuch

if TYPE_CHECKING:
    from pathlib import Path

MB: Final = 1024 * 1024
MAX_BYTES: Final = 4096 * MB
MAX_UNPACKED: Final = 2048 * MB
MAX_MEMBERS: Final = 2_000
MAX_LISTED: Final = 1 * MB  # names, sizes and places of the members
MAX_RATIO: Final = 200  # text packs about tenfold, a run of zeros a thousandfold
RATIO_FROM: Final = 4 * MB  # a small file may pack as well as it likes
MAX_COLUMNS: Final = 1_000
MAX_CELLS: Final = 400_000_000
MAX_CELL: Final = 1_000_000  # characters
MAX_RECORD: Final = 8 * MB
MAX_DEPTH: Final = 64
_ENDS_WITHIN: Final = (
    76 + 22 + 65_535
)  # bytes of an archive, the longest remark among them, that say how many members it has


def check_size(path: Path) -> int:
    """Return the size of a file in bytes; raises `TooMuch` or `Refused`."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Refused(f"cannot read {path.name!r}: {error.strerror or error}") from error
    if path.is_dir():
        raise Refused(f"{path.name!r} is a folder: give the file in it")
    if size == 0:
        raise Refused(f"{path.name!r} is empty")
    if size > MAX_BYTES:
        raise TooMuch(f"{path.name!r} has {size / MB:,.0f} MB; the most is {MAX_BYTES // MB:,} MB: split it")
    return size


def unpacked_size(path: Path, size: int) -> int:
    """Return the bytes of a file once it is unpacked, as it says itself; its own size where it is no archive."""
    try:
        with opened_archive(path) as archive:
            return max(size, min(sum(member.file_size for member in archive.infolist()), MAX_UNPACKED))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return size


def most_unpacked(size: int) -> int:
    """Return the bytes of text that a packed file of so many bytes may hold; what goes beyond was made to harm."""
    return min(max(16 * RATIO_FROM, MAX_RATIO * size), MAX_UNPACKED)


def opened_archive(path: Path) -> zipfile.ZipFile:
    """Return an archive, opened; raises `TooMuch` before its list of members is read, where that is long."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _ENDS_WITHIN), 2)
        end = file.read()
    at = end.rfind(b"PK\x05\x06", 0, len(end) - 18)
    if at >= 0:
        members, listed = struct.unpack_from("<HL", end, at + 10)
        if at >= 76 and end[at - 20 : at].startswith(b"PK\x06\x07"):
            members, listed = struct.unpack_from("<QQ", end, at - 44)
        if members > MAX_MEMBERS:
            raise TooMuch(f"the archive has {members:,} members; the most is {MAX_MEMBERS:,}")
        if listed > MAX_LISTED:
            raise TooMuch(f"the archive lists its members in {listed / MB:,.0f} MB; the most is {MAX_LISTED // MB} MB")
    return zipfile.ZipFile(path)


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise `TooMuch` for an archive too large unpacked, or packed suspiciously well."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise TooMuch(f"unpacked it has {unpacked / MB:,.0f} MB; the most is {MAX_UNPACKED // MB:,} MB: split it")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            ratio = member.file_size / max(member.compress_size, 1)
            raise TooMuch(f"{member.filename!r} is packed 1 to {ratio:,.0f}; the most is 1 to {MAX_RATIO}")
        if member.flag_bits & 1:
            raise Refused("the archive is locked with a password: unlock it first")


def copy_member(source: IO[bytes], target: IO[bytes], declared: int) -> None:
    """Copy an archive's member; raises `TooMuch` as soon as it turns out larger than it says."""
    written = 0
    while part := source.read(MB):
        written += len(part)
        if written > min(declared, MAX_UNPACKED):
            raise TooMuch("a member of the archive is larger than it says: it is damaged or made to harm")
        target.write(part)


def check_depth(stream: IO[bytes]) -> None:
    """Raise `TooMuch` for JSON that is nested deeper than any table of incidents is."""
    depth = deepest = 0
    in_text = False
    while part := stream.read(MB):
        plain = re.sub(rb"\\.", b"", part)
        for quote in re.finditer(rb'"|[\[{]+|[\]}]+', plain):
            mark = quote[0]
            if mark == b'"':
                in_text = not in_text
            elif not in_text:
                depth += len(mark) if mark[0] in b"[{" else -len(mark)
                deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            raise TooMuch(f"the JSON is nested more than {MAX_DEPTH} deep: no table of incidents is")
