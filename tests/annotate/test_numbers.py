"""Numbers that count, and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.numbers import find_numbers
from kg.annotate.numerals import parse_chinese, parse_numeral


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit", "modifier"),
    [
        ("补助金额273.97万元", "273.97万元", 2739700, "元", "exact"),
        ("筹集资金1,250.5元", "1,250.5元", 1250.5, "元", "exact"),
        ("总投资3.12亿元", "3.12亿元", 312000000, "元", "exact"),
        ("投资2000多万元建设", "2000多万元", 20000000, "元", "over"),
        ("参赛职工40万余人次", "40万余人次", 400000, "人次", "over"),
        ("参与职工超12万人次", "12万人次", 120000, "人次", "over"),
        ("近千名钱塘职工欢聚一堂", "千名", 1000, "名", "about"),
        ("让万余名职工真正感受到", "万余名", 10000, "名", "over"),
        ("十余名车间工人围坐一堂", "十余名", 10, "名", "over"),
        ("来自宁波、温州等十个赛区的选手", "十个", 10, "个", "exact"),
        ("解决的三项重点工作", "三项", 3, "项", "exact"),
        ("操作比武等活动1131场（次）", "1131场", 1131, "场", "exact"),
        ("劳动奖章（奖状）7人（家）", "7人", 7, "人", "exact"),
        ("单建工会覆盖率90%以上", "90%", 90, "%", "over"),
        ("参与率达百分之八十", "百分之八十", 80, "%", "exact"),
        ("覆盖职工约20万职工", "20万", 200000, "人", "about"),
        ("开设35门线下课程", "35门", 35, "门", "exact"),
        ("新建基层工会553家", "553家", 553, "家", "exact"),
        ("隐患同比下降三成", "三成", 3, "成", "exact"),
        ("前后谈了四轮", "四轮", 4, "轮", "exact"),
        ("产值是上年的两倍", "两倍", 2, "倍", "exact"),
        ("上百名矿工到场", "百名", 100, "名", "over"),
        ("为厂里省下的钱超亿元", "亿元", 100000000, "元", "over"),
    ],
)
def test_a_number_is_read_with_its_power_unit_and_modifier(
    text: str, surface: str, value: float, unit: str, modifier: str
) -> None:
    (number,) = find_numbers(text)
    assert text[number.start : number.end] == surface
    assert (number.value, number.unit, number.modifier) == (value, unit, modifier)


@pytest.mark.parametrize(
    "text",
    [
        "已实现100人以上企业动态清零、25人以上应建尽建",
        "普陀区工会第十五次代表大会",
        "获得各组前4名的代表队",
        "已连续4年被考评",
        "历经3个月",
        "年龄18周岁以上",
        "当天15时30分",
        "打造1+N服务职工新体系",
        "师徒结对2.0版",
        "一系列活动、一方面、一次次攻坚克难",
        "走进千家万户",
        "五花八门的竞赛",
        "甲队和乙队居第二、三、四名",
        "分为两个阶段",
        "全国31个省份",
        "电话0571-88888888",
        "这三位科学家",
    ],
)
def test_ordinals_ages_times_durations_rules_versions_and_idioms_count_nothing(text: str) -> None:
    assert list(find_numbers(text)) == []


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二十五", 25),
        ("两千零三", 2003),
        ("十", 10),
        ("三百", 300),
        ("二〇二一", 2021),
        ("五万", 50000),
        ("万", 10000),
    ],
)
def test_chinese_numerals_are_read(numeral: str, value: int) -> None:
    assert parse_chinese(numeral) == value


def test_a_word_that_is_no_numeral_has_no_value() -> None:
    assert parse_chinese("职工") is None
    assert parse_numeral("12职") is None


def test_decimals_before_ten_thousand_stay_exact() -> None:
    assert parse_numeral("72.567万") == 725670
    assert parse_numeral("2.26万") == 22600


@given(st.text(alphabet="0123456789.,一二两十百千万亿余多近超约%人名家个场元次（）、，第前", max_size=40))
def test_any_text_gives_numbers_in_order_and_inside_the_text(text: str) -> None:
    before = 0
    for number in find_numbers(text):
        assert before <= number.left <= number.start < number.end <= number.right <= len(text)
        assert number.value > 0
        before = number.right


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建书屋15至18个", [(15, "个"), (18, "个")]),
        ("高温补贴每天12—18元", [(12, "元"), (18, "元")]),
        ("每户补助2到3万元", [(20000, "元"), (30000, "元")]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(number.value, number.unit) for number in find_numbers(text)] == expected


@pytest.mark.parametrize("text", ["鲁能城三期项目", "成功创建五成立", "坐三轮车来", "2015—2019年间"])
def test_stages_idioms_and_years_count_nothing(text: str) -> None:
    assert not list(find_numbers(text))


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("全省仅20人", "20人", 20, "人"),
        ("百场健康讲座", "百场", 100, "场"),
        ("完成吞吐量31.5万标箱", "31.5万标箱", 315000, "标箱"),
        ("粉丝数涨到41.5万。", "41.5万", 415000, "人"),
        ("连办四届", "四届", 4, "届"),
    ],
)
def test_what_hardly_counts_is_found_when_asked_for_and_marked(
    text: str, surface: str, value: float, unit: str
) -> None:
    (number,) = find_numbers(text, doubtful=True)
    assert (text[number.start : number.end], number.value, number.unit) == (surface, value, unit)
    assert number.doubtful
    assert not list(find_numbers(text))


def test_the_number_of_a_hotline_counts_nobody() -> None:
    assert not list(find_numbers("拨打12351职工维权热线", doubtful=True))


@pytest.mark.parametrize("text", ["发给数百名矿工", "拿出数万元", "来了几百名矿工"])
def test_some_hundreds_are_no_number_even_when_asked_for(text: str) -> None:
    assert not list(find_numbers(text, doubtful=True))


def test_the_end_of_a_word_is_no_more_than() -> None:
    (number,) = find_numbers("昨晚上百名矿工到场", doubtful=True)
    assert number.modifier == "exact"


def test_ordinals_are_no_numbers_even_when_asked_for() -> None:
    assert not list(find_numbers("获得第三名，前4名晋级", doubtful=True))
