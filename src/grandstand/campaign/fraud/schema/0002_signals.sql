-- What suspicions are made of. Everything of a fan is distributed by the fan; what compares fans reads across them and
-- may do so on a replica. No value of a signal is stored, only HMAC-SHA256 of it, cut to 16 bytes.

create table fraud_key (
  id boolean primary key default true check (id),
  sealed_key bytea not null
);

-- A fan as her signals show her: when, on which device first and last, on how many.
create table fraud_fan (
  fan_id uuid primary key,
  first_at timestamptz not null,
  last_at timestamptz not null,
  account_since timestamptz,
  first_device bytea,
  last_device bytea,
  devices int not null default 0
);
create index fraud_fan_by_last on fraud_fan (last_at);

create table fraud_signal (
  fan_id uuid not null,
  kind text not null check (kind in ('device', 'payment', 'address')),
  value bytea not null check (octet_length(value) = 16),
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (fan_id, kind, value)
);
create index fraud_signal_by_value on fraud_signal (kind, value);
create index fraud_signal_by_last on fraud_signal (last_at);

-- Who is to be scored, and when. Rows are only added and taken away, so that nobody waits for anybody.
create table fraud_due (
  fan_id uuid not null,
  id bigint generated always as identity,
  due_at timestamptz not null,
  -- Whether those around her are to be looked at again, if she is suspicious.
  spreads boolean not null,
  primary key (fan_id, id)
);
create index fraud_due_by_time on fraud_due (due_at);

-- Up to which batch of each lane the claims have been followed. Distributed as the lanes are.
create table fraud_cursor (
  pool_id int not null,
  lane int not null,
  batch bigint not null,
  primary key (pool_id, lane)
);

-- Every version that ever held. A new one is applied to everybody, in the order of their ids.
create table fraud_rules (
  version int primary key check (version > 0),
  document jsonb not null,
  at timestamptz not null,
  actor uuid not null,
  reason text not null,
  swept_to uuid not null default '00000000-0000-0000-0000-000000000000',
  is_swept boolean not null default false
);

create table fraud_act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  fan_id uuid,
  tree boolean not null,
  pool_id int,
  occasion text,
  fans int not null,
  claims int not null,
  reason text not null
);

create index fraud_hold_by_state on fraud_hold (state, placed_at, fan_id, pool_id, occasion);
