-- Vouchers, merchants and what happens between them. The fan's side is distributed by the fan, the merchant's side by
-- the merchant; a redemption is a row on each, with one id, and no transaction touches both.

create table voucher_terms (
  pool_id int primary key references pool (id),
  categories text[] not null
);

-- The row that a batch of a merchant locks.
create table merchant (
  id int generated always as identity primary key,
  name text not null,
  category text not null,
  state text not null,
  per_minute int not null check (per_minute >= 0),
  open_max int not null check (open_max >= 0),
  stock bigint check (stock >= 0),
  webhook text not null,
  sealed_secret bytea not null,
  minute bigint not null default 0,
  taken int not null default 0,
  open_now int not null default 0 check (open_now >= 0),
  added_at timestamptz not null
);
create index merchant_by_category on merchant (category, id) where state = 'open';

create table merchant_slot (
  merchant_id int not null,
  redemption_id uuid not null,
  -- 'reserved', 'full', 'released', 'done': 'full' is remembered, so that asking again is answered the same.
  state text not null,
  primary key (merchant_id, redemption_id)
);

create table merchant_act (
  id bigint generated always as identity primary key,
  merchant_id int not null references merchant (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null
);

create table redemption (
  fan_id uuid not null,
  id uuid not null,
  pool_id int not null,
  occasion text not null,
  merchant_id int not null,
  amount_minor bigint not null,
  currency text not null,
  capture boolean not null,
  state text not null,
  reason text not null default '',
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (fan_id, id)
);
-- A voucher is redeemed once.
create unique index redemption_of_voucher on redemption (fan_id, pool_id, occasion)
  where state in ('asking', 'held', 'captured', 'done');
create index redemption_unfinished on redemption (expires_at) where state in ('asking', 'held');
