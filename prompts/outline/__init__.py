"""The outline drafter: reads a release document by its form, without a model."""

from prompts.outline.as_json import to_json
from prompts.outline.reader import read_outline

__all__ = ["read_outline", "to_json"]
