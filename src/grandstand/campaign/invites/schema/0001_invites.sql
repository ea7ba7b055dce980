-- Invitations. What a fan has is distributed by the fan, a code by the code, so an acceptance touches the lane of the
-- invited one; that of the inviter hears of it through the outbox.

create table invite_scheme (
  id int generated always as identity primary key,
  pool_id int not null references pool (id),
  invited_occasion text not null,
  inviter_occasions text[] not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  zone text not null,
  daily_tickets jsonb not null,
  sealed_key bytea not null,
  state text not null,
  created_at timestamptz not null
);

-- By the code.
create table invite_code (
  code text not null,
  scheme_id int not null,
  fan_id uuid not null,
  -- Since when she has been here: copied from her row, which never changes it.
  since timestamptz not null,
  primary key (code)
);

-- By the fan: one row, one inviter, for ever.
create table invite_member (
  fan_id uuid not null,
  scheme_id int not null,
  since timestamptz not null,
  code text,
  inviter_id uuid,
  invited_at timestamptz,
  primary key (fan_id, scheme_id),
  check (inviter_id <> fan_id)
);

-- By the fan who invited: numbered as they arrive, each invited one once.
create table invite_accepted (
  fan_id uuid not null,
  scheme_id int not null,
  invited_id uuid not null,
  number int not null check (number > 0),
  accepted_at timestamptz not null,
  -- The day in the scheme's zone, and which one of that day it is.
  day date not null,
  number_of_day int not null,
  primary key (fan_id, scheme_id, invited_id),
  unique (fan_id, scheme_id, number)
);

create table invite_act (
  id bigint generated always as identity primary key,
  scheme_id int not null references invite_scheme (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null
);
