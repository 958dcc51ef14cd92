"""The process that draws the explorer's views: it holds the graph, and reads it again when it changes."""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import Any

from kg.serve import kept, sheet, views
from kg.serve.atlas import Atlas, load
from kg.serve.side import Keeper, Refused, Unready
from kg.serve.state import Watch
from kg.store.store import open_store

KEPT = 64  # views that are kept


class Surveyor(Keeper):
    """What answers. Each question is an object with `do`."""

    def __init__(self, folder: str, base: str) -> None:
        super().__init__(folder, base)
        self.held: tuple[str, Atlas, views.Map] | None = None
        self.drawn: OrderedDict[str, Any] = OrderedDict()

    def read(self, state: str) -> None:
        atlas = kept.read(self.folder, self.base, state)
        if atlas is None:
            with open_store(self.folder, read_only=True, base=self.base) as store:
                atlas = load(store)
            if Watch(self.folder)() == state:  # not changed meanwhile
                kept.write(atlas, self.folder, self.base, state)
        self.held = (state, atlas, views.Map(atlas))
        self.drawn.clear()
        self.tried.set()
        self.held[2].prepare()

    def answer(self, question: dict[str, Any]) -> Any:
        if self.held is None:
            raise Unready
        state, atlas, whole = self.held
        name = repr(sorted(question.items()))
        if question["do"] == "view":
            if name not in self.drawn:
                self.drawn[name] = view(atlas, whole, question)
                while len(self.drawn) > KEPT:
                    self.drawn.popitem(last=False)
            return self.drawn[name] | {"state": state}
        if question["do"] == "between":
            return whole.between(question["ends"][:2], views.filter_of(question))
        if question["do"] == "page":
            return self.page(atlas, question)
        raise Refused("no such question")

    def page(self, atlas: Atlas, question: dict[str, Any]) -> str:
        """A view as a pyvis page. Raises Refused for one that is too large or empty."""
        places = {
            atlas.number[key]: (float(x), float(y))
            for key, x, y in question["nodes"][: sheet.MOST + 1]
            if key in atlas.number
        }
        if not 0 < len(places) <= sheet.MOST:
            raise Refused(f"a pyvis page shows 1 to {sheet.MOST:,} entities")
        with open_store(self.folder, read_only=True, base=self.base) as store:
            wanted = views.filter_of(question)
            return sheet.html(store, atlas, places, wanted, str(question.get("title", ""))[:200])


def view(atlas: Atlas, whole: views.Map, question: dict[str, Any]) -> Any:
    """A view of a state. Raises Refused where none of its entities is there."""
    wanted = views.filter_of(question)
    start = [atlas.number[one] for one in question.get("start", ()) if one in atlas.number]
    start += views.entities_of(atlas, question.get("cells", ()))
    steps = [str(one) for one in question.get("steps", ())]
    asked = bool(question.get("start") or question.get("cells") or "cells" in question)
    if asked and not start:
        raise Refused("no entity of this name")
    if start:
        near = views.Near(atlas, wanted)
        first = steps[0] if steps and steps[0].partition("*")[0] == atlas.keys[start[0]] else None
        near.start(start, first if len(set(start)) == 1 else None)
        for step in steps[1 if first and len(set(start)) == 1 else 0 :]:
            near.step(step)
        found = near.view()
    else:
        found = whole.view([one for one in steps if one.startswith("~")], wanted)
    found["totals"] = [len(atlas.iris), len(atlas.facts)]
    found["kinds"] = views.labels(atlas)
    return views.reports_of(atlas, found)


if __name__ == "__main__":
    Surveyor(*sys.argv[1:]).attend()
