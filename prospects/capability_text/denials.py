"""Whether the words around a term say that it is not done, or not held yet."""

from __future__ import annotations

import re


def _compiled(pattern: str) -> re.Pattern[str]:
    """Space in a pattern stays on its line: the next line says something else."""
    return re.compile(pattern.replace(r"\s", r"[^\S\n]"))


_JA_AFTER = (
    r"(?:加工|処理|等|など|工程|作業|成形|業務|関係)*(?:は|も|に関しては|については|のみ|だけ)?[、,]?\s*"
    r"(?:全て|すべて|全量)?(?:社外|外注|外部委託|委託先|協力会社|協力工場|対応不可|不可|未対応|対応して(?:いま|おりま)せん"
    r"|対応できま?せ?ん|行って(?:いま|おりま)せん|行わない|行いません|して(?:いま|おりま)せん|しません|できません"
    r"|できない|対象外|なし|無し|ありません|を除く|以外|不要|(?:の|は)取扱なし)"
)
_KO_AFTER = (
    r"\s*(?:가공|처리|공정|작업|등)*(?:은|는|도|을|를|이|가|만)?\s*(?:전량|모두|자체)?\s*"
    r"(?:외주|외부\s*위탁|위탁|협력사|협력업체|불가|미대응|미보유|없음|없습니다|없이|하지\s*않|안\s*함|안\s*합"
    r"|못\s*함|못\s*합|제외|필요\s*없|불필요)"
)
_EN_AFTER = (
    r"(?:\s+(?:parts|services?|work|processes))?(?:\s+(?:is|are|will be|has been))?\s*[:(]?\s*"
    r"(?:out-?sourced|sub-?contracted|not\s+(?:offered|available|possible|included|done)|excluded"
    r"|unavailable)"
)
AFTER = _compiled(rf"{_JA_AFTER}|{_KO_AFTER}|{_EN_AFTER}")
BEFORE = _compiled(
    r"(?:\bno|\bwithout|\bexcluding|\bexcept(?:\s+for)?|\bnot\s+(?:offer|do|provide|have|perform"
    r"|include|including)|n't\s+(?:offer|do|provide|have|perform)|\bcannot(?:\s+(?:do|offer))?"
    r"|\bother\s+than|\boutsourced?)\s+(?:any\s+|in-house\s+|the\s+|our\s+)?$"
)
_HELD = (
    r"\s*(?::?\d{4})?\s*(?:認証|認定|規格|인증|certification|certificate|certified)?"
    r"\s*(?:は|を|の|은|는|을|를)?\s*"
)
NOT_YET = _compiled(
    rf"{_HELD}(?:取得予定|取得準備|取得中|申請中|取得を?目指|未取得|取得計画|취득\s*예정|예정|준비\s*중|추진\s*중"
    r"|미취득|미보유|취득\s*계획|신청\s*중|\(?planned|\(?in\s+progress|in\s+preparation|pending|expected"
    r"|なし|無し|없음|not\s+(?:held|yet))"
)
NOT_YET_BEFORE = _compiled(
    r"(?:planning|preparing|plans?\s+to\s+obtain|applying|working\s+towards?|\bno)\s+(?:for\s+)?$"
)
#: What may stand between two terms that share what is said after or before them.
AND = _compiled(
    r"\s*(?:加工|処理|가공|처리)?\s*(?:[・·/&]|と|や|及び|および|並びに|및|와|과|이나|또는|그리고|,?\s*and|,?\s*n?or)\s*"
)
COMMA = _compiled(r"\s*(?:加工|処理|가공|처리)?\s*[、,]\s*")
#: What makes a term only what something is for.
FOR_USE = _compiled(r"\s*(?:用|向け|용(?![접융])|향(?!상))")
