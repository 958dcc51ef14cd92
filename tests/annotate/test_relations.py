"""Relations from typed mentions: `[Person 苟述荣]` stands for a mention, `[Union*u 区总工会]` for the
reporting union; `[Place=杭州市 杭州]` gives an entity's full name."""

from __future__ import annotations

import re

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.dates import mark_dates
from kg.annotate.extensions import EntityDraft, Frame, RelationDraft, TextSpan
from kg.annotate.relations import events, find, mark_ruled
from kg.annotate.relations.measured import confidence_of, counts
from kg.annotate.relations.rules import Rule, expand, load_rules
from kg.annotate.relations.scene import CHARACTERS, Scene
from kg.annotate.sections import mark_sections
from kg.errors import DataFileError
from kg.facts.model import EntityType

TAG = re.compile(r"\[(\w+?)(\*?)(?:=([^ \]]+))? ([^\[\]]+)\]")


def tagged(text: str, **frame: str) -> Doc:
    """A Doc of a text with mentions in brackets; same type and name are one entity."""
    entities: dict[tuple[str, str], EntityDraft] = {}
    plain, position, reporter = "", 0, None
    for match in TAG.finditer(text):
        plain += text[position : match.start()]
        position = match.end()
        kind: EntityType = match[1]  # type: ignore[assignment]
        starred, name, surface = match[2], match[3], match[4]
        key = (kind, name or surface)
        draft = entities.setdefault(key, EntityDraft(f"{kind}/{key[1]}", kind, key[1]))
        draft.spans.append(TextSpan(len(plain), len(plain) + len(surface), kind))
        if surface != draft.name and surface not in draft.aliases:
            draft.aliases.append(surface)
        plain += surface
        reporter = draft.id if starred else reporter
    plain += text[position:]
    doc = Doc(Vocab(), words=list(plain), spaces=[False] * len(plain))
    doc._.frame = Frame(**frame)
    doc._.entities = list(entities.values())
    doc._.spans = [span for draft in entities.values() for span in draft.spans]
    doc._.reporter = reporter
    return mark_dates(mark_sections(doc))


def relations(text: str, **frame: str) -> list[RelationDraft]:
    drafts: list[RelationDraft] = mark_ruled(tagged(text, **frame))._.relations
    return drafts


def facts(text: str, *types: str) -> set[tuple[str, str, str]]:
    return {
        (draft.type, draft.subject.partition("/")[2], draft.object.partition("/")[2])
        for draft in relations(text)
        if not types or draft.type in types
    }


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_a_pattern_finds_and_misses_what_its_row_says(rule: Rule) -> None:
    assert [text for text in rule.finds if not list(rule.finditer(Scene(tagged(text))))] == []
    assert [text for text in rule.misses if list(rule.finditer(Scene(tagged(text))))] == []


def test_every_pattern_names_its_object() -> None:
    assert [rule.name for rule in load_rules() if "o" not in rule.pattern.groupindex] == []


def test_a_pattern_with_an_unknown_type_is_refused() -> None:
    with pytest.raises(DataFileError, match="Onion"):
        expand("{Onion}")


def test_a_mention_is_one_character_and_its_quotation_marks_are_left_out() -> None:
    scene = Scene(tagged("举办“[Program 春风送岗]、[Program 夏送清凉]”等活动"))
    assert scene.text == f"举办{CHARACTERS['Program']}、{CHARACTERS['Program']}等活动"


def test_a_position_of_a_scene_leads_back_to_the_text() -> None:
    doc = tagged("职工[Person 阮建军]被授予“[Honor 浙江省劳动模范]”荣誉称号")
    scene = Scene(doc)
    start, end = scene.stretch(scene.text.index("被"), len(scene.text))
    assert doc.text[start:end] == "被授予“浙江省劳动模范”荣誉称号"


def test_all_of_a_list_are_awarded() -> None:
    text = "职工[Person 阮建军]、[Person 徐宝庆]、[Person 郑长峰]被授予“[Honor 浙江省劳动模范]”荣誉称号"
    assert facts(text) == {("CONFERRED", name, "浙江省劳动模范") for name in ("阮建军", "徐宝庆", "郑长峰")}


def test_honors_that_are_only_counted_are_awarded_to_nobody() -> None:
    text = "[Union* 市总工会]大力选树先进典型，获评[Honor 全国劳动模范]1名、[Honor 全国工人先锋号]1个"
    assert facts(text, "CONFERRED") == set()


