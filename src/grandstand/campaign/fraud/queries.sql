-- name: insert_key
insert into fraud_key (sealed_key) values ($1) on conflict do nothing;

-- name: key
select sealed_key from fraud_key;

-- Signals.

-- name: see_fans
-- In one order everywhere, so that two processes cannot wait for each other.
insert into fraud_fan (fan_id, first_at, last_at, account_since)
select fan_id, min(at), max(at), max(account_since)
from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as new (fan_id, at, account_since)
group by fan_id
order by fan_id
on conflict (fan_id) do update
set first_at = least(fraud_fan.first_at, excluded.first_at), last_at = greatest(fraud_fan.last_at, excluded.last_at),
  account_since = coalesce(excluded.account_since, fraud_fan.account_since);

-- name: see_signals
-- A fan who sends ever new values fills her own bounded row of them, and nothing more.
insert into fraud_signal (fan_id, kind, value, first_at, last_at)
select fan_id, kind, value, first_at, last_at
from (
  select new.*, known.count + row_number() over (
    partition by new.fan_id, new.is_known order by new.first_at, new.kind, new.value
  ) as place
  from (
    select fan_id, kind, value, min(at) as first_at, max(at) as last_at, exists (
      select from fraud_signal as s
      where s.fan_id = asked.fan_id and s.kind = asked.kind and s.value = asked.value
    ) as is_known
    from unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[]) as asked (fan_id, kind, value, at)
    group by fan_id, kind, value
  ) as new
  cross join lateral (select count(*) from fraud_signal as s where s.fan_id = new.fan_id) as known
) as placed
where is_known or place <= $5
order by fan_id, kind, value
on conflict (fan_id, kind, value) do update
set first_at = least(fraud_signal.first_at, excluded.first_at),
  last_at = greatest(fraud_signal.last_at, excluded.last_at);

-- name: settle_devices
update fraud_fan as fan
set devices = known.devices, first_device = known.first_device, last_device = known.last_device
from unnest($1::uuid[]) as asked (fan_id)
cross join lateral (
  select count(*) as devices, (array_agg(value order by first_at, value))[1] as first_device,
    (array_agg(value order by last_at desc, value desc))[1] as last_device
  from fraud_signal as s where s.fan_id = asked.fan_id and s.kind = 'device'
) as known
where fan.fan_id = asked.fan_id;

-- name: delete_old_fans
with old as (
  select fan_id from fraud_fan where last_at < $1 order by last_at limit $2 for update skip locked
), signals as (
  delete from fraud_signal using old where fraud_signal.fan_id = old.fan_id
)
delete from fraud_fan using old where fraud_fan.fan_id = old.fan_id;

-- name: delete_old_signals
-- The fan is locked first, as by whoever reports a signal of hers.
with old as (
  select fan_id, kind, value from fraud_signal where last_at < $1 order by last_at limit $2
), fans as (
  select fan_id from fraud_fan where fan_id in (select fan_id from old) order by fan_id for update skip locked
)
delete from fraud_signal as s using old, fans
where s.fan_id = fans.fan_id and (s.fan_id, s.kind, s.value) = (old.fan_id, old.kind, old.value) and s.last_at < $1
returning s.fan_id;

-- Who is to be scored.

-- name: make_due
insert into fraud_due (fan_id, due_at, spreads)
select fan_id, due_at, $3 from unnest($1::uuid[], $2::timestamptz[]) as new (fan_id, due_at)
where not exists (
  select from fraud_due as d
  where d.fan_id = new.fan_id and d.due_at <= new.due_at and d.due_at > new.due_at - $4::interval and d.spreads >= $3
);

-- name: try_look_lock
-- Everything that a look reads has an index; on tables that are still growing fast the planner may not believe it.
select pg_try_advisory_xact_lock(7307, 0), set_config('enable_seqscan', 'off', true);

-- name: take_due
-- All that is due of each of them at once; what comes while they are scored is a row of its own.
with first as (
  select fan_id from fraud_due where due_at <= $1 order by due_at limit $2
)
delete from fraud_due as due
using (select distinct fan_id from first) as taken
where due.fan_id = taken.fan_id and due.due_at <= $1
returning due.fan_id, due.spreads;

