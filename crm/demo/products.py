"""What each process makes in the demo, of what, how precisely and on which machines."""

from __future__ import annotations

from dataclasses import dataclass

Words = tuple[str, str, str]  # Korean, Japanese, English


@dataclass(frozen=True)
class Making:
    """A process: things made, materials by their designations, tolerances in ± µm, largest part
    in mm, pieces a month, machines.
    """

    things: tuple[Words, ...]
    materials: tuple[str, ...]
    precision: tuple[float, ...]
    size: tuple[int, ...]
    volume: tuple[int, ...]
    machines: tuple[str, ...]


def _things(text: str) -> tuple[Words, ...]:
    lines = [line.split("|") for line in text.strip().splitlines()]
    return tuple((ko, ja, en) for ko, ja, en in lines)


MAKINGS: dict[str, Making] = {
    "mould_die": Making(
        _things("""
커넥터용 정밀 사출금형|コネクタ用精密射出金型|Precision injection moulds for connectors
자동차 외장부품 대형 사출금형|自動車外装部品の大型射出金型|Large injection moulds for car exterior parts
모터코어 프로그레시브 금형|モータコア順送金型|Progressive dies for motor cores
배터리 캔 딥드로잉 금형|電池缶深絞り金型|Deep-drawing dies for battery cans"""),
        ("NAK80", "SKD11", "SKD61", "STAVAX"),
        (2, 3, 5, 8),
        (300, 600, 900, 1600),
        (2, 4, 8, 12),
        ("와이어 방전가공기 4대", "고속 머시닝센터 6대", "정밀 연삭기 5대"),
    ),
    "casting_iron": Making(
        _things("""
감속기 하우징 주물|減速機ハウジング鋳物|Castings for reducer housings
공작기계 베드 주물|工作機械ベッド鋳物|Machine-tool bed castings
유압 밸브 바디 주물|油圧バルブボディ鋳物|Hydraulic valve body castings
풍력발전기 허브 주물|風力発電機ハブ鋳物|Wind-turbine hub castings"""),
        ("FC250", "FC300", "FCD450", "FCD600"),
        (150, 200, 300, 500),
        (400, 900, 1800, 3000),
        (500, 2000, 8000, 15000),
        ("3t 고주파 유도로 2기", "자경성 조형라인", "생형 자동조형라인"),
    ),
    "steel_casting": Making(
        _things("""
원자력 밸브용 주강품|原子力バルブ用鋳鋼品|Steel castings for nuclear valves
건설기계 링크 주강품|建設機械リンク鋳鋼品|Steel castings for construction-machine links
선박 엔진용 주강 부품|船舶エンジン用鋳鋼部品|Cast-steel parts for marine engines"""),
        ("SC480", "SCS13", "SCS14", "SCPH2"),
        (200, 300, 500),
        (500, 1200, 2500),
        (100, 500, 2000),
        ("5t 아크로 1기", "AOD 정련로", "진공 주조설비"),
    ),
    "die_casting": Making(
        _things("""
전기차 인버터 하우징|EVインバータハウジング|Inverter housings for electric cars
구동모터 하우징|駆動モータハウジング|Drive-motor housings
통신장비 방열 케이스|通信機器放熱ケース|Heat-sink cases for telecom equipment
전장 컨트롤러 커버|電装コントローラカバー|Covers for vehicle controllers"""),
        ("ADC12", "AC4C", "AlSi10Mg", "ZDC2"),
        (30, 50, 80),
        (200, 450, 800),
        (5000, 20000, 60000),
        ("850t 다이캐스트 3대", "1,650t 다이캐스트 1대", "진공 다이캐스트 2대"),
    ),
    "forging": Making(
        _things("""
등속조인트 단조품|等速ジョイント鍛造品|Forgings for constant-velocity joints
항공기 랜딩기어 단조품|航空機ランディングギア鍛造品|Forgings for landing gear
선박 크랭크 단조품|船舶クランク鍛造品|Marine crank forgings
플랜지 링 단조품|フランジリング鍛造品|Forged flange rings"""),
        ("S45C", "SCM440", "SNCM439", "Ti-6Al-4V"),
        (50, 100, 200),
        (150, 600, 2000),
        (300, 5000, 40000),
        ("2,500t 열간 프레스", "링 롤링밀", "냉간단조 프레스 6대"),
    ),
    "press": Making(
        _things("""
배터리 버스바 프레스 부품|電池バスバープレス部品|Stamped busbars for batteries
차체 보강 고장력강 프레스 부품|車体補強ハイテンプレス部品|High-strength stampings for car bodies
디스플레이 바텀 섀시|ディスプレイボトムシャーシ|Bottom chassis for displays
정밀 단자 프레스 부품|精密端子プレス部品|Precision stamped terminals"""),
        ("SPCC", "SUS304", "C1100", "SPFC980"),
        (5, 10, 20, 50),
        (40, 200, 900),
        (30000, 200000, 900000),
        ("300t 서보프레스 3대", "프로그레시브 프레스 12대", "트랜스퍼 프레스 800t"),
    ),
    "sheet_metal": Making(
        _things("""
반도체 장비 프레임|半導体装置フレーム|Frames for semiconductor equipment
배전반 외함|配電盤筐体|Switchboard enclosures
의료기기 커버|医療機器カバー|Covers for medical devices"""),
        ("SPCC", "SUS304", "A5052", "SECC"),
        (50, 100, 200),
        (800, 1500, 3000),
        (50, 500, 3000),
        ("파이버 레이저 절단기 3대", "로봇 용접 셀 4기", "절곡기 6대"),
    ),
    "powder_metal": Making(
        _things("""
소결 기어·스프로킷|焼結歯車・スプロケット|Sintered gears and sprockets
초경 노즐|超硬ノズル|Cemented-carbide nozzles
다공질 소결 필터|多孔質焼結フィルタ|Porous sintered filters"""),
        ("SMF4", "carbide", "SUS316L"),
        (10, 20, 30),
        (30, 60, 100),
        (20000, 100000, 400000),
        ("300t 분말성형 프레스", "진공 소결로 3기"),
    ),
    "welding": Making(
        _things("""
진공 배관 용접 조립체|真空配管溶接組立品|Welded vacuum piping assemblies
이차전지 모듈 레이저 용접|二次電池モジュールのレーザー溶接|Laser welding of battery modules
열교환기 브레이징|熱交換器ろう付け|Brazed heat exchangers"""),
        ("SUS304", "SUS316L", "A6061", "C1020"),
        (50, 100, 200),
        (500, 1500, 3000),
        (100, 2000, 20000),
        ("레이저 용접기 4대", "TIG 자동용접기 8대", "진공 브레이징로"),
    ),
    "heat_treatment": Making(
        _things("""
변속기 기어 진공침탄|変速機歯車の真空浸炭|Vacuum carburizing of gears
금형 질화처리|金型窒化処理|Nitriding of moulds and dies
항공부품 진공열처리|航空部品真空熱処理|Vacuum heat treatment of aircraft parts"""),
        ("SCM415", "SCM440", "SKD61", "Ti-6Al-4V"),
        (20, 50),
        (400, 900, 1500),
        (5000, 50000, 200000),
        ("진공침탄로 3기", "이온질화로 2기", "고주파 담금질기 5대"),
    ),
    "plating": Making(
        _things("""
커넥터 단자 금도금|コネクタ端子金めっき|Gold plating of connector terminals
전력반도체 기판 니켈도금|パワー半導体基板ニッケルめっき|Nickel plating for power-module substrates
알루미늄 부품 경질 양극산화|アルミ部品硬質アルマイト|Hard anodizing of aluminium parts
자동차 볼트 아연니켈 도금|自動車ボルト亜鉛ニッケルめっき|Zinc-nickel plating of car bolts"""),
        ("C1100", "A6061", "SPCC", "S45C"),
        (1, 2, 5),
        (200, 600, 1500),
        (50000, 500000, 3000000),
        ("연속 후프도금 라인 4기", "무전해 니켈 라인", "배럴도금 자동라인 3기"),
    ),
    "hot_dip": Making(
        _things("""
송전철탑 용융아연도금|送電鉄塔溶融亜鉛めっき|Hot-dip galvanizing of towers
태양광 구조물 용융도금|太陽光架台溶融めっき|Hot-dip coating of solar structures"""),
        ("SS400", "STK400"),
        (50, 80),
        (3000, 9000),
        (200, 2000),
        ("9m 도금조 2기", "12m 도금조 1기"),
    ),
    "painting": Making(
        _things("""
자동차 부품 전착도장|自動車部品電着塗装|Electrodeposition coating of car parts
건설기계 부품 분체도장|建設機械部品粉体塗装|Powder coating of construction-machine parts
배터리 케이스 절연도장|電池ケース絶縁塗装|Insulating coating of battery cases"""),
        ("SPCC", "A5052", "ADC12"),
        (10, 20),
        (600, 1500),
        (5000, 50000),
        ("카티온 전착 라인", "분체도장 로봇 6대"),
    ),
    "machining": Making(
        _things("""
반도체 진공챔버 부품|半導体真空チャンバー部品|Vacuum-chamber parts for semiconductors
항공기 구조물 5축 가공품|航空機構造物5軸加工品|Five-axis parts for aircraft structures
유압 서보밸브 스풀|油圧サーボバルブスプール|Spools for hydraulic servo valves
의료용 임플란트 가공품|医療用インプラント加工品|Machined medical implants
감속기 정밀 샤프트|減速機精密シャフト|Precision shafts for reducers"""),
        ("A5052", "A6061", "SUS316L", "S45C", "Ti-6Al-4V", "SUS304"),
        (1, 2, 3, 5, 10),
        (50, 200, 600, 1500),
        (100, 1000, 10000, 50000),
        ("5축 머시닝센터 6대", "복합선반 8대", "대형 문형 가공기 2대", "자동선반 24대"),
    ),
    "cutting_tools": Making(
        _things("""
초경 엔드밀|超硬エンドミル|Carbide end mills
다이아몬드 절삭공구|ダイヤモンド切削工具|Diamond cutting tools
알루미늄 가공용 특수 드릴|アルミ加工用特殊ドリル|Special drills for aluminium"""),
        ("carbide", "PCD", "SKH51"),
        (1, 2, 3),
        (20, 60, 120),
        (500, 5000, 20000),
        ("5축 공구연삭기 10대", "PVD 코팅로 2기"),
    ),
    "springs": Making(
        _things("""
배터리 접점 판스프링|電池接点板ばね|Contact leaf springs for batteries
변속기 클러치 스프링|変速機クラッチスプリング|Clutch springs for transmissions
안전벨트 태엽 스프링|シートベルトぜんまいばね|Power springs for seat belts"""),
        ("SUP10", "SUS301", "SWOSC-V", "C5191"),
        (10, 20, 30),
        (20, 80, 300),
        (50000, 300000, 2000000),
        ("CNC 코일링기 15대", "멀티포밍기 8대"),
    ),
    "fasteners": Making(
        _things("""
고강도 자동차 볼트|高強度自動車ボルト|High-strength bolts for cars
항공우주용 티타늄 볼트|航空宇宙用チタンボルト|Titanium bolts for aerospace
배터리팩 절연 볼트|電池パック絶縁ボルト|Insulated bolts for battery packs
정밀 마이크로 나사|精密マイクロねじ|Precision micro screws"""),
        ("SCM435", "SUS304", "Ti-6Al-4V", "SWCH18A"),
        (10, 20, 50),
        (10, 60, 200),
        (200000, 1500000, 8000000),
        ("다단 냉간압조기 14대", "전조기 20대"),
    ),
    "injection": Making(
        _things("""
전기차 고전압 커넥터|EV高電圧コネクタ|High-voltage connectors for electric cars
카메라 모듈 렌즈 배럴|カメラモジュールレンズバレル|Lens barrels for camera modules
의료용 마이크로 사출품|医療用マイクロ成形品|Micro-moulded medical parts
자동차 엔진룸 엔프라 부품|自動車エンジンルームのエンプラ部品|Engineering-plastic parts for engine rooms"""),
        ("PA66-GF30", "PPS", "PEEK", "POM", "PC"),
        (5, 10, 30, 50),
        (10, 80, 400),
        (20000, 200000, 1500000),
        ("전동 사출기 30대(50~350t)", "인서트 사출 라인 6기", "클린룸 사출 10대"),
    ),
    "rubber": Making(
        _things("""
배터리팩 실링 가스켓|電池パックシール用ガスケット|Sealing gaskets for battery packs
반도체 장비용 오링|半導体装置用Oリング|O-rings for semiconductor equipment
방진 고무 마운트|防振ゴムマウント|Anti-vibration rubber mounts"""),
        ("EPDM", "FKM", "FFKM", "VMQ"),
        (50, 100),
        (50, 300, 900),
        (10000, 200000, 1000000),
        ("진공 성형기 12대", "사출 고무성형기 6대"),
    ),
    "additive": Making(
        _things("""
항공 엔진 연료노즐 적층품|航空エンジン燃料ノズル積層品|Printed fuel nozzles
금형 냉각채널 인서트|金型冷却チャネルインサート|Conformally cooled mould inserts"""),
        ("Inconel 718", "AlSi10Mg", "Ti-6Al-4V"),
        (50, 100),
        (150, 300),
        (10, 100),
        ("금속 적층기 3대",),
    ),
    "film_paper": Making(
        _things("""
디스플레이용 광학 점착필름 가공|ディスプレイ用光学粘着フィルム加工|Optical adhesive film converting
이차전지 절연테이프|二次電池絶縁テープ|Insulating tapes for batteries"""),
        ("PET", "PI", "OCA"),
        (50, 100),
        (300, 1200),
        (100000, 1000000),
        ("클린룸 타발 라인 4기", "슬리터 5대"),
    ),
    "robot": Making(
        _things("""
협동로봇용 그리퍼|協働ロボット用グリッパ|Grippers for collaborative robots
웨이퍼 이송 로봇|ウエハ搬送ロボット|Wafer-handling robots"""),
        ("A6061", "SUS304"),
        (5, 10),
        (300, 900),
        (20, 200),
        ("조립 클린룸 300㎡", "정밀 조립 셀 4기"),
    ),
    "sensor": Making(
        _things("""
전동화 차량용 전류센서|電動車用電流センサ|Current sensors for electrified cars
비접촉 변위 센서|非接触変位センサ|Non-contact displacement sensors
반도체 공정용 압력센서|半導体プロセス用圧力センサ|Pressure sensors for chip processes"""),
        ("SUS316L", "PBT"),
        (1, 2, 5),
        (20, 80),
        (1000, 20000, 100000),
        ("교정 설비 일체", "SMT 라인 2기"),
    ),
    "industrial_sw": Making(
        _things("""
생산관리(MES) 소프트웨어|生産管理（MES）ソフトウェア|Production-management software"""),
        (),
        (),
        (),
        (),
        ("개발 인력 중심",),
    ),
    "engineering_design": Making(
        _things("""
자동화 설비 설계·해석|自動化設備の設計・解析|Design and analysis of automation
열유동 CAE 해석|熱流体CAE解析|Thermal and flow analysis"""),
        (),
        (),
        (),
        (),
        ("CAE 워크스테이션 12대",),
    ),
    "gears": Making(
        _things("""
로봇용 정밀 감속기 기어|ロボット用精密減速機歯車|Gears for precision robot reducers
전기차 감속기 헬리컬 기어|EV減速機ヘリカルギア|Helical gears for electric-car reducers
풍력 증속기 기어|風力増速機歯車|Gears for wind-turbine gearboxes"""),
        ("SCM415", "SCM420", "SNCM220"),
        (2, 3, 5, 8),
        (60, 200, 800),
        (500, 10000, 80000),
        ("기어 연삭기 8대", "호빙머신 14대", "기어 측정기 3대"),
    ),
    "bearings": Making(
        _things("""
고속 스핀들 베어링|高速スピンドル軸受|High-speed spindle bearings
박형 크로스롤러 베어링|薄型クロスローラ軸受|Thin crossed-roller bearings"""),
        ("SUJ2", "SUS440C", "Si3N4"),
        (1, 2),
        (40, 200),
        (2000, 50000),
        ("초정밀 연삭기 10대",),
    ),
    "valves": Making(
        _things("""
수소용 고압 밸브|水素用高圧バルブ|High-pressure hydrogen valves
반도체 가스 다이어프램 밸브|半導体ガスダイヤフラム弁|Diaphragm valves for process gas
LNG선 초저온 밸브|LNG船用極低温バルブ|Cryogenic valves for LNG carriers"""),
        ("SUS316L", "SCS14", "C3771"),
        (5, 10, 20),
        (50, 300, 900),
        (50, 1000, 8000),
        ("헬륨 누설 시험기 4대", "초저온 시험설비"),
    ),
    "semicon_equip_parts": Making(
        _things("""
식각장비 샤워헤드|エッチング装置シャワーヘッド|Shower heads for etchers
정전척 어셈블리|静電チャック組立品|Electrostatic chuck assemblies
웨이퍼 이송모듈|ウエハ搬送モジュール|Wafer-transfer modules"""),
        ("A6061", "Al2O3", "SiC", "Si"),
        (1, 2, 5),
        (300, 500, 1200),
        (20, 200, 1000),
        ("클래스 100 클린룸", "초음파 세정라인 2기", "세라믹 가공기 8대"),
    ),
    "auto_parts": Making(
        _things("""
전동 브레이크 액추에이터|電動ブレーキアクチュエータ|Electric brake actuators
열관리 모듈 부품|熱マネジメントモジュール部品|Thermal-management module parts
시트 프레임 기구부품|シートフレーム機構部品|Seat-frame mechanisms
이륜차 변속기 부품|二輪車変速機部品|Motorcycle transmission parts"""),
        ("S45C", "A6061", "PA66-GF30", "SPFC980"),
        (5, 10, 30),
        (100, 300, 900),
        (5000, 50000, 200000),
        ("자동 조립라인 5기", "머시닝센터 20대"),
    ),
    "pcb": Making(
        _things("""
차량용 고방열 기판|車載用高放熱基板|High-heat-dissipation boards for cars
센서용 연성회로기판|センサ用フレキシブル基板|Flexible circuits for sensors"""),
        ("FR-4", "PI", "AlN"),
        (20, 30, 50),
        (200, 500),
        (5000, 100000),
        ("레이저 드릴 4대", "자동 도금라인 2기"),
    ),
}

