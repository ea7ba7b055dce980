-- name: insert_platform
insert into platform (name, state, currency, budget_minor, webhook, sealed_secret, sealed_fan_key, added_at)
values ($1, 'open', $2, $3, $4, $5, $6, $7)
on conflict (name) do nothing
returning name;

-- name: platform
select * from platform where name = $1;

-- name: lock_platform
select * from platform where name = $1 for update;

-- name: platforms
select * from platform order by name limit $1;

-- name: change_platform
update platform set budget_minor = $2, webhook = $3 where name = $1;

-- name: close_platform
update platform set state = 'closed' where name = $1;

-- name: keys
select id, platform, made_at, revoked_at from platform_key where platform = any($1::text[]) order by made_at, id;

-- name: insert_key
insert into platform_key (id, platform, secret_digest, made_at) values ($1, $2, $3, $4);

-- name: revoke_key
update platform_key set revoked_at = $3 where platform = $1 and id = $2 and revoked_at is null returning id;

-- name: revoke_keys
update platform_key set revoked_at = $2 where platform = $1 and revoked_at is null;

-- name: key_secret
select platform, secret_digest from platform_key join platform on name = platform
where id = $1 and revoked_at is null and state = 'open';

-- name: holders
select id, platform, sealed_fan_key from platform_key join platform on name = platform
where id = any($1::uuid[]) and revoked_at is null and state = 'open';

-- name: parts
select a.platform, a.pool_id, a.claims, a.amount_minor,
  (select coalesce(sum(claims), 0)::bigint from platform_quarter as q
   where q.platform = a.platform and q.pool_id = a.pool_id) as claims_given,
  (select coalesce(sum(amount_minor), 0)::bigint from platform_quarter as q
   where q.platform = a.platform and q.pool_id = a.pool_id) as minor_given
from allotment as a
where a.platform = any($1::text[])
order by a.platform, a.pool_id;

-- name: insert_act
insert into platform_act (platform, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select at, actor, role, act, reason from platform_act where platform = $1 order by id desc limit $2;

-- Settlement.

-- name: claims_by_day
select (quarter at time zone $4)::date as day, sum(claims)::bigint as claims, sum(amount_minor)::bigint as amount_minor
from platform_quarter
where platform = $1 and quarter >= $2 and quarter < $3
group by 1;

-- name: redemptions_by_day
select (at at time zone $4)::date as day, count(*) filter (where state = 'done') as done,
  coalesce(sum(amount_minor) filter (where state = 'done'), 0)::bigint as done_minor,
  count(*) filter (where state = 'voided') as voided
from platform_redemption
where platform = $1 and at >= $2 and at < $3
group by 1;

-- name: voids_by_day
-- Claims that a review has found to be void.
select (decided_at at time zone $4)::date as day, count(*) as claims,
  coalesce(sum(amount_minor), 0)::bigint as amount_minor
from fraud_hold as hold
cross join lateral (
  select amount_minor, platform from claim
  where claim.fan_id = hold.fan_id and claim.pool_id + 0 = hold.pool_id and claim.occasion = hold.occasion
  limit 1
) as claim
where hold.state = 'void' and claim.platform = $1 and decided_at >= $2 and decided_at < $3
group by 1;

-- What platforms are told.

-- name: try_tell_lock
select pg_try_advisory_xact_lock(7309, 0), set_config('enable_seqscan', 'off', true);

-- name: new_batches
-- The batches of a lane are its log. Only pools that are shared among platforms are followed.
select lane.pool_id, lane.lane, b.number, b.los, b.his
from lane
left join platform_cursor as c on c.pool_id = lane.pool_id and c.lane = lane.lane
cross join lateral (
  select number, los, his from batch
  where batch.pool_id = lane.pool_id and batch.lane = lane.lane and batch.number > coalesce(c.batch, 0)
  order by number
  limit $1
) as b
where lane.batch > coalesce(c.batch, 0) and lane.pool_id in (select pool_id from allotment)
order by b.number
limit $1;

-- name: claims_over_platforms
select claim.platform, claim.fan_id, claim.pool_id, stretch.lane, claim.occasion, claim.amount_minor,
  claim.claimed_at, stretch.number
from unnest($1::int[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[])
  as stretch (pool_id, lane, number, lo, hi)
join claim on claim.share >= stretch.lo and claim.share < stretch.hi and claim.share >= 0
  and claim.pool_id = stretch.pool_id and claim.lane = stretch.lane
where claim.platform is not null
order by claim.pool_id, stretch.lane, stretch.number, claim.share;

-- name: advance_cursor
insert into platform_cursor (pool_id, lane, batch)
select pool_id, lane, max(number) from unnest($1::int[], $2::int[], $3::bigint[]) as new (pool_id, lane, number)
group by pool_id, lane
on conflict (pool_id, lane) do update set batch = greatest(platform_cursor.batch, excluded.batch);

-- name: untold_redemptions
select fan_id, redemption_id, platform, pool_id, occasion, state, amount_minor, at from platform_redemption
where told_at is null
order by at, redemption_id
limit $1;

-- name: told_redemptions
update platform_redemption as r set told_at = $3
from unnest($1::uuid[], $2::uuid[]) as told (fan_id, redemption_id)
where r.fan_id = told.fan_id and r.redemption_id = told.redemption_id;
