-- Who may claim in a pool: the segments that it asks for, the platforms that have a part of it, what is switched off.
-- A lane's row says which version of all that holds for it, so that a batch that has locked it knows whether what its
-- process has in memory still holds: a switch that has returned is seen by every later batch.
alter table lane add column conditions int not null default 0;

-- Over which platform the fan came; null: by herself.
alter table claim add column platform text;

-- What is known of a fan besides her claims. Distributed by the fan.
create table fan_facts (
  fan_id uuid primary key,
  platform text,
  joined_at timestamptz,
  region text,
  language text,
  labels text[] not null default '{}',
  known_at timestamptz not null
);

-- Segments, switches and what pools ask for are few and read by every lane: where tables are distributed, these are
-- copied to every node.

-- Every version of a segment that ever held; the newest does.
create table segment (
  name text not null,
  version int not null check (version > 0),
  rule jsonb not null,
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  reason text not null,
  primary key (name, version)
);

-- A fan may claim where she is in one of the segments; an empty occasion stands for all of them.
create table pool_segment (
  pool_id int not null references pool (id),
  occasion text not null,
  segment text not null,
  primary key (pool_id, occasion, segment)
);

create table switch_off (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('segment', 'platform')),
  target text not null,
  -- Null: in every pool.
  pool_id int references pool (id),
  since timestamptz not null,
  actor uuid not null,
  reason text not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lift_reason text not null default ''
);
create unique index switch_off_once on switch_off (kind, target, coalesce(pool_id, 0)) where lifted_at is null;

-- What a pool gives to the fans of a platform at most.
create table allotment (
  platform text not null,
  pool_id int not null references pool (id),
  claims bigint not null check (claims >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (platform, pool_id)
);

-- A lane's part of an allotment, as far as it is left: written under the lock of the lane. Never less than nothing.
create table purse (
  pool_id int not null,
  lane int not null,
  platform text not null,
  claims_left bigint not null check (claims_left >= 0),
  minor_left bigint not null check (minor_left >= 0),
  primary key (pool_id, lane, platform),
  foreign key (pool_id, lane) references lane (pool_id, lane)
);

-- Parts of purses on their way from one lane to another, as numbers are in escrow.
create table purse_move (
  id uuid primary key,
  pool_id int not null,
  platform text not null,
  from_lane int not null,
  to_lane int not null,
  claims bigint not null check (claims >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  sent_at timestamptz not null,
  landed_at timestamptz
);
create index purse_move_in_flight on purse_move (pool_id) where landed_at is null;

-- What was given to the fans of a platform, by quarters of an hour: days of every time zone are made of them.
create table platform_quarter (
  pool_id int not null,
  lane int not null,
  platform text not null,
  quarter timestamptz not null,
  claims bigint not null,
  amount_minor bigint not null,
  primary key (pool_id, lane, platform, quarter)
);
create index platform_quarter_by_platform on platform_quarter (platform, quarter);
