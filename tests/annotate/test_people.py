"""Posts and employers that are not told straight before the name."""

from __future__ import annotations

import pytest

from tests.annotate.test_relations import facts, relations

FIRM = "[Company 江南轴承有限公司]"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"第一名[Person 周林]（{FIRM}）夺冠。", ("EMPLOYED_BY", "周林", "江南轴承有限公司")),
        (f"[Person 周林]（{FIRM}总经理）当选。", ("HOLDS_POST", "周林", "江南轴承有限公司")),
        (f"{FIRM}（以下简称江轴）钳工[Person 周林]出席。", ("EMPLOYED_BY", "周林", "江南轴承有限公司")),
        (f"“焊花”[Person 周林]来自{FIRM}，获奖两次。", ("EMPLOYED_BY", "周林", "江南轴承有限公司")),
        (f"{FIRM}数控机床操作工[Person 周林]夺冠。", ("EMPLOYED_BY", "周林", "江南轴承有限公司")),
        (f"\n[Person 周林]（女）　{FIRM}车间主任\n", ("HOLDS_POST", "周林", "江南轴承有限公司")),
        (
            "[Organization 城北供电所]获评先进，所长[Person 周林]发言。",
            ("HOLDS_POST", "周林", "城北供电所"),
        ),
        (
            "[Person 周林]技术好。他还受聘为[Organization 江南学院]院长。",
            ("HOLDS_POST", "周林", "江南学院"),
        ),
    ],
)
def test_who_works_where(text: str, told: tuple[str, str, str]) -> None:
    assert told in facts(text, "HOLDS_POST", "EMPLOYED_BY")


def test_in_the_story_of_a_firm_offices_workshops_and_workrooms_are_its_own() -> None:
    text = (
        f"{FIRM}召开大会。工会主席[Person 周林]讲话。[Organization 磨加工车间]获奖，{FIRM}投入资金。"
        f"[Facility 周林劳模创新工作室]授课，{FIRM}支持。"
    )
    assert {
        ("HOLDS_POST", "周林", "江南轴承有限公司"),
        ("PART_OF", "磨加工车间", "江南轴承有限公司"),
        ("PART_OF", "周林劳模创新工作室", "江南轴承有限公司"),
    } <= facts(text)
    (post,) = [draft.post for draft in relations(text) if draft.type == "HOLDS_POST"]
    assert post == "工会主席"


def test_without_a_body_that_fits_an_office_alone_tells_nothing() -> None:
    assert facts("大会召开，所长[Person 周林]发言。[Organization 江南学院]参会。", "HOLDS_POST") == set()


def test_a_site_lies_where_it_is_said_to_lie() -> None:
    text = "启动仪式在[Place 东渡港区]的[Facility 东渡海员之家]举行。"
    assert ("LOCATED_IN", "东渡海员之家", "东渡港区") in facts(text)


ACCOUNT = (
    "一、竞赛\n[Program 安康杯竞赛]举办。[Program 技能大赛]举办。[Program 职工运动会]举办。\n"
    "二、荣誉\n三、服务\n"
)


def test_in_an_account_only_who_wins_beside_an_event_took_part_in_it() -> None:
    far = ACCOUNT + "班组获先进。工人先锋号评选结束。[Person 周林]获得一等奖。"
    near = ACCOUNT + "[Program 护理技能比武]举行。[Person 周林]夺冠。"
    assert facts(far, "PARTICIPATES_IN") == set()
    assert facts(near, "PARTICIPATES_IN") == {("PARTICIPATES_IN", "周林", "护理技能比武")}


def test_who_leads_others_in_an_activity_takes_part_in_that_one() -> None:
    text = "[Program 技能大赛]举行。由民警[Person 周林]带队开展[Program 心理健康进警营]18场。"
    assert ("PARTICIPATES_IN", "周林", "心理健康进警营") in facts(text)


def test_a_union_named_in_passing_does_not_act_unnamed() -> None:
    story = "江南学院的同学们走进社区。" * 20
    late = story + "他曾获[Union* 市总工会]表扬。举办[Program 工匠课堂]两期。"
    early = "[Union* 市总工会]会同学校忙起来。举办[Program 工匠课堂]两期。"
    assert facts(late, "ORGANIZES") == set()
    assert facts(early, "ORGANIZES") == {("ORGANIZES", "市总工会", "工匠课堂")}


def test_a_roll_below_a_heading_that_is_an_honor_names_its_winners() -> None:
    text = (
        "表彰决定\n一、[Honor 省五一劳动奖章]\n[Place 江南市]\n"
        "[Person 周林]　[Company 江南轴承有限公司]钳工\n[Person 吴江]　[Organization 江南一中]教师\n"
        "二、[Honor 省工人先锋号]\n[Organization 江南轴承有限公司磨工班]\n"
    )
    assert facts(text, "CONFERRED") == {
        ("CONFERRED", "周林", "省五一劳动奖章"),
        ("CONFERRED", "吴江", "省五一劳动奖章"),
        ("CONFERRED", "江南轴承有限公司磨工班", "省工人先锋号"),
    }


def test_an_office_behind_a_name_is_held_in_the_body_that_has_such_an_office() -> None:
    text = "[Organization 东湖中学]开会。[Person 张三]校长逐份讲解文件。"
    assert ("HOLDS_POST", "张三", "东湖中学") in facts(text)
    assert not facts("[Company 甲公司]开会。[Person 张三]校长逐份讲解文件。", "HOLDS_POST")


def test_the_group_means_the_body_that_is_called_one() -> None:
    text = "[Company 东湖集团]的比赛在[Company 甲水务公司]举行，集团副总经理[Person 张三]到场。"
    assert facts(text, "HOLDS_POST") == {("HOLDS_POST", "张三", "东湖集团")}


@pytest.mark.parametrize("end", ["。", "；", "\n"])
def test_a_roll_within_a_sentence_says_where_each_works(end: str) -> None:
    text = (
        f"名单如下：[Person 张三]，[Company 甲钢铁公司]焊工；[Person 李四]，[Company 乙工程公司]测量工{end}"
    )
    assert facts(text, "EMPLOYED_BY") == {
        ("EMPLOYED_BY", "张三", "甲钢铁公司"),
        ("EMPLOYED_BY", "李四", "乙工程公司"),
    }


def test_authors_named_behind_their_union_work_for_it() -> None:
    text = "图/文：[Union 某市总工会]作者：[Person 张三]"
    assert facts(text, "EMPLOYED_BY") == {("EMPLOYED_BY", "张三", "某市总工会")}
