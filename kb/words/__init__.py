"""Words of a text: its language, forms, numerals, ordinals, names of units."""
