-- Documents, who may read them, what was read out of them.

create table library_collection (
  id int generated always as identity primary key,
  name text not null,
  -- A committee's code; null: the organisers'.
  owner text,
  strictness real not null default 0.5 check (strictness between 0 and 1),
  created_at timestamptz not null,
  created_by uuid not null
);
create unique index library_collection_name on library_collection (coalesce(owner, ''), lower(name));

create table library_group (
  id int generated always as identity primary key,
  name text not null,
  created_at timestamptz not null
);
create unique index library_group_name on library_group (lower(name));

-- 'noc:GER' or 'person:<uuid>'
create table library_group_member (
  group_id int not null references library_group (id) on delete cascade,
  member text not null,
  primary key (group_id, member)
);
create index library_group_of_member on library_group_member (member);

-- 'everyone', 'nocs', 'noc:GER', 'group:3'; the owner needs none.
create table library_grant (
  collection_id int not null references library_collection (id) on delete cascade,
  grantee text not null,
  primary key (collection_id, grantee)
);
create index library_grant_to on library_grant (grantee);

create table library_document (
  id int generated always as identity primary key,
  collection_id int not null references library_collection (id) on delete cascade,
  name text not null,
  title text not null,
  created_at timestamptz not null,
  unique (collection_id, name)
);

create table library_version (
  id int generated always as identity primary key,
  document_id int not null references library_document (id) on delete cascade,
  collection_id int not null references library_collection (id) on delete cascade,
  number int not null check (number > 0),
  label text not null,
  dated date,
  type text not null,
  bytes bigint not null,
  digest bytea not null,
  -- What the uploader said; until it is read, 'und' where she said nothing.
  language text not null,
  state text not null,
  verdict text,
  detail text not null default '',
  pages int not null default 0,
  blank_pages int[] not null default '{}',
  done int not null default 0,
  total int not null default 0,
  -- Grows whenever what is found of it may have changed, so that whoever keeps it in memory can tell.
  revision int not null default 0,
  uploaded_at timestamptz not null,
  uploaded_by uuid not null,
  unique (document_id, number)
);
-- What was refused may be sent again.
create unique index library_version_digest on library_version (collection_id, digest) where state <> 'refused';

-- Answers are taken from the newest version of a document that can be found.
create view library_newest as
select distinct on (document_id) document_id, id as version_id, collection_id, pages, revision
from library_version
where state in ('searchable', 'complete')
order by document_id, number desc;

-- The file itself, in parts of 1 MiB. They come before their version: the last bytes say whether there is one.
create table library_file_part (
  version_id int not null references library_version (id) on delete cascade deferrable initially deferred,
  part int not null,
  body bytea not null,
  primary key (version_id, part)
);
-- What is packed already does not get smaller.
alter table library_file_part alter column body set storage external;

create table library_page (
  version_id int not null references library_version (id) on delete cascade,
  page int not null,
  width_pt real not null,
  height_pt real not null,
  text text not null,
  -- zlib of MessagePack: words with boxes, blocks (pages.py).
  layout bytea not null,
  primary key (version_id, page)
);

create table library_heading (
  version_id int not null references library_version (id) on delete cascade,
  ordinal int not null,
  level int not null,
  title text not null,
  page int not null,
  start int not null,
  primary key (version_id, ordinal)
);

create table library_chunk (
  id int generated always as identity primary key,
  version_id int not null references library_version (id) on delete cascade,
  ordinal int not null,
  language text not null,
  headings text[] not null,
  text text not null,
  -- MessagePack of (at, length, page, start).
  pieces bytea not null,
  unique (version_id, ordinal)
);

-- Little-endian float16, of length 1.
create table library_vector (
  chunk_id int not null references library_chunk (id) on delete cascade,
  model text not null,
  body bytea not null,
  primary key (chunk_id, model)
);

-- Questions that found nothing; equal ones of one committee are counted together. One that is asked again gets the
-- next id, so the ids say which was asked last.
create table library_unanswered (
  id int generated always as identity primary key,
  digest bytea not null unique,
  asked_at timestamptz not null,
  text text not null,
  language text not null,
  noc text,
  times int not null default 1,
  confidence real not null
);

-- Who did what to collections, groups and documents; only appended to.
create table library_act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  collection_id int,
  detail jsonb not null
);
