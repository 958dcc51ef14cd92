"""Whose work the numbers of made-up sentences measure."""

from __future__ import annotations

import pytest

from kg.facts.model import EntityType
from tests.annotate.test_observations import UNION, read

NAMES: dict[str, EntityType] = {
    "丙镇总工会": "Union",
    "丁街道总工会": "Union",
    "甲县货运行业工会联合会": "Union",
    "乙公司": "Company",
    "王立": "Person",
    "甲县工人文化宫": "Facility",
    "职工趣味运动会": "Program",
    "王立创新工作室": "Facility",
}


def subjects(text: str) -> list[str]:
    return [draft.subject for draft in read(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年成立的甲县货运行业工会联合会，覆盖站点37个。", ["甲县货运行业工会联合会"]),
        ("牵头组建甲县货运行业工会联合会，吸纳货车司机318名。", [UNION]),
        ("乙公司荣获省先进集体称号。举办培训班18期。", [UNION]),
        ("2014年10月，新建的甲县工人文化宫建成开放，接待职工31万人次。", [UNION]),
        ("甲县工人文化宫建成开放。甲县工人文化宫接待职工31万人次。", [UNION]),
        ("甲县工人文化宫启用以来，接待职工31万人次。", ["甲县工人文化宫"]),
        ("与法院共建甲县工人文化宫，办结案件31件。", [UNION]),
        ("乙公司协办的职工趣味运动会开赛，24支队伍参赛。", [UNION]),
        ("乙公司品酒师王立等17名选手获技术标兵称号。", [UNION]),
        ("乙公司职工李某等17名选手获技术标兵称号。", [UNION]),
        ("乙公司建立劳模工作室17个。", ["乙公司"]),
        ("王立创新工作室成立。工作室面积420平方米。", ["王立创新工作室"]),
        ("甲县货运行业工会联合会挂牌。联合会举办安全课堂11场。", ["甲县货运行业工会联合会"]),
        ("丙镇总工会主席王立介绍，上半年慰问职工52人。", ["丙镇总工会"]),
        ("丙镇总工会主席王立带队走访，慰问职工52人。", ["丙镇总工会"]),
        ("丙镇总工会与丁街道商会签订集体合同，覆盖职工318人。", ["丙镇总工会"]),
        ("王立当选工匠，依托王立创新工作室带徒46人。", ["王立创新工作室"]),
        ("走进王立创新工作室的职工有46人。", [UNION]),
        ("乙公司焊工王立当选工匠。王立带徒46人。", ["乙公司"]),
        ("乙公司焊工王立当选工匠。他带徒46人。", ["乙公司"]),
        ("王立当选工匠。他带徒46人。", [UNION]),
        ("丙镇总工会有关领导到场，参加活动的职工有46人。", [UNION]),
        ("丙镇总工会兼职副主席王立等10人当选工匠。", [UNION]),
        ("9个丙镇总工会先后组织预赛270场。", [UNION, UNION]),
        ("【丁街道总工会】竞赛在园区举行，17家企业参加。", ["丁街道总工会"]),
        ("“今年开展讲座20场，服务职工86人。”丙镇总工会主席王立说。", ["丙镇总工会", "丙镇总工会"]),
    ],
)
def test_a_number_measures_the_work_of_who_is_told_of(text: str, expected: list[str]) -> None:
    assert subjects(text) == expected


def test_the_staff_of_a_firm_are_the_realm_of_its_own_union() -> None:
    names: dict[str, EntityType] = {"乙机械有限公司工会": "Union", "乙机械有限公司": "Company"}
    drafts = read(
        "乙机械有限公司现有职工1860人。乙机械有限公司工会慰问职工90人。", names, reporter="乙机械有限公司工会"
    )
    assert [draft.subject for draft in drafts] == ["乙机械有限公司工会"] * 2


def test_a_report_is_the_titled_unions_though_it_names_a_firm_more_often() -> None:
    names: dict[str, EntityType] = {"甲县总工会": "Union", "乙公司": "Company"}
    text = "甲县总工会工作总结\n新建工会90家。\n走进乙公司，乙公司职工、乙公司班组、乙公司车间获奖。"
    assert [draft.subject for draft in read(text, names, reporter="甲县总工会")] == ["甲县总工会"]


@pytest.mark.parametrize(
    ("text", "union", "subject"),
    [
        (
            "乙公司举办竞赛\n开赛当天，17名选手上场。乙公司、乙公司班组获奖。甲省总工会到场。",
            "甲省总工会",
            "乙公司",
        ),
        (
            "乙公司举办竞赛\n开赛当天，17名选手上场。乙公司、乙公司班组获奖。公司工会组织。",
            "公司工会",
            "公司工会",
        ),
        ("乙公司摘得工人先锋号\n17名职工带徒。甲省总工会、甲省总工会主办评选。", "甲省总工会", "乙公司"),
        ("走进乙公司\n17名职工带徒。甲省总工会、甲省总工会主办评选。", "甲省总工会", "甲省总工会"),
        (
            "竞赛开赛\n竞赛由甲省总工会主办，24名选手上场。走进乙公司、乙公司、乙公司。",
            "甲省总工会",
            "甲省总工会",
        ),
    ],
)
def test_a_firm_named_often_is_told_of_where_it_opens_and_the_union_is_not_its_own(
    text: str, union: str, subject: str
) -> None:
    names: dict[str, EntityType] = {"甲省总工会": "Union", "公司工会": "Union", "乙公司": "Company"}
    assert {draft.subject for draft in read(text, names, reporter=union)} == {subject}


