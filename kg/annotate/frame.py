"""When a report was published and what period it covers, where metadata do not tell."""

from __future__ import annotations

import re

from kg.annotate.date_rules import DAY, MONTH, YEAR, Clock, find_dates, moment, period_between
from kg.annotate.extensions import DateSpan
from kg.annotate.period import likeliest, planned_years, reviewed_years

HEAD, TAIL = 400, 120
DATE_LINE = re.compile(
    rf"^(?:发布(?:时间|日期)?|日期|时间)?[：:]?({YEAR}{MONTH}{DAY})(?:\s?\d\d?[:：]\d\d)?$", re.MULTILINE
)
DATELINE = re.compile(rf"({YEAR}{MONTH}{DAY})(?:讯|电|消息|报道|\s?\d\d[:：]\d\d)")
NUMERIC_LINE = re.compile(r"((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?(?=\s|\n|$|\d\d[:：])")
TITLE = 120
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
PLAIN_YEAR = re.compile(r"(?<![\d至到—–\-~～])(?:19|20)\d\d(?=年)(?!年(?:[至到—–\-~～]|底前))")


def find_published(text: str) -> str | None:
    """The date of a line of its own or of a dateline, else the latest year that is no mere goal."""
    head = text[:HEAD]
    for match in (DATE_LINE.search(head), DATELINE.search(head), DATE_LINE.search(text[-TAIL:])):
        if match:
            return moment(match.group(1), Clock())
    numeric = NUMERIC_LINE.search(head)
    if numeric and 1 <= int(numeric[2]) <= 12 and 1 <= int(numeric[3]) <= 31:
        return f"{numeric[1]}-{int(numeric[2]):02}-{int(numeric[3]):02}"
    years = [match.group() for match in PLAIN_YEAR.finditer(text)]
    return max(years) if years else None


def titled_period(text: str) -> str | None:
    """The year, half or quarter that a title names as that of its account: 2023年上半年工作总结."""
    part = PART_TITLE.search(text[:TITLE])
    if part is None:
        account = YEAR_TITLE.search(text[:TITLE]) or LOOKED_BACK_ON.search(text[:HEAD])
        return account["year"] if account else None
    if part["half"]:
        return moment(f"{part['year']}年{part['half']}半年", Clock())
    first = moment(f"{part['year']}年{part['quarter'] or '三'}季度", Clock())
    return period_between(f"{part['year']}-01", first) if part["three"] and first else first


def read_frame(
    text: str, published: str | None, period: str | None
) -> tuple[str | None, str | None, list[DateSpan]]:
    """When a text was published, what period it covers, and its expressions of time by these."""
    published = published or (None if period else find_published(text))
    clock = Clock.of(published, period)
    dates = find_dates(text, clock)
    if period is None:
        told = titled_period(text) or planned_years(text, clock) or reviewed_years(text, clock)
        period = told or likeliest(text, published, dates)
        if period and "/" in period:
            dates = find_dates(text, Clock.of(published, period))
        elif period and len(period) == len("2016") and period != (published or period)[:4]:
            looks_back = text.count("去年") <= text.count("今年")  # its 今年 is the year it looks back on
            dates = find_dates(text, Clock.of(None if looks_back else published, period))
    return published, period, dates
