"""What the characters around a number tell of whether it measures the work of a union.

Every run of one to three characters before, behind and around a number has a weight
(models/counted.csv); names are one character by their type, digits are 0. The weights that a number
meets add up to one number, which the classifier of kg/annotate/counted.py looks at beside all else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from kg.annotate.numbers import Number
from kg.annotate.observation_actors import Name
from kg.annotate.relations.scene import CHARACTERS
from kg.annotate.run_table import BIAS, LINE_END

REACH = 14  # characters on either side
NEXT = 4  # characters next to the number that count as a whole
SIZES = (1, 2, 3)
DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(f"[。{LINE_END}]")


class Around:
    """A text with its names put in as one character each. names: in order."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        pieces: list[str] = []
        self._starts, self._places = [0], [0]  # where stretches begin that were taken over as they are
        at = length = 0
        for name in names:
            if name.start < at:
                continue
            pieces += (text[at : name.start], CHARACTERS[name.type])
            length += name.start - at + 1
            at = name.end
            self._starts.append(at)
            self._places.append(length)
        self.text = DIGIT.sub("0", "".join((*pieces, text[at:])).replace("\n", LINE_END))
        self._ends = [match.start() for match in SENTENCE_END.finditer(self.text)]

    def _place(self, offset: int) -> int:
        """Where an offset of the text lies that is in no name."""
        last = bisect_right(self._starts, offset) - 1
        return self._places[last] + offset - self._starts[last]

    def of(self, number: Number) -> Iterator[str]:
        """The runs around a number."""
        start, end = self._place(number.start), self._place(number.end)
        before, behind = self.text[max(0, start - REACH) : start], self.text[end : end + REACH]
        yield BIAS
        yield f"unit={number.unit}"
        for side, stretch in (("-", before), ("+", behind)):
            for size in SIZES:
                for at in range(len(stretch) - size + 1):
                    yield f"{side}{stretch[at : at + size]}"
        for size in range(1, NEXT + 1):
            yield f"-next={before[-size:]}"
            yield f"+next={number.unit}{behind[:size]}"
        last = bisect_right(self._ends, start) - 1
        first = self._ends[last] + 1 if last >= 0 else 0
        stop = self._ends[last + 1] if last + 1 < len(self._ends) else len(self.text)
        sentence = self.text[first:stop]
        yield from sorted({f"in={sentence[at : at + 2]}" for at in range(len(sentence) - 1)})

    def worth(self, number: Number, weights: Mapping[str, float]) -> float:
        """What the weights of the runs around a number add up to."""
        return sum(weights.get(run, 0.0) for run in self.of(number))
