"""Columns found by their headings, in the languages that teams write their plans in.

What is found is shown to a person for correction before anything is drafted, so a guess is better
than a refusal: a table without headings gets the column of the longest words as its steps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from orchestration.processes.tabular.model import Columns, Meaning, Table

_WORDS: dict[Meaning, str] = {
    "approval": (
        "approval approvals approved approve approver approvers approved-by sign-off signoff "
        "sign-offs signed-off-by gate freigabe freigabe-durch freigegeben genehmigung "
        "genehmigt-von genehmiger abnahme abnahme-durch validation validé-par approbation "
        "approbateur "
        "approuvé-par aprobación aprobado-por aprobador visto-bueno aprovação aprovado-por "
        "aprovador approvazione goedkeuring"
    ),
    "depends": (
        "depends depends-on dependency dependencies dependent-on predecessor predecessors "
        "prerequisite prerequisites blocked-by after waits-for requires abhängig-von abhängigkeit "
        "abhängigkeiten vorgänger voraussetzung nach wartet-auf dépend-de dépendance dépendances "
        "prédécesseur prédécesseurs prérequis après depende-de dependencia dependencias "
        "predecesor predecesores requisito-previo después-de dependência dependências predecessora "
        "predecessoras dipende-da dipendenze predecessori afhankelijk-van"
    ),
    "owner": (
        "owner owners owned-by responsible responsibility responsible-person assignee assigned-to "
        "assigned who by-whom role team person dri performer performed-by lead doer "
        "verantwortlich verantwortlicher verantwortliche verantwortung zuständig zuständigkeit "
        "wer durch rolle bearbeiter responsable responsables qui rôle équipe assigné-à "
        "assigné acteur responsável responsáveis quem papel equipe quién encargado encargada "
        "asignado asignado-a rol equipo responsabile chi ruolo verantwoordelijke wie eigenaar"
    ),
    "date": (
        "date dates day when start start-date due due-date deadline target-date planned-date "
        "time timing datum termin tag wann zeitpunkt beginn fällig fällig-am frist début quand "
        "échéance jour date-prévue date-limite fecha fecha-límite cuándo día plazo inicio data "
        "quando prazo dia giorno scadenza wanneer t-minus"
    ),
    "phase": (
        "phase phases stage milestone section part workstream group abschnitt etappe meilenstein "
        "bereich étape-clé jalon lot fase fases etapa hito bloque marco"
    ),
    "command": "command commands script cmd befehl kommando skript commande comando orden",
    "order": (
        "order no nr number num id ref seq sequence position pos rank idx index lfd-nr "
        "lfd nummer reihenfolge schritt-nr ordre numéro n° rang orden número nº núm ordem "
        "ordine numero volgorde step-no step-nr step-number step-id step-# task-id task-no #"
    ),
    "step": (
        "step steps task tasks activity activities action actions work-item work-package item "
        "items what to-do todo task-name activity-name step-name action-item title name summary "
        "schritt schritte aufgabe aufgaben aktivität aktivitäten tätigkeit tätigkeiten maßnahme "
        "arbeitsschritt vorgang vorgangsname was étape étapes tâche tâches activité activités "
        "quoi nom-de-la-tâche paso pasos tarea tareas actividad actividades acción acciones qué "
        "passo passos tarefa tarefas atividade atividades ação attività compito stap taak"
    ),
    "details": (
        "details detail description notes note comment comments remarks instructions how "
        "beschreibung bemerkung bemerkungen hinweis hinweise kommentar anmerkung anmerkungen "
        "notizen description-détaillée remarque remarques commentaire commentaires consignes "
        "descripción notas comentario comentarios observaciones instrucciones descrição "
        "observações descrizione opmerkingen"
    ),
}
_LONGEST: Final = 5
"""Words of a heading; what is longer is a sentence."""
_LOOKED_AT: Final = 12
"""Rows from the top in which headings are looked for: titles and logos stand above them."""


def _key(words: str) -> str:
    """Letters without their marks, words joined by a dash: `Fällig am:` is `fallig-am`."""
    plain = unicodedata.normalize("NFKD", words.replace("#", " no ").casefold())
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return "-".join(re.findall(r"[\w°º]+", bare.replace("_", " ")))


def _meant() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for meaning, said in _WORDS.items():
        found.update((_key(word.replace("-", " ")), meaning) for word in said.split())
    return found


_MEANT = _meant()


def meaning_of(heading: str) -> Meaning | None:
    """What a heading says, whole or by its first or last words; None where it is none we know."""
    key = _key(heading)
    if not key or len(key) > 60:
        return None
    if key in _MEANT:
        return _MEANT[key]
    words = key.split("-")
    if len(words) > _LONGEST:
        return None
    parts = [
        part for size in (3, 2, 1) for part in ("-".join(words[-size:]), "-".join(words[:size]))
    ]
    found: Meaning | None = None
    for part in parts:
        meaning = _MEANT.get(part)
        # `Task owner` and `Step description` say more than that there are steps.
        if meaning is not None and meaning != "step":
            return meaning
        found = found or meaning
    return found


def columns_of(table: Table) -> Columns:
    """The headings' row is the one in which most are known; without any, the wordiest is steps."""
    best = Columns()
    for n, row in enumerate(table.rows[:_LOOKED_AT]):
        found = Columns(heading=n, of=_named(row))
        if (found.complete, len(found.of)) > (best.complete, len(best.of)) and _heads(found, table):
            best = found
    if not best.complete:
        best = _with_steps(table, best)
    return best


def _heads(columns: Columns, table: Table) -> bool:
    """Two known headings are no chance; one is enough where there is one column."""
    return len(columns.of) > 1 or (columns.complete and table.width == 1)


def _named(row: Sequence[str]) -> dict[Meaning, int]:
    found: dict[Meaning, int] = {}
    whole: list[Meaning | None] = [_MEANT.get(_key(cell)) for cell in row]
    partly: list[Meaning | None] = [meaning_of(cell) for cell in row]
    for known in (whole, partly):
        for n, meaning in enumerate(known):
            if meaning and meaning not in found and n not in found.values():
                found[meaning] = n
    # `Description` names the steps where nothing else does.
    if "step" not in found and "details" in found:
        found["step"] = found.pop("details")
    return found


def _with_steps(table: Table, columns: Columns) -> Columns:
    """The wordiest of the columns that mean nothing else yet."""
    taken = set(columns.of.values())
    free = [n for n in range(table.width) if n not in taken]
    if not free:
        return columns
    below = table.rows[columns.heading + 1 :]
    wordiest = max(free, key=lambda n: sum(_letters(row[n]) for row in below))
    if not any(_letters(row[wordiest]) for row in below):
        return columns
    return columns.model_copy(update={"of": {**columns.of, "step": wordiest}})


def _letters(cell: str) -> int:
    return sum(each.isalpha() for each in cell)
