"""Short forms stand for what the report's own region makes of them."""

from __future__ import annotations

import pytest

from kg.annotate.divisions import load_divisions
from kg.annotate.home import parse_path
from tests.annotate.conftest import Run, names


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        ("钱塘区总工会年度报告。区总工会新建工会5家。市总奖励531人,省总补助450人,全总补助57人。",
         ["杭州市钱塘区总工会", "杭州市总工会", "浙江省总工会", "中华全国总工会"]),
        ("建德劳模在建德讲述。今年以来,市总工会贯彻建德市委部署。建德市总工会在杭州市总工会领导下工作。",
         ["建德市总工会", "杭州市总工会"]),
        ("区总工会(筹)服务钱塘职工,钱塘区重整行装。", ["杭州市钱塘区总工会"]),
    ],
)  # fmt: skip
def test_local_unions_get_their_full_names(run: Run, text: str, unions: list[str]) -> None:
    assert names(run(text, "resolver"), "Union") == unions


def test_a_namesake_district_is_told_by_what_the_text_names_around_it(run: Run) -> None:
    doc = run(
        "普陀区总工会五年回眸。万邦船舶重工(舟山)有限公司举行拜师仪式,舟山市总工会到普陀区调研。", "resolver"
    )
    assert "舟山市普陀区总工会" in names(doc, "Union")
    other = run("普陀区总工会在上海市普陀区长征镇走访,上海市总工会参加。", "resolver")
    assert "上海市普陀区总工会" in names(other, "Union")


def test_given_metadata_decide_the_region(run: Run) -> None:
    doc = run("区总工会新建工会5家。", "resolver", region="浙江省杭州市钱塘区")
    assert names(doc, "Union") == ["杭州市钱塘区总工会"]


def test_without_any_place_a_short_form_stays_as_it_is(run: Run) -> None:
    assert names(run("市总工会组织80家单位到场招聘。", "resolver"), "Union") == ["市总工会"]


def test_a_district_that_is_gone_is_known_to_its_own_time(run: Run) -> None:
    doc = run("下城区总工会举办竞赛。杭州市下城区总工会主席到会。", "resolver", published="2015")
    assert names(doc, "Union") == ["杭州市下城区总工会"]


@pytest.mark.parametrize(
    ("text", "type", "full"),
    [
        ("钱塘区总工会联合区委、区政府开展工作。", "Organization",
         ["中共杭州市钱塘区委", "杭州市钱塘区人民政府"]),
        ("普陀区总工会牵头共青团普陀区委、区妇联,舟山市总工会指导。", "Organization",
         ["共青团舟山市普陀区委", "舟山市普陀区妇女联合会"]),
        ("建德市总工会推荐,近两年建德劳模、杭州工匠赵建明获评全国劳模。", "Honor",
         ["建德市劳动模范", "杭州工匠", "全国劳动模范"]),
        ("浙江大学、宁波大学与建德市总工会合作。", "Organization", ["浙江大学", "宁波大学"]),
            (
                "建德市总工会联合市卫健委、市人社局启动。",
                "Organization",
                ["建德市卫生健康委员会", "建德市人力资源和社会保障局"],
            ),
    ],
)  # fmt: skip
def test_other_entities_get_their_full_names(run: Run, text: str, type: str, full: list[str]) -> None:
    assert names(run(text, "resolver"), type) == full


def test_a_short_name_given_in_brackets_joins_its_long_one(run: Run) -> None:
    doc = run(
        "建德市总工会印发《建德市产业工人队伍建设改革实施方案》(以下简称《改革方案》),《改革方案》明确了任务。",
        "resolver",
    )
    assert names(doc, "Document") == ["建德市产业工人队伍建设改革实施方案"]


def test_paths_of_divisions_are_read_with_and_without_what_contains_them() -> None:
    divisions = load_divisions()
    found = parse_path("浙江省舟山市普陀区", divisions)
    assert found is not None
    assert (found.code, found.full) == ("330903", "舟山市普陀区")
    assert parse_path("不是地名", divisions) is None


def test_the_union_of_an_employer_is_one_under_its_full_and_short_name(run: Run) -> None:
    doc = run(
        "江南钢铁集团有限公司工会2018年工作总结\n2018年，公司工会组织劳动竞赛，由集团工会承办。", "resolver"
    )
    assert names(doc, "Union") == ["江南钢铁集团有限公司工会"]
    assert len(next(e for e in doc._.entities if e.type == "Union").spans) == 3
    assert names(run("公司工会走访职工。", "resolver"), "Union") == []


def test_a_program_and_its_shortened_name_are_one(run: Run) -> None:
    doc = run("市总工会启动“五送”专项行动。区总工会把“五送”专项行动办到车间,五送行动暖人心。", "resolver")
    assert len(names(doc, "Program")) == 1


