-- What is repeated in a lane's row (state, budget, tranches) is repeated so that one row lock shows a batch all
-- of it: a pause or a raise that has returned is seen by every later batch.

create table pool (
  id int generated always as identity primary key,
  titles jsonb not null,
  currency text not null,
  occasions text[] not null,
  lanes int not null check (lanes > 0),
  -- Sums over the tranches.
  shares bigint not null check (shares > 0),
  total_minor bigint not null check (total_minor > 0),
  opens_at timestamptz,
  closes_at timestamptz,
  valid_until timestamptz,
  opened_at timestamptz,
  sealed_pseudonym_key bytea not null,
  state text not null,
  created_at timestamptz not null
);

-- A part of the budget with a seed and a commitment of its own; its shares follow those of the one before.
create table tranche (
  pool_id int not null references pool (id),
  number int not null check (number > 0),
  first_share bigint not null,
  shares bigint not null check (shares > 0),
  total_minor bigint not null check (total_minor > 0),
  terms bytea not null,
  commitment bytea not null,
  sealed_seed bytea not null,
  committed_at timestamptz not null,
  primary key (pool_id, number)
);

-- A raise that one operator proposes and another one approves; the tranche is there from then on.
create table budget_raise (
  id bigint generated always as identity primary key,
  pool_id int not null references pool (id),
  plan jsonb not null,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  reason text not null,
  approved_by uuid check (approved_by <> proposed_by),
  tranche int
);
create index budget_raise_by_pool on budget_raise (pool_id, id);

-- The row that a batch locks.
create table lane (
  pool_id int not null references pool (id),
  lane int not null,
  state text not null,
  granted bigint not null default 0,
  spent_minor bigint not null default 0,
  -- The end of the chain: the last batch, its time and its head.
  batch bigint not null default 0,
  batch_at timestamptz not null default '1970-01-01 00:00:00Z',
  head bytea not null default decode(repeat('00', 32), 'hex'),
  -- The digest of the commitments so far, and how many they are.
  budget bytea not null,
  tranches int not null,
  primary key (pool_id, lane)
);

-- Share numbers lo <= number < hi that a lane owns; those below next are taken.
create table lane_range (
  pool_id int not null,
  lane int not null,
  lo bigint not null,
  next bigint not null,
  hi bigint not null,
  primary key (pool_id, lane, lo),
  foreign key (pool_id, lane) references lane (pool_id, lane),
  check (lo <= next and next <= hi)
);

-- Free numbers on their way from one lane to another. No transaction touches two lanes, so lanes may live on
-- different machines; whoever finds a move that was left half done lands it.
create table escrow (
  id uuid primary key,
  pool_id int not null,
  from_lane int not null,
  to_lane int not null,
  lo bigint not null,
  hi bigint not null check (lo < hi),
  sent_at timestamptz not null,
  landed_at timestamptz,
  foreign key (pool_id, from_lane) references lane (pool_id, lane),
  foreign key (pool_id, to_lane) references lane (pool_id, lane)
);
create index escrow_in_flight on escrow (pool_id) where landed_at is null;

-- The selective column leads the primary key: led by (pool_id, lane) the planner picked, on a fresh table, a
-- plan that was 12 to 19 times slower. Both unique keys hold the lane, so that the table can be distributed by it.
create table claim (
  fan_id uuid not null,
  share bigint not null,
  amount_minor bigint not null,
  claimed_at timestamptz not null,
  pool_id int not null,
  lane int not null,
  occasion text not null,
  primary key (fan_id, pool_id, lane, occasion),
  unique (share, pool_id, lane)
);

-- One link of a lane's chain. Its claims are those whose share lies in one of the stretches lo <= share < hi.
-- Like the claims and the journal it has no foreign key: each batch would lock and write the row referred to.
create table batch (
  pool_id int not null,
  lane int not null,
  number bigint not null,
  at timestamptz not null,
  claims int not null check (claims > 0),
  amount_minor bigint not null,
  los bigint[] not null,
  his bigint[] not null,
  budget bytea not null,
  root bytea not null,
  head bytea not null,
  primary key (pool_id, lane, number),
  unique (pool_id, lane, at)
);

