-- name: segments
select distinct on (name) name, version, rule, at, actor, reason,
  array(select distinct pool_id from pool_segment where segment = name order by pool_id) as pools
from segment
order by name, version desc
limit $1;

-- name: segment
select name, version, rule, at, actor, reason,
  array(select distinct pool_id from pool_segment where segment = name order by pool_id) as pools
from segment where name = $1
order by version desc
limit 1;

-- name: insert_segment
insert into segment (name, version, rule, at, actor, role, reason) values ($1, $2, $3::jsonb, $4, $5, $6, $7);

-- name: pools_with_segment
-- Null: a switch has it off in every pool.
select distinct pool_id from pool_segment where segment = $1
union
select pool_id from switch_off where kind = 'segment' and target = $1 and lifted_at is null;

-- name: known_segments
select distinct name from segment where name = any($1::text[]);

-- name: delete_pool_segments
delete from pool_segment where pool_id = $1;

-- name: insert_pool_segments
insert into pool_segment (pool_id, occasion, segment) select $1, * from unnest($2::text[], $3::text[]);

-- name: pool_segments
select occasion, segment from pool_segment where pool_id = $1 order by occasion, segment;

-- name: is_platform
select exists (select from platform where name = $1);

-- name: insert_switch
insert into switch_off (kind, target, pool_id, since, actor, reason) values ($1, $2, $3, $4, $5, $6)
on conflict (kind, target, coalesce(pool_id, 0)) where lifted_at is null do nothing
returning id;

-- name: switch
select * from switch_off where id = $1;

-- name: lift_switch
update switch_off set lifted_at = $2, lifted_by = $3, lift_reason = $4 where id = $1 and lifted_at is null returning id;

-- name: switches
select * from switch_off order by lifted_at is not null, id desc limit $1;

-- name: insert_act
insert into eligibility_act (at, actor, role, act, target, pool_id, reason) values ($1, $2, $3, $4, $5, $6, $7);

-- name: acts
select id, at, actor, role, act, target, pool_id, reason from eligibility_act
where id < $1
order by id desc
limit $2;

-- name: facts_page
select fan_id, platform, joined_at, region, language, labels from fan_facts
where fan_id > $1
order by fan_id
limit $2;

-- name: count_fans
select count(*) from (select from fan_facts limit $1) as known;
