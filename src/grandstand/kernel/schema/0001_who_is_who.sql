-- Keys that sign tokens, newest first; the secret is sealed (kernel/sealing.py).
create table signing_key (
  kid text primary key,
  sealed_secret bytea not null,
  created_at timestamptz not null,
  retires_at timestamptz not null          -- tokens signed with it are refused from then on
);

-- One-time sign-in links: the code itself is never stored, only its digest.
create table sign_in_code (
  digest bytea primary key,
  subject uuid not null,
  role text not null,
  noc text,
  expires_at timestamptz not null,
  used_at timestamptz
);
