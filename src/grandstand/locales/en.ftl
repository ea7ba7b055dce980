### What Grandstand says, in English. Every catalogue holds the same messages with the same variables.

## Every page

kit-tagline = The night when everybody turns up.
kit-skip = Skip to the content
kit-language = Language
kit-theme-auto = Theme: automatic
kit-theme-light = Theme: light
kit-theme-dark = Theme: dark
kit-loading = One moment…
kit-try-again = Try again
kit-load-more = Show more
kit-cancel = Cancel
kit-sign-out = Sign out
kit-console = Console
kit-fan-page = To the envelopes
kit-role-fan = Fan
kit-role-operator = Operator
kit-role-auditor = Auditor
kit-role-noc = Committee member
kit-role-replay = Replay operator
kit-unreachable = No connection to the server. Check your network and try again.

## Errors, by their stable code

error-auth-missing = You are not signed in.
error-auth-invalid = This sign-in is not valid.
error-auth-expired = Your sign-in has expired.
error-auth-code_used = This sign-in link has expired or was used before.
error-auth-forbidden = Your role does not allow this.
error-auth-guests_closed = Guests cannot open envelopes here. Please use the sign-in link you were sent.
error-auth-cross_site = The request came from another site and was refused.
error-request-invalid = Something in the request is not right. Please check what you entered.
error-request-too_large = The request is too large.
error-request-timeout = The request took too long to arrive. Please try again.
error-request-not_found = There is nothing at this address.
error-limit-rate = You are asking very often. Please wait a moment.
error-server-overloaded = Very many people are here at once. Please try again in a moment.
error-database-unavailable = The books cannot be reached at the moment. Nothing is lost; please try again shortly.
error-server-internal = Something went wrong on our side.
error-campaign-pool_unknown = This campaign does not exist.
error-campaign-not_open = The envelopes are not open at the moment.
error-campaign-gone = All envelopes have been given out.
error-campaign-occasion_unknown = This campaign has no such occasion.
error-campaign-state_conflict = The pool is in a state that does not allow this. Someone else may have acted first.
error-campaign-plan_invalid = This plan does not add up. Please check the amounts, the number of shares and the occasions.

## Fan page

fan-page-title = Your red envelope · Grandstand
fan-eyebrow = Red envelope
fan-lead = One of these is yours. Open it whenever you like: it opens exactly once, however often you ask.
fan-open = Open the envelope
fan-opening = Opening…
fan-open-again = Open it again
fan-next = Next envelope
fan-yours = Yours
fan-opened = You have opened this one. Ask again as often as you like: the same share, the same amount.
fan-paused = The envelopes are paused for a moment. Nothing is lost, and this page notices when they go on.
fan-closed = This campaign has ended. Whatever you received stays in your wallet.
fan-gone = All envelopes have been given out. The last one has just found its owner.
fan-waiting = Your place is safe; asking again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
fan-asking = Your place is safe; asking now.
fan-announcement = You received { $amount } from “{ $title }”.
fan-valid-until = Valid until { $date }
fan-empty-title = No envelopes yet
fan-empty-text = There is nothing to open at the moment. Come back when the evening begins.

wallet-title = Your wallet
wallet-empty = Nothing here yet. The envelopes that you open are kept here.
wallet-share = Share no. { $share }
wallet-pool-unknown = Campaign no. { $pool }

## Sign-in page

sign-in-page-title = Sign in · Grandstand
sign-in-title = Sign in
sign-in-working = Checking your link…
sign-in-done = You are signed in. Taking you there…
sign-in-no-code = This page needs a sign-in link. Open the link that you were sent; it works once.
sign-in-refused = Ask whoever sent it for a new link. Each one works once, and only for a short while.

## Console

console-page-title = Console · Grandstand
console-title = Console
console-gate-title = This page is for operators
console-gate-signed-out = You are not signed in. Open the sign-in link of an operator or an auditor.
console-gate-role = You are signed in as: { $role }. This page needs an operator or an auditor.
console-auditor-note = You are signed in as auditor: you see everything and change nothing.
console-pool = Pool
console-no-pools = There is no pool yet.
console-new-pool = New pool
console-figures = Key figures
console-state = State
console-state-draft = Draft
console-state-open = Open
console-state-paused = Paused
console-state-closed = Closed
console-remaining = Remaining
console-spent = Spent
console-of-total = of { $total }
console-of-budget = { $part } of the budget
console-granted = Shares granted
console-of-shares = of { NUMBER($shares) }
console-rate = Granted per second
console-lanes = { $lanes ->
    [one] on { $lanes } lane
   *[other] on { $lanes } lanes
}
console-live = Live
console-reconnecting = Reconnecting…
console-burn-down = Burn-down
console-plot = Plot of the budget remaining over time; the same figures stand in the table.
console-table-caption = Remaining budget over time
console-column-time = Time
console-column-remaining = Remaining
console-column-granted = Granted
console-no-points = No share has been granted yet. The curve begins with the first one.
console-acts = Audit log
console-acts-caption = Who changed this pool, when and why
console-acts-empty = Nothing has been done to this pool yet.
console-column-when = When
console-column-act = Act
console-column-reason = Reason
console-column-who = Who
console-act-pool-created = Created
console-act-pool-opened = Opened
console-act-pool-paused = Paused
console-act-pool-resumed = Resumed
console-act-pool-closed = Closed

console-do-open = Open
console-do-pause = Pause
console-do-resume = Resume
console-do-close = Close
console-ask-open = Open this pool?
console-ask-pause = Pause this pool?
console-ask-resume = Resume this pool?
console-ask-close = Close this pool for good?
console-effect-open = Fans can open envelopes at once.
console-effect-pause = No envelope opens until you resume. Shares already granted stay as they are.
console-effect-resume = Fans can open envelopes again at once.
console-effect-close = A closed pool never opens again. Shares already granted stay as they are.
console-confirm-open = Open the pool
console-confirm-pause = Pause the pool
console-confirm-resume = Resume the pool
console-confirm-close = Close the pool
console-reason = Reason
console-reason-hint = It is kept in the audit log, { $min } to { $max } characters.
console-reason-missing = Please give a reason of { $min } to { $max } characters.
console-done-open = The pool is open.
console-done-pause = The pool is paused.
console-done-resume = The pool is open again.
console-done-close = The pool is closed.

console-form-titles = Title
console-form-titles-hint = One language at least; fans see theirs, else English.
console-form-budget = Budget
console-form-total = Total amount
console-form-currency = Currency
console-form-shares = Number of shares
console-form-minimum = Smallest share
console-form-curve = Distribution
console-form-curve-uniform = Drawn by lot
console-form-curve-equal = All the same
console-form-occasions = Occasions
console-form-occasions-hint = Separate with commas. Each fan gets one share per occasion.
console-form-valid-until = Shares valid until (optional)
console-form-submit = Create as draft
console-form-wrong-title = Please give a title in at least one language.
console-form-wrong-currency = Please give a currency code of three letters, such as CNY.
console-form-wrong-amount = Please give amounts as plain numbers, such as 200000 or 0.01.
console-form-wrong-shares = Please give a whole number of shares, 1 or more.
console-form-wrong-budget = The total does not suffice: every share needs at least the smallest amount.
console-form-wrong-occasions = Please name 1 to { $max } occasions.
console-form-done = The pool is created as a draft.

## Demo

demo-pool-title = Opening night envelope
demo-night-title = The night of 6 February
