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
body.company = 会社名 | 企業名 | 社名 | 勤務先 | 所属 | 所属企業 | 商号 | 訪問先 | 相手先 |
    取引先 | 기업 | 기업명 | 회사 | 회사명 | 업체명 | 소속 | 소속기업 | 직장 | 상대 기업 |
    방문처 | company | company name | organisation | organization
body.cooperative = 組合 | 組合名 | 協同組合 | 団体 | 団体名 | 조합 | 조합명 | 협동조합 | 단체명 |
    cooperative | association
person.name = 氏名 | 名前 | お名前 | 担当者 | 担当者名 | ご担当者 | ご担当者名 | 代表者 |
    代表者名 | 성명 | 이름 | 담당자 | 담당자명 | 성함 | 대표자 | 대표자명 | name | contact |
    contact person | full name
person.kana = フリガナ | ふりがな | カナ | 氏名カナ | 氏名（カナ） | 氏名フリガナ | 担当者カナ |
    よみ | 가나 | 후리가나 | 이름(가나) | kana | reading
person.name_ko = 韓国語名 | 氏名（韓国語） | ハングル | 한글 이름 | 한글명 | 성명(한글) |
    이름(한글) | 이름(한국어) | korean name
person.title = 役職 | 肩書 | 肩書き | 職位 | 部署・役職 | 役職名 | 직함 | 직위 | 직책 |
    부서/직위 | title | position | job title
email = メール | メールアドレス | Eメール | E-mail | Mail | 電子メール | 이메일 | 전자우편 |
    메일 | 이메일 주소 | email | e-mail address
person.phone = 電話 | 電話番号 | 携帯 | 携帯電話 | 携帯番号 | TEL | 直通 | 연락처 | 전화 |
    전화번호 | 휴대폰 | 휴대전화 | 핸드폰 | 직통 | phone | mobile | telephone
person.language = 言語 | 使用言語 | 언어 | 사용 언어 | language
person.primary = 主担当 | 窓口 | 主な担当者 | 주 담당자 | 대표 담당자 | 주담당 | primary |
    main contact
member.role = 役職 | 役割 | 組合役職 | 役員 | 직책 | 역할 | 조합 직책 | 임원 | role | position
member.since = 加入日 | 加入年月日 | 加入年月 | 入会日 | 가입일 | 가입 일자 | 입회일 |
    member since | joined
firm.name_ko = 기업명 | 회사명 | 상호 | 법인명 | 업체명 | 기업명(국문) | 국문명 | 한국 기업 |
    대기업 | 韓国企業名 | 企業名（韓国語） | korean name | company | company name | firm | name
firm.name_ja = 일문명 | 기업명(일문) | 일본어명 | 企業名 | 会社名 | 日本語名 | japanese name
firm.group = 기업집단 | 그룹 | 그룹명 | 계열 | 企業グループ | グループ | 系列 | group |
    business group
firm.group_en = 기업집단(영문) | 그룹명(영문) | 企業グループ(英語) | グループ名(英語) |
    business group (English)
firm.group_ja = 기업집단(일문) | 그룹명(일문) | 企業グループ(日本語) | グループ名(日本語) |
    business group (Japanese)
firm.ksic = 한국표준산업분류 | KSIC | 업종코드 | 산업분류코드 | 산업코드 | 韓国標準産業分類 |
    industry code
firm.suppliers = 공급사 | 공급업체 | 협력사 | 협력업체 | 납품업체 | 주요 공급사 | 仕入先 | 調達先 |
    供給元 | サプライヤー | suppliers | supplier
firm.buyers = 고객사 | 매출처 | 판매처 | 납품처 | 거래처 | 주요 고객 | 販売先 | 得意先 | 納入先 |
    顧客 | buyers | customers | customer
firm.competitors = 경쟁사 | 경쟁업체 | 경쟁기업 | 경쟁 기업 | 競合 | 競合他社 | 競合先 | 競合企業 |
    competitors | competitor | rivals
need.firm = 수요기업 | 수요 기업 | 기업 | 기업명 | 회사명 | 한국 기업 | 대기업 | 発注企業 |
    韓国企業 | 韓国大手企業 | 企業名 | firm | company | buyer
need.name_ko = 수요명 | 품목 | 품목명 | 품명 | 조달 품목 | 제목 | 부품명 | 건명 | title | item |
    수요 | 과제명 | 사업명 | 수요 품목 | 요청 품목
need.name_ja = 品名 | 品目 | 品目名 | 件名 | ニーズ名 | 部品名 | 품목명(일문) |
    案件名 | 案件 | 調達品目 | ニーズ
need.name_en = 영문 품명 | 품목명(영문) | 英語品名 | english title
need.capability = 공정 | 필요 공정 | 기술 | 필요 기술 | 공정·기술 | 加工技術 | 加工 | 工程 |
    必要技術 | process | capability | technology
