### What the assistant says in this language; en.ftl explains the messages.

help = この大会の日程、競技の現況、結果、メダル、選手、記録、天気に加え、ルールや会場への行き方も、出典とともにお答えします。リプレイの表示や、表とグラフの作成もできます。
help-acts = ほかにも、まだ当たる賞品のご案内、赤い封筒の開封、引換券の利用、注文の確認、友達の招待をお手伝いします。
greeting = こんにちは。大会について何を知りたいですか？
thanks = どういたしまして。
out-of-scope = それについては出典がないため、推測ではお答えしません。この大会の日程、結果、メダル、選手、ルール、またはあなたの封筒、引換券、注文についてお尋ねください。
smalltalk = 私はこの大会のアシスタントで、感情も意見もないプログラムですが、いつでも喜んでお手伝いします。大会のことなら何でも聞いてください。

suggest-live = 今ライブの競技は？
suggest-today = 今日の予定は？
suggest-table = メダル順位を見せて
suggest-missed = 何を見逃しましたか？
suggest-win = まだ何が当たりますか？
suggest-order = ミルクティーを注文して
suggest-plot = 日ごとのメダル数をグラフにして
