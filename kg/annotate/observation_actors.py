"""Who acts in a clause, and so whose work its numbers measure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc

from kg.annotate.extensions import EntityDraft, Sentence, text_of
from kg.annotate.observation_clauses import LED, WORDS
from kg.annotate.reporter import ANNIVERSARY, EMPLOYERS, GIVES, HEEDED
from kg.facts.model import EntityType

AGENTS = ("Union", "Organization", "Place", "Company", "Person", "Facility")
ACTORS = ("Union", "Company", "Facility", "Organization", "Place")
FOUNDED = ("Union", "Facility", "Organization")
SIGN, ORDINAL = r"[\s■★▲●◆◇○·—※]", r"（?[一二三四五六七八九十\d]{1,2}(?:[、.．）]|是)"
BULLET = re.compile(f"{SIGN}+|{ORDINAL}")
MARKED = re.compile(rf"{SIGN}*(?:{ORDINAL})?\s*")
HEADED = re.compile(f"{SIGN}*【")
SAYS = re.compile(r"[^，。；：]{0,24}(?:说|介绍|表示|告诉|透露|坦言)")
HELPS = re.compile(r"(?:等[^，。；]{0,6})?(?:协办|承办|协助|指导|支持|赞助|冠名|派员|派出)")
STAFF = re.compile(r"[^，。；、：的\d]{0,8}?(?:职工|员工|选手|工人|工友|骑手|司机|快递员|班组|师傅)")
OPENS = re.compile(r"[^，。；：]{0,14}(?:建成|启用|投入使用|开放|揭牌|挂牌|开业|落成|投用)")
RESUMES = re.compile(r"累计|共|合计|全年")
AGREES = re.compile(r"[与同和](?!其|各|等)[^，。；、]{2,40}?(?:签订|签署|签约|签下|共建|历经|协商|腾出)")
LEADS = re.compile(
    r"(?:党组书记、|常务)?副?(?:主席|主任)[\u4e00-\u9fff]{0,3}?(?:带领|带队|率队|率领|带着|组织|牵头|联合)"
)
WORKS = re.compile(
    r"[”]?(?:先后|累计|共|已|又|还|[三五]年|近[三五]年)*"
    r"(?:带徒|授徒|培养|培训|总结|完成|取得|获得?|攻克|攻关|解决|申报|承担|开展|研发|改造|提出)"
)
SETS_UP = re.compile(r"(?:成立|组建|设立|建起|建成|共建|创办|创建|设起|办起)了?[“]?$")
SINCE = re.compile("[^，。；]{0,10}(?:启用|开放|投用|建成|成立|运行|揭牌)[^，。；]{0,4}以来")
STUDIO = re.compile(r"该?工作室")
HONORED = re.compile(
    r"[^，。；、]{0,6}?(?:荣获|获得|获评|[荣喜]?获(?!悉)|被(?:授予|评为|命名为)|入选|当选|捧[回得]|摘得|夺得)"
)
GUESTS = re.compile(
    "(?:有关|相关|主要)?(?:领导|负责同志|负责人|专家)(?!下|[^，。]{0,6}(?:说|介绍|表示|告诉))"
)
REPORTS = re.compile("[^，。；]{0,3}(?:讯|电|消息|记者|报道)|[（(《—]")
WON = re.compile(
    r"[^，。；、\n]{0,16}?(?:荣获|获|被(?:授予|评为|命名为)|入选|上榜|当选|[捧拿][回得]|摘得|夺得)"
)
MEDIA = re.compile(r"(?:网|报|新闻|客户端|通讯社|新华社|频道|电视台|融媒体中心)$")
HEEDED_WITHIN = 16
POST = re.compile(r"[^，。；、：\n]{0,16}")
PRONOUN = re.compile("[他她](?!们)")
OF_FIRM = re.compile("[该本我]?(?:集团公司|集团|公司|厂|行|矿)工会")
BARE_FIRM = re.compile("(?:该|本|我|全)?(?:集团公司|集团|总公司|公司)")
OF_GROUP = re.compile("集团|公司")
OFFICE = re.compile("(?:女职工|经费审查|女工)委员会|[^，。]{0,10}(?:部|处|室|中心)")
LEAGUE = re.compile(r"(?:工会)?联合会")
TITLE = 8


@dataclass(frozen=True, slots=True)
class Name:
    """An entity's span, flattened for quick use."""

    start: int
    end: int
    type: EntityType
    id: str


