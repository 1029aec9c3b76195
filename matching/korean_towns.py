"""Korea's cities, counties and districts in Japanese and English. Pure.

English names follow the official romanisation (문화관광부 고시 제2000-8호), as road signs have
them; Japanese names are the characters of the Korean names in the forms that Japan uses.
"""

from __future__ import annotations

#: Cities that are provinces of their own, as they stand before their districts.
_METROPOLES = """
서울 ソウル Seoul | 부산 釜山 Busan | 대구 大邱 Daegu | 인천 仁川 Incheon | 광주 光州 Gwangju
대전 大田 Daejeon | 울산 蔚山 Ulsan | 세종 世宗 Sejong
"""
#: 시 and 군 of the nine provinces and the counties of metropolitan cities.
_TOWNS = """
수원 水原 Suwon | 성남 城南 Seongnam | 의정부 議政府 Uijeongbu | 안양 安養 Anyang
부천 富川 Bucheon | 광명 光明 Gwangmyeong | 평택 平沢 Pyeongtaek | 동두천 東豆川 Dongducheon
안산 安山 Ansan | 고양 高陽 Goyang | 과천 果川 Gwacheon | 구리 九里 Guri
남양주 南楊州 Namyangju | 오산 烏山 Osan
시흥 始興 Siheung | 군포 軍浦 Gunpo | 의왕 義王 Uiwang | 하남 河南 Hanam | 용인 龍仁 Yongin
파주 坡州 Paju | 이천 利川 Icheon | 안성 安城 Anseong | 김포 金浦 Gimpo | 화성 華城 Hwaseong
광주 広州 Gwangju | 양주 楊州 Yangju | 포천 抱川 Pocheon | 여주 驪州 Yeoju | 연천 漣川 Yeoncheon
가평 加平 Gapyeong | 양평 楊平 Yangpyeong
춘천 春川 Chuncheon | 원주 原州 Wonju | 강릉 江陵 Gangneung | 동해 東海 Donghae | 태백 太白 Taebaek
속초 束草 Sokcho | 삼척 三陟 Samcheok | 홍천 洪川 Hongcheon | 횡성 横城 Hoengseong
영월 寧越 Yeongwol | 평창 平昌 Pyeongchang | 정선 旌善 Jeongseon | 철원 鉄原 Cheorwon
화천 華川 Hwacheon | 양구 楊口 Yanggu | 인제 麟蹄 Inje | 양양 襄陽 Yangyang
청주 清州 Cheongju | 충주 忠州 Chungju | 제천 堤川 Jecheon | 보은 報恩 Boeun | 옥천 沃川 Okcheon
영동 永同 Yeongdong | 증평 曽坪 Jeungpyeong | 진천 鎮川 Jincheon | 괴산 槐山 Goesan
음성 陰城 Eumseong | 단양 丹陽 Danyang
천안 天安 Cheonan | 공주 公州 Gongju | 보령 保寧 Boryeong | 아산 牙山 Asan | 서산 瑞山 Seosan
논산 論山 Nonsan | 계룡 鶏龍 Gyeryong | 당진 唐津 Dangjin | 금산 錦山 Geumsan | 부여 扶余 Buyeo
서천 舒川 Seocheon | 청양 青陽 Cheongyang | 홍성 洪城 Hongseong | 예산 礼山 Yesan | 태안 泰安 Taean
전주 全州 Jeonju | 군산 群山 Gunsan | 익산 益山 Iksan | 정읍 井邑 Jeongeup | 남원 南原 Namwon
김제 金堤 Gimje | 완주 完州 Wanju | 진안 鎮安 Jinan | 무주 茂朱 Muju | 장수 長水 Jangsu
임실 任実 Imsil | 순창 淳昌 Sunchang | 고창 高敞 Gochang | 부안 扶安 Buan
목포 木浦 Mokpo | 여수 麗水 Yeosu | 순천 順天 Suncheon | 나주 羅州 Naju | 광양 光陽 Gwangyang
담양 潭陽 Damyang | 곡성 谷城 Gokseong | 구례 求礼 Gurye | 고흥 高興 Goheung | 보성 宝城 Boseong
화순 和順 Hwasun | 장흥 長興 Jangheung | 강진 康津 Gangjin | 해남 海南 Haenam | 영암 霊岩 Yeongam
무안 務安 Muan | 함평 咸平 Hampyeong | 영광 霊光 Yeonggwang | 장성 長城 Jangseong | 완도 莞島 Wando
진도 珍島 Jindo | 신안 新安 Sinan
포항 浦項 Pohang | 경주 慶州 Gyeongju | 김천 金泉 Gimcheon | 안동 安東 Andong | 구미 亀尾 Gumi
영주 栄州 Yeongju | 영천 永川 Yeongcheon | 상주 尚州 Sangju | 문경 聞慶 Mungyeong
경산 慶山 Gyeongsan | 의성 義城 Uiseong | 청송 青松 Cheongsong | 영양 英陽 Yeongyang
영덕 盈徳 Yeongdeok | 청도 清道 Cheongdo | 고령 高霊 Goryeong | 성주 星州 Seongju
칠곡 漆谷 Chilgok | 예천 醴泉 Yecheon | 봉화 奉化 Bonghwa | 울진 蔚珍 Uljin | 울릉 鬱陵 Ulleung
창원 昌原 Changwon | 진주 晋州 Jinju | 통영 統営 Tongyeong | 사천 泗川 Sacheon | 김해 金海 Gimhae
밀양 密陽 Miryang | 거제 巨済 Geoje | 양산 梁山 Yangsan | 의령 宜寧 Uiryeong | 함안 咸安 Haman
창녕 昌寧 Changnyeong | 남해 南海 Namhae | 하동 河東 Hadong | 산청 山清 Sancheong
함양 咸陽 Hamyang | 거창 居昌 Geochang | 합천 陜川 Hapcheon
제주 済州 Jeju | 서귀포 西帰浦 Seogwipo
기장 機張 Gijang | 달성 達城 Dalseong | 군위 軍威 Gunwi | 강화 江華 Ganghwa | 옹진 甕津 Ongjin
울주 蔚州 Ulju
"""
#: 구. Those of the quarters of the sky are the same wherever they are.
_DISTRICTS = """
동 東 Dong | 서 西 Seo | 남 南 Nam | 북 北 Buk | 중 中 Jung
강남 江南 Gangnam | 강동 江東 Gangdong | 강북 江北 Gangbuk | 강서 江西 Gangseo | 관악 冠岳 Gwanak
광진 広津 Gwangjin | 구로 九老 Guro | 금천 衿川 Geumcheon | 노원 蘆原 Nowon | 도봉 道峰 Dobong
동대문 東大門 Dongdaemun | 동작 銅雀 Dongjak | 마포 麻浦 Mapo | 서대문 西大門 Seodaemun
서초 瑞草 Seocho | 성동 城東 Seongdong | 성북 城北 Seongbuk | 송파 松坡 Songpa | 양천 陽川 Yangcheon
영등포 永登浦 Yeongdeungpo | 용산 龍山 Yongsan | 은평 恩平 Eunpyeong | 종로 鍾路 Jongno
중랑 中浪 Jungnang
금정 金井 Geumjeong | 동래 東萊 Dongnae | 부산진 釜山鎮 Busanjin | 사상 沙上 Sasang | 사하 沙下 Saha
수영 水営 Suyeong | 연제 蓮堤 Yeonje | 영도 影島 Yeongdo | 해운대 海雲台 Haeundae
수성 寿城 Suseong | 달서 達西 Dalseo | 계양 桂陽 Gyeyang | 남동 南洞 Namdong
미추홀 弥鄒忽 Michuhol | 부평 富平 Bupyeong | 연수 延寿 Yeonsu | 광산 光山 Gwangsan
대덕 大徳 Daedeok | 유성 儒城 Yuseong
장안 長安 Jangan | 권선 勧善 Gwonseon | 팔달 八達 Paldal | 영통 霊通 Yeongtong | 수정 寿井 Sujeong
중원 中院 Jungwon | 분당 盆唐 Bundang | 만안 万安 Manan | 동안 東安 Dongan | 원미 遠美 Wonmi
소사 素砂 Sosa | 오정 梧亭 Ojeong | 상록 常緑 Sangnok | 단원 檀園 Danwon | 덕양 徳陽 Deogyang
일산동 一山東 Ilsandong | 일산서 一山西 Ilsanseo | 처인 処仁 Cheoin | 기흥 器興 Giheung
수지 水枝 Suji | 상당 上党 Sangdang | 서원 西原 Seowon | 흥덕 興徳 Heungdeok
청원 清原 Cheongwon | 동남 東南 Dongnam | 서북 西北 Seobuk | 완산 完山 Wansan
덕진 徳津 Deokjin | 의창 義昌 Uichang | 성산 城山 Seongsan | 마산합포 馬山合浦 Masanhappo
마산회원 馬山会原 Masanhoewon | 진해 鎮海 Jinhae
"""
#: Two counties have one name.
_GOSEONG = {"강원특별자치도": "高城", "경상남도": "固城"}


