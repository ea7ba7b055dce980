-- name: signing_keys
select kid, sealed_secret, created_at, retires_at
from signing_key
where retires_at > $1
order by created_at desc, kid;

-- name: lock_signing_keys
lock table signing_key in share row exclusive mode;

-- name: newest_signing_key
select max(created_at) from signing_key where retires_at > $1;

-- name: insert_signing_key
insert into signing_key (kid, sealed_secret, created_at, retires_at) values ($1, $2, $3, $4);

-- name: retire_older_signing_keys
update signing_key set retires_at = least(retires_at, $2) where kid <> $1;

-- name: insert_sign_in_code
insert into sign_in_code (digest, subject, role, noc, expires_at) values ($1, $2, $3, $4, $5);

-- name: delete_expired_sign_in_codes
delete from sign_in_code where expires_at < $1;

-- name: use_sign_in_code
update sign_in_code set used_at = $2
where digest = $1 and used_at is null and expires_at > $2
returning subject, role, noc;

-- name: put_job
with put as (
  insert into job (kind, payload, due_at) values ($1, $2, now()) returning id
)
select id, pg_notify($3, $1) from put;

-- name: put_job_unless_there
with put as (
  insert into job (kind, payload, due_at)
  select $1, $2, now() where not exists (select from job where kind = $1 and payload = $2)
  returning id
)
select id, pg_notify($3, $1) from put;

-- name: take_job
-- Whoever was not heard of for $3 has died; the clock is the database's, because workers may be on many machines.
update job set worker = $2, alive_at = now(), attempts = attempts + 1
where id = (
  select id from job
  where kind = $1 and due_at <= now() and (worker is null or alive_at < now() - $3::interval)
  order by due_at, id
  limit 1
  for update skip locked
)
returning id, payload, attempts;

-- name: keep_jobs
update job set alive_at = now() where id = any($1::bigint[]) and worker = $2 returning id;

-- name: advance_job
update job set attempts = 1 where id = $1 and worker = $2 and attempts > 1;

-- name: finish_job
delete from job where id = $1 and worker = $2;

-- name: postpone_job
update job set worker = null, due_at = now() + $3::interval, attempts = attempts - $4::int
where id = $1 and worker = $2;

-- name: give_back_jobs
update job set worker = null, attempts = attempts - 1 where worker = $1;

-- name: count_jobs
select count(*) from job where kind = $1;