def test_a_union_is_awarded_what_its_sentence_goes_on_to_tell_and_the_giver_is_kept() -> None:
    text = (
        "近年来，[Union* 下城区总工会]真抓实干，已连续4年被[Union 杭州市总工会]考评“[Honor 考核优秀单位]”，"
        "先后荣获[Honor 创新成果奖]、[Honor 普法先进单位]等多项荣誉称号。"
    )
    found = {d.object: d.by for d in relations(text) if d.type == "CONFERRED"}
    assert found == {
        "Honor/考核优秀单位": "Union/杭州市总工会",
        "Honor/创新成果奖": None,
        "Honor/普法先进单位": None,
    }


def test_a_roll_of_honor_gives_each_company_below_its_heading_that_honor() -> None:
    text = (
        "[Union*=广东省总工会 省总工会]公布名单\n"
        "一、[Honor 广东省书香企业]\n[Company 甲水务公司]\n[Company 乙药业公司]\n"
        "二、[Honor 广东省书香企业提名单位]\n[Company 丙电力公司]\n[Company 丁烟草公司]"
    )
    found = {(d.subject, d.object, d.by) for d in relations(text) if d.type == "CONFERRED"}
    assert found == {
        ("Company/甲水务公司", "Honor/广东省书香企业", "Union/广东省总工会"),
        ("Company/乙药业公司", "Honor/广东省书香企业", "Union/广东省总工会"),
        ("Company/丙电力公司", "Honor/广东省书香企业提名单位", "Union/广东省总工会"),
        ("Company/丁烟草公司", "Honor/广东省书香企业提名单位", "Union/广东省总工会"),
    }


def test_two_offices_before_one_name_are_both_held() -> None:
    found = relations("[Organization 省人大常委会]副主任、[Union 省总工会]主席[Person 厉志海]到基层调研")
    assert {(d.object, d.post) for d in found if d.type == "HOLDS_POST"} == {
        ("Organization/省人大常委会", "副主任"),
        ("Union/省总工会", "主席"),
    }


def test_the_head_of_a_district_holds_the_post_in_its_government() -> None:
    text = "近日，[Place 下城区]区长[Person 吴才敏]主持召开了[Organization=下城区人民政府 区政府]会议"
    found = [d for d in relations(text) if d.type == "HOLDS_POST"]
    assert [(d.object, d.post) for d in found] == [("Organization/下城区人民政府", "区长")]


def test_that_company_is_the_one_named_before() -> None:
    text = "[Company 飞鲸新材料公司]车间内气氛热烈。十余名工人学习该公司工会主席[Person 沈明杰]宣讲的报告。"
    assert ("HOLDS_POST", "沈明杰", "飞鲸新材料公司") in facts(text)


def test_who_holds_a_post_is_not_also_staff() -> None:
    found = facts("[Organization 网信办]总工程师[Person 孙某]出席", "EMPLOYED_BY", "HOLDS_POST")
    assert found == {("HOLDS_POST", "孙某", "网信办")}


def test_each_union_stands_under_the_next_higher_one_that_is_named() -> None:
    text = (
        "[Union=中华全国总工会 全总]、[Union=浙江省总工会 省总]、[Union=杭州市总工会 市总]和"
        "[Union*=杭州市钱塘区总工会 区总工会]，以及[Union=杭州市钱塘区民办教育行业工会联合会 行业工会联合会]"
    )
    assert facts(text, "SUBORDINATE_TO") == {
        ("SUBORDINATE_TO", "浙江省总工会", "中华全国总工会"),
        ("SUBORDINATE_TO", "杭州市总工会", "浙江省总工会"),
        ("SUBORDINATE_TO", "杭州市钱塘区总工会", "杭州市总工会"),
        ("SUBORDINATE_TO", "杭州市钱塘区民办教育行业工会联合会", "杭州市钱塘区总工会"),
    }


def test_unions_of_different_provinces_are_not_ranked() -> None:
    text = "[Union 北京市总工会]、[Union 黑龙江省总工会]、[Union 云南省总工会]"
    assert facts(text, "SUBORDINATE_TO") == set()


def test_a_county_level_city_belongs_to_its_prefecture() -> None:
    text = "[Union*=建德市总工会 市总工会]在[Union 杭州市总工会]的领导下"
    assert ("SUBORDINATE_TO", "建德市总工会", "杭州市总工会") in facts(text)


