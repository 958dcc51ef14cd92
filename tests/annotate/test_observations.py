"""Observations of sentences of the seeds, with entities put in place."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.dates import mark_dates
from kg.annotate.extensions import EntityDraft, Frame, ObservationDraft, TextSpan
from kg.annotate.observations import by_rules
from kg.annotate.sections import mark_sections
from kg.facts.model import EntityType

UNION = "u"


def read(
    text: str,
    entities: dict[str, EntityType] | None = None,
    *,
    published: str | None = "2023",
    period: str | None = "2023",
    reporter: str | None = UNION,
) -> list[ObservationDraft]:
    """The observations of a text by the rules; an entity's id is its surface, each occurrence a mention."""
    doc: Doc = spacy.blank("zh").make_doc(text)
    doc._.frame = Frame(published=published, period=period)
    mark_dates(mark_sections(doc))
    drafts = [EntityDraft(UNION, "Union", "杭州市钱塘区总工会")]
    for surface, type in (entities or {}).items():
        starts = [at for at in range(len(text)) if text.startswith(surface, at)]
        spans = [TextSpan(at, at + len(surface), type) for at in starts]
        drafts.append(EntityDraft(surface, type, surface, [], spans))
    doc._.entities = drafts
    doc._.spans = sorted((span for draft in drafts for span in draft.spans), key=lambda span: span.start)
    doc._.reporter = reporter
    return by_rules(doc)[0]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("新建基层工会553家，吸纳新就业形态劳动者6201人。", ["新建基层工会", "吸纳新就业形态劳动者"]),
        (
            "举办女职工素质工程流动课堂18场、女职工技能比武大赛3场。",
            ["举办女职工素质工程流动课堂", "举办女职工技能比武大赛"],
        ),
        ("为371名职工资助专科学费184万元。", ["职工资助专科学费", "职工资助专科学费"]),
        ("成立5支劳模工匠志愿服务队。", ["成立劳模工匠志愿服务队"]),
        (
            "149家规上企业和7家新业态建会单位开展能级工资集体协商。",
            ["规上企业开展能级工资集体协商", "新业态建会单位开展能级工资集体协商"],
        ),
        (
            "督促17家基层工会立查立改、11家基层工会建立健全财务管理制度。",
            ["督促基层工会立查立改", "督促基层工会建立健全财务管理制度"],
        ),
        (
            "先后举办下城区首届职工文化大讲堂、烘焙技能等14场区级职业技能比武竞赛活动。",
            ["举办区级职业技能比武竞赛活动"],
        ),
        ("全区现有职工之家160个、职工书屋50个。", ["现有职工之家", "现有职工书屋"]),
        ("引进疗休养客源1065批次，38665人。", ["引进疗休养客源", "引进疗休养客源"]),
        ("截至目前，参与“安康杯”竞赛活动企业达1439家。", ["参与安康杯竞赛活动企业"]),
        ("拖欠廖师傅等10名职工工资7万余元。", ["拖欠职工工资", "职工工资"]),
        ("街道司法所向来往工友发放宣传手册300册。", ["发放宣传手册"]),
    ],
)
def test_an_indicator_keeps_verb_and_object_and_leaves_the_rest_out(text: str, indicators: list[str]) -> None:
    assert [observation.indicator for observation in read(text)] == indicators


def test_an_agreement_left_unsaid_after_a_verb_is_put_in() -> None:
    text = "新签订区域性《劳动安全卫生专项集体合同》4份，续签43份。"
    found = read(text, {"劳动安全卫生专项集体合同": "Document"})
    assert found[1].indicator == "续签劳动安全卫生专项集体合同"
    assert found[1].about == ("劳动安全卫生专项集体合同",)


def test_the_reporting_union_is_the_subject_where_nobody_else_acts() -> None:
    assert [o.subject for o in read("全区现有职工之家160个。指导483家企业开展工资集体协商。")] == [
        UNION,
        UNION,
    ]


def test_a_firm_a_site_or_a_committee_that_acts_is_the_subject() -> None:
    text = (
        "日前，万邦船舶重工（舟山）有限公司举行拜师仪式，机电装置生产线的42名员工结对21对师徒。"
        "新建“爱心驿家”10家，市工人文化宫（寿昌宫）4月正式启用以来，已开展各类公益活动147场次。"
        "区总工会女工委先后为7714名女职工办理保险，全区新签订协议的非公企业有30家。"
        "职工爱去市工人文化宫（寿昌宫）。"
    )
    firm, site, committee = "万邦船舶重工（舟山）有限公司", "市工人文化宫（寿昌宫）", "区总工会女工委"
    found = read(text, {firm: "Company", site: "Facility", committee: "Union"})
    assert [o.subject for o in found] == [firm, firm, UNION, site, committee, UNION]