class Cast:
    """The names of a document that may act in its clauses.

    names: the spans of all entities, in order. skips: where names of actors and expressions of time
    start and end. reporter: the entity whose work the report tells. None as an actor stands for it.
    own: the firms whose union the reporter is, and the unions that it is told to have founded. offices:
    the reporter's own. bare: studios of which nothing tells whose they are.
    """

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        entities: list[EntityDraft] = doc._.entities
        self.names = sorted(
            (
                Name(span.start, span.end, entity.type, entity.id)
                for entity in entities
                for span in entity.spans
            ),
            key=lambda name: (name.start, -name.end),
        )
        self.names = _with_firms_in_full(self.names, {entity.id: entity.name for entity in entities})
        self.names_at = {name.start: name for name in reversed(self.names)}
        self.dates: Mapping[int, int] = {date.start: date.end for date in doc._.dates}
        actors = {start: name.end for start, name in self.names_at.items() if name.type in AGENTS}
        self.skips: Mapping[int, int] = actors | self.dates
        self.mentions = Counter(name.id for name in self.names)
        sentences: list[Sentence] = doc._.sentences
        below = next((sentence.start for sentence in sentences if not sentence.heading), 0)
        titled = {name.id for name in self.names if name.end <= below}
        first = sentences[0].end if sentences and not below else below
        opening = {name.id for name in self.names if name.end <= first}
        self.reporter = _protagonist(self.names, self.mentions, self.text, doc._.reporter, titled, opening)
        self.employers = self._employers()
        self.leagues = [name for name in self.names if name.type == "Union" and self._ends(name, "联合会")]
        self.studios = [name for name in self.names if name.type == "Facility" and self._ends(name, "工作室")]
        union = next((entity.name for entity in entities if entity.id == self.reporter), "")
        self.offices = {
            entity.id
            for entity in entities
            if entity.type == "Union" and entity.id != self.reporter and _is_part(entity.name, union)
        }
        self.bare = {entity.id for entity in entities if STUDIO.fullmatch(entity.name)}
        self.own = {
            entity.id
            for entity in entities
            if entity.type == "Company" and union.startswith(entity.name) and entity.id != self.reporter
        }

    def _employers(self) -> dict[str, Name]:
        """The firm that is named right before a person, by the person."""
        found: dict[str, Name] = {}
        for name, person in pairwise(
            name for name in self.names if name.type in ("Company", "Union", "Person")
        ):
            beside = POST.fullmatch(self.text, name.end, person.start) is not None
            if beside and (name.type, person.type) == ("Company", "Person"):
                found.setdefault(person.id, name)
        return found

    def leader(self, sentence: Sentence, parts: Sequence[tuple[int, int]]) -> Name | None:
        """The union, other than the reporter, that opens the first sentence of a paragraph or heads it.

        parts: the clauses of the sentence.
        """
        if headed := HEADED.match(self.text, sentence.start, sentence.end):
            name = self.names_at.get(headed.end())
            if name and name.type == "Union" and self.text.startswith("】", name.end):
                return self._unless_reporter(name)
        actor = self.actor(parts[0], None) if parts else None
        if actor and actor.type == "Union" and MARKED.fullmatch(self.text, sentence.start, actor.start):
            return self._unless_reporter(actor)
        return None

    def _unless_reporter(self, name: Name) -> Name | None:
        return name if name.id != self.reporter else None

    def actor(self, clause: tuple[int, int], before: Name | None) -> Name | None:
        """Who acts in a clause: a name at its head, for a person his firm; else who acted before."""
        text, (start, end) = self.text, clause
        while start < end:
            if name := self.names_at.get(start):
                if name.type == "Person":
                    return self.employers.get(name.id, before)
                return name if self._acts(name, end) else before
            if PRONOUN.match(text, start):
                person = self._named_last(start, ("Person",))
                return self.employers.get(person.id, before) if person else before
            if WORDS.realm.match(text, start):
                return None
            if WORDS.firm_again.match(text, start):
                return self._named_last(start, ("Company",)) or before
            if WORDS.body_again.match(text, start):
                return self._named_last(start, ("Facility", "Organization")) or before
            if LEAGUE.match(text, start) and (league := _before(self.leagues, start)):
                return league
            if STUDIO.match(text, start) and (studio := _before(self.studios, start)):
                return studio
            head = (
                WORDS.heads.match(text, start, end)
                or BULLET.match(text, start, end)
                or LED.match(text, start, end)
            )
            if start in self.dates:
                start = self.dates[start]
            elif head:
                start = head.end()
            else:
                return self._studio_at_work(start, end) or before
        return before

    def _studio_at_work(self, start: int, end: int) -> Name | None:
        """A studio named within a clause of which the clause says what it did: 依托…工作室带徒46人."""
        stop = bisect_left(self.studios, end, key=lambda name: name.start)
        studio = self.studios[stop - 1] if stop else None
        works = studio and studio.start >= start and WORKS.match(self.text, studio.end, end)
        return studio if works else None

    def _ends(self, name: Name, word: str) -> bool:
        return self.text.endswith(word, name.start, name.end)

    def _acts(self, name: Name, end: int) -> bool:
        """Whether the name at the head of a clause acts itself, and is no attribute, place or helper."""
        text = self.text
        stands_alone = name.end < end and text[name.end] not in "、，的等和与及“"
        if name.type == "Union" and AGREES.match(text, name.end, end):
            return True
        if name.type not in ACTORS or not stands_alone or name.end in self.names_at:
            return False
        if GUESTS.match(text, name.end, end):
            return False
        if MEDIA.search(text, name.start, name.end) and REPORTS.match(text, name.end):
            return False
        if WORDS.office.match(text, name.end):
            speaks = SAYS.match(text, name.end, end) or LEADS.match(text, name.end, end)
            return name.type == "Union" and speaks is not None
        if HELPS.match(text, name.end, end):
            return False
        if name.id != self.reporter and HONORED.match(text, name.end, end):
            return False  # who is honoured is part of the reporter's account
        return name.type != "Company" or not self._is_employer(name, end)

    def _is_employer(self, name: Name, end: int) -> bool:
        """Whether a firm is named as that of one of its people (甲公司品酒师万某)."""
        if STAFF.match(self.text, name.end, end):
            return True
        return any(
            (person := self.names_at.get(at)) is not None and person.type == "Person"
            for at in range(name.end, min(end, name.end + TITLE))
        )

    def founded(self, clause: tuple[int, int]) -> Name | None:
        """The union, site or body that a clause tells to have been set up: the next clauses tell of it."""
        text, (start, end) = self.text, clause
        for at in range(bisect_left(self.names, start, key=lambda name: name.start), len(self.names)):
            name = self.names[at]
            if name.end > end:
                break
            if name.type not in FOUNDED or name.id == self.reporter:
                continue
            ends = name.end == end or text[name.end : end] in ("”", "“")
            relative = text[name.start - 1] == "的" and name.start - 1 > start
            if ends and relative:
                return name
            if ends and name.type == "Union" and SETS_UP.search(text, max(start, name.start - 6), name.start):
                self.own.add(name.id)
                return name
            if relative and OPENS.match(text, name.end, end):
                return name
        return None

    def speaker(self, sentence: Sentence, number: int) -> Name | None:
        """The union whose officer is told, behind a quotation, to have said a number in it."""
        opening = self.text.rfind("“", sentence.start, number)
        closing = self.text.find("”", number)
        if opening < 0 or closing < 0 or self.text.find("”", opening, number) >= 0:
            return None
        name = self.names_at.get(closing + 1)
        speaks = name and name.type == "Union" and WORDS.office.match(self.text, name.end)
        return name if speaks and name and SAYS.match(self.text, name.end) else None

    def _named_last(self, before: int, types: tuple[str, ...]) -> Name | None:
        """The last name of some types that stands before an offset."""
        stop = bisect_left(self.names, before, key=lambda name: name.start)
        return next((self.names[at] for at in range(stop - 1, -1, -1) if self.names[at].type in types), None)

    def is_about(self, actor: Name) -> bool:
        """Whether the document tells of a body at least as often as of the reporting union."""
        least = max(2, self.mentions[self.reporter or ""])
        return actor.type == "Organization" and self.mentions[actor.id] >= least

    def subject(self, actor: Name | None) -> str | None:
        """Whose work a number measures: that of who acts, if a union, or a firm, site or body of its own."""
        if actor is None or actor.type == "Place" or actor.id in self.own or self._is_passing(actor):
            return self.reporter
        return self.reporter if actor.type == "Organization" and not self.is_about(actor) else actor.id

    def _is_passing(self, actor: Name) -> bool:
        """Whether a site acts, an office of the reporter, or a firm named this once beside it.

        Their work is the reporter's. A named studio's work is its own, and so are what a site did since it
        opened, and the work of a firm whose sentence tells of the reporter.
        """
        if actor.type == "Facility":
            tells = self._ends(actor, "工作室") or SINCE.match(self.text, actor.end)
            return not tells or actor.id in self.bare
        if actor.type == "Union":
            return actor.id in self.offices
        if actor.type != "Company" or self.mentions[actor.id] > 1:
            return False
        told = [name.start for name in self.names if name.id == self.reporter]
        return self._share(told, actor, "\n") and not self._share(told, actor, "。")

    def _share(self, places: Sequence[int], name: Name, mark: str) -> bool:
        """Whether a place lies in the stretch of text between two marks that a name stands in."""
        start, stop = self.text.rfind(mark, 0, name.start) + 1, self.text.find(mark, name.end)
        return any(start <= place and (place < stop or stop < 0) for place in places)


