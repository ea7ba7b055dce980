### 競技の日本語名。どの言語にも同じメッセージと同じ変数がある。

## 競技

discipline-ALP = アルペンスキー
discipline-BTH = バイアスロン
discipline-BOB = ボブスレー
discipline-CCS = クロスカントリースキー
discipline-CUR = カーリング
discipline-FRS = フリースタイルスキー
discipline-FSK = フィギュアスケート
discipline-IHO = アイスホッケー
discipline-LUG = リュージュ
discipline-NCB = ノルディック複合
discipline-SBD = スノーボード
discipline-SJP = スキージャンプ
discipline-SKN = スケルトン
discipline-SMT = 山岳スキー
discipline-SSK = スピードスケート
discipline-STK = ショートトラック

## 種目

event-name =
    { $gender ->
        [W] 女子{ $event }
        [M] 男子{ $event }
       *[X] 混合{ $event }
    }
event-ALP-DOWNHILL = 滑降
event-ALP-SUPERG = スーパー大回転
event-ALP-GS = 大回転
event-ALP-SLALOM = 回転
event-ALP-TEAMCOMB = チーム複合
event-BTH-SPRINT = スプリント
event-BTH-PURSUIT = パシュート
event-BTH-INDIVID = 個人
event-BTH-MASS = マススタート
event-BTH-RELAY = リレー
event-BOB-TWO = 2人乗り
event-BOB-FOUR = 4人乗り
event-BOB-MONO = モノボブ
event-CCS-SKIATH = スキーアスロン
event-CCS-SPRINT = スプリント
event-CCS-10KM = 10キロ
event-CCS-50KM = 50キロ
event-CCS-RELAY = リレー
event-CCS-TEAMSPR = チームスプリント
event-CUR-TEAM = カーリング
event-CUR-DOUBLES = ダブルス
event-FRS-MOGULS = モーグル
event-FRS-DUALMOG = デュアルモーグル
event-FRS-AERIALS = エアリアル
event-FRS-SKICROSS = スキークロス
event-FRS-HALFPIPE = フリースキー・ハーフパイプ
event-FRS-SLOPE = フリースキー・スロープスタイル
event-FRS-BIGAIR = フリースキー・ビッグエア
event-FRS-AERTEAM = 団体エアリアル
event-FSK-SINGLES = シングル
event-FSK-PAIRS = ペア
    .X = ペア
event-FSK-DANCE = アイスダンス
    .X = アイスダンス
event-FSK-TEAM = 団体
    .X = 団体
event-IHO-TEAM6 = アイスホッケー
event-LUG-SINGLES = 1人乗り
event-LUG-DOUBLES = 2人乗り
event-LUG-RELAY = チームリレー
    .X = チームリレー
event-NCB-NH10KM = 個人ノーマルヒル・10キロ
event-NCB-LH10KM = 個人ラージヒル・10キロ
event-NCB-TEAMSPR = 団体スプリント
event-SBD-PGS = パラレル大回転
event-SBD-SBCROSS = スノーボードクロス
event-SBD-HALFPIPE = ハーフパイプ
event-SBD-SLOPE = スロープスタイル
event-SBD-BIGAIR = ビッグエア
event-SBD-CROSSTM = 団体スノーボードクロス
event-SJP-NH = 個人ノーマルヒル
event-SJP-LH = 個人ラージヒル
event-SJP-SUPERTM = スーパー団体
event-SJP-TEAM = 団体
event-SKN-SINGLES = スケルトン
event-SKN-TEAM = 団体
event-SMT-SPRINT = スプリント
event-SMT-RELAY = リレー
event-SSK-500M = 500メートル
event-SSK-1000M = 1000メートル
event-SSK-1500M = 1500メートル
event-SSK-3000M = 3000メートル
event-SSK-5000M = 5000メートル
event-SSK-10000M = 10000メートル
event-SSK-MASS = マススタート
event-SSK-PURSUIT = 団体パシュート
event-STK-500M = 500メートル
event-STK-1000M = 1000メートル
event-STK-1500M = 1500メートル
event-STK-RELAY = リレー

## ラウンドと組

phase-QUAL = 予選
phase-PREL = 総当たり予選
phase-HEAT = 予選
phase-8FNL = 決勝トーナメント1回戦
phase-QFNL = 準々決勝
phase-SFNL = 準決勝
phase-BRNZ =
    { $kind ->
        [match] 3位決定戦
       *[other] スモールファイナル
    }
phase-FNL = 決勝
unit-series =
    { $kind ->
        [match] { $phase } 第{ $number }試合
        [heat] { $phase } { $number }組
        [run] { $phase } { $number }本目
        [round] { $phase } { $number }回目
       *[part] { $phase } 第{ $number }部
    }
unit-knockout =
    { $kind ->
        [match] { $phase } 第{ $number }試合
       *[other] { $phase } { $number }組
    }
