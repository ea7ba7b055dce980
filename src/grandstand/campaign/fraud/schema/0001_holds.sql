-- Claims that are held back: a claim whose state here is 'held' or 'void' is not spent. Distributed by the fan.
create table fraud_hold (
  fan_id uuid not null,
  pool_id int not null,
  occasion text not null,
  state text not null check (state in ('held', 'released', 'void')),
  score real not null,
  reasons text[] not null,
  placed_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  decision text not null default '',
  primary key (fan_id, pool_id, occasion)
);
create index fraud_hold_to_review on fraud_hold (placed_at) where state = 'held';
