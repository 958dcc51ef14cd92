"""Unions, companies, persons, other bodies and places in sentences of the seeds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        ("区总工会(筹)立足“情系职工 温暖钱塘”主题,专门设立专项资金。", ["区总工会（筹）"]),
        ("区总工会联合城管局工会举办了防汛排涝技能竞赛。", ["区总工会", "城管局工会"]),
        (
            "全总“求学圆梦行动”学历补助57人,省总“双提升”学历补助450人,市总奖励531人。",
            ["全总", "省总", "市总"],
        ),
        ("区总工会女工委先后为7714名女职工办理“团体安康医疗保险”。", ["区总工会女工委"]),
        (
            "吸纳新就业形态劳动者6201人,成立区民办教育培训行业社会组织工会联合会。",
            ["区民办教育培训行业社会组织工会联合会"],
        ),
        ("武林街道总工会、潮鸣街道总工会被评为先进。", ["武林街道总工会", "潮鸣街道总工会"]),
        ("新建基层工会553家,督促17家基层工会立查立改。", []),
        ("来自8个街道总工会的120名职工参加了技能竞赛。", []),
        ("1—11月,新建工会177家,新发展会员8327人。", []),
        ("组织区总工会、乡镇(街道)、企事业单位三级工会主席开设大讲堂。", ["区总工会"]),
        ("提高工会干部能力,推动工会组织建设。", []),
    ],
)
def test_unions_are_found_and_classes_of_unions_are_not(run: Run, text: str, unions: list[str]) -> None:
    assert surfaces(run(text), "Union") == unions


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("在青岛啤酒(杭州)有限公司,企业以产改为契机。", ["青岛啤酒（杭州）有限公司"]),
        (
            "同样,农夫山泉(建德)新安江饮料有限公司、浙江大洋生物科技集团股份有限公司取得明显成效。",
            ["农夫山泉（建德）新安江饮料有限公司", "浙江大洋生物科技集团股份有限公司"],
        ),
        ("沃尔玛华东百货有限公司东新分店的金波,来杭州打工4年多了。", ["沃尔玛华东百货有限公司东新分店"]),
        ("不久前,该区一快餐公司因经营不善,拖欠职工工资。", []),
        ("149家规上企业和7家新业态建会单位开展协商。", []),
    ],
)
def test_companies_are_found_and_classes_of_companies_are_not(
    run: Run, text: str, companies: list[str]
) -> None:
    assert surfaces(run(text), "Company") == companies


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("■文/严巍 徐霞丽", ["严巍", "徐霞丽"]),
        ("□驻普陀记者 翁青青 通讯员 刘哲言", ["翁青青", "刘哲言"]),
        ("职工阮建军、徐宝庆、郑长峰被授予“浙江省劳动模范”荣誉称号。", ["阮建军", "徐宝庆", "郑长峰"]),
        ("拖欠廖师傅等10名职工工资7万余元。", ["廖师傅"]),
        ("沃尔玛华东百货有限公司东新分店的金波,来杭州打工4年多了。", ["金波"]),
        ("坚持以习近平新时代中国特色社会主义思想为指导。", []),
        ("落实习近平总书记关于工人阶级和工会工作的重要论述精神。", ["习近平"]),
    ],
)
def test_persons_are_found_and_doctrines_are_not(run: Run, text: str, persons: list[str]) -> None:
    assert surfaces(run(text), "Person") == persons


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("下城区总工会紧紧围绕区委区政府中心工作。", ["区委", "区政府"]),
        ("市总工会联合团市委、工商联、市人力社保局等单位共同推出。", ["团市委", "工商联", "市人力社保局"]),
        ("会同市发改局等部门,在40个重点项目中开展竞赛。", ["市发改局"]),
        ("决赛在中国计量大学落下帷幕。", ["中国计量大学"]),
        ("专门成立区劳模工匠宣讲团,覆盖职工1058人。", ["区劳模工匠宣讲团"]),
    ],
)
def test_other_bodies_are_found_in_their_short_forms(run: Run, text: str, bodies: list[str]) -> None:
    assert surfaces(run(text), "Organization") == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("采煤三区、东河工务段和她所在的磨加工车间。", ["采煤三区", "东河工务段", "磨加工车间"]),
        ("宣讲走进车间、走进企业车间。", []),
        ("去年,区总与区人社局签约。", ["区人社局"]),
        ("据浙江省纪委监委网站消息。", ["浙江省纪委监委网站"]),
    ],
)
def test_units_and_sites_of_organs_are_bodies(run: Run, text: str, bodies: list[str]) -> None:
    assert surfaces(run(text), "Organization") == bodies


def test_a_unit_of_a_company_carries_its_company_too(run: Run) -> None:
    doc = run("授予浙江耀华建设集团有限公司武林外滩项目部等24个班组为“下城区工人先锋号”荣誉称号。")
    assert surfaces(doc, "Organization") == ["浙江耀华建设集团有限公司武林外滩项目部"]
    assert surfaces(doc, "Company") == ["浙江耀华建设集团有限公司"]


def test_places_inside_longer_names_are_no_mentions(run: Run) -> None:
    doc = run("杭州市下城区总工会走访。苟述荣被授予“浙江省劳动模范”荣誉称号。这是安徽阜阳籍农民工的心愿。")
    assert surfaces(doc, "Place") == ["安徽阜阳"]


def test_no_two_mentions_overlap_but_a_company_in_its_unit(run: Run) -> None:
    doc = run("市总工会会同市文广旅体局、市旅投公司和寿昌镇联合举办欢迎仪式，杭州市总工会主席出席。")
    assert all(a.end <= b.start for a, b in pairwise(doc._.spans))
    assert surfaces(doc, "Union") == ["市总工会", "杭州市总工会"]


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        ("浚县总工会建成村级工会216家，淇县总工会慰问职工。", ["浚县总工会", "淇县总工会"]),
        ("门源县总工会开展帮扶。", ["门源县总工会"]),
        ("组织职工参加省总特种重病医疗互助。", ["省总"]),
        ("活动由市总女职委主办。", ["市总女职委"]),
        ("各市（州）总工会要抓好落实。", []),
    ],
)
def test_unions_of_counties_and_their_committees(run: Run, text: str, unions: list[str]) -> None:
    assert surfaces(run(text), "Union") == unions
