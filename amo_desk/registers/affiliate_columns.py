"""The columns of an extract of affiliates and the words in them, as they are seen in the field."""

from __future__ import annotations

from amo_desk.domain.people import Relation, Sex, Status
from amo_desk.registers.columns import Column

COLUMNS = (
    Column(
        id="immatriculation",
        label="Immatriculation",
        synonyms=(
            "Immat", "N° immat", "Matricule", "N° matricule", "Mle", "N° CNOPS", "N° d'immatriculation CNOPS",
            "Immatriculation CNOPS", "رقم التسجيل", "التسجيل",
        ),
        required=True,
        instead=("affiliation",),
    ),
    Column(
        id="affiliation",
        label="Affiliation",
        synonyms=(
            "Aff", "N° aff", "N° d'affiliation", "N° adhérent", "N° adhésion", "N° affilié", "Affiliation mutuelle",
            "N° affiliation mutuelle", "رقم الانخراط", "الانخراط",
        ),
    ),
    Column(id="mutuelle", label="Mutuelle", synonyms=("Code mutuelle", "Organisme", "التعاضدية", "تعاضدية")),
    Column(id="section", label="Section", synonyms=("Code section", "Section locale", "Délégation", "الفرع")),
    Column(
        id="status",
        label="Situation",
        synonyms=("Statut", "Position", "Situation administrative", "Actif/Retraité", "الوضعية"),
        required=True,
    ),
    Column(id="ppr", label="PPR", synonyms=("N° PPR", "DOTI", "N° DOTI", "PPR DOTI", "SOM", "N° SOM", "رقم التأجير")),
    Column(
        id="phone",
        label="Téléphone",
        synonyms=("Tél", "N° tél", "Portable", "GSM", "Mobile", "N° de téléphone", "الهاتف", "رقم الهاتف"),
    ),
    Column(id="address", label="Adresse", synonyms=("Adr", "Domicile", "Adresse personnelle", "العنوان")),
    Column(
        id="rib",
        label="RIB",
        synonyms=("N° RIB", "Compte", "N° de compte", "Compte bancaire", "RIB bancaire", "الحساب البنكي"),
    ),
    Column(
        id="relation",
        label="Lien",
        synonyms=(
            "Lien de parenté", "Lien parenté", "Parenté", "Qualité", "Type bénéficiaire", "Lien bénéficiaire",
            "Lien avec l'assuré", "القرابة", "صلة القرابة",
        ),
        required=True,
    ),
    Column(
        id="last_name",
        label="Nom",
        synonyms=("Nom de famille", "Nom bénéficiaire", "Nom patronymique", "Nom fr", "النسب", "الاسم العائلي"),
        required=True,
        instead=("full_name",),
    ),
    Column(
        id="first_name",
        label="Prénom",
        synonyms=("Prén", "Prénoms", "Prénom bénéficiaire", "Prénom fr", "الاسم الشخصي"),
        required=True,
        instead=("full_name",),
    ),
    Column(
        id="full_name",
        label="Nom et prénom",
        synonyms=(
            "Nom prénom", "Nom & prénom", "Nom et prénoms", "Nom complet", "Noms et prénoms", "Bénéficiaire",
            "Nom et prénom bénéficiaire",
        ),
    ),
    Column(
        id="arabic_name",
        label="Nom arabe",
        synonyms=(
            "Nom en arabe", "Nom ar", "Nom et prénom en arabe", "Nom et prénom arabe", "الاسم", "الاسم الكامل",
            "الاسم و النسب", "الاسم والنسب", "الاسم بالعربية",
        ),
    ),
    Column(
        id="birth",
        label="Date de naissance",
        synonyms=("Date naiss", "Naissance", "Né le", "Née le", "Né(e) le", "DDN", "Dt naiss", "تاريخ الازدياد",
                  "تاريخ الولادة"),
        required=True,
    ),
    Column(id="sex", label="Sexe", synonyms=("Genre", "Sx", "الجنس"), required=True),
    Column(id="cin", label="CIN", synonyms=("CNIE", "N° CIN", "N° CNIE", "CNI", "Carte nationale", "بطاقة التعريف",
                                            "البطاقة الوطنية", "رقم البطاقة الوطنية")),
    Column(
        id="rights_from",
        label="Droits du",
        synonyms=(
            "Date début droits", "Début droits", "Début des droits", "Ouverture droits", "Ouverture des droits",
            "Date d'ouverture des droits", "Date effet", "Date d'effet", "بداية الحقوق",
        ),
        required=True,
    ),
    Column(
        id="rights_to",
        label="Droits au",
        synonyms=(
            "Date fin droits", "Fin droits", "Fin des droits", "Fermeture droits", "Fermeture des droits",
            "Date de fermeture des droits", "Date de fin de droits", "نهاية الحقوق",
        ),
    ),
    Column(
        id="schooling",
        label="Certificat de scolarité",
        synonyms=("Scolarité jusqu'au", "Certificat scolarité", "Fin scolarité", "شهادة مدرسية"),
    ),
    Column(
        id="no_employment",
        label="Certificat de non-emploi",
        synonyms=("Non-emploi jusqu'au", "Attestation de non-emploi", "Non activité", "Attestation de non-activité"),
    ),
    Column(
        id="disability",
        label="Certificat de handicap",
        synonyms=("Handicap jusqu'au", "Certificat handicap", "Certificat d'invalidité", "شهادة الإعاقة"),
    ),
)  # fmt: skip

RELATIONS = {
    Relation.INSURED: (
        "assuré", "assurée", "adhérent", "adhérente", "titulaire", "affilié", "affiliée", "lui-même", "elle-même",
        "assuré principal", "insured", "المؤمن", "المؤمن له", "المؤمنة", "المنخرط", "منخرط",
    ),
    Relation.SPOUSE: (
        "conjoint", "conjointe", "époux", "épouse", "mari", "femme", "cjt", "spouse", "زوج", "زوجة", "الزوج", "الزوجة",
    ),
    Relation.CHILD: ("enfant", "enf", "fils", "fille", "child", "ابن", "ابنة", "بنت", "طفل", "الطفل", "الابن", "البنت"),
}  # fmt: skip
SEXES = {
    Sex.FEMALE: ("F", "féminin", "femme", "female", "أنثى", "انثى"),
    Sex.MALE: ("M", "masculin", "homme", "H", "male", "ذكر"),
}
STATUSES = {
    Status.ACTIVE: ("actif", "active", "activité", "en activité", "A", "نشيط", "مزاول"),
    Status.RETIRED: (
        "retraité",
        "retraitée",
        "retraite",
        "retired",
        "R",
        "pensionné",
        "pensionnée",
        "متقاعد",
        "متقاعدة",
    ),
}
