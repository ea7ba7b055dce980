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
kit-close = Close
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
error-campaign-claim_unknown = You have no share for this occasion.
error-campaign-raise_unknown = This raise does not exist.
error-campaign-receipt_invalid = The receipt does not prove what it says.
error-campaign-ledger_invalid = This file is not a ledger that can be verified.

## Fan page

fan-page-title = Your red envelope · Grandstand
fan-eyebrow = Red envelope
fan-lead = One of these is yours. Open it whenever you like: it opens exactly once, however often you ask.
fan-scheduled = One of these is yours. They open for everybody at the same moment; this page knows when, and there is no need to reload it.
fan-opens-at = Opens: { $date }
fan-opens-in = Time left until the opening
fan-open-now = The envelopes are open now.
fan-open = Open the envelope
fan-opening = Opening…
fan-open-again = Open it again
fan-next = Next envelope
fan-yours = Yours
fan-opened = You have opened this one. Ask again as often as you like: the same share, the same amount.
fan-paused = The envelopes are paused for a moment. Nothing is lost, and this page notices when they go on.
fan-closed = This campaign has ended. Whatever you received stays in your wallet.
fan-revealed = This campaign has ended and its seed is revealed: now you can check your amount to the last digit.
fan-gone = All envelopes have been given out. The last one has just found its owner.
fan-waiting = Your place is safe; asking again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
fan-asking = Your place is safe; asking now.
fan-announcement = You received { $amount } from “{ $title }”.
fan-valid-until = Valid until { $date }
fan-verify = Fixed before you came: verify
fan-empty-title = No envelopes yet
fan-empty-text = There is nothing to open at the moment. Come back when the evening begins.

wallet-title = Your wallet
wallet-empty = Nothing here yet. The envelopes that you open are kept here.
wallet-share = Share no. { $share }
wallet-pool-unknown = Campaign no. { $pool }
wallet-verify = Verify
wallet-verify-share = Verify share no. { $share }

## Proof of a share