need.materials = 소재 | 재질 | 재료 | 材質 | 材料 | 素材 | materials | material
need.precision = 정밀도 | 가공 정밀도 | 공차 | 공차(µm) | 정밀도(µm) | 精度 | 公差 | 加工精度 |
    tolerance | precision
need.size = 최대 크기 | 크기 | 최대 치수 | 최대 크기(mm) | サイズ | 最大寸法 | 大きさ | size |
    최대 가공 크기 | 最大加工寸法
need.volume = 물량 | 월 물량 | 월간 물량 | 월 수요량 | 수량 | 월 수량 | 数量 | 月産数量 |
    月間数量 | volume | monthly volume | quantity |
    월 생산 | 월 생산량 | 월 소요량 | 月産 | 月産数 | pieces a month
need.certificates = 인증 | 필요 인증 | 요구 인증 | 認証 | 必要認証 | 取得認証 | certificates |
    certification
need.start = 시작 | 시작일 | 개시 | 양산 시작 | 납품 개시 | 희망 시기 | 開始 | 開始時期 |
    量産開始 | start | start date |
    공급 개시 | 공급 개시일 | 조달 개시 | 조달 개시일 | 공급 시작 | 공급 시작일 | 공급 시기 | 납기 |
    납품 시작 | 供給開始 | 供給開始日 | 調達開始日 | 供給時期 | 納入開始 | 納期 | start of supply
need.localises = 국산화 | 대일 수입 국산화 | 수입 대체 | 国産化 | 対日輸入品の国産化 |
    localisation | import substitution
need.suppliers = 필요 업체 수 | 공급사 수 | 희망 업체 수 | 必要社数 | 募集社数 | suppliers |
    필요 협력사 | 필요 협력사 수 | 협력사 수 | 업체 수 | 調達社数 | 供給社数 | 必要な社数 |
    number of suppliers
need.description = 설명 | 상세 | 내용 | 상세 내용 | 비고 | 説明 | 詳細 | 内容 | 備考 |
    description | details | note
need.status = 상태 | 진행 상태 | 状態 | ステータス | status
need.site = 사업장 | 공장 | 수요 사업장 | 납품처 | 납품 사업장 | 수요처 | 拠点 | 工場 | 事業所 |
    納入先 | site | plant
site.name = 사업장명 | 사업장 | 공장명 | 공장 | 사업소 | 지점명 | 拠点名 | 事業所名 | 工場名 |
    site | site name | plant | plant name
site.name_ja = 사업장명(일문) | 일문명 | 일본어명 | 拠点名（日本語） | japanese name
site.name_en = 사업장명(영문) | 영문명 | 拠点名（英語） | english name
site.address = 주소 | 소재지 | 도로명주소 | 도로명 주소 | 지번주소 | 본사 주소 | 본사 소재지 |
    공장 주소 | 공장 소재지 | 사업장 주소 | 사업장 소재지 | 住所 | 所在地 | address | location |
    head office
site.region = 시도 | 시·도 | 시/도 | 광역시도 | 지역 | 도 | 地域 | 道 | 市道 | region | province
site.city = 시군구 | 시·군·구 | 시/군/구 | 도시 | 시군 | 市郡区 | 市 | city
site.zone = 외국인투자지역 | 외투지역 | 단지 | 산업단지 | 산단 | 投資地域 | 団地 |
    investment zone | zone
site.latitude = 위도 | 緯度 | latitude | lat
site.longitude = 경도 | 経度 | longitude | lng | lon
activity.people = 참석자 | 상대방 | 면담자 | 면담 상대 | 상대 참석자 | 상대 담당자 | 연락처 이름 |
    접촉 인물 | 出席者 | 参加者 | 先方 | 先方担当者 | 先方出席者 | 面談者 | 面談相手 | お相手 |
    participants | attendees | contact | contact person | with
activity.at = 일시 | 날짜 | 일자 | 방문일 | 상담일 | 일정 | 日時 | 日付 | 年月日 | 実施日 |
    訪問日 | 面談日 | date | when | date and time
activity.kind = 유형 | 종류 | 구분 | 활동 유형 | 방법 | 種別 | 区分 | 種類 | 方法 | type | kind
activity.subject = 제목 | 건명 | 주제 | 활동명 | 활동 | 件名 | 題名 | タイトル | 用件 | subject |
    title | topic
activity.outcome = 결과 | 내용 | 상담 내용 | 면담 내용 | 활동 내용 | 메모 | 비고 | 結果 | 内容 |
    面談内容 | 記録 | 議事 | 備考 | outcome | result | notes | summary
activity.status = 상태 | 진행 상태 | 状態 | ステータス | status
activity.owner = 담당자 | 담당 | 담당관 | 작성자 | 担当 | 担当者 | 担当官 | 記録者 | owner |
    officer
"""


def _words(text: str) -> dict[str, tuple[str, ...]]:
    joined = text.strip().replace("|\n", "|")
    named = (line.split("=", 1) for line in joined.splitlines())
    return {name.strip(): tuple(word.strip() for word in words.split("|")) for name, words in named}


HEADINGS = _words(_TEXT)
