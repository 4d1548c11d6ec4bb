"""Conversations with a role-played citizen: conditions, the play, the mood, the score, the checker."""
