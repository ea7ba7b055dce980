-- What a transaction has decided to tell somebody else: another lane, a merchant. Stored with the decision, handed
-- over afterwards, at least once and in order within a key.

create table outbox_message (
  -- What the order holds within, and the column to distribute by: one merchant's order, one fan's invitations.
  key text not null,
  id uuid not null,
  sequence bigint generated always as identity,
  kind text not null,
  body bytea not null,
  stored_at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz not null,
  -- Who has taken it, and until when nobody else may.
  taken_by uuid,
  taken_until timestamptz,
  done_at timestamptz,
  failed_at timestamptz,
  reason text not null default '',
  primary key (key, id)
);
create index outbox_due on outbox_message (next_at) where done_at is null and failed_at is null;
create index outbox_order on outbox_message (key, sequence) where done_at is null and failed_at is null;
create index outbox_done on outbox_message (done_at) where done_at is not null;
create index outbox_failed on outbox_message (failed_at) where failed_at is not null;
