"""Manuals, found by question: the sentence, the page, the highlight, only in what the asker may read.

models.py                      the nouns
access.py                      who may read and write what: pure
reading.py, read_*.py          files to pages, in a process of its own with limits; pages.py stores them
chunking.py                    pages to chunks: pure
rendering.py                   a page as a picture
storage.py, queries.sql, schema/   the tables
service.py                     collections, groups, documents, pages, citations; who asks is always checked
ingest.py, jobs.py             what happens to a file after its upload; the queue
shelf.py, bm25.py, score.py    chunks in memory, and how well each fits a question
far_shelf.py                   the same in the database, for more chunks than memory should hold
passages.py, finding.py        the best sentences; found, not found, or differing
asking.py                      a question to an answer: one call, for the page and the assistant
upload_handler.py, routes.py   HTTP
errors.py                      what can be answered instead
"""