def test_a_regions_union_of_a_branch_stands_under_the_national_one_of_its_industry() -> None:
    text = "[Union 中国教科文卫体工会]与[Union 浙江省教育工会]、[Union 贵州省国防工会]到会。"
    assert facts(text, "SUBORDINATE_TO") == {("SUBORDINATE_TO", "浙江省教育工会", "中国教科文卫体工会")}


def test_only_a_federation_has_a_region() -> None:
    text = "[Union=舟山市普陀区总工会 区总工会]和[Union 舟山市普陀区货运工会]在[Place=舟山市普陀区 普陀]"
    assert facts(text, "JURISDICTION") == {("JURISDICTION", "舟山市普陀区总工会", "舟山市普陀区")}


def test_a_project_department_is_part_of_the_company_in_its_name() -> None:
    doc = tagged("授予[Company 耀华建设集团公司]武林外滩项目部荣誉称号")
    name = "耀华建设集团公司武林外滩项目部"
    doc._.entities.append(EntityDraft("x", "Organization", name, [], [TextSpan(2, 17, "Organization")]))
    assert ("PART_OF", "x", "Company/耀华建设集团公司") in {
        (d.type, d.subject, d.object) for d in mark_ruled(doc)._.relations
    }


def test_the_actor_before_the_verb_organises() -> None:
    text = "[Company 万邦船舶重工公司]举行“[Program 第一届拜师仪式]”，42名员工结对。"
    assert facts(text, "ORGANIZES") == {("ORGANIZES", "万邦船舶重工公司", "第一届拜师仪式")}


def test_without_an_actor_the_reporting_union_organises() -> None:
    text = "[Union* 区总工会]的一年。强化政治引领，开展“[Program 厂门口上大学]”，资助184万元。"
    assert facts(text, "ORGANIZES") == {("ORGANIZES", "区总工会", "厂门口上大学")}


def test_a_leading_body_is_no_actor() -> None:
    text = "[Union* 区总工会]的一年。在[Organization 区委]领导下，广泛开展“[Program 春风行动]”。"
    assert facts(text, "ORGANIZES") == {("ORGANIZES", "区总工会", "春风行动")}


def test_those_who_act_jointly_all_organise_and_cooperate_with_the_union() -> None:
    text = "[Union* 区总工会]联合[Organization 区人社局]，开展[Program 要约行动]，组织学习培训"
    assert facts(text) == {
        ("ORGANIZES", "区总工会", "要约行动"),
        ("ORGANIZES", "区人社局", "要约行动"),
        ("COOPERATES_WITH", "区总工会", "区人社局"),
    }


def test_hosts_and_undertakers_all_organise_the_event_that_is_meant() -> None:
    text = (
        "24日，[Program 全国职工羽毛球大赛]在[Facility 奥体中心]拉开帷幕。"
        "本次大赛由[Union 自治区总工会]主办，[Organization 乌鲁木齐海关]承办，[Organization 羽毛球协会]协办。"
    )
    assert facts(text, "ORGANIZES", "LOCATED_IN") == {
        ("LOCATED_IN", "全国职工羽毛球大赛", "奥体中心"),
        ("ORGANIZES", "自治区总工会", "全国职工羽毛球大赛"),
        ("ORGANIZES", "乌鲁木齐海关", "全国职工羽毛球大赛"),
        ("ORGANIZES", "羽毛球协会", "全国职工羽毛球大赛"),
    }


def test_a_list_of_hosts_is_read_past_bodies_that_nobody_knows() -> None:
    text = (
        "本次[Program 读书大赛]由[Organization 市委宣传部]、市慈善联合总会、[Union* 市总工会]主办，"
        "[Company 甲公司]承办，市读书协会、[Organization 市文联]协办。"
    )
    assert facts(text, "ORGANIZES", "COOPERATES_WITH") == {
        ("ORGANIZES", "市委宣传部", "读书大赛"),
        ("ORGANIZES", "市总工会", "读书大赛"),
        ("ORGANIZES", "甲公司", "读书大赛"),
        ("ORGANIZES", "市文联", "读书大赛"),
        ("COOPERATES_WITH", "市总工会", "市委宣传部"),
        ("COOPERATES_WITH", "市总工会", "甲公司"),
        ("COOPERATES_WITH", "市总工会", "市文联"),
    }


