-- What the growth team's own counting says of those who were offered a programme and of those who were kept out of it
-- by chance. Few rows; only ever added, the newest of a programme holds.
create table programme_outcome (
  id bigint generated always as identity primary key,
  programme_id int not null references programme (id),
  at timestamptz not null,
  actor uuid not null,
  measure text not null,
  offered_fans bigint not null check (offered_fans > 0),
  offered_active bigint not null check (offered_active between 0 and offered_fans),
  kept_fans bigint not null check (kept_fans > 0),
  kept_active bigint not null check (kept_active between 0 and kept_fans)
);
create index programme_outcome_by_programme on programme_outcome (programme_id, id desc);
