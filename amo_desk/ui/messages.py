"""The only place where codes become sentences, in the language of the screen (French source, Qt translation)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication

from amo_desk.domain.dossier import State
from amo_desk.domain.errors import DeskError
from amo_desk.domain.findings import Level, Verdict
from amo_desk.domain.money import Centimes, amount_text
from amo_desk.domain.office import Role
from amo_desk.domain.people import CertificateKind, Relation, Status
from amo_desk.domain.sources import Grade, Text
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.store_messages import STORE_SENTENCES

SENTENCES = {
    **STORE_SENTENCES,
    "amount.format": QT_TRANSLATE_NOOP("messages", "Ce n'est pas un montant. Exemple : 1 234,50."),
    "amount.too_large": QT_TRANSLATE_NOOP("messages", "Ce montant est trop grand. Vérifiez la virgule."),
    "family.insured": QT_TRANSLATE_NOOP("messages", "Cette famille n'a pas d'assuré dans le registre."),
    "family.member": QT_TRANSLATE_NOOP("messages", "Ce bénéficiaire n'est pas dans cette famille."),
    "family.missing": QT_TRANSLATE_NOOP("messages", "Cette famille n'est plus dans le registre."),
    "rules.file": QT_TRANSLATE_NOOP(
        "messages", "Règle illisible : {where}, clé « {key} ». Attendu : {expected}. Réinstallez le programme."
    ),
    "rules.malformed": QT_TRANSLATE_NOOP("messages", "Fichier de règles mal écrit : {where}. {problem}"),
    "rules.unreadable": QT_TRANSLATE_NOOP("messages", "Fichier de règles absent ou illisible : {where}."),
    "case.file": QT_TRANSLATE_NOOP("messages", "Cas mal écrit : {where}, clé « {key} ». Attendu : {expected}."),
    "case.malformed": QT_TRANSLATE_NOOP("messages", "Fichier de cas mal écrit : {where}. {problem}"),
    "case.unreadable": QT_TRANSLATE_NOOP("messages", "Fichier de cas absent ou illisible : {where}."),
    "rules.no_value": QT_TRANSLATE_NOOP("messages", "Aucune valeur connue pour {parameter} au {day}."),
    "rules.parameter": QT_TRANSLATE_NOOP("messages", "Le paramètre {parameter} manque aux règles livrées."),
    "rules.form": QT_TRANSLATE_NOOP("messages", "Le formulaire {form}, édition {edition}, manque aux règles livrées."),
    "login.password": QT_TRANSLATE_NOOP("messages", "Nom ou mot de passe inexact. Vérifiez la touche Majuscules."),
    "login.recovery": QT_TRANSLATE_NOOP("messages", "Cette clé de secours n'ouvre pas ce registre. Relisez-la."),
    "password.current": QT_TRANSLATE_NOOP("messages", "Ce n'est pas votre mot de passe actuel."),
    "password.short": QT_TRANSLATE_NOOP(
        "messages", "Mot de passe trop court : {shortest} caractères au moins. Une petite phrase convient."
    ),
    "record.stale": QT_TRANSLATE_NOOP(
        "messages", "Ce dossier a changé entre-temps. Rouvrez-le pour voir sa dernière version."
    ),
    "dossier.move": QT_TRANSLATE_NOOP("messages", "Ce dossier n'est plus dans l'état qui permet cette action."),
    "dossier.missing": QT_TRANSLATE_NOOP("messages", "Ce dossier n'existe plus."),
    "dossier.number": QT_TRANSLATE_NOOP("messages", "Aucun dossier ne porte ce numéro sur ce poste."),
    "dossier.not_receivable": QT_TRANSLATE_NOOP(
        "messages", "Le dossier n'est pas recevable en l'état : voyez les points en rouge, ou F6 pour les imprimer."
    ),
    "agent.taken": QT_TRANSLATE_NOOP("messages", "Un agent porte déjà ce nom de connexion."),
    "agent.missing": QT_TRANSLATE_NOOP("messages", "Cet agent n'existe plus."),
    "agent.role": QT_TRANSLATE_NOOP("messages", "Votre rôle ne permet pas cette action. Appelez un responsable."),
    "agent.login": QT_TRANSLATE_NOOP(
        "messages", "Nom de connexion : 2 à 40 lettres minuscules, chiffres, points ou tirets. Exemple : s.bennani."
    ),
    "agent.name": QT_TRANSLATE_NOOP("messages", "Indiquez le nom de l'agent, tel qu'il paraîtra sur les reçus."),
    "agent.self": QT_TRANSLATE_NOOP("messages", "Vous ne pouvez pas fermer votre propre compte."),
    "office.missing": QT_TRANSLATE_NOOP("messages", "Ce registre n'a pas de bureau. Recommencez l'installation."),
    "office.mutuelle": QT_TRANSLATE_NOOP("messages", "Choisissez la mutuelle."),
    "office.name": QT_TRANSLATE_NOOP("messages", "Indiquez le nom du bureau."),
    "office.code": QT_TRANSLATE_NOOP("messages", "Code du bureau : trois chiffres. Exemple : 014."),
    "office.station": QT_TRANSLATE_NOOP("messages", "Poste : deux chiffres. Exemple : 03."),
    "override.never": QT_TRANSLATE_NOOP("messages", "Ce point ne peut pas être levé : il faut le corriger."),
    "override.supervisor": QT_TRANSLATE_NOOP("messages", "Seul un responsable peut lever ce point."),
    "override.reason": QT_TRANSLATE_NOOP(
        "messages", "Indiquez le motif, trois lettres au moins : il est gardé au journal."
    ),
    "entry.empty": QT_TRANSLATE_NOOP("messages", "Rien à ajouter : scannez ou saisissez un code."),
    "entry.coefficient": QT_TRANSLATE_NOOP("messages", "Un coefficient est un nombre au-dessus de 0. Exemple : 120."),
    "entry.no_coefficient": QT_TRANSLATE_NOOP("messages", "{act} s'écrit sans coefficient. « 2* » devant pour deux."),
    "entry.quantity": QT_TRANSLATE_NOOP("messages", "Une quantité est un nombre entier de 1 à {largest}."),
    "entry.teeth": QT_TRANSLATE_NOOP("messages", "Écrivez les dents par leurs numéros. Exemple : 16 17."),
    "entry.tooth_twice": QT_TRANSLATE_NOOP("messages", "La même dent est écrite deux fois."),
    "entry.quantity_and_teeth": QT_TRANSLATE_NOOP("messages", "Écrivez chaque dent une fois, sans quantité devant."),
    "entry.tooth_range": QT_TRANSLATE_NOOP(
        "messages", "Ces deux dents ne sont pas sur la même arcade. Exemple : 14-17."
    ),
    "entry.day": QT_TRANSLATE_NOOP("messages", "Ce n'est pas un jour. Exemples : 12/11, h pour hier."),
    "entry.nature": QT_TRANSLATE_NOOP("messages", "Seul un bridge a une nature. Exemple : 14-17 D757 D754."),
    "entry.faces": QT_TRANSLATE_NOOP("messages", "Les faces s'écrivent M, O, D, V, L, P ou I."),
    "entry.none": QT_TRANSLATE_NOOP("messages", "Ce type de dossier est une demande : il n'a pas de lignes."),
    "entry.no_medicine": QT_TRANSLATE_NOOP(
        "messages", "Aucun médicament de la liste ne correspond. Scannez le code-barres, ou importez la liste (F4)."
    ),
    "entry.barcode": QT_TRANSLATE_NOOP(
        "messages", "Un code-barres de médicament a treize chiffres. Rescannez la boîte."
    ),
    "entry.act": QT_TRANSLATE_NOOP(
        "messages", "Saisissez une lettre-clé et son coefficient. Exemples : Cs, B 120, Z 16."
    ),
    "entry.act_unknown": QT_TRANSLATE_NOOP(
        "messages", "Acte inconnu : {act}. Lettres-clés admises : C, Cs, CsC, CNPSY, V, VS, B, P, Z, K."
    ),
    "entry.dental": QT_TRANSLATE_NOOP("messages", "Saisissez la dent, le code et les faces. Exemple : 16 D701 MO."),
    "entry.no_dental_act": QT_TRANSLATE_NOOP(
        "messages", "Aucun acte ne correspond à « {words} ». Saisissez un code (16 D701 MO) ou un autre mot."
    ),
    "people.same": QT_TRANSLATE_NOOP("messages", "C'est la même fiche. Choisissez-en une autre."),
    "people.merged": QT_TRANSLATE_NOOP("messages", "Une de ces fiches a déjà été fusionnée. Relancez la recherche."),
    "people.covers_others": QT_TRANSLATE_NOOP(
        "messages", "D'autres bénéficiaires dépendent de cette fiche. Fusionnez d'abord les leurs, ou gardez celle-ci."
    ),
    "people.reason": QT_TRANSLATE_NOOP("messages", "Indiquez pourquoi c'est la même personne, trois lettres au moins."),
    "learnt.empty": QT_TRANSLATE_NOOP("messages", "Rien à retenir : saisissez ce que l'assuré a dit."),
    "learnt.long": QT_TRANSLATE_NOOP("messages", "C'est trop long : {longest} caractères au plus."),
    "learnt.rib": QT_TRANSLATE_NOOP("messages", "Un RIB a vingt-quatre chiffres, clé comprise. Relisez-le."),
    "learnt.phone": QT_TRANSLATE_NOOP("messages", "Un numéro de téléphone a des chiffres. Relisez-le."),
    "learnt.arabic": QT_TRANSLATE_NOOP("messages", "Écrivez le nom en lettres arabes."),
    "learnt.settled": QT_TRANSLATE_NOOP("messages", "Un collègue a déjà réglé ce point. Rouvrez la famille."),
    "practitioner.inpe": QT_TRANSLATE_NOOP("messages", "Un INPE a neuf chiffres. Relisez le cachet ou l'étiquette."),
    "practitioner.name": QT_TRANSLATE_NOOP("messages", "Indiquez le nom, {longest} caractères au plus."),
    "practitioner.kind": QT_TRANSLATE_NOOP("messages", "Indiquez ce qu'il est : médecin, pharmacie, laboratoire."),
    "practitioner.known": QT_TRANSLATE_NOOP("messages", "Ce nom est déjà au registre sous ce numéro."),
    "practitioner.rejected": QT_TRANSLATE_NOOP("messages", "Un responsable l'a rejeté : « {reason} ». Demandez-lui."),
    "practitioner.reason": QT_TRANSLATE_NOOP("messages", "Indiquez pourquoi il est rejeté, trois lettres au moins."),
    "practitioner.missing": QT_TRANSLATE_NOOP("messages", "Ce praticien n'est plus au registre."),
    "agreement.missing": QT_TRANSLATE_NOOP("messages", "Cet accord n'est pas dans le registre."),
    "agreement.move": QT_TRANSLATE_NOOP("messages", "Cet accord n'est plus dans l'état qui permet cette action."),
    "agreement.kind": QT_TRANSLATE_NOOP("messages", "Choisissez ce que l'accord concerne."),
    "agreement.stage": QT_TRANSLATE_NOOP("messages", "Choisissez l'étape du traitement, là où l'accord en a."),
    "agreement.practitioner": QT_TRANSLATE_NOOP("messages", "L'INPE du praticien a neuf chiffres. Relisez la demande."),
    "agreement.code": QT_TRANSLATE_NOOP("messages", "Acte inconnu de la nomenclature : {act}. Relisez la demande."),
    "agreement.tooth": QT_TRANSLATE_NOOP("messages", "Aucune dent ne porte le numéro {tooth}."),
    "agreement.quoted": QT_TRANSLATE_NOOP("messages", "Le montant du devis est au-dessus de zéro, ou reste vide."),
    "agreement.number_missing": QT_TRANSLATE_NOOP("messages", "Saisissez le numéro de l'accord, tel qu'il est écrit."),
    "agreement.number_taken": QT_TRANSLATE_NOOP(
        "messages", "Le numéro {number} est déjà celui d'un autre accord. Relisez la réponse, ou annulez l'autre."
    ),
    "agreement.day_future": QT_TRANSLATE_NOOP("messages", "Cette date n'est pas encore venue. Corrigez-la."),
    "agreement.day_before_request": QT_TRANSLATE_NOOP(
        "messages", "La réponse ne peut pas précéder la demande, du {requested}. Corrigez la date."
    ),
    "agreement.day_before_birth": QT_TRANSLATE_NOOP(
        "messages", "Cette date précède la naissance du bénéficiaire, le {birth}. Corrigez-la."
    ),
    "agreement.reason": QT_TRANSLATE_NOOP(
        "messages", "Indiquez le motif, trois lettres au moins : il est gardé au journal."
    ),
    "agreement.person": QT_TRANSLATE_NOOP(
        "messages", "Personne ne répond à cette saisie. Tapez une immatriculation ou le début d'un nom."
    ),
    "day.missing": QT_TRANSLATE_NOOP("messages", "Saisissez la date. Exemples : 12/11, j aujourd'hui, h hier."),
    "day.format": QT_TRANSLATE_NOOP("messages", "Ce n'est pas une date. Exemples : 12/11/2026, 12/11, j, h."),
    "odf.missing": QT_TRANSLATE_NOOP("messages", "Ce traitement n'est pas dans le registre."),
    "odf.open_already": QT_TRANSLATE_NOOP("messages", "Le traitement de cet enfant est déjà ouvert."),
    "odf.closed_already": QT_TRANSLATE_NOOP(
        "messages", "Cet enfant a déjà un traitement, qui est clos : rouvrez-le, un enfant n'en a qu'un."
    ),
    "odf.closed": QT_TRANSLATE_NOOP("messages", "Ce traitement est clos depuis le {closed}. Rouvrez-le d'abord."),
    "odf.period": QT_TRANSLATE_NOOP("messages", "Cette période n'est plus dans le traitement."),
    "odf.practitioner": QT_TRANSLATE_NOOP("messages", "L'INPE de l'orthodontiste a neuf chiffres."),
    "odf.same_practitioner": QT_TRANSLATE_NOOP("messages", "Ce praticien suit déjà ce traitement."),
    "odf.told_already": QT_TRANSLATE_NOOP("messages", "Une période de cette nature commence déjà le {since}."),
    "odf.rank": QT_TRANSLATE_NOOP("messages", "Un rang est un nombre à partir de 1."),
    "odf.days_order": QT_TRANSLATE_NOOP("messages", "La fin précède le début. Corrigez l'une des deux dates."),
    "odf.day_future": QT_TRANSLATE_NOOP("messages", "Cette date n'est pas encore venue. Corrigez-la."),
    "odf.day_before_birth": QT_TRANSLATE_NOOP(
        "messages", "Cette date précède la naissance de l'enfant, le {birth}. Corrigez-la."
    ),
    "odf.day_before_opening": QT_TRANSLATE_NOOP(
        "messages", "Le traitement a été ouvert ici le {opened} : il ne peut pas être clos avant."
    ),
    "lot.empty": QT_TRANSLATE_NOOP("messages", "Choisissez au moins un dossier pour ce lot."),
    "lot.too_large": QT_TRANSLATE_NOOP("messages", "Un lot compte {limit} dossiers au plus."),
    "lot.mixed": QT_TRANSLATE_NOOP("messages", "Un lot ne mêle ni les types de dossier ni les organismes."),
    "lot.missing": QT_TRANSLATE_NOOP("messages", "Ce lot n'existe plus."),
    "lot.draft": QT_TRANSLATE_NOOP("messages", "Un brouillon ne peut pas partir dans un lot."),
    "receipt.draft": QT_TRANSLATE_NOOP(
        "messages", "Un brouillon n'a pas d'accusé de réception : recevez-le d'abord (F5)."
    ),
    "tooth.gone": QT_TRANSLATE_NOOP(
        "messages", "La dent {tooth} est notée absente par un dossier antérieur : cela ne se change pas ici."
    ),
    "contribution.gross": QT_TRANSLATE_NOOP("messages", "Saisissez un montant brut au-dessus de zéro."),
    "quote.empty": QT_TRANSLATE_NOOP("messages", "Rien à estimer : ajoutez d'abord une ligne (F7)."),
    "font.missing": QT_TRANSLATE_NOOP(
        "messages",
        "Aucune police avec l'arabe n'a été trouvée. Installez « DejaVu Sans » (paquet fonts-dejavu-core).",
    ),
    "program.bug": QT_TRANSLATE_NOOP("messages", "Erreur du programme : rien n'a été changé. Le rapport s'affiche."),
    "tour.stuck": QT_TRANSLATE_NOOP("messages", "La démonstration s'est arrêtée à l'étape « {step} »."),
    "paper.none": QT_TRANSLATE_NOOP("messages", "Aucun document à montrer."),
    "printer.missing": QT_TRANSLATE_NOOP(
        "messages",
        "Aucune imprimante n'est installée sur ce poste. Enregistrez le PDF (Ctrl+S) et imprimez-le ailleurs.",
    ),
    "printer.failed": QT_TRANSLATE_NOOP("messages", "L'imprimante n'a pas répondu. Vérifiez-la, puis réimprimez."),
    "register.not_empty": QT_TRANSLATE_NOOP(
        "messages",
        "Ce registre contient déjà des personnes : rien d'inventé n'y est ajouté. Préparez un autre dossier par "
        "amo-desk init.",
    ),
    "register.size": QT_TRANSLATE_NOOP("messages", "Un registre inventé compte de 1 à {most} personnes."),
    "extract.format": QT_TRANSLATE_NOOP("messages", "Le nom {file} doit finir par .xlsx ou .csv."),
    "file.unwritable": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {name} n'a pas pu être écrit. Choisissez un autre dossier."
    ),
    "file.missing": QT_TRANSLATE_NOOP("messages", "Le fichier {file} n'existe pas. Vérifiez son nom ou choisissez-le."),
    "file.unreadable": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} ne peut pas être lu. Vérifiez le support et vos droits, puis recommencez."
    ),
    "file.damaged": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} est abîmé ou incomplet. Demandez-en une autre copie."
    ),
    "file.empty": QT_TRANSLATE_NOOP("messages", "Le fichier {file} ne contient aucune ligne."),
    "file.encrypted": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} est protégé par un mot de passe. Enregistrez-le sans, puis recommencez."
    ),
    "file.not_a_workbook": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} n'est ni un classeur (xlsx, xls, ods) ni une liste en CSV."
    ),
    "file.too_large": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} est trop grand pour être lu sans risque. N'y gardez que la feuille de la liste."
    ),
    "file.changed": QT_TRANSLATE_NOOP(
        "messages", "Le fichier {file} a changé depuis l'essai. Recommencez l'essai, puis le rapport."
    ),
    "extract.columns": QT_TRANSLATE_NOOP(
        "messages", "Colonnes à indiquer pour {file} : {missing}. Rien n'a été importé."
    ),
    "extract.column": QT_TRANSLATE_NOOP(
        "messages", "Correspondance impossible : « {name} ». Écrivez « Notre colonne=Colonne du fichier »."
    ),
    "extract.nothing": QT_TRANSLATE_NOOP(
        "messages",
        "Toutes les lignes de {file} sont refusées ({count}). Rien n'a été importé ; essayez pour voir pourquoi.",
    ),
    "extract.future": QT_TRANSLATE_NOOP("messages", "Le jour de l'extrait ({day}) n'est pas encore venu. Corrigez-le."),
    "extract.older": QT_TRANSLATE_NOOP(
        "messages",
        "Cet extrait du {day} est plus ancien que le registre ({there}). Rien n'a été importé ; vérifiez le fichier.",
    ),
    "medicines.rows": QT_TRANSLATE_NOOP(
        "messages",
        "Lignes inexactes dans {file} : {count}. Rien n'a été importé : une liste s'importe entière. Essayez pour voir "
        "pourquoi, corrigez-les, puis recommencez.",
    ),
    "task.cancelled": QT_TRANSLATE_NOOP("messages", "Travail arrêté : rien n'a été changé."),
    "password.differs": QT_TRANSLATE_NOOP("messages", "Les deux saisies diffèrent. Retapez le mot de passe."),
    "recovery.mismatch": QT_TRANSLATE_NOOP(
        "messages", "Ce ne sont pas ces deux groupes de la clé. Relisez votre feuille, ou Échap pour revoir la clé."
    ),
    "recovery.login": QT_TRANSLATE_NOOP(
        "messages", "Aucun compte ouvert ne porte ce nom de connexion dans ce registre."
    ),
    "login.no_name": QT_TRANSLATE_NOOP("messages", "Saisissez votre nom de connexion."),
    "login.no_password": QT_TRANSLATE_NOOP("messages", "Saisissez votre mot de passe."),
    "login.no_recovery": QT_TRANSLATE_NOOP("messages", "Saisissez la clé de secours : six groupes de cinq signes."),
    "lock.password": QT_TRANSLATE_NOOP("messages", "Mot de passe inexact. Vérifiez la touche Majuscules."),
}
RELATIONS = {
    Relation.INSURED: QT_TRANSLATE_NOOP("messages", "assuré"),
    Relation.SPOUSE: QT_TRANSLATE_NOOP("messages", "conjoint"),
    Relation.CHILD: QT_TRANSLATE_NOOP("messages", "enfant"),
}
RELATIONS_MANY = {
    Relation.INSURED: QT_TRANSLATE_NOOP("messages", "assurés"),
    Relation.SPOUSE: QT_TRANSLATE_NOOP("messages", "conjoints"),
    Relation.CHILD: QT_TRANSLATE_NOOP("messages", "enfants"),
}
STATUSES = {
    Status.ACTIVE: QT_TRANSLATE_NOOP("messages", "en activité"),
    Status.RETIRED: QT_TRANSLATE_NOOP("messages", "retraité"),
}
STATES = {
    State.DRAFT: QT_TRANSLATE_NOOP("messages", "brouillon"),
    State.RECEIVED: QT_TRANSLATE_NOOP("messages", "reçu"),
    State.LOTTED: QT_TRANSLATE_NOOP("messages", "dans un lot"),
    State.CANCELLED: QT_TRANSLATE_NOOP("messages", "abandonné"),
}
CERTIFICATES = {
    CertificateKind.SCHOOLING: QT_TRANSLATE_NOOP("messages", "scolarité"),
    CertificateKind.NO_EMPLOYMENT: QT_TRANSLATE_NOOP("messages", "non-emploi"),
    CertificateKind.DISABILITY: QT_TRANSLATE_NOOP("messages", "handicap"),
}
VERDICTS = {
    Verdict.COMPLETE: QT_TRANSLATE_NOOP("messages", "Complet"),
    Verdict.WITH_WARNINGS: QT_TRANSLATE_NOOP("messages", "Recevable, avec réserves"),
    Verdict.NOT_RECEIVABLE: QT_TRANSLATE_NOOP("messages", "Non recevable en l'état"),
}
LEVELS = {
    Level.BLOCK: QT_TRANSLATE_NOOP("messages", "bloquant"),
    Level.WARN: QT_TRANSLATE_NOOP("messages", "réserve"),
    Level.NOTE: QT_TRANSLATE_NOOP("messages", "à noter"),
}
GRADES = {
    Grade.OFFICIAL: QT_TRANSLATE_NOOP("messages", "officiel"),
    Grade.MUTUELLE: QT_TRANSLATE_NOOP("messages", "page de la mutuelle, à confirmer"),
    Grade.PRESS: QT_TRANSLATE_NOOP("messages", "presse, à confirmer"),
    Grade.TRANSCRIPTION: QT_TRANSLATE_NOOP("messages", "transcription, à confirmer"),
    Grade.UNCONFIRMED: QT_TRANSLATE_NOOP("messages", "à confirmer"),
}
ROLES = {
    Role.AGENT: QT_TRANSLATE_NOOP("messages", "Agent"),
    Role.SUPERVISOR: QT_TRANSLATE_NOOP("messages", "Responsable"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("messages", "Administrateur"),
}
REASONS = {
    "care_date_missing": QT_TRANSLATE_NOOP("messages", "date des soins absente"),
    "medicine_unknown": QT_TRANSLATE_NOOP("messages", "hors de la liste importée"),
    "medicine_no_base": QT_TRANSLATE_NOOP("messages", "la liste n'imprime pas de prix"),
    "act_unknown": QT_TRANSLATE_NOOP("messages", "acte inconnu"),
    "act_no_tariff": QT_TRANSLATE_NOOP("messages", "tarif non trouvé, à confirmer par le médecin-conseil"),
    "coefficient_missing": QT_TRANSLATE_NOOP("messages", "coefficient absent"),
    "nature_missing": QT_TRANSLATE_NOOP("messages", "nature des éléments du bridge à indiquer"),
    "line_amount_missing": QT_TRANSLATE_NOOP("messages", "montant payé absent"),
    "no_forfait": QT_TRANSLATE_NOOP("messages", "forfait non trouvé, à confirmer"),
    "request": QT_TRANSLATE_NOOP("messages", "demande, sans remboursement à estimer"),
}
NOTES = {
    "session_part": QT_TRANSLATE_NOOP("messages", "acte suivant de la même séance, compté en partie (NGAP, art. 9)"),
    "session_following": QT_TRANSLATE_NOOP("messages", "acte suivant de la même séance, non compté (NGAP, art. 9)"),
    "session_dearest": QT_TRANSLATE_NOOP("messages", "seul l'acte le plus cher de la consultation est remboursé"),
    "child_bonus": QT_TRANSLATE_NOOP("messages", "majoré : dent permanente d'un enfant (NGAP)"),
    "excluded": QT_TRANSLATE_NOOP("messages", "jamais remboursable, à la charge de l'assuré"),
}


def translated(source: object) -> str:
    """A sentence of this module in the language of the screen."""
    return QCoreApplication.translate("messages", str(source))


def sentence(error: DeskError) -> str:
    """What went wrong and what to do, in one sentence or two."""
    source = SENTENCES.get(error.code)
    if source is None:
        return translated(QT_TRANSLATE_NOOP("messages", "Action impossible ({code}).")).format(code=error.code)
    details = {name: _shown(value) for name, value in error.details.items()}
    words = translated(source)
    for name, value in details.items():
        words = words.replace("{" + name + "}", value)
    return words


def said(text: Text) -> str:
    """A bilingual text of the rules in the language of the screen."""
    return text.ar if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else text.fr


def form_label(rulebook: Rulebook, form: str) -> str:
    """The name of a form, whatever its edition."""
    return next((said(f.label) for f in reversed(rulebook.forms) if f.id == form), form)


def day_text(day: date | None) -> str:
    """A day as it is written on paper, a dash when there is none."""
    return f"{day:%d/%m/%Y}" if day else "–"


def money(amount: Centimes | None) -> str:
    """An amount in dirhams, a dash when there is none."""
    return "–" if amount is None else amount_text(amount)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item) for item in value)
    return str(value)
