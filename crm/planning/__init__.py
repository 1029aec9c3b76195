"""Introduction plans: what is chosen from, the solving, people's edits, the approval."""
