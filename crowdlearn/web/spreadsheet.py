"""CSV files that spreadsheets open as they should: accents intact, dates sortable, no cell taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from flask import Response

_FORMULA_SIGNS = tuple("=+-@＝＋－＠")


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a download called `name`.csv, streamed row by row; dates and moments are written as ISO 8601, UTC."""
    answer = Response(_lines(header, rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "\ufeff" + _line(header)  # Excel reads UTF-8 only behind this mark
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([cell(value) for value in cells])
    return text.getvalue()


def cell(value: object) -> str:
    """Return a value as the text of one cell; a quote before what a spreadsheet would take for a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_SIGNS) else text
