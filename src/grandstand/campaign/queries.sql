-- The claim path: four statements inside one transaction, all on one lane.

-- name: lock_lane
-- The setting ends with the transaction. A plan that was made while the table of claims was small reads all of it
-- for each key, and is kept until the statistics are renewed: minutes into the night.
select state, batch, batch_at, head, budget, tranches, pace, tokens, refilled_at, conditions,
  set_config('enable_seqscan', 'off', true)
from lane where pool_id = $1 and lane = $2
for no key update;

-- name: free_ranges
select lo, next, hi from lane_range where pool_id = $1 and lane = $2 and next < hi order by lo;

-- name: find_claims
-- No statement but those that say `share >= 0` can be answered by the index on shares, which would do as well here by
-- the statistics of a small table, and would be read as a whole for each key.
select wanted.fan_id, wanted.occasion, held.share, held.amount_minor, held.claimed_at
from unnest($3::uuid[], $4::text[]) as wanted (fan_id, occasion)
cross join lateral (
  select share, amount_minor, claimed_at from claim
  where fan_id = wanted.fan_id and pool_id = $1 and lane = $2 and occasion = wanted.occasion
  limit 1
) as held;

-- name: insert_claims
insert into claim (pool_id, lane, claimed_at, fan_id, occasion, share, amount_minor)
select $1, $2, $3, * from unnest($4::uuid[], $5::text[], $6::bigint[], $7::bigint[]);

-- name: advance_lane
with moved as (
  update lane_range set next = new.next
  from unnest($12::bigint[], $13::bigint[]) as new (lo, next)
  where pool_id = $1 and lane = $2 and lane_range.lo = new.lo
), linked as (
  insert into batch (pool_id, lane, number, at, claims, amount_minor, los, his, budget, root, head)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
), posted as (
  insert into posting (pool_id, at, debit, credit, amount_minor, lane, batch)
  values ($1, $4, 'pool', 'fans', $6, $2, $3)
)
update lane set granted = granted + $5, spent_minor = spent_minor + $6, batch = $3, batch_at = $4, head = $11
where pool_id = $1 and lane = $2;

-- name: spend_tokens
-- Of paced lanes only; the others do not pay for it.
update lane set tokens = $3, refilled_at = $4 where pool_id = $1 and lane = $2;

-- Free numbers move to a lane that has run out, through escrow.

-- name: free_numbers
-- One snapshot: a number is in a lane or on its way, never both, never neither.
select lane, max(hi - next) as largest, null::uuid as id, null::int as to_lane, null::bigint as lo,
  null::bigint as hi
from lane_range where pool_id = $1 and next < hi group by lane
union all
select from_lane, null, id, to_lane, lo, hi from escrow where pool_id = $1 and landed_at is null;

-- name: shrink_range
update lane_range set hi = $4 where pool_id = $1 and lane = $2 and lo = $3;