#: What each of a process's things is more exactly, where the taxonomy knows a variant of it.
VARIANTS: dict[str, tuple[str, ...]] = {
    "mould_die": ("injection_mould", "injection_mould", "progressive_die", "press_die"),
    "casting_iron": ("grey_iron", "grey_iron", "ductile_iron", "ductile_iron"),
    "steel_casting": ("stainless_steel_casting", "carbon_steel_casting", "carbon_steel_casting"),
    "die_casting": ("aluminium_die_casting",) * 4,
    "forging": ("cold_forging", "closed_die_forging", "open_die_forging", "ring_rolling"),
    "press": (
        "precision_stamping", "high_tensile_stamping", "transfer_press", "progressive_press",
    ),
    "sheet_metal": ("plate_work", "precision_sheet_metal", "precision_sheet_metal"),
    "powder_metal": ("sintered_parts", "cemented_carbide", "sintered_parts"),
    "welding": ("tig_welding", "laser_welding", "brazing"),
    "heat_treatment": ("vacuum_carburizing", "nitriding", "vacuum_heat_treatment"),
    "plating": ("gold_plating", "nickel_plating", "hard_anodizing", "zinc_nickel_plating"),
    "hot_dip": ("hot_dip_galvanizing",) * 2,
    "painting": ("electrodeposition_coating", "powder_coating", "insulation_coating"),
    "machining": ("machining_centre", "five_axis_machining", "cylindrical_grinding",
        "swiss_turning", "turning",
    ),
    "cutting_tools": ("end_mills", "diamond_tools", "drills"),
    "springs": ("leaf_spring", "coil_spring", "spiral_spring"),
    "fasteners": ("bolts", "bolts", "bolts", "screws"),
    "injection": (
        "insert_moulding", "optical_moulding", "micro_moulding", "super_engineering_plastics",
    ),
    "rubber": ("seals", "seals", "anti_vibration_rubber"),
    "additive": ("metal_powder_bed",) * 2,
    "film_paper": ("film_die_cutting", "film_slitting"),
    "robot": ("robot_grippers", "transfer_robots"),
    "sensor": ("", "position_sensors", "pressure_sensors"),
    "industrial_sw": ("mes",),
    "engineering_design": ("mechanical_design", "cae_analysis"),
    "gears": ("gear_grinding", "gear_hobbing", "gear_grinding"),
    "bearings": ("rolling_bearings",) * 2,
    "valves": ("cryogenic_valves", "diaphragm_valves", "cryogenic_valves"),
    "semicon_equip_parts": ("gas_panels", "fine_ceramic_parts", "wafer_transfer"),
    "auto_parts": ("chassis_parts", "ev_parts", "body_parts", "engine_parts"),
    "pcb": ("metal_base_pcb", "flexible_pcb"),
}  # fmt: skip


def variant_of(process: str, thing: Words) -> str:
    """The variant by which a thing is made, or its process."""
    named = dict(zip(MAKINGS[process].things, VARIANTS.get(process, ()), strict=False))
    return named.get(thing) or process
