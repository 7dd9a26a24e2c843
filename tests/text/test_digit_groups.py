"""Digits that a report groups make one number; the items of a list never do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures
from indexer.readers.layout.canonical import canonical_text

THIN = ("\u2009", "\u202f", "\u00a0", "\u2007", "\u2006")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
VALUES = st.integers(1000, 999_999_999)
CENTS = st.integers(0, 99)


def values(text: str, language: str) -> list[tuple[float, str]]:
    read = canonical_text(text)
    figures = find_figures(read, ((0, len(read)),), language)
    for figure in figures:
        assert read[figure.start : figure.end] == figure.raw
    return [(figure.value, figure.unit) for figure in figures]


def decimals(whole: str, cents: int, point: str) -> str:
    return f"{whole}{point}{cents:02d}" if cents else whole


CHINESE = st.sampled_from(
    ["罚款{}元", "罚没款项 {} 元，", "存款：{}元", "某县第一季度罚款{}元，移送1件", "（罚款{}元）"]
)


@given(VALUES, CENTS, st.sampled_from([*THIN, " ", ",", "，", "'", "’"]), CHINESE)
def test_any_grouping_of_chinese_text_reads_back(n: int, cents: int, mark: str, words: str) -> None:
    number = decimals(f"{n:,}".replace(",", mark), cents, ".")
    first = values(words.format(number), "zh")[0]
    assert first == (pytest.approx(float(Decimal(n) + Decimal(cents) / 100)), "CNY")


@given(VALUES, CENTS)
def test_full_width_digits_read_back_with_any_comma(n: int, cents: int) -> None:
    number = decimals(f"{n:,}", cents, ".").translate(WIDE)
    wanted = pytest.approx(float(Decimal(n) + Decimal(cents) / 100))
    for comma in (",", "，"):
        assert values(f"罚款{number.replace(',', comma)}元", "zh") == [(wanted, "CNY")]


EUROPEAN = st.sampled_from(
    [
        ("fr", "des amendes de {} euros en tout"),
        ("de", "Bußgelder von {} Euro im Jahr"),
        ("es", "multas por {} euros en total"),
        ("it", "sanzioni per {} euro in totale"),
        ("pl", "kary: {} EUR w roku"),
    ]
)


@given(VALUES, CENTS, st.sampled_from([*THIN, " ", ".", "'", "’"]), EUROPEAN)
def test_any_grouping_of_languages_with_a_decimal_comma_reads_back(
    n: int, cents: int, mark: str, language: tuple[str, str]
) -> None:
    number = decimals(f"{n:,}".replace(",", mark), cents, ",")
    found = values(language[1].format(number), language[0])
    assert found == [(pytest.approx(float(Decimal(n) + Decimal(cents) / 100)), "EUR")]


@given(VALUES, CENTS, st.sampled_from([*THIN, " ", ",", "'", "’"]))
def test_any_grouping_of_english_reads_back(n: int, cents: int, mark: str) -> None:
    number = decimals(f"{n:,}".replace(",", mark), cents, ".")
    wanted = pytest.approx(float(Decimal(n) + Decimal(cents) / 100))
    for words in ("fines of £{} were imposed", "fines of £{}.", "(£{})"):
        assert values(words.format(number), "en") == [(wanted, "GBP")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "fines of €1.234,56 in all", [1234.56]),
        ("en", "fines of €1.234.567 in all", [1234567]),
        ("en", "fines of ₹12,34,567 in all", [1234567]),
        ("de", "Bußgelder von 1,234,567.89 Euro", [1234567.89]),
        ("de", "Bußgelder von 1'234.50 CHF", [1234.5]),
        ("zh", "减免1.234.567元", [1234567]),
        ("zh", "减免1,2345元", [12345]),
        ("zh", "罚款345·6万元", [3456000]),
        ("zh", "增长5·2%，达1•5倍", [5.2, 1.5]),
        ("en", "it rose by 3·14 per cent", [3.14]),
        ("zh", "分别为1 234、5 678家", [5678]),
        ("en", "The number was 12 480 (up from 11 200).", [12480, 11200]),
        ("en", "Inspections rose to 12 480.", [12480]),
        ("en", "Between 2019 and 2023, 12 345 people", [12345]),
        ("ko", "과태료 1,234만원, 12 345건", [12340000, 12345]),
        ("fr", "amendes de 3,5 M€ et 12 k€", [3500000, 12000]),
        ("pl", "kary: 1 234,56 zł", [1234.56]),
        ("en", "罚款 7 409 000 CNY in all", [7409000]),
        ("en", "12 345 MWh and 1 860 000 GBP", [12345000000, 1860000]),
    ],
)
def test_a_grouping_that_can_mean_one_thing_only_is_read(
    language: str, text: str, expected: list[float]
) -> None:
    assert [value for value, _ in values(text, language)] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "分别为12，345家", [345]),
        ("zh", "平均得分92，135家单位参加", [92, 135]),
        ("zh", "表3 120家", [120]),
        ("zh", "东区 12 345\n西区 13 456", []),
        ("zh", "纪念5·12地震和3·15晚会，12·4国家宪法日", []),
        ("zh", "减免345·678万元", []),
        ("zh", "见1.2.35章，服务器192.168.100.200号", []),
        ("zh", "罚款12，35件，移送3件", [35, 3]),
        ("zh", "收取31817 065元，移送3件", [3]),
        ("en", "Table 3 120 cases", [120]),
        ("en", "see article 12 345 cases were closed", [345]),
        ("fr", "selon l'article 3 120 contrôles", [120]),
    ],
)
def test_the_items_of_a_list_and_labels_are_never_joined(
    language: str, text: str, expected: list[float]
) -> None:
    assert [value for value, _ in values(text, language)] == expected


NUMBERS = st.lists(st.integers(1, 999), min_size=2, max_size=5)


@given(NUMBERS, st.sampled_from(["、", ", ", "，", "; ", " / ", "和"]))
def test_a_list_of_small_numbers_has_no_value_greater_than_its_items(
    items: list[int], mark: str
) -> None:
    text = "分别为" + mark.join(str(item) for item in items) + "家"
    assert all(value <= 999 for value, _ in values(text, "zh"))


@pytest.mark.parametrize(
    ("text", "value", "raw"),
    [
        ("生产总值[2]1329.65亿元", 132965000000, "1329.65亿元"),
        ("生产总值[³]1329.65亿元", 132965000000, "1329.65亿元"),
        ("生产总值［12］1329.65亿元", 132965000000, "1329.65亿元"),
        ("罚款12[^1]万元", 120000, "12[^1]万元"),
        ("罚款12¹万元", 120000, "12¹万元"),
        ("立案35²件", 35, "35²件"),
        ("罚款1\u200b2\u00ad3\u2060万元", 1230000, None),
    ],
)
def test_marks_of_notes_and_zero_width_characters_are_no_digits(
    text: str, value: float, raw: str | None
) -> None:
    read = canonical_text(text)
    (figure,) = find_figures(read, ((0, len(read)),), "zh")
    assert figure.value == value
    assert raw is None or figure.raw == raw
    assert "[" not in figure.metric


def test_a_raised_figure_after_a_letter_or_ten_is_a_power() -> None:
    assert values("面积120m²", "zh") == [(120, "m2")]
    assert not values("细菌总数2.4×10⁴个", "zh")


def test_thin_spaces_within_a_number_stay_in_the_text_and_others_become_plain() -> None:
    assert canonical_text("罚款1\u2009234元") == "罚款1\u2009234元"
    assert canonical_text("12\u00a034") == "12 34"
    assert canonical_text("the\u00a0report\u2009now") == "the report now"
