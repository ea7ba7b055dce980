-- name: signing_keys
select kid, sealed_secret, created_at, retires_at
from signing_key
where retires_at > $1
order by created_at desc, kid;

-- name: lock_signing_keys
lock table signing_key in share row exclusive mode;

-- name: newest_signing_key
select max(created_at) from signing_key where retires_at > $1;

-- name: insert_signing_key
insert into signing_key (kid, sealed_secret, created_at, retires_at) values ($1, $2, $3, $4);

-- name: retire_older_signing_keys
update signing_key set retires_at = least(retires_at, $2) where kid <> $1;

-- name: insert_sign_in_code
insert into sign_in_code (digest, subject, role, noc, expires_at) values ($1, $2, $3, $4, $5);

-- name: delete_expired_sign_in_codes
delete from sign_in_code where expires_at < $1;

-- name: use_sign_in_code
update sign_in_code set used_at = $2
where digest = $1 and used_at is null and expires_at > $2
returning subject, role, noc;
