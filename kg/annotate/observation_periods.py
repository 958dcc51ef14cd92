"""The time that a number covers: told beside it, else the report's own period."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.date_rules import period_between
from kg.annotate.dates import governing_date, is_of_days
from kg.annotate.extensions import DAY, MONTH, YEAR, DateSpan, Frame, text_of
from kg.annotate.numbers import GROWS
from kg.annotate.numerals import parse_numeral
from kg.annotate.observation_clauses import Item
from kg.annotate.period import event_date

CUMULATIVE = re.compile(r"累计|总计|合计")
BROAD = re.compile(r"近几?年来?|这些年来?|历年来?|多年来|截[至止]目前|到?目前|一直以来|长期以来|如今|眼下")
RECENT = re.compile(r"日前|近日|最近|近期")
UNTIL = re.compile(r"截[至止]|到|至")
YEAR_END = re.compile(r"[年底末]?[底末]")
YEAR_START = re.compile(r"年初的?(?:约|近)?$")
SAME_TIME = re.compile(r"同期")
STOCK = re.compile(
    rf"(?:{GROWS})[到至]|[共现]有|达到?$|总数|总量|拥有|实有|在册|基层工会|工会组织|会员|率|覆盖|涵盖|已建|建会|建成|吸纳"
    r"|[^没所]有[^，]{0,8}$|分别[有为]|集体合同|的(?:企业)?$"
)
GROWN = re.compile(rf"(?:比|较|同比|环比)[^，。；]{{0,16}}(?:{GROWS}|多|少|高|低)|同比|增幅|(?:{GROWS})$")
NEW = re.compile(r"新(?:增|建|发展)|当年|全年|年内")
WHOLE = re.compile(r"全年|当年|年内|一年来|五年来")
THIS_YEAR = re.compile(r"今年|本年")
SINCE_THIS_YEAR = re.compile(r"(?:自|从)?(?:今年|本年)(?:年初)?以来")
FLOW = re.compile(r"新增|新建|新发展|培训|培养|发行|发放|开展|举办|慰问|服务|帮扶|救助|筹集")
SINCE = re.compile(
    r"[^，。；：\d]{0,16}?(?:成立|组建|挂牌|共建|兴办|创办|创建|设立|启用|开通|启动|出台|命名|建成|投用)(?:的|后)|[^。；\d]{0,24}，开[馆业通]以来"
)
TO_DATE = re.compile(r"(?:共建|成立|印发|出台|启动|建立|建成|签署)[^。]{0,40}，(?:现|目前)?已")
GONE_ON = re.compile(
    r"(?:成立|启动|建立|建成|推出|发起|开通|创建|设立|实施)[^。；]{0,60}，[^，。；]{0,12}(?:累计|已|共|先后|来)"
)
FOUNDED = re.compile(
    r"(?:创立|成立|创办|组建|始建|创建|诞生|设立|投产|开业|建成)(?:(?!至今|以来|迄今|到现在)[^。；]){0,20}，"
    r"[^。；，]{0,14}(?:[现共下]?(?:有|属|辖)|目前|拥有|会员|在册)"
)  # 1950年创立，现有会员7万人: not then
BEGUN = re.compile(
    r"(?:始|启动|起步|创办|成立|开始|设立|创建|开通|推出|实施)[^。；]{0,40}(?:至今|到现在|迄今|到今天|如今)"
)
TO_NOW = re.compile(r"至今(?![年天日晚])|到现在|迄今")
HALF = "半年"
BASIS = re.compile(r"基础上")
EVENT_NAME = re.compile(
    r"[^，。；：\d]{0,24}(?:仪式|活动|竞赛|大赛|比赛|大会|会议|运动会|比武|展|招聘会|工程|行动|考[上取])"
)  # 2019年招聘会, 今年考上大学的: not when
ONGOING = re.compile(r"年初[到至](?:现在|今|目前)")
NEXT_YEARS = re.compile(r"(?:今后|未来|下一?个?|接下来)的?(?P<count>[二三四五六七八九十]|\d)年")
YEAR_GOAL = re.compile(r"全年|年内|今年")
ONCE = re.compile(r"获|当选|被评为|入选|印发|颁布|修订")  # what is told behind it is no part of that day
ASIDE = re.compile(r"(?:相当于|[与同超])$")
CHANGED_FROM = re.compile(r"[由从]$")
CONVENED = re.compile(r"大会|会议|全委|全会|职代会")
ATTENDED = re.compile(
    r"(?:代表|委员|人)[^。]{0,30}(?:出席|参加(?:会议|大会|全会)|与会|到会|列席|作了?(?:大会)?发言)"
    r"|特邀(?:代表|人员)|列席(?:代表|人员)|选举产生|分会场|应到代表|实到代表|出席大会|参加会议"
)
FEAST = re.compile(r"“[^”]{1,6}”(?:期间|前后|前夕)")
TITLE = 80
ACCOUNT = re.compile(r"总结|报告|述职|综述|工作情况")
LONG = 850  # characters from which on a text is more than a piece of news
CLOSING = re.compile(r"闭幕式上")


@dataclass(frozen=True, slots=True)
class Told:
    """The time of a number.

    stock: whether the number says how much there was at the end of that time. goal: whether that time
    is yet to come.
    """

    period: str | None
    stock: bool = False
    goal: bool = False


def period_of(
    doc: Doc, item: Item, *, planned: bool = False, side: str | None = None, after_stock: bool = False
) -> Told:
    """The time that a number covers.

    side: "start" or "end" for what something grew from and to in the course of some years.
    after_stock: whether the number before it in its sentence was a stock.
    """
    frame: Frame = doc._.frame
    default = frame.period
    year = (frame.published or default or "")[:YEAR] or None
    text, number = text_of(doc), item.number
    date = governing_date(
        doc,
        number.start,
        number.end,
        lambda date: (
            _names_event(text, date, doc._.dates) or _out_of_reach(text, date, number.start, side, default)
        ),
    )
    if side and default and _spans_years(default) and (date is None or date.value in (None, default)):
        return Told(default.split("/")[side == "end"])
    if date is None and default and YEAR_START.search(text, item.before[0], number.start):
        return Told(f"{default.split('/')[-1][:YEAR]}-01")
    if side == "start" and date is None and default and len(default) == YEAR and not planned:
        return Told(str(int(default) - 1))
    if date is None:
        return Told(
            (_ahead(text, number.start, default, year) if planned else None)
            or _meeting(doc, item)
            or _default(text, item, default)
        )
    said = text[date.start : date.end]
    if date.value and UNTIL.match(said):
        return _until(text, item, date, frame, after_stock=after_stock)
    if date.value is None:
        return Told(_vague(said, default, year))
    if SAME_TIME.match(text, date.end) and len(date.value) == YEAR and default and "/" in default:
        return Told("/".join(date.value + end[YEAR:] for end in default.split("/")))
    if date.end <= number.start and (since := _to_now(text, date, number.start, frame)):
        return Told(since)
    if default and date.end <= number.start and _goes_on(text, date, number.start, default):
        return Told(_since(date.value, frame))
    if SINCE_THIS_YEAR.match(said) and default and (len(default) == YEAR or is_of_days(default)):
        return Told(date.value[:YEAR])
    if THIS_YEAR.match(said) and len(date.value) == YEAR and default and "/" in default and not planned:
        start, end = default.split("/")
        if start[:YEAR] == end[:YEAR] == date.value:
            return Told(default)
    return Told(date.value)


def _to_now(text: str, date: DateSpan, number: int, frame: Frame) -> str | None:
    """2016年启动，至今: from then on; what was held for the first time, 到现在: the year of publication."""
    value, end = date.value or "", (frame.published or frame.period or "").split("/")[-1][:YEAR]
    if "/" in value or _spans_years(frame.period or "") or not TO_NOW.search(text, date.end, number):
        return None
    begun = BEGUN.search(text, max(0, date.start - 4), number)
    return period_between(value[:YEAR], end) if begun and value[:YEAR] < end else end or None


def _spans_years(period: str) -> bool:
    return len(period) == len("2016/2021")


def _is_account(text: str, default: str | None) -> bool:
    """Whether a text is an account of a time: then a stock has the month in which it was counted."""
    return _spans_years(default or "") or len(text) >= LONG or ACCOUNT.search(text[:TITLE]) is not None


def _goes_on(text: str, date: DateSpan, number: int, default: str) -> bool:
    """Whether something began at a date and a number says what it has done since."""
    if SINCE.match(text, date.end):
        return True
    return (
        _spans_years(default)
        and "/" not in (date.value or "/")
        and bool(GONE_ON.search(text, date.end, number))
    )


def _ahead(text: str, number: int, default: str | None, year: str | None) -> str | None:
    """The time of a goal.

    After a review of years the years that are said to come, else the year of publication; after the
    first half of a year the second, or all of it.
    """
    if not default or not year:
        return None
    if _spans_years(default) and (ahead := list(NEXT_YEARS.finditer(text, 0, number))):
        end = int(default.split("/")[1])
        return f"{end}/{end + int(parse_numeral(ahead[-1]['count']) or 0)}"
    if len(default) == 2 * MONTH + 1:
        sentence = max(text.rfind(mark, 0, number) for mark in "。\n") + 1
        if YEAR_GOAL.search(text, sentence, number):
            return year
    if default == f"{year}-01/{year}-06":
        return f"{year}-07/{year}-12"
    return year if default < year else None


def _meeting(doc: Doc, item: Item) -> str | None:
    """The days of the meeting that heard a review of years, for who attended or was elected there."""
    frame: Frame = doc._.frame
    text, start = text_of(doc), item.number.start
    of_years = all(len(part) == YEAR for part in (frame.period or "").split("/"))
    if not of_years or not CONVENED.search(text[:TITLE]) or not frame.published:
        return None
    ends = [end for mark in "。\n" if (end := text.find(mark, start)) >= 0]
    sentence = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    if not ATTENDED.search(text, sentence, min(ends, default=len(text))):
        return None
    days = event_date(text, doc._.dates)
    parts = [frame.published[:YEAR] + day[YEAR:] for day in days.split("/")] if days else []
    return "/".join(parts) if parts and parts[-1] <= frame.published else None


def _default(text: str, item: Item, default: str | None) -> str | None:
    """The report's own period; its last day for what is told of its closing ceremony."""
    sentence = max(text.rfind(mark, 0, item.number.start) for mark in "。\n")
    if default and len(default) == 2 * DAY + 1 and CLOSING.search(text, sentence + 1, item.number.start):
        return default.split("/")[1]
    if is_of_days(default) and ONGOING.search(text, sentence + 1, item.number.start):
        return (default or "")[:YEAR]
    return default


