"""Finding things by their words and by what they mean.

A module registers a kind of document (`index.register`) and says when one changed (`index.changed`). The worker writes the document with its
stemmed words; SQLite (FTS5) or PostgreSQL (a GIN index over tsvectors) finds them. What a document means is kept as vectors, compared by the
encoder process, which web processes ask over a socket and do without when it is silent. An answer is a list of ids: whoever asks shows only those
that pass the module's own `visible_to`.
"""
