"""Which honors are found, and how far their names reach. Most sentences are from seeds/."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.extensions import TextSpan
from kg.annotate.honors import longest
from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "honors"),
    [
        pytest.param(
            "近两年,获评全国劳动模范1名、创建全国工人先锋号1个、认定浙江工匠2名、杭州工匠2名,建德工匠10名、"
            "选树最美抗疫职工30名。",
            ["全国劳动模范", "全国工人先锋号", "浙江工匠", "杭州工匠", "建德工匠", "最美抗疫职工"],
            id="a list with numbers",
        ),
        pytest.param(
            "培育“全国五一劳动奖章”“浙江省劳模”1名、“杭州数字工匠”1名、“杭州工匠”2名,"
            "评选认定“钱塘工匠”10名、提名奖10名。",
            ["全国五一劳动奖章", "浙江省劳模", "杭州数字工匠", "杭州工匠", "钱塘工匠", "提名奖"],
            id="a list in quotation marks",
        ),
        pytest.param(
            "选树浙江工匠3人、杭州市“五一”劳动奖章(奖状)7人(家)。",
            ["浙江工匠", "杭州市“五一”劳动奖章"],
            id="marks inside a name",
        ),
        pytest.param(
            "已连续4年被杭州市总工会考评“全市工会重点工作考核优秀单位”,先后荣获全国工会基层组织建设工作创新成果奖、"
            "全国工会系统“五五”普法先进单位、全国“安康杯”竞赛活动优秀组织单位,省工会组建工作先进单位"
            "及市工资集体协商工作先进单位等多项荣誉称号。",
            [
                "全市工会重点工作考核优秀单位",
                "全国工会基层组织建设工作创新成果奖",
                "全国工会系统“五五”普法先进单位",
                "全国“安康杯”竞赛活动优秀组织单位",
                "省工会组建工作先进单位",
                "市工资集体协商工作先进单位",
            ],
            id="a chain after one verb",
        ),
        pytest.param(
            "评聘第9批“下城区职业技能带头人”6名,3项职工创新成果被评为“杭州市第二届职工创新成果入围奖”。",
            ["下城区职业技能带头人", "杭州市第二届职工创新成果入围奖"],
            id="a batch is outside, an edition inside",
        ),
        pytest.param(
            "先后走访慰问44位全国劳模和部分生活困难的省、市劳模(先进)家庭。",
            ["全国劳模", "市劳模"],
            id="an elliptic list",
        ),
        pytest.param(
            "全区现有职工之家160个、职工书屋50个,其中全国模范职工之家3个、全国职工书屋2个。",
            ["全国模范职工之家", "全国职工书屋"],
            id="a rank makes an honor of a kind of site",
        ),
        pytest.param(
            "积极推进工资集体协商示范单位创建工作,创建示范单位114家。",
            ["工资集体协商示范单位"],
            id="a bare kind is none",
        ),
        pytest.param(
            "1527家企业被授予“杭州市创建劳动关系和谐企业活动达标企业”称号,428家创建和谐劳动关系达标企业"
            "开展“企业关爱职工,职工热爱企业”活动。",
            ["杭州市创建劳动关系和谐企业活动达标企业"],
            id="who does something has not just been honored",
        ),
        pytest.param(
            "动员文旅企业参与申报杭州市职工(劳模)疗休养基地,累计成功创建省职工(劳模)疗休养基地1家。",
            ["杭州市职工（劳模）疗休养基地", "省职工（劳模）疗休养基地"],
            id="brackets inside a name",
        ),
        pytest.param("为打造“中国豆腐包之乡”贡献工会力量。", ["中国豆腐包之乡"], id="a town of something"),
        pytest.param("思想引领筑牢“忠诚之家”,技能提升打造“筑梦之家”。", [], id="a slogan"),
        pytest.param("专门成立区劳模工匠宣讲团,弘扬劳模精神、工匠精神。", [], id="models as a class"),
        pytest.param("组织劳模工匠进企业、进基层、进学校开展200余场宣讲。", [], id="models as people"),
        pytest.param("开展职业技能竞赛,15人获得职业技能等级证书。", [], id="a certificate"),
    ],
)
def test_honors_are_found_and_nothing_else(run: Run, text: str, honors: list[str]) -> None:
    assert surfaces(run(text), "Honor") == honors


@pytest.mark.parametrize(
    ("text", "honors"),
    [
        ("获得团体一等奖和个人二等奖。", ["团体一等奖", "个人二等奖"]),
        ("他获评“金牌讲解员”称号,今年再获“金牌讲解员”。", ["金牌讲解员", "金牌讲解员"]),
        ("活动选出“优秀领读员”10名、3个“最佳阅读小组”。", ["优秀领读员", "最佳阅读小组"]),
        ("该成果获“某市职工创新奖”一等奖。", ["“某市职工创新奖”一等奖"]),
        ("大赛设最佳展示奖和最具人气奖,优秀作品颁奖后展出。", ["最佳展示奖", "最具人气奖"]),
        (
            "全市是国家卫生城市、全国百强县,当选2022年度安全生产先进单位。",
            ["国家卫生城市", "全国百强县", "安全生产先进单位"],
        ),
        ("项目获全国职工优秀创新成果一等奖。", ["全国职工优秀创新成果一等奖"]),
        ("邀请大国工匠现场授课。", ["大国工匠"]),
        ("大国工匠论坛在京举行。", []),
        ("授予10家企业山西省“阅读企业”称号,省阅读企业代表发言。", ["山西省“阅读企业”", "省阅读企业"]),
    ],
)
def test_honors_of_other_texts_follow_the_same_rules(run: Run, text: str, honors: list[str]) -> None:
    assert surfaces(run(text), "Honor") == honors


def test_an_honor_inside_a_program_is_no_mention(run: Run) -> None:
    doc = run("将深入开展“五史”宣传教育、第二届“钱塘工匠”评选等活动,进一步弘扬红色精神。")
    assert surfaces(doc, "Honor") == []
    assert "第二届“钱塘工匠”评选" in surfaces(doc, "Program")


def test_an_honor_says_which_rule_found_it_and_how_sure_it_is(run: Run) -> None:
    honor, prize = (
        s for s in run("荣获全国五一劳动奖章、省工会组建工作先进单位。")._.spans if s.type == "Honor"
    )
    assert (honor.rule, prize.rule) == ("honors/name", "honors/award")
    assert 0 < prize.confidence < honor.confidence < 1


spans = st.builds(
    lambda start, size, sure: TextSpan(start, start + size, "Honor", "", sure),
    st.integers(0, 60),
    st.integers(1, 20),
    st.sampled_from((0.5, 0.7, 0.9)),
)


@given(st.lists(spans, max_size=12))
def test_the_longest_spans_stay_and_none_overlaps(found: list[TextSpan]) -> None:
    kept = longest(found)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    for span in found:
        rivals = [other for other in kept if other.start < span.end and span.start < other.end]
        assert rivals
        assert max(other.end - other.start for other in rivals) >= span.end - span.start
