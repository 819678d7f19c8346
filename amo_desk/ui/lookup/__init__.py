"""Finding a member: results as one types, the family card, the drafts that wait."""