@pytest.mark.parametrize(
    "line",
    [
        "主办方为[Union* 市总工会]，承办方为[Company 甲公司]。",
        "大赛的主办单位有两家：[Union* 市总工会]、[Company 甲公司]。",
        "主办这届大赛的共有2家单位，包括[Union* 市总工会]、[Company 甲公司]。",
    ],
)
def test_hosts_that_a_clause_counts_or_names_by_their_part_organise(line: str) -> None:
    told = facts("[Program 职工读书大赛]昨日举行。" + line, "ORGANIZES", "COOPERATES_WITH")
    assert told == {
        ("ORGANIZES", "市总工会", "职工读书大赛"),
        ("ORGANIZES", "甲公司", "职工读书大赛"),
        ("COOPERATES_WITH", "市总工会", "甲公司"),
    }


def test_an_event_is_meant_by_the_last_word_of_its_name_and_not_by_any_noun() -> None:
    event = "[Program 长三角地区巡讲]昨日举行。"
    by_word = relations(event + "巡讲由[Union* 市总工会]主办，主题为创新。")
    by_noun = relations(event + "经费由[Union* 市总工会]组织，主题为创新。")
    hosted = [{one.object for one in told if "hosted-by" in one.rule} for told in (by_word, by_noun)]
    assert hosted == [{"Program/长三角地区巡讲"}, set()]


@pytest.mark.parametrize("gap", ["", "\n", "、"])
def test_hosts_below_their_heading_organise(gap: str) -> None:
    text = (
        "[Program 读书大赛]举行。\n主办单位：[Union* 市总工会]" + gap + "[Organization 市文旅局]\n"
        "承办单位：[Company 甲公司]"
    )
    assert facts(text, "ORGANIZES") == {
        ("ORGANIZES", "市总工会", "读书大赛"),
        ("ORGANIZES", "市文旅局", "读书大赛"),
        ("ORGANIZES", "甲公司", "读书大赛"),
    }


def test_bodies_that_hold_an_event_told_by_a_word_of_its_name_organise_it() -> None:
    text = (
        "8月4日，[Program 暑期兴趣活动]在镇上启动。连日来，[Organization 镇关工委]、"
        "[Union* 镇总工会]联合开展兴趣活动，让孩子们快乐学习。"
    )
    assert facts(text, "ORGANIZES", "COOPERATES_WITH") == {
        ("ORGANIZES", "镇关工委", "暑期兴趣活动"),
        ("ORGANIZES", "镇总工会", "暑期兴趣活动"),
        ("COOPERATES_WITH", "镇总工会", "镇关工委"),
    }


def test_those_who_are_joined_by_a_third_cooperate_with_the_union_among_them() -> None:
    text = "[Organization 市关工委]联合[Organization 团市委]、[Union* 市总工会]开展[Program 助学行动]。"
    assert facts(text, "COOPERATES_WITH") == {
        ("COOPERATES_WITH", "市总工会", "市关工委"),
        ("COOPERATES_WITH", "市总工会", "团市委"),
    }


def test_a_later_and_shorter_name_means_the_event_told_before() -> None:
    text = (
        "8月15日，[Program 甲集团杯慈善助学晚会]在[Facility 大剧院]举行。"
        "本届[Program 慈善助学晚会]由[Union* 市总工会]主办。"
    )
    assert facts(text, "ORGANIZES") == {("ORGANIZES", "市总工会", "甲集团杯慈善助学晚会")}


def test_a_name_that_ends_no_other_stays_an_event_of_its_own() -> None:
    text = "[Union* 市总工会]举办[Program 技能大赛]，开展[Program 读书大赛]。"
    assert facts(text, "ORGANIZES") == {
        ("ORGANIZES", "市总工会", "技能大赛"),
        ("ORGANIZES", "市总工会", "读书大赛"),
    }


