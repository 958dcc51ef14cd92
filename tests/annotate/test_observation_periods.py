"""The time that numbers of made-up sentences cover."""

from __future__ import annotations

import pytest

from kg.annotate.frame import read_frame
from tests.annotate.test_observations import read

ACCOUNT = "甲县总工会2019年工作总结\n"


def periods(
    text: str, *, published: str | None = "2019-12-20", period: str | None = "2019"
) -> list[str | None]:
    return [draft.period for draft in read(text, published=published, period=period)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至11月底，全县共有基层工会312个，涵盖法人单位840家。", ["2019-11", "2019-11"]),
        ("截止12月5日，全县共有基层工会312个，会员2.1万人。", ["2019-12", "2019-12"]),
        ("截至10月底，累计补助患病职工86人次。", ["2019-01/2019-10"]),
        ("截至11月底，全县共有基层工会312个，比上年增长8%。", ["2019-11", "2019"]),
        ("3月，与县法院共建调解室，全年受理案件63件。", ["2019"]),
        ("2月，举办2019年“春暖行动”招聘会，41家企业提供岗位900个。", ["2019-02", "2019-02"]),
        ("前9个月，驿站服务户外劳动者1.2万人次。", ["2019-01/2019-09"]),
        ("这一年，新建基层工会31家。", ["2019"]),
        ("全年收缴工会经费86万元（上年同期70万元），同比增加16万元。", ["2019", "2018", "2019"]),
        ("至11月底，全县基层工会总数312个。", ["2019-11"]),
        ("到“十四五”末，全县会员将达到5万人。", ["2025"]),
        ("在档困难职工由年初的310户减少到96户。", ["2019-01", "2019"]),
        ("截至2019年底，全县会员5.2万人。", ["2019-12"]),
        ("截至11月底，全县有驿站96个，建成书屋31家。", ["2019-11", "2019-11"]),
        ("安全监督检查员由890名增至960名。", ["2018", "2019"]),
    ],
)
def test_a_number_of_a_yearly_report_has_its_own_time(text: str, expected: list[str]) -> None:
    assert periods(ACCOUNT + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到6月底，参赛的有职工900名。", ["2019"]),
        ("到2019年12月底，全县已有驿站96个。", ["2019"]),
        ("截至11月底，全县共有基层工会312个，涵盖法人单位840家。", ["2019"] * 2),
        ("到今年上半年为止，全县签订集体合同312份。", ["2019-01/2019-06"]),
    ],
)
def test_in_a_piece_of_news_of_a_year_what_there_is_by_a_month_is_of_the_year(
    text: str, expected: list[str]
) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丙赛2009年创办至今，已有960人参赛。", ["2009/2019"]),
        ("丙赛始于2009年，到现在有960人参赛。", ["2009/2019"]),
        ("丙赛2009年首次由甲县举办，到现在已有960人参赛。", ["2019"]),
        ("助学活动6月启动，至今发放助学金12万元。", ["2019"]),
        ("从年初到现在，全县走访职工960人。", ["2019"]),
        ("全县工会会员在去年的基础上再增加960人。", ["2019-07-21"]),
        ("7月20日，县总工会2019年招聘会举行，960人到场。", ["2019-07-20"]),
        ("2019年招聘会上，960人签约。", ["2019"]),
    ],
)
def test_a_year_in_news_is_a_beginning_a_basis_or_part_of_a_name(text: str, expected: list[str]) -> None:
    assert periods(text, published="2019-07-23", period="2019-07-21") == expected


@pytest.mark.parametrize(
    "text",
    [
        "目前，全县共有驿站96个。",
        "截止目前，已走访职工960人次。",
        "到目前为止，已走访职工960人次。",
        "这些年，工会建成驿站96个。",
        "近几年，她宣讲60多场。",
        "今年以来，已走访船舶216艘次。",
    ],
)
@pytest.mark.parametrize("period", ["2019-07-01", "2019-07-01/2019-07-03"])
def test_what_goes_on_is_of_the_year_where_news_tell_of_a_day(text: str, period: str) -> None:
    assert periods(text, published="2019-07-23", period=period) == ["2019"]


@pytest.mark.parametrize(
    "line",
    [
        "2019年07月02日09:14 甲报 ",
        "2019-07-02 来源：乙报 ",
        "2019年7月2日 丙日报 ",
        "丁网7月2日讯（记者 王某）",
    ],
)
def test_the_day_of_a_source_line_is_the_time_of_no_number(line: str) -> None:
    assert periods(line + "全县工会培训职工900人。", published="2019-07-02") == ["2019"]


def test_a_year_that_opens_a_sentence_holds_for_the_next_in_news_of_a_day() -> None:
    text = "2018年，全县会员升至4万人。新建成驿站4家。"
    assert periods(text, published="2019-07-23", period="2019-07-21") == ["2018", "2018"]
    assert periods("2018年度“春暖行动”结束。新建成驿站4家。", period="2019-07-21") == ["2019-07-21"]


def test_a_year_before_a_feast_is_a_time() -> None:
    text = "以2018年“两节”期间为例，各级工会筹资80万元，走访职工960人。2018年“春暖行动”新建工会3家。"
    assert periods(text) == ["2018", "2018", "2019"]


