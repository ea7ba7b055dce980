### What the assistant says in this language; en.ftl explains the messages.

help = 이 대회의 일정, 진행 상황, 결과, 메달, 선수와 선수단을 출처와 함께 알려 드립니다. 누가 이겼는지, 언제 시작하는지, 무엇을 놓쳤는지 물어보세요.
greeting = 안녕하세요! 대회에 대해 무엇이 궁금하신가요?
thanks = 천만에요.
out-of-scope = 그에 대한 출처가 없으므로 추측하지 않겠습니다. 이 대회의 일정, 결과, 메달, 선수에 대해 알려 드릴 수 있습니다.
smalltalk = 그건 제가 판단할 일이 아니지만, 이번 대회에 대해서는 잘 알고 있습니다. 무엇이든 물어보세요.
