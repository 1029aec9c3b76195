"""Imports of spreadsheets, from the file to the undo.

`running` moves an import from state to state, `checking` reads the rows into the database and
compares them, `writing` makes and changes records in one transaction, `undoing` takes all of it
back, `leaving` makes the file of what was left out. What a kind's columns are is said on the
kind's own floor; `kinds` is the table of all of them.
"""
