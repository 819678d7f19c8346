"""The slip that travels with a lot: its dossiers, their recapitulation and the place to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    HAIRLINE,
    INK,
    NONE,
    QUIET,
    TINT,
    Pen,
    Sheet,
    Words,
    barcode,
    below,
    copy_badges,
    day_text,
    flowing_pdf,
    grid,
    moment_text,
    padding,
    stack,
)
from amo_desk.domain.lot import LotLine
from amo_desk.domain.money import amount_text
from amo_desk.domain.papers import BatchSlip

TITLE = "Bordereau d'envoi"
RECAPITULATION = "Tableau récapitulatif"
NOT_COMPUTABLE = "n. c."
# No layout of this slip is published: domain notes, section 8.3.
MODEL = "Modèle du bureau : aucune présentation officielle n'est publiée."
LEGEND = (
    "Part AMO et complément sont des estimations et ne valent pas décision. "
    "≥ : au moins, des lignes du dossier ne sont pas calculables. n. c. : non calculable. Montants en dirhams."
)

_SHEET = Sheet(size=landscape(A4), side=12 * mm, top=11 * mm, bottom=15 * mm)
# Width in millimetres, heading, alignment: the last three columns are estimations.
_COLUMNS = (
    (7, "N°", "right"),
    (31, "N° de dossier", "left"),
    (21, "Immatriculation", "left"),
    (19, "Affiliation", "left"),
    (40, "Assuré", "left"),
    (40, "Bénéficiaire", "left"),
    (15, "Lien", "left"),
    (17, "Déposé le", "left"),
    (17, "Soins du", "left"),
    (10, "Pièces", "right"),
    (14, "", "right"),
)
