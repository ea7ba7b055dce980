### 종목의 한국어 이름. 모든 언어에 같은 메시지와 같은 변수가 있다.

## 종목

discipline-ALP = 알파인스키
discipline-BTH = 바이애슬론
discipline-BOB = 봅슬레이
discipline-CCS = 크로스컨트리스키
discipline-CUR = 컬링
discipline-FRS = 프리스타일스키
discipline-FSK = 피겨스케이팅
discipline-IHO = 아이스하키
discipline-LUG = 루지
discipline-NCB = 노르딕복합
discipline-SBD = 스노보드
discipline-SJP = 스키점프
discipline-SKN = 스켈레톤
discipline-SMT = 산악스키
discipline-SSK = 스피드스케이팅
discipline-STK = 쇼트트랙

## 세부 종목

event-name =
    { $gender ->
        [W] 여자 { $event }
        [M] 남자 { $event }
       *[X] 혼성 { $event }
    }
event-ALP-DOWNHILL = 활강
event-ALP-SUPERG = 슈퍼대회전
event-ALP-GS = 대회전
event-ALP-SLALOM = 회전
event-ALP-TEAMCOMB = 팀 복합
event-BTH-SPRINT = 스프린트
event-BTH-PURSUIT = 추적
event-BTH-INDIVID = 개인
event-BTH-MASS = 매스스타트
event-BTH-RELAY = 계주
event-BOB-TWO = 2인승
event-BOB-FOUR = 4인승
event-BOB-MONO = 모노봅
event-CCS-SKIATH = 스키애슬론
event-CCS-SPRINT = 스프린트
event-CCS-10KM = 10km
event-CCS-50KM = 50km
event-CCS-RELAY = 계주
event-CCS-TEAMSPR = 팀 스프린트
event-CUR-TEAM = 컬링
event-CUR-DOUBLES = 2인조
    .X = 믹스더블
event-FRS-MOGULS = 모굴
event-FRS-DUALMOG = 듀얼 모굴
event-FRS-AERIALS = 에어리얼
event-FRS-SKICROSS = 스키크로스
event-FRS-HALFPIPE = 프리스키 하프파이프
event-FRS-SLOPE = 프리스키 슬로프스타일
event-FRS-BIGAIR = 프리스키 빅에어
event-FRS-AERTEAM = 단체 에어리얼
event-FSK-SINGLES = 싱글
event-FSK-PAIRS = 페어
    .X = 페어
event-FSK-DANCE = 아이스댄스
    .X = 아이스댄스
event-FSK-TEAM = 단체전
    .X = 단체전
event-IHO-TEAM6 = 아이스하키
event-LUG-SINGLES = 1인승
event-LUG-DOUBLES = 2인승
event-LUG-RELAY = 팀 계주
    .X = 팀 계주
event-NCB-NH10KM = 노멀힐·10km
event-NCB-LH10KM = 라지힐·10km
event-NCB-TEAMSPR = 팀 스프린트
event-SBD-PGS = 평행대회전
event-SBD-SBCROSS = 스노보드크로스
event-SBD-HALFPIPE = 하프파이프
event-SBD-SLOPE = 슬로프스타일
event-SBD-BIGAIR = 빅에어
event-SBD-CROSSTM = 단체 스노보드크로스
event-SJP-NH = 노멀힐
event-SJP-LH = 라지힐
event-SJP-SUPERTM = 슈퍼팀
event-SJP-TEAM = 단체전
event-SKN-SINGLES = 개인전
event-SKN-TEAM = 단체전
event-SMT-SPRINT = 스프린트
event-SMT-RELAY = 계주
event-SSK-500M = 500m
event-SSK-1000M = 1000m
event-SSK-1500M = 1500m
event-SSK-3000M = 3000m
event-SSK-5000M = 5000m
event-SSK-10000M = 10000m
event-SSK-MASS = 매스스타트
event-SSK-PURSUIT = 팀 추월
event-STK-500M = 500m
event-STK-1000M = 1000m
event-STK-1500M = 1500m
event-STK-RELAY = 계주

## 라운드와 조

phase-QUAL = 예선
phase-PREL = 라운드로빈
phase-HEAT = 조별 예선
phase-8FNL = 16강
phase-QFNL = 준준결승
phase-SFNL = 준결승
phase-BRNZ =
    { $kind ->
        [match] 동메달 결정전
       *[other] 스몰 파이널
    }
phase-FNL = 결승
unit-series =
    { $kind ->
        [match] { $phase } { $number }경기
        [heat] { $phase } { $number }조
        [run] { $phase } { $number }차 시기
        [round] { $phase } { $number }라운드
       *[part] { $phase } { $number }부
    }
unit-knockout =
    { $kind ->
        [match] { $phase } { $number }경기
       *[other] { $phase } { $number }조
    }
unit-heat = 예선 { $number }조
unit-part = { $unit } { $number }부
unit-segment = { $phase } { $segment }
name-within = { $before } { $after }
segment-short = 쇼트프로그램
segment-free = 프리스케이팅
segment-rhythm = 리듬댄스
segment-free-dance = 프리댄스
segment-jumping = 스키점프
segment-skiing = 크로스컨트리

