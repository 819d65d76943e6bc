"""A house for many: several machines serve one team, and the users' things lie in PostgreSQL.

Everything of a user is small files, and every change of them is made inside `kb.disk.lock.locked`. With a
database, a user's folder becomes a mirror of it: a change takes the folder's row in the database, brings the
mirror to it, and is called done once the database has committed it; a reader has the mirror brought up to
date first. The library stays a file that each node builds for itself, from sources that must be the same.

steps     the tables of the database, as numbered steps
store     connections, and what is asked of the tables
mirror    a folder on this node's disk, and what the database held when it was last seen
keeping   the house as the disk's keeper: changes kept, readers refreshed
joining   whether a node may join, and by what sources it is known
"""
