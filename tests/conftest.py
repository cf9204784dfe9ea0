"""No test asks the language model that the developer's own environment happens to name."""

import os

for name in [each for each in os.environ if each.startswith("OPENAI_")]:
    del os.environ[name]
