-- name: insert_scheme
insert into invite_scheme (
  pool_id, invited_occasion, inviter_occasions, opens_at, closes_at, zone, daily_tickets, sealed_key, state,
  created_at
) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, 'open', $9)
returning id;

-- name: scheme
select * from invite_scheme where id = $1;

-- name: lock_scheme
select * from invite_scheme where id = $1 for update;

-- name: hold_schemes
-- Pausing waits for acceptances that are under way, and none comes after it.
select * from invite_scheme where id = any($1::int[]) order by id for share;

-- name: schemes
select * from invite_scheme order by id desc limit $1;

-- name: set_state
update invite_scheme set state = $2 where id = $1;

-- name: insert_act
insert into invite_act (scheme_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select at, actor, role, act, reason from invite_act where scheme_id = $1 order by id desc limit $2;

-- The code of a fan.

-- name: begin
insert into invite_member (fan_id, scheme_id, since) values ($1, $2, $3) on conflict do nothing;

-- name: member
select scheme_id, fan_id, since, inviter_id, code from invite_member where fan_id = $1 and scheme_id = $2;

-- name: insert_code
-- Whose it is, whoever inserted it.
with tried as (
  insert into invite_code (code, scheme_id, fan_id, since) values ($1, $2, $3, $4)
  on conflict (code) do nothing
  returning fan_id, scheme_id
)
select fan_id, scheme_id from tried
union all
select fan_id, scheme_id from invite_code where code = $1
limit 1;

-- name: set_code
update invite_member set code = $3 where fan_id = $1 and scheme_id = $2;

-- Accepting: one transaction for everybody who does at the same moment.

-- name: owners
select code, scheme_id, fan_id, since from invite_code where code = any($1::text[]);

-- name: lock_members
-- In one order everywhere, so that two processes cannot wait for each other.
select fan_id, scheme_id, since, inviter_id, invited_at from invite_member
where (fan_id, scheme_id) in (select * from unnest($1::uuid[], $2::int[]))
order by fan_id, scheme_id
for update;

-- name: accept
-- What another process has written since is left as it is; the caller sees it in what comes back.
insert into invite_member (fan_id, scheme_id, since, inviter_id, invited_at)
select * from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::uuid[], $5::timestamptz[])
  as new (fan_id, scheme_id, since, inviter_id, invited_at)
order by fan_id, scheme_id
on conflict (fan_id, scheme_id) do update
set inviter_id = excluded.inviter_id, invited_at = excluded.invited_at
where invite_member.inviter_id is null and invite_member.since = excluded.since
returning fan_id, scheme_id;

-- The side of the inviter.

-- name: lock_inviters
select fan_id, scheme_id from invite_member
where (fan_id, scheme_id) in (select * from unnest($1::uuid[], $2::int[]))
order by fan_id, scheme_id
for update;

-- name: count_accepted
-- Who was counted before keeps her number. At most one acceptance of each inviter comes in one batch.
insert into invite_accepted (fan_id, scheme_id, invited_id, number, accepted_at, day, number_of_day)
select new.fan_id, new.scheme_id, new.invited_id, 1 + (
    select count(*) from invite_accepted as a where a.fan_id = new.fan_id and a.scheme_id = new.scheme_id
  ), new.accepted_at, new.day, 1 + (
    select count(*) from invite_accepted as a
    where a.fan_id = new.fan_id and a.scheme_id = new.scheme_id and a.day = new.day
  )
from unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::date[])
  as new (fan_id, scheme_id, invited_id, accepted_at, day)
on conflict (fan_id, scheme_id, invited_id) do nothing;

-- name: numbers
select a.fan_id, a.scheme_id, a.invited_id, a.number, a.day, a.number_of_day
from unnest($1::uuid[], $2::int[], $3::uuid[]) as asked (fan_id, scheme_id, invited_id)
join invite_accepted as a using (fan_id, scheme_id, invited_id);

-- What people see.

-- name: accepted_of
select count(*) as accepted, count(*) filter (where day = $3) as today
from invite_accepted where fan_id = $1 and scheme_id = $2;

-- name: figures
select
  (select count(*) from invite_member where scheme_id = $1) as members,
  (select count(*) from invite_member where scheme_id = $1 and inviter_id is not null) as accepted,
  (select count(*) from invite_accepted where scheme_id = $1) as counted;
