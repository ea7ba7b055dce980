### What the assistant says in this language; en.ftl explains the messages.

help = 我了解本届运动会的赛程、实时比赛、成绩、奖牌、运动员、纪录和天气，也了解规则和前往场馆的路线，每条信息都有来源。我还能播放回放、制作表格和图表。
help-acts = 我还可以告诉你还能赢什么，帮你打开红包、使用代金券、查询订单，以及邀请朋友。
greeting = 你好！想了解运动会的什么？
thanks = 不客气。
out-of-scope = 这个问题我没有信息来源，所以不会猜测。你可以问我本届运动会的赛程、成绩、奖牌、运动员和规则，或者你的红包、代金券和订单。
smalltalk = 我是本届运动会的助手，是一个没有感情和观点的程序，但很乐意帮忙。关于运动会的事都可以问我。

suggest-live = 现在有什么直播？
suggest-today = 今天有什么比赛？
suggest-table = 给我看奖牌榜
suggest-missed = 我错过了什么？
suggest-win = 我还能赢什么？
suggest-order = 给我点一杯奶茶
suggest-plot = 画出每天的奖牌数
