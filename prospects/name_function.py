"""The database function behind the name indexes of companies, contacts and the like. Pure.

`search_bigrams(VARIADIC names text[]) → int[]` gives what `name_bigrams` gives in Python, so an
index on it can never be out of date, whoever writes a row and how (ADR 11). It is made from the
same tables; a test holds the two against each other. After a change of the rules of names or
sounds, a migration runs `CREATE` and `REINDEX` again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from prospects import names
from prospects.names import bigrams, normal_form
from prospects.sounds import kana_syllables, sound_key


def name_bigrams(some: Iterable[str]) -> set[int]:
    """The bigrams that names are found by: of each normal form and each sound key.

    Names of nothing but signs are not found.
    """
    forms = [form for name in some if name for form in (normal_form(name), sound_key(name))]
    return {pair for form in forms if form.strip("ー").isalnum() for pair in bigrams(form)}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _translate(what: str, table: dict[str, str]) -> str:
    """`translate()` of single characters; those that become nothing are at the end."""
    pairs = sorted(table.items(), key=lambda pair: not pair[1])
    before, after = "".join(a for a, _ in pairs), "".join(b for _, b in pairs)
    return f"translate({what}, {_quoted(before)}, {_quoted(after)})"


def _replaced(what: str, pairs: Iterable[tuple[str, str]]) -> str:
    for before, after in pairs:
        parts = (unicodedata.normalize("NFD", part) for part in (before, after))
        what = f"replace({what}, {', '.join(map(_quoted, parts))})"
    return what


def _regex(what: str, pattern: str, by: str) -> str:
    return f"regexp_replace({what}, {_quoted(pattern)}, {_quoted(by)}, 'g')"


_CODAS = {chr(code): "" for code in range(0x11A8, 0x11C3)} | dict.fromkeys("ᆫᆬᆭᆱᆷᆼ", "ン")
_JAMO = (
    dict(zip("ᄁᄏᄄᄐᄈᄑᄊᄌᄍᄎ", "ᄀᄀᄃᄃᄇᄇᄉᄉᄉᄉ", strict=True))
    | dict(zip("ᅢᅤᅥᅧᅨᅳᅴᅬᅫ", "ᅦᅦᅩᅭᅦᅮᅵᅰᅰ", strict=True))
    | {coda: kept for coda, kept in _CODAS.items() if coda != "ᆯ"}
)
_SYLLABLES = (
    ("후", "부"), ("화", "바"), ("휘", "비"), ("훼", "베"), ("훠", "보"),
    ("위", "우이"), ("웨", "우에"), ("워", "우오"), ("과", "구와"),
    ("ᅱ", "ᅵ"), ("ᅰ", "ᅦ"), ("ᅯ", "ᅩ"), ("댜", "데야"), ("듀", "데유"), ("됴", "데요"),
    ("ᆯᄅ", "ᄅ"), ("ᆯ", "루"),
)  # fmt: skip
_SMALL = (
    ("ᅵェ", "ᅦ"), ("데ィ", "디"), ("도ゥ", "두"),
    ("ァ", "아"), ("ィ", "이"), ("ゥ", "우"), ("ェ", "에"), ("ォ", "오"),
)  # fmt: skip
_CONTRACTED = (
    ("ᅵ야", "ᅣ"), ("ᅵ유", "ᅲ"), ("ᅵ요", "ᅭ"), ("샤", "사"), ("슈", "수"), ("쇼", "소"),
    ("댜", "디야"), ("듀", "디유"), ("됴", "디요"),
)  # fmt: skip
_LONG = (("ᅦ", "에|이"), ("ᅩᅭ", "오|우"), ("ᅮᅲ", "우"), ("ᅵ", "이"), ("ᅡᅣᅪ", "아"))


def _form_steps() -> list[str]:
    folds = {chr(code): kept or "" for code, kept in names.folded_characters()}
    latin = {
        chr(code): unicodedata.normalize("NFD", chr(code))[0]
        for code in range(0xC0, 0x250)
        if unicodedata.decomposition(chr(code)) and unicodedata.category(chr(code)) == "Ll"
    }
    kana = {a: b for a, b in folds.items() if "ぁ" <= a <= "ー"}
    kanji = {a: b for a, b in folds.items() if a > "ー"}
    shorter = _regex("form", names.LEGAL_PATTERN, "")
    legal = (
        f"LOOP shorter := {shorter}; EXIT WHEN shorter = form OR shorter = '';"
        " form := shorter; END LOOP;"
    )
    return [
        f"IF form ~ '[a-z]' THEN form := {_regex('form', names.LATIN_LEGAL_PATTERN, '')}; END IF;",
        f"IF form ~ '[\u00df-\u024f]' THEN form := {_translate('form', latin)}; END IF;",
        f"form := {_translate('form', kana)};",
        f"IF form ~ '[{''.join(kanji)}]' THEN form := {_translate('form', kanji)}; END IF;",
        "form := regexp_replace(form, '[^[:alnum:]()]', '', 'g');",
        "folded := form;",
        legal,
        f"IF form ~ '[()]' THEN form := translate(form, '()', ''); {legal} END IF;",
        f"IF form = '' THEN form := translate(folded, '()', ''); {legal} END IF;",
    ]


def _key_steps() -> list[str]:
    syllables = kana_syllables()
    steps = [
        f"key := {_translate('plain', syllables)};",
        "key := regexp_replace(key, '[^[:alnum:]]', '', 'g');",
        "key := regexp_replace(key, '[^가-힣ンァィゥェォ]+', '0', 'g');",
        f"key := {_translate('normalize(key, NFD)', _JAMO)};",
        f"key := {_replaced('key', _SYLLABLES[:9])};",
        f"key := {_replaced(_regex('key', '([^ᄋ])ᅪ', chr(92) + '1ᅡ'), _SYLLABLES[9:])};",
        "IF key ~ '[ァィゥェォ]' THEN",
    ]
    for small, vowel in zip("ァィェォ", "ᅡᅵᅦᅩ", strict=True):
        steps.append(f"key := {_regex('key', f'([^ᄋ])ᅮ{small}', chr(92) + f'1{vowel}')};")
    steps += [f"key := {_replaced('key', _SMALL)};", "END IF;"]
    for before, after in _LONG:
        lengthened = unicodedata.normalize("NFD", f"(?<=[{before}])(?:{after})+")
        steps.append(f"key := {_regex('key', lengthened, '')};")
    steps += [
        f"key := normalize({_replaced('key', _CONTRACTED)}, NFC);",
        "key := regexp_replace(key, '0+', '0', 'g');",
        "IF key = '0' THEN key := ''; END IF;",
    ]
    return steps


def _create() -> str:
    form, key = "\n        ".join(_form_steps()), "\n            ".join(_key_steps())
    return f"""
