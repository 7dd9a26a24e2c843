"""Figures of a report: every quantity with its value, its role and the words that name it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from ...document.report import Figure, FigureRole, Part, year_at
from ...text.plain_digits import Folded, fold_digits
from .clauses import Clauses, average_word, basis_word, words_after, words_before
from .guard import look_alikes
from .number_words import NOUN_LANGUAGES
from .role import bound_before, change_sign, is_plan, is_previous
from .scan import Quantity, scan_quantities
from .shared_units import with_shared_units
from .table_figures import Cell, FigureTables, Read
from .time import with_years
from .years_back import is_spoken_year

_COMPARED = re.compile(r"(?:同比|环比|同期|[比较][上去]年|前年度?比|전년 ?대비)[^，。；\d]{0,4}$")
_AMOUNTS = frozenset("金额 总金额 总额 数额 款额 合计金额 涉及金额".split())
_BASIS = re.compile("（(?:实际|名义)）$")
_REACH = 400  # characters of a clause that are looked at on either side of a figure


class _Reader:
    """Reads the quantities of one text in order; each may take its metric from the one before."""

    def __init__(
        self, printed: str, folded: Folded, language: str, year: int | None, delivered: bool
    ) -> None:
        self.printed = printed
        self.folded = folded
        self.language = language
        self.year = year
        self.delivered = delivered
        self.text = folded.text
        self.alphabetic = language in NOUN_LANGUAGES
        self.clauses = Clauses(folded.text)
        self.last: Figure | None = None
        self.last_end = 0  # folded end of the last quantity
        self.last_clause = 0  # folded start of the clause that names the last metric
        self.outer: tuple[str, int, int] | None = None  # the last metric outside of brackets

    def read(self, read: Read, sentence: tuple[int, int]) -> Figure:
        """A quantity as a Figure; ``sentence`` is the span, in original offsets, that holds it."""
        quantity = read.quantity
        if read.cell is not None:
            return self._in_cell(read, read.cell, sentence)
        low_bound = self.folded.index(sentence[0])
        high_bound = self.folded.index(sentence[1])
        low, high = self.clauses.around(quantity.start, quantity.end)
        low = max(low, low_bound, quantity.start - _REACH)
        high = min(high, max(high_bound, quantity.end), quantity.end + _REACH)
        left_from = max(low, self.last_end) if self.last_end <= quantity.start else low
        left = self.text[left_from : max(left_from, quantity.start - quantity.lead)]
        right = self.text[quantity.end : high]
        metric, start = self._metric(quantity, left, right, low, low_bound)
        sign, role = self._role(quantity, left, right, low, low_bound)
        figure = self._figure(quantity, metric, (start, high), sentence, sign, role, left)
        self.last, self.last_end, self.last_clause = figure, quantity.end, start
        since = self.text[max(low_bound, low - _REACH) : low]
        if max(since.rfind("（"), since.rfind("(")) <= max(since.rfind("）"), since.rfind(")")):
            self.outer = metric, start, quantity.end
        return figure

    def _in_cell(self, read: Read, cell: Cell, sentence: tuple[int, int]) -> Figure:
        """A figure of a table: named by its row and column, in the unit that these tell."""
        quantity, sign = read.quantity, 0
        role: FigureRole = "level"
        if cell.change():
            minus = re.search(r"[-−–▲]\s?$|(?:下降|减少?)$", self.text[: quantity.start][-4:])
            falls = not read.signed and (minus or cell.falls())
            sign, role = (-1 if falls else 1), "change"
        elif cell.previous(self.year):
            role = "previous"
        if cell.place.kind == "rank":
            role = "ordinal"
        # A heading at the start of a row is a sentence of its own.
        first = max(cell.row_start, self.folded.index(sentence[0]))
        clause = (first, quantity.end)
        figure = self._figure(quantity, cell.words(), clause, sentence, sign, role, "")
        figure = replace(figure, year=cell.year(self.year), body=cell.body())
        self.last, self.last_end, self.last_clause = figure, quantity.end, first
        return figure

    def _metric(
        self, quantity: Quantity, left: str, right: str, low: int, sentence_low: int
    ) -> tuple[str, int]:
        """The words that say what is counted, and where the clause that holds them begins."""
        if re.fullmatch(r"\s*(?:超|以上|未満|以下)[がはの]?\s*", left) and self.last_end > low:
            return self.text[low : self.last_end] + left.strip("がはの "), low
        average = average_word(left)
        before = words_before(left, self.alphabetic)
        after = ""
        if quantity.unit.family == "count" and not self.alphabetic:
            after = words_after(right, False)
        elif self.alphabetic and quantity.unit.family == "count":
            after = quantity.spelling
        named = self._join(before, after, quantity)
        if named in _AMOUNTS and quantity.unit.family == "money":  # 罚款41件，金额12万元
            of, start = self._inherit(quantity, low, sentence_low)
            if of and named not in of:
                return of + named, start
        if named:
            return f"{average} {named}".strip() if average and average not in named else named, low
        inherited, start = self._inherit(quantity, low, sentence_low)
        if not inherited:
            inherited = words_after(right, self.alphabetic)
        if inherited and (basis := basis_word(left)):
            inherited = f"{_BASIS.sub('', inherited)}（{basis}）"
        return f"{average} {inherited}".strip() if average else inherited, start

    def _join(self, before: str, after: str, quantity: Quantity) -> str:
        if self.alphabetic:
            if quantity.unit.family == "count":
                return after or before
            return before
        if before and after:
            return before[-16:] + after
        return before or after

    def _inherit(self, quantity: Quantity, low: int, sentence_low: int) -> tuple[str, int]:
        """The metric of the quantity before in this sentence, else the words of earlier clauses."""
        earlier = self.clauses.before(low)
        floor = max(0, sentence_low)
        opened = self.text[low - 1 : low] in {"（", "("}
        if opened and earlier and earlier[1] >= max(low - 2, floor + 1):  # 城管类案件（21件）
            first = max(earlier[0], floor)
            words = words_before(self.text[max(first, self.last_end) : earlier[1]], self.alphabetic)
            if words:
                return words, first
        if bracketed := self._before_bracket(low, floor):
            return bracketed
        closed = self.text[self.last_end : self.last_end + 1] in {"）", ")"}
        if closed and self.outer and self.outer[2] > floor:
            return self.outer[0], min(low, max(self.outer[1], floor))
        near = self.last_end > floor and (earlier is None or self.last_end > earlier[0])
        if near and self.last is not None and self.last.metric:
            return self.last.metric, min(low, max(self.last_clause, floor))
        for _ in range(3):
            if earlier is None or earlier[1] <= floor:
                break
            first = max(earlier[0], floor)  # the space before a sentence is none of its own
            if self.last is not None and self.last.metric and first < self.last_end <= earlier[1]:
                return self.last.metric, min(low, max(self.last_clause, floor))
            words = words_before(self.text[first : earlier[1]], self.alphabetic)
            if words:
                return words, first
            earlier = self.clauses.before(earlier[0])
        if self.last is not None and self.last_end > floor:
            return self.last.metric, min(low, max(self.last_clause, floor))
        return "", low

    def _before_bracket(self, low: int, floor: int) -> tuple[str, int] | None:
        """The metric of a clause that begins just after a bracket: the words before it, and what it
        says if that is no figure (固定资产投资（不含农户）)."""
        if self.text[low - 1 : low] not in {"）", ")"} or low <= floor:
            return None
        opening = max(self.text.rfind("（", floor, low), self.text.rfind("(", floor, low))
        told = max(floor, self.outer[2] if self.outer else 0)
        if opening <= told:
            return None
        first = max(told, self.clauses.around(opening - 1, opening - 1)[0])
        words = words_before(self.text[first:opening], self.alphabetic)
        inside = "" if opening < self.last_end else self.text[opening:low]
        return (words + inside, first) if words else None

    def _role(
        self, quantity: Quantity, left: str, right: str, low: int, sentence_low: int
    ) -> tuple[int, FigureRole]:
        whole = self.text[low : quantity.start] if not self.alphabetic else left
        told = whole if "从" in whole or "由" in whole else left
        if is_previous(told, right, self.alphabetic) and not (
            self.delivered and is_spoken_year(left)
        ):
            falls = not self.alphabetic and change_sign(left, "", False) < 0
            return (-1 if falls and quantity.unit.family == "ratio" else 0), "previous"
        origin = self.alphabetic and re.search(r"\b(?:from|de|von|del?) $", left)
        if origin and re.match(r" (?:to|à|auf|a) \d", self.text[quantity.end : quantity.end + 8]):
            return 0, "previous"
        sign = change_sign(left, right, self.alphabetic)
        if not sign and quantity.negative and _COMPARED.search(left):
            sign = -1
        elif not sign and left[-2:].rstrip().endswith("↑"):
            sign = 1
        if not sign and self.last is not None and self.last.role == "change":
            sign = {"多": 1, "少": -1}.get(left[-1:], 0)
        if not sign and self._continues(quantity):
            sign = -1 if self.last is not None and self.last.value < 0 else 1
        before = self.text[max(sentence_low, quantity.start - _REACH) : quantity.start]
        clause = self.text[low : quantity.start]
        if is_plan(clause, before, bool(sign)):
            return sign, "plan"
        return (sign, "change") if sign else (0, "level")

    def _continues(self, quantity: Quantity) -> bool:
        """Whether only 、 or 和 lies between a change and this quantity of the same unit."""
        if self.last is None or self.last.role != "change" or self.last.unit != quantity.unit.name:
            return False
        between = self.text[self.last_end : quantity.start].strip()
        if between in {"、", "和", "and", ",", "及"}:
            return True
        return self.alphabetic and bool(re.fullmatch(r"and [a-z]+(?: [a-z]+)?", between))

    def _figure(
        self,
        quantity: Quantity,
        metric: str,
        clause: tuple[int, int],
        sentence: tuple[int, int],
        sign: int,
        role: FigureRole,
        left: str,
    ) -> Figure:
        origin = self.folded.origin
        start = origin(quantity.start - quantity.lead)
        end = origin(quantity.end + quantity.tail - 1) + 1
        factor = -1 if sign < 0 or quantity.negative else 1
        high = None if quantity.high is None else float(quantity.high) * factor
        return Figure(
            raw=self.printed[start:end],
            value=float(quantity.value) * factor,
            unit=quantity.unit.name,
            family=quantity.unit.family,
            counter=quantity.spelling if quantity.unit.family == "count" else "",
            metric=metric,
            start=start,
            end=end,
            clause_start=min(start, origin(clause[0])),
            clause_end=max(end, origin(clause[1])),
            sentence_start=sentence[0],
            sentence_end=sentence[1],
            bound=quantity.bound or bound_before(left),
            high=high,
            role=role,
        )


def find_figures(
    text: str,
    sentences: Sequence[tuple[int, int]],
    language: str,
    year: int | None = None,
    parts: Sequence[Part] = (),
    *,
    delivered: bool = False,
) -> tuple[Figure, ...]:
    """Every quantity of ``text``, in order and not overlapping.

    ``sentences`` are the spans of :func:`split_sentences`; ``language`` is an ISO 639-1 code (it
    decides between 1.346 and 1,346, and the nouns that count); ``year`` is the one reported on,
    which tells earlier levels from its own, and ``parts`` are the stretches that report on another;
    their figures carry that year where their own words give none. ``delivered``: it speaks in the
    year after (去年 is then the year reported on). Dates, ordinals, law and document
    numbers, hotlines and idioms are left out.
    """
    folded = fold_digits(text)
    reader = _Reader(text, folded, language or "zh", year, delivered)
    starts = [start for start, _ in sentences]
    figures: list[tuple[int | None, Figure]] = []  # each with the year of its part
    masked = look_alikes(folded.text)
    scanned = scan_quantities(folded.text, language or "zh", masked)
    scanned = with_shared_units(folded.text, scanned, masked, language or "zh")
    for read in FigureTables(folded.text, language or "zh").read(scanned):
        start = folded.origin(read.quantity.start)
        index = bisect_right(starts, start) - 1
        sentence = sentences[index] if index >= 0 else (0, len(text))
        own = year_at(parts, start)
        reader.year = own or year
        figures.append((own, reader.read(read, sentence)))
    made: list[Figure] = []
    for own, group in groupby(figures, key=itemgetter(0)):
        held = [figure for _, figure in group]
        dated = with_years(held, folded, own or year, reader.alphabetic, delivered)
        made += dated if own is None or own == year else [_of_part(f, own) for f in dated]
    return tuple(made)


def _of_part(figure: Figure, year: int) -> Figure:
    """A figure of a part that reports on ``year``: of that year, or the one before (上年同期)."""
    if figure.year is not None:
        return figure
    return replace(figure, year=year - (figure.role == "previous"))
