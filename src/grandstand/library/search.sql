-- What a question needs beside what the pages need.

-- name: strictness_of
select id, strictness from library_collection where id = any($1::int[]);

-- name: titles
select version_id, title from library_newest join library_document on library_document.id = document_id
where version_id = any($1::int[]);

-- name: count_searchable
select count(*) from library_chunk join library_newest using (version_id);
