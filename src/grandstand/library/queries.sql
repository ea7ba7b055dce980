-- name: notify
select pg_notify($1, $2);

-- Who may read. The statements find candidates, access.py decides.

-- name: groups_of
select distinct group_id from library_group_member where member = any($1::text[]);

-- name: shelfmarks
select id, owner,
  array(select grantee from library_grant where collection_id = library_collection.id and grantee = any($2::text[]))
    as grants
from library_collection
where owner is null or owner = $1
  or id in (select collection_id from library_grant where grantee = any($2::text[]));

-- name: shelfmark_of_collection
select id, owner, array(select grantee from library_grant where collection_id = library_collection.id) as grants
from library_collection where id = $1;

-- name: shelfmark_of_document
select library_collection.id, owner,
  array(select grantee from library_grant where collection_id = library_collection.id) as grants
from library_document join library_collection on library_collection.id = collection_id
where library_document.id = $1;

-- name: shelfmark_of_version
select library_collection.id, owner,
  array(select grantee from library_grant where collection_id = library_collection.id) as grants
from library_version join library_collection on library_collection.id = collection_id
where library_version.id = $1;

-- name: shelfmark_of_chunk
select library_collection.id, owner,
  array(select grantee from library_grant where collection_id = library_collection.id) as grants
from library_chunk
join library_version on library_version.id = version_id
join library_collection on library_collection.id = collection_id
where library_chunk.id = $1;

-- Collections and groups.

-- name: lock_collection
select id from library_collection where id = $1 for update;

-- name: lock_owner
select pg_advisory_xact_lock($1, hashtext(coalesce($2::text, '')));

-- name: collections
select id, name, owner, strictness,
  array(select grantee from library_grant where collection_id = library_collection.id order by grantee) as grants,
  (select count(*) from library_document where collection_id = library_collection.id) as documents,
  (select coalesce(sum(pages), 0) from library_newest where collection_id = library_collection.id) as pages
from library_collection
where id = any($1::int[])
order by owner nulls first, lower(name), id;

-- name: count_collections
select count(*) from library_collection where owner is not distinct from $1;

-- name: insert_collection
insert into library_collection (name, owner, created_at, created_by) values ($1, $2, $3, $4)
returning id;

-- name: rename_collection
update library_collection set name = $2 where id = $1;

-- name: set_strictness
update library_collection set strictness = $2 where id = $1;

-- name: delete_grants
delete from library_grant where collection_id = $1;

-- name: insert_grants
insert into library_grant (collection_id, grantee) select $1, unnest($2::text[]);

-- name: known_groups
select id from library_group where id = any($1::int[]) for key share;

-- name: delete_collection
delete from library_collection where id = $1;

-- name: lock_groups
select pg_advisory_xact_lock($1, 0);

-- name: groups
select id, name,
  array(select member from library_group_member where group_id = library_group.id order by member) as members
from library_group
order by lower(name), id;

-- name: group
select id, name,
  array(select member from library_group_member where group_id = library_group.id order by member) as members
from library_group where id = $1;

-- name: count_groups
select count(*) from library_group;

-- name: insert_group
insert into library_group (name, created_at) values ($1, $2)
returning id;

-- name: rename_group
update library_group set name = $2 where id = $1;

-- name: delete_members
delete from library_group_member where group_id = $1;

-- name: insert_members
insert into library_group_member (group_id, member) select $1, unnest($2::text[]);

-- name: delete_group
delete from library_group where id = $1;

-- name: delete_grants_to
delete from library_grant where grantee = $1;

-- name: insert_act
insert into library_act (at, actor, role, act, collection_id, detail) values ($1, $2, $3, $4, $5, $6::jsonb);

-- name: acts
select at, actor, role, act, collection_id, detail::text as detail from library_act order by id;

-- Documents and versions.

-- name: documents
select id, collection_id, name, title from library_document
where collection_id = $1 and name > $2
order by name
limit $3;

-- name: document
select id, collection_id, name, title from library_document where id = $1;

