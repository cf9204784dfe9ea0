"""What somebody asks to have changed, read without a model: a small set of plain sentences.

Total: what is not understood is said, with examples of what is.
"""

from prompts.sentences.reader import Reading, read_sentences

__all__ = ["Reading", "read_sentences"]
