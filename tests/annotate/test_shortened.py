"""Which of two names shortens the other."""

from __future__ import annotations

import pytest

from kg.annotate.shortened import is_short_for
from kg.facts.model import EntityType


@pytest.mark.parametrize(
    ("kind", "short", "long"),
    [
        ("Place", "杭州市", "浙江省杭州市"),
        ("Place", "建德市", "浙江省杭州市建德市"),
        ("Honor", "最美班组", "南江省最美班组"),
        ("Organization", "东门社区卫生服务中心", "北安市东门社区卫生服务中心"),
        ("Organization", "北安读书协会", "北安市读书协会"),
        ("Organization", "北安爱心协会", "北安爱心志愿服务协会"),
        ("Organization", "维修班", "变电检修室维修班"),
        ("Organization", "望江商会", "北安市望江商会"),
        ("Company", "泰来集团", "泰来控股集团"),
        ("Company", "金禾公司", "北安县金禾农业开发有限公司"),
        ("Company", "宝来纸业", "宝来特种纸业有限公司"),
        ("Company", "泰来纸业有限公司", "北方纸业集团泰来纸业有限公司"),
        ("Company", "城南码头公司", "泰来港城南码头有限公司"),
        ("Union", "泰来特钢工会", "泰来特钢集团公司工会"),
        ("Union", "泰来银行北安分行工会", "中国泰来银行北安分行工会委员会"),
        ("Union", "货运行业工会联合会", "南江市货运行业工会联合会"),
        ("Person", "周师傅", "周大成"),
        ("Person", "小吴", "吴海天"),
        ("Person", "海尔", "约翰·海尔"),
        ("Program", "五送行动", "五送专项行动"),
        ("Program", "南江省焊工技能大赛", "2023年全省焊工技能大赛"),
        ("Program", "焊工技能大赛", "启动仪式暨2023年全省焊工技能大赛"),
        ("Program", "北安市金秋助学晚会", "泰来杯北安市2023年金秋助学晚会"),
        ("Program", "全国首届焊接职业技能竞赛", "首届全国焊接职业劳动和技能竞赛"),
        ("Program", "千万人歌咏活动", "新时代之声——第三届千万人歌咏"),
    ],
)
def test_a_shorter_form_of_a_name_is_known(kind: EntityType, short: str, long: str) -> None:
    assert is_short_for(kind, short, long)
    assert not is_short_for(kind, long, short)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Place", "普陀区", "舟山市普陀山"),
        ("Honor", "劳动模范", "优秀劳动模范"),
        ("Organization", "北安市教育局", "南安市教育局"),
        ("Organization", "北安市人民医院", "南江省北安市第二人民医院"),
        ("Organization", "上海市体育局", "上海市黄浦区体育局"),
        ("Company", "泰来集团", "泰华控股集团"),
        ("Company", "泰来集团", "泰来集团第二公司"),
        ("Company", "泰来银行", "泰来银行北安分行"),
        ("Company", "泰来有限公司", "优秀企业泰来有限公司"),
        ("Union", "泰来公司工会", "泰来公司第一分公司工会"),
        ("Union", "北安市总工会", "北安市总工会女职工委员会"),
        ("Person", "周师傅", "吴海天"),
        ("Program", "焊工技能竞赛", "钳工技能竞赛"),
        ("Program", "泰来杯焊工技能大赛", "新安江杯焊工技能大赛"),
        ("Program", "2022年焊工技能大赛", "2023年全市焊工技能大赛"),
        ("Program", "全市焊工技能大赛", "钱塘区2023年焊工技能大赛"),
        ("Program", "全市焊工技能大赛", "2023年钱塘区焊工技能大赛"),
        ("Program", "安康杯竞赛", "安康杯消防知识竞赛"),
    ],
)
def test_names_of_two_things_are_not_short_for_each_other(kind: EntityType, one: str, other: str) -> None:
    assert not is_short_for(kind, one, other)
    assert not is_short_for(kind, other, one)