def _named(table: str, kinds: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Korean name with its kind → Japanese and English name; of kinds the endings there."""
    rows = [entry.split() for line in table.strip().splitlines() for entry in line.split("|")]
    return {
        ko + kind: {"ja": ja + ja_kind, "en": en + en_kind}
        for ko, ja, en in rows
        for kind, (ja_kind, en_kind) in kinds.items()
    }


_NAMES = _named(_METROPOLES, {"": ("", ""), "시": ("市", "")})
_NAMES |= _named(_TOWNS, {"시": ("市", ""), "군": ("郡", "-gun")})
_NAMES |= _named(_DISTRICTS, {"구": ("区", "-gu")})


def town_name(region: str, city: str, language: str) -> str:
    """A town of a province in a language: `구미시` → `Gumi`, `종로구` → `Jongno-gu`, `亀尾市`.

    A town that is not known as a whole stays as it is.
    """
    if language not in ("ja", "en"):
        return city
    said = [_word(region, word, language) for word in city.split()]
    return city if "" in said else ("" if language == "ja" else " ").join(said)


def _word(region: str, word: str, language: str) -> str:
    if word == "고성군":
        goseong = _GOSEONG.get(region, "")
        return "Goseong-gun" if language == "en" else goseong and f"{goseong}郡"
    return _NAMES.get(word, {}).get(language, "")
