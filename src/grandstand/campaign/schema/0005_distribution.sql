-- The tables of a pool can be distributed by the lane (docs/how-to/scale-out.md).

-- The key of shares holds for all of them, since none is negative, but serves only statements that say so. One that
-- looks for the claims of a fan and names pool and lane would be as good by this key by the statistics of a small
-- table, and read all of it for each fan: measured, 3,000 times as long with 200,000 claims.
alter table claim drop constraint claim_share_pool_id_lane_key;
create unique index claim_by_share on claim (share, pool_id, lane) where share >= 0;
alter table claim add constraint claim_share_check check (share >= 0);

-- Rows are distributed by a column that has a value: what no lane has posted is of lane -1.
alter table posting drop constraint posting_check1;
update posting set lane = -1 where lane is null;
alter table posting alter column lane set default -1, alter column lane set not null;
alter table posting add constraint posting_lane_check check ((lane = -1) = (batch is null));
alter table posting drop constraint posting_pkey;
alter table posting add primary key (lane, id);

-- Numbers on their way are between two lanes, and belong to neither.
alter table escrow drop constraint escrow_pool_id_from_lane_fkey;
alter table escrow drop constraint escrow_pool_id_to_lane_fkey;
