"""«Мой ГОРОД»: what each resident pays for, from a city's yearly budget.

The platform is the proposal of a study (Бектибаев 2022): a receipt that divides a budget by those who
pay it. `budget.py` reads a budget from a table, `bill.py` divides it, `study.py` holds the study's own
example with its figures as printed.
"""