def test_an_official_on_the_way_is_no_actor_but_a_union_is() -> None:
    text = (
        "[Union* 市总工会]副主席[Person 张三]，[Organization 市文旅局]副局长[Person 李四]来到公园"
        "开展[Program 送清凉]活动。"
    )
    assert facts(text, "ORGANIZES") == {("ORGANIZES", "市总工会", "送清凉")}


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("环卫工人[Person 张三]说：“收到清凉包很高兴。”", {"张三"}),
        ("市民[Person 张三]对此深有感触。", {"张三"}),
        ("[Union* 市总工会]副主席[Person 张三]介绍，下一步将加大投入。", set()),
        ("[Person 张三]一行先后来到工地。", {"张三"}),
        ("图为现场。[Person 张三]摄", set()),
        ("[Company 甲公司]捐赠饮用水一百箱。", {"甲公司"}),
        ("来自[Company 甲公司]、[Organization 某大学]等单位的选手同台竞技。", {"甲公司", "某大学"}),
        ("活动现场，[Organization 市法律援助中心]向职工发放资料。", {"市法律援助中心"}),
    ],
)
def test_who_was_at_the_event_of_the_story(sentence: str, who: set[str]) -> None:
    text = f"8月4日，[Program 送清凉行动]在[Place 东湖公园]启动。{sentence}"
    assert {subject for _, subject, _ in facts(text, "PARTICIPATES_IN")} == who


def test_an_official_who_speaks_of_taking_part_was_not_there() -> None:
    text = (
        "8月4日，[Union* 市总工会]启动[Program 送清凉行动]。"
        "[Union* 市总工会]副主席[Person 张三]：职工扫码就能参加，很方便。"
    )
    assert facts(text, "PARTICIPATES_IN") == set()


def test_the_event_of_the_story_lies_where_its_ceremony_is_held() -> None:
    text = "[Program 爱心托管班]近日开班，为期1个月。开班仪式在[Facility 社区服务中心]举行。"
    assert facts(text, "LOCATED_IN") == {("LOCATED_IN", "爱心托管班", "社区服务中心")}


def test_before_an_event_is_held_what_was_begun_is_meant() -> None:
    text = (
        "[Organization 文工团]开展[Program 慰问演出]。小分队走访慰问了[Company 甲公司]。"
        "次日，[Organization 文工团]举行[Program 综艺晚会]。"
    )
    assert facts(text, "PARTICIPATES_IN") == {("PARTICIPATES_IN", "甲公司", "慰问演出")}


def test_an_unnamed_subject_is_the_one_named_just_before_and_not_far_before() -> None:
    near = "[Organization 镇关工委]举办[Program 读书大赛]。开展[Program 科普讲座]。"
    far = (
        "[Organization 镇关工委]举办[Program 读书大赛]。天气很热。人很多。大家高兴。开展[Program 科普讲座]。"
    )
    tail = "[Union* 市总工会]成立。"
    assert ("ORGANIZES", "镇关工委", "科普讲座") in facts(near + tail)
    assert ("ORGANIZES", "镇关工委", "科普讲座") not in facts(far + tail)


def test_a_campaign_named_in_passing_is_not_the_event_of_a_story() -> None:
    text = "[Organization 市委]推进[Program 主题教育]。座谈会在市里举行，副市长[Person 张三]出席会议。"
    assert facts(text, "PARTICIPATES_IN") == set()


def test_an_occasion_is_taken_part_in_not_organised() -> None:
    text = "[Union* 区总工会]以“[Program 工会加强年]”专项工作为契机，提升服务。"
    assert facts(text, "ORGANIZES", "PARTICIPATES_IN") == {("PARTICIPATES_IN", "区总工会", "工会加强年")}


def test_a_document_belongs_to_the_body_that_its_title_begins_with() -> None:
    text = "学习《[Document 中共某区委关于推动发展的意见]》。[Organization=中共某区委 区委]召开会议。"
    assert facts(text, "ISSUED") == {("ISSUED", "中共某区委", "中共某区委关于推动发展的意见")}


def test_a_place_anywhere_in_a_company_name_is_where_it_lies() -> None:
    text = "[Company 中国移动东湖分公司]在[Place 东湖市]"
    assert facts(text, "LOCATED_IN") == {("LOCATED_IN", "中国移动东湖分公司", "东湖市")}


def test_a_union_takes_part_in_the_scheme_of_a_higher_one() -> None:
    text = "[Union* 钱塘区总工会]的一年。[Union 全总]“[Program 求学圆梦行动]”学历补助57人"
    assert facts(text, "ORGANIZES", "PARTICIPATES_IN") == {
        ("ORGANIZES", "全总", "求学圆梦行动"),
        ("PARTICIPATES_IN", "钱塘区总工会", "求学圆梦行动"),
    }


def test_companies_that_were_visited_took_part() -> None:
    text = (
        "在今年开展的“[Program 当一周工人]”活动中，机关干部分别走进[Company 中日龙公司]、[Company 吉利公司]"
    )
    assert facts(text, "PARTICIPATES_IN") == {
        ("PARTICIPATES_IN", "中日龙公司", "当一周工人"),
        ("PARTICIPATES_IN", "吉利公司", "当一周工人"),
    }


