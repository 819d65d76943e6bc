"""Acts, editions, clauses, addresses, dates, terms; what differs between two texts."""
