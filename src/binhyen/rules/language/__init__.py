"""The rule language: text to nodes and back, with messages that name the place and suggest the nearest name."""

from binhyen.rules.language.names import Names, Scope, nearest
from binhyen.rules.language.parser import RuleProblems, parse
from binhyen.rules.language.printer import print_node

__all__ = ["Names", "RuleProblems", "Scope", "nearest", "parse", "print_node"]
