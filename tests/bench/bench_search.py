"""How long a search takes: python -m tests.bench.bench_search [ENTITIES]. Names are made by chance."""

from __future__ import annotations

import random
import sys
import time

from kg.serve.search import Entry, Index, speller

PLACES = ["杭州市", "宁波市", "钱塘区", "普陀区", "建德市", "下城区", "舟山市", "余杭区", "海宁市", "长兴县"]
HEADS = [
    "华泰",
    "新兴",
    "东海",
    "春风",
    "永安",
    "大江",
    "光明",
    "恒力",
    "振兴",
    "宏图",
    "和平",
    "江南",
    "同心",
]
TAILS = [
    "总工会",
    "总工会",
    "机械有限公司工会",
    "科技有限公司",
    "职工之家",
    "技能竞赛",
    "劳动模范",
    "志愿服务队",
]
ASKED = [
    *("总工会", "区总", "市总工会", "钱塘", "qtqzgh", "zgh", "hangzhou", "钱唐区总工会", "舟山市余抗区同心"),
    *("同心职工之家", "没有这个", "工会", "a", "市"),
]


def made(many: int) -> list[Entry]:
    chance = random.Random(7)
    pick = chance.choice
    found = []
    for i in range(many):
        name = (
            pick(PLACES)
            + pick(PLACES)
            + pick(HEADS)
            + pick(HEADS)
            + chr(0x4E00 + chance.randrange(5000))
            + pick(TAILS)
        )
        found.append(Entry(f"e{i}", "Union", name, [name[3:]] if i % 3 == 0 else [], chance.randrange(50)))
    return found


def main(many: int) -> None:
    """Measure and print."""
    spell = speller()
    entries = made(many)
    began = time.perf_counter()
    index = Index(entries, spell)
    print(
        f"{many} entities, read in {time.perf_counter() - began:.1f} s"
        + ("" if spell else ", without pinyin")
    )
    size = sum(len(lines.text) for lines in (index.names, index.initials, index.pinyin))
    print(f"{size / 1e6:.1f} million characters\n{'query':16}{'ms':>8}{'hits':>6}")
    for asked in ASKED:
        passes = []
        for _ in range(3):
            began = time.perf_counter()
            hits = index.find(asked)
            passes.append(time.perf_counter() - began)
        print(f"{asked:16}{min(passes) * 1000:8.1f}{len(hits):6}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
