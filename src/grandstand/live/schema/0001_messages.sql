-- The log of the feed's messages is the truth; what is shown follows from it.

-- What versions are versions of.
create table live_document (
  id int generated always as identity primary key,
  competition text not null,
  type text not null,
  code text not null,
  subcode text not null,
  subtype text not null,
  language text not null,
  unique (competition, type, code, subcode, subtype, language)
);

-- Append-only; sequences are given and become visible in one order, so a reader can go on where it was.
create table live_message (
  sequence bigint generated always as identity primary key,
  document_id int not null references live_document (id),
  version int not null check (version > 0),
  generated_at timestamptz not null,
  received_at timestamptz not null,
  logical_date date,
  source text,
  -- SHA-256 of the body; the identity is a part of the body, so it is unique within each document too.
  digest bytea not null unique,
  bytes int not null,
  -- zlib. Null of a message that was stale when it came: it holds at no time, but its version was delivered.
  body bytea
);

-- Messages that were refused whole, and those of which rows were left out or mended.
create table live_quarantine (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  digest bytea not null unique,
  bytes int not null,
  is_whole boolean not null,
  reason text not null,
  detail text not null,
  -- As far as the header could be read; its version counts as delivered.
  document_id int references live_document (id),
  version int,
  generated_at timestamptz,
  -- zlib; null of an accepted message, whose body is in the log, and of one that is too large.
  body bytea
);
create index live_quarantine_whole on live_quarantine (id) where is_whole and document_id is not null;
