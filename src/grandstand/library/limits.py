"""How much the library takes: names, people, documents, questions that found nothing."""

COLLECTIONS_MAX = 100
"""Collections of one owner."""
GRANTS_MAX = 300
"""Grants of a collection: every committee, and some groups."""
GROUPS_MAX = 500
MEMBERS_MAX = 1_000
"""Members of a group."""
DOCUMENTS_MAX = 10_000
"""Documents of a collection."""
VERSIONS_MAX = 100
"""Versions of a document."""
COLLECTION_BYTES_MAX = 20 * 1024**3
"""Files of a collection together."""
NAME_LENGTH_MAX = 120
"""Name of a collection or a group, characters."""
FILE_NAME_LENGTH_MAX = 200
TITLE_LENGTH_MAX = 200
LABEL_LENGTH_MAX = 60
DOCUMENTS_PAGE_MAX = 100
"""Documents on a page of a list."""
UNANSWERED_PAGE_MAX = 50
UNANSWERED_MAX = 10_000
"""Questions that found nothing and are kept; of more, those that were asked longest ago are forgotten."""
UNANSWERED_DAYS_MAX = 90
"""Days after which a question that nobody asks again is forgotten."""
UNANSWERED_LENGTH_MAX = 400
"""Characters that are kept of a question which found nothing."""
