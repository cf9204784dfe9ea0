"""Which language a text is in, roughly, and its cue words where it is not English."""

from __future__ import annotations

import re
from typing import Final

_COMMON: Final = {
    "en": "the and of to is for with in on this that be are you should will it".split(),
    "de": "der die das und ist nicht ein eine zu mit auf wird für von den dem nach im bei".split(),
    "fr": "le la les des et est une pour dans sur avec du que qui au aux par".split(),
    "es": "el los las una que con para del por se es y al en".split(),
    "pt": "o os as uma que com para do da não por se e ao em no na".split(),
}
FEWEST_COMMON: Final = 12
"""One word in twelve at least is a common one, or it is no prose of that language."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The best of five by common words; `other` when the letters are not Latin."""
    sample = text[:6000]
    letters = [c for c in sample if c.isalpha()]
    if letters and sum(c > "\u024f" for c in letters) > len(letters) / 2:
        return "other"
    words = [word.lower() for word in _WORD.findall(sample)]
    counts = {
        name: sum(word in common for word in words)
        for name, common in ((name, set(common)) for name, common in _COMMON.items())
    }
    best = max(counts, key=lambda name: counts[name])
    told = counts[best] > counts["en"] and counts[best] * FEWEST_COMMON >= len(words)
    return best if told else "en"


FOREIGN_VERBS: Final = re.compile(
    r"(?i)\b(?:erstell\w+|erzeug\w+|bau(?:t|en)|test(?:et|en)|prüf\w+|rollt|ausrollen|veröffentlich\w+|"
    r"deploy\w+|macht|ruft|sendet|informier\w+|genehmig\w+|freigeben|gibt|tagg?t|merg\w+|schreibt|"
    r"startet|führt|aktualisier\w+|benachrichtig\w+|überprüf\w+|lädt|setzt|schließt|legt|baut|"
    r"crée\w*|créer|construi\w+|teste\w*|vérifie\w*|publie\w*|déploie\w*|envoie\w*|valide\w*|"
    r"approuve\w*|lance\w*|met|mettre|prépare\w*|informe\w*|"
    r"crea\w*|construy\w+|prueba\w*|verific\w+|public\w+|despliega\w*|envía\w*|aprueba\w*|ejecut\w+|"
    r"cria\w*|constr[óo]i\w*|testa\w*|publica\w*|implanta\w*|envia\w*|aprova\w*|executa\w*|prepara\w*)\b"
)
"""Third persons and infinitives of release work in German, French, Spanish and Portuguese."""