def test_leaders_who_attend_take_part_in_the_event() -> None:
    text = (
        "8月1日，[Program 技术比武活动]在[Place 杭州]开幕。[Union 省总工会]主席[Person 刘某]出席活动并致辞。"
        "（记者[Person 钱某]）"
    )
    assert facts(text, "PARTICIPATES_IN") == {("PARTICIPATES_IN", "刘某", "技术比武活动")}


def test_a_union_does_not_cooperate_with_its_superior() -> None:
    text = "[Union* 杭州市下城区总工会]联合[Union 杭州市总工会]举办[Program 集体婚礼]"
    assert facts(text, "COOPERATES_WITH") == set()


def test_a_document_is_issued_by_the_actor_of_its_verb() -> None:
    text = "[Union* 省总工会]印发《[Document 三年行动方案]》（以下简称方案），明确任务"
    assert facts(text, "ISSUED") == {("ISSUED", "省总工会", "三年行动方案")}


def test_agreements_that_companies_signed_are_not_the_unions() -> None:
    text = "[Union* 区总工会]加强协商，全区有67家企业新签订《[Document 专项集体合同]》"
    assert facts(text, "ISSUED") == set()


def test_a_reporter_works_for_the_medium_of_the_dateline() -> None:
    text = "[Organization 中新网][Place 杭州]8月1日电（[Person 钱晨菲]）8月1日，比武开幕"
    assert facts(text, "EMPLOYED_BY") == {("EMPLOYED_BY", "钱晨菲", "中新网")}


def test_a_fact_of_a_section_of_plans_is_planned() -> None:
    text = "[Union* 区总工会]的一年\n未来发展\n在思想引领上，[Union* 区总工会]将开展[Program 宣传教育]。"
    assert [d.planned for d in relations(text) if d.type == "ORGANIZES"] == [True]


def test_what_is_so_already_is_no_plan() -> None:
    chair = "[Union* 区总工会]主席[Person 徐某]表示，"
    text = f"未来发展\n{chair}下一步，[Union* 区总工会]将开展[Program 宣传教育]。"
    found = {d.type: d.planned for d in relations(text)}
    assert (found["ORGANIZES"], found["HOLDS_POST"]) == (True, False)


def test_the_day_of_an_event_holds_for_all_who_took_part() -> None:
    text = "2023年7月31日，[Program 技能大赛]在[Place 合肥]举办。[Union 省总工会]主席[Person 徐某]出席。"
    assert {d.time for d in relations(text) if d.type in ("LOCATED_IN", "PARTICIPATES_IN")} == {"2023-07-31"}


def test_what_has_no_time_of_its_own_takes_the_year_of_the_report() -> None:
    text = "[Union* 区总工会]的总结。开展“[Program 五小]”活动，提出合理化建议。"
    found = relations(text, period="2021-01/2021-11", published="2021-12-23")
    assert [d.time for d in found if d.type == "ORGANIZES"] == ["2021"]


@pytest.mark.parametrize(("published", "expected"), [("2015", None), ("2014-12", "2014")])
def test_where_last_year_is_told_apart_the_rest_has_no_time(published: str, expected: str | None) -> None:
    text = "[Union* 区总工会]举办[Program 技能竞赛]。\n去年，[Union* 区总工会]开展[Program 群众路线教育]。"
    found = relations(text, period="2014", published=published)
    assert next(d.time for d in found if d.type == "ORGANIZES") == expected


def test_what_is_only_planned_does_not_take_the_year_of_the_report() -> None:
    text = (
        "[Union* 区总工会]的总结。举办[Program 一线职工恳谈会]。\n未来发展\n"
        "在多元服务上，[Union* 区总工会]将积极举办[Program 职工文化节]。"
    )
    found = relations(text, period="2021-01/2021-06", published="2021-07")
    assert [(d.time, d.planned) for d in found if d.type == "ORGANIZES"] == [("2021", False), (None, True)]


def test_a_relation_is_kept_once_with_its_sentence() -> None:
    text = "开会了。[Union* 区总工会]开展[Program 春风行动]。[Union* 区总工会]又开展[Program 春风行动]。"
    doc = mark_ruled(tagged(text))
    assert [doc.text[d.start : d.end] for d in doc._.relations] == ["区总工会开展春风行动。"]


