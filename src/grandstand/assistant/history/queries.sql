-- Conversations.

-- name: lock_people
-- One after the other in the same order for everybody, so that nobody waits for somebody who waits for her.
select pg_advisory_xact_lock($1, hashtext(person::text))
from (select distinct person from unnest($2::uuid[]) as new (person) order by person) as people;

-- name: put_conversations
insert into assistant_conversation (person, id, title, began_at, changed_at)
select person, id, title, began_at, changed_at
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])
  as new (person, id, title, began_at, changed_at)
where not exists (
  select from assistant_forgotten as gone
  where gone.person = new.person
    and (gone.conversation_id = new.id or (gone.conversation_id = $6 and gone.at >= new.changed_at))
)
on conflict (person, id) do update
set changed_at = greatest(assistant_conversation.changed_at, excluded.changed_at);

-- name: put_turns
insert into assistant_turn (person, conversation_id, asked_at, question, language, events)
select new.person, new.conversation_id, asked_at, question, language, events
from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::bytea[])
  with ordinality as new (person, conversation_id, asked_at, question, language, events, nth)
join assistant_conversation on (assistant_conversation.person, id) = (new.person, new.conversation_id)
where not exists (
  select from assistant_forgotten as gone
  where gone.person = new.person and gone.conversation_id = $7 and gone.at >= new.asked_at
)
order by nth;

-- name: trim_turns
delete from assistant_turn using (
  select person, id, row_number() over newer as nth, sum(octet_length(events)) over newer as bytes
  from assistant_turn
  where (person, conversation_id) in (select * from unnest($1::uuid[], $2::uuid[]))
  window newer as (partition by person, conversation_id order by id desc)
) as old
where assistant_turn.person = old.person and assistant_turn.id = old.id and (old.nth > $3 or old.bytes > $4);

-- name: trim_conversations
delete from assistant_conversation using (
  select person, id, row_number() over (partition by person order by changed_at desc, id) as nth
  from assistant_conversation where person = any($1::uuid[])
) as old
where assistant_conversation.person = old.person and assistant_conversation.id = old.id and old.nth > $2;

-- name: conversations
select id, title, began_at, changed_at,
  (select count(*) from assistant_turn
    where (assistant_turn.person, conversation_id) = (assistant_conversation.person, assistant_conversation.id))
    as turns
from assistant_conversation
where person = $1
order by changed_at desc, id;

-- name: conversation
select id, title, began_at, changed_at,
  (select count(*) from assistant_turn where person = $1 and conversation_id = $2) as turns
from assistant_conversation
where person = $1 and id = $2;

-- name: turns
select id, asked_at, question, language, events from assistant_turn
where person = $1 and conversation_id = $2 and id < $3
order by id desc
limit $4;

-- name: rename_conversation
update assistant_conversation set title = $3 where person = $1 and id = $2;

-- name: delete_conversation
delete from assistant_conversation where person = $1 and id = $2 returning id;

-- name: delete_all
delete from assistant_conversation where person = $1;

-- name: forget
insert into assistant_forgotten (person, conversation_id, at) values ($1, $2, $3)
on conflict (person, conversation_id) do update set at = excluded.at;

-- name: delete_old_turns
delete from assistant_turn where (person, id) in (
  select person, id from assistant_turn where asked_at < $1 order by asked_at limit $2
);

-- name: delete_empty_conversations
delete from assistant_conversation
where changed_at < $1
  and not exists (
    select from assistant_turn
    where (assistant_turn.person, conversation_id) = (assistant_conversation.person, assistant_conversation.id)
  );

-- name: delete_old_forgotten
delete from assistant_forgotten where at < $1;

-- What was said of answers.

-- name: put_feedback
insert into assistant_feedback
  (answer, at, verdict, reason, comment, question, language, intent, quick, told)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (answer) do update
set at = excluded.at, verdict = excluded.verdict, reason = excluded.reason, comment = excluded.comment;

-- name: feedback
select id, at, verdict, reason, comment, question, language, intent, quick, told from assistant_feedback
where id < $1
order by id desc
limit $2;

-- name: delete_feedback
delete from assistant_feedback where id = $1;

-- name: forget_feedback
delete from assistant_feedback
where at < $1 or id <= (select id from assistant_feedback order by id desc offset $2 limit 1);

-- Questions without an answer.

-- name: put_unanswered
insert into assistant_unanswered (digest, asked_at, question, language, intent, shortfall, times)
select digest, asked_at, question, language, intent, shortfall, times
from unnest($1::bytea[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
  as new (digest, asked_at, question, language, intent, shortfall, times)
order by digest
on conflict (digest) do update
set id = default, asked_at = excluded.asked_at, intent = excluded.intent, shortfall = excluded.shortfall,
  times = assistant_unanswered.times + excluded.times;

-- name: unanswered
select id, asked_at, question, language, intent, shortfall, times from assistant_unanswered
where id < $1
order by id desc
limit $2;

-- name: delete_unanswered
delete from assistant_unanswered where id = $1;

-- name: forget_unanswered
delete from assistant_unanswered
where asked_at < $1 or id <= (select id from assistant_unanswered order by id desc offset $2 limit 1);
