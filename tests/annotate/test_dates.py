"""Expressions of time, and what a report's own date and period make of them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.date_rules import Clock, find_dates
from kg.annotate.dates import mark_dates, time_of
from kg.annotate.extensions import Frame, TextSpan
from kg.annotate.frame import find_published, read_frame
from kg.annotate.sections import mark_sections

JIANDE = Clock(2021, 12, 23, "2021-01/2021-11")
PUTUO = Clock(2023, None, None, "2018/2023")
QIANTANG = Clock(2021, 7, None, "2021-01/2021-06")
XIACHENG = Clock(2015, None, None, "2014")
NEWS = Clock(2023, 7, 31, None)


def dated(text: str, frame: Frame) -> Doc:
    doc = spacy.blank("zh").make_doc(text)
    doc._.frame = frame
    return mark_dates(mark_sections(doc))


@pytest.mark.parametrize(
    ("clock", "text", "value"),
    [
        (JIANDE, "2021年，市总工会先后签署了职工疗休养合作协议8份", "2021"),
        (JIANDE, "4月28日上午，庆祝建党100周年主题活动举行", "2021-04-28"),
        (JIANDE, "6月上旬接受省委产改工作督查", "2021-06"),
        (JIANDE, "6月15日至19日，市总工会开展体检工作", "2021-06-15/2021-06-19"),
        (JIANDE, "1—11月，新建工会177家", "2021-01/2021-11"),
        (JIANDE, "到11月底引进疗休养客源1065批次", "2021-01/2021-11"),
        (JIANDE, "自2012年启动以来，累计帮助1136名产业工人", "2012/2021"),
        (JIANDE, "（寿昌宫）4月正式启用以来，已开展各类公益活动147场次", "2021-04/2021-11"),
        (JIANDE, "近两年，获评全国劳动模范1名", "2020/2021"),
        (JIANDE, "今年以来，市总工会积极拥抱数字化改革", "2021-01/2021-11"),
        (PUTUO, "这五年来，普陀区总工会在沈家门打造驿站", "2018/2023"),
        (PUTUO, "回眸过去五年，是硕果累累的五年", "2018/2023"),
        (PUTUO, "未来五年，普陀区总工会", "2023/2028"),
        (PUTUO, "2022年11月“两端”上架以来累计访问量", "2022-11/2023"),
        (PUTUO, "近年来，普陀区总工会", None),
        (QIANTANG, "在今年3月18日总决赛现场", "2021-03-18"),
        (QIANTANG, "今年上半年，已累计培育", "2021-01/2021-06"),
        (XIACHENG, "去年，全区新建独立基层工会109家", "2014"),
        (XIACHENG, "当年新建工会31家", "2014"),
        (XIACHENG, "11、12月，走访企业", "2014-11/2014-12"),
        (XIACHENG, "5、12月，走访企业", "2014-12"),
        (XIACHENG, "一季度走访职工", "2014-01/2014-03"),
        (XIACHENG, "今年下城区总工会将继续深化", "2015"),
        (NEWS, "28日晚6点30分，新玛特门前", "2023-07-28"),
        (NEWS, "从即日起至明年3月，面向货车司机", "2023-07/2024-03"),
        (NEWS, "2023年至2025年，平均每年新发展会员", "2023/2025"),
        (NEWS, "“十四五”期间，建成", "2021/2025"),
        (NEWS, "一季度走访职工", "2023-01/2023-03"),
        (NEWS, "今天（28日）清晨，人声鼎沸", "2023-07-28"),
        (NEWS, "前天上午，表彰会召开", "2023-07-29"),
        (Clock(2023, 3, 1), "昨日，表彰会召开", "2023-02-28"),
        (NEWS, "二〇二二年，全省", "2022"),
    ],
)
def test_an_expression_of_time_is_counted_from_the_reports_own_date(
    clock: Clock, text: str, value: str | None
) -> None:
    assert find_dates(text, clock)[0].value == value


def test_a_year_still_to_come_is_a_goal_and_what_is_counted_since_january_ends_now() -> None:
    review = Clock(2013, 6, 18, "2008/2013")
    assert find_dates("到2018年会员达到8万人", review)[0].value == "2018"
    assert find_dates("今年以来走访船舶", Clock(2014, 6, 26, None))[0].value == "2014-01/2014-06"


@pytest.mark.parametrize(
    "text", ["已连续4年被考评", "为期两天的电影专场", "庆祝建党100周年", "来杭州打工4年多了"]
)
def test_durations_and_anniversaries_are_no_dates(text: str) -> None:
    assert find_dates(text, JIANDE) == []


def test_a_month_late_in_the_year_belongs_to_the_year_before_a_report_of_january() -> None:
    assert find_dates("11月9日，启动温暖行动", Clock(2024, 1, 5, None))[0].value == "2023-11-09"


@given(st.text(alphabet="2019年月日1-至今去上下半以来起自截到近五未（）“，。", max_size=60))
def test_values_are_iso_dates_and_spans_lie_in_the_text(text: str) -> None:
    for date in find_dates(text, NEWS):
        assert 0 <= date.start < date.end <= len(text)
        for part in (date.value or "2021").split("/"):
            assert part.replace("-", "").isdigit()


def test_a_date_on_a_line_of_its_own_is_the_day_of_publication() -> None:
    assert find_published("2021年12月23日\n凝聚工会力量擦亮“工”字品牌\n今年以来，市总工会") == "2021-12-23"


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("普陀区总工会五年工作回眸与展望\n这五年来，参与职工超12万人次。", "2023", "2018/2023"),
        ("1—11月，新建工会177家。到11月底引进客源1065批次。", "2021-12-23", "2021-01/2021-11"),
        ("今年上半年，培育3人。上半年陆续开展讲座12场。", "2021-07", "2021-01/2021-06"),
        ("6月25日，全区职工大合唱决赛举行，近千名职工欢聚一堂。", "2021-07", "2021-06-25"),
        ("近日，区总工会开展培训。", "2023-08-18", "2023"),
        ("全年走访困难职工1520人。全年组织公益普法宣讲54场。", "2023", "2023"),
        ("某市总工会2016年工作总结\n2月，召开全委会。2017年，将新建驿站8家。", "2017-01-12", "2016"),
        ("2019年，我市工会走访职工900人。2019年末共有会员4万人。全年培训310期。", "2020-02", "2019"),
        ("7月8日是职工健康日。当天上午，由区总工会主办的健步走举行。", "2014-07-10", "2014-07-08"),
    ],
)
def test_a_report_without_metadata_shows_the_period_it_covers(text: str, published: str, period: str) -> None:
    assert read_frame(text, published, None)[1] == period


def test_a_yearly_account_counts_time_from_the_year_it_looks_back_on() -> None:
    text = "某市总工会2016年工作总结\n今年，新建工会20家。3月，召开全委会。"
    dates = read_frame(text, "2017-01-12", None)[2]
    assert [date.value for date in dates] == ["2016", "2016", "2016-03"]


def test_in_a_yearly_account_a_month_holds_for_its_own_sentence_only() -> None:
    text = "3月，举办招聘会，提供岗位900个。慰问职工70人。"
    doc = dated(text, Frame(published="2016", period="2016"))
    assert time_of(doc, text.index("900"), text.index("个。") + 1) == "2016-03"
    assert time_of(doc, text.index("70人"), text.index("70人") + 3) is None


def test_metadata_outweigh_what_the_text_suggests() -> None:
    doc = dated("6月25日，职工大合唱决赛举行。", Frame(published="2021-07", period="2021-01/2021-06"))
    assert (doc._.frame.published, doc._.frame.period) == ("2021-07", "2021-01/2021-06")


def test_the_nearest_time_before_a_stretch_governs_it() -> None:
    text = "去年，全区新建工会109家，发展新会员2.26万名。目前全区建制率达100%。"
    doc = dated(text, Frame(published="2015", period="2014"))
    at = text.index("2.26万名")
    assert time_of(doc, at, at + 6) == "2014"


def test_a_day_that_opens_a_sentence_sets_the_scene_for_the_next() -> None:
    text = "3月31日，欢迎仪式在寿昌古镇举行。200名杭州一线职工走进建德。\n职工疗休养活动是一项重要举措。"
    doc = dated(text, Frame(published="2021-12-23"))
    assert time_of(doc, text.index("200名"), text.index("200名") + 4) == "2021-03-31"
    assert time_of(doc, text.index("职工疗休养"), text.index("职工疗休养") + 5) is None


def test_a_year_inside_a_name_tells_no_time() -> None:
    text = "标志着2021年杭州市总工会一线职工免费疗休养活动正式启动。"
    doc = dated(text, Frame(published="2021-12-23", period="2021-01/2021-11"))
    doc._.spans = [TextSpan(3, 26, "Program")]
    assert time_of(doc, 26, 30) is None


def test_an_event_of_some_days_lasts_from_the_first_to_the_last() -> None:
    text = "7月28日，技能大赛开幕。\n大赛于7月28日至30日举行，600名选手参加。"
    assert read_frame(text, "2023-07-29", None)[1] == "2023-07-28/2023-07-30"


BODY = "10月29日，甲市工会代表大会开幕。办劳动竞赛785场。"


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        (f"职工建功\n——甲市总工会6年工作回眸\n{BODY}", "2021-10-29", "2015/2021"),
        (f"职工建功\n甲市总工会五年来工作成就巡礼\n{BODY}", "2018-07", "2013/2018"),
        (f"职工建功\n甲市总工会2021年工作综述\n{BODY}", "2021-12-29", "2021"),
        ("某市工会第八次代表大会报告\n五年来，服务职工。过去的五年，新建工会。", "2012-05-18", "2007/2012"),
        ("产改五年回眸\n“十四五”时期，改革推进。", "2025-11-28", "2021/2025"),
        ("1月13日，工作会议召开。会议总结了2019年工作。一年来，组织竞赛。", "2020-01-15", "2019"),
    ],
)
def test_reviews_and_congresses_look_back(text: str, published: str, period: str) -> None:
    assert read_frame(text, published, None)[1] == period
