-- name: insert_draw
insert into draw (
  pool_id, occasion, winners, opens_at, closes_at, tickets, earned, excludes, beacon, state, committed_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'entering', $10)
on conflict (pool_id, occasion) do nothing
returning id;

-- name: commit_draw
update draw set terms = $2, commitment = $3, sealed_seed = $4 where id = $1;

-- name: winners_planned
select coalesce(sum(winners), 0)::bigint from draw where pool_id = $1;

-- name: draws_of_pool
select id from draw where pool_id = $1 and id = any($2::int[]);

-- name: draw
select * from draw where id = $1;

-- name: lock_draw
select * from draw where id = $1 for update;

-- name: draws
select * from draw order by closes_at desc, id desc limit $1;

-- name: due_draws
select id from draw
where (state = 'entering' and closes_at <= $1) or (state = 'closed' and beacon = '')
order by closes_at
limit 100;

-- name: lock_draws
-- Closing waits for entries that are under way, and no entry comes after it.
select id, state, opens_at, closes_at, tickets, earned from draw where id = any($1::int[]) order by id for share;

-- name: insert_entries
insert into draw_entry (draw_id, fan_id, ticket)
select * from unnest($1::int[], $2::uuid[], $3::text[])
on conflict do nothing;

-- name: count_entries
select count(*) from (select from draw_entry where draw_id = $1 limit $2) as counted;

-- name: entries
select fan_id, ticket from draw_entry where draw_id = $1;

-- name: tickets_of
select ticket from draw_entry where draw_id = $1 and fan_id = $2 order by ticket;

-- name: place_of
select place from draw_winner where draw_id = $1 and fan_id = $2;

-- name: close_draw
update draw set state = 'closed', entries = $2, root = $3 where id = $1;

-- name: finish_draw
update draw set state = 'drawn', beacon_value = $2 where id = $1;

-- name: insert_winners
insert into draw_winner (draw_id, place, fan_id) select $1, * from unnest($2::int[], $3::uuid[]);

-- name: winners_of
select fan_id from draw_winner where draw_id = any($1::int[]) order by draw_id, place;

-- name: insert_act
insert into draw_act (draw_id, at, actor, role, act, reason) values ($1, $2, $3, $4, $5, $6);

-- name: acts
select at, actor, role, act, reason from draw_act where draw_id = $1 order by id desc limit $2;
