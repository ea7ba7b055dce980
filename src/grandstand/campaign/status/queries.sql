-- name: insert_incident
insert into incident (kind, pool_id, texts, began_at, changed_at) values ($1, $2, $3::jsonb, $4, $4) returning id;

-- name: lock_incident
select * from incident where id = $1 for update;

-- name: incident
select * from incident where id = $1;

-- name: change_incident
update incident set kind = $2, pool_id = $3, texts = $4::jsonb, changed_at = $5, ended_at = $6 where id = $1;

-- name: incidents
select * from incident
where ended_at is null or ended_at > $1
order by (ended_at is null) desc, changed_at desc, id desc
limit $2;

-- name: insert_act
insert into incident_act (incident_id, at, actor, role, act, texts) values ($1, $2, $3, $4, $5, $6::jsonb);

-- name: acts
select at, actor, role, act, texts from incident_act where incident_id = $1 order by id desc limit $2;

-- name: refused
select coalesce(sum(count), 0)::bigint from refusal where code = 'server.overloaded';

-- name: orders_late
select exists (
  select from outbox_message
  where kind in ('voucher.order', 'voucher.cancel') and stored_at < $1 and done_at is null and failed_at is null
);