-- name: new_batches
-- The batches of a lane are its log: whoever has claimed since the last time is in those behind the cursor.
select lane.pool_id, lane.lane, b.number, b.los, b.his
from lane
left join fraud_cursor as c on c.pool_id = lane.pool_id and c.lane = lane.lane
cross join lateral (
  select number, los, his from batch
  where batch.pool_id = lane.pool_id and batch.lane = lane.lane and batch.number > coalesce(c.batch, 0)
  order by number
  limit $1
) as b
where lane.batch > coalesce(c.batch, 0)
order by b.number
limit $1;

-- name: claimers
-- Of whom there is no signal, no invitation and no hold, nothing is known that could weigh: she needs no look.
select distinct claim.fan_id
from unnest($1::int[], $2::int[], $3::bigint[], $4::bigint[]) as stretch (pool_id, lane, lo, hi)
join claim on claim.share >= stretch.lo and claim.share < stretch.hi and claim.share >= 0
  and claim.pool_id = stretch.pool_id and claim.lane = stretch.lane
where exists (select from fraud_fan as seen where seen.fan_id = claim.fan_id)
  or exists (
    select from invite_member as m where m.fan_id = claim.fan_id and (m.inviter_id is not null or m.code is not null)
  )
  or exists (select from invite_accepted as a where a.fan_id = claim.fan_id)
  or exists (select from fraud_hold as hold where hold.fan_id = claim.fan_id);

-- name: advance_cursor
insert into fraud_cursor (pool_id, lane, batch)
select pool_id, lane, max(batch) from unnest($1::int[], $2::int[], $3::bigint[]) as new (pool_id, lane, batch)
group by pool_id, lane
on conflict (pool_id, lane) do update set batch = greatest(fraud_cursor.batch, excluded.batch);

-- name: neighbours
-- Whoever shares a device or a payment id with them, and the two ends of their invitations; bounded.
select distinct fan_id from (
  select other.fan_id
  from fraud_signal as mine
  cross join lateral (
    select s.fan_id from fraud_signal as s where s.kind = mine.kind and s.value = mine.value limit $2
  ) as other
  where mine.fan_id = any($1::uuid[]) and mine.kind in ('device', 'payment')
  union all
  select inviter_id from invite_member where fan_id = any($1::uuid[]) and inviter_id is not null
  union all
  select other.invited_id
  from unnest($1::uuid[]) as asked (fan_id)
  cross join lateral (
    select a.invited_id from invite_accepted as a where a.fan_id = asked.fan_id limit $2
  ) as other
) as near
where fan_id <> all ($1::uuid[])
limit $3;

