"""Words of numbers and the indicators they name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.rdf.indicators import Match, clean, match, unit_key
from kg.resources import lexicon, unbounded
from tests.facts.gold import gold


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("新建爱心驿站", "家", Match("outdoor-stations", "flow")),
        ("全区现有爱心驿家", "个", Match("outdoor-stations", "stock")),
        ("“妈咪暖心小屋”", "个", Match("mother-rooms", None)),
        ("新发展会员", "人", Match("new-members", "flow")),
        ("发展新会员", "名", Match("new-members", "flow")),
        ("认定建德工匠", "名", Match("county-craftsmen", "flow")),
        ("认定杭州工匠", "名", Match("municipal-craftsmen", "flow")),
        ("选树浙江工匠", "人", Match("provincial-craftsmen", "flow")),
        ("医疗互助补助金额", "元", Match("mutual-medical-payout-amount", "flow")),
        ("各级工会开展劳动技能竞赛", "场", Match("labour-competitions", "flow")),
        ("事业单位职代会和厂务公开建制率", "%", Match("workers-congress-rate", "ratio")),
        ("签署了职工疗休养合作协议", "份", Match("cooperation-agreements", "flow")),
        ("员工结对师徒", "对", Match("mentor-pairs", "flow")),
        ("员工结对师徒", "名", Match("mentees", "flow")),
        ("普陀全区建档立卡困难职工家庭如期实现解困脱困", "户", Match("hardship-households-lifted", "flow")),
        ("参加全市在职职工医疗互助人数", "名", Match("mutual-medical-participants", "flow")),
        ("当场达成意向", "人", Match("job-intentions", "flow")),
        ("处理信访", "件", Match("petitions-handled", "flow")),
        ("农民工会员", "人", Match("migrant-members", "stock")),
        ("走访困难职工", "户", Match("hardship-households-aided", "flow")),
        ("在档困难职工", "户", Match("hardship-households", "stock")),
        ("规模以上企业建会率", "%", Match("union-coverage-rate", "ratio")),
        ("签订工资专项集体合同", "份", Match("wage-contracts", "flow")),
        ("被采纳合理化建议", "条", Match("proposals-adopted", "flow")),
        ("职工医疗互助保障给付", "人次", Match("mutual-medical-payout-times", "flow")),
        ("职工医疗互助保障给付", "元", Match("mutual-medical-payout-amount", "flow")),
    ],
)
def test_words_and_unit_name_an_indicator(words: str, unit: str, expected: Match) -> None:
    assert match(words, unit) == expected


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("惠及职工", "人次"),  # of what?
        ("参与职工", "人次"),
        ("发放就学补助金", "名"),  # money in persons
        ("新建爱心驿站", "元"),
        ("金秋助学帮扶", "元"),  # in all, or each?
        ("覆盖职工", "人"),  # by what?
        ("代表满意率", "%"),  # with what?
        ("职工提供医疗互助补助", "元"),  # paid out, or towards the premium?
        ("评选认定钱塘工匠提名奖", "名"),  # nobody became a craftsman
        ("上海工匠", "名"),  # who came to a meeting
        ("市级职业技能竞赛", "场"),  # held, or entered?
        ("培育全国五一劳动奖章、浙江省劳模", "名"),  # two honors
        ("", "个"),
    ],
)
def test_words_that_name_no_single_indicator_are_left_alone(words: str, unit: str) -> None:
    assert match(words, unit) is None


@pytest.mark.parametrize(
    ("words", "unit", "about", "expected"),
    [
        ("发放补助", "人次", "职工医疗互助", "mutual-medical-payout-times"),
        ("补助金额", "元", "职工医疗互助", "mutual-medical-payout-amount"),
        ("覆盖职工", "人", "劳模工匠“双百工程”宣讲活动", "lecture-audience"),
        ("参与职工", "人", "十百千万技能竞赛", "competition-participants"),
    ],
)
def test_the_program_that_a_number_is_about_tells_what_its_words_leave_out(
    words: str, unit: str, about: str, expected: str
) -> None:
    found = match(words, unit, (about,))
    assert match(words, unit) is None
    assert found is not None
    assert found.key == expected


def test_programs_that_lead_to_two_indicators_lead_to_none() -> None:
    assert match("参与职工", "人", ("十百千万技能竞赛", "安康杯竞赛")) is None


def test_words_that_name_an_indicator_are_not_read_otherwise_by_a_program() -> None:
    assert match("新建爱心驿站", "家", ("职工医疗互助",)) == match("新建爱心驿站", "家")


@settings(deadline=None)  # the lists are read in the first example
@given(words=st.text(), unit=st.sampled_from(["人", "家", "元", "%", "场", "x"]))
def test_any_words_can_be_asked_for(words: str, unit: str) -> None:
    assert match(words, unit) is None or match(words, unit) == match(f"“{words}”", unit)


def test_no_two_indicators_claim_the_same_words_of_the_seeds() -> None:
    said = {(one.indicator, one.unit) for facts in gold() for one in facts.observations}
    linked = [pair for pair in said if match(*pair)]
    assert len(linked) / len(said) > 0.6


@pytest.mark.parametrize("row", lexicon("scheme_indicators"), ids=lambda row: row["key"])
def test_a_pattern_is_bounded_and_does_not_match_nothing(row: dict[str, str]) -> None:
    assert not unbounded(row["pattern"])
    pattern = row["pattern"].replace("{", "(?:").replace("}", ")")
    assert not row["pattern"] or not re.fullmatch(pattern, "")


def test_cleaning_takes_off_what_says_when_and_whose() -> None:
    assert clean("全区累计共有职工书屋") == "共有职工书屋"


def test_measure_words_for_people_are_one_unit() -> None:
    assert unit_key("人") == unit_key("名") == unit_key("位") == "person"
    assert unit_key("人次") != unit_key("人")
    assert unit_key("家") != unit_key("户")


def test_every_measure_word_of_the_seeds_has_a_unit() -> None:
    units = {one.unit for facts in gold() for one in facts.observations}
    assert {unit for unit in units if unit_key(unit) is None} == set()