proof-title = Fixed before you came
proof-lead = Your amount was decided before you opened the envelope. This page checks that by itself, here in your browser.
proof-passed = matches
proof-pending = follows later
proof-failed = does not match
proof-signature = The receipt is signed
proof-signature-passed = The signature belongs to key { $key }, which is published for this campaign.
proof-claim = It speaks of your share
proof-claim-passed = Share no. { $share }, { $amount }, occasion “{ $occasion }”: just as your wallet says.
proof-batch = It stands in the books
proof-batch-passed = { $claims ->
    [one] Yours is the only claim in batch { $batch } of lane { $lane }, and it leads to the root that was signed.
   *[other] Batch { $batch } of lane { $lane } holds { $claims } claims, and a path leads from yours to the root that was signed.
}
proof-budget = The amounts were fixed before
proof-budget-passed = The commitment was published on { $committed }; your envelope opened on { $opened }. The signed batch names that very commitment.
proof-seed = The seed matches its commitment
proof-seed-pending = The seed is revealed after closing. Until then this commitment, published beforehand, holds it fast:
proof-seed-passed = The seed is revealed. Together with the terms it gives exactly the commitment that was published beforehand.
proof-amount = The amount follows from the seed
proof-amount-pending = Once the seed is revealed, your browser works your amount out again, from the seed alone.
proof-amount-passed = Worked out again from the seed, share no. { $share } is worth { $amount }: exactly what you received.
proof-verdict-passed = Everything matches: your amount was fixed before you came.
proof-verdict-pending = All that can be checked today matches. The rest follows once the seed is revealed.
proof-verdict-failed = Something does not match. Save this proof and show it to an auditor.
proof-why-unreadable = This part of the proof cannot be read.
proof-why-key-unknown = The receipt names a key that is not published for this campaign.
proof-why-signature-wrong = The signature does not fit this receipt: something in it was changed.
proof-why-other-pool = The receipt belongs to another campaign.
proof-why-other-share = The receipt speaks of another share than your wallet.
proof-why-other-amount = The receipt speaks of another amount than your wallet.
proof-why-other-occasion = The receipt speaks of another occasion than your wallet.
proof-why-path-wrong = The path does not lead from your claim to the root that was signed.
proof-why-head-differs = Another batch was published in this place than the one that was signed for you.
proof-why-budget-unknown = The signed batch names other commitments than the published ones.
proof-why-tranche-missing = Your share lies in no part of the budget that was committed to by then.
proof-why-committed-late = The commitment was published only after your envelope was opened.
proof-why-commitment-wrong = Seed and terms do not give the commitment that was published.
proof-why-terms-differ = The terms that were committed to are not those of this campaign.
proof-why-amount-differs = From the seed follows another amount than the one you received.
proof-save = Save the proof
proof-again = Fetch the receipt again
proof-figures = Show the figures
proof-figure-claim = Line of your claim
proof-figure-header = Line of the batch
proof-figure-path = Path to the root
proof-figure-signature = Signature
proof-figure-key = Public key
proof-figure-commitment = Commitment
proof-figure-seed = Seed

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
console-state-scheduled = Scheduled
console-state-open = Open
console-state-paused = Paused
console-state-closed = Closed
console-state-revealed = Revealed
console-opens-at = Opens: { $time }
console-opened-at = Opened: { $time }
console-closes-at = Closes: { $time }
console-valid-until = Shares valid until { $time }
console-faults = The books do not balance
console-faults-advice = The check that always runs has found this. Pause the pool and look into it before you go on.
console-remaining = Remaining
console-spent = Spent
console-of-total = of { $total }
console-of-budget = { $part } of the budget
console-granted = Shares granted
console-of-shares = of { NUMBER($shares) }
console-rate = Granted per second
console-forecast = Empty at
console-ahead = { $shares } ahead of plan
console-behind = { $shares } behind plan
console-lanes = { $lanes ->
    [one] on { $lanes } lane
   *[other] on { $lanes } lanes
}
console-live = Live
console-reconnecting = Reconnecting…
console-burn-down = Burn-down
console-plot = Plot of the budget remaining over time; the same figures stand in the table.
console-plan = Plan: empty at { $time }
console-empty-at = At this pace: empty at { $time }
console-table-caption = Remaining budget over time
console-column-time = Time
console-column-remaining = Remaining
console-column-granted = Granted
console-no-points = No share has been granted yet. The curve begins with the first one.
console-lanes-title = Lanes
console-lanes-caption = How far each lane is sold out
console-column-lane = Lane
console-column-free = Free
console-column-batches = Batches
console-refusals = Refused
console-refusals-caption = What was answered instead of a share
console-refusals-none = Nobody has been refused yet.
console-column-answer = Answer
console-column-times = Times
console-published = Published for everybody
console-export = Download the ledger
console-export-later = Auditors can download the ledger at any time, everybody once the seed is revealed.
console-tranche = Part { $number }: { $shares } shares, { $amount }, committed on { $date }
console-commitment = Commitment
console-seed = Seed
console-heads-none = No chain has begun yet. Each lane's begins with its first batch.
console-heads-caption = How far the chain of each lane has come
console-column-batch = Batch
console-column-head = Head of the chain
console-raises = Waiting for a second person
console-raise-of = { $amount } more, in { $shares } shares
console-raise-by = Proposed by { $who } on { $date }.
console-raise-mine = Another operator has to approve it.
console-raise-budget = On top, in { $currency }
console-acts = Audit log
console-acts-caption = Who changed this pool, when and why
console-acts-empty = Nothing has been done to this pool yet.
console-column-when = When
console-column-act = Act
console-column-reason = Reason
console-column-who = Who
console-act-pool-created = Created
console-act-pool-scheduled = Scheduled
console-act-pool-opened = Opened
console-act-pool-paused = Paused
console-act-pool-resumed = Resumed
console-act-pool-extended = Validity extended
console-act-pool-raise-proposed = Raise proposed
console-act-pool-raised = Budget raised
console-act-pool-closed = Closed
console-act-pool-revealed = Seed revealed
console-as-planned = As planned
console-clock = The clock

