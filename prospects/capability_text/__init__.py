"""Reading free text in Japanese, Korean and English into capabilities. Pure.

    vocabulary = Vocabulary(entries)           # the words, from wherever they are stored
    reading = read("アルミダイカスト ±0.01mm", vocabulary)

Every finding names the words it was read from and how sure it is. A dictionary leads: there is no
guessing beyond the words of the taxonomy. See docs/capabilities.md.
"""

from .findings import Denial, Finding, Kind, Profile, Reading
from .reading import read
from .vocabulary import Entry, Vocabulary

__all__ = ["Denial", "Entry", "Finding", "Kind", "Profile", "Reading", "Vocabulary", "read"]