-- name: send_range
insert into escrow (id, pool_id, from_lane, to_lane, lo, hi, sent_at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: land_range
with landed as (
  update escrow set landed_at = $2 where id = $1 and landed_at is null returning pool_id, to_lane, lo, hi
)
insert into lane_range (pool_id, lane, lo, next, hi)
select pool_id, to_lane, lo, lo, hi from landed
-- A row of the same lane that begins here can only be an empty one that gave all of its numbers away.
on conflict (pool_id, lane, lo) do update set hi = excluded.hi;

-- Pools and what operators do to them.

-- name: insert_pool
insert into pool (
  titles, currency, occasions, earned, lanes, shares, total_minor, opens_at, closes_at, valid_until,
  sealed_pseudonym_key, state, created_at
) values ($1::jsonb, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
returning id;

-- name: insert_tranche
insert into tranche (
  pool_id, number, first_share, shares, total_minor, terms, commitment, sealed_seed, committed_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: pool
select * from pool where id = $1;

-- name: lock_pool
select * from pool where id = $1 for no key update;

-- name: tranches
select terms, commitment, sealed_seed, committed_at from tranche where pool_id = $1 order by number;

-- name: terms
select terms from tranche where pool_id = $1 and number = $2;

-- name: insert_lanes
insert into lane (pool_id, lane, state, budget, tranches)
select $1, lane, $2, $3, $4 from generate_series(0, $5::int - 1) as lane;

-- name: insert_ranges
insert into lane_range (pool_id, lane, lo, next, hi)
select $1, * from unnest($2::int[], $3::bigint[], $3::bigint[], $4::bigint[]);

-- name: lock_lanes
select lane, spent_minor from lane where pool_id = $1 order by lane for no key update;

-- name: set_lane_states
update lane set state = $2 where pool_id = $1;

-- name: set_pool_state
update pool set state = $2, opened_at = coalesce(opened_at, $3) where id = $1;

-- name: pace_pool
update pool set shares_per_s = $2 where id = $1;

-- name: lane_buckets
select lane, pace, tokens, refilled_at from lane where pool_id = $1 order by lane;

-- name: pace_lanes
update lane set pace = new.pace, tokens = new.tokens, refilled_at = $5
from unnest($2::int[], $3::bigint[], $4::bigint[]) as new (lane, pace, tokens)
where pool_id = $1 and lane.lane = new.lane;

-- name: extend_pool
update pool set valid_until = $2 where id = $1;

-- name: raise_pool
update pool set shares = shares + $2, total_minor = total_minor + $3 where id = $1;

-- name: set_budget
update lane set budget = $2, tranches = $3 where pool_id = $1;

-- name: due_pools
select id, state from pool
where (state = 'scheduled' and opens_at <= $1) or (state in ('open', 'paused') and closes_at <= $1)
order by id
limit 100;

-- name: insert_raise
insert into budget_raise (pool_id, plan, proposed_by, proposed_at, reason) values ($1, $2::jsonb, $3, $4, $5)
returning id;

-- name: raises
select id, plan, proposed_by, proposed_at, reason, approved_by, tranche from budget_raise
where pool_id = $1
order by id desc
limit $2;

-- name: lock_raise
select id, plan, proposed_by, proposed_at, reason, approved_by, tranche from budget_raise
where pool_id = $1 and id = $2
for update;

-- name: approve_raise
update budget_raise set approved_by = $2, tranche = $3 where id = $1;

-- name: insert_posting
insert into posting (pool_id, at, debit, credit, amount_minor) values ($1, $2, $3, $4, $5);

-- name: insert_act
insert into operator_act (pool_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select id, at, actor, role, act, reason from operator_act
where pool_id = $1 and id < $2
order by id desc
limit $3;

-- What people see.

-- name: notices
select pool.id, titles, pool.state, currency, occasions, earned, opens_at, closes_at, valid_until, shares, total_minor,
  pool.state not in ('draft', 'scheduled') and not exists (
    select from lane_range where pool_id = pool.id and next < hi
  ) and not exists (
    select from escrow where pool_id = pool.id and landed_at is null
  ) as gone
from pool
where $1 or pool.state <> 'draft'
order by pool.id desc
limit $2;

-- name: wallet
select pool_id, occasion, share, amount_minor, currency, claimed_at
from claim join pool on pool.id = claim.pool_id
where fan_id = $1 and (claimed_at, share) < ($2, $3)
order by claimed_at desc, share desc
limit $4;

-- name: claims_by_share
select fan_id, pool_id, occasion, share, amount_minor, currency, claimed_at
from claim join pool on pool.id = claim.pool_id
where pool_id = $1 and share > $2 and share >= 0
order by share
limit $3;

-- name: books
select pool.id, titles, pool.state, currency, lanes, shares, total_minor, opens_at, opened_at, closes_at, valid_until,
  shares_per_s, lately.at as lately_at, lately.granted as lately_granted,
  before.at as before_at, before.granted as before_granted
from pool
left join lateral (
  select at, granted from burn_down where pool_id = pool.id and at <= $2 order by at desc limit 1
) as lately on true
left join lateral (
  select at, granted from burn_down where pool_id = pool.id and at <= $3 order by at desc limit 1
) as before on true
where pool.id = $1;

-- name: lane_books
select lane.lane, granted, spent_minor, batch,
  (select coalesce(sum(hi - next), 0)::bigint from lane_range as r
   where r.pool_id = lane.pool_id and r.lane = lane.lane) as free
from lane where pool_id = $1
order by lane.lane;

-- name: refusals
select code, count from refusal where pool_id = $1 order by code;

-- name: add_refusals
insert into refusal (pool_id, code, count)
select pool_id, code, count
from unnest($1::int[], $2::text[], $3::bigint[]) as new (pool_id, code, count)
where exists (select from pool where pool.id = new.pool_id)
-- In one order everywhere, so that two processes cannot wait for each other.
order by pool_id, code
on conflict (pool_id, code) do update set count = refusal.count + excluded.count;

-- name: faults
select words from fault where pool_id = $1 order by id limit 20;

-- name: sample_burn_down
insert into burn_down (pool_id, at, granted, spent_minor)
select lane.pool_id, $1, sum(granted), sum(spent_minor)
from lane
group by lane.pool_id
having sum(granted) > coalesce(
  (select granted from burn_down where pool_id = lane.pool_id order by at desc limit 1), -1
)
on conflict do nothing;

-- name: burn_down
select at, granted, spent_minor from (
  select at, granted, spent_minor, row_number() over (order by at) as number, count(*) over () as samples
  from burn_down where pool_id = $1
) as numbered
where number = 1 or number = samples or number % (samples / greatest($2 - 2, 1) + 1) = 0
order by at;

-- What anyone may check: keys, heads, receipts, the ledger.

-- name: receipt_keys
select id, public_key, sealed_private_key from receipt_key order by created_at desc, id;

-- name: lock_receipt_keys
lock table receipt_key in share row exclusive mode;

-- name: insert_receipt_key
insert into receipt_key (id, public_key, sealed_private_key, created_at) values ($1, $2, $3, $4);

-- name: heads
select lane, batch, head, granted, spent_minor from lane where pool_id = $1 order by lane;

-- name: publish_heads
-- Once a minute; the clock of the process that gave the batch may have been ahead of this one's.
insert into published_head (pool_id, at, lane, batch, head)
select lane.pool_id, greatest($1, batch_at), lane.lane, lane.batch, lane.head
from lane
left join lateral (
  select at, batch from published_head as p where p.pool_id = lane.pool_id and p.lane = lane.lane
  order by at desc limit 1
) as last on true
where lane.batch > coalesce(last.batch, 0) and (last.at is null or last.at < date_trunc('minute', $1::timestamptz));

-- name: lock_publication
select pg_advisory_xact_lock(7306, 0);

-- name: published_heads
select at, lane, batch, head from published_head
where pool_id = $1 and (at, lane) < ($2, $3)
order by at desc, lane desc
limit $4;

-- name: all_published_heads
select at, lane, batch, head from published_head where pool_id = $1 order by at, lane;

-- name: claim_of
select lane, share, claimed_at from claim where fan_id = $1 and pool_id = $2 and occasion = $3;

-- name: batch_of
-- A claim has the time of its batch, and the times of a lane's batches differ.
select lane, number, at, claims, amount_minor, los, his, budget, root, head,
  coalesce((
    select head from batch as b
    where b.pool_id = batch.pool_id and b.lane = batch.lane and b.number = batch.number - 1
  ), decode(repeat('00', 32), 'hex')) as previous
from batch
where pool_id = $1 and lane = $2 and at = $3;

-- name: claims_of_batches
select number, fan_id, share, amount_minor, occasion
from unnest($3::bigint[], $4::bigint[], $5::bigint[]) as stretch (number, lo, hi)
join claim on share >= lo and share < hi and share >= 0
where pool_id = $1 and lane = $2
order by number, share;

-- name: batches_after
select lane, number, at, claims, amount_minor, los, his, budget, root, head from batch
where pool_id = $1 and lane = $2 and number > $3
order by number
limit $4;

-- The invariants.

-- name: balance
select * from pool_balance where pool = $1;

-- name: audit
select pool_balance.*,
  (select count(*) from claim where pool_id = $1) as claims,
  (select coalesce(sum(amount_minor), 0)::bigint from claim where pool_id = $1) as claims_minor,
  (select count(*) from (
    select from claim where pool_id = $1 group by fan_id, occasion having count(*) > 1
  ) as twice) as fans_twice,
  (select count(*) - count(distinct share) from claim where pool_id = $1) as shares_twice
from pool_balance
where pool = $1;

-- name: every_pool
select id from pool order by id;

-- name: pools_to_check
select id from pool where state <> 'draft' order by id;

-- name: checked
select lane, self_check.batch,
  (select head from batch where pool_id = $1 and batch.lane = self_check.lane and number = self_check.batch)
from self_check where pool_id = $1;

-- name: mark_checked
insert into self_check (pool_id, lane, batch) values ($1, $2, $3)
on conflict (pool_id, lane) do update set batch = greatest(self_check.batch, excluded.batch);

-- name: insert_fault
-- A pool that is quite wrong would fill the table otherwise: its first faults tell the story.
insert into fault (pool_id, found_at, words)
select $1, $2, $3 where (select count(*) from fault where pool_id = $1) < 20
on conflict do nothing
returning id;

-- name: try_check_lock
select pg_try_advisory_xact_lock(7305, $1);