-- name: facts
-- What the scorer sees of a batch of fans. It compares them with others, so it reads across what is distributed by the
-- fan: an analytical read, which may run on a replica and be some seconds old. Every group is cut off at a bound.
-- $1 fans, $2 signals from, $3 gone before, $4 gone span, $5 group at most, $6 near at most, $7 burst, $8 at once,
-- $9 steps of a chain, $10 followed at each step. The plain form of this statement is reference.py.
with recursive asked as materialized (
  select distinct fan_id from unnest($1::uuid[]) as given (fan_id)
),
own as materialized (
  select s.fan_id, s.kind, s.value from asked join fraud_signal as s using (fan_id) where s.last_at >= $2
),
members as materialized (
  select v.kind, v.value, f.fan_id, f.first_at, f.devices,
    f.first_at < $3 and f.last_at < f.first_at + $4::interval as gone,
    f.first_device = v.value and f.last_device <> v.value as away,
    f.first_device <> v.value and f.last_device = v.value as onto
  from (select distinct kind, value from own) as v
  cross join lateral (
    select s.fan_id from fraud_signal as s
    where s.kind = v.kind and s.value = v.value and s.last_at >= $2
    limit $5
  ) as m
  join fraud_fan as f on f.fan_id = m.fan_id
),
counted as materialized (
  select kind, value, count(*) as accounts, count(*) filter (where devices = 1) as alone,
    count(*) filter (where devices = 1 and gone) as alone_gone, count(*) filter (where gone) as gone,
    count(*) filter (where onto) as moved_onto
  from members group by kind, value
),
days as materialized (
  select value, max(alone) as alone_day, max(away) as moved_away
  from (
    select value, count(*) filter (where devices = 1) as alone, count(*) filter (where away) as away
    from members
    where kind = 'device'
    group by value, date_trunc('day', first_at at time zone 'UTC')
  ) as day
  group by value
),
device as (
  select distinct on (own.fan_id) own.fan_id, alone, alone_gone, alone_day
  from own join counted using (kind, value) join days using (value)
  where own.kind = 'device'
  order by own.fan_id, accounts, alone, alone_gone, alone_day
),
payment as (
  select distinct on (own.fan_id) own.fan_id, accounts, gone
  from own join counted using (kind, value)
  where own.kind = 'payment'
  order by own.fan_id, accounts desc, gone desc
),
address as (
  select own.fan_id, min(accounts) as accounts
  from own join counted using (kind, value)
  where own.kind = 'address'
  group by own.fan_id
),
near as materialized (
  select asked.fan_id, n.fan_id as near
  from asked cross join lateral (
    select s.fan_id
    from fraud_signal as mine
    join fraud_signal as s on s.kind = mine.kind and s.value = mine.value
    where mine.fan_id = asked.fan_id and mine.kind = 'payment' and mine.last_at >= $2 and s.last_at >= $2
    union
    select s.fan_id
    from fraud_fan as me
    join fraud_signal as mine on mine.fan_id = me.fan_id and mine.kind = 'device' and mine.last_at >= $2
    join fraud_signal as s on s.kind = 'device' and s.value = mine.value and s.last_at >= $2
    join fraud_fan as f on f.fan_id = s.fan_id and f.devices = 1
    where me.fan_id = asked.fan_id and me.devices = 1
    limit $6
  ) as n
),
near_count as materialized (select fan_id, count(*) as accounts from near group by fan_id),
further as materialized (
  select via.near as via, n.fan_id as near
  from (
    select distinct near from near join near_count using (fan_id) where accounts > 1 and accounts < $6
  ) as via
  cross join lateral (
    select s.fan_id
    from fraud_signal as mine
    join fraud_signal as s on s.kind = mine.kind and s.value = mine.value
    where mine.fan_id = via.near and mine.kind = 'payment' and mine.last_at >= $2 and s.last_at >= $2
    union
    select s.fan_id
    from fraud_fan as me
    join fraud_signal as mine on mine.fan_id = me.fan_id and mine.kind = 'device' and mine.last_at >= $2
    join fraud_signal as s on s.kind = 'device' and s.value = mine.value and s.last_at >= $2
    join fraud_fan as f on f.fan_id = s.fan_id and f.devices = 1
    where me.fan_id = via.near and me.devices = 1
    limit $5
  ) as n
),
linked as (
  select near_count.fan_id, case
    when max(near_count.accounts) between 2 and $6 - 1 then count(distinct further.near)
    else max(near_count.accounts)
  end as accounts
  from near_count
  join near using (fan_id)
  left join further on further.via = near.near
  group by near_count.fan_id
),
inviters as (
  select fan_id from asked
  union
  select inviter_id from asked join invite_member using (fan_id) where inviter_id is not null
),
accepted as materialized (
  select inviters.fan_id as inviter, a.invited_id as invited, sum(a.gone::int) over (
    partition by inviters.fan_id order by a.accepted_at range between $7::interval preceding and $7::interval following
  ) as burst_gone
  from inviters
  cross join lateral (
    select invited_id, accepted_at,
      coalesce(f.first_at < $3 and f.last_at < f.first_at + $4::interval, part.accepted_at < $3) as gone
    from (select * from invite_accepted as i where i.fan_id = inviters.fan_id limit $5) as part
    left join fraud_fan as f on f.fan_id = part.invited_id
  ) as a
),
burst as (
  select fan_id, max(burst_gone) as gone
  from (
    select inviter as fan_id, burst_gone from accepted union all select invited, burst_gone from accepted
  ) as ends
  group by fan_id
),
up as (
  select m.fan_id, m.scheme_id, m.fan_id as at, m.inviter_id, m.invited_at, 0 as steps
  from asked join invite_member as m using (fan_id)
  where m.inviter_id is not null
  union all
  select up.fan_id, up.scheme_id, m.fan_id, m.inviter_id, m.invited_at, steps + 1
  from up join invite_member as m on m.fan_id = up.inviter_id and m.scheme_id = up.scheme_id
  where m.inviter_id is not null and steps < $9
    and up.invited_at - m.invited_at between interval '0' and $8::interval
),
down as (
  select m.fan_id, m.scheme_id, m.fan_id as at, coalesce(m.invited_at, m.since) as joined, 0 as steps
  from asked join invite_member as m using (fan_id)
  union all
  select down.fan_id, down.scheme_id, a.invited_id, a.accepted_at, steps + 1
  from down cross join lateral (
    select i.invited_id, i.accepted_at from invite_accepted as i
    where i.fan_id = down.at and i.scheme_id = down.scheme_id
      and i.accepted_at between down.joined and down.joined + $8::interval
    order by i.accepted_at
    limit $10
  ) as a
  where steps < $9
),
chain as (
  select fan_id, max(gone) as gone
  from (
    select fan_id, scheme_id, sum(gone) as gone
    from (
      select up.fan_id, scheme_id, count(*) filter (
        where coalesce(f.first_at < $3 and f.last_at < f.first_at + $4::interval, up.invited_at < $3)
      ) as gone
      from up left join fraud_fan as f on f.fan_id = up.at
      group by up.fan_id, scheme_id
      union all
      select down.fan_id, scheme_id, count(distinct steps) filter (
        where steps > 0 and coalesce(f.first_at < $3 and f.last_at < f.first_at + $4::interval, joined < $3)
      ) as gone
      from down left join fraud_fan as f on f.fan_id = down.at
      group by down.fan_id, scheme_id
    ) as ends
    group by fan_id, scheme_id
  ) as lines
  group by fan_id
)
select asked.fan_id, coalesce(device.alone, 0) as device_alone, coalesce(device.alone_gone, 0) as device_gone,
  coalesce(device.alone_day, 0) as device_day, coalesce(payment.accounts, 0) as payment_accounts,
  coalesce(payment.gone, 0) as payment_gone, coalesce(address.accounts, 0) as address_accounts,
  coalesce(linked.accounts, 0) as linked,
  coalesce(begun.moved_away, 0) as moved_away, coalesce(ended.moved_onto, 0) as moved_onto,
  coalesce(burst.gone, 0) as burst_gone, coalesce(chain.gone, 0)::bigint as chain_gone,
  coalesce(f.first_at < $3 and f.last_at < f.first_at + $4::interval, false) as is_gone,
  extract(epoch from f.first_at - f.account_since)::float8 / 86400 as age_days, f.first_at