def test_a_newspaper_that_opens_its_news_does_not_act() -> None:
    names: dict[str, EntityType] = {"甲县总工会": "Union", "丙工人报": "Organization"}
    text = "丙工人报讯（记者王立）87份集体合同覆盖职工318名，是甲县总工会的成绩。丙工人报、丙工人报。"
    assert {draft.subject for draft in read(text, names, reporter="甲县总工会")} == {"甲县总工会"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("乙机械厂再获荣誉\n甲省总工会日前把奖状授予乙机械厂。\n厂里有17名职工带徒。", "乙机械厂"),
        ("乙机械厂竞赛落幕\n为落实甲省总工会要求，24名选手比武。", "乙机械厂"),
        ("庆祝甲省总工会成立100周年大会召开，丙市有112人获表彰。丙市职工代表归来。", "丙市"),
        ("甲省总工会主办竞赛，参赛选手24名。乙机械厂职工观战。", "甲省总工会"),
    ],
)
def test_a_union_above_that_gives_or_orders_leaves_the_report_to_others(text: str, subject: str) -> None:
    names: dict[str, EntityType] = {"甲省总工会": "Union", "乙机械厂": "Company", "丙市": "Place"}
    assert {draft.subject for draft in read(text, names, reporter="甲省总工会")} == {subject}


@pytest.mark.parametrize("office", ["丙农场工会女职工委员会", "丙农场工会经济工作部", "农场工会"])
def test_an_office_of_the_reporter_or_a_shorter_name_of_it_acts_for_it(office: str) -> None:
    names: dict[str, EntityType] = {"丙农场工会": "Union", office: "Union"}
    drafts = read(f"{office}开展讲座126场。职工支持丙农场工会。", names, reporter="丙农场工会")
    assert {draft.subject for draft in drafts} == {"丙农场工会"}


def test_a_bare_firm_is_the_one_so_called_that_the_report_names_most_often() -> None:
    names: dict[str, EntityType] = {"乙港集团": "Company", "丙公司": "Company", "集团": "Company"}
    text = "乙港集团捧回奖状\n今年，集团投入帮扶资金270万元。乙港集团。丙公司到场，丙公司、丙公司点赞。"
    drafts = read(text, names, reporter=None)
    assert {draft.subject for draft in drafts} == {"乙港集团"}


def test_a_union_named_within_the_first_sentence_of_a_paragraph_does_not_lead_it() -> None:
    names: dict[str, EntityType] = {"甲县总工会": "Union", "丙镇总工会": "Union"}
    texts = [f"\n{opening}丙镇总工会举办讲座7场。慰问职工52人。" for opening in ("5月3日，", "2.")]
    told = [[draft.subject for draft in read(text, names, reporter="甲县总工会")] for text in texts]
    assert told == [["丙镇总工会", "甲县总工会"], ["丙镇总工会", "丙镇总工会"]]


def test_a_studio_that_opens_the_title_is_told_of() -> None:
    names: dict[str, EntityType] = {"甲省总工会": "Union", "王立创新工作室": "Facility"}
    text = "王立创新工作室：匠心育人\n甲省总工会负责人参观。31人的团队里，研究员有19人。"
    assert {draft.subject for draft in read(text, names, reporter="甲省总工会")} == {"王立创新工作室"}


def test_a_studio_of_which_nothing_tells_whose_it_is_works_for_the_reporter() -> None:
    names: dict[str, EntityType] = {"工作室": "Facility", "甲市总工会": "Union"}
    drafts = read("甲市总工会推广工作室。工作室开展攻关项目30项。", names, reporter="甲市总工会")
    assert {draft.subject for draft in drafts} == {"甲市总工会"}


def test_a_report_without_a_union_is_of_its_place_not_of_its_newspaper() -> None:
    names: dict[str, EntityType] = {"丙日报": "Organization", "丙市": "Place"}
    drafts = read("丙日报讯：丙市表彰先进，100名职工获五一劳动奖章。", names, reporter=None)
    assert [draft.subject for draft in drafts] == ["丙市"]


def test_a_firm_named_once_beside_the_reporter_is_where_its_work_is_done() -> None:
    names: dict[str, EntityType] = {"甲县总工会": "Union", "乙公司": "Company"}
    text = "甲县总工会办助学活动，资助学生90人。乙公司也献上爱心，捐款5000元。"
    apart = text.replace("。乙", "。\n乙")
    together = [draft.subject for draft in read(text, names, reporter="甲县总工会")]
    alone = [draft.subject for draft in read(apart, names, reporter="甲县总工会")]
    assert (together, alone) == (["甲县总工会"] * 2, ["甲县总工会", "乙公司"])


def test_a_time_behind_a_semicolon_goes_back_to_who_the_paragraph_tells_of() -> None:
    names: dict[str, EntityType] = {"甲县总工会": "Union", "丙镇总工会": "Union"}
    text = "甲县总工会推行医疗互助，丙镇总工会组织农民工215名参保；截至10月底，累计补助职工486人次。"
    drafts = read(text, names, reporter="甲县总工会")
    assert [draft.subject for draft in drafts] == ["丙镇总工会", "甲县总工会"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收缴工会经费86万元（上年同期70万元），同比增加16万元。",
            ["收缴工会经费", "收缴工会经费", "收缴工会经费增加"],
        ),
        ("征集建议63条，采纳41条，采纳率65%。", ["征集建议", "采纳建议", "建议采纳率"]),
        ("新发展会员900人，其中农民工300人。", ["新发展会员", "农民工"]),
        ("会同县人社局、县工商联发出要约书41份。", ["发出要约书"]),
        ("牵头组建甲县货运行业工会联合会，会员318人。", ["甲县货运行业工会联合会会员"]),
    ],
)
def test_an_indicator_takes_what_it_lacks_from_its_sentence(text: str, expected: list[str]) -> None:
    assert [draft.indicator for draft in read(text, NAMES)] == expected
