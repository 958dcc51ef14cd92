"""Clean text without losing the way back."""

from kg.normalise.offsets import NormalText
from kg.normalise.steps import normalise

__all__ = ["NormalText", "normalise"]
