"""Companies beyond their legal form: branches, the names reports shorten them to, units. Made-up names."""

from __future__ import annotations

import pytest

from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        pytest.param(
            "慰问团走进华信财产保险股份有限公司青州中心支公司。",
            ["华信财产保险股份有限公司青州中心支公司"],
            id="a branch belongs to the name",
        ),
        pytest.param(
            "大赛由湘潭市隆驰摩托车制造有限公司承办。隆驰摩托选手获得第一名。",
            ["湘潭市隆驰摩托车制造有限公司", "隆驰摩托"],
            id="the beginning of a name stands for the whole",
        ),
        pytest.param(
            "大赛由湘潭市建筑工程安装有限公司承办。建筑工程质量受到好评。",
            ["湘潭市建筑工程安装有限公司"],
            id="a beginning that says what a firm does is no name",
        ),
        pytest.param(
            "来自中铁三局、十六化建和中建七局四公司的选手同台竞技，甘肃电信提供保障。",
            ["中铁三局", "十六化建", "中建七局四公司", "甘肃电信"],
            id="bureaus of the building groups, branches by place and trade",
        ),
        pytest.param(
            "省电信管理局要求电信行业和移动互联网企业共同参与。", [], id="organs and trades are no branches"
        ),
        pytest.param(
            "全年创效万元,并授予集团公司“先进单位”称号。", ["集团公司"], id="a verb is no part of it"
        ),
    ],
)
def test_companies_are_found_with_their_short_names(run: Run, text: str, companies: list[str]) -> None:
    assert surfaces(run(text), "Company") == companies