def test_a_place_is_one_with_and_without_its_province_under_the_shorter_name(run: Run) -> None:
    doc = run("活动走进湖北省黄石市。黄石市风景如画。", "resolver")
    assert names(doc, "Place") == ["黄石市"]


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        ("晋城市城区总工会组织联谊，城区总工会主席出席。", ["晋城市城区总工会"]),
        ("城区总工会组织联谊。", ["城区总工会"]),
        ("黄桥镇总工会举办大会，黄桥镇工会出席。", ["黄桥镇总工会"]),
        ("瀍河区总工会开展活动。", ["洛阳市瀍河回族区总工会"]),
        ("县总工会开展活动，工人被县总评为先进。", ["县总工会"]),
        ("市总工会第七届委员会工作，市总工会承办。", ["市总工会"]),
    ],
)
def test_what_cannot_be_told_apart_is_not_guessed(run: Run, text: str, unions: list[str]) -> None:
    assert names(run(text, "resolver"), "Union") == unions


def test_the_reporting_union_is_the_one_of_the_title(run: Run) -> None:
    text = (
        "包头市总工会女职工委员会2021年度工作亮点\n包头市总工会表彰40名。市总工会慰问。市总女职委举办大赛。"
    )
    doc = run(text, "reporter")
    reporter = next(entity for entity in doc._.entities if entity.id == doc._.reporter)
    assert reporter.name == "包头市总工会女职工委员会"


def test_a_firms_union_above_is_not_the_provinces_and_a_bare_county_is_the_one_named(run: Run) -> None:
    doc = run(
        "国网临江供电公司工会2018年工作总结\n公司工会受省公司工会领导。公司工会开展竞赛，全年慰问职工300人次。",
        "resolver",
    )
    assert names(doc, "Union") == ["国网临江供电公司工会", "省公司工会"]
    doc = run("滦平县总工会工作汇报\n工人被县总评为先进。", "resolver")
    assert names(doc, "Union") == ["滦平县总工会"]


def test_the_union_of_the_title_tells_where_a_report_is_at_home(run: Run) -> None:
    text = (
        "邵阳市总工会2012年工作情况\n市总工会抓组建。武冈市总工会、武冈市教育局获表彰，"
        "武冈市新建工会20家。市总工会慰问。"
    )
    assert names(run(text, "resolver"), "Union") == ["邵阳市总工会", "武冈市总工会"]


def test_places_of_a_county_get_its_name_and_a_county_its_own(run: Run) -> None:
    doc = run("四川省自贡市自流井区总工会走进红旗乡，区总工会慰问四川省自贡市自流井区的职工。", "resolver")
    assert names(doc, "Place") == ["自贡市自流井区红旗乡", "自贡市自流井区"]


def test_home_is_the_lower_of_two_divisions_whose_bare_unions_are_named(run: Run) -> None:
    doc = run(
        "省总工会和市总工会联合慰问，省总工会拨款。浙江嘉兴：市总工会送清凉，嘉兴市职工称赞。", "resolver"
    )
    assert names(doc, "Union") == ["浙江省总工会", "嘉兴市总工会"]


def test_a_county_of_two_characters_is_home_by_its_congress_and_committee(run: Run) -> None:
    doc = run(
        "在沛县工会第十五次代表大会上的报告\n沛县总工会第十四届委员会报告工作。县总工会救助职工。", "resolver"
    )
    assert names(doc, "Union") == ["沛县总工会"]


def test_the_county_that_stands_before_a_town_is_home(run: Run) -> None:
    doc = run("杭州钱塘白杨街道开展慰问。白杨街道总工会送清凉，杭州市总工会支持。", "resolver")
    assert "杭州市钱塘区白杨街道总工会" in names(doc, "Union")


def test_bodies_of_a_list_share_the_division_of_its_first(run: Run) -> None:
    doc = run("建德市总工会联合舟山市民政局、教育局、总工会开展慰问。", "resolver")
    assert names(doc, "Organization") == ["舟山市民政局", "舟山市教育局"]
    assert names(doc, "Union") == ["建德市总工会", "舟山市总工会"]


def test_a_law_is_the_countrys(run: Run) -> None:
    doc = run("建德市总工会宣传《工会法》和《民法典》，印发《经费管理办法》。", "resolver")
    assert names(doc, "Document")[:2] == ["中华人民共和国工会法", "中华人民共和国民法典"]
    assert "经费管理办法" in names(doc, "Document")


def test_an_elected_committee_of_a_congress_is_the_union_itself(run: Run) -> None:
    doc = run("我受中华全国总工会第十六届执行委员会委托，作工作报告。中华全国总工会主席出席。", "resolver")
    assert names(doc, "Union") == ["中华全国总工会"]


def test_a_report_that_names_many_counties_is_their_citys(run: Run) -> None:
    doc = run(
        "枝江市总工会、当阳市总工会、宜都市总工会开展竞赛，枝江市总工会成绩突出。"
        "市总工会在宜昌市举办决赛。宜昌市总工会颁奖。",
        "resolver",
    )
    assert names(doc, "Union").count("宜昌市总工会") == 1
