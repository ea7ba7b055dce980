-- name: acts
-- Each table gives no more than a page, so that the whole log is never put together.
select at, area, id, subject, act, actor, role, reason
from (
  (
    select at, 'pool' as area, id, pool_id::text as subject, act, actor, role, reason
    from operator_act
    where $1::timestamptz is null or (at, 'pool', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'merchant' as area, id, merchant_id::text as subject, act, actor, role, reason
    from merchant_act
    where $1::timestamptz is null or (at, 'merchant', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'invites' as area, id, scheme_id::text as subject, act, actor, role, reason
    from invite_act
    where $1::timestamptz is null or (at, 'invites', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'draw' as area, id, draw_id::text as subject, act, actor, role, reason
    from draw_act
    where $1::timestamptz is null or (at, 'draw', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'programme' as area, id, programme_id::text as subject, act, actor, role, reason
    from programme_act
    where $1::timestamptz is null or (at, 'programme', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'fraud' as area, id, coalesce(fan_id::text, '') as subject, act, actor, role, reason
    from fraud_act
    where $1::timestamptz is null or (at, 'fraud', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'segment' as area, id, target as subject, act, actor, role, reason
    from eligibility_act
    where $1::timestamptz is null or (at, 'segment', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'platform' as area, id, platform as subject, act, actor, role, reason
    from platform_act
    where $1::timestamptz is null or (at, 'platform', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'waiting' as area, id, pool_id::text as subject, act, actor, role, reason
    from waiting_act
    where $1::timestamptz is null or (at, 'waiting', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
  union all
  (
    select at, 'incident' as area, id, incident_id::text as subject, act, actor, role, coalesce(texts->>'en', '') as reason
    from incident_act
    where $1::timestamptz is null or (at, 'incident', id) < ($1, $2::text, $3::bigint)
    order by at desc, id desc
    limit $4
  )
) as acts
order by at desc, area desc, id desc
limit $4;