## 상태

status-UNSCHEDULED = 일정 미정
status-SCHEDULED = 예정
status-GETTING_READY = 곧 시작
status-RUNNING = 진행 중
status-SCHEDULED_BREAK = 휴식
status-INTERRUPTED = 중단
status-DELAYED = 지연
status-POSTPONED = 연기
status-RESCHEDULED = 일정 변경
status-CANCELLED = 취소
status-FINISHED = 종료
result-START_LIST = 출발 명단
result-LIVE = 실시간
result-INTERMEDIATE = 중간 결과
result-UNCONFIRMED = 미확인
result-UNOFFICIAL = 비공식
result-OFFICIAL = 공식
result-PARTIAL = 일부 결과
result-PROTESTED = 이의 제기 중
result-PROVISIONAL = 잠정

## 기록이 없는 이유

irm-DNS = 출발하지 않음
irm-DNF = 완주하지 못함
irm-DSQ = 실격
irm-DNQ = 예선 탈락
irm-LAP = 한 바퀴 뒤짐
irm-RAL = 최하위 처리

## 성별, 메달, 빈자리

gender-M = 남자
gender-W = 여자
gender-X = 혼성
medal-gold = 금
medal-silver = 은
medal-bronze = 동
placeholder-TBD = 미정
placeholder-NOCOMP = 참가 선수 없음
placeholder-BYE = 부전승
placeholder-NOAWARD = 수여하지 않음

## 대진표와 조

phase-group = { $letter }조
bracket-winner = { $unit } 승자
bracket-loser = { $unit } 패자

## 날씨: 하늘, 눈

sky-SUNNY = 맑음
sky-PARTLY = 구름 조금
sky-CLOUDY = 흐림
sky-FOG = 안개
sky-LIGHTSNOW = 약한 눈
sky-SNOWFALL = 눈
sky-RAIN = 비
sky-WINDY = 강풍
snow-HARD = 단단한 눈
snow-PACKED = 다져진 눈
snow-POWDER = 파우더
snow-SOFT = 부드러운 눈
snow-WET = 젖은 눈
snow-ICY = 얼어붙은 눈

## 기록의 종류

record-WR = 세계 기록
record-OR = 대회 기록
record-TR = 코스 기록
record-NR = 국가 기록

## 경기장

venue-SUMMIT = 서밋 코스
venue-RIDGE = 북쪽 능선
venue-PINES = 소나무숲 경기장
venue-EAGLE = 이글 점프대
venue-ICEWAY = 아이스웨이
venue-LANTERN = 랜턴 아레나
venue-HARBOUR = 항구 아이스홀
venue-STONES = 스톤하우스
venue-OVAL = 강변 오벌
venue-TERRACE = 테라스 파크

## 속보 문장

happening-started = { $unit }: 경기가 시작됐습니다.
happening-finished = { $unit }: 경기가 끝났습니다.
happening-finished-first = { $unit }: 경기가 끝났습니다. 1위: { $competitor }.
happening-finished-won = { $unit }: 경기가 끝났습니다. 승리: { $competitor }.
happening-official = { $unit }: 결과가 확정됐습니다.
happening-official-first = { $unit }: 결과가 확정됐습니다. 1위: { $competitor }.
happening-official-won = { $unit }: 결과가 확정됐습니다. 승리: { $competitor }.
happening-protested = { $unit }: 이의가 제기됐습니다.
happening-delayed = { $unit }: 출발이 지연되고 있습니다.
happening-delayed-until = { $unit }: 출발이 지연되고 있습니다. 새 시각: { $start }.
happening-postponed = { $unit }: 경기가 연기됐습니다.
happening-postponed-until = { $unit }: 경기가 연기됐습니다. 새 시각: { $start }.
happening-cancelled = { $unit }: 경기가 취소됐습니다.
happening-interrupted = { $unit }: 경기가 중단됐습니다.
happening-rescheduled = { $unit }: 일정이 변경됐습니다.
happening-rescheduled-until = { $unit }: 일정이 변경됐습니다. 새 시각: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: 금메달은 { $competitor }.
        [silver] { $unit }: 은메달은 { $competitor }.
       *[bronze] { $unit }: 동메달은 { $competitor }.
    }
happening-medal-plain = { $unit }: 메달이 하나 결정됐습니다.
happening-leader = { $unit }: { $competitor }, 선두에 올랐습니다.
happening-leader-plain = { $unit }: 순위가 바뀌었습니다.
competitor-value = { $competitor }({ $value })

## 스포츠에서 지도와 다르게 부르는 선수단

country-AIN = 개인중립선수
country-EOR = 난민 선수단
country-TPE = 차이니스 타이베이
country-HKG = 홍콩
country-GBR = 영국
country-KOR = 대한민국
country-PRK = 북한
country-COD = 콩고민주공화국
country-CGO = 콩고
country-PLE = 팔레스타인
country-MYA = 미얀마
country-USA = 미국
country-IVB = 영국령 버진아일랜드
country-ISV = 미국령 버진아일랜드
