"""When a report was published and what period it covers, where metadata do not tell."""

from __future__ import annotations

import re
from collections import Counter

from kg.annotate.date_rules import DAY, MONTH, YEAR, Clock, find_dates, moment, period_between
from kg.annotate.extensions import DateSpan
from kg.annotate.numerals import parse_numeral

HEAD = 400
TITLE = 120
FIRST_QUARTER = 3
DATE_LINE = re.compile(
    rf"^(?:发布(?:时间|日期)?|日期|时间)?[：:]?({YEAR}{MONTH}{DAY})(?:\s?\d\d?[:：]\d\d)?$", re.MULTILINE
)
DATELINE = re.compile(rf"({YEAR}{MONTH}{DAY})(?:讯|电|消息|报道|\s?\d\d[:：]\d\d)")
NUMERIC_LINE = re.compile(r"((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?(?=\s|\n|$|\d\d[:：])")
PLAIN_YEAR = re.compile(r"(?<![\d至到—–\-~～])(?:19|20)\d\d(?=年)(?!年(?:[至到—–\-~～]|底前))")
REVIEW = re.compile(
    r"(?P<count>[二三四五六七八九十两]|\d)年(?:来)?(?:工作|奋斗|发展|砥砺|奋进)?(?:回眸|回顾|巡礼|纪实|综述|成就|掠影|亮点)"
    r"|(?P<since>[二三四五六七八九十]|\d)年来的?(?:主要)?(?:工作)?(?:回顾|总结|成绩|成就)"
    r"|(?:回眸|回望|过去|走过)(?:过去|这|的)?(?P<past>[二三四五六七八九十两]|\d)年"
)
YEAR_TITLE = re.compile(
    r"(?<![\d至到—–\-~～])(?P<year>(?:19|20)\d\d)年?度?(?!\d|[至到—–\-~～])[^，。！？；\n\d]{0,16}?"
    r"(?:总结|(?:工作|述职|年度)报告|回顾|盘点|答卷|大事记|亮点|工作情况|工作综述)"
)
PART_TITLE = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?度?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四])季度|(?P<three>前三季度))"
)
LOOKED_BACK_ON = re.compile(
    r"(?:总结|回顾)(?:总结)?了?(?:全[省市区县局路]工会)?(?P<year>(?:19|20)\d\d)年(?:度|的)*[^，。]{0,6}(?:工作|情况)"
)
CONGRESS = re.compile(r"第[一二三四五六七八九十]{1,3}次(?:全国)?代表大会")
FIVE_YEARS = re.compile(r"五年来|(?:过去|刚刚过去|这)的?五年|以来的五年|五年间")
PLAN = re.compile(r"“?(?P<count>十[一二三四五六])五”?(?:时期|期间|以来)")
PLAN_LENGTH = 5
YEAR_REPORT = re.compile(r"年度(?:工作)?(?:报告|总结|盘点|答卷|成绩单)|全年|年终|岁末|这一年|一年来")
EVENT = re.compile(
    r"举行|举办|召开|开幕|闭幕|启动|开班|揭幕|揭牌|开赛|开展|落幕|帷幕|进行|打响|上演|建成|走进|来到|赴|签约|发布|仪式"
    r"|开启|看望|慰问|参加|拉开|揭晓|结业|开营|亮相|组织|前往|走访|人声鼎沸|欢聚|发出|捐赠|送到|送上|送去|上新|落地"
)
TOLD_OF = re.compile(
    r"，?(?:记者)?从.{2,20}(?:获悉|了解到)[^。]*(?:举行|举办|召开|启动|开幕|开班|揭牌|落幕)。"
)
NOT_EVENT = re.compile(r"(?:讯|电|消息|报道|起|前|，?(?:记者)?从.{2,20}(?:获悉|了解到)|，记者)")
SAME_DAY = re.compile(r"^[^。]{0,40}。(?:(?:当|这一?)天|当[日晚])")
CLAUSE_OF_DAY = 120


def find_published(text: str) -> str | None:
    """The date of a line of its own or of a dateline, else the latest year that is no mere goal."""
    head = text[:HEAD]
    for match in (DATE_LINE.search(head), DATELINE.search(head), DATE_LINE.search(text[-120:])):
        if match:
            return moment(match.group(1), Clock())
    numeric = NUMERIC_LINE.search(head)
    if numeric and 1 <= int(numeric[2]) <= 12 and 1 <= int(numeric[3]) <= 31:
        return f"{numeric[1]}-{int(numeric[2]):02}-{int(numeric[3]):02}"
    years = [match.group() for match in PLAIN_YEAR.finditer(text)]
    return max(years) if years else None


def event_date(text: str, dates: list[DateSpan]) -> str | None:
    """The day of the event that a piece of news tells of: the first day at which something is held."""
    for date in dates:
        if date.start > HEAD:
            return None
        value = (date.value or "").split("/")[0]
        after = text[date.end : date.end + CLAUSE_OF_DAY].split("\n")[0]
        if not SAME_DAY.search(after):
            after = after.split("。")[0] + "。"
        reported = NOT_EVENT.match(after) and not TOLD_OF.match(after)
        if len(value) == 10 and EVENT.search(after) and not reported:
            return _days_of(value, dates)
    return None