def test_text_without_mentions_has_no_relations() -> None:
    assert relations("时序更新，华章再启。\n被授予荣誉称号，举办活动。") == []


def test_every_reading_is_of_entities_of_the_document() -> None:
    doc = tagged(
        "[Union* 区总工会]联合[Organization 区人社局]在[Place 杭州]开展[Program 行动]，[Person 王某]参加。"
    )
    ids = {entity.id for entity in doc._.entities}
    scene = Scene(doc)
    read = list(find(scene, events.Events(scene)))
    assert read
    assert {key for item in read for key in (item.subject, item.object)} <= ids


def test_confidence_is_the_smoothed_share_of_what_was_right() -> None:
    rule, (right, found) = max(counts().items(), key=lambda item: item[1][1])
    assert confidence_of(rule) == pytest.approx((right + 1) / (found + 2))
    assert confidence_of("never-measured") == 0.5


def test_a_long_list_without_an_end_is_read_at_once() -> None:
    names = "、".join(f"[Company 公司{number}]" for number in range(1000))
    assert relations(f"[Union* 市总工会]走访{names}") == []


@pytest.mark.parametrize(
    ("company", "place"),
    [
        ("[Company 建德市盛德物业有限公司]", {("LOCATED_IN", "建德市盛德物业有限公司", "建德市")}),
        ("[Company=建德市旅投公司 市旅投公司]", set()),
        (
            "[Company 农夫山泉（建德）饮料有限公司]",
            {("LOCATED_IN", "农夫山泉（建德）饮料有限公司", "建德市")},
        ),
    ],
)
def test_a_company_lies_where_its_name_as_written_says(
    company: str, place: set[tuple[str, str, str]]
) -> None:
    assert facts(f"{company}在[Place=建德市 建德]", "LOCATED_IN") == place


def test_what_he_won_is_won_by_the_person_named_before() -> None:
    text = "[Company 甲厂]班长[Person 张三]扎根一线二十年。他先后荣获[Honor 省五一劳动奖章]。"
    assert facts(text, "CONFERRED") == {("CONFERRED", "张三", "省五一劳动奖章")}


def test_two_who_won_two_honors_each_won_one() -> None:
    text = "[Person 张三]、[Person 李四]分别荣获[Honor 省劳动模范]、[Honor 市劳动模范]。"
    assert facts(text, "CONFERRED") == {
        ("CONFERRED", "张三", "省劳动模范"),
        ("CONFERRED", "李四", "市劳动模范"),
    }


def test_the_names_below_an_honor_and_a_count_won_it() -> None:
    text = (
        "[Honor 最美职工]（2人）[Person 张三][Company 甲厂]工人[Person 李四]"
        "[Honor 最美班组]（1个）[Organization 乙班]"
    )
    assert facts(text, "CONFERRED") == {
        ("CONFERRED", "张三", "最美职工"),
        ("CONFERRED", "李四", "最美职工"),
        ("CONFERRED", "乙班", "最美班组"),
    }


def test_whoever_an_event_was_supported_by_took_part_also_beside_the_unnamed() -> None:
    text = "[Organization 县教育局]举办[Program 观影活动]。本次活动得到了[Union 县总工会]、各乡镇的大力支持。"
    assert ("PARTICIPATES_IN", "县总工会", "观影活动") in facts(text)


def test_a_union_and_a_body_that_hold_a_program_with_each_other_cooperate() -> None:
    text = "[Union 省总工会]与[Organization 省科技厅]、[Organization 省发改委]开展[Program 劳动竞赛]。"
    assert facts(text, "COOPERATES_WITH") == {
        ("COOPERATES_WITH", "省总工会", "省科技厅"),
        ("COOPERATES_WITH", "省总工会", "省发改委"),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[Union 长春市医务工会]由[Union 吉林省医务工会]指导。", ("长春市医务工会", "吉林省医务工会")),
        ("[Union 中国海员建设工会]响应[Union 中华全国总工会]。", ("中国海员建设工会", "中华全国总工会")),
        ("[Union* 滦平县总工会]走访[Union 江南轴承有限公司工会]。", ("江南轴承有限公司工会", "滦平县总工会")),
    ],
)
def test_unions_of_an_industry_or_a_firm_have_one_above_them(text: str, told: tuple[str, str]) -> None:
    assert facts(text, "SUBORDINATE_TO") == {("SUBORDINATE_TO", *told)}
