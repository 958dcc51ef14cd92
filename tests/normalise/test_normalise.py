"""Cleaning keeps the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OffsetError
from kg.normalise import NormalText, normalise
from kg.normalise.steps import fold_width

LAYOUT = st.text(alphabet="工会，,。.“”\"'()（） \n\r\t　#*-−１2二年AｂＺ\u200b\ufeff😀𠮷", max_size=60)


@given(LAYOUT | st.text(max_size=60))
def test_every_character_stems_from_one_raw_character_in_order(raw: str) -> None:
    normal = normalise(raw)
    assert list(normal.origins) == sorted(set(normal.origins))
    assert all(0 <= origin < len(raw) for origin in normal.origins)


@given(raw=LAYOUT | st.text(max_size=60), ends=st.tuples(st.integers(0, 80), st.integers(1, 80)))
def test_a_stretch_leads_back_to_the_raw_characters_it_came_from(raw: str, ends: tuple[int, int]) -> None:
    normal = normalise(raw)
    start, end = sorted(ends)
    if not start < end <= len(normal.text):
        with pytest.raises(OffsetError):
            normal.to_raw(start, end)
        return
    raw_start, raw_end = normal.to_raw(start, end)
    assert 0 <= raw_start < raw_end <= len(raw)
    assert normal.from_raw(raw_start, raw_end) == (start, end)
    assert _folded(raw[raw_start]) == _folded(normal.text[start])
    assert _folded(raw[raw_end - 1]) == _folded(normal.text[end - 1])


def _folded(character: str) -> str:
    """A character as width, quotation marks and kinds of blank leave it."""
    if character in "\"'“”‘’「」『』〝〞＂＇":
        return "quote"
    if character in "\r\n\u2028\u2029\u0085\x0b\x0c":
        return "break"
    if character in " \t\u00a0\u3000\u2002\u2003\u2009":
        return "blank"
    return fold_width([("工", 0), (character, 1), ("会", 2)])[1][0]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("开展行动,举办区职工 \n运动会和群众性活动8场。", "开展行动，举办区职工运动会和群众性活动8场。"),
        ("参与职工超**2**万人。", "参与职工超2万人。"),
        ('举办"春送岗位"线上线下 \n招聘会8场,共50家。', "举办“春送岗位”线上线下招聘会8场，共50家。"),
        ("## 第二站:党史教育站", "第二站：党史教育站"),
        ("１２家（筹）,共", "12家（筹），共"),
        ("1,439家", "1,439家"),
        ("IT Park 开放", "IT Park开放"),
        ("阅读数:1572   本文字数:2981\n正文在此。", "正文在此。"),
    ],
)
def test_layout_goes_and_words_stay(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_a_sentence_cut_by_a_blank_line_is_whole_again() -> None:
    raw = "区总工会(筹)积极挖掘区内资源优势,推进开发独具钱塘特色的应用场景,“钱塘游学一\n\n码通”便是其中代表。"
    normal = normalise(raw)
    assert "钱塘游学一码通" in normal.text
    start = normal.text.index("钱塘游学一码通")
    raw_start, raw_end = normal.to_raw(start, start + 7)
    assert raw[raw_start:raw_end] == "钱塘游学一\n\n码通"


def test_a_title_keeps_its_line_above_a_longer_one() -> None:
    title = "大河县总工会送清凉，慰问一线职工"
    text = "7月28日，大河县总工会一行来到城东工地，给高温下坚守岗位的建设者送去毛巾、绿豆和藿香正气水。"
    raw = f"{title}\n{text}\n"
    assert normalise(raw).text.split("\n")[0] == title
    assert normalise(raw.replace("\n", "\n\n", 1)).text.split("\n")[0] == title


def test_a_line_that_layout_wrapped_runs_on_into_a_longer_one() -> None:
    cut = "今年以来，大河县总工会开展慰问活动，\n"
    raw = f"{cut}先后来到城东工地、城西车站、北岸码头、南山矿区和开发区，给职工送去毛巾、绿豆、茶叶。\n"
    assert "\n" not in normalise(raw).text.strip()


def test_headings_and_lists_keep_their_lines() -> None:
    raw = "致力产改实效\n\n汇聚创业创新强大动力\n\n当前,我省正深入实施改革。"
    assert normalise(raw).text.split("\n") == [
        "致力产改实效",
        "汇聚创业创新强大动力",
        "当前，我省正深入实施改革。",
    ]


def test_a_blank_that_is_left_out_is_remembered_as_a_gap() -> None:
    normal = normalise("■文/严巍 徐霞丽")
    assert normal.text == "■文/严巍徐霞丽"
    assert normal.gaps == {normal.text.index("徐")}


def test_offsets_and_text_of_unequal_length_are_refused() -> None:
    with pytest.raises(OffsetError, match="give one each"):
        NormalText("工会", (0,))
