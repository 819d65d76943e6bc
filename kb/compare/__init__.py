"""A package beside the law: the comparative table, the law as amended, both languages."""
