"""The headings that lists really use, in Japanese, Korean and English, by column. Pure: no Django.

The labels of the interface are known without standing here.
"""

from __future__ import annotations

_TEXT = """
name_ja = 会社名 | 企業名 | 社名 | 商号 | 商号又は名称 | 商号または名称 | 法人名 | 事業者名 |
    事業所名 | 名称 | 会社名（日本語） | 貴社名 | 組合員名 | 組合員企業名 | 会員名 | 회사명 |
    기업명 | 업체명 | 상호 | 법인명 | 기업명(일문) | 회사명(일본어) | 일본어명 | 기업명(일본어) |
    company | company name | name | corporate name | japanese name
name_kana = フリガナ | ふりがな | カナ | かな | よみ | 読み | 読み仮名 | 会社名カナ |
    会社名（カナ） | 会社名フリガナ | 企業名カナ | 企業名フリガナ | 商号カナ | 商号（フリガナ） |
    名称カナ | 가나 | 가나 표기 | 후리가나 | 독음 | 읽기 | kana | reading | furigana
name_ko = 韓国語名 | 会社名（韓国語） | ハングル | ハングル表記 | 한글명 | 한글 상호 | 국문명 |
    기업명(국문) | 기업명(한글) | 회사명(한국어) | 회사명(한글) | 기업명(한국어) | 한국어명 |
    한글 표기 | korean name | company name (korean)
name_en = 英語名 | 英文名 | 会社名（英語） | 英文社名 | 英文商号 | 会社名（英文） | 영문명 |
    기업명(영문) | 회사명(영문) | 영문 상호 | english name | company name (english) |
    name in english
corporate_number = 法人番号 | 法人ナンバー | 法人番号（13桁） | 登録番号 | インボイス番号 |
    適格請求書発行事業者登録番号 | 법인번호 | 일본 법인번호 | 법인번호(13자리) | corporate no |
    corporate number | houjin bangou
postcode = 郵便番号 | 〒 | 우편번호 | zip | zip code | postal code
address = 住所 | 所在地 | 本社所在地 | 本店所在地 | 本社住所 | 会社住所 | 所在地（本社） | 住所1 |
    주소 | 소재지 | 본사 주소 | 본사 소재지 | 본점 소재지 | address | head office | location
prefecture = 都道府県 | 都道府県名 | 県名 | 県 | 도도부현 | 현 | 광역 | prefecture
city = 市区町村 | 市区町村名 | 市町村 | 市 | 시구정촌 | 시정촌 | 시군구 | city | municipality
street = 番地 | 丁目番地 | 町名番地 | 以下住所 | 번지 | 상세 주소 | 상세주소 | street
municipality_code = 市区町村コード | 全国地方公共団体コード | 自治体コード | 団体コード |
    시정촌 코드 | 지자체 코드 | municipality code | city code
phone = 電話 | 電話番号 | TEL | 代表電話 | 電話番号（代表） | ＴＥＬ | 전화 | 전화번호 |
    대표전화 | 대표 전화 | 연락처 | phone | telephone | tel no
website = URL | ホームページ | ＨＰ | HP | ウェブサイト | Webサイト | WEB | サイト | 홈페이지 |
    웹사이트 | 누리집 | website | homepage | web site
employees = 従業員 | 従業員数 | 社員数 | 従業者数 | 人数 | 従業員規模 | 직원수 | 직원 수 |
    종업원 | 종업원수 | 종업원 수 | 사원수 | 인원 | 임직원수 | employees | number of employees |
    headcount | staff
capital_jpy = 資本金 | 資本金額 | 資本金等 | 資本 | 자본금 | 자본금(엔) | 자본금액 | capital |
    paid-in capital | capital stock
founded_year = 設立 | 設立年 | 創業 | 創業年 | 設立年月 | 設立年月日 | 創立 | 創立年 | 설립 |
    설립년도 | 설립연도 | 설립 연도 | 설립일 | 창업 | 창업연도 | founded | established |
    year founded | year established
jsic_code = 日本標準産業分類 | 産業分類 | 産業分類コード | 業種コード | JSIC | 일본표준산업분류 |
    산업분류코드 | 업종코드 | 산업분류 | industry code
capabilities = 加工技術 | 保有技術 | 得意技術 | 加工分野 | 技術分野 | 加工方法 | 기술 | 공정 |
    보유기술 | 공정·기술 | 보유 기술 | 가공기술 | processes | capability | technologies
products = 事業内容 | 主要製品 | 主な製品 | 製品 | 取扱品目 | 営業品目 | 業務内容 | 主要事業 |
    自社の強み | 強み | 제품 | 주요 제품 | 주요제품 | 생산품 | 사업 내용 | 사업내용 | 취급품목 |
    업종 | products | main products | business | business description | strengths
note = 備考 | メモ | コメント | 摘要 | 비고 | 메모 | note | notes | remarks | comment
source = 出典 | 情報源 | 出所 | 출처 | 자료원 | source
as_of = 基準日 | 時点 | 調査日 | 기준일 | 기준 일자 | 조사일 | as of | date of information
id = ID | id | key | キー | 키 | UUID | Dongban ID | 동반 ID
"""


def _words(text: str) -> dict[str, tuple[str, ...]]:
    joined = text.strip().replace("|\n", "|")
    named = (line.split("=", 1) for line in joined.splitlines())
    return {name.strip(): tuple(word.strip() for word in words.split("|")) for name, words in named}


HEADINGS = _words(_TEXT)