console-do-open = Open
console-do-pause = Pause
console-do-resume = Resume
console-do-close = Close
console-do-schedule = Schedule
console-do-extend = Extend
console-do-raise = Raise
console-do-approve = Approve
console-do-reveal = Reveal the seed
console-ask-open = Open this pool?
console-ask-pause = Pause this pool?
console-ask-resume = Resume this pool?
console-ask-close = Close this pool for good?
console-ask-schedule = Schedule this pool?
console-ask-extend = Extend the validity?
console-ask-raise = Propose a larger budget?
console-ask-approve = Approve this raise?
console-ask-reveal = Reveal the seed of this pool?
console-effect-open = Fans can open envelopes at once.
console-effect-pause = No envelope opens until you resume. Shares already granted stay as they are.
console-effect-resume = Fans can open envelopes again at once.
console-effect-close = A closed pool never opens again. Shares already granted stay as they are.
console-effect-schedule = Fans see the hour, and the pool opens by itself when it comes. From now on its amounts are fixed.
console-effect-extend = Every share of this pool stays valid until the new time, those already granted too.
console-effect-raise = The new shares come on top, with a commitment of their own. Nothing changes until a second operator approves.
console-effect-approve = The new shares are committed to and can be claimed at once.
console-effect-reveal = Everybody can then check every amount and download the ledger. This cannot be undone.
console-confirm-open = Open the pool
console-confirm-pause = Pause the pool
console-confirm-resume = Resume the pool
console-confirm-close = Close the pool
console-confirm-schedule = Schedule the pool
console-confirm-extend = Extend the validity
console-confirm-raise = Propose the raise
console-confirm-approve = Approve the raise
console-confirm-reveal = Reveal the seed
console-reason = Reason
console-reason-hint = It is kept in the audit log, { $min } to { $max } characters.
console-reason-missing = Please give a reason of { $min } to { $max } characters.
console-done-open = The pool is open.
console-done-pause = The pool is paused.
console-done-resume = The pool is open again.
console-done-close = The pool is closed.
console-done-schedule = The pool is scheduled.
console-done-extend = The validity is extended.
console-done-raise = The raise is proposed. Another operator has to approve it.
console-done-approve = The budget is raised.
console-done-reveal = The seed is revealed.
console-extend-until = Shares valid until
console-extend-wrong = Please give a time that is later than the present end.

console-form-titles = Title
console-form-titles-hint = One language at least; fans see theirs, else English.
console-form-budget = Budget
console-form-total = Total amount
console-form-currency = Currency
console-form-shares = Number of shares
console-form-minimum = Smallest share
console-form-curve = Distribution
console-form-curve-uniform = Even spread
console-form-curve-exponential = Many small, few large
console-form-curve-equal = All the same
console-form-curve-lottery = Prize tiers
console-form-curve-uniform-hint = Any amount from the smallest up to about twice the average is equally likely.
console-form-curve-exponential-hint = Most shares lie below the average, a few far above it.
console-form-curve-equal-hint = All amounts are the same, to the smallest unit.
console-form-curve-lottery-hint = So many shares of each amount, exactly; who gets which is drawn by lot.
console-form-tiers = Prize tiers
console-form-tier = , tier { $tier }
console-form-tier-shares = Shares
console-form-tier-amount = Amount of each
console-form-tier-remove = Remove tier { $tier }
console-form-tier-add = Another tier
console-form-tiers-open = The sum appears once every tier is whole.
console-form-tiers-sum = Together { $shares } shares, { $total }
console-form-times = Times
console-form-times-hint = All optional, in your own time zone. A pool with an opening time can be scheduled.
console-form-opens-at = Opens
console-form-closes-at = Closes
console-form-occasions = Occasions
console-form-occasions-hint = Separate with commas. Each fan gets one share per occasion.
console-form-valid-until = Shares valid until
console-form-submit = Create as draft
console-form-wrong-title = Please give a title in at least one language.
console-form-wrong-currency = Please give a currency code of three letters, such as CNY.
console-form-wrong-amount = Please give amounts as plain numbers, such as 200000 or 0.01.
console-form-wrong-shares = Please give a whole number of shares, 1 or more.
console-form-wrong-budget = The total does not suffice: every share needs at least the smallest amount.
console-form-wrong-occasions = Please name 1 to { $max } occasions.
console-form-wrong-tiers = Please give each tier a whole number of shares and an amount; together they must pay something.
console-form-wrong-times = The closing must come after the opening.
console-form-done = The pool is created as a draft.

## Demo

demo-pool-title = Opening night envelope
demo-night-title = The night of 6 February
