"""Which sites are found. Most sentences are from seeds/."""

from __future__ import annotations

import pytest

from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "facilities"),
    [
        ("主题活动在市工人文化宫(寿昌宫)举行。", ["市工人文化宫（寿昌宫）"]),
        ("去年,于之春向普陀区总工会职工服务中心送来一面锦旗。", ["普陀区总工会职工服务中心"]),
        ("建好用好区职工服务中心新大楼新阵地,加大就业技能培训投入。", ["区职工服务中心"]),
        ("工会驻区人民法院“职工维权工作室”工作人员为他们提供了服务。", ["职工维权工作室"]),
        ("比赛在星光全民健身活动中心举行。", ["星光全民健身活动中心"]),
        ("工人文化宫、职工服务中心、妇儿活动中心、青少年宫……这些阵地空间,如同“毛细血管”。", []),
        ("全区现有职工之家160个、职工书屋50个、妈咪暖心小屋90个、爱心驿家14个。", []),
        ("依托今年新建的2家“爱心驿站”、4家“妈咪小屋”,继续夯实职工阵地。", []),
        ("累了就到河西街道户外劳动者驿站,可以喝水充电。", ["河西街道户外劳动者驿站"]),
        ("在望江路社区快递小哥驿站,他喝上了绿豆汤。", ["望江路社区快递小哥驿站"]),
        ("他走进清波街道“红船骑手驿站”,先给手机充上电。", ["红船骑手驿站"]),
        ("演出在东海大剧院举行,两千名职工观看。", ["东海大剧院"]),
        ("走进“绿岛驿站”和环卫驿站,都能喝到凉茶。", []),
        ("去年获评全国工会职工书屋。", []),
        ("活动由区职工服务中心承办。", []),
        ("在重点园区户外劳动者驿站、各街道职工书屋摆放图书。", []),
        ("打造便捷的多维服务驿站,建设户外劳动者驿站29个。", []),
    ],
)
def test_single_sites_are_found_and_kinds_are_not(run: Run, text: str, facilities: list[str]) -> None:
    assert surfaces(run(text), "Facility") == facilities


def test_a_site_is_found_again_without_its_region(run: Run) -> None:
    doc = run("投资2000多万元建设职工文化活动中心。\n扎实推进下城区职工文化活动中心筹建工作。")
    assert surfaces(doc, "Facility") == ["职工文化活动中心", "下城区职工文化活动中心"]
