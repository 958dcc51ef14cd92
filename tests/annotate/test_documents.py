"""Which titles of policies, plans and agreements are found. Most sentences are from seeds/."""

from __future__ import annotations

import pytest

from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (
            "市总工会积极落实《建德产改30条》,出台《优秀产业工人推优入党实施意见》。",
            ["建德产改30条", "优秀产业工人推优入党实施意见"],
        ),
        ("根据《产改工作总结及计划表》,区总工会(筹)加强试点培育。", ["产改工作总结及计划表"]),
        ("全区有67家企业新签订《劳动安全卫生专项集体合同》,续签企业182家。", ["劳动安全卫生专项集体合同"]),
        ("在全市率先出台“助力复工复产15条措施”,动员38家企业参与。", ["助力复工复产15条措施"]),
        (
            "先后出台关心关爱留建过年人员八项举措和快递小哥“暖蜂行动”十大举措。",
            ["关心关爱留建过年人员八项举措"],
        ),
        ("两家工会签署了职工技能互认合作框架协议,明年起施行。", ["职工技能互认合作框架协议"]),
        (
            "对照《某市职工体育发展规划(2021—2025年)》检查进度。",
            ["某市职工体育发展规划（2021—2025年）"],
        ),
        ("2021年,市总工会先后与宁波大学等签署了职工疗休养合作协议8份。", []),
        ("据《工人日报》报道,大家齐唱《我和我的祖国》。", []),
        ("修订完善了困难职工帮扶救助制度,八是出台激励职工创业创新政策。", []),
        ("推广先进操作法200余项,提出合理化建议3500余条。", []),
    ],
)
def test_titles_are_found_without_their_marks(run: Run, text: str, documents: list[str]) -> None:
    assert surfaces(run(text), "Document") == documents
