-- The line in front of a pool. Everything is distributed by the pool: one row is locked by whoever takes tickets and
-- by whoever lets them in, and neither touches a lane.

create table waiting_room (
  pool_id int primary key references pool (id),
  state text not null,
  per_second int not null check (per_second > 0),
  automatic boolean not null default false,
  joined bigint not null default 0,
  admitted bigint not null default 0,
  lapsed bigint not null default 0,
  credit bigint not null default 0,
  clock_ms bigint not null default 0,
  busy_ms bigint not null default 0,
  busy_admitted bigint not null default 0,
  ticked_at timestamptz not null,
  overloads bigint not null default 0,
  calm_since timestamptz,
  sealed_key bytea not null,
  check (lapsed <= admitted and admitted <= joined)
);

-- One ticket a fan: asking twice, or in two windows, is answered with the same one.
create table waiting_ticket (
  pool_id int not null,
  fan_id uuid not null,
  number bigint not null,
  joined_at timestamptz not null,
  primary key (pool_id, fan_id),
  unique (pool_id, number)
);

-- How far the line had come at each moment of the last minutes.
create table waiting_turn (
  pool_id int not null,
  clock_ms bigint not null,
  admitted bigint not null,
  busy_ms bigint not null,
  busy_admitted bigint not null,
  primary key (pool_id, clock_ms)
);

create table waiting_act (
  pool_id int not null references pool (id),
  id bigint generated always as identity,
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null,
  primary key (pool_id, id)
);
