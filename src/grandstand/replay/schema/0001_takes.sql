-- Takes: replays that somebody asked for, what became of them, and their files.

create table replay_take (
  id int generated always as identity primary key,
  -- What was asked for (takes.Order), and how it was made (takes.Provenance).
  wanted jsonb not null,
  provenance jsonb,
  state text not null check (state in ('waiting', 'working', 'complete', 'failed', 'cancelled')),
  step text not null default '',
  progress real not null default 0 check (progress between 0 and 1),
  -- Of a failed one: the error's code, and what was said.
  code text,
  detail text not null default '',
  triggered_by uuid not null,
  triggered_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  published_by uuid,
  published_at timestamptz,
  check (published_at is null or state = 'complete')
);
create index replay_take_published on replay_take (id) where published_at is not null;

create table replay_file (
  take_id int not null references replay_take (id) on delete cascade,
  name text not null,
  bytes bigint not null,
  digest bytea not null,
  primary key (take_id, name)
);

create table replay_file_part (
  take_id int not null,
  name text not null,
  number int not null,
  body bytea not null,
  primary key (take_id, name, number),
  foreign key (take_id, name) references replay_file (take_id, name) on delete cascade
);
-- They are compressed already.
alter table replay_file_part alter column body set storage external;
