"""A cleaned text and the way back to the raw one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import OffsetError


@dataclass(frozen=True, slots=True)
class NormalText:
    """What annotators read.

    text: the cleaned text. Each of its characters stems from exactly one of the raw text's:
    `origins[i]` is the raw offset of `text[i]`, strictly rising. gaps: offsets of `text` before
    which a blank of the raw text was left out (bylines part names by such blanks).
    """

    text: str
    origins: tuple[int, ...]
    gaps: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origins):
            raise OffsetError(
                "NormalText", f"{len(self.text)} characters and {len(self.origins)} origins", "give one each"
            )

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of `text[start:end]`, blanks left out at its edges.

        Raises OffsetError for an empty stretch or one outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise OffsetError(
                "NormalText", f"[{start},{end}) in a text of {len(self.text)}", "give a stretch of it"
            )
        return self.origins[start], self.origins[end - 1] + 1

    def from_raw(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of `text` that stems from `raw[start:end]`; None where all of it was left out."""
        from bisect import bisect_left

        first, last = bisect_left(self.origins, start), bisect_left(self.origins, end)
        return (first, last) if first < last else None
