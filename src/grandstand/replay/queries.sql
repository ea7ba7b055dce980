-- name: lock_takes
select pg_advisory_xact_lock($1);

-- name: count_takes
select count(*) from replay_take;

-- name: insert_take
insert into replay_take (wanted, state, triggered_by, triggered_at)
values ($1::text::jsonb, 'waiting', $2, $3)
returning id;

-- name: takes
select replay_take.*,
  (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'bytes', bytes) order by name), '[]')
    from replay_file where take_id = replay_take.id) as files
from replay_take
where ($1::int is null or id < $1) and (published_at is not null or not $2)
order by id desc
limit $3;

-- name: take
select replay_take.*,
  (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'bytes', bytes) order by name), '[]')
    from replay_file where take_id = replay_take.id) as files
from replay_take where id = $1;

-- name: begin_take
update replay_take
set state = 'working', started_at = coalesce(started_at, $2), step = '', progress = 0
where id = $1 and state in ('waiting', 'working')
returning wanted;

-- name: tell_progress
update replay_take set step = $2, progress = $3 where id = $1 and state = 'working' returning id;

-- name: complete_take
update replay_take set state = 'complete', step = '', progress = 1, provenance = $2::text::jsonb, ended_at = $3
where id = $1 and state = 'working'
returning id;

-- name: fail_take
update replay_take set state = 'failed', step = '', code = $2, detail = $3, ended_at = $4
where id = $1 and state in ('waiting', 'working')
returning id;

-- name: cancel_take
update replay_take set state = 'cancelled', step = '', ended_at = $2
where id = $1 and state in ('waiting', 'working')
returning id;

-- name: publish_take
update replay_take set published_by = $2, published_at = $3
where id = $1 and state = 'complete' and published_at is null;

-- name: withdraw_take
update replay_take set published_by = null, published_at = null where id = $1;

-- name: delete_take
delete from replay_take where id = $1 and state not in ('waiting', 'working') returning id;

-- name: delete_files
delete from replay_file where take_id = $1;

-- name: delete_file
delete from replay_file where take_id = $1 and name = $2;

-- name: lock_working_take
select id from replay_take where id = $1 and state = 'working' for update;

-- name: insert_file
insert into replay_file (take_id, name, bytes, digest) values ($1, $2, $3, $4);

-- name: insert_part
insert into replay_file_part (take_id, name, number, body) values ($1, $2, $3, $4);

-- name: file
select name, bytes, digest from replay_file where take_id = $1 and name = $2;

-- name: file_part
select body from replay_file_part where take_id = $1 and name = $2 and number = $3;

-- name: insert_airing
insert into replay_airing (take_id, file, target, times, state, asked_by, asked_at)
values ($1, $2, $3, $4, 'waiting', $5, $6)
on conflict (target) where state in ('waiting', 'on_air') do nothing
returning id;

-- name: forget_airings
delete from replay_airing where id <= $1 and state not in ('waiting', 'on_air');

-- name: airings
select * from replay_airing order by id desc limit $1;

-- name: airing
select * from replay_airing where id = $1;

-- name: lock_airing
select * from replay_airing where id = $1 for update;

-- name: begin_airing
update replay_airing set state = 'on_air', started_at = $2 where id = $1 and state = 'waiting';

-- name: tell_airing
update replay_airing set progress = $2 where id = $1 and state = 'on_air' returning id;

-- name: complete_airing
update replay_airing set state = 'sent', progress = 1, ended_at = $2 where id = $1 and state = 'on_air';

-- name: fail_airing
update replay_airing set state = 'failed', code = $2, detail = $3, ended_at = $4
where id = $1 and state in ('waiting', 'on_air');

-- name: stop_airing
update replay_airing set state = 'stopped', ended_at = $2 where id = $1 and state in ('waiting', 'on_air');