def _until(text: str, item: Item, date: DateSpan, frame: Frame, *, after_stock: bool) -> Told:
    """截至6月底: what there is then, what has been done until then, or by how much more it is."""
    value, default = date.value or "", frame.period
    before = text[(item.clause if item.listed else item.before)[0] : item.number.start]
    ends = value.split("/")[-1]
    now = max((frame.published or default or ends)[:YEAR], (default or ends).split("/")[-1][:YEAR])
    if ends[:YEAR] > now:
        done = FLOW.search(text, item.before[0], item.after[1])
        return Told(period_between(now, ends) if done else ends, stock=True, goal=True)
    if GROWN.search(before):
        return Told(default, stock=after_stock)
    if CUMULATIVE.search(before) or NEW.search(before):
        return Told(default if NEW.search(before) else value)
    if (after_stock or STOCK.search(before)) and _is_account(text, default):
        at_year_end = len(ends) == YEAR and YEAR_END.match(text, date.end - 1)
        return Told(f"{ends}-12" if at_year_end else ends[:MONTH], stock=True)
    in_year = value.startswith((default or "-")[:YEAR]) and (
        len(default or "") == YEAR or is_of_days(default)
    )
    if in_year and HALF not in text[date.start : date.end] and not _is_account(text, default):
        return Told(value[:YEAR])
    return Told(value[:YEAR] if value == f"{value[:YEAR]}-01/{value[:YEAR]}-12" else value)


