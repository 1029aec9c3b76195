"""Whether the words around a term say that it is not done, or not held yet."""

from __future__ import annotations

import re


def _compiled(pattern: str) -> re.Pattern[str]:
    """Space in a pattern stays on its line: the next line says something else."""
    return re.compile(pattern.replace(r"\s", r"[^\S\n]"))


# What may stand between a process and its denial: めっき|設備|は|自社|では|やっていません.
_JA_TAIL = (
    r"(?:加工|処理|等|など|工程|作業|成形|業務|関係|設備|装置|ライン|事業|部門)*"
    r"(?:は|も|が|を|に関しては|については|からは|のみ|だけ)?[、,]?\s*"
    r"(?:(?:自社|社内|当社|弊社|工場内|国内|現在)(?:内)?(?:では|には|で|に|は)?[、,]?\s*){0,2}"
    r"(?:設備(?:が|は|も)?|全て|すべて|全量)?"
)
#: A verb that is done with a process, before て and before ません.
_JA_DO = (
    r"(?:やっ|行っ|おこなっ|(?:取り?)?扱っ|持っ|もっ|手(?:が|掛)け|請け?負っ|受け(?:付け)?"
    r"|(?:対応|実施|加工|製造|生産|保有|所有|内製)?し)"
)
_JA_DO_NOT = (
    rf"{_JA_DO}ては?(?:(?:い|お(?:り|ら))(?:ません|ない|なく|ず)|ない|ません)"
    r"|(?:やら|行わ|おこなわ|(?:取り?)?扱わ|手がけ)(?:ない|なく|ず)|(?:やり|行い|(?:取り?)?扱い|し)ません"
    r"|(?:対応)?(?:でき|出来)(?:ない(?!形|素材|材料|部|もの|複雑)|ません|ず|かね)|対応(?:いた)?しかね|お断り"
)
_JA_NO = (
    r"(?:社外|外注|外部委託|委託先|協力会社|協力工場|対応不可|不可|未対応|未実施"
    rf"|{_JA_DO_NOT}"
    r"|対象外|(?:(?:の|は)?取り?扱い?(?:は|が)?)?(?:なし|無し|ありません|ございません|(?:な|無)く)"
    r"|撤退|廃止|休止|不要)"
)
_JA_EXCEPT = r"(?:以外|を除く|を除いて|を除き)"
_KO_TAIL = (
    r"\s*(?:가공|처리|공정|작업|설비|장비|라인|사업|부문|등|\s)*(?:에서는|은|는|도|을|를|이|가|만)?\s*"
    r"(?:(?:전량|모두|자체|직접|현재|당사|사내|국내)(?:적으로|에서)?(?:는)?\s*){0,2}"
    r"(?:(?:취급|진행|대응|제공|실시|수행|생산|보유|가공)(?:은|는|을|를|이)?\s*)?"
)
_KO_NO = (
    r"(?:외주|외부\s*위탁|위탁|협력사|협력업체|불가(?!능한)|미대응|미보유|미실시|미취급"
    r"|없(?:음|습니다|이|어|고|다|으)|하지\s*(?:는\s*)?않|하고\s*있지\s*(?:는\s*)?않"
    r"|안\s*(?:함|합|해|하|됨|됩|되)|못\s*(?:함|합|해|하)|어렵|어려워|중단|철수|폐지|필요\s*없|불필요)"
)
_KO_EXCEPT = r"(?:(?:을|를)?\s*제외|\s*이외|\s외(?=에|의|\s))"
_EN_OUT = (
    r"(?:out-?sourced|sub-?contracted|(?:done|performed|handled|carried\s+out)\s+(?:outside|elsewhere"
    r"|externally)|(?:by|via|through)\s+(?:an?\s+|our\s+)?(?:outside\s+|external\s+)?"
    r"(?:partners?|sub-?contractors?|suppliers?|third\s+part(?:y|ies)|vendors?)\b)"
)
_EN_NO = (
    rf"(?:(?:(?:done|performed|handled|carried\s+out)\s+)?{_EN_OUT}"
    r"|(?:not|no\s+longer)\s+(?:currently\s+)?(?:offered|available|possible|included|done"
    r"|in-?house|performed|provided|something|a\s+service)|not(?=\s*(?:[.;,)]|$))"
    r"|excluded|unavailable|discontinued)"
)
_EN_TAIL = (
    r"(?:\s+(?:parts|services?|work|processes))?"
    r"(?:\s+(?:is|are|was|were|will be|has been|have been))?\s*[:(]?\s*"
)
AFTER = _compiled(
    rf"{_JA_TAIL}(?:{_JA_NO}|{_JA_EXCEPT})|{_KO_TAIL}(?:{_KO_NO})|{_KO_TAIL}{_KO_EXCEPT}"
    rf"|{_EN_TAIL}{_EN_NO}|\s*:\s*no\b(?!\s*[.\w])"
)
BEFORE = _compiled(
    r"(?:\bno|\bwithout|\bexcluding|\bexcept(?:\s+for)?|\b(?:apart|aside)\s+from|\bother\s+than"
    r"|(?:\bnot|n't)\s+(?:currently\s+)?(?:offer|do|provide|have|perform|include|including)"
    r"|\bno\s+longer\s+(?:offer|do|provide|have|perform)|\b(?:never|nor)\s+(?:do|offer|provide)"
    r"|\bunable\s+to\s+(?:do|offer|provide|perform)|\bcannot(?:\s+(?:do|offer|provide))?"
    r"|\b(?:outsource|sub-?contract)(?:d|s|ed)?)\s+(?:any\s+|in-house\s+|the\s+|our\s+)?$"
)
#: "Other than" says the opposite of what is said of the rest: アルマイト以外のめっきは不可.
EXCEPT = _compiled(rf"{_JA_EXCEPT}|이외|제외(?:한|하고|하면)|\s외(?=에|의|\s)")
EXCEPT_BEFORE = _compiled(r"\b(?:except(?:\s+for)?|(?:apart|aside)\s+from|other\s+than)\s")
#: Whether the rest of a sentence denies; `BEFORE` an exception, whether its beginning does.
DENIES = _compiled(rf"{_JA_NO}|{_KO_NO}|\b{_EN_OUT}|\bnot\b|\bunavailable")
DENIED_SO_FAR = _compiled(r"\b(?:no|not|cannot|without)\b|n't\b|\b(?:outsource|sub-?contract)")
SENTENCE = re.compile(r"[。\n;]|\.(?=\s|$)")
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