def test_what_is_counted_from_a_year_on_is_of_the_time_since() -> None:
    assert periods("从2016年算起，全县工会培训职工900人。") == ["2016/2019"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目前全市工资集体协商建制率为91%。", ["2014/2019"]),
        ("目前已创建劳模创新工作室42家。", ["2014/2019"]),
        ("先后荣获省模范职工之家（2016年）等省级荣誉9项。", ["2014/2019"]),
        ("2016年成立的职工维权站，办结援助案件63件。", ["2016/2019"]),
        ("力争到2024年全市会员达到90万人，培训职工30万人次。", ["2024", "2019/2024"]),
        ("她2017年获全国五一劳动奖章，工作室带徒46人。", ["2014/2019"]),
        ("2018年举办职工论坛；走访职工960人次。", ["2014/2019"]),
        ("2017年，与法院建立联动机制，已调解案件73件。", ["2017/2019"]),
        ("今后五年的任务：将新建工会310家。", ["2019/2024"]),
        ("截至2018年底，全市会员61万人，分别比2014年增长9%、3%。", ["2018-12", "2014/2019", "2014/2019"]),
    ],
)
def test_a_number_of_a_review_of_years_has_its_own_time(text: str, expected: list[str]) -> None:
    assert periods(text, period="2014/2019") == expected


def test_what_was_done_this_year_ends_with_the_last_month_where_this_one_has_just_begun() -> None:
    text = "今年以来，已走访船舶216艘次。"
    assert periods(text, published="2019-07-03", period="2019-07") == ["2019-01/2019-06"]
    assert periods(text, published="2019-07-23", period="2019-07") == ["2019-01/2019-07"]


def test_a_day_holds_for_its_sentence_and_the_next() -> None:
    text = "3月5日，招聘会举行。企业62家进场。女职工120人应聘。"
    assert periods(text, published="2019-07-03", period="2019-01/2019-06") == [
        "2019-03-05",
        "2019-01/2019-06",
    ]


def test_a_goal_of_a_report_on_half_a_year_is_of_the_other_half_or_of_the_year() -> None:
    half = {"published": "2019-07-03", "period": "2019-01/2019-06"}
    assert periods("下一步，计划培训职工300人次。", **half) == ["2019-07/2019-12"]
    assert periods("下一步，计划年内培训职工300人次。", **half) == ["2019"]


def test_prizes_of_a_closing_ceremony_are_of_the_last_day() -> None:
    text = "闭幕式上，30项成果获得优秀成果奖。"
    assert periods(text, published="2019-07-09", period="2019-07-05/2019-07-07") == ["2019-07-07"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7月31日，记者从甲区总工会获悉，暑期托管班开班仪式在乙小学举行。共开设3个班。", "2019-07-31"),
        ("7月31日，记者从甲区总工会获悉，今年共有3个班接收职工子女。", "2019"),
        ("丙市7月24日电“选手准备充分。”24日，裁判长丁某说。当日，全省光伏技能竞赛落下帷幕。", "2019-07-24"),
    ],
)
def test_the_period_of_news_is_the_day_of_its_event(text: str, expected: str) -> None:
    assert read_frame(text, "2019-08-01", None)[1] == expected


def test_last_year_is_counted_from_the_day_of_publication() -> None:
    text = (
        "甲铁路局工会\n去年，公司新签集体合同3份，覆盖职工1200人。去年征集合理化建议90条，采纳46条。"
        "去年公司工会慰问困难职工80人，发放慰问金12万元，全年开展技能竞赛6场。"
    )
    _, period, dates = read_frame(text, "2019-04-02", None)
    assert (period, {date.value for date in dates}) == ("2018", {"2018"})


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲区总工会2023年上半年工作总结", "2023-01/2023-06"),
        ("甲区总工会2023年前三季度工作情况", "2023-01/2023-09"),
        ("甲区总工会2023年第一季度工作小结", "2023-01/2023-03"),
        ("甲区总工会2023年工作总结", "2023"),
    ],
)
def test_a_title_names_the_part_of_the_year_that_its_report_covers(title: str, expected: str) -> None:
    assert read_frame(f"{title}\n新建工会3家。", "2024-01-05", None)[1] == expected


def test_a_report_of_half_a_year_compares_with_that_half_and_plans_for_the_other() -> None:
    text = "建会率由去年同期的28%升至40%。新建工会68家，完成全年目标的62%。"
    text += "下半年计划新建工会42家。\n一是拟发展会员800人。"
    half, other = "2023-01/2023-06", "2023-07/2023-12"
    expected = ["2022-01/2022-06", half, half, half, other, other]
    assert periods(text, published="2023-07-05", period="2023-01/2023-06") == expected


def test_who_attended_the_meeting_that_heard_a_review_is_counted_on_its_day() -> None:
    text = "甲集团工会召开全委会议\n1月13日，全委会议召开。43名委员参加会议。\n新建职工书屋9个。"
    expected = ["2020-01-13", "2019"]
    assert periods(text, published="2020-01-15", period="2019") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4月，印发集体协商意见，已有87家企业开展协商。", ["2019"]),
        ("5月举办演讲比赛；读书活动收到读后感214篇。", ["2019"]),
        ("截至11月底，基层工会312个；会员2.1万人。", ["2019-11", "2019-11"]),
    ],
)
def test_a_date_does_not_reach_what_has_gone_on_since(text: str, expected: list[str]) -> None:
    assert periods(ACCOUNT + text) == expected


def test_the_year_in_which_a_body_was_founded_is_not_that_of_what_it_has_now() -> None:
    assert periods("乙县总工会1950年创立，现有基层工会72个，会员7万人。") == ["2019", "2019"]


def test_from_a_year_to_another_is_one_time() -> None:
    assert periods("从2016年到2018年，全县新建职工小家43个。") == ["2016/2018"]
