"""Honors told before their winners, contests whose winners took part, two events held as one."""

from __future__ import annotations

import pytest

from tests.annotate.test_relations import facts

MEDAL, UNIT = "某市五一劳动奖章", "某市五一劳动奖状"


@pytest.mark.parametrize(
    ("text", "winners"),
    [
        (f"[Honor {MEDAL}]由[Person 张三]、[Person 李四]等6人获得。", {"张三", "李四"}),
        (f"[Honor {UNIT}]授予[Company 甲纺织厂]等3家单位。", {"甲纺织厂"}),
        (
            f"获得[Honor {MEDAL}]的有[Company 甲纺织厂]主任[Person 张三]，[Person 李四]。",
            {"张三", "李四"},
        ),
        (f"“[Honor {UNIT}]”花落[Company 甲纺织厂]。", {"甲纺织厂"}),
    ],
)
def test_winners_named_behind_their_honor_are_found_without_their_employers(
    text: str, winners: set[str]
) -> None:
    assert {subject for _, subject, _ in facts(text, "CONFERRED")} == winners


def test_each_of_two_honors_goes_to_its_own_winners() -> None:
    text = f"[Honor {MEDAL}]授予[Person 张三]等9名职工，[Honor {UNIT}]授予[Company 甲纺织厂]等2个单位。"
    assert facts(text, "CONFERRED") == {
        ("CONFERRED", "张三", MEDAL),
        ("CONFERRED", "甲纺织厂", UNIT),
    }


def test_who_selects_the_winners_of_an_honor_has_not_won_it() -> None:
    text = f"[Honor {UNIT}]由[Union 某市总工会]评选命名，[Person 张三]获得好评。"
    assert facts(text, "CONFERRED") == set()


def test_the_winner_of_a_prize_took_part_in_the_contest_that_the_news_tells_of() -> None:
    text = "[Program 职工焊接技能大赛]昨日举行。[Honor 一等奖]由[Person 张三]夺得。"
    assert ("PARTICIPATES_IN", "张三", "职工焊接技能大赛") in facts(text)


def test_a_state_honor_does_not_make_its_holder_a_contestant() -> None:
    text = f"[Program 职工焊接技能大赛]昨日举行。[Honor {MEDAL}]由[Person 张三]获得。"
    assert facts(text, "PARTICIPATES_IN") == set()


def test_two_events_held_as_one_have_the_same_hosts() -> None:
    text = "由[Union 某市总工会]主办的[Program 职工运动会]暨[Program 职工篮球赛]昨日开幕。"
    assert facts(text, "ORGANIZES") == {
        ("ORGANIZES", "某市总工会", "职工运动会"),
        ("ORGANIZES", "某市总工会", "职工篮球赛"),
    }


def test_guests_named_behind_the_verb_were_at_the_event() -> None:
    text = "[Program 职工歌咏大会]昨日举行。到会的有[Union 某市总工会]主席[Person 张三]、[Person 李四]。"
    assert {subject for _, subject, _ in facts(text, "PARTICIPATES_IN")} == {"张三", "李四"}


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("[Union 某县总工会]主席[Person 张三]、常务副主席[Person 李四]到场。", {"张三", "李四"}),
        (
            "[Union 某县总工会]书记[Person 张三]，副主席[Person 李四]、[Person 王五]到场。",
            {"张三", "李四", "王五"},
        ),
        ("[Union 某县总工会]主席[Person 张三]，副县长[Person 李四]到场。", {"张三"}),
    ],
)
def test_an_office_in_a_list_is_of_the_body_of_the_one_before(text: str, offices: set[str]) -> None:
    assert {person for _, person, _ in facts(text, "HOLDS_POST")} == offices


def test_a_county_union_of_no_named_county_stands_below_the_city_that_reports() -> None:
    text = "[Union* 某某市总工会]部署工作，[Union 县总工会]落实。"
    assert facts(text, "SUBORDINATE_TO") == {("SUBORDINATE_TO", "县总工会", "某某市总工会")}


def test_the_second_of_two_dated_events_is_the_one_its_guests_were_at() -> None:
    text = (
        "2023年1月4日，[Program 甲县慰问座谈会]举行。"
        "2023年1月16日，[Program 乙县表彰大会]举行。县长[Person 张三]出席。"
    )
    assert facts(text, "PARTICIPATES_IN") == {("PARTICIPATES_IN", "张三", "乙县表彰大会")}


def test_each_person_of_a_list_with_posts_has_won_and_no_employer() -> None:
    who = "[Company 甲纺织厂]经理[Person 张三]、[Company 乙菌业公司]技术员[Person 李四]"
    text = f"{who}被授予“[Honor {MEDAL}]”称号。"
    assert facts(text, "CONFERRED") == {("CONFERRED", "张三", MEDAL), ("CONFERRED", "李四", MEDAL)}


def test_honors_that_a_sentence_adds_are_the_persons_it_tells_of() -> None:
    text = f"[Person 张三]是技术总监，又是[Honor {MEDAL}]；[Person 李四]是教师，同样是[Honor 某市技术能手]。"
    told = facts(text, "CONFERRED")
    assert ("CONFERRED", "张三", MEDAL) in told
    assert ("CONFERRED", "李四", "某市技术能手") in told
    assert ("CONFERRED", "李四", MEDAL) not in told


def test_counted_prizes_of_one_winner_are_all_its_own() -> None:
    text = "东道主[Company 甲煤业集团]收获[Honor 个人特等奖]9个、[Honor 团体特等奖]1个。"
    assert {honor for _, _, honor in facts(text, "CONFERRED")} == {"个人特等奖", "团体特等奖"}


def test_the_body_that_a_winner_works_for_took_part() -> None:
    text = "[Program 职工焊接技能大赛]昨日举行。[Honor 一等奖]由[Company 甲水务公司][Person 张三]夺得。"
    assert ("PARTICIPATES_IN", "甲水务公司", "职工焊接技能大赛") in facts(text)
