"""Ledger, scope, worker, mail, privacy register, errors. Knows not one noun of the product."""
