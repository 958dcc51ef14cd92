"""Which programs are found, and how far their names reach. Most sentences are from seeds/."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.nominals import quotations
from kg.annotate.programs import ProgramTagger
from kg.annotate.programs_candidates import Finder, list_groups
from tests.annotate.conftest import Run, surfaces


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        pytest.param(
            "举办“速派杯”烹饪比赛、“安康杯”竞赛和首届职工文化节。",
            ["“速派杯”烹饪比赛", "“安康杯”竞赛", "首届职工文化节"],
            id="the head stays inside, with the marks",
        ),
        pytest.param("广泛开展“送岗位下基层”活动3场。", ["送岗位下基层"], id="活动 stays outside"),
        pytest.param(
            "区总工会开展“情暖工地、清凉一夏”走访慰问活动。",
            ["情暖工地、清凉一夏"],
            id="words before 活动, too",
        ),
        pytest.param(
            "区总工会开展“书香六月”读书活动、“小夜曲”职工歌咏活动。",
            ["“书香六月”读书活动", "“小夜曲”职工歌咏活动"],
            id="an activity that says what is done stays inside",
        ),
        pytest.param(
            "昨晚,“四明杯”鄞州区2022年职工才艺大赛开幕。",
            ["“四明杯”鄞州区2022年职工才艺大赛"],
            id="cup, place, year",
        ),
        pytest.param(
            "积极做好“四季帮扶”品牌,开展“情暖五月”“金秋助学”“两节慰问”“夏送清凉”等特色服务。",
            ["四季帮扶", "情暖五月", "金秋助学", "两节慰问", "夏送清凉"],
            id="a list",
        ),
        pytest.param(
            "广泛开展“春风送岗、夏送清凉、秋送助学、冬送温暖”等活动。",
            ["春风送岗", "夏送清凉", "秋送助学", "冬送温暖"],
            id="a list in one pair of marks",
        ),
        pytest.param(
            "推荐5名选手参加杭州市第九届“放歌天堂”歌咏比赛。",
            ["杭州市第九届“放歌天堂”歌咏比赛"],
            id="level and edition stay inside",
        ),
        pytest.param(
            "启动2021年区“争当主人翁 建功新钱塘”劳动技能竞赛,让竞赛成为大舞台。",
            ["区“争当主人翁建功新钱塘”劳动技能竞赛"],
            id="the year stays outside",
        ),
        pytest.param(
            "深化“求学圆梦行动”,鼓励劳动者接受学历教育。", ["求学圆梦行动"], id="a head within the marks"
        ),
        pytest.param(
            "圆满完成了普陀区工会第十五次代表大会确定的目标任务。",
            ["普陀区工会第十五次代表大会"],
            id="a congress",
        ),
        pytest.param(
            "以党史学习教育为动力,参加医疗互助的职工达5.8万名。",
            ["党史学习教育", "医疗互助"],
            id="names that need no marks",
        ),
        pytest.param(
            "开展劳动竞赛、技能培训、岗位练兵、操作比武等活动1131场(次)。", [], id="classes of doings"
        ),
        pytest.param(
            "8日上午,浙江省第四届水文勘测技能大赛开幕式举行。",
            ["浙江省第四届水文勘测技能大赛"],
            id="the opening of a contest stays outside",
        ),
        pytest.param(
            "一年来成效明显。\n2.全市第八届职工技能大赛由市总工会承办。承办好全市第五届职工运动会。",
            ["全市第八届职工技能大赛", "全市第五届职工运动会"],
            id="the number of an item, and a verb's complement, stay outside",
        ),
        pytest.param(
            "“金秋助学”帮扶168名学生,“送清凉”慰问一线职工。", ["金秋助学", "送清凉"], id="what it does"
        ),
        pytest.param(
            "2月,召开六届三次职代会,1874人加入教职工重大疾病互助金。",
            ["六届三次职代会", "教职工重大疾病互助金"],
            id="a session, a fund",
        ),
        pytest.param("区政府和区总工会联席会议解决了三个问题。", [], id="a body's meeting is none"),
        pytest.param(
            "中国工会十六大以来,持续推进工会工作;随后召开的五届一次全委会选举产生主席。",
            ["中国工会十六大", "五届一次全委会"],
            id="a congress in short, a session",
        ),
        pytest.param("省工会十三大以来的五年,职工队伍不断壮大。", ["省工会十三大"], id="a province's, too"),
        pytest.param(
            "“中国梦·强国有我”主题教育深入车间班组。", ["中国梦·强国有我"], id="主题教育 behind marks"
        ),
        pytest.param(
            "赛后,选手代表向全市职工发出学技术倡议书。", [], id="a head that is part of a longer word"
        ),
        pytest.param("给环卫工人送来送清凉礼包和慰问品,参加4个竞赛项目。", [], id="goods and counted parts"),
        pytest.param("思想引领筑牢“忠诚之家”,技能提升打造“筑梦之家”。", [], id="slogans"),
        pytest.param("以“竞赛+服务+发展”的思路,坚持“组织起来,切实维权”的工作方针。", [], id="principles"),
        pytest.param("深入学习贯彻党的二十大精神和党的十九届六中全会精神。", [], id="Party congresses"),
        pytest.param("“有这么好的平台,真是太方便了!”职工刘斌说。", [], id="speech"),
    ],
)
def test_programs_are_found_and_nothing_else(run: Run, text: str, programs: list[str]) -> None:
    assert surfaces(run(text), "Program") == programs


def test_an_organiser_before_a_name_is_a_mention_of_its_own(run: Run) -> None:
    doc = run("8月1日,河南省总工会技能提升专项行动在郑州启动。")
    assert surfaces(doc, "Union") == ["河南省总工会"]
    assert surfaces(doc, "Program") == ["技能提升专项行动"]


def test_a_sure_name_is_found_again_without_its_marks(run: Run) -> None:
    doc = run("市总工会启动“暖蜂行动”关爱快递小哥。\n去年以来,暖蜂行动惠及千人。")
    assert surfaces(doc, "Program") == ["暖蜂行动", "暖蜂行动"]


def test_a_title_glued_to_words_before_it_is_cut_where_the_text_repeats_it(run: Run) -> None:
    doc = run("为司机解难题“暖车”专项行动\n“暖车”专项行动启动,“暖车”专项行动覆盖全市。")
    assert surfaces(doc, "Program") == ["“暖车”专项行动"] * 3


def test_a_head_alone_stands_for_the_name_that_ends_in_it(run: Run) -> None:
    doc = run("全市开展“工会干部走一线”专项行动。专项行动已惠及300家企业。")
    assert surfaces(doc, "Program") == ["“工会干部走一线”专项行动", "专项行动"]


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("联合区人社局,开展工资集体协商“要约行动”。", "工资集体协商“要约行动”"),
        ("组织工会系统“安全生产月”活动,广泛宣传。", "安全生产月"),
        ("推出“青蓝携手·薪火相传”师徒结对2.0版。", "“青蓝携手·薪火相传”师徒结对"),
        ("举办线上“钱工学堂”素质教育公益课,广受好评。", "“钱工学堂”素质教育公益课"),
        ("举办区职工运动会和群众性活动8场。", "区职工运动会"),
        ("本月,区总工会举办全市职工插花比赛活动。", "全市职工插花比赛"),
        ("市总工会举办2024“暖冬杯”职工篮球赛。", "“暖冬杯”职工篮球赛"),
        ("河湾街道“小树苗”爱心暑托班开班河湾街道“小树苗”爱心暑托班正式开班。", "河湾街道“小树苗”爱心暑托班"),
        ("启动河西工匠培育工程,培养工匠100名。", "河西工匠培育工程"),
        ("第三届职工技能交流大会开幕式上,主席致辞。", "第三届职工技能交流大会"),
        (
            "举行“情系职工”慰问暨“小夜曲”三伏贴义诊活动。本次“小夜曲”三伏贴义诊活动惠及百人。",
            "“情系职工”慰问暨“小夜曲”三伏贴义诊活动",
        ),
    ],
)
def test_a_candidate_has_the_span_of_the_guidelines(
    run: Run, finder: Finder, text: str, candidate: str
) -> None:
    doc = run(text, until="sections")
    assert candidate in [doc.text[c.start : c.end] for c in finder.find(doc)]


def test_an_opening_mark_typed_for_a_closing_one_closes() -> None:
    text = "街道开展了“三访三送进班组“的活动,职工说好。“明天还来”,他说。"
    assert [quote.inner(text) for quote in quotations(text)] == ["三访三送进班组", "明天还来"]


def test_adjacent_quotations_share_a_group() -> None:
    text = "开展“情暖五月”“金秋助学”、“两节慰问”等服务,擦亮“四季帮扶”品牌"
    groups = list_groups(text, quotations(text))
    assert sorted(text[start:end] for start, end in set(groups.values())) == [
        "“四季帮扶”",
        "“情暖五月”“金秋助学”、“两节慰问”",
    ]


@given(st.lists(st.sampled_from(["phrase/common-head", "known", "quote/act_end", "no such feature"])))
def test_a_score_is_a_probability(names: list[str]) -> None:
    assert 0 < ProgramTagger({"known": 50.0, "phrase/common-head": -50.0}).score(names) < 1


@given(st.text(alphabet="“”‘’\n工会行动", max_size=60))
def test_quotations_are_balanced_and_on_one_line(text: str) -> None:
    for quote in quotations(text):
        assert text[quote.start] + text[quote.end - 1] in ("“”", "‘’", "““", "‘‘")
        assert "\n" not in quote.inner(text)
