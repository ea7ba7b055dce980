"""Logs as events and the numbers behind /metrics.

An event is named `noun.verb_past` (`claim.granted`) and carries ids as fields; never a question's text, a
voucher code or a token at info.
"""

import logging
import os
import sys
from typing import Any

import structlog
from prometheus_client import REGISTRY as PROCESS_REGISTRY
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from grandstand.kernel.settings import LogFormat, LogLevel

MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

HTTP_REQUESTS = Counter("grandstand_http_requests_total", "Requests answered.", ["method", "route", "status"])
HTTP_SECONDS = Histogram("grandstand_http_seconds", "Time to the end of an answer.", ["route"])
CLAIMS = Counter("grandstand_claims_total", "Claims answered, by outcome.", ["outcome"])
CLAIM_BATCH = Histogram(
    "grandstand_claim_batch_size", "Claims in one transaction.", buckets=(1, 4, 16, 64, 256, 512, 1024)
)
CLAIM_BATCH_SECONDS = Histogram("grandstand_claim_batch_seconds", "Time of one claim transaction.")

CAMPAIGN_FAULTS = Counter("grandstand_campaign_faults_total", "Invariants that the self-check found broken.")

LIVE_MESSAGES = Counter("grandstand_live_messages_total", "Messages of the feed, by fate.", ["fate"])
LIVE_GAPS = Gauge(
    "grandstand_live_gaps", "Stretches of versions that were never delivered.", multiprocess_mode="livemax"
)
LIVE_MEDAL_DIFFERENCES = Gauge(
    "grandstand_live_medal_differences",
    "Delegations whose line in the feed's medal table is not what was awarded.",
    multiprocess_mode="livemax",
)
LIVE_STREAMS = Gauge("grandstand_live_streams", "Open streams.", multiprocess_mode="livesum")

ASSISTANT_ANSWERS = Counter(
    "grandstand_assistant_answers_total", "Answers of the assistant.", ["intent", "quick", "kept"]
)
ASSISTANT_FIRST_SECONDS = Histogram(
    "grandstand_assistant_first_seconds",
    "Time to the first sentence of an answer.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 3, 10),
)
ASSISTANT_SECONDS = Histogram(
    "grandstand_assistant_seconds",
    "Time to the end of an answer.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 3, 10, 30),
)
ASSISTANT_PROBLEMS = Counter(
    "grandstand_assistant_problems_total", "Answers that ended with a problem, by its code.", ["code"]
)
ASSISTANT_DROPPED = Counter(
    "grandstand_assistant_dropped_total", "Turns and unanswered questions that were not written down."
)
ASSISTANT_FEEDBACK = Counter("grandstand_assistant_feedback_total", "Verdicts on answers.", ["verdict"])

MODEL_ANSWERS = Counter(
    "grandstand_model_answers_total", "Answers that a language model was to compose, by outcome.", ["outcome"]
)
MODEL_SECONDS = Histogram(
    "grandstand_model_seconds",
    "Time that a language model needed for an answer, with its tools.",
    buckets=(0.25, 0.5, 1, 2, 4, 8, 16, 32, 64),
)


def configure_logging(log_format: LogFormat, log_level: LogLevel) -> None:
    """One line an event on standard error, for people or as JSON."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        # The default shows the values of every frame: slow, and values can be secrets.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if log_format == "json" else _keep,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def render_metrics() -> bytes:
    """Every metric in the Prometheus text format, summed over the server's processes."""
    if MULTIPROCESS_VARIABLE not in os.environ:
        return generate_latest(PROCESS_REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # untyped there
    return generate_latest(registry)


def _keep(_logger: object, _method: str, event: Any) -> Any:
    return event