unit-heat = 予選 { $number }組
unit-part = { $unit } 第{ $number }部
unit-segment = { $phase } { $segment }
name-within = { $before } { $after }
segment-short = ショートプログラム
segment-free = フリースケーティング
segment-rhythm = リズムダンス
segment-free-dance = フリーダンス
segment-jumping = 前半ジャンプ
segment-skiing = 後半クロスカントリー

## 状況

status-UNSCHEDULED = 日時未定
status-SCHEDULED = 予定
status-GETTING_READY = まもなく開始
status-RUNNING = 競技中
status-SCHEDULED_BREAK = 休憩
status-INTERRUPTED = 中断
status-DELAYED = 遅延
status-POSTPONED = 延期
status-RESCHEDULED = 日程変更
status-CANCELLED = 中止
status-FINISHED = 終了
result-START_LIST = スタートリスト
result-LIVE = 速報
result-INTERMEDIATE = 途中経過
result-UNCONFIRMED = 未確認
result-UNOFFICIAL = 非公式
result-OFFICIAL = 公式
result-PARTIAL = 一部の結果
result-PROTESTED = 抗議審議中
result-PROVISIONAL = 暫定

## 結果がない理由

irm-DNS = スタートせず
irm-DNF = 途中棄権
irm-DSQ = 失格
irm-DNQ = 予選落ち
irm-LAP = 周回遅れ
irm-RAL = 最下位扱い

## 性別、メダル、空き枠

gender-M = 男子
gender-W = 女子
gender-X = 混合
medal-gold = 金
medal-silver = 銀
medal-bronze = 銅
placeholder-TBD = 未定
placeholder-NOCOMP = 出場者なし
placeholder-BYE = 不戦勝
placeholder-NOAWARD = 授与なし

## トーナメント表とグループ

phase-group = グループ{ $letter }
bracket-winner = { $unit }の勝者
bracket-loser = { $unit }の敗者

## 天候と雪質

sky-SUNNY = 晴れ
sky-PARTLY = 晴れ時々くもり
sky-CLOUDY = くもり
sky-FOG = 霧
sky-LIGHTSNOW = 小雪
sky-SNOWFALL = 雪
sky-RAIN = 雨
sky-WINDY = 強風
snow-HARD = ハードバーン
snow-PACKED = 圧雪
snow-POWDER = パウダー
snow-SOFT = 柔らかい雪
snow-WET = 湿雪
snow-ICY = アイスバーン

## 記録の種類

record-WR = 世界記録
record-OR = 大会記録
record-TR = コース記録
record-NR = 国内記録

## 会場

venue-SUMMIT = サミットコース
venue-RIDGE = 北尾根
venue-PINES = 松の森スタジアム
venue-EAGLE = イーグルジャンプ台
venue-ICEWAY = アイスウェイ
venue-LANTERN = ランタンアリーナ
venue-HARBOUR = 港アイスホール
venue-STONES = ストーンハウス
venue-OVAL = リバーサイドオーバル
venue-TERRACE = テラスパーク

## 速報の文

happening-started = { $unit }：競技が始まりました。
happening-finished = { $unit }：競技が終了しました。
happening-finished-first = { $unit }：競技が終了し、1位は{ $competitor }です。
happening-finished-won = { $unit }：試合が終了し、勝者は{ $competitor }です。
happening-official = { $unit }：結果が確定しました。
happening-official-first = { $unit }：結果が確定し、1位は{ $competitor }です。
happening-official-won = { $unit }：結果が確定し、勝者は{ $competitor }です。
happening-protested = { $unit }：抗議が提出されました。
happening-delayed = { $unit }：開始が遅れています。
happening-delayed-until = { $unit }：開始が遅れています。新しい開始時刻：{ $start }。
happening-postponed = { $unit }：競技は延期されました。
happening-postponed-until = { $unit }：競技は延期されました。新しい開始時刻：{ $start }。
happening-cancelled = { $unit }：競技は中止になりました。
happening-interrupted = { $unit }：競技が中断されました。
happening-rescheduled = { $unit }：日程が変更されました。
happening-rescheduled-until = { $unit }：日程が変更されました。新しい開始時刻：{ $start }。
happening-medal =
    { $colour ->
        [gold] { $unit }：{ $competitor }が金メダルを獲得しました。
        [silver] { $unit }：{ $competitor }が銀メダルを獲得しました。
       *[bronze] { $unit }：{ $competitor }が銅メダルを獲得しました。
    }
happening-medal-plain = { $unit }：メダルが1つ決まりました。
happening-leader = { $unit }：{ $competitor }が首位に立ちました。
happening-leader-plain = { $unit }：順位に変動がありました。
competitor-value = { $competitor }({ $value })

## 競技会での呼び名が地図と異なる選手団

country-AIN = 個人資格の中立選手
country-EOR = 難民選手団
country-TPE = チャイニーズ・タイペイ
country-HKG = 香港
country-GBR = 英国
country-KOR = 韓国
country-PRK = 北朝鮮
country-COD = コンゴ民主共和国
country-CGO = コンゴ共和国
country-PLE = パレスチナ
country-MYA = ミャンマー
country-USA = アメリカ
country-IVB = 英領バージン諸島
country-ISV = 米領バージン諸島
