"""A table's first rows: its title, its unit, its head rows, and the heads of each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...text.table_words import is_missing, is_unit_head, is_value
from .table_columns import Row, Table, has_value, numeric_columns, unit_spelled

UNIT_LINE = re.compile(r"(?:单位|単位|單位)\s*[:：]|(?i:\b(?:units?|unités?|einheit|unidad)\s*:)")
_MOST_HEADS = 5
_COLUMN_NUMBERS = re.compile(r"[甲乙丙丁]|[A-E]|栏\s*次|行\s*次|")


def lone_words(row: Row) -> str:
    """The words of a row of which one cell is filled; ``""`` for other rows."""
    filled = [cell.text for cell in row.cells if cell.text]
    return filled[0] if len(filled) == 1 else ""


def split_titles(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The rows at the top that hold the table's title or its unit, as words, and the others."""
    at = 0
    titles: list[str] = []
    while at < len(rows) - 1 and len(rows[at].cells) > 1:
        words = " ".join(cell.text for cell in rows[at].cells if cell.text)
        lone = lone_words(rows[at])
        unit = UNIT_LINE.search(words) and sum(bool(c.text) for c in rows[at].cells) <= 3
        if not unit and (not lone or is_value(lone)):
            break
        if not unit and rows[at].cells[0].text != lone:
            break  # a head over the last columns alone
        titles.append(words)
        at += 1
    return titles, rows[at:]


def is_head_again(row: Row, table: Table) -> bool:
    """Whether a row repeats a row of the table's head."""
    pairs = zip(row.cells, table.heads, strict=False)
    filled = [(cell.text, head) for cell, head in pairs if cell.text]
    return len(filled) > 1 and all(text in head for text, head in filled)


def split_heads(rows: list[Row]) -> tuple[list[list[str]], list[Row]]:
    """The head rows as words, and the rows below them."""
    if not rows or len(rows) < 2 or (has_value(rows[0]) and not _numbers_columns(rows[0])):
        return [], rows
    heads = [rows[0].texts()]
    at = 1
    numeric = numeric_columns(rows[1:])
    while at < len(rows) and len(heads) < _MOST_HEADS:
        row = rows[at]
        if _numbers_columns(row):
            at += 1
            continue
        words = " ".join(cell.text for cell in row.cells if cell.text)
        if at == len(rows) - 1 or not _is_head(row, heads, numeric) or UNIT_LINE.search(words):
            break
        heads.append(row.texts())
        at += 1
    return heads, rows[at:]


def _numbers_columns(row: Row) -> bool:
    """A row that numbers the columns of a form: 甲 | 乙 | 1 | 2 | 3."""
    texts = [cell.text for cell in row.cells if cell.text]
    digits = [int(text) for text in texts if re.fullmatch(r"\d{1,2}", text)]
    rest = [text for text in texts if not re.fullmatch(r"\d{1,2}", text)]
    counted = len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits)))
    named = bool(rest) or digits[:1] == [1] and len(digits) == len(row.cells) > 2
    return counted and named and digits[0] == 1 and all(_COLUMN_NUMBERS.fullmatch(t) for t in rest)


def _is_head(row: Row, heads: Sequence[Sequence[str]], numeric: Sequence[bool]) -> bool:
    """Whether a row below the first belongs to the head: words over columns of values."""
    texts = row.texts()
    if any(is_value(text) for text in texts):
        return False
    if lone_words(row):
        return not texts[0] and unit_spelled(lone_words(row))
    over = [text for c, text in enumerate(texts) if c and c < len(numeric) and numeric[c]]
    words = [text for text in over if text and not is_missing(text)]
    if not words or any(len(text) > 24 for text in words):
        return False
    first = heads[0]
    spanned = len(set(first[1:])) < len(first[1:]) or not all(first[1:]) or len(first) < len(texts)
    if spanned or not texts[0] or texts[0] in first[:1] or is_unit_head(texts[0]):
        return True
    if all(unit_spelled(text) for text in words):
        return True
    return len(words) == len(over) and len(words) > 1 and len(set(words)) < len(words)


def count_columns(heads: Sequence[Sequence[str]], rows: Sequence[Row]) -> int:
    counts = Counter(len(row.cells) for row in rows if has_value(row))
    usual = max(counts, key=lambda n: (counts[n], n), default=0)
    return max(usual, max((len(row.cells) for row in rows), default=0), *(len(h) for h in heads), 1)


def heads_by_column(heads: Sequence[Sequence[str]], count: int) -> list[tuple[str, ...]]:
    """For each column its head cells from the top; one that spans columns goes to each of them. A
    head one cell short has none over the labels."""
    full = [_spread(h, low) for h, low in zip(heads, [*heads[1:], ()], strict=False)]
    full = [[""] * (len(h) == count - 1) + h for h in full]
    full = [[*h, *[""] * (count - len(h))] for h in full]
    for number, head in enumerate(full[:-1]):
        for column in range(2, count):
            below = any(full[lower][column] for lower in range(number + 1, len(full)))
            if not head[column] and below and head[column - 1] and column > 1:
                same = full[number + 1][column - 1] or column - 1 > 1
                head[column] = head[column - 1] if same else ""
    return [
        tuple(dict.fromkeys(words for head in full if (words := head[column])))
        for column in range(count)
    ]


def _spread(head: Sequence[str], below: Sequence[str]) -> list[str]:
    """A head whose cells were merged over columns, in formats that cannot merge cells: each over
    its share of the row below, which repeats (1985 | 1995 | 1985 | 1995)."""
    labels = next((n for n, words in enumerate(below) if words and words not in head), 0)
    over, under = list(head[labels:]), list(below[labels:])
    if not labels or len(over) < 2 or not all(over) or len(under) <= len(over):
        return list(head)
    share, rest = divmod(len(under), len(over))
    if rest or len(set(under[:share])) < share or under != under[:share] * len(over):
        return list(head)
    return [*head[:labels], *(cell for words in over for cell in [words, *[""] * (share - 1)])]
