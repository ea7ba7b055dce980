-- name: database_standing
select current_database() as name, current_setting('server_version') as version,
  current_setting('server_version_num')::int / 10000 as major,
  to_regclass('schema_migration') is not null as migrated,
  -- What an extension brings does not count.
  (select count(*) from pg_class where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    and relnamespace not in (select oid from pg_namespace where nspname like 'pg\_%' or nspname = 'information_schema')
    and not exists (
      select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'
    )) as relations,
  (select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend') as others;

-- name: applied_migrations
select package, number, encode(digest, 'hex') as digest from schema_migration order by package, number;

-- name: export_snapshot
select pg_export_snapshot();

-- name: keep_snapshot
set local idle_in_transaction_session_timeout = 0;
