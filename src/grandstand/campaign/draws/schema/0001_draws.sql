-- Draws. Their tables are distributed by the draw: every unique constraint of an entry or a winner contains it.

create table draw (
  id int generated always as identity primary key,
  pool_id int not null references pool (id),
  occasion text not null,
  winners int not null check (winners > 0),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  tickets text[] not null,
  earned text[] not null,
  excludes int[] not null,
  beacon text not null,
  state text not null,
  -- Empty only within the transaction that plans the draw, since the terms name its number.
  terms bytea not null default '',
  commitment bytea not null default '',
  sealed_seed bytea not null default '',
  committed_at timestamptz not null,
  entries int,
  root bytea,
  beacon_value text,
  unique (pool_id, occasion)
);

create table draw_entry (
  draw_id int not null,
  fan_id uuid not null,
  ticket text not null,
  primary key (draw_id, fan_id, ticket)
);

create table draw_winner (
  draw_id int not null,
  place int not null,
  fan_id uuid not null,
  primary key (draw_id, place),
  unique (draw_id, fan_id)
);

create table draw_act (
  id bigint generated always as identity primary key,
  draw_id int not null references draw (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null
);
create index draw_act_by_draw on draw_act (draw_id, id desc);
