-- What operators tell everybody. A few rows, read by every process and joined with nothing: on many machines both are
-- reference tables.

create table incident (
  id int generated always as identity primary key,
  kind text not null,
  pool_id int references pool (id),
  texts jsonb not null,
  began_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz
);

create table incident_act (
  id bigint generated always as identity primary key,
  incident_id int not null references incident (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  texts jsonb not null
);
create index incident_act_by_incident on incident_act (incident_id, id desc);