def _days_of(day: str, dates: list[DateSpan]) -> str:
    """The days over which an event runs of which one day is known: a range that has it as first or last."""
    for date in dates:
        first, _, last = (date.value or "").partition("/")
        if len(first) == len(last) == len(day) and first <= day <= last:
            return f"{first}/{last}"
    return day


def repeated_day(text: str, dates: list[DateSpan]) -> str | None:
    """The day that a text comes back to, where it names no other day as often."""
    told = (date for date in dates if not NOT_EVENT.match(text, date.end))
    days = Counter(date.value for date in told if date.value and len(date.value) == 10)
    (day, count), *others = days.most_common(2) or [("", 0)]
    return day if count >= 2 and all(other < count for _, other in others) else None


def reviewed_year(text: str, clock: Clock) -> str | None:
    """The year that a yearly account looks back on: told by its title, or the last one in early spring."""
    titled = YEAR_TITLE.search(text[:TITLE]) or LOOKED_BACK_ON.search(text[:HEAD])
    if titled:
        return titled["year"]
    if clock.year is None or clock.month is None or clock.month > FIRST_QUARTER:
        return None
    years = Counter(match.group() for match in PLAIN_YEAR.finditer(text))
    last = str(clock.year - 1)
    told = years[last] >= 2 and years.most_common(1)[0][0] == last
    return last if told and YEAR_REPORT.search(text) and "今年" not in text else None


def titled_part(text: str) -> str | None:
    """The half or quarter that a title names: 2023年上半年工作总结."""
    part = PART_TITLE.search(text[:TITLE])
    if part is None:
        return None
    if part["half"]:
        return moment(f"{part['year']}年{part['half']}半年", Clock())
    first = moment(f"{part['year']}年{part['quarter'] or '三'}季度", Clock())
    return period_between(f"{part['year']}-01", first) if part["three"] and first else first


def _plan_years(text: str, clock: Clock, count: int) -> str | None:
    """The years of the five-year plan that a review of five years is told to be of, at its end."""
    plan = PLAN.search(text[:HEAD])
    first = 1951 + 5 * int(parse_numeral(plan["count"]) or 0) if plan else 0
    ends_now = clock.year is not None and 0 <= clock.year - (first + 4) <= 1
    return period_between(f"{first}", f"{first + 4}") if count == PLAN_LENGTH and ends_now else None


def find_period(text: str, clock: Clock, dates: list[DateSpan]) -> str | None:
    """The period that a report covers: some years, one year, part of a year, or the day of its event."""
    if part := titled_part(text):
        return part
    if year := reviewed_year(text, clock):
        return year
    if clock.year is None:
        return None
    review = REVIEW.search(text[:HEAD])
    if review:
        count = int(parse_numeral(review["count"] or review["since"] or review["past"]) or 0)
        return _plan_years(text, clock, count) or period_between(f"{clock.year - count}", f"{clock.year}")
    if CONGRESS.search(text[:HEAD]) and len(FIVE_YEARS.findall(text)) >= 2:
        return period_between(f"{clock.year - 5}", f"{clock.year}")
    parts = Counter(
        d.value for d in dates if d.value and re.fullmatch(rf"{clock.year}-01/{clock.year}-\d\d", d.value)
    )
    yearly = len(YEAR_REPORT.findall(text))
    if parts and parts.most_common(1)[0][1] >= 2 and not yearly:
        return parts.most_common(1)[0][0]
    if yearly < 2:
        event = event_date(text, dates) or repeated_day(text, dates)
        if event:
            return event
        leading = [date for date in dates if date.start < HEAD]
        since = [
            date.value
            for date in leading
            if text.startswith(("自", "从"), date.start)
            and re.match(rf"{clock.year}-\d\d/", date.value or "")
        ]
        if since:
            return since[0]
    words = Counter(re.findall("今年|去年", text))
    if words["去年"] >= 3 and words["去年"] > words["今年"]:
        return f"{clock.year - 1}"
    return f"{clock.year}"


def read_frame(
    text: str, published: str | None, period: str | None
) -> tuple[str | None, str | None, list[DateSpan]]:
    """When a text was published, what period it covers, and its expressions of time by these."""
    published = published or (None if period else find_published(text))
    clock = Clock.of(published, period)
    dates = find_dates(text, clock)
    if period is None:
        period = find_period(text, clock, dates)
        if period and "/" in period:
            dates = find_dates(text, Clock.of(published, period))
        elif (
            period
            and len(period) == len("2016")
            and period != (published or period)[:4]
            and text.count("去年") <= text.count("今年")
        ):
            dates = find_dates(text, Clock.of(None, period))  # its 今年 is the year it looks back on
    return published, period, dates