CREATE OR REPLACE FUNCTION search_bigrams(VARIADIC names text[]) RETURNS int[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
    name text;
    plain text;
    form text;
    folded text;
    shorter text;
    key text;
    word text;
    letters text[];
    pairs int[] := '{{}}';
BEGIN
    FOREACH name IN ARRAY names LOOP
        CONTINUE WHEN name IS NULL OR name = '';
        plain := btrim(regexp_replace(lower(normalize(name, NFKC)), '\\s+', ' ', 'g'));
        form := plain;
        {form}
        key := '';
        IF plain ~ '[ぁ-ゖァ-ヶ가-힣]' THEN
            {key}
        END IF;
        FOREACH word IN ARRAY ARRAY[form, key] LOOP
            CONTINUE WHEN word = '';
            letters := string_to_array('^' || word || '$', NULL);
            pairs := pairs || ARRAY(
                SELECT ((ascii(letters[i]) & 65535)::bigint * 65536
                    + (ascii(letters[i + 1]) & 65535) - 2147483648)::int
                FROM generate_series(1, cardinality(letters) - 1) AS i
            );
        END LOOP;
    END LOOP;
    RETURN pairs;
END
$function$
"""  # noqa: S608 (made of constants)


CREATE = _create()
#: To be run after `CREATE` where the function has changed.
REINDEX = """
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT format('%I.%I', schemaname, indexname) FROM pg_indexes
        WHERE indexdef LIKE '%search_bigrams(%'
    LOOP
        EXECUTE 'REINDEX INDEX ' || name;
    END LOOP;
END
$$
"""
DROP = "DROP FUNCTION search_bigrams(text[])"
