-- What has become of a pool. Read only, and in pages: an export holds no more than one of them.

-- name: claims_after
-- In the order of the unique key (share, pool_id, lane): a page is a stretch of its index. What is joined is found by
-- the fan.
select claim.fan_id, claim.lane, claim.share, claim.occasion, claim.amount_minor, claim.claimed_at,
  hold.state as hold, live.state as redemption, live.merchant_id, live.changed_at
from (
  select * from claim where share > $2 and share >= 0 and pool_id = $1 order by share limit $3
) as claim
left join fraud_hold as hold
  on hold.fan_id = claim.fan_id and hold.pool_id = claim.pool_id and hold.occasion = claim.occasion
left join redemption as live
  on live.fan_id = claim.fan_id and live.pool_id = claim.pool_id and live.occasion = claim.occasion
  and live.state in ('asking', 'held', 'captured', 'done')
order by claim.share;

-- name: ended_after
select fan_id, id, occasion, amount_minor, state, merchant_id, changed_at from redemption
where pool_id = $1 and state in ('voided', 'expired') and (fan_id, id) > ($2, $3)
order by fan_id, id
limit $4;

-- name: lanes
select lane, granted, spent_minor, head from lane where pool_id = $1 order by lane;

-- name: posted
select coalesce(sum(amount_minor), 0)::bigint from posting
where pool_id = $1 and debit = 'pool' and credit = 'fans';
