"""Expressions of time -> ISO 8601 dates and periods, counted from a report's own date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from kg.annotate.extensions import DateSpan
from kg.annotate.numerals import parse_numeral


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative expressions are counted from: the date of the report and the period it covers."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    period: str | None = None

    @classmethod
    def of(cls, published: str | None, period: str | None) -> Clock:
        """A clock from ISO dates; without a date of publication, the end of the period tells the year."""
        parts = [
            int(part) for part in (published or (period or "").split("/")[-1]).split("-") if part.isdigit()
        ]
        if not published:
            parts = parts[:1]
        year, month, day = (*parts, None, None, None)[:3]
        return cls(year, month, day, period)

    @property
    def end(self) -> str | None:
        """The last date that the report covers."""
        if self.period and "/" in self.period:
            return self.period.split("/")[-1]
        if self.year is None:
            return None
        return (
            f"{self.year}"
            + (f"-{self.month:02}" if self.month else "")
            + (f"-{self.day:02}" if self.day else "")
        )

    @property
    def spans_years(self) -> bool:
        """Whether the period runs over several years, as that of a five-year review does."""
        start, _, end = (self.period or "").partition("/")
        return bool(end) and start[:4] != end[:4]

    @property
    def account_year(self) -> int | None:
        """The year that the report looks back on, where it lies before that of publication."""
        start, _, end = (self.period or "").partition("/")
        if not start or len(start) == len("2016-08-08") or start[:4] != (end or start)[:4]:
            return None
        return int(start[:4]) if int(start[:4]) < (self.year or 0) else None


EARLY = 10  # up to this day of a month, what has been done 今年以来 ends with the month before
NUMERAL = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
DEICTIC = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1}
YEAR = r"(?:(?:19|20)\d\d|二〇[〇一二三四五六七八九]{2})年"
YEAR_WORD = "|".join(DEICTIC)
ANY_YEAR = rf"(?:{YEAR}度?|{YEAR_WORD})"
MONTH = r"(?:1[0-2]|0?[1-9])月份?"
DAY = r"(?:3[01]|[12]\d|0?[1-9])[日号]"
TO = r"(?:[—–\-－~～]{1,2}|至|到)"
THIRD = r"[上中下]旬|月?底|月?初|月?末"
MOMENT = rf"(?:{ANY_YEAR}?(?:{MONTH}(?:{DAY})?(?:{THIRD})?|[上下]半年|[一二三四]季度)|{ANY_YEAR})"
SINCE_END = r"(?:以来|起(?![到来点步初]))"

Rule = Callable[[re.Match[str], Clock, int | None], str | None]


def _number(text: str) -> int | None:
    value = parse_numeral(text)
    return None if value is None else int(value)


def _year(text: str, clock: Clock) -> int | None:
    if text.startswith("当年") and clock.account_year:
        return clock.account_year
    for word, shift in DEICTIC.items():
        if text.startswith(word):
            return None if clock.year is None else clock.year + shift
    return _number(text.rstrip("度年"))


def _month_year(month: int, clock: Clock, carried: int | None) -> int | None:
    """The year of a month named without one: the last year said, else the report's or the one before."""
    if carried is not None or clock.account_year is not None:
        return carried or clock.account_year
    if clock.year is not None and clock.month is not None and month - clock.month >= 6:
        return clock.year - 1
    return clock.year


_PARTS = re.compile(
    rf"(?P<year>{ANY_YEAR})?(?:(?P<month>\d{{1,2}})月份?(?:(?P<day>\d{{1,2}})[日号])?"
    r"|(?P<half>[上下])半年|(?P<quarter>[一二三四])季度)?"
)


def moment(text: str, clock: Clock, carried: int | None = None) -> str | None:
    """2021年, 6月, 去年6月25日, 今年上半年, 一季度 -> ISO 8601."""
    match = _PARTS.match(text)
    if match is None or not match.group():
        return None
    month = int(match["month"]) if match["month"] else None
    if match["year"]:
        year = _year(match["year"], clock)
    else:
        year = _month_year(month, clock, carried) if month else (carried or clock.account_year or clock.year)
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None:
        return f"{year}-{month:02}" + (f"-{int(match['day']):02}" if match["day"] else "")
    if match["half"]:
        return f"{year}-01/{year}-06" if match["half"] == "上" else f"{year}-07/{year}-12"
    if match["quarter"]:
        first = 3 * "一二三四".index(match["quarter"]) + 1
        return f"{year}-{first:02}/{year}-{first + 2:02}"
    return f"{year}"


def period_between(start: str | None, end: str | None) -> str | None:
    """The period from one date to another; the finer one is cut to the coarser where they part."""
    if not start or not end:
        return None
    start, end = start.split("/")[0], end.split("/")[-1]
    if end[: len(start)] <= start:
        return start
    return f"{start}/{end}"


