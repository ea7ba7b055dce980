-- What the nine days came to, counted from the rows themselves.

-- name: counts
select
  (select count(*) from claim) as claims,
  (select count(*) from redemption where state = 'done') as redemptions,
  (select count(*) from redemption where state in ('asking', 'held', 'captured')) as unfinished,
  (select count(*) from invite_member where inviter_id is not null) as acceptances,
  (select count(*) from outbox_message where failed_at is not null) as dead_letters;

-- name: doubles
-- A voucher used twice, a friend counted twice, a winner twice in one draw.
select
  (select coalesce(sum(times - 1), 0) from (
    select count(*) as times from redemption where state = 'done'
    group by fan_id, pool_id, occasion having count(*) > 1
  ) as used)
  + (select coalesce(sum(times - 1), 0) from (
    select count(*) as times from invite_accepted group by invited_id, scheme_id having count(*) > 1
  ) as invited)
  + (select count(*) - count(distinct (draw_id, fan_id)) from draw_winner);

-- name: over_capacity
-- In this play a redemption reaches the merchant in the minute in which it was asked for.
select
  (select coalesce(sum(begun.orders - merchant.per_minute), 0) from (
    select slot.merchant_id, date_trunc('minute', asked_at) as minute, count(*) as orders
    from merchant_slot as slot
    join redemption as r on r.id = slot.redemption_id and r.merchant_id = slot.merchant_id
    where slot.state <> 'full'
    group by slot.merchant_id, minute
  ) as begun
  join merchant on merchant.id = begun.merchant_id
  where begun.orders > merchant.per_minute)
  + (select coalesce(sum(open_now - open_max), 0) from merchant where open_now > open_max);

-- name: sold
-- What each merchant has sold; what it can sell at most is known to whoever has opened it.
select merchant_id, count(*) as orders from merchant_slot where state in ('reserved', 'done') group by merchant_id;

-- name: held
select distinct fan_id from fraud_hold where reasons <> array['by_hand'];

-- name: with_share
select distinct fan_id from claim where fan_id = any($1::uuid[]);

-- name: analyze
analyze;
