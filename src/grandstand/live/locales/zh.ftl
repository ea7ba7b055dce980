### 体育项目的中文名称。各语言的消息与变量完全相同。

## 分项

discipline-ALP = 高山滑雪
discipline-BTH = 冬季两项
discipline-BOB = 雪车
discipline-CCS = 越野滑雪
discipline-CUR = 冰壶
discipline-FRS = 自由式滑雪
discipline-FSK = 花样滑冰
discipline-IHO = 冰球
discipline-LUG = 雪橇
discipline-NCB = 北欧两项
discipline-SBD = 单板滑雪
discipline-SJP = 跳台滑雪
discipline-SKN = 钢架雪车
discipline-SMT = 滑雪登山
discipline-SSK = 速度滑冰
discipline-STK = 短道速滑

## 小项

event-name =
    { $gender ->
        [W] 女子{ $event }
        [M] 男子{ $event }
       *[X] 混合{ $event }
    }
event-ALP-DOWNHILL = 滑降
event-ALP-SUPERG = 超级大回转
event-ALP-GS = 大回转
event-ALP-SLALOM = 回转
event-ALP-TEAMCOMB = 团体全能
event-BTH-SPRINT = 短距离
event-BTH-PURSUIT = 追逐
event-BTH-INDIVID = 个人
event-BTH-MASS = 集体出发
event-BTH-RELAY = 接力
event-BOB-TWO = 双人雪车
event-BOB-FOUR = 四人雪车
event-BOB-MONO = 单人雪车
event-CCS-SKIATH = 双追逐
event-CCS-SPRINT = 个人短距离
event-CCS-10KM = 10公里
event-CCS-50KM = 50公里
event-CCS-RELAY = 接力
event-CCS-TEAMSPR = 团体短距离
event-CUR-TEAM = 冰壶赛
event-CUR-DOUBLES = 双人
event-FRS-MOGULS = 雪上技巧
event-FRS-DUALMOG = 双人雪上技巧
event-FRS-AERIALS = 空中技巧
event-FRS-SKICROSS = 障碍追逐
event-FRS-HALFPIPE = 自由式U型场地技巧
event-FRS-SLOPE = 自由式坡面障碍技巧
event-FRS-BIGAIR = 自由式大跳台
event-FRS-AERTEAM = 空中技巧团体
    .X = 空中技巧混合团体
event-FSK-SINGLES = 单人滑
event-FSK-PAIRS = 双人滑
    .X = 双人滑
event-FSK-DANCE = 冰上舞蹈
    .X = 冰上舞蹈
event-FSK-TEAM = 团体赛
    .X = 团体赛
event-IHO-TEAM6 = 冰球赛
event-LUG-SINGLES = 单人雪橇
event-LUG-DOUBLES = 双人雪橇
event-LUG-RELAY = 团体接力
    .X = 团体接力
event-NCB-NH10KM = 标准台及10公里越野
event-NCB-LH10KM = 大跳台及10公里越野
event-NCB-TEAMSPR = 团体短距离
event-SBD-PGS = 平行大回转
event-SBD-SBCROSS = 障碍追逐
event-SBD-HALFPIPE = U型场地技巧
event-SBD-SLOPE = 坡面障碍技巧
event-SBD-BIGAIR = 大跳台
event-SBD-CROSSTM = 障碍追逐团体
    .X = 障碍追逐混合团体
event-SJP-NH = 个人标准台
event-SJP-LH = 个人大跳台
event-SJP-SUPERTM = 超级团体
event-SJP-TEAM = 团体
event-SKN-SINGLES = 钢架雪车
event-SKN-TEAM = 团体
event-SMT-SPRINT = 短距离
event-SMT-RELAY = 接力
event-SSK-500M = 500米
event-SSK-1000M = 1000米
event-SSK-1500M = 1500米
event-SSK-3000M = 3000米
event-SSK-5000M = 5000米
event-SSK-10000M = 10000米
event-SSK-MASS = 集体出发
event-SSK-PURSUIT = 团体追逐
event-STK-500M = 500米
event-STK-1000M = 1000米
event-STK-1500M = 1500米
event-STK-RELAY = 接力
    .X = 混合团体接力

## 阶段与场次

phase-QUAL = 资格赛
phase-PREL = 循环赛
phase-HEAT = 预赛
phase-8FNL = 1/8决赛
phase-QFNL = 1/4决赛
phase-SFNL = 半决赛
phase-BRNZ =
    { $kind ->
        [match] 铜牌赛
       *[other] 小决赛
    }
phase-FNL = 决赛
unit-series =
    { $kind ->
        [match] { $phase }第{ $number }场
        [heat] { $phase }第{ $number }组
        [run] { $phase }第{ $number }轮
        [round] { $phase }第{ $number }轮
       *[part] { $phase }第{ $number }部分
    }
unit-knockout =
    { $kind ->
        [match] { $phase }第{ $number }场
       *[other] { $phase }第{ $number }组
    }
