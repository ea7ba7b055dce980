-- name: lock_log
-- Until the end of the transaction: sequences become visible in the order in which they were given.
select pg_advisory_xact_lock($1), pg_notify($2, $3);

-- name: ensure_documents
insert into live_document (competition, type, code, subcode, subtype, language)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
on conflict do nothing;

-- name: document_ids
select id, competition, type, code, subcode, subtype, language
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
  as wanted (competition, type, code, subcode, subtype, language)
join live_document using (competition, type, code, subcode, subtype, language);

-- name: insert_messages
insert into live_message (
  document_id, version, generated_at, received_at, logical_date, source, digest, bytes, body
)
select document_id, version, generated_at, $4, logical_date, source, digest, bytes, body
from unnest(
  $1::int[], $2::int[], $3::timestamptz[], $5::date[], $6::text[], $7::bytea[], $8::int[], $9::bytea[]
) with ordinality as new (document_id, version, generated_at, logical_date, source, digest, bytes, body, position)
order by position
on conflict (digest) do nothing
returning digest, sequence;

-- name: insert_quarantine
insert into live_quarantine (
  received_at, digest, bytes, is_whole, reason, detail, document_id, version, generated_at, body
)
select $1, * from unnest(
  $2::bytea[], $3::int[], $4::boolean[], $5::text[], $6::text[], $7::int[], $8::int[], $9::timestamptz[],
  $10::bytea[]
)
on conflict (digest) do nothing
returning digest;

-- name: documents
select id, competition, type, code, subcode, subtype, language from live_document;

-- name: stamps_after
select sequence, document_id, version, generated_at, digest, body is null as stale
from live_message where sequence > $1
order by sequence
limit $2;

-- name: refused_after
select id, document_id, version, generated_at, digest
from live_quarantine where is_whole and document_id is not null and id > $1
order by id
limit $2;

-- name: bodies
select digest, body from live_message where digest = any($1::bytea[]) and body is not null;

-- name: quarantine
select live_quarantine.id, received_at, digest, bytes, is_whole, reason, detail, version,
  competition, type, code, subcode, subtype, language
from live_quarantine left join live_document on live_document.id = document_id
where live_quarantine.id < $1
order by live_quarantine.id desc
limit $2;
