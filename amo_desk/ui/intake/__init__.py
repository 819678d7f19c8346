"""Taking in a dossier: the form, the verdict, the estimation."""
