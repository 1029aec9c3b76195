"""How far two spellings by ear are apart. Pure."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from prospects.hangul import jamo

# Letters that are one sound to many, as the first of each word.
_ALIKE = "ᄀᄁᄏᆨᆿ ᄃᄄᄐᇀᆮ ᄇᄈᄑᄒᆸᇁ ᄉᄊᄌᄍᄎᆺᆻᆽᆾ ᆫᆷᆼ ᄅᆯ ᅩᅥᅭᅧ ᅮᅳᅲ ᅦᅢᅨᅤ ᅡᅣ ᅵᅱᅴ"
_MERGED = str.maketrans({letter: word[0] for word in _ALIKE.split() for letter in word})


def jamo_distance(one: str, other: str) -> float:
    """Letters of Hangul to change, add or leave out between two spellings; 0 for the same.

    Changing a letter into one that sounds alike counts a quarter.
    """
    if one == other:
        return 0.0
    first, second = _letters(one), _letters(other)
    whole = Levenshtein.distance(first[0], second[0])
    return 0.25 * whole + 0.75 * Levenshtein.distance(first[1], second[1])


def distance_to_beginning(text: str, longer: str) -> float:
    """The `jamo_distance` between a spelling and the beginning of a longer one, syllable by
    syllable of the same number, one more or one less."""
    size = len(text)
    return min(jamo_distance(text, longer[:end]) for end in (size, size + 1, max(size - 1, 1)))


@lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[str, str]:
    letters = jamo(text)
    return letters, letters.translate(_MERGED)
