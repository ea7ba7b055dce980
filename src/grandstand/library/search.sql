-- What a question needs beside what the pages need.

-- name: strictness_of
select id, strictness from library_collection where id = any($1::int[]);

-- name: titles
select version_id, title from library_newest join library_document on library_document.id = document_id
where version_id = any($1::int[]);

-- name: near
select id, chunk.body as chunk, thorough.body as thorough, quick.body as quick
from unnest($1::int[]) as wanted (id)
left join library_vector as chunk on chunk.chunk_id = wanted.id and chunk.model = $3
left join library_sentence_vector as thorough on thorough.chunk_id = wanted.id and thorough.model = $2
left join library_sentence_vector as quick on quick.chunk_id = wanted.id and quick.model = $3;

-- name: count_searchable
select count(*) from library_chunk join library_newest using (version_id);
