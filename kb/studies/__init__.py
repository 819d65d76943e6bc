"""The studies' own evidence: tables, figures, questionnaires as printed, and what their numbers say.

exhibits    a study's tables, figures, forms, comparisons; read from YAML, checked with file and line
number      a number as printed: its value and how exactly it is printed
arithmetic  which rules the printed numbers keep and which they break
tables      rules of a table: sums, means, rates
people      rules of people counted: shares and marks that so many can give
themes      what a claim is about
"""