def test_a_firm_named_before_acts_again_under_a_general_word() -> None:
    text = (
        "江南阀门公司挂牌。江南阀门公司位于寿昌镇。据悉，该公司设有3间职工书屋。其中，职工教室90平方米。"
        "区总工会慰问职工30人。"
    )
    found = read(text, {"江南阀门公司": "Company", "区总工会": "Union"})
    assert [o.subject for o in found] == ["江南阀门公司", "江南阀门公司", UNION]


def test_numbers_of_the_economy_in_news_are_left_out() -> None:
    text = (
        "据美国媒体报道，受罢工影响，公司股价盘中下跌12%，市值蒸发约30亿美元，债务超过10亿美元。"
        "\n卡车司机工会表示，与资方的谈判仍在进行。数据显示，美国第二季度GDP同比增长2.4%。"
    )
    assert read(text, {"卡车司机工会": "Union"}, reporter="卡车司机工会") == []


def test_a_number_in_the_speech_of_a_union_is_kept() -> None:
    text = "暑假里，区总工会为职工办起托管班。“我们设了5个托管点，预计托管90人以上。”区总工会负责人介绍。"
    kept = read(text, {"区总工会": "Union"}, reporter="区总工会")
    assert [(o.value, o.modifier) for o in kept] == [(5, "exact"), (90, "target")]


def test_numbers_inside_names_and_names_of_numbered_things_are_left_out() -> None:
    assert read("出台“助力复工复产15条措施”。", {"助力复工复产15条措施": "Document"}) == []
    assert read("确定2021年度服务职工群众十件实事，以“四项行动”为统领。") == []


def test_a_figure_said_a_second_time_is_dropped() -> None:
    text = "省总工会提出，力争到2025年，快递行业会员超20万人。任务明确，即到2025年，快递行业会员超20万人。"
    assert [o.value for o in read(text)] == [200000]


def test_headings_give_no_observations() -> None:
    assert read("快递行业会员超20万人\n近日，省总工会印发方案。") == []


def test_a_time_beside_a_number_narrows_the_reports_period() -> None:
    text = "近两年，获评全国劳动模范1名。新建工会177家。\n3月18日，选手来自十个赛区，120名职工参加竞赛。"
    found = read(text, published="2021-12-23", period="2021-01/2021-11")
    assert [o.period for o in found] == ["2020/2021", "2021-01/2021-11", "2021-03-18", "2021-03-18"]


@pytest.mark.parametrize(
    "text",
    [
        "完成拟建基层工会“一键入群”168家。",  # qiantang-2021
        "引导企业普遍建立劳动争议调解组织，将1200件劳动争议及时消除在萌芽状态。",  # putuo-2023
    ],
)
def test_words_of_the_future_in_what_was_done_make_no_target(text: str) -> None:
    (found,) = read(text)
    assert found.modifier == "exact"


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("其中全国模范职工之家3个。", "全国模范职工之家"),  # qiantang-2023
        ("全国新建工会3家。", "新建工会"),
        ("组织职工艺术团下基层演出12场。", "组织职工艺术团下基层演出"),  # xiacheng-2015
    ],
)
def test_words_that_belong_to_a_name_are_left_with_it(text: str, indicator: str) -> None:
    (found,) = read(text)
    assert found.indicator == indicator


def test_what_is_announced_is_a_target_of_the_year_to_come() -> None:
    text = "据悉，今年下城区总工会将继续深化服务职工活动：一是组织600名优秀一线职工免费疗休养。"
    (found,) = read(text, {"下城区总工会": "Union"}, published="2015", period="2014")
    assert (found.modifier, found.period) == ("target", "2015")


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("累计帮助1136名产业工人圆了大学梦。", "cumulative"),
        ("参与职工超2万人。", "over"),
        ("近600名职工参加。", "about"),
        ("新建工会177家。", "exact"),
    ],
)
def test_modifiers_tell_how_exact_a_number_is(text: str, modifier: str) -> None:
    assert read(text)[0].modifier == modifier


def test_a_number_is_about_the_honours_beside_it_or_the_program_before_it() -> None:
    text = "开展“家门口学技能”，为2010名职工资助培训费。培育“杭州工匠”2名、“钱塘工匠”10名。"
    found = read(text, {"家门口学技能": "Program", "杭州工匠": "Honor", "钱塘工匠": "Honor"})
    assert [o.about for o in found] == [("家门口学技能",), ("杭州工匠",), ("钱塘工匠",)]


def test_without_a_reporting_union_the_body_named_most_is_the_subject() -> None:
    assert read("慰问职工30人。", reporter=None) == []
    text = "培训班由劳模学院举办，120名职工参加。劳模学院在延安。"
    assert [o.subject for o in read(text, {"劳模学院": "Organization"}, reporter=None)] == ["劳模学院"]