from asked
left join fraud_fan as f using (fan_id)
left join device using (fan_id)
left join payment using (fan_id)
left join address using (fan_id)
left join linked using (fan_id)
left join burst using (fan_id)
left join chain using (fan_id)
left join days as begun on begun.value = f.first_device and f.first_device <> f.last_device
left join counted as ended on ended.kind = 'device' and ended.value = f.last_device and f.first_device <> f.last_device;

-- Holds.

-- name: place
-- What somebody has released stays released, her later claims too, until the score has risen by the margin.
insert into fraud_hold (fan_id, pool_id, occasion, state, score, reasons, placed_at)
select claim.fan_id, claim.pool_id, claim.occasion, 'held', new.score, string_to_array(new.reasons, ' '), $4
from unnest($1::uuid[], $2::real[], $3::text[]) as new (fan_id, score, reasons)
join claim on claim.fan_id = new.fan_id
where not exists (
  select from fraud_hold as h
  where h.fan_id = new.fan_id and h.state = 'released' and new.score < h.score + $5::real
)
order by claim.fan_id, claim.pool_id, claim.occasion
on conflict (fan_id, pool_id, occasion) do update
set state = 'held', score = excluded.score, reasons = excluded.reasons, decided_at = null, decided_by = null,
  decision = '',
  placed_at = case fraud_hold.state when 'held' then fraud_hold.placed_at else excluded.placed_at end