def _range(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    start = moment(match["start"], clock, carried)
    if start is None:
        return None
    end_text = match["end"]
    if end_text.endswith(("日", "号")) and "月" not in end_text:
        return period_between(start, f"{start[:7]}-{int(end_text[:-1]):02}")
    end = moment(end_text, clock, int(start[:4]))
    return period_between(start, end) if end and end[: len(start)] > start else start


def _months(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    end = moment((match["year"] or "") + match["last"], clock, carried)
    first = int(match["first"])
    listed = "、" in match.group()  # 11、12月, but not the fifth item of a list in 5、12月
    if not end or (listed and (first + 1 != int(end[5:7]) or match.string[match.start() - 1] == "\n")):
        return end
    return period_between(f"{end[:4]}-{first:02}", end)


def _years(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    return period_between(match["first"], match["last"])


def _days(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    month = moment(match["month"], clock, carried)
    if month is None:
        return None
    return period_between(f"{month}-{int(match['first']):02}", f"{month}-{int(match['last']):02}")


def _since(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    start = moment(match["start"], clock, carried)
    if start is None or clock.end is None:
        return start
    if start == clock.end[:4]:
        if "/" in (clock.period or "") and not clock.spans_years:
            return clock.period
        if not clock.month:
            return start
        last = clock.month - (clock.day is not None and clock.day <= EARLY and clock.month > 1)
        return period_between(f"{start}-01", f"{start}-{last:02}")
    return period_between(start, clock.end[: max(len(start), 4)])


def _until(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    end = moment(match["end"], clock, carried)
    if end is None:
        return None
    end = end.split("/")[-1]
    if match.group().startswith("到") and (clock.end is None or end[:4] > clock.end[:4]):
        return end  # 到2025年: a goal
    if clock.spans_years or len(end) == 4:
        return period_between((clock.period or end).split("/")[0], end)
    month_end = len(end) == 10 and int(end[8:]) >= 28
    return period_between(f"{end[:4]}-01", end[:7] if month_end else end)


def _from_now(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    end = moment(match["end"], clock, carried)
    if clock.year is None or end is None:
        return None
    return period_between(f"{clock.year}-{clock.month:02}" if clock.month else f"{clock.year}", end)


def _past_years(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    count = _number(match["count"])
    if clock.end is None or not count:
        return None
    end = int(clock.end[:4])
    if count == 1:  # 一年来, 这一年
        return f"{end}"
    if clock.spans_years and clock.period:
        start = int(clock.period[:4])
        if count in (end - start, end - start + 1):
            return clock.period
    inclusive = match.group()[0] in "近最" and not match.group().endswith("来")
    return period_between(f"{end - count + inclusive}", f"{end}")


def _next_years(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    count = _number(match["count"])
    return period_between(f"{clock.year}", f"{clock.year + count}") if clock.year and count else None


def plan_years(count: str) -> str | None:
    """十四 (五) is 2021/2025; five-year plans have followed one another since the tenth (2001)."""
    number = _number(count)
    first = 1951 + 5 * (number or 0)
    return f"{first}/{first + 4}" if number and number >= 10 else None


def _plan_years(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """十四五期间."""
    return plan_years(match["count"])


def _plan_end(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """到“十四五”末 is 2025."""
    return (_plan_years(match, clock, carried) or "").split("/")[-1] or None


def _first_months(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """前11个月."""
    year, count = moment(match["year"] or "今年", clock, carried), _number(match["count"])
    return period_between(f"{year}-01", f"{year}-{count:02}") if year and count and count <= 12 else None


def _moment(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    return moment(match.group(), clock, carried)


def _three_quarters(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    year = moment(match["year"] or "今年", clock, carried)
    return f"{year}-01/{year}-09" if year else None


def _numeric(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"


def _day(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """28日晚, 今天（28日）: in the month of publication, or the one before where that day had not come."""
    if clock.year is None or clock.month is None:
        return None
    day, year, month = int(match["day"]), clock.year, clock.month
    if clock.day is not None and day > clock.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year}-{month:02}-{day:02}"


def _today(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """今天（28日）, 昨天（7月23日）."""
    if not match["month"]:
        return _day(match, clock, carried)
    month = moment(match["month"], clock, carried)
    return f"{month}-{int(match['day']):02}" if month else None


def _near(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    """上个月, 本月, 前天, 昨天, 今天 by the date of publication."""
    word = match.group()
    if clock.year is None or clock.month is None:
        return None
    if "月" in word:
        month = clock.month - (1 if word[0] == "上" else -1 if word[0] == "下" else 0)
        year = clock.year - (month < 1) + (month > 12)
        return f"{year}-{(month - 1) % 12 + 1:02}"
    if clock.day is None:
        return f"{clock.year}-{clock.month:02}"
    year, month, day = clock.year, clock.month, clock.day - "今昨前".index(word[0])
    if day < 1:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        day += monthrange(year, month)[1]
    return f"{year}-{month:02}-{day:02}"


def _unclear(match: re.Match[str], clock: Clock, carried: int | None) -> str | None:
    return None


YEAR_AND_MONTH = rf"(?P<month>{ANY_YEAR}?{MONTH})"
DAY_NUMBER = r"(?:3[01]|[12]\d|[1-9])"
AFTER_DAY = r"(?=[上下中]午|晚|凌晨|[，,]|在|由|举|至|从|起|下|上|讯)"
UNCLEAR = (
    "近几?年来?|这些年来?|历年来?|多年来|近日|日前|不久前|目前|如今|当前|眼下|截[至止]目前|到目前(?:为止)?"
    "|一直以来|长期以来|连日来|近期|最近"
)

_RULES: tuple[tuple[str, str, Rule], ...] = (
    (
        "numeric",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-./](?P<m>1[0-2]|0?[1-9])[-./](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)",
        _numeric,
    ),
    ("fromnow", rf"(?:从|自)?即日起{TO}(?P<end>{MOMENT})", _from_now),
    (
        "since",
        rf"(?:自从|自|从)?(?<!\d)(?P<start>{MOMENT})"
        r"(?:[^，。；：！？\n\d]{0,12}?以来|算?起(?![到来点步初义家]))",
        _since,
    ),
    (
        "range",
        rf"(?<!\d)(?P<start>{ANY_YEAR}?{MONTH}{DAY}|{ANY_YEAR}{MONTH}){TO}"
        rf"(?P<end>{ANY_YEAR}?{MONTH}(?:{DAY})?|{DAY})",
        _range,
    ),
    (
        "days",
        rf"(?<!\d){YEAR_AND_MONTH}(?P<first>{DAY_NUMBER}){TO}(?P<last>{DAY_NUMBER})[日号]",
        _days,
    ),
    (
        "months",
        rf"(?<!\d)(?P<year>{ANY_YEAR})?(?P<first>1[0-2]|[1-9])(?:月?{TO}|、)(?P<last>{MONTH})(?!\d)",
        _months,
    ),
    ("years", rf"(?<!\d)(?P<first>(?:19|20)\d\d)年?{TO}(?P<last>(?:19|20)\d\d)(?:年|(?!\d))", _years),
    (
        "until",
        rf"(?:截至|截止到?|到|(?<=[，。；\n])至)(?:目前的?)?(?<!\d)(?P<end>{MOMENT})(?:{THIRD})?",
        _until,
    ),
    ("quarters", rf"(?P<year>{ANY_YEAR})?前三季度", _three_quarters),
    ("firstmonths", rf"(?P<year>{ANY_YEAR})?前(?P<count>{NUMERAL})个月", _first_months),
    (
        "pastyears",
        rf"(?:回眸)?(?:过去的?|这|近|最近|近来)(?P<count>{NUMERAL})年(?:多?来|间|里)?",
        _past_years,
    ),
    ("yearson", rf"(?P<count>{NUMERAL})年来", _past_years),
    ("nextyears", rf"(?:未来|今后)(?P<count>{NUMERAL})年", _next_years),
    ("planend", r"到?“?(?P<count>十[一二三四五六]?)五”?(?:规划|时期|期)?末", _plan_end),
    ("planyears", r"“?(?P<count>十[一二三四五六]?)五”?(?:规划)?(?:时期|期间|以来)", _plan_years),
    ("moment", rf"(?<!\d){MOMENT}", _moment),
    ("day", rf"(?<![\d月至到—\-])(?P<day>{DAY_NUMBER})日{AFTER_DAY}", _day),
    ("today", rf"[今昨当][天日晚]（(?P<month>{MONTH})?(?P<day>{DAY_NUMBER})日）", _today),
    ("near", r"[上下]个?月(?![\d一-十])|本月|昨[天日晚]|(?<![以之])前[天晚]|今[天日晚](?!报)", _near),
    ("unclear", UNCLEAR, _unclear),
)
_COMPILED = {name: (re.compile(pattern), rule) for name, pattern, rule in _RULES}
_GROUPLESS = re.compile(r"\(\?P<\w+>")
# Where an expression of any rule begins: most places are passed over by this look at one character.
STARTS = r"[\d“一七三上下不两九二五今从八六到前十即去历四回多如当截日明昨最未本来目眼至自过近这连长]"
_BRANCHES = "|".join(f"(?P<{name}>{_GROUPLESS.sub('(?:', pattern)})" for name, pattern, _ in _RULES)
_ALL = re.compile(f"(?={STARTS})(?:{_BRANCHES})")
_SENTENCE_END = re.compile(r"[。！？\n]")


def find_dates(text: str, clock: Clock) -> list[DateSpan]:
    """Every expression of time in a text, with the date or period it means."""
    found: list[DateSpan] = []
    carried: int | None = None
    told: Clock | None = None
    before = 0
    for match in _ALL.finditer(text):
        if _SENTENCE_END.search(text, before, match.start()):
            carried = None
        before = match.end()
        name = match.lastgroup or ""
        pattern, rule = _COMPILED[name]
        inner = pattern.match(text, match.start())
        if inner is None:
            continue
        value = rule(inner, told if told and name in ("day", "today") else clock, carried)
        found.append(DateSpan(inner.start(), inner.end(), value))
        if value and re.search(YEAR, inner.group()):
            carried = int(value[:4])
        if name == "moment" and value and len(value) == 10 and "起" not in inner.group():
            told = Clock(int(value[:4]), int(value[5:7]))
    return found
