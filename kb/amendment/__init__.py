"""Amendments: typed operations, applying them, and packages of an author's proposals.

Reading an instruction:
lead_in         which act it changes; statements parts its commands
quotation       a statement's words and quotations as tokens
group, target   units with their numbers, and the addresses that they name
clause          one command (vocabulary: its words) → what is asked; asking makes operations of it
kazakh          the formulas in Kazakh, both ways
instruction     all of it, from a text to operations

Changing a text:
apply           operations, each all or nothing; working the text meanwhile; replay on real cases
words           words inside a text; rewording the operations on them
units           units in a new wording; insertion in their place; tree the small steps of both

Writing an instruction:
changes         what differs between two wordings; wording says it officially; draft proves it

package         an author's proposals, and the law as they would have it
"""
