"""How each kind of entity looks in a picture, and what it is called.

The colours are those of Okabe and Ito with two more, told apart with the common kinds of colour
blindness wherever the shape is the same. The shapes are shapes of vis-network.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.facts.model import EntityType


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Label in both languages, shape, fill on a light page, fill on a dark page."""

    zh: str
    en: str
    shape: str
    light: str
    dark: str


STYLES: dict[EntityType, TypeStyle] = {
    "Union": TypeStyle("工会", "Union", "dot", "#0067ac", "#4ea3e6"),
    "Program": TypeStyle("项目活动", "Program", "diamond", "#0a9a74", "#2fc29b"),
    "Honor": TypeStyle("荣誉", "Honor", "star", "#e8ae00", "#f5cc3d"),
    "Person": TypeStyle("人物", "Person", "dot", "#cf6f9f", "#ee9dc5"),
    "Company": TypeStyle("企业", "Company", "square", "#d9661f", "#f28b4b"),
    "Organization": TypeStyle("其他组织", "Organization", "hexagon", "#4db1e0", "#7cc8ee"),
    "Place": TypeStyle("地点", "Place", "triangleDown", "#8a63b8", "#b597dc"),
    "Facility": TypeStyle("场所", "Facility", "triangle", "#8c6d3f", "#c2a26e"),
    "Document": TypeStyle("文件", "Document", "square", "#6b7480", "#a5aeba"),
}

MODIFIERS: dict[str, tuple[str, str]] = {
    "exact": ("", ""),
    "over": ("超", "over"),
    "about": ("约", "about"),
    "target": ("目标", "target"),
    "cumulative": ("累计", "in total"),
}
