-- A campaign of several days, as its file says. Few rows, read by operators and at the making of a pool only: where
-- tables are distributed, these are copied to every node.
create table programme (
  id int generated always as identity primary key,
  name text not null unique,
  titles jsonb not null,
  zone text not null,
  currency text not null,
  digits int not null,
  budget_minor bigint not null,
  document bytea not null,
  applied_at timestamptz not null,
  applied_by uuid not null
);

-- What was applied of each wave, and what it has besides pools.
create table programme_wave (
  programme_id int not null references programme (id),
  wave text not null,
  definition jsonb not null,
  draws int[] not null,
  scheme_id int,
  primary key (programme_id, wave)
);

create table programme_pool (
  programme_id int not null,
  wave text not null,
  part text not null check (part in ('gifts', 'prizes')),
  pool_id int not null references pool (id) unique,
  primary key (programme_id, wave, part),
  foreign key (programme_id, wave) references programme_wave (programme_id, wave)
);

-- What people did, and why. Rows are only ever added.
create table programme_act (
  id bigint generated always as identity primary key,
  programme_id int not null references programme (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  wave text not null,
  reason text not null
);
create index programme_act_by_programme on programme_act (programme_id, id desc);
