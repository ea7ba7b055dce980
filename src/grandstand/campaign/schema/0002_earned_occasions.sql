-- Occasions of the pool for which no fan may ask herself: an invitation that was accepted, a draw that was won.
alter table pool add column earned text[] not null default '{}';
