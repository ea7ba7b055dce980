-- What people did to segments and switches, and why; the tables that claims depend on are the heart's. Rows are only
-- ever added; few, and copied to every node where tables are distributed.
create table eligibility_act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  target text not null,
  pool_id int references pool (id),
  reason text not null
);