-- The journal: every row moves an amount from one account to another, so debits are credits by construction.
-- A batch of claims is one row, the claims are its subledger. Rows are only ever added.
create table posting (
  id bigint generated always as identity primary key,
  pool_id int not null,
  at timestamptz not null,
  debit text not null,
  credit text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  lane int,
  batch bigint,
  check (debit <> credit),
  check ((lane is null) = (batch is null))
);
create index posting_by_pool on posting (pool_id, id);

-- Heads as they were shown to everybody while the pool was open.
create table published_head (
  pool_id int not null,
  at timestamptz not null,
  lane int not null,
  batch bigint not null,
  head bytea not null,
  primary key (pool_id, at, lane),
  foreign key (pool_id, lane) references lane (pool_id, lane)
);

-- The Ed25519 keys that receipts are signed with; the newest signs, all of them verify.
create table receipt_key (
  id text primary key,
  public_key bytea not null,
  sealed_private_key bytea not null,
  created_at timestamptz not null
);

-- What people did, and why. Rows are only ever added.
create table operator_act (
  id bigint generated always as identity primary key,
  pool_id int not null references pool (id),
  at timestamptz not null,
  actor uuid not null,
  role text not null,
  act text not null,
  reason text not null
);
create index operator_act_by_pool on operator_act (pool_id, id desc);

-- One sample a second of every pool that moved.
create table burn_down (
  pool_id int not null references pool (id),
  at timestamptz not null,
  granted bigint not null,
  spent_minor bigint not null,
  primary key (pool_id, at)
);

-- How many claims were answered without a share, by error code.
create table refusal (
  pool_id int not null references pool (id),
  code text not null,
  count bigint not null,
  primary key (pool_id, code)
);

-- The continuous self-check: how far the batches of a lane have been counted again, and what was found.
create table self_check (
  pool_id int not null,
  lane int not null,
  batch bigint not null,
  primary key (pool_id, lane),
  foreign key (pool_id, lane) references lane (pool_id, lane)
);
create table fault (
  id bigint generated always as identity primary key,
  pool_id int not null references pool (id),
  found_at timestamptz not null,
  words text not null,
  unique (pool_id, words)
);

-- The books of each pool, every sum taken from another table; `rules.balance_faults` says which must agree.
create view pool_balance as
select pool.id as pool, pool.state, pool.total_minor, pool.shares,
  (select coalesce(sum(shares), 0)::bigint from tranche where pool_id = pool.id) as tranches_shares,
  (select coalesce(sum(total_minor), 0)::bigint from tranche where pool_id = pool.id) as tranches_minor,
  (select coalesce(sum(granted), 0)::bigint from lane where pool_id = pool.id) as lanes_granted,
  (select coalesce(sum(spent_minor), 0)::bigint from lane where pool_id = pool.id) as lanes_spent_minor,
  (select coalesce(sum(claims), 0)::bigint from batch where pool_id = pool.id) as batches_claims,
  (select coalesce(sum(amount_minor), 0)::bigint from batch where pool_id = pool.id) as batches_minor,
  (select count(*) from lane where pool_id = pool.id and batch > 0 and head <> (
    select head from batch as last
    where last.pool_id = pool.id and last.lane = lane.lane and last.number = lane.batch
  )) as heads_wrong,
  (select coalesce(sum(amount_minor), 0)::bigint from posting
   where pool_id = pool.id and debit = 'treasury' and credit = 'pool') as funded_minor,
  (select coalesce(sum(amount_minor), 0)::bigint from posting
   where pool_id = pool.id and debit = 'pool' and credit = 'fans') as posted_minor,
  (select coalesce(sum(amount_minor), 0)::bigint from posting
   where pool_id = pool.id and debit = 'pool' and credit = 'treasury') as returned_minor,
  (select coalesce(sum(next - lo), 0)::bigint from lane_range where pool_id = pool.id) as numbers_taken,
  (select coalesce(sum(hi - lo), 0)::bigint from lane_range where pool_id = pool.id)
    + (select coalesce(sum(hi - lo), 0)::bigint from escrow where pool_id = pool.id and landed_at is null)
    as numbers_owned,
  (select count(*) from (
    select lo, max(hi) over (order by lo rows between unbounded preceding and 1 preceding) as before from (
      select lo, hi from lane_range where pool_id = pool.id and lo < hi
      union all
      select lo, hi from escrow where pool_id = pool.id and landed_at is null
    ) as owned
  ) as sorted where lo < before) as ranges_overlapping
from pool;
