### What the assistant says outside of any part of Grandstand.

help = I know the schedule, what is live, results, medals, athletes and delegations of these Games, each with its source. Ask me who won, when something starts, or what you have missed.
greeting = Hello! What would you like to know about the Games?
thanks = You are welcome.
out-of-scope = I have no source for that, so I will not guess. I can tell you about the schedule, results, medals and athletes of these Games.
smalltalk = That is not for me to judge, but I know these Games well. Ask me anything about them.
