"""GB/T 7714-2015: the standard's own examples of reports, official documents and web pages (4.6,
appendix A.3), its rules on what is unknown (8.1, 8.4), on marks (10) and on the list (9.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.drafting.gbt7714 import (
    format_gb7714,
    format_gb7714_author_date,
    list_order,
    mark_author_date,
    mark_numeric,
    type_mark,
)
from indexer.drafting.sources import Source, clean

# The standard's examples, by section.
WHITE_PAPER = Source(  # A.3
    title="国防白皮书: 中国武装力量的多样化运用",
    issuer="中华人民共和国国务院新闻办公室",
    date="2013-04-16",
    accessed="2014-06-11",
    url="http://www.mod.gov.cn/affair/2013-04/16/content_4442839.htm",
)
FINAL_REPORT = Source(  # A.3
    title="人体安全重要技术标准研制最终报告",
    number="7178999X-2006BAK04A10/10.2013",
    issuer="汤万金, 杨跃翔, 刘文, 等",
    date="2013-09-30",
    accessed="2014-06-24",
    url="http://www.nstrs.org.cn/xiangxiBG.aspx?id=41707",
)
GUIDELINES = Source(  # A.3
    title="Guidelines for handling excavated acid-producing materials",
    number="PB 91-194001",
    issuer="U.S. Department of Transportation Federal Highway Administration",
    date="1990",
    place="Springfield",
    publisher="U.S. Department of Commerce National Information Service",
    language="en",
    kind="report",
)
IMMUNE = Source(  # A.3
    title="Factors regulating the immune response: report of WHO Scientific Group",
    issuer="World Health Organization",
    date="1970",
    place="Geneva",
    publisher="WHO",
    language="en",
)
INTERNET = Source(  # 4.6.2
    title="第29次中国互联网络发展现状统计报告",
    issuer="中国互联网络信息中心",
    date="2012-01-16",
    accessed="2013-03-26",
    url="http://www.cnnic.net.cn/hlwfzyj/hlwxzbg/201201/P020120709345264469680.pdf",
)
NOTICE = Source(  # 4.6.2
    title="关于转发北京市企业投资项目核准暂行实施办法的通知",
    number="京政办发〔2005〕37号",
    issuer="北京市人民政府办公厅",
    date="2005-07-12",
    accessed="2011-07-12",
    url="http://china.findlaw.cn/fagui/p_1/39934.html",
)
DIGITAL = Source(  # 4.6.2
    title="Origins and concepts of digital literacy",
    issuer="BAWDEN D",
    date="2008-05-04",
    accessed="2013-03-08",
    kind="web page",
    language="en",
    url="http://www.soi.city.ac.uk/~dbawden/digital%20literacy%20chapter.pdf",
)
OCLC = Source(  # 4.6.2
    title="About OCLC: history of cooperation",
    issuer="Online Computer Library Center, Inc.",
    accessed="2012-03-27",
    kind="web page",
    language="en",
    url="http://www.oclc.org/about/cooperation.en.html",
)

NUMERIC = [
    (
        WHITE_PAPER,
        "中华人民共和国国务院新闻办公室. 国防白皮书: 中国武装力量的多样化运用[R/OL]. "
        "(2013-04-16)[2014-06-11]. http://www.mod.gov.cn/affair/2013-04/16/content_4442839.htm.",
    ),
    (
        FINAL_REPORT,
        "汤万金, 杨跃翔, 刘文, 等. 人体安全重要技术标准研制最终报告: "
        "7178999X-2006BAK04A10/10.2013[R/OL]. (2013-09-30)[2014-06-24]. "
        "http://www.nstrs.org.cn/xiangxiBG.aspx?id=41707.",
    ),
    (
        GUIDELINES,
        "U.S. Department of Transportation Federal Highway Administration. Guidelines for "
        "handling excavated acid-producing materials: PB 91-194001[R]. Springfield: U.S. Department "
        "of Commerce National Information Service, 1990.",
    ),
    (
        IMMUNE,
        "World Health Organization. Factors regulating the immune response: report of WHO "
        "Scientific Group[R]. Geneva: WHO, 1970.",
    ),
    (
        INTERNET,
        "中国互联网络信息中心. 第29次中国互联网络发展现状统计报告[R/OL]. "
        "(2012-01-16)[2013-03-26]. "
        "http://www.cnnic.net.cn/hlwfzyj/hlwxzbg/201201/P020120709345264469680.pdf.",
    ),
    (
        NOTICE,
        "北京市人民政府办公厅. 关于转发北京市企业投资项目核准暂行实施办法的通知: "
        "京政办发〔2005〕37号[A/OL]. (2005-07-12)[2011-07-12]. "
        "http://china.findlaw.cn/fagui/p_1/39934.html.",
    ),
    (
        DIGITAL,
        "BAWDEN D. Origins and concepts of digital literacy[EB/OL]. "
        "(2008-05-04)[2013-03-08]. "
        "http://www.soi.city.ac.uk/~dbawden/digital%20literacy%20chapter.pdf.",
    ),
    (
        OCLC,
        "Online Computer Library Center, Inc. About OCLC: history of cooperation[EB/OL]. "
        "[2012-03-27]. http://www.oclc.org/about/cooperation.en.html.",
    ),
]
AUTHOR_DATE = [
    (
        WHITE_PAPER,
        "中华人民共和国国务院新闻办公室, 2013. 国防白皮书: 中国武装力量的多样化运用[R/OL]. "
        "(2013-04-16)[2014-06-11]. http://www.mod.gov.cn/affair/2013-04/16/content_4442839.htm.",
    ),
    (
        GUIDELINES,
        "U.S. Department of Transportation Federal Highway Administration, 1990. Guidelines "
        "for handling excavated acid-producing materials: PB 91-194001[R]. Springfield: U.S. "
        "Department of Commerce National Information Service.",
    ),
    (
        IMMUNE,
        "World Health Organization, 1970. Factors regulating the immune response: report of "
        "WHO Scientific Group[R]. Geneva: WHO.",
    ),
    (
        NOTICE,
        "北京市人民政府办公厅, 2005. 关于转发北京市企业投资项目核准暂行实施办法的通知: "
        "京政办发〔2005〕37号[A/OL]. (2005-07-12)[2011-07-12]. "
        "http://china.findlaw.cn/fagui/p_1/39934.html.",
    ),
    (
        DIGITAL,
        "BAWDEN D, 2008. Origins and concepts of digital literacy[EB/OL]. "
        "(2008-05-04)[2013-03-08]. "
        "http://www.soi.city.ac.uk/~dbawden/digital%20literacy%20chapter.pdf.",
    ),
]

REPORT = Source(
    title="2025年度法治建设情况报告",
    issuer="云岭市水务局",
    year=2025,
    date="2026-01-15",
    page=3,
    language="zh",
    kind="法治政府建设报告",
    path="a/3.html",
    place="云岭",
)
ONLINE = replace(REPORT, url="https://sw.yunling.example/b/3.html", accessed="2026-11-22")
ENGLISH = Source(
    title="Annual enforcement report 2024/25",
    issuer="Northmoor Harbour Authority",
    year=2024,
    date="2025-06",
    section="3 Compliance > 3.2 Penalties",
    language="en",
    place="Northmoor",
)


@pytest.mark.parametrize(("source", "expected"), NUMERIC)
def test_examples_of_the_standard_in_the_numeric_system(source: Source, expected: str) -> None:
    assert format_gb7714(source, 1) == f"[1] {expected}"


@pytest.mark.parametrize(("source", "expected"), AUTHOR_DATE)
def test_examples_of_the_standard_in_the_author_date_system(source: Source, expected: str) -> None:
    assert format_gb7714_author_date(source) == expected


def test_publisher_and_place_both_unknown_share_one_pair_of_brackets() -> None:
    # The example of A.3 by CALKIN D et al.; of a report without an issuer, who is its publisher.
    source = Source(
        title="A comparative risk assessment framework for wildland fire management: the 2010 "
        "cohesive strategy science report",
        number="RMRS-GTR-262",
        date="2011",
        page=8,
        language="en",
    )
    assert format_gb7714(source, 3) == (
        "[3] A comparative risk assessment framework for wildland fire management: the 2010 cohesive "
        "strategy science report: RMRS-GTR-262[R]. [S.l.: s.n.], 2011: 8."
    )
    assert "[出版地不详: 出版者不详], 2026: 3." in format_gb7714(
        replace(REPORT, issuer="", place=""), 1
    )


def test_printed_report_has_place_publisher_year_and_page_and_no_day() -> None:
    assert format_gb7714(REPORT, 2) == (
        "[2] 云岭市水务局. 2025年度法治建设情况报告[R]. 云岭: 云岭市水务局, 2026: 3."
    )
    assert format_gb7714_author_date(REPORT) == (
        "云岭市水务局, 2026. 2025年度法治建设情况报告[R]. 云岭: 云岭市水务局: 3."
    )


def test_online_report_with_an_imprint_has_the_day_of_issue_after_the_page() -> None:
    assert format_gb7714(ONLINE, 1) == (
        "[1] 云岭市水务局. 2025年度法治建设情况报告[R/OL]. 云岭: 云岭市水务局, 2026: 3"
        "(2026-01-15)[2026-11-22]. https://sw.yunling.example/b/3.html."
    )


def test_online_report_without_a_place_names_the_publisher_only_beside_a_page() -> None:
    bare = replace(ONLINE, place="")
    assert "[R/OL]. 云岭市水务局, 2026: 3(2026-01-15)[" in format_gb7714(bare, 1)
    assert "[R/OL]. (2026-01-15)[2026-11-22]." in format_gb7714(replace(bare, page=None), 1)
    assert "[R/OL]. 2026[2026-11-22]." in format_gb7714(replace(bare, page=None, date="2026"), 1)


@pytest.mark.parametrize(
    ("source", "place", "publisher"),
    [(REPORT, "[出版地不详]: ", "[出版者不详]"), (ENGLISH, "[S.l.]: ", "[s.n.]")],
)
def test_unknown_place_or_publisher_of_print_is_said_in_the_language_of_the_item(
    source: Source, place: str, publisher: str
) -> None:
    assert place + source.issuer in format_gb7714(replace(source, place=""), 1)
    assert publisher in format_gb7714(replace(source, issuer=""), 1)


def test_type_is_a_for_numbered_official_documents_but_r_for_numbered_reports() -> None:
    assert type_mark(replace(NOTICE, url="")) == "A"
    assert type_mark(replace(REPORT, number="云水报〔2026〕3号")) == "R"
    assert type_mark(replace(ONLINE, kind="通知", title="停水通知")) == "EB/OL"
    assert type_mark(replace(REPORT, kind="通知", title="停水通知")) == "R"


def test_number_that_the_title_has_already_is_not_written_twice() -> None:
    titled = replace(NOTICE, title=f"{NOTICE.title}: {NOTICE.number}")
    assert format_gb7714(titled, 1) == format_gb7714(NOTICE, 1)


def test_year_reported_on_is_never_written_as_the_year_of_issue() -> None:
    undated = replace(REPORT, date="")
    assert format_gb7714(undated, 1).endswith("[R]. 云岭: 云岭市水务局: 3.")
    assert format_gb7714_author_date(undated).startswith("云岭市水务局, [出版年不详]. 2025")
    assert mark_author_date(replace(ENGLISH, date="")) == "(Northmoor Harbour Authority, [n.d.])"


def test_who_is_unknown_is_left_out_in_numeric_and_said_in_author_date() -> None:
    # 8.1.3; the standard's example: Anon, 1981. Coffee drinking and cancer of the pancreas[J].
    coffee = Source("Coffee drinking and cancer of the pancreas", date="1981", language="en")
    assert format_gb7714(coffee, 1).startswith("[1] Coffee drinking")
    assert format_gb7714_author_date(coffee).startswith("Anon, 1981. Coffee drinking")
    assert mark_author_date(replace(REPORT, issuer="", page=None)) == "（佚名，2026）"


def test_bodies_are_written_as_they_are_and_never_shortened() -> None:
    bodies = ["云岭市发展和改革委员会", "云岭市财政局", "云岭市水务局", "云岭市教育局"]
    joint = replace(REPORT, issuer="、".join(bodies))
    assert format_gb7714(joint, 1).startswith(f"[1] {', '.join(bodies)}. ")
    body = "Stanford University. Department of Civil Engineering"  # 8.1.4
    assert format_gb7714(replace(ENGLISH, issuer=body), 1).startswith(f"[1] {body}. ")
    assert format_gb7714(replace(ENGLISH, issuer="Water Dept."), 1).startswith(
        "[1] Water Dept. Ann"
    )


def test_page_stands_raised_outside_the_brackets_of_a_mark() -> None:
    # 10.1.3 and 10.2.4, whose example is the dictionary cited at pages 1194 and 235.
    dictionary = Source(
        "现代汉语词典", "中国社会科学院语言研究所词典编辑室", date="1996", page=1194
    )
    assert mark_author_date(dictionary) == "（中国社会科学院语言研究所词典编辑室，1996）¹¹⁹⁴"
    assert mark_numeric(replace(dictionary, page=354), 4) == "[4]³⁵⁴"
    assert mark_numeric(ENGLISH, 2) == "[2]"
    assert mark_author_date(ENGLISH, "b") == "(Northmoor Harbour Authority, 2025b)"


def test_list_goes_by_language_then_author_then_year() -> None:
    # The order of the standard's example in 9.2, and a Japanese and a Russian work (9.2's rule).
    works = [
        Source("Introduction to library services", "CHERNIK B E", date="1982", language="en"),
        Source("Правила", "Министерство", date="1999", language="ru"),
        Source("电子图书馆的现实模型", "杨宗英", date="1996"),
        Source(
            "The future of resource sharing", "BAKER S K, JACKSON M E", date="1995", language="en"
        ),
        Source("電子計算機", "図書館用語辞典編集委員会", date="2004", language="ja"),
        Source("数字化生存", "尼葛洛庞帝", date="1996"),
        Source("电子图书馆理论与实践研究", "汪冰", date="1997"),
        Source("数字图书馆", "汪冰", date="1995"),
    ]
    assert [(w.issuer[:3], w.issued) for w in sorted(works, key=list_order)] == [
        ("尼葛洛", "1996"),
        ("汪冰", "1995"),
        ("汪冰", "1997"),
        ("杨宗英", "1996"),
        ("図書館", "2004"),
        ("BAK", "1995"),
        ("CHE", "1982"),
        ("Мин", "1999"),
    ]


def test_references_are_numbered_from_one() -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        format_gb7714(REPORT, 0)


@given(
    st.text(),
    st.text(),
    st.text(),
    st.sampled_from(["", "2026", "2026-01", "2026-01-15"]),
    st.sampled_from(["", "https://a.example/b"]),
)
def test_any_source_gives_one_line_that_ends_in_a_stop(
    title: str, issuer: str, section: str, date: str, url: str
) -> None:
    source = Source(title=title, issuer=issuer, section=section, date=date, url=url)
    for text in (format_gb7714(source, 12), format_gb7714_author_date(source)):
        assert len(text.splitlines()) == 1 and text.endswith((".", "。"))
        assert f"[{type_mark(source)}]" in text
        assert clean(title) in text and clean(issuer) in text
        given = f"{title}\n{issuer}\n{section}"
        assert ".." not in text or "." in given
