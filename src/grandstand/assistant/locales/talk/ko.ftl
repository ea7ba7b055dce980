### What the assistant says in this language; en.ftl explains the messages.

help = 이 대회의 일정, 진행 상황, 결과, 메달, 선수, 기록과 날씨, 그리고 규칙과 경기장 가는 길을 출처와 함께 알려 드립니다. 다시보기를 보여 드리고 표와 그래프도 그려 드립니다.
help-acts = 또한 아직 받을 수 있는 경품을 알려 드리고, 빨간 봉투를 열고, 쿠폰을 사용하고, 주문을 확인하고, 친구 초대를 도와 드립니다.
greeting = 안녕하세요! 대회에 대해 무엇이 궁금하신가요?
thanks = 천만에요.
out-of-scope = 그에 대한 출처가 없으므로 추측하지 않겠습니다. 이 대회의 일정, 결과, 메달, 선수, 규칙이나 내 봉투, 쿠폰, 주문에 대해 물어보세요.
smalltalk = 저는 이 대회의 도우미로, 감정도 의견도 없는 프로그램이지만 언제든 기꺼이 도와 드립니다. 대회에 대해 무엇이든 물어보세요.

suggest-live = 지금 생중계되는 게 뭐예요?
suggest-today = 오늘 일정이 뭐예요?
suggest-table = 메달 순위 보여줘
suggest-missed = 제가 뭘 놓쳤나요?
suggest-win = 제가 아직 뭘 받을 수 있나요?
suggest-order = 밀크티 하나 주문해줘
suggest-plot = 날짜별 메달 그래프 그려줘