-- name: versions_of
select library_version.*, library_version.id is not distinct from library_newest.version_id as is_newest
from library_version left join library_newest using (document_id)
where document_id = any($1::int[])
order by document_id, number desc;

-- name: version
select library_version.*, library_version.id is not distinct from library_newest.version_id as is_newest
from library_version left join library_newest using (document_id)
where library_version.id = $1;

-- name: newer_version
select version_id from library_newest join library_version as newest on newest.id = version_id
where library_newest.document_id = (select document_id from library_version where id = $1)
  and newest.number > (select number from library_version where id = $1);

-- name: titles_of
select library_version.id, document_id, number, label, dated, library_version.language, library_version.pages,
  library_document.title, library_version.collection_id, library_collection.name as collection_name
from library_version
join library_document on library_document.id = document_id
join library_collection on library_collection.id = library_version.collection_id
where library_version.id = any($1::int[]);

-- name: lock_versions_of_document
select id from library_version where document_id = $1 order by id for update;

-- name: lock_versions_of_collection
select id from library_version where collection_id = $1 order by id for update;

-- name: lock_document
select library_document.id, library_document.name from library_document where id = $1 for update;

-- name: delete_document
delete from library_document where id = $1;

-- name: delete_some_parts
delete from library_file_part where (version_id, part) in (
  select version_id, part from library_file_part where version_id = $1 limit $2
);

-- name: delete_some_pages
delete from library_page where (version_id, page) in (
  select version_id, page from library_page where version_id = $1 limit $2
);

-- name: delete_some_chunks
delete from library_chunk where id in (select id from library_chunk where version_id = $1 limit $2);

-- name: delete_version
delete from library_version where id = $1;

-- What an upload needs.

-- name: new_version_id
select nextval(pg_get_serial_sequence('library_version', 'id'))::int;

-- name: insert_part
insert into library_file_part (version_id, part, body) values ($1, $2, $3);

-- name: duplicate_of
select name, number, library_version.id from library_version
join library_document on library_document.id = document_id
where library_version.collection_id = $1 and digest = $2 and state <> 'refused';

-- name: fullness
select
  (select count(*) from library_document where collection_id = $1) as documents,
  (select coalesce(sum(bytes), 0)::bigint from library_version where collection_id = $1) as size_bytes,
  (select count(*) from library_version join library_document on library_document.id = document_id
    where library_document.collection_id = $1 and name = $2) as versions,
  exists (select from library_document where collection_id = $1 and name = $2) as is_known;

-- name: put_document
insert into library_document (collection_id, name, title, created_at) values ($1, $2, coalesce($3, $2), $4)
on conflict (collection_id, name) do update set title = coalesce($3, library_document.title)
returning id;

-- name: insert_version
insert into library_version (
  id, document_id, collection_id, number, label, dated, type, bytes, digest, language, state, uploaded_at, uploaded_by
) overriding system value
select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11
from library_version where document_id = $2;

-- What is done with a file.

-- name: set_state
update library_version
set state = $2, verdict = $3, detail = $4, pages = coalesce($5, pages), blank_pages = coalesce($6, blank_pages),
  language = coalesce($7, language), done = $8, total = $9,
  revision = revision + (state is distinct from $2 and $2 in ('searchable', 'complete'))::int
where id = $1;

-- name: set_progress
update library_version set done = $2, total = $3 where id = $1;

-- name: set_title
update library_document set title = $2
where id = (select document_id from library_version where id = $1) and title = name;

-- name: file_part
select body from library_file_part where version_id = $1 and part = $2;

-- name: write_pages
insert into library_page (version_id, page, width_pt, height_pt, text, layout)
select $1, * from unnest($2::int[], $3::real[], $4::real[], $5::text[], $6::bytea[])
on conflict (version_id, page) do update
set width_pt = excluded.width_pt, height_pt = excluded.height_pt, text = excluded.text, layout = excluded.layout;

-- name: last_page
select coalesce(max(page), 0) from library_page where version_id = $1;

-- name: pages_of
select page, width_pt, height_pt, text, layout from library_page
where version_id = $1 and page = any($2::int[])
order by page;

