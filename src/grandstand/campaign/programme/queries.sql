-- name: insert_programme
insert into programme (name, titles, zone, currency, digits, budget_minor, document, applied_at, applied_by)
values ($1, $2::jsonb, $3, $4, $5, $6, $7, $8, $9)
on conflict (name) do nothing;

-- name: lock_programme
-- Whoever applies the same programme at the same time waits here, wave by wave.
select id, name, titles, zone, currency, digits, budget_minor, applied_at, applied_by from programme
where name = $1 for update;

-- name: header
select id, name, titles, zone, currency, digits, budget_minor, applied_at, applied_by from programme where name = $1;

-- name: update_programme
update programme set titles = $2::jsonb, budget_minor = $3, document = $4, applied_at = $5, applied_by = $6
where id = $1;

-- name: programmes
select id, name, titles, zone, currency, digits, budget_minor, applied_at, applied_by from programme
order by id desc
limit $1;

-- name: programme
select id, name, titles, zone, currency, digits, budget_minor, applied_at, applied_by, document from programme
where id = $1;

-- name: waves
select wave.programme_id, wave.wave, definition, draws, scheme_id,
  (select pool_id from programme_pool as p
   where p.programme_id = wave.programme_id and p.wave = wave.wave and part = 'gifts') as pool,
  (select pool_id from programme_pool as p
   where p.programme_id = wave.programme_id and p.wave = wave.wave and part = 'prizes') as prize_pool
from programme_wave as wave
where programme_id = any($1::int[]);

-- name: insert_wave
insert into programme_wave (programme_id, wave, definition, draws, scheme_id)
values ($1, $2, $3::jsonb, $4::int[], $5);

-- name: insert_pool
insert into programme_pool (programme_id, wave, part, pool_id) values ($1, $2, $3, $4);

-- name: update_wave
update programme_wave set definition = $3::jsonb where programme_id = $1 and wave = $2;

-- name: insert_act
insert into programme_act (programme_id, at, actor, role, act, wave, reason) values ($1, $2, $3, $4, $5, $6, $7);

-- name: acts
select at, actor, role, act, wave, reason from programme_act where programme_id = $1 order by id desc limit $2;
