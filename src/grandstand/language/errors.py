"""What can go wrong with an embedder.

LanguageError
├── EmbedderUnavailable  503  language.embedder_unavailable  its process or endpoint does not answer in time
└── EmbedderMissing      503  language.embedder_missing      it is not installed on this platform
"""

from grandstand.kernel.errors import GrandstandError


class LanguageError(GrandstandError):
    code = "language.error"
    status = 503
    title = "The language models cannot be used"


class EmbedderUnavailable(LanguageError):
    code = "language.embedder_unavailable"
    title = "The embedder does not answer in time"
    retryable = True


class EmbedderMissing(LanguageError):
    code = "language.embedder_missing"
    title = "This embedder is not installed"
