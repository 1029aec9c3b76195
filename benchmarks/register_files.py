"""Register files of realistic shape and any size, made up: `python -m benchmarks.register_files`.

    python -m benchmarks.register_files 2200000 /some/folder/register.csv.gz

The same number of rows and the same seed give the same file. What it has in common with the
published files was measured on those of 2021 to 2026 (107,000 rows):

- kinds of bodies, the share of closed ones, of corrections, of states that are history; numbers
  in order, the states of one number one after the other;
- a reading for four rows in five: for nearly all, but hardly any of those that registrars closed;
- nine names in ten occur once; a third in kanji, a third in katakana, a tenth in Latin letters,
  the rest mixed; the common pairs of characters stand in two to four names of a hundred;
- seats in all prefectures by their share of companies, with the reported clusters; two rows in a
  thousand with a seat abroad, as many with an English name.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from prospects.prefectures import PREFECTURES

from . import register_words as vocabulary
from .register_words import Word

BLOCK_ROWS = 50_000
SEED = 7

#: Kind of body → the two digits of its numbers behind the registry office, and its share.
KINDS = {
    "301": ("01", 0.600), "302": ("02", 0.185), "305": ("03", 0.110), "399": ("05", 0.0985),
    "304": ("13", 0.002), "303": ("23", 0.001), "401": ("40", 0.0015), "499": ("50", 0.002),
}  # fmt: skip
_LEGAL_FORM = {"301": "株式会社", "302": "有限会社", "305": "合同会社", "304": "合資会社",
               "303": "合名会社", "401": "", "499": ""}  # fmt: skip
_BODY_FORMS = ("一般社団法人", "特定非営利活動法人", "医療法人社団", "医療法人", "宗教法人", "")
_OFFICES = 20  # registry offices of a prefecture, at most
_CLEAN_UPS = ("2021-12-17", "2023-01-24", "2025-01-23", "2026-01-28")

Objects = np.ndarray[Any, np.dtype[np.object_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


class Pool:
    """Words to draw from; the nth is drawn in proportion to 1 / (n + level)."""

    def __init__(self, words: Sequence[Word | str], level: float = 1e9) -> None:
        pairs = [(word, word) if isinstance(word, str) else word for word in words]
        self.written = np.array([written for written, _ in pairs], object)
        self.reading = np.array([reading for _, reading in pairs], object)
        self.sums = np.cumsum(1 / (np.arange(len(pairs)) + level))

    def draw(self, pick: np.random.Generator, size: int) -> Text:
        drawn = np.searchsorted(self.sums, pick.random(size) * self.sums[-1], "right")
        return Text(self.written[drawn], self.reading[drawn])


@dataclass(frozen=True)
class Text:
    """Names, or parts of names, with their readings."""

    written: Objects
    reading: Objects

    def __add__(self, other: Text) -> Text:
        return Text(self.written + other.written, self.reading + other.reading)

    def only(self, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> Text:
        """The same with nothing where `kept` is false."""
        return Text(np.where(kept, self.written, ""), np.where(kept, self.reading, ""))


_SPACE, _DOT = (Text(np.array([sign], object), np.array([""], object)) for sign in "\u3000・")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_LATIN_SPELLINGS = (str.upper, str.capitalize, str.capitalize, str.lower)
_POOLS = {
    "surname": Pool(vocabulary.SURNAMES, 12),
    "surname first": Pool(vocabulary.SURNAME_FIRST, 15),
    "surname last": Pool(vocabulary.SURNAME_LAST, 4),
    "virtue": Pool(vocabulary.VIRTUES, 40),
    "place": Pool(vocabulary.PLACES, 12),
    "katakana": Pool(vocabulary.KATAKANA),
    "kana": Pool(vocabulary.KANA),
    "hiragana": Pool(vocabulary.HIRAGANA),
    "letter": Pool([(written.translate(_WIDE), read) for written, read in vocabulary.LETTERS]),
    "trade": Pool(vocabulary.TRADES, 9),
    "body": Pool(vocabulary.BODIES, 3),
    "town": Pool(vocabulary.TOWNS),
    "building": Pool([written for written, _ in vocabulary.BUILDINGS]),
} | {
    f"latin {n}": Pool([(spell(w).translate(_WIDE), read) for w, read in vocabulary.LATIN])
    for n, spell in enumerate(_LATIN_SPELLINGS)
}


def _names(pick: np.random.Generator, size: int) -> Text:
    """Names without their legal form."""

    def draw(pool: str, share: float = 1.0) -> Text:
        text = _POOLS[pool].draw(pick, size)
        return text.only(pick.random(size) < share) if share < 1 else text

    rare_surname = draw("surname first") + draw("surname last")
    coined = draw("kana") + draw("kana") + draw("kana", 0.9) + draw("kana", 0.5)
    spelling = f"latin {pick.integers(len(_LATIN_SPELLINGS))}"
    other_spelling = f"latin {pick.integers(len(_LATIN_SPELLINGS))}"
    latin = draw(spelling) + _SPACE.only(pick.random(size) < 0.2) + draw(spelling)
    two_words = draw("katakana") + _DOT.only(pick.random(size) < 0.3) + draw("katakana", 0.9)
    styles = [
        (0.08, draw("surname") + draw("trade", 0.95)),
        (0.10, rare_surname + draw("trade", 0.9)),
        (0.13, draw("virtue") + draw("virtue") + draw("virtue", 0.06) + draw("trade", 0.8)),
        (0.03, draw("place") + draw("virtue", 0.3) + draw("trade")),
        (0.02, draw("place") + rare_surname + draw("trade")),
        (0.27, two_words + draw("katakana", 0.3)),
        (0.07, coined + draw("katakana", 0.3)),
        (0.09, coined + draw("trade", 0.9)),
        (0.06, draw("katakana") + draw("trade", 0.6)),
        (0.01, draw("hiragana") + draw("trade", 0.6)),
        (0.06, latin + draw(spelling, 0.2)),
        (0.04, draw(other_spelling) + draw(other_spelling)),
        (0.01, draw("letter") + draw("letter") + draw("letter", 0.6)),
        (0.03, draw("letter") + draw("letter", 0.7) + draw("trade")),
    ]
    style = np.searchsorted(np.cumsum([share for share, _ in styles]), pick.random(size))
    style = np.minimum(style, len(styles) - 1)
    return Text(
        np.choose(style, [text.written for _, text in styles]),
        np.choose(style, [text.reading for _, text in styles]),
    )


def _bodies(pick: np.random.Generator, size: int) -> Text:
    """Names of shrines, cooperatives and associations, without their legal form."""
    pair = _POOLS["virtue"].draw(pick, size) + _POOLS["virtue"].draw(pick, size)
    place = _POOLS["place"].draw(pick, size) + _POOLS["trade"].draw(pick, size)
    of_place = pick.random(size) < 0.35
    return pair.only(~of_place) + place.only(of_place) + _POOLS["body"].draw(pick, size)


@dataclass(frozen=True)
class Places:
    """Municipalities, those of a prefecture one after the other."""

    prefecture: Objects
    prefecture_code: Objects
    city: Objects
    city_code: Objects
    sums: list[np.ndarray[Any, np.dtype[np.float64]]]  # of shares, for each prefecture
    first: Ints  # index of each prefecture's first municipality

    def draw(self, pick: np.random.Generator, prefecture: Ints) -> Ints:
        """For each index of a prefecture that of a municipality in it."""
        place = np.zeros(len(prefecture), np.int64)
        for index in np.unique(prefecture):
            of_it = prefecture == index
            point = pick.random(int(of_it.sum())) * self.sums[index][-1]
            place[of_it] = self.first[index] + np.searchsorted(self.sums[index], point, "right")
        return place


def _places() -> Places:
    """The real cities with their real codes, and 38 towns with made-up names beside them."""
    real: dict[str, list[tuple[str, str, float]]] = {}
    for line in vocabulary.CITIES.split(","):
        within, code, name, share = line.split()
        real.setdefault(within, []).append((code, name, float(share)))
    pick = np.random.default_rng(1)
    rows: list[tuple[str, str, str, str]] = []
    sums, first = [], []
    for prefecture in PREFECTURES:
        towns = real.get(prefecture.code, [])
        left = 1000 - sum(share for _, _, share in towns)
        shares = 1 / (np.arange(38) + 3)
        names = set[str]()
        while len(names) < 38:
            start = vocabulary.CITY_FIRST[pick.integers(len(vocabulary.CITY_FIRST))][0]
            end = vocabulary.CITY_LAST[pick.integers(len(vocabulary.CITY_LAST))][0]
            names.add(f"{start}{end}{'市' if len(names) < 20 else '町'}")
        made_up = zip(range(38), sorted(names), shares / shares.sum() * left, strict=True)
        towns = [*towns, *((f"{n + 301}", name, float(share)) for n, name, share in made_up)]
        first.append(len(rows))
        sums.append(np.cumsum([share for _, _, share in towns]))
        rows += [(prefecture.ja, prefecture.code, name, code) for code, name, _ in towns]
    names, codes, cities, city_codes = np.array(rows, object).T
    return Places(names, codes, cities, city_codes, sums, np.array(first))


_PLACES = _places()
_NUMERALS = np.array([str(n).translate(_WIDE) for n in range(3000)], object)


def _streets(pick: np.random.Generator, size: int) -> Objects:
    def number(most: int) -> Objects:
        # The lower the likelier, as house numbers are.
        drawn: Objects = _NUMERALS[(pick.random(size) ** 2 * most).astype(int) + 1]
        return drawn

    block, house, room = number(8), number(40), number(30)
    patterns = [
        (0.55, block + "丁目" + house + "番" + room + "号"),
        (0.15, number(2900) + "番地"),
        (0.14, number(2900) + "番地の" + house),
        (0.16, block + "丁目" + house + "－" + room),
    ]
    kind = np.searchsorted(np.cumsum([share for share, _ in patterns]), pick.random(size))
    street: Objects = np.choose(np.minimum(kind, 3), [text for _, text in patterns])
    building = _POOLS["building"].draw(pick, size).written + number(12) + "階"
    in_one = pick.random(size) < 0.09
    street = street + np.where(in_one, building, "")
    streets: Objects = _POOLS["town"].draw(pick, size).written + street
    return streets


_FIRST_DAY = dt.date(2015, 10, 5)  # the first numbers were assigned
_DAYS = np.array([(_FIRST_DAY + dt.timedelta(days=n)).isoformat() for n in range(4100)], object)
_PUBLISHED = 2000  # days after the first one that a change was published at the earliest, ours


def _day(number: np.ndarray[Any, Any]) -> Objects:
    days: Objects = _DAYS[number.astype(int)]
    return days


def _clean_up_days() -> Ints:
    """Days after the first on which registrars closed many at once, one a year."""
    return np.array([(dt.date.fromisoformat(day) - _FIRST_DAY).days for day in _CLEAN_UPS])


def _numbers(pick: np.random.Generator, rows: int) -> tuple[Ints, Ints, Objects]:
    """Corporate numbers in order, the prefecture of each (its index) and its kind of body."""
    kinds = list(KINDS)
    drawn = rows + rows // 10 + 1000
    share = np.array(vocabulary.PREFECTURE_SHARES) / sum(vocabulary.PREFECTURE_SHARES)
    prefecture = pick.choice(len(share), drawn, p=share)
    weights = np.array([share for _, share in KINDS.values()])
    kind = pick.choice(len(kinds), drawn, p=weights / weights.sum())
    codes = np.array([int(code) for code, _ in KINDS.values()])
    office = (prefecture + 1) * 100 + pick.integers(_OFFICES, size=drawn)
    serial = pick.integers(1, 200_000, size=drawn)
    bases = np.unique((office * 100 + codes[kind]) * 1_000_000 + serial)
    bases = np.sort(pick.permutation(bases)[:rows])
    digits = bases[:, None] // 10 ** np.arange(12) % 10  # from the right
    check = 9 - (digits.sum(axis=1) + digits[:, 1::2].sum(axis=1)) % 9
    order = np.argsort(check * 10**12 + bases, kind="stable")
    kind_of_code = dict(zip(codes.tolist(), kinds, strict=True))
    bases, check = bases[order], check[order]
    kinds_column = [kind_of_code[code] for code in (bases // 1_000_000 % 100).tolist()]
    return check * 10**12 + bases, bases // 10**10 - 1, np.array(kinds_column, object)


def blocks(rows: int, *, seed: int = SEED) -> Iterator[str]:
    """The lines of a file of `rows` rows, without a header, some thousands at a time."""
    pick = np.random.default_rng(seed)
    numbers, prefectures, kinds = _numbers(pick, rows)
    assert len(numbers) == rows, "the numbers to choose from ran out"
    for start in range(0, rows, BLOCK_ROWS):
        part = slice(start, start + BLOCK_ROWS)
        yield _lines(pick, start, numbers[part], prefectures[part], kinds[part])


def _lines(
    pick: np.random.Generator, start: int, numbers: Ints, prefectures: Ints, kinds: Objects
) -> str:
    size = len(numbers)
    is_history = pick.random(size) < 0.038
    is_history[-1] = False
    # A state that is history stands before the newer state of the same number.
    owner = np.where(is_history, size, np.arange(size))[::-1]
    owner = np.minimum.accumulate(owner)[::-1]
    name, reading = _full_names(pick, kinds)
    place = _PLACES.draw(pick, prefectures)[owner]
    closing = _closing(pick, numbers, is_history)
    abroad = (kinds == "401") & (pick.random(size) < 0.8)
    has_reading = pick.random(size) < np.where(closing.cause == "21", 0.12, 0.86)
    english = pick.random(size) < 0.002
    assigned = np.where(
        pick.random(size) < 0.67, "2015-10-05", _day(pick.random(size) * closing.day)
    )
    postcode = (1_000_000 + place * 4_000 + pick.integers(60, size=size) * 7).astype(str)
    columns = zip(
        range(start + 1, start + size + 1),
        numbers[owner].tolist(),
        closing.process,
        (pick.random(size) < 0.33).astype(int).tolist(),
        _day(closing.update_day[owner]),
        _day(closing.day),
        name[owner],
        np.where(pick.random(size) < 0.008, "00049087", "")[owner],
        kinds[owner],
        np.where(abroad, "", _PLACES.prefecture[place]),
        np.where(abroad, "", _PLACES.city[place]),
        np.where(abroad, "", _streets(pick, size)),
        np.where(pick.random(size) < 0.012, "00012346", ""),
        np.where(abroad, "", _PLACES.prefecture_code[place]),
        np.where(abroad, "", _PLACES.city_code[place]),
        np.where(abroad, "", postcode),
        np.where(abroad, "大韓民国ソウル特別市中区見本路１番地", ""),
        closing.close_date,
        closing.cause,
        closing.successor,
        closing.text,
        assigned[owner],
        (~is_history).astype(int).tolist(),
        np.where(english, "MIHON " + closing.letters + " Co.,Ltd.", "")[owner],
        np.where(english, "Tokyo", "")[owner],
        np.where(english, "1-2-3, Mihon cho, Chuo ku", "")[owner],
        np.where(has_reading, reading, "")[owner],
        strict=True,
    )
    return "".join([_LINE % values for values in columns]).replace('""', "")


#: Quoted as published: texts, unless they are empty.
_LINE = (
    '%s,%s,%s,%s,%s,%s,"%s",%s,%s,"%s","%s","%s",%s,%s,%s,%s,"%s",,%s,%s,%s,"%s",%s,%s,'
    '"%s","%s","%s",,"%s",0\n'
)


def _full_names(pick: np.random.Generator, kinds: Objects) -> tuple[Objects, Objects]:
    """Names with their legal form before or behind them, and readings without it."""
    size = len(kinds)
    names = _names(pick, size)
    is_body = kinds == "399"
    names = names.only(~is_body) + _bodies(pick, size).only(is_body)
    form = np.array([_LEGAL_FORM.get(kind, "") for kind in kinds], object)
    form = np.where(is_body, np.array(_BODY_FORMS, object)[pick.integers(6, size=size)], form)
    in_front = is_body | (pick.random(size) < 0.72)
    written = np.where(in_front, form, "") + names.written + np.where(in_front, "", form)
    return written, names.reading


@dataclass(frozen=True)
class Closing:
    """What the newest event was, and how the body ended, if it did: empty texts if not."""

    process: Objects
    day: Ints  # of the change, and of its publication: counted from the first one
    update_day: Ints
    close_date: Objects
    cause: Objects
    successor: Objects
    text: Objects
    letters: Objects


def _closing(
    pick: np.random.Generator, numbers: Ints, is_history: np.ndarray[Any, np.dtype[np.bool_]]
) -> Closing:
    size = len(numbers)
    process = np.array(["01", "12", "11", "71", "22"], object)[
        pick.choice(5, size, p=[0.55, 0.39, 0.05, 0.008, 0.002])
    ]
    closed = ~is_history & (pick.random(size) < 0.17)
    causes = np.array(["01", "21", "11", "31"], object)
    cause = np.where(closed, causes[pick.choice(4, size, p=[0.6, 0.33, 0.068, 0.002])], "")
    update_day = _PUBLISHED + (pick.random(size) ** 0.8 * (len(_DAYS) - _PUBLISHED)).astype(int)
    update_day = np.where(cause == "21", _clean_up_days()[numbers % 4], update_day)
    delay = np.where(pick.random(size) < 0.75, 1 + pick.integers(20, size=size), 0)
    day = np.where(delay, update_day - delay, (pick.random(size) * update_day).astype(int))
    merged = cause == "11"
    successor = np.roll(numbers, 1).astype(str).astype(object)
    said = "令和３年７月１日東京都港区見本町一丁目１番１号株式会社見本（" + successor
    letters = _POOLS["letter"].draw(pick, size)
    return Closing(
        np.where(closed, "21", process),
        day,
        update_day,
        np.where(closed, _day(day), ""),
        cause,
        np.where(merged, successor, ""),
        np.where(merged, said + "）に合併し解散", ""),
        letters.written,
    )


def write(path: Path, rows: int, *, seed: int = SEED, encoding: str = "utf-8") -> Path:
    """A register file at `path`; gzipped if its name ends so."""
    with _opened(path) as file:
        for text in blocks(rows, seed=seed):
            file.write(text.encode(encoding))
    return path


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.GzipFile(path, "wb", compresslevel=1, mtime=0)  # type: ignore[return-value]
    return path.open("wb")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.register_files")
    parser.add_argument("rows", type=int, help="number of rows, such as 2200000")
    parser.add_argument("path", type=Path, help="file to write: .csv, or .csv.gz to have it packed")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--encoding", choices=("utf-8", "cp932"), default="utf-8")
    arguments = parser.parse_args()
    start = time.perf_counter()
    write(arguments.path, arguments.rows, seed=arguments.seed, encoding=arguments.encoding)
    size = arguments.path.stat().st_size / 1e6
    print(
        f"{arguments.rows:,} rows, {size:.0f} MB, in {time.perf_counter() - start:.0f} s:"
        f" {arguments.path}"
    )


if __name__ == "__main__":
    main()
