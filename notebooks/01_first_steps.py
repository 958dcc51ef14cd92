# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # First steps · 第一步
#
# Five reports of Chinese trade unions become a graph. We ask it two questions and look at it.
# Open this file as a notebook with `pip install "union-work-kg[notebook]"`, then `jupyter lab`.
#
# 五份工会报告变成一张图谱：先提两个问题，再看一看它的样子。

# %%
from pathlib import Path
from tempfile import mkdtemp

import kg

# %% [markdown]
# ## Build · 构建
#
# `seeds/` holds the five reports. A store is a folder; here it is a new one that nobody else uses.

# %%
seeds = next(folder / "seeds" for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "seeds").is_dir())
store = Path(mkdtemp()) / "graph"
report = kg.build(seeds, store)
print(f"{report.total.entities} entities, {report.total.facts} facts, {report.total.observations} numbers")

# %% [markdown]
# ## Ask · 提问
#
# Which honors were conferred, on whom, and where does it say so? `uw:` and other prefixes are
# declared already. The answer is a pandas DataFrame.
#
# 授予了哪些荣誉，给了谁，出自哪一句？

# %%
graph = kg.open(store)
honors = graph.query(
    """
    SELECT ?honor ?recipient ?sentence {
      ?conferral a uw:Conferral ;
                 uw:honor / rdfs:label ?honor ;
                 uw:recipient / rdfs:label ?recipient ;
                 uw:evidence / oa:hasSelector / oa:exact ?sentence .
    }
    ORDER BY ?honor ?recipient
    """
)
honors

# %% [markdown]
# Ten questions have names; `kg query --list` shows them. This one compares medical mutual aid
# across unions and years.
#
# 有十个现成的问题。这一个比较各工会历年的医疗互助。

# %%
mutual_aid = graph.query("q04")
mutual_aid

# %% [markdown]
# A DataFrame goes on from there: how many people in each union's report?

# %%
mutual_aid[mutual_aid["unit"].isin(["人", "名", "人次"])].groupby("union")["value"].max().sort_values()

# %% [markdown]
# ## Look · 看图
#
# The same graph as a network. Drag it, search it, click an entity: the panel shows its facts and the
# sentence behind each.

# %%
graph.view(types=["Union", "Honor", "Person", "Company"])

# %%
graph.close()
