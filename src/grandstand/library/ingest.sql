-- name: try_lock
select pg_try_advisory_lock($1, $2);

-- name: forget_file
delete from library_file_part where version_id = $1;

-- name: forget_pages
delete from library_page where version_id = $1;

-- name: unfinished
-- Those that can be found come last, the newest first.
select id, state in ('searchable', 'complete') as is_searchable
from library_version as version
where state in ('waiting', 'reading', 'indexing', 'searchable')
  or state = 'complete' and exists (
    select from library_chunk as chunk cross join unnest($1::text[]) as wanted (model)
    where chunk.version_id = version.id and not exists (
      select from library_vector where chunk_id = chunk.id and library_vector.model = wanted.model
    )
    union all
    select from library_chunk as chunk cross join unnest($1::text[]) as wanted (model)
    where chunk.version_id = version.id and not exists (
      select from library_sentence_vector where chunk_id = chunk.id and library_sentence_vector.model = wanted.model
    )
  )
order by is_searchable, case when state in ('searchable', 'complete') then -id else id end;

-- name: count_sentences
select count(*) as chunks, count(*) filter (
  where exists (select from library_sentence_vector where chunk_id = library_chunk.id and model = $2)
) as with_vector
from library_chunk where version_id = $1;

-- name: without_sentences
select id, version_id, language, headings, text from library_chunk
where version_id = $1
  and not exists (select from library_sentence_vector where chunk_id = library_chunk.id and model = $2)
order by ordinal
limit $3;

-- name: write_sentences
insert into library_sentence_vector (chunk_id, model, body)
select chunk, $1, body
from unnest($2::int[], $3::bytea[]) as new (chunk, body)
join library_chunk on library_chunk.id = chunk
on conflict (chunk_id, model) do update set body = excluded.body;
