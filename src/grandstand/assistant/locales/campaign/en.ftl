### What the assistant says about the campaign. Every language has the same messages with the same variables, and no
### number, name or time of its own. $pool is what a pool is called, $shop a merchant, $amount money.

## For whom it is
join-link = You are not signed in. Come by the sign-in link that you were sent; then I can open envelopes and order for you as well.
join-guest = You are not signed in. On the page of the envelopes you can join as a guest, or come by the sign-in link that you were sent; then I can open envelopes and order for you as well.
only-fans = You are signed in for your work. Envelopes, vouchers and orders belong to fans.

## What can still be won
way-ask = { $pool }: you can open this envelope now.
way-ask-until = { $pool }: you can open this envelope now; the last chance is { $when }.
way-opens = { $pool }: it opens { $when }.
way-soon = { $pool } will open; the time has not been announced yet.
way-paused = { $pool } is taking a short break. Nothing is lost.
way-line = { $pool }: there is a line. Expected wait in minutes: { $minutes }.
way-line-stopped = { $pool }: there is a line, and nobody is let in at the moment. Places are kept.
pool-gone = { $pool }: everything has been given out.
pool-over = { $pool } is over.
draw = Draw, { $pool }: tickets that you can take: { $count }. The last chance is { $when }.
draw-opens = Draw, { $pool }: tickets can be taken for the first time { $when }.
draw-earned = Draw, { $pool }: friends who use your code bring you more tickets; the last chance is { $when }.
way-invite = Invite friends: each one who uses your code brings both of you a gift. { $pool }: gifts that are left for you: { $count }.
way-invited = If a friend gave you a code, use it: it brings both of you a gift. { $pool }.
invite-opens = Invitations, { $pool }: they begin to count { $when }.
ways-none = There is nothing new to win at the moment. What you have stays yours.
notice = { $text }
notice-pool = { $pool }: { $text }

## What is hers
have-sum = In your wallet: { $amount }.
share = { $pool }: { $amount }, { $when }.
share-review = { $pool }: { $amount }. Somebody is taking a closer look at this one. It is not lost, and there is nothing you need to do.
voucher-valid = Voucher, { $pool }: { $amount }, ready to use.
voucher-until = Voucher, { $pool }: { $amount }, ready to use. The last chance is { $when }.
voucher-held = Voucher, { $pool }: { $amount }, held at { $shop }.
voucher-used = Voucher, { $pool }: { $amount }, used at { $shop }.
voucher-expired = Voucher, { $pool }: { $amount }, no longer valid.
voucher-review = Voucher, { $pool }: { $amount }. Somebody is taking a closer look at it. It is not lost, and there is nothing you need to do.
have-nothing = Your wallet is still empty.

## Opening an envelope
envelope-none = There is no envelope for you to open at the moment.
envelope-confirm = Shall I open this envelope for you: { $pool }?
envelope-button = Open { $pool }
line-confirm = Shall I take a place in the line for you: { $pool }?
line-button = Join the line for { $pool }

## Ordering
order-offer = { $shop } ({ $kind }) has room now. Your voucher pays { $amount }.
order-at-shop = What exactly you have, you say at the shop.
order-choose = Which shop shall it be? What exactly you have, you say there.
order-confirm = Shall I order at { $shop } and pay with your voucher of { $amount }?
order-button = Order at { $shop }
order-one = A voucher pays for one order, so I order one at a time.
order-dearer = Your voucher is worth more than you named: { $amount }. It is used up as a whole.
order-place-unknown = How far the shops are from there I do not know. These have room:
order-none = You have no voucher that can be used at the moment.
order-wrong-kind = Your vouchers are for something else: { $kinds }.
order-full = No shop for this has room at the moment. Your voucher stays valid.
order-room-at = { $shop } is full; it has room again { $when }.
order-room-soon = { $shop } is full; it has room again as soon as an order there is finished.

## What has become of orders
state-none = You have not ordered anything yet.
state-asking = { $shop }, { $amount }: the shop is being asked whether it has room.
state-held = { $shop }, { $amount }: your place is kept; order by then: { $when }.
state-captured = { $shop }, { $amount }: ordered. The shop has not confirmed it yet.
state-done = { $shop }, { $amount }: confirmed. Enjoy!
state-voided = { $shop }, { $amount }: nothing came of this order; the voucher was given back.
state-expired = { $shop }, { $amount }: it was not ordered in time; the voucher was given back.

## Invitations
invite-code = Your code is { $code }. Pass it on: when a friend uses it, both of you get a gift.
invite-no-code = You have no code yet. You get it on the page of the envelopes, under the invitations.
invite-rewarded = Gifts for invited friends: { $count } of { $most }.
invite-next = The next friend who uses your code brings you: { $pool }.
invite-full = You have all the gifts for invitations. Friends who use your code still get theirs.
invite-ticket = Friends today: { $count } of { $wanted } for a ticket in the draw.
invite-none = There are no invitations at the moment.

## After her word
done-envelope = { $pool }: { $amount } is yours.
line-joined = You are in the line, { $pool }. Ahead of you: { $count }. Your place is kept.
line-expected = Expected wait in minutes: { $minutes }. Ask me again then.
refused = { $reason }
act-unsure = I could not find out whether it worked. Just press again: it happens once, however often you press.
act-wait = Many people are asking right now. Nothing is lost; please press again in a moment. Seconds: { $seconds }.
act-again = Shall I try it again?
again-button = Try again

## What may be asked next
suggest-can-win = What can I still win?
suggest-envelope = Open my red envelope
suggest-tea = Order me a milk tea
suggest-order-state = Where is my order?
suggest-wallet = What is in my wallet?
suggest-invite = How do I invite a friend?
