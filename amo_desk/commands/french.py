"""A command line that speaks French: argparse with its few sentences translated."""

from __future__ import annotations

import argparse
from typing import NoReturn

_SENTENCES = {
    "usage: ": "usage : ",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "montre cette aide",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "mots inconnus : %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r n'est pas admis (au choix : %(choices)s)",
    "expected one argument": "il faut une valeur",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "invalid %(type)s value: %(value)r": "valeur mal formée : %(value)r",
}


class FrenchParser(argparse.ArgumentParser):
    """Ends a wrong call with one line and the exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the call."""
        self.exit(2, f"{self.prog} : {message}. Aide : {self.prog} --help\n")


def parser(name: str, description: str) -> FrenchParser:
    """A parser whose help and refusals are in French."""
    vars(argparse)["_"] = lambda text: _SENTENCES.get(text, text)
    return FrenchParser(name, description=description, allow_abbrev=False)