unit-heat = 预赛第{ $number }组
unit-part = { $unit }第{ $number }部分
unit-segment = { $phase }：{ $segment }
name-within = { $before }，{ $after }
segment-short = 短节目
segment-free = 自由滑
segment-rhythm = 韵律舞
segment-free-dance = 自由舞
segment-jumping = 跳台滑雪
segment-skiing = 越野滑雪

## 状态

status-UNSCHEDULED = 时间待定
status-SCHEDULED = 已排定
status-GETTING_READY = 即将开始
status-RUNNING = 进行中
status-SCHEDULED_BREAK = 休息
status-INTERRUPTED = 中断
status-DELAYED = 延迟
status-POSTPONED = 推迟
status-RESCHEDULED = 改期
status-CANCELLED = 取消
status-FINISHED = 已结束
result-START_LIST = 出发名单
result-LIVE = 实时
result-INTERMEDIATE = 阶段成绩
result-UNCONFIRMED = 待确认
result-UNOFFICIAL = 非正式
result-OFFICIAL = 正式
result-PARTIAL = 部分成绩
result-PROTESTED = 申诉中
result-PROVISIONAL = 暂定

## 为何没有成绩

irm-DNS = 未出发
irm-DNF = 未完赛
irm-DSQ = 取消资格
irm-DNQ = 未晋级
irm-LAP = 被套圈
irm-RAL = 判列末位

## 组别、奖牌、空位

gender-M = 男子
gender-W = 女子
gender-X = 混合
medal-gold = 金牌
medal-silver = 银牌
medal-bronze = 铜牌
placeholder-TBD = 待定
placeholder-NOCOMP = 无选手
placeholder-BYE = 轮空
placeholder-NOAWARD = 未颁发

## 对阵表与小组

phase-group = { $letter }组
bracket-winner = { $unit }胜者
bracket-loser = { $unit }负者

## 天气：天空、雪质

sky-SUNNY = 晴
sky-PARTLY = 多云
sky-CLOUDY = 阴
sky-FOG = 雾
sky-LIGHTSNOW = 小雪
sky-SNOWFALL = 降雪
sky-RAIN = 雨
sky-WINDY = 大风
snow-HARD = 硬雪
snow-PACKED = 压实雪
snow-POWDER = 粉雪
snow-SOFT = 软雪
snow-WET = 湿雪
snow-ICY = 冰状雪

## 纪录种类

record-WR = 世界纪录
record-OR = 赛会纪录
record-TR = 赛道纪录
record-NR = 全国纪录

## 场馆

venue-SUMMIT = 顶峰雪道
venue-RIDGE = 北岭
venue-PINES = 松林体育场
venue-EAGLE = 雄鹰跳台
venue-ICEWAY = 冰道
venue-LANTERN = 灯笼体育馆
venue-HARBOUR = 海港冰球馆
venue-STONES = 壶石馆
venue-OVAL = 河畔速滑馆
venue-TERRACE = 梯田公园

## 动态

happening-started = { $unit }：比赛已开始。
happening-finished = { $unit }：比赛已结束。
happening-finished-first = { $unit }：比赛已结束，{ $competitor }排名第一。
happening-finished-won = { $unit }：比赛已结束，{ $competitor }获胜。
happening-official = { $unit }：成绩已成为正式成绩。
happening-official-first = { $unit }：成绩已成为正式成绩，{ $competitor }排名第一。
happening-official-won = { $unit }：成绩已成为正式成绩，{ $competitor }获胜。
happening-protested = { $unit }：有人提出申诉。
happening-delayed = { $unit }：比赛延迟开始。
happening-delayed-until = { $unit }：比赛延迟开始，新的开始时间：{ $start }。
happening-postponed = { $unit }：比赛推迟。
happening-postponed-until = { $unit }：比赛推迟，新的开始时间：{ $start }。
happening-cancelled = { $unit }：比赛取消。
happening-interrupted = { $unit }：比赛中断。
happening-rescheduled = { $unit }：比赛改期。
happening-rescheduled-until = { $unit }：比赛改期，新的开始时间：{ $start }。
happening-medal =
    { $colour ->
        [gold] { $unit }：{ $competitor }获得金牌。
        [silver] { $unit }：{ $competitor }获得银牌。
       *[bronze] { $unit }：{ $competitor }获得铜牌。
    }
happening-medal-plain = { $unit }：一枚奖牌已产生。
happening-leader = { $unit }：{ $competitor }升至首位。
happening-leader-plain = { $unit }：排名有变化。
competitor-value = { $competitor }（{ $value }）

## 体育界称呼与地图不同的代表团

country-AIN = 个人中立运动员
country-EOR = 难民代表团
country-TPE = 中华台北
country-HKG = 中国香港
country-GBR = 英国
country-KOR = 韩国
country-PRK = 朝鲜
country-COD = 刚果（金）
country-CGO = 刚果（布）
country-PLE = 巴勒斯坦
country-MYA = 缅甸
country-USA = 美国
country-IVB = 英属维尔京群岛
country-ISV = 美属维尔京群岛
