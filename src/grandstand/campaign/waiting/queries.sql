-- name: insert_room
insert into waiting_room (pool_id, state, per_second, ticked_at, sealed_key)
values ($1, 'closed', $2, $3, $4)
on conflict do nothing;

-- name: lock_room
select * from waiting_room where pool_id = $1 for update;

-- name: lock_due_room
-- Another process that lets people in right now does so for everybody.
select room.*, pool.state as pool_state, pool.opens_at, pool.closes_at
from waiting_room as room
join pool on pool.id = room.pool_id
where room.pool_id = $1 and room.state = 'open' and room.ticked_at <= $2
for update of room skip locked;

-- name: rooms
select room.*, pool.state as pool_state, pool.opens_at, pool.closes_at
from waiting_room as room
join pool on pool.id = room.pool_id
order by room.pool_id desc
limit $1;

-- name: set_room
update waiting_room set state = $2, per_second = $3, automatic = $4, joined = $5, admitted = $6, lapsed = $7,
  credit = $8, clock_ms = $9, busy_ms = $10, busy_admitted = $11, ticked_at = $12, overloads = $13, calm_since = $14
where pool_id = $1;

-- name: insert_turn
insert into waiting_turn (pool_id, clock_ms, admitted, busy_ms, busy_admitted) values ($1, $2, $3, $4, $5)
on conflict (pool_id, clock_ms) do update
set admitted = excluded.admitted, busy_ms = excluded.busy_ms, busy_admitted = excluded.busy_admitted;

-- name: forget_turns
delete from waiting_turn where pool_id = $1 and clock_ms < $2;

-- name: turns
select pool_id, clock_ms, admitted, busy_ms, busy_admitted from waiting_turn
where pool_id = any($1::int[])
order by pool_id, clock_ms;

-- name: overloads
select pool_id, count from refusal where pool_id = any($1::int[]) and code = 'server.overloaded';

-- Tickets.

-- name: tickets
select fan_id, number from waiting_ticket where pool_id = $1 and fan_id = any($2::uuid[]);

-- name: give_tickets
insert into waiting_ticket (pool_id, fan_id, number, joined_at)
select $1, fan_id, number, $4 from unnest($2::uuid[], $3::bigint[]) as new (fan_id, number)
on conflict (pool_id, fan_id) do update set number = excluded.number, joined_at = excluded.joined_at;

-- Acts.

-- name: insert_act
insert into waiting_act (pool_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select at, actor, role, act, reason from waiting_act where pool_id = $1 order by id desc limit $2;
