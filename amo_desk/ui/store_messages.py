"""The sentences of `messages` about the store: its folder, its disk, its server."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

STORE_SENTENCES = {
    "store.newer": QT_TRANSLATE_NOOP(
        "messages",
        "Ce registre vient d'une version plus récente d'AMO Desk. Installez-la sur ce poste ; rien n'a été changé.",
    ),
    "store.none": QT_TRANSLATE_NOOP(
        "messages", "Aucun registre dans ce dossier. Préparez-le par l'assistant ou par amo-desk init."
    ),
    "store.no_keys": QT_TRANSLATE_NOOP(
        "messages", "Le fichier des clés (keys.json) manque à côté du registre. Remettez-le depuis votre sauvegarde."
    ),
    "store.keys_damaged": QT_TRANSLATE_NOOP(
        "messages", "Le fichier des clés (keys.json) est abîmé. Remettez-le depuis votre sauvegarde."
    ),
    "store.no_database": QT_TRANSLATE_NOOP(
        "messages", "Le registre (amo.db) manque dans ce dossier. Remettez-le depuis votre sauvegarde."
    ),
    "store.unreadable": QT_TRANSLATE_NOOP(
        "messages", "Le registre ne peut pas être lu. Vérifiez le disque et les droits sur le dossier."
    ),
    "store.unwritable": QT_TRANSLATE_NOOP(
        "messages", "Les clés n'ont pas pu être écrites ; les anciennes restent valables. Vérifiez le disque."
    ),
    "store.exists": QT_TRANSLATE_NOOP("messages", "Un registre existe déjà dans ce dossier. Choisissez-en un autre."),
    "store.damaged": QT_TRANSLATE_NOOP(
        "messages",
        "Le registre est abîmé. Arrêtez-vous là et reprenez la dernière copie (dossier « copies » ou sauvegarde).",
    ),
    "store.in_use": QT_TRANSLATE_NOOP(
        "messages", "AMO Desk est déjà ouvert sur ce registre. Passez à l'autre fenêtre, ou fermez-la d'abord."
    ),
    "store.full": QT_TRANSLATE_NOOP(
        "messages", "Le disque est plein : rien n'a été enregistré. Libérez de la place, puis recommencez."
    ),
    "store.read_only": QT_TRANSLATE_NOOP(
        "messages", "Le registre est en lecture seule : rien n'a été enregistré. Vérifiez les droits ou la clé USB."
    ),
    "store.busy": QT_TRANSLATE_NOOP(
        "messages", "Le registre est occupé par un autre travail. Attendez un instant, puis recommencez."
    ),
    "store.importing": QT_TRANSLATE_NOOP(
        "messages",
        "Un fichier est lu dans un registre : ce qui s'enregistre attend sa fin. Recommencez dans un instant.",
    ),
    "leave.importing": QT_TRANSLATE_NOOP(
        "messages",
        "Un import est en cours : quitter l'arrête et rien n'en est gardé. Recommencez pour quitter quand même.",
    ),
    "leave.unsaved": QT_TRANSLATE_NOOP(
        "messages", "Le brouillon n'a pas pu être enregistré. Recommencez pour quitter sans lui."
    ),
    "store.unreachable": QT_TRANSLATE_NOOP(
        "messages",
        "Le serveur du registre ne répond pas. Vérifiez le réseau ; avant de refaire la dernière action, voyez si elle "
        "a été enregistrée.",
    ),
    "store.server_damaged": QT_TRANSLATE_NOOP(
        "messages",
        "Le fichier server.json est abîmé ou ne va pas avec keys.json. Reliez de nouveau ce poste par amo-desk join.",
    ),
    "store.older": QT_TRANSLATE_NOOP(
        "messages",
        "Le registre commun attend sa mise à niveau : après une sauvegarde du serveur, tous les postes fermés, un "
        "superviseur lance amo-desk upgrade.",
    ),
    "store.others_open": QT_TRANSLATE_NOOP(
        "messages", "Un autre poste est ouvert sur le registre commun : fermez AMO Desk partout, puis recommencez."
    ),
    "database.address": QT_TRANSLATE_NOOP(
        "messages", "Adresse de la base mal écrite. Exemple : postgresql://utilisateur@serveur/amo."
    ),
    "database.password": QT_TRANSLATE_NOOP(
        "messages",
        "N'écrivez pas le mot de passe de la base dans son adresse : il est demandé, ou lu dans "
        "AMO_DESK_DATABASE_PASSWORD.",
    ),
    "database.option": QT_TRANSLATE_NOOP(
        "messages",
        "Option « {option} » inconnue dans l'adresse de la base. Options admises : host, sslmode, sslrootcert, "
        "sslcert, sslkey.",
    ),
    "database.refused": QT_TRANSLATE_NOOP(
        "messages",
        "Le serveur refuse la connexion. Vérifiez le nom de la base, l'utilisateur et son mot de passe, puis reliez ce "
        "poste par amo-desk join.",
    ),
    "database.rights": QT_TRANSLATE_NOOP(
        "messages", "L'utilisateur de la base n'a pas tous les droits sur elle. Faites-en son propriétaire."
    ),
    "database.tls": QT_TRANSLATE_NOOP(
        "messages",
        "La connexion chiffrée avec le serveur n'a pas pu être établie. Faites activer TLS sur le serveur, ou vérifiez "
        "ses certificats.",
    ),
    "database.unfit": QT_TRANSLATE_NOOP(
        "messages",
        "Cette base ne convient pas : elle doit être en UTF-8 et classer les textes à la manière « C » "
        "(createdb --template=template0 --encoding=UTF8 --locale=C).",
    ),
    "database.taken": QT_TRANSLATE_NOOP(
        "messages", "Cette base contient déjà un registre. Reliez-y ce poste par amo-desk join."
    ),
    "database.empty": QT_TRANSLATE_NOOP(
        "messages", "Cette base ne contient aucun registre. Préparez-le d'abord par amo-desk init."
    ),
    "store.disk": QT_TRANSLATE_NOOP("messages", "Le disque ne répond pas : rien n'a été enregistré. Vérifiez-le."),
    "store.closed": QT_TRANSLATE_NOOP("messages", "La session est terminée. Reconnectez-vous."),
}
