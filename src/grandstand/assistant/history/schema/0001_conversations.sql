-- What is kept of answers. Conversations belong to one person each and are found by her alone; whoever asks without
-- being signed in leaves nothing here. Verdicts and unanswered questions do not say whose they are.

create table assistant_conversation (
  person uuid not null,
  id uuid not null,
  title text not null,
  began_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (person, id)
);
create index assistant_conversation_by_person on assistant_conversation (person, changed_at desc);

create table assistant_turn (
  person uuid not null,
  id bigint generated always as identity,
  conversation_id uuid not null,
  asked_at timestamptz not null,
  question text not null,
  language text not null,
  events bytea not null,
  primary key (person, id),
  foreign key (person, conversation_id) references assistant_conversation (person, id) on delete cascade
);
create index assistant_turn_by_conversation on assistant_turn (person, conversation_id, id desc);
create index assistant_turn_by_time on assistant_turn (asked_at);

-- What was deleted lately, so that no answer which was still on its way to the tables brings it back. The conversation
-- of zeros stands for all of a person's.
create table assistant_forgotten (
  person uuid not null,
  conversation_id uuid not null,
  at timestamptz not null,
  primary key (person, conversation_id)
);

create table assistant_feedback (
  id bigint generated always as identity primary key,
  answer uuid not null unique,
  at timestamptz not null,
  verdict text not null,
  reason text,
  comment text,
  question text not null,
  language text not null,
  intent text not null,
  quick boolean not null,
  told text
);

create table assistant_unanswered (
  id bigint generated always as identity primary key,
  digest bytea not null unique,
  asked_at timestamptz not null,
  question text not null,
  language text not null,
  intent text not null,
  shortfall text not null,
  times int not null default 1
);
