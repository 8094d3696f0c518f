"""What joining puts into the registries: ledger kinds, jobs, reactions, privacy marks."""
