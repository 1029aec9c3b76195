"""Lists as files: which nouns, which columns, and how a file is made, kept and thrown away.

`fields` says what a column is, `nouns` which nouns there are; one module a floor describes their
columns. `making` has the commands; `crm.tasks` calls them in the background.
"""
