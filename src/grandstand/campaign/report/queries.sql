-- What has become of a pool. Read only, and in pages: an export holds no more than one of them.

-- name: claims_after
-- In the order of the unique key (share, pool_id, lane): a page is a stretch of its index. What is joined is found by
-- the fan.
select claim.fan_id, claim.lane, claim.share, claim.occasion, claim.amount_minor, claim.claimed_at,
  hold.state as hold, live.state as redemption, live.merchant_id, live.changed_at
from (
  select * from claim where share > $2 and share >= 0 and pool_id = $1 order by share limit $3
) as claim
left join fraud_hold as hold
  on hold.fan_id = claim.fan_id and hold.pool_id = claim.pool_id and hold.occasion = claim.occasion
left join redemption as live
  on live.fan_id = claim.fan_id and live.pool_id = claim.pool_id and live.occasion = claim.occasion
  and live.state in ('asking', 'held', 'captured', 'done')
order by claim.share;

-- name: ended_after
select fan_id, id, occasion, amount_minor, state, merchant_id, changed_at from redemption
where pool_id = $1 and state in ('voided', 'expired') and (fan_id, id) > ($2, $3)
order by fan_id, id
limit $4;

-- name: lanes
select lane, granted, spent_minor, head from lane where pool_id = $1 order by lane;

-- name: posted
select coalesce(sum(amount_minor), 0)::bigint from posting
where pool_id = $1 and debit = 'pool' and credit = 'fans';

-- What has become of a programme. These count millions of rows, in one snapshot and without locks.

-- name: programme
select name, titles, zone, currency, digits, budget_minor from programme where id = $1;

-- name: waves
select wave.wave, wave.definition -> 'pacing' -> 'hours' as hours, part, pool.id as pool_id, pool.titles, pool.shares,
  pool.total_minor, pool.opens_at, pool.closes_at, pool.state, pool.earned,
  (select coalesce(sum(granted), 0)::bigint from lane where lane.pool_id = pool.id) as granted,
  exists (select from voucher_terms where voucher_terms.pool_id = pool.id) as is_voucher
from programme_wave as wave
join programme_pool as p on p.programme_id = wave.programme_id and p.wave = wave.wave
join pool on pool.id = p.pool_id
where wave.programme_id = $1
order by pool.opens_at, wave.wave, part;

-- name: given
-- Occasions that are numbered or dated count together: `invite:3` as `invite`.
select claim.pool_id, split_part(claim.occasion, ':', 1) as occasion, coalesce(claim.platform, '') as platform,
  coalesce(hold.state, '') as hold, count(*) as claims, sum(claim.amount_minor)::bigint as amount_minor
from claim
left join fraud_hold as hold
  on hold.fan_id = claim.fan_id and hold.pool_id = claim.pool_id and hold.occasion = claim.occasion
where claim.pool_id = any($1::int[])
group by 1, 2, 3, 4;

-- name: fans
-- A fan is new who has joined since the first wave opened; platforms and signals say when that was, for some.
select (first_at at time zone $3)::date as day, platform, count(*) as fans, count(joined_at) as known,
  count(*) filter (where joined_at >= $2) as new
from (
  select fan_id, min(claimed_at) as first_at, coalesce(max(claim.platform), '') as platform
  from claim where pool_id = any($1::int[])
  group by fan_id
) as fan
cross join lateral (
  select coalesce(
    (select joined_at from fan_facts where fan_facts.fan_id = fan.fan_id),
    (select account_since from fraud_fan where fraud_fan.fan_id = fan.fan_id)
  ) as joined_at
) as facts
group by 1, 2
order by 1, 2;

-- name: samples
select at, granted from (
  select at, granted, row_number() over (order by at) as number, count(*) over () as samples
  from burn_down where pool_id = $1
) as numbered
where number = 1 or number = samples or number % (samples / $2 + 1) = 0
order by at;

-- name: redeemed
select state, reason, count(*) as redemptions, sum(amount_minor)::bigint as amount_minor from redemption
where pool_id = any($1::int[])
group by state, reason;

-- name: merchants
select merchant.name, count(*) filter (where redemption.state = 'done') as orders,
  coalesce(sum(amount_minor) filter (where redemption.state = 'done'), 0)::bigint as amount_minor,
  count(*) filter (where reason = 'merchant.full') as turned_away
from redemption join merchant on merchant.id = redemption.merchant_id
where pool_id = any($1::int[])
group by merchant.id, merchant.name
order by orders desc, merchant.id
limit $2;

-- name: returns
-- Who was invited on a day, and who of them did something of her own on the next day and on the seventh after.
with invited as (
  select m.fan_id, (min(m.invited_at) at time zone $2)::date as day
  from invite_member as m join invite_scheme as s on s.id = m.scheme_id
  where s.pool_id = any($1::int[]) and m.inviter_id is not null
  group by m.fan_id
), acts as (
  select claim.fan_id, (claimed_at at time zone $2)::date as day
  from claim join invited using (fan_id) join pool on pool.id = claim.pool_id
  where claim.pool_id = any($1::int[]) and not claim.occasion = any(pool.earned)
  union
  select r.fan_id, (asked_at at time zone $2)::date
  from redemption as r join invited using (fan_id)
  where r.pool_id = any($1::int[])
)
select invited.day, count(*) as fans, count(one.fan_id) as after_1, count(seven.fan_id) as after_7
from invited
left join acts as one on one.fan_id = invited.fan_id and one.day = invited.day + 1
left join acts as seven on seven.fan_id = invited.fan_id and seven.day = invited.day + 7
group by invited.day
order by invited.day;

-- name: attention
select
  (select count(*) from fraud_hold where state = 'held' and pool_id = any($1::int[])) as holds,
  (select count(*) from outbox_message where failed_at is not null) as dead_letters,
  (select count(*) from fault where pool_id = any($1::int[])) as faults,
  (select count(*) from draw where pool_id = any($1::int[]) and state <> 'drawn' and closes_at < $2) as draws,
  (select count(*) from redemption where pool_id = any($1::int[]) and state in ('asking', 'held', 'captured'))
    as unfinished;

-- name: outcome
select at, measure, offered_fans, offered_active, kept_fans, kept_active from programme_outcome
where programme_id = $1
order by id desc
limit 1;

-- name: insert_outcome
insert into programme_outcome (
  programme_id, at, actor, measure, offered_fans, offered_active, kept_fans, kept_active
) values ($1, $2, $3, $4, $5, $6, $7, $8);
