"""Japanese bodies are found by how their names are built, also where no dictionary has the place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.document.report import Document
from indexer.extraction.details import find_details
from indexer.extraction.head.issuer_japanese import find_japanese_issuer, whole_japanese_name
from indexer.extraction.outline import find_sections
from indexer.readers.layout.canonical import canonical_text
from indexer.reading.read import read_report

from ...readers.files import title_page

BODY = "令和6年度の立入検査は310件で、改善指導は21件、過料は205千円であった。"
TITLE = "令和6年度業務報告書"
NAMES = [
    "桜浜市環境局", "青森原県監査委員", "水津町教育委員会", "桜浜市消防局", "桜浜市", "青原県", "水津町", "東潮村",
    "桜浜市監査委員事務局", "青原県環境生活部廃棄物対策課", "桜浜市保健所", "青原県警察本部", "青原労働局",
    "桜浜労働基準監督署", "水津町議会", "青原県農林水産部", "桜浜広域連合", "桜浜市健康福祉局保健衛生課", "桜浜市長",
    "国土交通省関東地方整備局", "総務省消防庁", "厚生労働省労働基準局監督課", "経済産業省", "桜浜市上下水道局", "水津町役場",
    "青原県公害審査会", "会計検査院", "公正取引委員会", "独立行政法人桜浜検査機構", "鈴ヶ原町", "南アルペン市消防本部",
    "東京都北潮区", "桜浜市こども未来局", "青原県桜浜保健所",
]  # fmt: skip
PLACES = [
    "{name}{title}\n\n{body}", "{title}\n\n{name}\n令和7年3月31日\n\n{body}", "令和6年度{name}業務報告書\n\n{body}",
    "{title}\n\n{name}は、令和6年度の立入検査の結果を取りまとめた。{body}", "{name}における令和6年度立入検査結果\n\n{body}",
    "{title}\n\n{name}では、立入検査を実施しています。{body}", "{title}\n発行：{name}\n\n{body}",
    "{title}\n令和7年3月 {name}\n\n{body}", "{title}\n{name} 令和7年3月31日発表\n\n{body}",
    "{title}\n\n{body}\n\n令和7年3月31日\n{name}",
]  # fmt: skip


def _issuer(text: str, **meta: str) -> str:
    document = Document(canonical_text(text), "text", meta=meta)
    return find_details(document, find_sections(document), "a.txt", {}).issuer


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_body_is_found_whole_wherever_it_stands(name: str, place: str) -> None:
    assert _issuer(place.format(name=name, title=TITLE, body=BODY)) == name


@pytest.mark.parametrize(("text", "issuer"), [
    (f"つくし野市環境局{TITLE}\n\n{BODY}", "つくし野市環境局"), (f"{TITLE}\nみどり町まちづくり課\n\n{BODY}", "みどり町まちづくり課"),
    (f"{TITLE}\n桜浜市 環境局 廃棄物対策課\n\n{BODY}", "桜浜市環境局廃棄物対策課"),
    (f"{TITLE}\n桜浜市環境局・青原県環境部\n\n{BODY}", "桜浜市環境局、青原県環境部"),
    (f"桜浜市の大気汚染防止 令和6年度\n桜浜市環境局\n\n{BODY}", "桜浜市環境局"),
    (f"桜浜市市民意識調査結果 令和6年度\n\n{BODY}", "桜浜市"), (f"桜浜市内部統制評価報告書\n\n{BODY}", "桜浜市"),
    (f"桜浜市事業所立入検査結果（令和6年度）\n\n{BODY}", "桜浜市"), (f"{TITLE}（桜浜市環境局）\n\n{BODY}", "桜浜市環境局"),
    (f"令和6年度 桜浜市一般会計決算審査意見書\n桜浜市監査委員\n\n{BODY}", "桜浜市監査委員"),
    (f"令和6年度立入検査結果\n桜浜市長 山田 太郎\n\n{BODY}", "桜浜市長"),
    (f"教育委員会の点検・評価報告書\n水津町教育委員会\n\n{BODY}", "水津町教育委員会"),
    (f"{TITLE}\n\n桜浜市環境局長は、21件の改善を命じた。{BODY}", "桜浜市環境局"),
    (f"令和5年度環境省所管法令施行状況\n\n{BODY}", "環境省"), (f"環境省令和5年度監督結果\n\n{BODY}", "環境省"),
    (f"{TITLE}\n\n{BODY}\n\n問い合わせ先：桜浜市環境局", "桜浜市環境局"),
])  # fmt: skip
def test_a_name_ends_where_the_words_of_the_title_begin(text: str, issuer: str) -> None:
    assert _issuer(text) == issuer


@pytest.mark.parametrize("text", [
    "令和6年度立入検査結果\n\n当市は、立入検査を実施した。", "令和6年度立入検査結果\n\n都市は、人口が多い。",
    "令和6年度立入検査結果\n\n各市町村は、立入検査を実施した。", "令和6年度立入検査結果\n\n事業所では、違反があった。",
    "令和6年度立入検査結果\n\n一部では、違反があった。", "省エネルギー診断の結果 令和6年度\n", "地区別の監督結果 令和6年度\n",
    "市場監視報告書 令和6年度\n", "市民課題調査 令和6年度\n", "学校区の安全点検結果\n", "町村合併の検証報告書 令和6年度\n",
])  # fmt: skip
def test_common_words_are_no_body(text: str) -> None:
    assert _issuer(f"{text}\n{BODY}") == ""


@pytest.mark.parametrize("name", ["桜浜市環境局", "水津町教育委員会", "青原県監査委員", "桜浜市"])
@pytest.mark.parametrize("key", ["発行者", "author", "publisher"])
def test_metadata_names_a_japanese_body(key: str, name: str) -> None:
    assert _issuer(f"{TITLE}\n\n{BODY}", **{key: name}) == name


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
@pytest.mark.parametrize("name", ["桜浜市環境局", "水津町教育委員会", "青原県監査委員"])
def test_japanese_bodies_are_found_in_every_format(tmp_path: Path, form: str, name: str) -> None:
    path = title_page(tmp_path / f"a.{form}", TITLE, name, BODY)
    details = read_report(path, path.name).details
    assert (details.issuer, details.title, details.year) == (name, TITLE, 2024)


def test_long_lines_take_little_time() -> None:
    began = time.process_time()
    for text in (
        "桜" * 90_000,
        "市" * 90_000,
        "桜浜市環境" * 20_000,
        "令和6年度" * 20_000,
        "局は、" * 30_000,
        "ああ" * 50_000,
    ):
        whole_japanese_name(text)
        find_japanese_issuer(Document(text, "text"), text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("総務省統計局・青原県統計課", "総務省統計局、青原県統計課"),
        ("厚生労働省　経済産業省　国土交通省", "厚生労働省、経済産業省、国土交通省"),
        ("厚生労働省経済産業省", "厚生労働省、経済産業省"),
        ("内閣府、総務省", "内閣府、総務省"),
        ("国土交通省気象庁", "国土交通省気象庁"),
        ("国土交通省関東地方整備局", "国土交通省関東地方整備局"),
    ],
)
def test_ministries_side_by_side_are_several_bodies(line: str, names: str) -> None:
    assert whole_japanese_name(line) == names
