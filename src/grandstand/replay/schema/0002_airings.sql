-- Takes that were sent on air, by name of the place; where it is stands in the settings alone.

create table replay_airing (
  id int generated always as identity primary key,
  take_id int not null references replay_take (id) on delete cascade,
  file text not null,
  target text not null,
  times int not null,
  state text not null check (state in ('waiting', 'on_air', 'sent', 'failed', 'stopped')),
  progress real not null default 0 check (progress between 0 and 1),
  -- Of a failed one: the error's code, and what was said.
  code text,
  detail text not null default '',
  asked_by uuid not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
-- One at a time to each place.
create unique index replay_airing_busy on replay_airing (target) where state in ('waiting', 'on_air');
create index replay_airing_take on replay_airing (take_id);
