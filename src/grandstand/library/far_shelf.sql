-- Chunks in the database, for more of them than a process should hold. Everything here is made from library_chunk
-- and library_vector and may be dropped: it is filled again.

-- name: lock
select pg_advisory_xact_lock($1, $2);

-- name: create_extension
create extension if not exists vector;

-- name: made_for
select obj_description(to_regclass('library_far_chunk'), 'pg_class');

-- name: dimensions
-- Two bytes a number. The newest is from the model as it is now.
select model, octet_length(body) / 2 as dimensions
from unnest($1::text[]) as models (model),
  lateral (select body from library_vector where library_vector.model = models.model order by chunk_id desc limit 1);

-- name: drop
drop table if exists library_far_chunk, library_far_term, library_far_size, library_far_version;

-- name: create
create table library_far_version (
  version_id int primary key,
  collection_id int not null,
  revision int not null
);
create table library_far_chunk (
  chunk_id int primary key,
  version_id int not null,
  collection_id int not null,
  language text not null,
  sample bigint not null,
  length int not null,
  -- Keys of its terms, ascending, and how often each occurs.
  terms bigint[] not null,
  counts int[] not null,
  thorough halfvec(%(thorough)s),
  quick halfvec(%(quick)s)
);
create index library_far_chunk_version on library_far_chunk (version_id);
create index library_far_chunk_sample on library_far_chunk (collection_id, language, sample);
create index library_far_chunk_terms on library_far_chunk using gin (terms);
create index library_far_chunk_thorough on library_far_chunk using hnsw (thorough halfvec_ip_ops);
create index library_far_chunk_quick on library_far_chunk using hnsw (quick halfvec_ip_ops);
-- In how many chunks of a collection and language each term occurs.
create table library_far_term (
  collection_id int not null,
  language text not null,
  term bigint not null,
  chunks int not null,
  primary key (collection_id, language, term)
);
create table library_far_size (
  collection_id int not null,
  language text not null,
  chunks int not null,
  terms bigint not null,
  primary key (collection_id, language)
);

-- name: comment
comment on table library_far_chunk is '%(made_for)s';

-- name: holds
select exists (
  select from library_far_version where version_id = $1 and collection_id = $2 and revision = $3
);

-- name: stale
select version_id from library_far_version where version_id <> all($1::int[]);

-- name: count
select coalesce(sum(chunks), 0)::bigint from library_far_size;

-- name: uncount_terms
update library_far_term set chunks = library_far_term.chunks - gone.chunks
from (
  select collection_id, language, unnest(terms) as term, count(*) as chunks
  from library_far_chunk where version_id = $1 group by 1, 2, 3
) as gone
where library_far_term.collection_id = gone.collection_id and library_far_term.language = gone.language
  and library_far_term.term = gone.term;

-- name: uncount_size
update library_far_size
set chunks = library_far_size.chunks - gone.chunks, terms = library_far_size.terms - gone.terms
from (
  select collection_id, language, count(*) as chunks, sum(length) as terms
  from library_far_chunk where version_id = $1 group by 1, 2
) as gone
where library_far_size.collection_id = gone.collection_id and library_far_size.language = gone.language;

-- name: delete_chunks
delete from library_far_chunk where version_id = $1;

-- name: delete_version
delete from library_far_version where version_id = $1;

-- name: insert_chunk
insert into library_far_chunk values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::halfvec, $10::text::halfvec);

-- name: count_terms
insert into library_far_term
select collection_id, language, unnest(terms), count(*) from library_far_chunk where version_id = $1 group by 1, 2, 3
on conflict (collection_id, language, term) do update set chunks = library_far_term.chunks + excluded.chunks;

-- name: count_size
insert into library_far_size
select collection_id, language, count(*), sum(length) from library_far_chunk where version_id = $1 group by 1, 2
on conflict (collection_id, language) do update
set chunks = library_far_size.chunks + excluded.chunks, terms = library_far_size.terms + excluded.terms;

-- name: put_version
insert into library_far_version values ($1, $2, $3)
on conflict (version_id) do update set collection_id = excluded.collection_id, revision = excluded.revision;

-- name: sizes
select language, sum(chunks)::bigint as chunks, sum(terms)::bigint as terms from library_far_size
where collection_id = any($1::int[]) and ($2::text[] = '{}' or language = any($2)) and chunks > 0
group by language order by language;

-- name: frequencies
select term, sum(chunks)::bigint as chunks from library_far_term
where collection_id = any($1::int[]) and language = any($2::text[]) and term = any($3::bigint[])
group by term;

-- name: statistics
-- In single precision, as in memory.
select language,
  count(thorough) as thorough_size, avg(-(thorough::vector <#> $1::text::vector)) as thorough_mean,
  stddev_pop(-(thorough::vector <#> $1::text::vector)) as thorough_spread,
  count(quick) as quick_size, avg(-(quick::vector <#> $2::text::vector)) as quick_mean,
  stddev_pop(-(quick::vector <#> $2::text::vector)) as quick_spread
from library_far_chunk join unnest($4::text[], $5::bigint[]) as bounds (language, bound) using (language)
where collection_id = any($3::int[]) and sample < bound
group by language;

-- name: nearest_thorough
select chunk_id from library_far_chunk
where collection_id = any($2::int[]) and language = $3 and thorough is not null
order by thorough <#> $1::text::halfvec limit $4;

-- name: nearest_quick
select chunk_id from library_far_chunk
where collection_id = any($2::int[]) and language = $3 and quick is not null
order by quick <#> $1::text::halfvec limit $4;

-- name: with_terms
select chunk_id from library_far_chunk
where collection_id = any($2::int[]) and language = any($3::text[]) and terms && $1::bigint[]
limit $4;

-- name: candidates
select chunk_id, version_id, collection_id, language, sample, length, terms, counts,
  halfvec_send(thorough) as thorough, halfvec_send(quick) as quick
from library_far_chunk where chunk_id = any($1::int[]) order by chunk_id;
