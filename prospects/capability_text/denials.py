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
    r"\s*(?::?\d{4})?\s*(?:等|など|등)?(?:の)?\s*"
    r"(?:認証|認定|規格|인증|certifications?|certificates?|certified)?"
    r"\s*(?:(?:については|に関しては|は|を|の|が|も|은|는|을|를|이|가|도)[、,]?)?\s*"
    r"(?:(?:いずれも|どちらも|共に|ともに|まだ|現在|모두|둘\s*다|전부|아직|현재|both|all)\s*){0,3}"
)
_JA_BY = (
    r"(?:(?:\d{2,4}|来|今|再来)年度?|来期|今期)?(?:\d{1,2}月)?(?:中|内|末|頃|ごろ)?"
    r"(?:に|まで(?:に)?)?(?:は|を)?"
)
_JA_NOT_YET = (
    rf"{_JA_BY}(?:の|新規)?(?:認証)?(?:の|を)?取得(?:を|に|は)?(?:予定|準備|中|目指|見込|計画|向け|検討"
    r"|(?:して|できて)(?:い|お(?:り|ら))(?:ません|ない|ず))"
    r"|(?:(?:保有|所持)して|持って|もって)(?:い|お(?:り|ら))(?:ません|ない|ず)"
    r"|申請(?:中|予定|準備)|審査中|未(?:取得|保有|認証)|(?:準備|検討)(?:中|を?進め)"
    r"|失効|期限切れ|返上|なし|無し|ありません"
)
_KO_NOT_YET = (
    r"(?:\d{2,4}년\s*)?(?:\d{1,2}월\s*)?(?:상반기|하반기|초|말|중|내)?(?:까지|에)?\s*"
    r"(?:(?:취득|획득|인증)\s*(?:을|를)?\s*)?"
    r"(?:예정|계획|목표|준비|신청\s*(?:중|예정|하)|(?:추진|진행|검토)\s*(?:중|하고)"
    r"|(?:취득|획득|보유)하(?:고\s*있)?지|받지\s*(?:않|못)|미(?:취득|획득|보유|인증)|만료|없음|없습니다|없으)"
)
_EN_NOT_YET = (
    r"(?:(?:is|are|was|were|has|have)\s+)?(?:been\s+)?(?:planned|in\s+progress|in\s+preparation"
    r"|under\s+way|underway|pending|expected|expired|lapsed|withdrawn|suspended|targeted"
    r"|to\s+be\s+(?:obtained|certified)|not\s+(?:held|yet|certified|obtained|available))"
)
NOT_YET = _compiled(rf"{_HELD}\(?(?:{_JA_NOT_YET}|{_KO_NOT_YET}|{_EN_NOT_YET})")
NOT_YET_BEFORE = _compiled(
    r"(?:planning|preparing|plans?\s+to\s+(?:obtain|get)|applying|working\s+towards?|\bno|\bwithout"
    r"|\bexpired|\bnot(?:\s+yet)?(?:\s+(?:hold|have|certified\s+(?:to|for|under)))?"
    r"|n't(?:\s+yet)?\s+(?:hold|have)|\bneither)\s+(?:for\s+)?(?:an?\s+|any\s+|the\s+|our\s+)?$"
    r"|(?:未(?:取得|認証|保有)|取得予定|申請中|審査中|미(?:취득|인증|보유)|(?:취득|인증)\s*예정|준비\s*중"
    r"|not\s+(?:held|certified)|planned|in\s+progress|pending)"
    r"\s*(?:の?(?:認証|認定|規格|もの)|인증|규격)?\s*:\s*$"
)
#: What may stand between two terms that share what is said after or before them.
AND = _compiled(
    r"\s*(?:加工|処理|가공|처리)?\s*(?:[・·/&]|と|や|及び|および|並びに|및|와|과|이나|또는|그리고|,?\s*and|,?\s*n?or)\s*"
)
COMMA = _compiled(r"\s*(?:加工|処理|가공|처리)?\s*[、,]\s*")
#: What may stand between certificates: `ISO 9001:2015、IATF 16949は未取得` is about both.
LISTED = _compiled(
    r"(?::?\d{4})?\s*(?:[、,・·/&]|と|や|及び|および|並びに|및|와|과|이나|또는|그리고"
    r"|,?\s*\b(?:and|n?or)\b)\s*(?:also\s+|the\s+)?"
)
#: What makes a term only what something is for.
FOR_USE = _compiled(r"\s*(?:用|向け|용(?![접융])|향(?!상))")
