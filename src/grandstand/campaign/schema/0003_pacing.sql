-- Shares a second that the pool is held to; 0: no limit. Each lane has its part of it, in millionths of a share, and
-- a bucket: what has come in until refilled_at and was not given, one second's worth at most. A batch locks the
-- lane's row anyway, so the bucket holds over all processes and is spent with the shares or not at all.
alter table pool add column shares_per_s bigint not null default 0 check (shares_per_s >= 0);
alter table lane add column pace bigint not null default 0 check (pace >= 0);
alter table lane add column tokens bigint not null default 0 check (tokens >= 0);
alter table lane add column refilled_at timestamptz not null default '1970-01-01 00:00:00Z';
