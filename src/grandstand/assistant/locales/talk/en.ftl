### What the assistant says outside of any part of Grandstand.

help = I know the schedule, what is live, results, medals, athletes, records and the weather of these Games, the rules and the way to the venues, each with its source. I also show replays and draw tables and plots.
help-acts = And I tell you what you can still win, open your red envelopes, redeem your vouchers, follow your orders and help you to invite friends.
greeting = Hello! What would you like to know about the Games?
thanks = You are welcome.
out-of-scope = I have no source for that, so I will not guess. Ask me about the schedule, results, medals, athletes and rules of these Games, or about your envelopes, vouchers and orders.
smalltalk = I am the assistant of these Games, a program without feelings or opinions, but always glad to help. Ask me anything about the Games.

# Questions that may come next; the fan asks them in her own name.
suggest-live = What is live right now?
suggest-today = What is on today?
suggest-table = Show me the medal table
suggest-missed = What did I miss?
suggest-win = What can I still win?
suggest-order = Order me a milk tea
suggest-plot = Plot the medals by day
