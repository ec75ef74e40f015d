"""Reads delimited text as it really is: its encoding, delimiter, header and damage are found out and told."""

from __future__ import annotations

import codecs
import csv
import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from incidents.encodings import ARABIC, is_arabic, named
from incidents.readers.arrow import pc
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.header import Header, find_header
from incidents.readers.layouts import KNOWN, folded
from incidents.readers.limits import MAX_RECORD, MB
from incidents.readers.mending import mend
from incidents.readers.paced import Paced
from incidents.readers.spool import ROWS, WORD, Anew, Flow, Spool, SpoolWriter, as_columns, is_unlike
from incidents.readers.strays import Checked, as_utf8
from incidents.readers.tails import SAMPLE, Text, unmangled, without_spare_cells
from incidents.readers.unclosed import numbered, swallowing
from incidents.readers.wrapped import DELIMITERS, unwrapped

if TYPE_CHECKING:
    from pathlib import Path

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAX_MALFORMED: Final = 200_000

Progress = Callable[[int], None]


def read_text(path: Path, work: Path, progress: Progress, flowing: bool = False, encoding: str = "") -> Spool:
    """Return the rows of a delimited text file.

    Parameters
    ----------
    path : Path
        The file, in any of the encodings that spreadsheet programs write.
    work : Path
        A folder for temporary files.
    progress : callable
        Told the number of bytes read so far.
    flowing : bool, optional
        Whether rows are read only when they are asked for, each once; the file is not looked through before.
    encoding : str, optional
        What bytes that are not UTF-8 are in, where a person says it.

    Raises
    ------
    Refused
        If it is no table.
    Anew
        If rows flow, now or while they are asked for, and the file turns out to be one that has to be looked through before.
    """
    csv.field_size_limit(MAX_RECORD)
    try:
        table = _table(path, work, flowing, encoding)
    except csv.Error as error:
        raise Refused(f"not readable as a table: {error}") from error
    names, headings, notes = table.header.names, table.header.headings, table.text.notes
    pieces = partial(_pieces, table, _shared(progress, path, table.text.path))
    if flowing:
        return Flow(work / ROWS, names, headings, notes=notes, delimiter=table.delimiter, pieces=pieces)
    with SpoolWriter(work / ROWS, names, headings) as writer:
        writer.spool.notes, writer.spool.delimiter = notes, table.delimiter
        for numbers, columns in pieces(writer.spool):
            writer.write(numbers, columns)
    return writer.spool


