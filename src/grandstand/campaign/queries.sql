-- The claim path: four statements inside one transaction, all on one lane.

-- name: lock_lane
select state from lane where pool_id = $1 and lane = $2 for update;

-- name: free_ranges
select lo, next, hi from lane_range where pool_id = $1 and lane = $2 and next < hi order by lo;

-- name: find_claims
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
  from unnest($5::bigint[], $6::bigint[]) as new (lo, next)
  where pool_id = $1 and lane = $2 and lane_range.lo = new.lo
)
update lane set granted = granted + $3, spent_minor = spent_minor + $4 where pool_id = $1 and lane = $2;

-- Moving free numbers to a lane that has run out. Every lane of the pool is locked, in order.

-- name: lock_all_lanes
select lane from lane where pool_id = $1 order by lane for update;

-- name: all_free_ranges
select lane, lo, next, hi from lane_range where pool_id = $1 and next < hi order by lane, lo;

-- name: shrink_range
update lane_range set hi = $4 where pool_id = $1 and lane = $2 and lo = $3;

-- name: insert_range
insert into lane_range (pool_id, lane, lo, next, hi) values ($1, $2, $3, $3, $4)
-- A row of the same lane that begins here can only be an empty one that gave all of its numbers away.
on conflict (pool_id, lane, lo) do update set hi = excluded.hi;

-- Pools and what operators do to them.

-- name: insert_pool
insert into pool (
  titles, currency, shares, total_minor, minimum_minor, curve, occasions, lanes, valid_until, sealed_seed, state,
  created_at
) values ($1::jsonb, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
returning id;

-- name: pool
select * from pool where id = $1;

-- name: lock_pool
select state, shares, lanes from pool where id = $1 for update;

-- name: insert_lanes
insert into lane (pool_id, lane, state)
select $1, lane, $2 from generate_series(0, $3::int - 1) as lane;

-- name: insert_first_ranges
insert into lane_range (pool_id, lane, lo, next, hi)
select $1, * from unnest($2::int[], $3::bigint[], $3::bigint[], $4::bigint[]);

-- name: set_pool_state
update pool set state = $2 where id = $1;

-- name: set_lane_states
update lane set state = $2 where pool_id = $1;

-- name: insert_act
insert into operator_act (pool_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select id, at, actor, role, act, reason from operator_act
where pool_id = $1 and id < $2
order by id desc
limit $3;

-- What people see.

-- name: notices
select pool.id, titles, pool.state, currency, occasions, valid_until,
  pool.state <> 'draft' and not exists (
    select from lane_range where pool_id = pool.id and next < hi
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
where pool_id = $1 and share > $2
order by share
limit $3;

-- name: books
select pool.id, titles, pool.state, currency, pool.lanes, shares, total_minor,
  coalesce(sums.granted, 0)::bigint as granted, coalesce(sums.spent_minor, 0)::bigint as spent_minor,
  before.at as before_at, before.granted as before_granted
from pool
left join lateral (
  select sum(granted) as granted, sum(spent_minor) as spent_minor from lane where pool_id = pool.id
) as sums on true
left join lateral (
  select at, granted from burn_down where pool_id = pool.id and at <= $2 order by at desc limit 1
) as before on true
where pool.id = $1;

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

-- The invariants, counted from the claims themselves.

-- name: audit
select pool.id, total_minor, shares,
  (select count(*) from claim where pool_id = pool.id) as claims,
  (select coalesce(sum(amount_minor), 0)::bigint from claim where pool_id = pool.id) as claims_minor,
  (select count(*) from (
    select from claim where pool_id = pool.id group by fan_id, occasion having count(*) > 1
  ) as twice) as fans_twice,
  (select count(*) - count(distinct share) from claim where pool_id = pool.id) as shares_twice,
  (select coalesce(sum(granted), 0)::bigint from lane where pool_id = pool.id) as lanes_granted,
  (select coalesce(sum(spent_minor), 0)::bigint from lane where pool_id = pool.id) as lanes_spent_minor,
  (select coalesce(sum(next - lo), 0)::bigint from lane_range where pool_id = pool.id) as numbers_taken,
  (select count(*) from lane_range a join lane_range b on a.pool_id = b.pool_id and a.lo < b.hi and b.lo < a.hi
     and (a.lane, a.lo) < (b.lane, b.lo) where a.pool_id = pool.id) as ranges_overlapping,
  (select coalesce(sum(hi - lo), 0)::bigint from lane_range where pool_id = pool.id) as numbers_owned
from pool
where pool.id = $1;