def _before(names: Sequence[Name], start: int) -> Name | None:
    """The last of some names that stands before an offset."""
    stop = bisect_left(names, start, key=lambda name: name.start)
    return names[stop - 1] if stop else None


def _with_firms_in_full(names: Sequence[Name], full: Mapping[str, str]) -> list[Name]:
    """Names in which a bare 集团 or 公司 is the firm so called that the report names most often.

    full: the names of entities by their ids.
    """
    bare = {name.id for name in names if name.type == "Company" and BARE_FIRM.fullmatch(full[name.id])}
    if not bare:
        return list(names)
    counts = Counter(n.id for n in names if n.type == "Company" and n.id not in bare)
    firms = [id for id, _ in counts.most_common()]
    kinds = {id: OF_GROUP.findall(full[id])[0] for id in bare}
    meant = {id: next((firm for firm in firms if kinds[id] in full[firm]), id) for id in bare}
    return [replace(name, id=meant.get(name.id, name.id)) for name in names]


def _is_part(name: str, union: str) -> bool:
    """Whether a union is an office of another, or the other one by a shorter name."""
    if name.startswith(union):
        return OFFICE.fullmatch(name, len(union)) is not None
    return union.endswith(name)


def _protagonist(
    names: Sequence[Name],
    mentions: Counter[str],
    text: str,
    union: str | None,
    titled: Collection[str],
    opening: Collection[str],
) -> str | None:
    """Whose work a report tells: its union's, or a firm's, body's or place's where no union does any.

    A union is named in passing where a firm that is not its own opens the report and is named far more
    often, where only its anniversary is told, or where it only gives honours or orders and the title names
    a firm or body. A studio that opens the title is told of, and so is a firm or body that
    the title tells to have won, unless the union is its own.
    titled: what the title names. opening: that, or what the first sentence names where there is no title.
    """
    types = {name.id: name.type for name in names}
    media = {name.id for name in names if MEDIA.search(text, name.start, name.end)}

    def most_named(*kinds: str) -> str | None:
        known = (id for id in mentions if types[id] in kinds and id not in media)
        return max(known, key=lambda id: (mentions[id], id in titled), default=None)

    def forms(id: str | None) -> set[str]:
        return {text[name.start : name.end] for name in names if name.id == id}

    head = [name for name in names if name.id in titled]
    if studio := _titled_studio(head, text):
        return studio
    union = union or most_named("Union")
    firm, body = most_named("Company"), most_named("Company", "Organization")
    own = [name for name in names if name.id == union]
    often = (
        firm in opening
        and mentions[firm or ""] >= max(3, 3 * mentions[union or ""])
        and not _is_of_firm(own, forms(firm), text)
    )
    winner = _winner([name for name in head if name.id not in media], text)
    if winner and not _is_of_firm(own, forms(winner), text):
        return winner
    idle = all(ANNIVERSARY.match(text, name.end) for name in own)
    above = body in titled and all(_is_above(name, text) for name in own)
    in_passing = often or (bool(own) and (idle or above))
    if union and (union in titled or not in_passing):
        return union
    told = body is not None and (body in titled or mentions[body] > 1)
    return body if told else most_named("Place") or body or union