-- name: has_pictures
select coalesce((select width_pt > 0 from library_page where version_id = $1 order by page limit 1), false);

-- name: delete_outline
delete from library_heading where version_id = $1;

-- name: insert_outline
insert into library_heading (version_id, ordinal, level, title, page, start)
select $1, ordinal, level, title, page, start
from unnest($2::int[], $3::text[], $4::int[], $5::int[]) with ordinality as new (level, title, page, start, ordinal);

-- name: outline
select level, title, page, start from library_heading where version_id = $1 order by ordinal;

-- Chunks and vectors.

-- name: delete_stale_vectors
-- Those of chunks whose words have changed; a chunk that stays the same keeps its id and its vectors.
with stale as (
  select library_chunk.id
  from library_chunk
  join unnest($2::int[], $3::text[], $4::text[]) as new (ordinal, headings, text) using (ordinal)
  where version_id = $1
    and (
      library_chunk.text <> new.text
      or library_chunk.headings <> array(select json_array_elements_text(new.headings::json))
    )
), forgotten as (
  delete from library_sentence_vector where chunk_id in (select id from stale)
)
delete from library_vector where chunk_id in (select id from stale);

-- name: put_chunks
insert into library_chunk (version_id, ordinal, language, headings, text, pieces)
select $1, ordinal, language, array(select json_array_elements_text(headings::json)), text, pieces
from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bytea[])
  as new (ordinal, language, headings, text, pieces)
on conflict (version_id, ordinal) do update
set language = excluded.language, headings = excluded.headings, text = excluded.text, pieces = excluded.pieces;

-- name: delete_chunks_from
delete from library_chunk where version_id = $1 and ordinal >= $2;

-- name: advance_revision
update library_version set revision = revision + 1 where id = $1;

-- name: chunk
select id, version_id, ordinal, language, headings, text, pieces from library_chunk where id = $1;

-- name: chunks_of
select id, version_id, ordinal, language, headings, text, pieces,
  coalesce((select json_object_agg(model, encode(body, 'base64')) from library_vector where chunk_id = id), '{}')::text
    as vectors
from library_chunk
where version_id = $1 and ordinal >= $2
order by ordinal
limit $3;

-- name: chunks_by_id
select id, version_id, ordinal, language, headings, text, pieces from library_chunk where id = any($1::int[]);

-- name: chunks_without
select library_chunk.id, version_id, library_chunk.language, headings, text
from library_chunk join library_version on library_version.id = version_id
where state in ('indexing', 'searchable', 'complete')
  and ($3::int is null or version_id = $3)
  and not exists (select from library_vector where chunk_id = library_chunk.id and model = $1)
order by library_chunk.id
limit $2;

-- name: count_chunks
select count(*) as chunks, count(*) filter (
  where exists (select from library_vector where chunk_id = library_chunk.id and model = $2)
) as with_vector
from library_chunk where version_id = $1;

-- name: write_vectors
insert into library_vector (chunk_id, model, body)
select chunk, $1, body
from unnest($2::int[], $3::bytea[]) as new (chunk, body)
join library_chunk on library_chunk.id = chunk
on conflict (chunk_id, model) do update set body = excluded.body;

-- name: shelf_listing
select version_id, collection_id, revision from library_newest order by version_id;

-- name: shelf_entry
select version_id, collection_id, revision from library_newest where version_id = $1;

-- Questions that found nothing.

-- name: note_unanswered
insert into library_unanswered (digest, asked_at, text, language, noc, confidence)
values ($1, $2, $3, $4, $5, $6)
on conflict (digest) do update
set id = default, times = library_unanswered.times + 1, asked_at = excluded.asked_at,
  confidence = excluded.confidence;

-- name: forget_unanswered
delete from library_unanswered
where asked_at < $1
  or id <= (select id from library_unanswered order by id desc offset $2 limit 1);

-- name: unanswered
select id, asked_at, text, language, noc, times, confidence from library_unanswered
where id < $1
order by id desc
limit $2;

-- name: delete_unanswered
delete from library_unanswered where id = $1;
