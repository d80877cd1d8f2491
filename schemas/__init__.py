"""What an administrator edits: forms, vocabularies, harvest profiles, divisions (package govopen_schemas)."""