def _titled_studio(names: Sequence[Name], text: str) -> str | None:
    """The studio that opens the title, if that names no union. names: the title's entities'."""
    if not names or text[: names[0].start].strip() or any(name.type == "Union" for name in names):
        return None
    first = names[0]
    return first.id if first.type == "Facility" and text.endswith("工作室", first.start, first.end) else None


def _winner(names: Sequence[Name], text: str) -> str | None:
    """The firm or body that the title, if it names no union, tells to have won. names: its entities'."""
    if any(name.type == "Union" for name in names):
        return None
    own = [name for name in names if name.type in EMPLOYERS and "\n" not in text[: name.end].lstrip()]
    return next((name.id for name in reversed(own) if WON.match(text, name.end)), None)


def _is_of_firm(names: Sequence[Name], forms: Collection[str], text: str) -> bool:
    """Whether a union is a firm's: called so (公司工会), or by one of the forms of the firm's name."""
    unions = [text[name.start : name.end] for name in names]
    return any(OF_FIRM.fullmatch(union) or any(form in union for form in forms) for union in unions)


def _is_above(name: Name, text: str) -> bool:
    """Whether a union is named as who gives an honour, or an order that others follow."""
    before = text[max(0, name.start - HEEDED_WITHIN) : name.start]
    return GIVES.match(text, name.end) is not None or HEEDED.search(before) is not None
