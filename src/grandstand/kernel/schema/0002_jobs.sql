-- Work that is done after the answer was given; a row goes when its work is done.
create table job (
  id bigint generated always as identity primary key,
  kind text not null,
  payload bytea not null,
  created_at timestamptz not null default now(),
  due_at timestamptz not null,
  -- How often it was begun since it last got ahead.
  attempts int not null default 0,
  -- Who has it and when that one was last heard of; null: nobody.
  worker uuid,
  alive_at timestamptz
);
create index job_due on job (kind, due_at, id);
create index job_worker on job (worker) where worker is not null;
