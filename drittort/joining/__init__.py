"""Invitations, enquiries, applications, acceptance of agreements, lapsing and leaving."""