@settings(deadline=None)  # the first example compiles the patterns
@given(st.text(alphabet="区总工会新建开展慰问职工、，。；的等和“”（）12万人名家场%将今年", max_size=60))
def test_any_text_gives_spans_inside_it_and_subjects_that_exist(text: str) -> None:
    for observation in read(text):
        assert 0 <= observation.start < observation.end <= len(text)
        assert observation.indicator
        assert observation.subject == UNION
        assert 0 < observation.confidence <= 1


def test_a_stock_is_of_the_day_it_was_counted_and_a_flow_of_the_months_until_then() -> None:
    text = "甲区总工会工作总结\n截至11月底，全区共有基层工会587个，会员7.36万名。截至11月底，慰问职工310人。"
    assert [(o.value, o.period) for o in read(text)] == [
        (587.0, "2023-11"),
        (73600.0, "2023-11"),
        (310.0, "2023-01/2023-11"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "全区有会员5万人，基层工会700家，分别增长6%和1.2倍。",
            [("会员", 5e4), ("基层工会", 700), ("会员增长", 6), ("基层工会增长", 1.2)],
        ),
        ("参赛率、优秀率分别达到95%和80%。", [("参赛率", 95), ("优秀率", 80)]),
        ("参保人数从160万发展到328万人。", [("参保人数", 1.6e6), ("参保人数", 3.28e6)]),
        ("机关部门由12个精简为9个。", [("机关部门", 12.0), ("机关部门", 9.0)]),
        ("职工流失率从26%降成9%。", [("职工流失率", 26.0), ("职工流失率", 9.0)]),
        ("参赛职工37万人，同比增长8.4%。", [("参赛职工", 3.7e5), ("参赛职工增长", 8.4)]),
        ("入会率92%，比2008年提高4.3个百分点。", [("入会率", 92), ("入会率提高", 4.3)]),
        ("新组建工会76家，为目标任务的126.7%。", [("新组建工会", 76), ("新组建工会完成率", 126.7)]),
        ("全省基层工会达到7.9万个。", [("基层工会", 7.9e4)]),
    ],
)
def test_a_number_that_leans_on_others_takes_its_indicator_from_them(
    text: str, told: list[tuple[str, float]]
) -> None:
    found = read(text)
    assert [(o.indicator, o.value) for o in found] == told
    assert found[-1].period == "2023"
    assert {o.modifier for o in found} == {"exact"}


def test_in_the_story_of_a_firm_that_names_a_union_in_passing_numbers_are_the_firms() -> None:
    firm = "江南阀门公司"
    text = (
        f"{firm}成立工作室。{firm}投入改造。市总工会点赞。{firm}的工作室开展研讨24次。今年，完成创新项目9项。"
    )
    found = read(text, {firm: "Company", "市总工会": "Union"}, reporter="市总工会")
    assert [o.subject for o in found] == [firm, firm]


def test_each_giver_of_a_list_has_its_own_number() -> None:
    text = "现场，市总工会送上毛巾费3万元、江南阀门公司捐出价值10万元饮料。"
    found = read(text, {"市总工会": "Union", "江南阀门公司": "Company"}, reporter="市总工会")
    assert [(o.subject, o.value) for o in found] == [("市总工会", 3e4), ("江南阀门公司", 1e5)]


def test_a_paragraph_that_a_union_leads_tells_of_that_union() -> None:
    text = "■ 市医务工会举办大赛。164名选手参赛。\n■ 全年慰问职工80人。"
    found = read(text, {"市医务工会": "Union"})
    assert [(o.subject, o.value) for o in found] == [("市医务工会", 164), (UNION, 80)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("建成妈咪之家143家，其中企业85家。", ["建成妈咪之家", "企业妈咪之家"]),
        (
            "全区现有职工之家160个、爱心驿家14个，其中最美工会户外劳动者服务站点2个。",
            ["现有职工之家", "现有爱心驿家", "最美工会户外劳动者服务站点"],
        ),
        ("获国家专利36件（其中发明专利9件），创效200万元。", ["获国家专利", "发明专利获国家专利", "创效"]),
        ("救助困难职工，每人2000元至6000元。", ["每人", "每人"]),
        ("会员由3.9万人增至8.7万人。", ["会员", "会员"]),
        ("出席代表386名，其中女代表147名，占38%。", ["出席代表", "女代表", "女代表占"]),
        ("以他名字命名的工作室培训职工300人次。", ["工作室培训职工"]),
    ],
)
def test_an_indicator_stands_alone(text: str, told: list[str]) -> None:
    assert [o.indicator for o in read(text)] == told


@pytest.mark.parametrize("verb", ["同台竞技", "登台"])
def test_who_took_part_is_told_with_the_activity(verb: str) -> None:
    text = f"6月，举办第二届护理技能大赛。164名选手{verb}。"
    (found,) = read(text, {"第二届护理技能大赛": "Program"})
    assert found.indicator == "选手参加护理技能大赛"