where fraud_hold.state = 'released' and excluded.score >= fraud_hold.score + $5::real
  or fraud_hold.state = 'held' and excluded.score > fraud_hold.score
returning fan_id, placed_at = $4 as is_new;

-- name: follow_holds
-- Of a fan who is under review every later claim is too.
insert into fraud_hold (fan_id, pool_id, occasion, state, score, reasons, placed_at)
select claim.fan_id, claim.pool_id, claim.occasion, 'held', h.score, h.reasons, $2
from unnest($1::uuid[]) as asked (fan_id)
cross join lateral (
  select score, reasons from fraud_hold where fan_id = asked.fan_id and state = 'held' order by score desc limit 1
) as h
join claim on claim.fan_id = asked.fan_id
where not exists (select from fraud_hold where fan_id = asked.fan_id and state = 'released')
order by claim.fan_id, claim.pool_id, claim.occasion
on conflict (fan_id, pool_id, occasion) do nothing
returning fan_id;

-- name: hold_by_hand
insert into fraud_hold (fan_id, pool_id, occasion, state, score, reasons, placed_at, decided_at, decided_by, decision)
select claim.fan_id, claim.pool_id, claim.occasion, 'held', $2, $3::text[], $4, $4, $5, $6
from unnest($1::uuid[]) as asked (fan_id)
join claim on claim.fan_id = asked.fan_id
where ($7::int is null or claim.pool_id = $7) and ($8::text is null or claim.occasion = $8)
order by claim.fan_id, claim.pool_id, claim.occasion
on conflict (fan_id, pool_id, occasion) do update
set state = 'held', score = excluded.score, reasons = excluded.reasons, placed_at = excluded.placed_at,
  decided_at = excluded.decided_at, decided_by = excluded.decided_by, decision = excluded.decision
where fraud_hold.state = 'released'
returning fan_id;

-- name: decide
with found as (
  select fan_id, pool_id, occasion from fraud_hold
  where fan_id = any($1::uuid[]) and state = any($3::text[])
    and ($7::int is null or pool_id = $7) and ($8::text is null or occasion = $8)
  order by fan_id, pool_id, occasion
  for update
)
update fraud_hold as h set state = $2, decided_at = $4, decided_by = $5, decision = $6
from found
where (h.fan_id, h.pool_id, h.occasion) = (found.fan_id, found.pool_id, found.occasion)
returning h.fan_id;

-- name: holds
select * from fraud_hold
where state = $1 and (placed_at, fan_id, pool_id, occasion) > ($2::timestamptz, $3::uuid, $4::int, $5::text)
order by placed_at, fan_id, pool_id, occasion
limit $6;

-- name: holds_of
select * from fraud_hold where fan_id = $1 order by placed_at, pool_id, occasion limit $2;

-- name: invited_by
select distinct invited_id from invite_accepted where fan_id = any($1::uuid[]) limit $2;

-- Rules.

-- name: lock_rules
select pg_advisory_xact_lock(7307, 1);

-- name: rules
select version, document, at, actor, reason, swept_to, is_swept from fraud_rules order by version desc limit 1;

-- name: insert_rules
insert into fraud_rules (version, document, at, actor, reason) values ($1, $2::jsonb, $3, $4, $5);

-- name: fans_from
select fan_id from fraud_fan where fan_id >= $1 order by fan_id limit $2;

-- name: fans_after
select fan_id from fraud_fan where fan_id > $1 order by fan_id limit $2;

-- name: swept
update fraud_rules set swept_to = $2, is_swept = $3 where version = $1;

-- The audit log.

-- name: insert_act
insert into fraud_act (at, actor, role, act, fan_id, tree, pool_id, occasion, fans, claims, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: acts
select at, actor, role, act, fan_id, tree, pool_id, occasion, fans, claims, reason
from fraud_act order by id desc limit $1;