def _shared(progress: Progress, path: Path, text: Path) -> Progress:
    """Return what tells the bytes of a file, told those of the text that was made of it."""
    whole, made = path.stat().st_size, max(text.stat().st_size, 1)
    return lambda done: progress(whole * done // made)


def _table(path: Path, work: Path, flowing: bool, encoding: str) -> _Table:
    """Return how the cells of a text are parted, and where its table begins."""
    found = _as_utf8(path, work, flowing, encoding)
    text = unmangled(unwrapped(found, work), work)
    sample = _sample(text)
    delimiter = _delimiter(sample)
    records, ends = _records(sample, delimiter)
    header = find_header(records)
    if (trimmed := without_spare_cells(text, delimiter, header, records, work)) is not text:
        text = trimmed
        records, ends = _records(_sample(text), delimiter)
        header = find_header(records)
    if text is not found and not found.sure:
        raise Anew
    text.notes.append(f"cells are parted by {_WORDS[delimiter]}")
    text.notes += header.notes
    start = text.start + (ends[header.skipped - 1] if header.skipped else 0)
    return _Table(text, delimiter, header, start, _types(header, records[header.skipped :]))


_WORDS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


# Encoding


def _as_utf8(path: Path, work: Path, flowing: bool, asked: str) -> Text:
    """Return the file as UTF-8 text, written anew where it is not; where rows flow, only its beginning is looked at for that."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if encoding == "utf-8":
                return _checked(path, work, len(mark), "encoding UTF-8 with byte order mark", flowing, asked)
            return _recoded(path, work, encoding, len(mark), f"encoding {encoding.upper()}")
    if wide := _wide(head):
        return _recoded(path, work, wide, 0, f"encoding {wide.upper()} without byte order mark")
    if head.count(0) > len(head) // 20:
        raise Refused(f"{path.name!r} is not a text table: it holds binary data")
    return _checked(path, work, 0, "encoding UTF-8", flowing, asked)


def _wide(head: bytes) -> str:
    """Return the name of the UTF-16 that zeros in every other byte show."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.7 * half and head[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _checked(path: Path, work: Path, start: int, note: str, flowing: bool, asked: str) -> Text:
    """Return the text if it is UTF-8; written anew where some bytes are not, or none of those beyond ASCII are."""
    if flowing:
        begun = Checked()
        begun.look_at(next(_parts(path, start), b""))
        if begun.good:
            return Text(path, start, [note], sure=False)
    bad, wide, zeros = _tally(path, start)
    if bad == 0 and not zeros:
        return Text(path, start, [note])
    if bad == 0:
        return _recoded(path, work, "utf-8", start, f"{note}; zero bytes left out")
    if asked not in ("", "utf-8"):
        return _recoded(path, work, asked, start, f"encoding {named(asked)}, as asked")
    if asked == "" and bad > wide and is_arabic(_parts(path, start)):
        return _recoded(path, work, ARABIC, start, f"encoding {named(ARABIC)}, told by its words of Arabic letters")
    if not wide and bad > 1 and not asked:
        return _recoded(path, work, "cp1252", start, "encoding Windows-1252")
    strays = as_utf8(_parts(path, start), target := work / "text.utf8")
    return Text(target, 0, [f"{note}; {strays.words()}"])


def _tally(path: Path, start: int) -> tuple[int, int, bool]:
    """Return how many bytes are not UTF-8, how many characters beyond ASCII are, and whether there are zero bytes."""
    bad = wide = 0
    zeros = False
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for part in _parts(path, start):
        zeros = zeros or b"\x00" in part
        if part.isascii() and decoder.getstate()[0] == b"":
            continue
        text = decoder.decode(part)
        replaced = text.count("\ufffd") - part.count(b"\xef\xbf\xbd")
        bad += max(replaced, 0)
        wide += len(text) - len(text.encode("ascii", "ignore")) - max(replaced, 0)
    if decoder.decode(b"", final=True):
        bad += 1
    return bad, max(wide, 0), zeros


def _parts(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while part := file.read(4 * MB):
            yield part


def _recoded(path: Path, work: Path, encoding: str, start: int, note: str) -> Text:
    target = work / "text.utf8"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with target.open("wb") as out:
        for part in _parts(path, start):
            out.write(_encoded(decoder.decode(part)))
        out.write(_encoded(decoder.decode(b"", final=True)))
    return Text(target, 0, [note])


def _encoded(text: str) -> bytes:
    return text.replace("\x00", "").encode("utf-8", "replace")


# Dialect


def _sample(text: Text) -> str:
    with text.path.open("rb") as file:
        file.seek(text.start)
        head = file.read(SAMPLE)
    whole = len(head) < SAMPLE
    decoded = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    if whole:
        return decoded
    cut = max(decoded.rfind("\n"), decoded.rfind("\r"))
    if cut <= 0:
        raise Refused("no line ends within the first half megabyte: this is not a table")
    return decoded[: cut + 1]


def _delimiter(sample: str) -> str:
    """Return what parts the cells: what gives the most rows the same number of them."""
    best, best_score = "", 0.0
    for delimiter in DELIMITERS:
        rows, _ = _records(sample, delimiter, 200)
        widths = [len(row) for row in rows if any(row)]
        common = max(set(widths), key=widths.count) if widths else 0
        if common > 1:
            known = max(sum(folded(cell) in KNOWN for cell in row) for row in rows[:20])
            score = widths.count(common) / len(widths) * math.log2(common) + known / 4
            best, best_score = (delimiter, score) if score > best_score else (best, best_score)
    if not best:
        raise Refused("no table found: the lines are not parted into cells by commas, semicolons, tabs or bars")
    return best


def _records(sample: str, delimiter: str, most: int = 400) -> tuple[list[list[str]], list[int]]:
    """Return the first records, and at which byte of the text each ends."""
    lines = _Lines(sample)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            rows.append(row)
            ends.append(lines.taken)
            if len(rows) >= most:
                break
    except csv.Error as error:
        raise Refused(f"no table found: {error}") from error
    return rows, ends


class _Lines:
    """Gives a text line by line, and knows how many bytes of it were given."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += len(line.encode("utf-8", "replace"))
            yield line


# Rows


@dataclass(frozen=True)
class _Table:
    """A table in a text: what parts its cells, its columns, the byte at which its rows begin, and as what columns are read."""

    text: Text
    delimiter: str
    header: Header
    start: int
    types: dict[str, Any]


def _types(header: Header, first: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return as what columns are read: as codes where texts repeat, which then need not be looked for again."""
    cells = ([row[at] for row in first if at < len(row)] for at in range(len(header.names)))
    once = (is_unlike(pa.array(column, pa.string())) for column in cells)
    return {name: pa.string() if each else WORD for name, each in zip(header.names, once, strict=True)}


def _pieces(table: _Table, progress: Progress, spool: Spool) -> Iterator[tuple[Any, list[Any]]]:
    """Yield (row numbers, columns) as they are read; rows with too many or too few cells at the end, mended or malformed."""
    header, delimiter = table.header, table.delimiter
    before = header.skipped  # rows
    odd: list[Any] = []
    apart: list[tuple[int, list[list[str]]]] = []
    taken = 0
    whole = table.text.path.stat().st_size
    with table.text.path.open("rb") as file:
        file.seek(table.start)
        for batch in _arrow(file, table, odd):
            numbers, taken = _numbers(batch.num_rows, taken, odd)
            filled = _filled(batch)
            if not filled.all():
                spool.blank += int((~filled).sum())
                batch, numbers = batch.filter(pa.array(filled)), numbers[filled]
            if swallowed := swallowing(batch, header, delimiter):
                apart += [(int(numbers[row]) + before, rows) for row, rows in swallowed.items()]
                kept = ~np.isin(np.arange(len(numbers)), [*swallowed])
                batch, numbers = batch.filter(pa.array(kept)), numbers[kept]
            spool.ending = file.tell() == whole
            yield numbers + before, batch.columns
            progress(file.tell())
    last = before + max([taken, *(row.number or 0 for row in odd)])
    try:
        mended, note = mend(odd, header, delimiter, before + 1, spool, apart)
    except csv.Error as error:
        raise Refused(f"not readable as a table: {error}") from error
    rows, told = numbered(apart, last)
    spool.notes += [*note, *told]
    if mended or rows:
        yield np.array([number for number, _ in (*mended, *rows)]), as_columns([cells for _, cells in (*mended, *rows)])


def _arrow(file: IO[bytes], table: _Table, odd: list[Any]) -> Iterator[Any]:
    """Yield the rows as Arrow reads them, one block after another so that their numbers are known; odd ones are put aside."""

    def aside(row: Any) -> str:
        odd.append(row)
        return "skip" if len(odd) <= _MAX_MALFORMED else "error"

    seen = Checked()
    try:
        paced = Paced(file, None if table.text.sure else seen.look_at)
        reader = arrow_csv.open_csv(
            paced,
            read_options=arrow_csv.ReadOptions(
                column_names=list(table.types), use_threads=False, block_size=MAX_RECORD
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=aside,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=table.types,
                strings_can_be_null=False,
                check_utf8=False,  # all bytes were looked at when the encoding was found out
            ),
        )
        for batch in reader:
            paced.used()
            if not seen.good:
                raise Anew
            yield batch
        if not seen.good:
            raise Anew
    except pa.ArrowInvalid as error:
        if not seen.good:
            raise Anew from error
        if "Empty CSV file" in str(error):
            return
        if "Expected" in str(error):
            told = f"more than {_MAX_MALFORMED:,} rows have another number of cells than the header: correct it"
            raise TooMuch(told) from error
        if "straddl" in str(error):
            raise TooMuch(f"a record is longer than {MAX_RECORD // MB} MB: a quotation mark may be missing") from error
        raise Refused(f"not readable as a table: {str(error)[:200]}") from error


def _numbers(count: int, taken: int, odd: Sequence[Any]) -> tuple[Any, int]:
    """Return the positions (from 1) of the next `count` rows among all, odd ones counted, and the last of them."""
    skipped = {row.number for row in odd if row.number is not None and row.number > taken}
    last = taken + count + len(skipped)
    every = np.arange(taken + 1, last + 1, dtype=np.int64)
    kept = every[~np.isin(every, list(skipped))] if skipped else every
    return kept[:count], int(kept[count - 1]) if count else taken


def _filled(batch: Any) -> Any:
    """Return which rows have anything in a cell."""
    filled = np.zeros(batch.num_rows, dtype=bool)
    for column in batch.columns:
        coded = pa.types.is_dictionary(column.type)
        texts = pc.binary_length(column.dictionary if coded else column).to_numpy(zero_copy_only=False) > 0
        filled |= texts[column.indices.to_numpy()] if coded else texts
        if filled.all():
            break
    return filled
