-- name: set_terms
insert into voucher_terms (pool_id, categories) values ($1, $2)
on conflict (pool_id) do update set categories = excluded.categories;

-- name: vouchers
select claim.pool_id, claim.occasion, titles, amount_minor, currency, categories, claimed_at, valid_until,
  live.state as redemption_state, live.id as redemption,
  exists (
    select from fraud_hold as hold
    where hold.fan_id = claim.fan_id and hold.pool_id = claim.pool_id and hold.occasion = claim.occasion
      and hold.state in ('held', 'void')
  ) as held_back
from claim
join pool on pool.id = claim.pool_id
join voucher_terms on voucher_terms.pool_id = claim.pool_id
left join lateral (
  select state, id from redemption
  where redemption.fan_id = claim.fan_id and redemption.pool_id = claim.pool_id
    and redemption.occasion = claim.occasion and state in ('asking', 'held', 'captured', 'done')
) as live on true
where claim.fan_id = $1
order by claimed_at desc, claim.pool_id, claim.occasion
limit $2;

-- Merchants.

-- name: insert_merchant
insert into merchant (
  name, category, state, per_minute, open_max, stock, webhook, sealed_secret, added_at
) values ($1, $2, 'open', $3, $4, $5, $6, $7, $8)
returning id;

-- name: merchant
select * from merchant where id = $1;

-- name: lock_merchant
select * from merchant where id = $1 for no key update;

-- name: merchants
select * from merchant where id > $1 order by id limit $2;

-- name: merchants_with_room
select id, name, category from merchant
where state = 'open' and ($1::text is null or category = $1) and open_now < open_max and coalesce(stock > 0, true)
  and per_minute > 0 and (minute <> $2 or taken < per_minute)
order by id
limit $3;

-- name: merchants_without_room
-- Those that would sell; where no open order is in the way, the next minute brings room.
select id, name, category, open_now < open_max as minute_is_full from merchant
where state = 'open' and ($1::text is null or category = $1) and per_minute > 0 and open_max > 0
  and coalesce(stock > 0, true) and (open_now >= open_max or (minute = $2 and taken >= per_minute))
order by minute_is_full desc, id
limit $3;

-- name: merchant_names
select id, name from merchant where id = any($1::int[]);

-- name: categories
select id, category from merchant where id = any($1::int[]);

-- name: set_capacity
update merchant set per_minute = $2, open_max = $3, stock = $4 where id = $1;

-- name: set_merchant_state
update merchant set state = $2 where id = $1;

-- name: set_load
update merchant set minute = $2, taken = $3, open_now = $4, stock = $5 where id = $1;

-- name: slots
select redemption_id, state from merchant_slot where merchant_id = $1 and redemption_id = any($2::uuid[]);

-- name: insert_slots
-- Slots and load in one statement: a merchant's row is locked as shortly as can be.
with told as (
  insert into merchant_slot (merchant_id, redemption_id, state) select $1, * from unnest($2::uuid[], $3::text[])
)
update merchant set minute = $4, taken = $5, open_now = $6, stock = $7 where id = $1;

-- name: end_slot
update merchant_slot set state = $3 where merchant_id = $1 and redemption_id = $2 and state = 'reserved';

-- name: insert_act
insert into merchant_act (merchant_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select at, actor, role, act, reason from merchant_act where merchant_id = $1 order by id desc limit $2;

-- The fan's side.

-- name: standings
select asked.place, claim.amount_minor, pool.currency, pool.valid_until, voucher_terms.categories,
  exists (
    select from fraud_hold as hold
    where hold.fan_id = asked.fan_id and hold.pool_id = asked.pool_id and hold.occasion = asked.occasion
      and hold.state in ('held', 'void')
  ) as held_back
from unnest($1::uuid[], $2::int[], $3::text[]) with ordinality as asked (fan_id, pool_id, occasion, place)
cross join lateral (
  -- `+ 0` keeps the planner to the fan's few claims (campaign/queries.sql, find_claims).
  select amount_minor from claim
  where fan_id = asked.fan_id and pool_id + 0 = asked.pool_id and occasion = asked.occasion
  limit 1
) as claim
join pool on pool.id = asked.pool_id
join voucher_terms on voucher_terms.pool_id = asked.pool_id;

-- name: live
select r.* from unnest($1::uuid[], $2::int[], $3::text[]) as asked (fan_id, pool_id, occasion)
join redemption as r using (fan_id, pool_id, occasion)
where r.state in ('asking', 'held', 'captured', 'done');

-- name: ask
insert into redemption (
  fan_id, id, pool_id, occasion, merchant_id, amount_minor, currency, capture, state, asked_at, changed_at, expires_at
)
select new.*, 'asking', $9, $9, $10
from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::text[], $8::boolean[]) as new
-- Neither a voucher that is taken nor an id that was used: no other one of the batch fails for it.
on conflict do nothing
returning id;

-- name: answer
-- Whoever was here first has answered: what is no longer asking stays as it is.
with changed as (
  update redemption set state = new.state, reason = new.reason, changed_at = $5
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as new (fan_id, id, state, reason)
  where redemption.fan_id = new.fan_id and redemption.id = new.id and redemption.state = 'asking'
  returning redemption.*
), noted as (
  -- How the redemption of a share that a platform gave ends is noted for it (campaign/platforms).
  insert into platform_redemption (fan_id, redemption_id, platform, pool_id, occasion, state, amount_minor, at)
  select changed.fan_id, changed.id, claim.platform, changed.pool_id, changed.occasion, changed.state,
    changed.amount_minor, $5
  from changed
  cross join lateral (
    select platform from claim
    where claim.fan_id = changed.fan_id and claim.pool_id + 0 = changed.pool_id
      and claim.occasion = changed.occasion
    limit 1
  ) as claim
  where changed.state = 'done' and claim.platform is not null
  on conflict (fan_id, redemption_id) do nothing
)
select * from changed;

-- name: redemptions
select r.* from unnest($1::uuid[], $2::uuid[]) as asked (fan_id, id) join redemption as r using (fan_id, id);

-- name: lock_redemption
select * from redemption where fan_id = $1 and id = $2 for update;

-- name: set_state
-- How the redemption of a share that a platform gave ends is noted for it (campaign/platforms).
with changed as (
  update redemption set state = $3, reason = $4, changed_at = $5 where fan_id = $1 and id = $2
  returning fan_id, id, pool_id, occasion, amount_minor
)
insert into platform_redemption (fan_id, redemption_id, platform, pool_id, occasion, state, amount_minor, at)
select changed.fan_id, changed.id, claim.platform, changed.pool_id, changed.occasion, $3, changed.amount_minor, $5
from changed
cross join lateral (
  select platform from claim
  where claim.fan_id = changed.fan_id and claim.pool_id + 0 = changed.pool_id and claim.occasion = changed.occasion
  limit 1
) as claim
where claim.platform is not null and $3 in ('done', 'voided', 'expired')
on conflict (fan_id, redemption_id) do nothing;

-- name: my_redemptions
select * from redemption where fan_id = $1 order by asked_at desc, id limit $2;

-- name: left_behind
select * from redemption where state = 'asking' and asked_at < $1 order by asked_at limit $2;

-- name: overdue
select * from redemption where state = 'held' and expires_at <= $1 order by expires_at limit $2;