def _vague(said: str, default: str | None, year: str | None) -> str | None:
    """目前, 近日, 近年来: the year of publication where the report tells of a day or of years."""
    if not default:
        return default
    if is_of_days(default) and BROAD.match(said):
        return year
    if "/" in default and default[:YEAR] != default.split("/")[1][:YEAR] and RECENT.match(said):
        return year
    return default


def _since(value: str, frame: Frame) -> str | None:
    """What something has done since it was founded: in a review of years from then on, else all the time."""
    default = frame.period or ""
    if not _spans_years(default):
        return default
    end = (frame.published or "")[:MONTH] if len(value) > YEAR else default.split("/")[1]
    return period_between(value, end) if end else default


def _names_event(text: str, date: DateSpan, dates: list[DateSpan]) -> bool:
    """Whether a year belongs to the name of what is held on a day of that year, told before it."""
    value = date.value or ""
    if len(value) != YEAR or not EVENT_NAME.match(text, date.end):
        return False
    before = dates[bisect_left(dates, date.start, key=lambda other: other.start) - 1]
    told = before.start < date.start and is_of_days(before.value) and (before.value or "").startswith(value)
    return told and "。" not in text[before.end : date.start]


def _out_of_reach(text: str, date: DateSpan, number: int, side: str | None, default: str | None) -> bool:
    """Whether a date beside a number is that of something else.

    It stands in brackets, is what is compared with or grown from, begins a name, is, in a review of
    years, that of an honour or decree told before, or is followed by a word for the whole year.
    """
    bracket = text.rfind("（", max(0, date.start - 12), date.start)
    if date.start > number:
        return bracket > number
    if bracket >= 0 and bracket < (closed := text.find("）", bracket, number)) and closed >= date.end:
        return True
    before, after = text[max(0, date.start - 3) : date.start], text[date.end : date.end + 1]
    value = date.value or ""
    changed = CHANGED_FROM.search(before) and "/" not in value  # 从2021年到2023年 is one time
    if ASIDE.search(before) or (changed and side != "start"):
        return True
    if BASIS.search(text, date.end, number):
        return True
    if FOUNDED.search(text, date.end, number) and default and value[:YEAR] < default[:YEAR]:
        return not UNTIL.match(text, date.start)
    if len(value) == YEAR and after == "“" and not FEAST.match(text, date.end):
        return True
    between, review = text[date.end : number], _spans_years(default or "")
    finer = len(default or "") == YEAR and value.startswith(default or "") and len(value) > YEAR
    if review and ONCE.search(between[: between.rfind("，") + 1]) and not UNTIL.match(text, date.start):
        return True
    stops = "；" in between and (finer or (review and len(value) == YEAR))
    if value != default and (stops or (not review and TO_DATE.search(between))):
        return not UNTIL.match(text, date.start)
    return bool(default and YEAR == len(default) < len(value) and WHOLE.search(text, date.end, number))
