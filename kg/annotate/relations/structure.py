"""Relations that names alone imply: the chain of unions, regions, units of an employer, own sites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import EntityDraft, text_of
from kg.annotate.relations.rules import Found
from kg.annotate.relations.scene import Scene
from kg.facts.model import RelationType

NATIONAL = ("中华全国", "全国")
# 县总工会 of no county that the report names, and where the union that reports must stand above it.
UNPLACED = dict.fromkeys(("区", "县", "旗"), ("市", "州", "盟", "地区", "省", "自治区"))
COMMITTEE = re.compile(r"(?:女职工委员会|女工委|经审会|经费审查委员会|委员会|部|办公室|中心|处)$")
INDUSTRY = re.compile(r"(?<!总)工会(?:全国委员会)?$")
FIRM = re.compile(r"公司|集团|银行|分行|分局|油田|[厂矿局段]工会")
OWN_UNION = re.compile(r"(?:机关)?工会(?:委员会|工作委员会|联合会|全国委员会)?$")
BRANCH = re.compile(r"分工会|分会$|分公司|分行|支行|分局|[段厂站场]工会|车间|项目部|工区|学院|支部")
SERVED = re.compile(r"(?:医院|卫生院|疾控中心)工会|(?:大学|学院|学校|中学|小学|幼儿园)工会")
SERVING = re.compile(r"(?:卫生|卫健|医务|卫计|教育|教科文卫|科教文卫)[^区市县]{0,8}工会")
OF_EMPLOYER = re.compile(
    r"(?:公司|集团|厂|矿|园|园区|行业|教育|卫生|医务|系统|项目部)(?:工会|工会联合会|联合工会|工会委员会)$"
)
BRACKETS = str.maketrans("（）", "()")
GENERAL = re.compile(r"总工会(?:（筹）|\(筹\))?$")
LEVELS = re.compile(r"[省市区县旗州盟镇乡]|自治区|街道|开发区|新区")
SITE_OF_UNION = re.compile(r"工会|职工(?!文体)|工人|劳模|工匠|户外劳动者|劳动者驿站|爱心驿站")
# What the ten national unions of industries take in, by their names: 教育 and 医务 are 中国教科文卫体工会's.
INDUSTRIES = (
    ("教科文卫", re.compile("教育|教科文|科教文|科技|文化|卫生|卫健|医务|医药|体育|新闻|出版")),
    ("海员建设", re.compile("海员|建设|建筑|住建|交通|公路|港口|航运")),
    ("能源化学地质", re.compile("能源|化学|地质|煤炭|电力|石油|石化|化工|国土|自然资源")),
    ("机械冶金建材", re.compile("机械|冶金|建材|钢铁|有色|汽车")),
    ("国防邮电", re.compile("国防|邮电|邮政|通信|通讯|军工|航空工业|航天|电子")),
    ("财贸轻纺烟草", re.compile("财贸|轻工|纺织|轻纺|烟草|商贸|供销|粮食")),
    ("农林水利气象", re.compile("农林|农业|林业|水利|气象|农牧|农垦")),
    ("铁路", re.compile("铁路")),
    ("民航", re.compile("民航|航空(?!工业)")),
    ("金融", re.compile("金融|银行|证券|保险")),
)
RANKS = (
    ("支队", ("总队", "总站")),
    ("大队", ("支队",)),
    ("中队", ("大队",)),
    ("警务室", ("派出所",)),
    ("执勤点", ("派出所",)),
    ("检查站", ("管理大队", "管理支队", "检查总站")),
)
TEAM_OF_UNION = re.compile(r"(?:宣讲团|艺术团|文工团|文艺队|工作室|领导小组|工匠学院|职工大学|职工学校)$")


def bare(name: str) -> str:
    """A union's name without 总工会, as far as it names a region: 杭州市下城区总工会 -> 杭州市下城区."""
    return GENERAL.sub("", name)


def parents_of(region: str) -> list[str]:
    """The names of the regions above a region, nearest first, by its own name and by the divisions."""
    above: list[str] = []
    marks = [match.end() for match in LEVELS.finditer(region)]
    above += [region[:end] for end in reversed(marks) if 2 <= end < len(region)]
    divisions = load_divisions()
    for stem in [region, *above]:
        for division in divisions.by_form.get(stem, ())[:1]:
            for ancestor in divisions.ancestors(division)[1:]:
                above += [ancestor.full, ancestor.name]
    return list(dict.fromkeys(name for name in above if name != region))


