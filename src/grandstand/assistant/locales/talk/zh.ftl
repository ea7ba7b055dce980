### What the assistant says in this language; en.ftl explains the messages.

help = 我了解本届运动会的赛程、实时比赛、成绩、奖牌、运动员和代表团，每条信息都有来源。可以问我谁赢了、什么时候开始，或者你错过了什么。
greeting = 你好！想了解运动会的什么？
thanks = 不客气。
out-of-scope = 这个问题我没有信息来源，所以不会猜测。我可以告诉你本届运动会的赛程、成绩、奖牌和运动员。
smalltalk = 这个我无法评判，不过我很了解本届赛事，欢迎提问。
