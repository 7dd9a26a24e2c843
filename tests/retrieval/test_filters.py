"""Filters: they narrow, and never widen."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.retrieval.filters import filtered_rows
from indexer.retrieval.query import Filters

from .made import REPORTS


def rows(**fields: tuple[object, ...]) -> set[int]:
    found = filtered_rows(REPORTS, Filters(**fields))  # type: ignore[arg-type]
    assert found is not None
    return set(found)


def test_no_filter_is_told_apart_from_a_filter_that_fits_nothing() -> None:
    assert filtered_rows(REPORTS, Filters()) is None
    assert rows(issuers=("没有这个局",)) == set()


@pytest.mark.parametrize(
    "value", ["青河市应急管理局", "青河市应急", "青河市應急管理局", "Qinghe", "qinghe shi"]
)
def test_an_issuer_by_part_of_its_name_or_its_romanised_place(value: str) -> None:
    found = rows(issuers=(value,))
    assert 0 in found and 5 not in found


def test_regions_years_kinds_and_reports() -> None:
    assert rows(regions=("Hunan",)) == rows(regions=("湖南",))
    assert rows(years=(2029,)) == {4, 7}
    assert rows(kinds=("执法",)) == {0, 2, 7}
    assert rows(reports=("r5", "3.txt")) == {3, 5}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_report_is_found_by_its_path_in_either_unicode_form(form: str) -> None:
    name = "Bilan légal/contrôle がけ 각.md"
    stored = [replace(REPORTS[0], path=unicodedata.normalize(form, name)), *REPORTS[1:]]
    for asked in ("NFC", "NFD"):
        wanted = Filters(reports=(unicodedata.normalize(asked, name), "r2"))
        assert filtered_rows(stored, wanted) == {0, 2}
    assert (
        filtered_rows(stored, Filters(reports=("Bilan légal/controle がけ 각.md",))) == frozenset()
    )


def test_values_of_one_field_are_alternatives_and_fields_are_combined() -> None:
    assert rows(years=(2029, 2030)) == set(range(len(REPORTS)))
    assert rows(issuers=("青河市应急管理局",), years=(2029,)) == {7}
    assert rows(issuers=("青河市应急管理局",), years=(1999,)) == set()


@pytest.mark.parametrize("value", ["", "  ", "qi", "xi"])
def test_an_empty_or_tiny_value_fits_nothing(value: str) -> None:
    assert rows(issuers=(value,)) == set()


_names = st.sampled_from(["青河", "松林", "Qinghe", "harbour", "应急", "nowhere"])


@given(
    st.lists(_names, max_size=2),
    st.lists(st.sampled_from([2029, 2030, 2031]), max_size=2),
    st.lists(st.sampled_from(["r0", "r5", "rx"]), max_size=2),
)
def test_one_filter_more_never_adds_a_report(
    issuers: list[str], years: list[int], reports: list[str]
) -> None:
    every = frozenset(r.row for r in REPORTS)

    def found(**fields: tuple[object, ...]) -> frozenset[int]:
        some = filtered_rows(REPORTS, Filters(**fields))  # type: ignore[arg-type]
        return every if some is None else some

    wide = found(issuers=tuple(issuers))
    narrow = found(issuers=tuple(issuers), years=tuple(years), reports=tuple(reports))
    assert narrow <= wide
