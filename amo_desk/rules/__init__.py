"""Dated parameters, checklists and tariff: pure functions of facts and a day."""
