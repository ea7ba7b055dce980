-- What each sentence of a chunk means: the best chunks of a question are looked at again by them.

create table library_sentence_vector (
  chunk_id int not null references library_chunk (id) on delete cascade,
  model text not null,
  -- One behind the other, in the order of the sentences: little-endian float16, each of length 1.
  body bytea not null,
  primary key (chunk_id, model)
);
