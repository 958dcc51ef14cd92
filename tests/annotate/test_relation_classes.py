"""Classes of relations that reports of many kinds tell alike: credits, offices, branches, venues, hosts."""

from __future__ import annotations

import pytest

from tests.annotate.test_relations import facts

Triple = tuple[str, str, str]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "[Organization 某某日报]讯（记者[Person 张三]）今天有比赛。\n编辑[Person 李四]二审[Person 王五]",
            {"张三", "李四", "王五"},
        ),
        ("[Organization 某某晚报]7月1日讯（实习生[Person 张三][Person 李四]）天气炎热。", {"张三", "李四"}),
        ("[Organization 某某融媒]讯 慰问活动举行。\n（[Person 张三]）", {"张三"}),
    ],
)
def test_who_wrote_and_edited_a_report_works_for_its_medium(text: str, people: set[str]) -> None:
    told = facts(text, "EMPLOYED_BY")
    assert {person for _, person, _ in told} == people
    assert len({medium for _, _, medium in told}) == 1


def test_a_correspondent_works_for_the_body_that_is_the_source() -> None:
    text = "大队开展慰问。\n来源：[Organization 某边境管理大队]通讯员：[Person 张三]"
    assert facts(text, "EMPLOYED_BY") == {("EMPLOYED_BY", "张三", "某边境管理大队")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[Company 甲电器有限公司]的职工来了，公司常务副总经理[Person 张三]主持活动。",
            ("HOLDS_POST", "张三", "甲电器有限公司"),
        ),
        (
            "培训由[Organization 市工会干部学校]承办，学校副校长[Person 张三]介绍。",
            ("HOLDS_POST", "张三", "市工会干部学校"),
        ),
        (
            "[Organization 某县人民政府]发文，副县长[Person 张三]参加活动。",
            ("HOLDS_POST", "张三", "某县人民政府"),
        ),
        (
            "[Organization 某县县委宣传部]主办，县委常委、宣传部长[Person 张三]出席。",
            ("HOLDS_POST", "张三", "某县县委宣传部"),
        ),
        (
            "[Company 甲股份有限公司]召开职代会，选举[Person 张三]先生出任公司职工代表监事。",
            ("HOLDS_POST", "张三", "甲股份有限公司"),
        ),
    ],
)
def test_an_office_told_without_its_body_is_of_the_one_it_fits(text: str, told: Triple) -> None:
    assert facts(text, "HOLDS_POST") == {told}


def test_an_office_is_nobodys_where_two_governments_are_named() -> None:
    text = "[Organization 甲县人民政府]、[Organization 乙县人民政府]发文，副县长[Person 张三]参加。"
    assert facts(text, "HOLDS_POST") == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[Union 甲路桥有限公司工会]与[Union 甲路桥有限公司西南分公司工会]慰问职工。",
            ("甲路桥有限公司西南分公司工会", "甲路桥有限公司工会"),
        ),
        (
            "[Union 中国海员建设工会全国委员会]、[Union 中华全国总工会]主办。",
            ("中国海员建设工会全国委员会", "中华全国总工会"),
        ),
        (
            "[Union* 某铁路局工会]总结。[Union 戈壁综合维修段工会]建成活动室。",
            ("戈壁综合维修段工会", "某铁路局工会"),
        ),
    ],
)
def test_branches_stand_below_their_employers_union(text: str, told: tuple[str, str]) -> None:
    assert facts(text, "SUBORDINATE_TO") == {("SUBORDINATE_TO", *told)}


def test_a_firm_before_a_persons_name_did_not_win_what_the_person_won() -> None:
    text = "[Company 甲钢铁有限公司][Person 张三]荣获[Honor 全国五一劳动奖章]。"
    assert facts(text, "CONFERRED") == {("CONFERRED", "张三", "全国五一劳动奖章")}


def test_a_contest_wins_no_prize_of_its_own() -> None:
    text = "[Company 甲银行]在[Program 全省案例评选竞赛]活动中荣获[Honor 一等奖]。"
    assert facts(text, "CONFERRED") == {("CONFERRED", "甲银行", "一等奖")}


def test_this_event_is_the_one_held_first_in_news() -> None:
    text = (
        "8月1日，[Program 送清凉公益活动]举行。现场还举办了[Program 志愿服务一条街]。\n"
        "本次活动由[Organization 某县纪委监委]、[Union 某县总工会]主办。"
    )
    assert facts(text, "ORGANIZES") == {
        ("ORGANIZES", "某县纪委监委", "送清凉公益活动"),
        ("ORGANIZES", "某县总工会", "送清凉公益活动"),
    }


def test_a_union_cooperates_with_every_other_host_of_an_event() -> None:
    text = "[Program 测量技能竞赛]由[Union 某州总工会]主办，[Organization 某支队]承办，[Company 甲集团]协办。"
    assert facts(text, "COOPERATES_WITH") == {
        ("COOPERATES_WITH", "某州总工会", "某支队"),
        ("COOPERATES_WITH", "某州总工会", "甲集团"),
    }


def test_a_unit_is_part_of_the_only_body_of_the_next_rank() -> None:
    text = "[Organization 某市消防救援总队]举办比武，[Organization 东湖支队]夺冠。"
    assert facts(text, "PART_OF") == {("PART_OF", "东湖支队", "某市消防救援总队")}


def test_a_city_of_one_character_is_where_a_congress_is_held() -> None:
    text = "[Place=北京市 北京]10月18日电：[Program 工会代表大会]今天在京隆重开幕。"
    assert facts(text, "LOCATED_IN") == {("LOCATED_IN", "工会代表大会", "北京市")}