def subordinates(scene: Scene) -> Iterator[Found]:
    """SUBORDINATE_TO: each union to the next higher one that the document names."""
    unions = list(scene.of_type("Union"))
    generals = {union.id: bare(union.name) for union in unions if GENERAL.search(union.name)}
    for union in unions:
        forms = [union.name, *union.aliases]
        parent, rule = None, ""
        owners = [
            other
            for other in unions
            if other.id != union.id and any(form.startswith(other.name) for form in forms)
        ]
        owners = owners or _owners_by_employer(forms, union, unions)
        if owners:
            parent, rule = max(owners, key=lambda other: len(other.name)).id, "unit-of-union"
        elif union.id in generals:
            parent, rule = _above(scene, union.id, generals), "next-higher-union"
        else:
            parent, rule = _regional(scene, union.id, forms, generals), "union-of-region"
            industrial = _of_industry(union, unions)
            if industrial and (parent is None or generals[parent] not in union.name):
                parent, rule = industrial, "same-industry"
            if parent is None:
                parent, rule = _local(scene, union, generals), "union-of-employer"
            if parent is None or rule == "union-of-region":
                own = _of_reporter(scene, union, parent, generals)
                parent, rule = (own, "union-of-reporter") if own else (parent, rule)
        if parent and parent != union.id:
            yield _at(scene, "SUBORDINATE_TO", union.id, parent, rule)


def _owners_by_employer(forms: list[str], union: EntityDraft, unions: list[EntityDraft]) -> list[EntityDraft]:
    """The unions of the employer that a union's own is a branch of: 甲公司工会 for 甲公司东区分公司工会."""
    found = []
    for other in unions:
        stem = OWN_UNION.sub("", other.name)
        if other.id == union.id or stem == other.name or GENERAL.search(other.name) or len(stem) < 4:
            continue
        if any(form.startswith(stem) and OWN_UNION.sub("", form) != stem for form in forms):
            found.append(other)
    return found


def _of_reporter(
    scene: Scene, union: EntityDraft, parent: str | None, generals: dict[str, str]
) -> str | None:
    """The reporting union, if it is an employer's, an industry's or a small region's, for those below it."""
    reporter = scene.reporter
    if reporter is None or reporter == union.id or parent == reporter:
        return None
    own = scene.entities[reporter]
    if reporter not in generals:
        if own.name.startswith("中国"):
            lower = FIRM.search(union.name) is not None
        else:
            lower = BRANCH.search(union.name) is not None
        return reporter if lower and not own.name.startswith(OWN_UNION.sub("", union.name)) else None
    if parent is None or not generals[reporter].startswith(generals[parent]):
        return None
    divisions = load_divisions()
    rest = union.name[len(generals[parent]) :] if union.name.startswith(generals[parent]) else union.name
    return None if LEVELS.search(rest[: max(3, divisions.chain(rest, 0))]) else reporter


def _of_industry(union: EntityDraft, unions: list[EntityDraft]) -> str | None:
    """The union of the same industry one region up, as 吉林省医务工会 is for 长春市医务工会."""
    divisions = load_divisions()
    own = union.name[divisions.chain(union.name, 0) :]
    region = union.name.removesuffix(own)
    if (
        union.name.startswith(("中国", "全国"))
        and INDUSTRY.search(union.name)
        and not FIRM.search(union.name)
    ):
        return next((other.id for other in unions if other.name == "中华全国总工会"), None)
    if not region or not INDUSTRY.search(own):
        return None
    above = [*parents_of(region), "中国"]
    if SERVED.search(union.name):
        served = [one for one in unions if SERVING.search(one.name) and one.name.startswith(_stem(region))]
        return served[0].id if len(served) == 1 and served[0].id != union.id else None
    same = {other.name: other.id for other in unions if other.name.endswith(own)}
    return next((same[name + own] for name in above if name + own in same), None) or _nationwide(own, unions)


def _nationwide(own: str, unions: list[EntityDraft]) -> str | None:
    """The national union of an industry that a report names, for the regions' unions of its branches."""
    if FIRM.search(own):
        return None
    for industry, branches in INDUSTRIES:
        if branches.search(own):
            return next((one.id for one in unions if one.name.startswith(f"中国{industry}")), None)
    return None


def _local(scene: Scene, union: EntityDraft, generals: dict[str, str]) -> str | None:
    """The reporting federation, for unions of firms, estates and industries that its own report tells of."""
    if scene.reporter not in generals or scene.reporter == union.id or not OF_EMPLOYER.search(union.name):
        return None
    region = generals[scene.reporter]
    divisions = load_divisions()
    end = divisions.chain(union.name, 0)
    elsewhere = (
        end and not union.name.startswith(_stem(region)) and not region.startswith(_stem(union.name[:end]))
    )
    return None if elsewhere or region in NATIONAL else scene.reporter


def _above(scene: Scene, union: str, generals: dict[str, str]) -> str | None:
    region = generals[union]
    if region in NATIONAL:
        return None
    by_region = {name: key for key, name in generals.items() if key != union}
    if region in UNPLACED:
        own = generals.get(scene.reporter or "", "")
        return scene.reporter if own != region and own.endswith(UNPLACED[region]) else None
    for name in parents_of(region):
        if name in by_region:
            return by_region[name]
    longest = max(
        (
            name
            for name in by_region
            if len(_stem(name)) > 1 and region.startswith(_stem(name)) and len(name) <= len(region)
        ),
        key=len,
        default=None,
    )
    if longest and longest not in NATIONAL:
        return by_region[longest]
    provinces = [name for name in by_region if name in NATIONAL]
    return by_region[provinces[0]] if provinces else None


def _stem(region: str) -> str:
    return re.sub(r"(?:省|市|自治区|区|县)$", "", region)


