-- Platforms, their keys and acts are few, and copied to every node where tables are distributed.
create table platform (
  name text primary key,
  state text not null check (state in ('open', 'closed')),
  currency text not null,
  -- What all of its parts of pools come to at most.
  budget_minor bigint not null check (budget_minor >= 0),
  webhook text not null,
  sealed_secret bytea not null,
  -- What makes a fan of a user: who has it knows which fan a user is.
  sealed_fan_key bytea not null,
  added_at timestamptz not null
);

create table platform_key (
  id uuid primary key,
  platform text not null references platform (name),
  secret_digest bytea not null,
  made_at timestamptz not null,
  revoked_at timestamptz
);
create index platform_key_by_platform on platform_key (platform, made_at);

-- What people did, and why. Rows are only ever added.
create table platform_act (
  id bigint generated always as identity primary key,
  platform text not null references platform (name),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null
);
create index platform_act_by_platform on platform_act (platform, id desc);

-- Up to which batch of each lane platforms have been told of claims. Distributed as the lanes are.
create table platform_cursor (
  pool_id int not null,
  lane int not null,
  batch bigint not null,
  primary key (pool_id, lane)
);

-- How redemptions of shares that a platform gave have ended; written with the redemption. Distributed by the fan.
create table platform_redemption (
  fan_id uuid not null,
  redemption_id uuid not null,
  platform text not null,
  pool_id int not null,
  occasion text not null,
  state text not null,
  amount_minor bigint not null,
  at timestamptz not null,
  told_at timestamptz,
  primary key (fan_id, redemption_id)
);
create index platform_redemption_by_platform on platform_redemption (platform, at);
create index platform_redemption_untold on platform_redemption (at) where told_at is null;
