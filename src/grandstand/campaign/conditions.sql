-- Who may claim in a pool. What a batch reads and writes besides its lane is bound to the same pool and lane; facts are
-- read before it, outside its transaction.

-- name: facts
select place, platform, joined_at, region, language, labels
from unnest($1::uuid[]) with ordinality as asked (fan_id, place)
cross join lateral (
  select platform, joined_at, region, language, nullif(labels, '{}') as labels from fan_facts
  where fan_facts.fan_id = asked.fan_id
  limit 1
) as known;

-- name: purses
select platform, claims_left, minor_left from purse
where pool_id = $1 and lane = $2 and platform = any($3::text[]);

-- name: insert_claims_over_platforms
insert into claim (pool_id, lane, claimed_at, fan_id, occasion, share, amount_minor, platform)
select $1, $2, $3, * from unnest($4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::text[]);

-- name: pay
with new as (
  select * from unnest($4::text[], $5::bigint[], $6::bigint[]) as new (platform, claims, amount_minor)
), counted as (
  insert into platform_quarter (pool_id, lane, platform, quarter, claims, amount_minor)
  select $1, $2, platform, $3, claims, amount_minor from new
  on conflict (pool_id, lane, platform, quarter) do update
  set claims = platform_quarter.claims + excluded.claims,
    amount_minor = platform_quarter.amount_minor + excluded.amount_minor
)
update purse set claims_left = claims_left - new.claims, minor_left = minor_left - new.amount_minor
from new
where purse.pool_id = $1 and purse.lane = $2 and purse.platform = new.platform;

-- name: version
select coalesce(max(conditions), 0) from lane where pool_id = $1;

-- name: asked
select occasion, name, rule from pool_segment
cross join lateral (
  select name, rule from segment where name = pool_segment.segment order by version desc limit 1
) as newest
where pool_id = $1
order by occasion, name;

-- name: switched_off
select kind, target, rule from switch_off
left join lateral (
  select rule from segment where kind = 'segment' and name = target order by version desc limit 1
) as newest on true
where lifted_at is null and (pool_id is null or pool_id = $1)
order by kind, target;

-- name: platforms
select platform from allotment where pool_id = $1;

-- Parts of purses move to a lane that has run out of them.

-- name: purse_parts
-- One snapshot: a part is in a lane or on its way, never both, never neither.
select platform, lane, null::uuid as id, null::int as to_lane, claims_left as claims, minor_left as amount_minor
from purse where pool_id = $1 and platform = any($2::text[])
union all
select platform, from_lane, id, to_lane, claims, amount_minor
from purse_move where pool_id = $1 and platform = any($2::text[]) and landed_at is null;

-- name: send_part
with sent as (
  insert into purse_move (id, pool_id, platform, from_lane, to_lane, claims, amount_minor, sent_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
)
update purse set claims_left = claims_left - $6, minor_left = minor_left - $7
where pool_id = $2 and lane = $4 and platform = $3;

-- name: land_part
with landed as (
  update purse_move set landed_at = $2 where id = $1 and landed_at is null
  returning pool_id, to_lane, platform, claims, amount_minor
)
update purse set claims_left = claims_left + landed.claims, minor_left = minor_left + landed.amount_minor
from landed
where purse.pool_id = landed.pool_id and purse.lane = landed.to_lane and purse.platform = landed.platform;

-- name: put_facts
-- In one order everywhere, so that two processes cannot wait for each other. A fan's platform is never changed.
insert into fan_facts (fan_id, platform, joined_at, region, language, labels, known_at)
select fan_id, platform, joined_at, region, language, coalesce(string_to_array(labels, ' '), '{}'), $7
from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])
  as new (fan_id, platform, joined_at, region, language, labels)
order by fan_id
on conflict (fan_id) do update
set joined_at = coalesce(excluded.joined_at, fan_facts.joined_at), region = coalesce(excluded.region, fan_facts.region),
  language = coalesce(excluded.language, fan_facts.language),
  labels = case when excluded.labels = '{}' then fan_facts.labels else excluded.labels end, known_at = $7;

-- What operators change. Whoever changes conditions waits for whoever does so at the same time; a pool that gets its
-- lanes meanwhile waits too, and has them read afterwards.

-- name: lock_conditions
select pg_advisory_xact_lock(7308, 0);

-- name: lock_lanes_of
select from lane where $1::int[] is null or pool_id = any($1) order by pool_id, lane for no key update;

-- name: renew_conditions
update lane set conditions = conditions + 1 where $1::int[] is null or pool_id = any($1);

-- name: set_allotment
insert into allotment (platform, pool_id, claims, amount_minor) values ($1, $2, $3, $4)
on conflict (platform, pool_id) do update set claims = excluded.claims, amount_minor = excluded.amount_minor;

-- name: allotment
select claims, amount_minor from allotment where platform = $1 and pool_id = $2;

-- name: allotments_of_pool
select platform, claims, amount_minor from allotment where pool_id = $1 order by platform;

-- name: land_all_parts
update purse_move set landed_at = $3 where platform = $1 and pool_id = $2 and landed_at is null;

-- name: paid_by
select coalesce(sum(claims), 0)::bigint as claims, coalesce(sum(amount_minor), 0)::bigint as amount_minor
from platform_quarter where platform = $1 and pool_id = $2;

-- name: set_purses
insert into purse (pool_id, lane, platform, claims_left, minor_left)
select $1, lane, $2, claims_left, minor_left
from unnest($3::int[], $4::bigint[], $5::bigint[]) as new (lane, claims_left, minor_left)
on conflict (pool_id, lane, platform) do update
set claims_left = excluded.claims_left, minor_left = excluded.minor_left;
