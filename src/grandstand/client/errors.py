"""What can come instead of an answer.

ClientError
├── Problem          the server has answered, and says why not; `code` is what programs look at
├── Unreachable      no answer came: whether the request took effect is unknown
└── AnswerInvalid    what came is not an answer of this API, or is longer than any of them
"""


class ClientError(Exception):
    """Base of every error of the client."""


class Problem(ClientError):
    """A problem document (RFC 9457); the codes stand in docs/reference/errors.md.

    An answer of something else, such as a proxy in front of the server, has the code `http.error`.
    """

    def __init__(
        self,
        *,
        code: str,
        status: int,
        title: str,
        detail: str,
        retryable: bool,
        retry_after_s: float | None,
    ) -> None:
        super().__init__(f"{detail} [{code}]")
        self.code = code
        self.status = status
        self.title = title
        self.detail = detail
        self.retryable = retryable
        self.retry_after_s = retry_after_s


class Unreachable(ClientError):
    pass


class AnswerInvalid(ClientError):
    pass