def _regional(scene: Scene, union: str, forms: list[str], generals: dict[str, str]) -> str | None:
    best, length = None, 0
    for key, region in generals.items():
        stem = _stem(region)
        fits = key != union and len(stem) >= 2 and any(form.startswith(stem) for form in forms)
        if fits and len(stem) > length:
            best, length = key, len(stem)
    if best is None and scene.reporter in generals and scene.reporter != union:
        return None
    return best


def jurisdictions(scene: Scene) -> Iterator[Found]:
    """JURISDICTION: a 总工会 to the place that it is the union of."""
    places = {name: place for place in scene.of_type("Place") for name in (place.name, *place.aliases)}
    for union in scene.of_type("Union"):
        if not GENERAL.search(union.name):
            continue
        for form in (union.name, *union.aliases):
            place = places.get(bare(form))
            if place is not None and len(bare(form)) >= 2:
                yield _at(scene, "JURISDICTION", union.id, place.id, "own-region")
                break


def units(scene: Scene) -> Iterator[Found]:
    """PART_OF: a unit whose name goes on from its employer's, written inside one or by itself."""
    bodies = list(scene.of_type("Organization", "Company", "Union"))
    for inner, outer in scene.nested:
        if inner.type in ("Company", "Organization") and outer.type in ("Organization", "Facility"):
            yield _at(scene, "PART_OF", outer.id, inner.id, "unit-in-name")
    for unit in scene.of_type("Organization", "Facility"):
        forms = (unit.name, *unit.aliases)
        best = None
        for body in bodies:
            if body.id == unit.id:
                continue
            if body.type == "Union" and (unit.type == "Facility" or TEAM_OF_UNION.search(unit.name)):
                continue
            for name in (body.name, *body.aliases):
                longer = len(name) >= 3 and any(form.startswith(name) and form != name for form in forms)
                if longer and (best is None or len(body.name) > len(best.name)):
                    best = body
        if best is not None:
            yield _at(scene, "PART_OF", unit.id, best.id, "unit-in-name")
        elif (above := _ranked_above(unit, bodies)) is not None:
            yield _at(scene, "PART_OF", unit.id, above.id, "unit-by-rank")


def _ranked_above(unit: EntityDraft, bodies: list[EntityDraft]) -> EntityDraft | None:
    """The only body of the next higher rank that a report names: 总队 for 支队, 派出所 for 警务室."""
    for rank, higher in RANKS:
        if unit.name.endswith(rank):
            above = [body for body in bodies if body.name.endswith(higher)]
            return above[0] if len(above) == 1 and above[0].id != unit.id else None
    return None


def company_places(scene: Scene) -> Iterator[Found]:
    """LOCATED_IN: a company to the place that its name, as written, holds.

    Of several places (上海嘉定供电公司) the most closely named one.
    """
    text = text_of(scene.doc)
    forms = {
        form: place.id
        for place in scene.of_type("Place")
        for form in (place.name, *place.aliases, _stem(place.name))
        if len(form) >= 2
    }
    for company in scene.of_type("Company"):
        written = {text[span.start : span.end].translate(BRACKETS) for span in company.spans}
        held = [form for form in forms if any(form in name for name in written)]
        if held:
            place = forms[max(held, key=len)]
            yield _at(scene, "LOCATED_IN", company.id, place, "place-in-company-name")


def sites(scene: Scene) -> Iterator[Found]:
    """OPERATES: sites and teams to the union of the region they are named after, or the reporting one."""
    reporter = scene.reporter
    if reporter is None:
        return
    home = bare(scene.entities[reporter].name)
    others = {bare(union.name): union.id for union in scene.of_type("Union") if GENERAL.search(union.name)}
    for site in scene.of_type("Facility", "Organization"):
        own = SITE_OF_UNION.search(site.name) if site.type == "Facility" else TEAM_OF_UNION.search(site.name)
        nearest = max((name for name in others if name and site.name.startswith(name)), key=len, default=home)
        owner = others.get(nearest, reporter)
        if own and owner != site.id and _compatible(site.name, nearest):
            yield _at(scene, "OPERATES", owner, site.id, "own-site")


def _compatible(name: str, home: str) -> bool:
    """Whether a name, as far as it begins with a region, may belong to a union of `home`."""
    divisions = load_divisions()
    end = divisions.chain(name, 0)
    region = name[:end]
    return not region or region.startswith(_stem(home)) or home.endswith(region)


def _at(scene: Scene, kind: RelationType, subject: str, obj: str, rule: str) -> Found:
    """A relation that names imply; its evidence: the first sentence that holds both, or the subject's."""
    return Found(kind, subject, obj, *together(scene, subject, obj), rule)


def together(scene: Scene, subject: str, obj: str) -> tuple[int, int]:
    """The first sentence of the scene that names both, or else the first that names one."""
    first: tuple[int, int] | None = None
    for start, end, _ in scene.sentences:
        here = {mark.id for mark in scene.marks_in(start, end)}
        if subject in here and obj in here:
            return start, end
        if first is None and (subject in here or obj in here):
            first = (start, end)
    return first or (0, min(1, len(scene.text)))
