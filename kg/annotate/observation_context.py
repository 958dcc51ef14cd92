"""What an indicator leaves unsaid because its sentence has said it before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotate.observation_clauses import SHORTEST, leading_verb, without_verb

SIZE = re.compile(r"(?:占地|面积|投资|规模|容量|造价)$")
RATE = re.compile(r".{1,3}率$")
OWN = re.compile(r"会员|面积|总?面积|成员|职工|员工|企业|单位|网点|站点|教师|学员")
SHARE = re.compile(r"占(?!地|用)")
TAKES_PART = re.compile(r"(?:参与|参赛|参加).{0,2}$")
LONG_TOPIC, SHORT_TOPIC, LONG_PROGRAM, KEPT = 14, 7, 18, 12
WHO = (
    "选手|职工|员工|队员|运动员|代表队|参赛队|队伍|班组|企业|单位|公司|民警|干部|教师|医务人员|学员|家属|代表|会员|劳动者"
    "|农民工|骑手|司机|青年|人员|工人|标段|医护人员"
)
ATTENDS = re.compile(
    rf"^(?P<who>[^，、]{{0,8}}?(?:{WHO}))?.{{0,20}}?"
    r"(?:同台竞技|同台过招|同场竞技|同场对决|同台比拼|同场比拼|同台角逐|一决高下|大显身手|展开.{0,4}比拼|比拼|角逐|过招|对决|轮番上阵|上阵|进场|摆摊|登台|登场"
    r"|齐聚.{0,4}|来自.{0,8}|组队|作答|(?P<plain>参赛|参与|参加|参会|到场))$"
)
EDITION = re.compile(r"^.*?(?:第[一二三四五六七八九十百\d]{1,3}届|首届)")


@dataclass(frozen=True, slots=True)
class Context:
    """What has been said before a number.

    previous: the indicator of the number before; same_kind: both have one unit. topic: the activity
    or honour told of last; program: the activity its paragraph tells of; document: the agreement told
    of last; actor: who acts; total: the indicator of which 其中 counts a part, empty where it counts people;
    part: whether 其中 opens the list. site: the name of the site or body, not the reporter, that acts.
    """

    previous: str = ""
    same_kind: bool = False
    topic: str = ""
    program: str = ""
    document: str = ""
    actor: str = ""
    total: str = ""
    part: bool = False
    site: str = ""


def complete(indicator: str, context: Context) -> str:
    """Give an indicator what it needs to stand alone: the object of a bare verb, the whole of a share."""
    if not indicator:
        return context.previous or context.topic
    if SHARE.match(indicator):
        return context.previous + indicator
    verb = leading_verb(indicator)
    if context.total and not verb and len(indicator) <= LONG_TOPIC:
        return indicator + without_verb(context.total)
    if context.document and "签" in verb and len(indicator) <= len(verb) + 2:
        return verb + context.document + indicator[len(verb) :]
    if SIZE.search(indicator) and len(indicator) <= SHORTEST + 1:
        return context.actor + indicator
    if attended := _attended(indicator, context.program):
        return attended
    if TAKES_PART.match(indicator) and 0 < len(context.topic) <= SHORT_TOPIC:
        return context.topic + indicator
    if RATE.fullmatch(indicator) and context.previous and not RATE.search(context.previous):
        return without_verb(context.previous) + indicator
    if context.site and OWN.fullmatch(indicator):
        return context.site[-KEPT:] + indicator
    if len(indicator) >= SHORTEST or (context.part and not verb):
        return indicator
    if verb and verb == indicator:
        return indicator + ((context.same_kind and without_verb(context.previous)) or context.topic)
    return context.topic + indicator if len(context.topic) <= LONG_TOPIC else indicator


def _attended(indicator: str, program: str) -> str:
    """Who took part in the activity of a paragraph (选手参加护理技能大赛); empty where that is told."""
    attends = ATTENDS.match(indicator) if program else None
    if attends is None or not (attends["who"] or attends["plain"]):
        return ""
    if attends["plain"] and len(indicator) > SHORTEST:
        return ""
    name = EDITION.sub("", program) or program
    name = name if len(name) <= LONG_PROGRAM else name[-KEPT:]
    return f"{attends['who'] or ''}参加{name}"
