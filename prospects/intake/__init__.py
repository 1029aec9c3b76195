"""Spreadsheets as people send them: any encoding, any column order, values with units.

`unpack` turns a file into rows of text, `columns` says what the columns of a kind are and guesses
which is which, `values` and `dates` read cells, and one module a kind compares rows with what is
stored. How an import runs, is written and undone is `crm.intake`.
"""
