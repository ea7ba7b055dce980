-- name: put
insert into outbox_message (key, id, kind, body, stored_at, next_at)
select key, id, kind, body, $5, $5 from unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[]) with ordinality
  as new (key, id, kind, body, place)
order by place
on conflict (key, id) do nothing;

-- name: take
-- The first unfinished message of each key that nobody else holds. A key whose first message waits for its next
-- attempt waits as a whole: that is the order. The lock is for those who take at the same moment.
with due as (
  select key, id from outbox_message as first
  where done_at is null and failed_at is null and next_at <= $1 and kind = any($5)
    and (taken_until is null or taken_until <= $1)
    and not exists (
      select from outbox_message as earlier
      where earlier.key = first.key and earlier.sequence < first.sequence
        and earlier.done_at is null and earlier.failed_at is null
    )
  order by next_at
  limit $2
  for no key update skip locked
)
update outbox_message as message
set taken_by = $3, taken_until = $4, attempts = attempts + 1
from due where message.key = due.key and message.id = due.id
returning message.key, message.id, message.kind, message.body, message.attempts, message.sequence;

-- name: finish
-- Whoever took it may have been so slow that somebody else has it now: then theirs is the word that counts.
update outbox_message as message
set done_at = case when new.state = 'done' then $1::timestamptz end,
  failed_at = case when new.state = 'failed' then $1::timestamptz end,
  next_at = new.next_at, reason = new.reason, taken_by = null, taken_until = null
from unnest($3::text[], $4::uuid[], $5::text[], $6::timestamptz[], $7::text[])
  as new (key, id, state, next_at, reason)
where message.key = new.key and message.id = new.id and taken_by = $2
  and message.done_at is null and message.failed_at is null;

-- name: delete_done
delete from outbox_message where (key, id) in (
  select key, id from outbox_message where done_at < $1 limit $2
);

-- name: next_due
select min(next_at) from outbox_message where done_at is null and failed_at is null;

-- name: waiting
select count(*) from (
  select from outbox_message where done_at is null and failed_at is null limit $1
) as counted;

-- name: dead_letters
select key, id, kind, attempts, failed_at, reason from outbox_message
where failed_at is not null
order by failed_at desc
limit $1;

-- name: revive
update outbox_message set failed_at = null, attempts = 0, next_at = $3, reason = ''
where key = $1 and id = $2 and failed_at is not null;
