"""Who may ask what: every route of the OpenAPI document, by everybody. Every answer is as the document says."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from grandstand.kernel.auth import Role
from serving import Serving
from stage import BODIES, NOBODY, PLAN, TRANCHE, Stage, code_of

PLATFORM = frozenset({"platform"})
SIGNED_IN = frozenset(role.value for role in Role) - PLATFORM
ANYONE = SIGNED_IN | {NOBODY} | PLATFORM
WATCHERS = frozenset({"operator", "auditor"})
OPERATOR = frozenset({"operator"})
FAN = frozenset({"fan"})
REPLAY = frozenset({"replay"})

WHO = {
    "alive": ANYONE,
    "ready": ANYONE,
    "metrics": ANYONE,
    "read_session": SIGNED_IN,
    "sign_in_by_code": ANYONE,
    "sign_in_as_guest": ANYONE,
    "sign_out": SIGNED_IN,
    "list_pools": ANYONE,
    "read_status": ANYONE,
    "list_incidents": ANYONE,
    "write_incident": OPERATOR,
    "change_incident": OPERATOR,
    "end_incident": OPERATOR,
    "list_incident_acts": WATCHERS,
    "take_ticket": FAN,
    "read_place": ANYONE,
    "list_waiting_rooms": WATCHERS,
    "read_waiting_room": WATCHERS,
    "list_waiting_room_acts": WATCHERS,
    "open_waiting_room": OPERATOR,
    "watch_waiting_room": OPERATOR,
    "close_waiting_room": OPERATOR,
    "read_campaign_state": ANYONE,
    "claim": FAN,
    "read_my_wallet": SIGNED_IN,
    "read_wallet": frozenset({"auditor"}),
    "read_receipt": SIGNED_IN,
    "read_proof": ANYONE,
    "read_terms": ANYONE,
    "list_heads": ANYONE,
    "export_ledger": frozenset({"auditor"}),
    "create_pool": OPERATOR,
    "schedule_pool": OPERATOR,
    "open_pool": OPERATOR,
    "pause_pool": OPERATOR,
    "resume_pool": OPERATOR,
    "extend_pool": OPERATOR,
    "close_pool": OPERATOR,
    "reveal_pool": OPERATOR,
    "propose_raise": OPERATOR,
    "approve_raise": OPERATOR,
    "list_raises": WATCHERS,
    "read_books": WATCHERS,
    "read_burn_down": WATCHERS,
    "follow_burn_down": WATCHERS,
    "list_acts": WATCHERS,
    "list_quarantine": WATCHERS,
    "push_message": frozenset({"feed"}),
    "live_now": ANYONE,
    "live_schedule": ANYONE,
    "live_event": ANYONE,
    "live_medals": ANYONE,
    "live_athlete": ANYONE,
    "live_delegation": ANYONE,
    "live_venue": ANYONE,
    "live_compare": ANYONE,
    "live_changes": ANYONE,
    "live_search": ANYONE,
    "live_stream": ANYONE,
    "list_draws": ANYONE,
    "plan_draw": OPERATOR,
    "read_draw": ANYONE,
    "read_draw_file": ANYONE,
    "read_my_tickets": SIGNED_IN,
    "enter_draw": FAN,
    "close_draw": OPERATOR,
    "hold_draw": OPERATOR,
    "list_draw_acts": WATCHERS,
    "accept_invitation": FAN,
    "list_invites": ANYONE,
    "plan_invites": OPERATOR,
    "read_my_invites": FAN,
    "make_my_code": FAN,
    "read_invite_figures": WATCHERS,
    "list_invite_acts": WATCHERS,
    "pause_invites": OPERATOR,
    "resume_invites": OPERATOR,
    "close_invites": OPERATOR,
    "list_my_vouchers": FAN,
    "list_my_redemptions": FAN,
    "list_merchants": ANYONE,
    "sign_in_platform": ANYONE,
    "read_my_platform": PLATFORM,
    "read_my_settlement": PLATFORM,
    "bring_fan": PLATFORM,
    "list_platforms": WATCHERS,
    "add_platform": OPERATOR,
    "read_platform": WATCHERS,
    "read_settlement": WATCHERS,
    "list_platform_acts": WATCHERS,
    "change_platform": OPERATOR,
    "allot": OPERATOR,
    "make_platform_key": OPERATOR,
    "revoke_platform_key": OPERATOR,
    "close_platform": OPERATOR,
    "list_segments": WATCHERS,
    "define_segment": OPERATOR,
    "try_segments": WATCHERS,
    "list_eligibility_acts": WATCHERS,
    "read_pool_segments": WATCHERS,
    "set_pool_segments": OPERATOR,
    "put_facts": OPERATOR,
    "list_switches": WATCHERS,
    "switch_off": OPERATOR,
    "lift_switch": OPERATOR,
    "read_audience": WATCHERS,
    "set_voucher_terms": OPERATOR,
    "redeem_voucher": FAN,
    "capture_redemption": FAN,
    "void_redemption": FAN,
    "add_merchant": OPERATOR,
    "list_all_merchants": WATCHERS,
    "list_merchant_acts": WATCHERS,
    "throttle_merchant": OPERATOR,
    "pause_merchant": OPERATOR,
    "resume_merchant": OPERATOR,
    "close_merchant": OPERATOR,
    "report_signals": FAN,
    "report_signals_of_fans": OPERATOR,
    "list_holds": WATCHERS,
    "review_fan": WATCHERS,
    "hold_fan": OPERATOR,
    "release_fan": OPERATOR,
    "void_fan": OPERATOR,
    "list_fraud_acts": WATCHERS,
    "read_fraud_rules": WATCHERS,
    "change_fraud_rules": OPERATOR,
    "try_fraud_rules": WATCHERS,
    "pace_pool": OPERATOR,
    "list_programmes": WATCHERS,
    "read_outlook": WATCHERS,
    "apply_programme": OPERATOR,
    "read_programme": WATCHERS,
    "list_programme_acts": WATCHERS,
    "export_reconciliation": WATCHERS,
    "read_report": WATCHERS,
    "put_outcome": OPERATOR,
    "read_outbox": WATCHERS,
    "list_all_acts": WATCHERS,
    "retry_message": OPERATOR,
    "list_collections": ANYONE,
    "create_collection": frozenset({"operator", "noc"}),
    "change_collection": SIGNED_IN,
    "delete_collection": SIGNED_IN,
    "list_documents": ANYONE,
    "upload_document": SIGNED_IN,
    "export_collection": ANYONE,
    "read_document": ANYONE,
    "delete_document": SIGNED_IN,
    "read_version": ANYONE,
    "read_page": ANYONE,
    "read_page_image": ANYONE,
    "read_file": ANYONE,
    "read_citation": ANYONE,
    "ask_question": ANYONE,
    "ask_assistant": ANYONE,
    "confirm_act": FAN,
    "list_conversations": SIGNED_IN,
    "read_conversation": SIGNED_IN,
    "rename_conversation": SIGNED_IN,
    "delete_conversation": SIGNED_IN,
    "delete_conversations": SIGNED_IN,
    "export_conversations": SIGNED_IN,
    "judge_answer": ANYONE,
    "list_feedback": WATCHERS,
    "export_feedback": WATCHERS,
    "settle_feedback": OPERATOR,
    "list_unanswered_questions": WATCHERS,
    "export_unanswered_questions": WATCHERS,
    "settle_unanswered_question": OPERATOR,
    "suggest": ANYONE,
    "list_groups": WATCHERS,
    "create_group": OPERATOR,
    "change_group": OPERATOR,
    "delete_group": OPERATOR,
    "list_unanswered": WATCHERS,
    "settle_unanswered": OPERATOR,
    "list_replay_sessions": REPLAY | WATCHERS,
    "read_replay_session": REPLAY | WATCHERS,
    "read_camera_picture": REPLAY | WATCHERS,
    "list_recorders": REPLAY | WATCHERS,
    "trigger_recorder": REPLAY,
    "list_takes": ANYONE,
    "trigger_take": REPLAY,
    "read_take": ANYONE,
    "read_take_file": ANYONE,
    "cancel_take": REPLAY,
    "publish_take": REPLAY,
    "withdraw_take": REPLAY,
    "delete_take": REPLAY,
    "list_airings": REPLAY | WATCHERS,
    "air_take": REPLAY,
    "stop_airing": REPLAY,
}
"""By operation: who may, in an open pool; the wallet is another fan's. The receipt is always the asker's own.

Of the library, what is not there is asked for: test_library_leaks.py asks for what is.
"""

LIBRARY_IDS = (
    *("change_collection", "delete_collection", "list_documents", "upload_document", "export_collection"),
    *("read_document", "delete_document", "read_version", "read_page", "read_page_image", "read_file"),
    *("read_citation", "change_group", "delete_group"),
)

ANSWER_IDS = ("read_conversation", "rename_conversation", "delete_conversation", "judge_answer")

TAKE_IDS = (
    *("trigger_take", "read_take", "read_take_file", "cancel_take", "publish_take", "withdraw_take"),
    *("delete_take", "read_replay_session", "read_camera_picture", "trigger_recorder"),
    *("air_take", "stop_airing"),
)

CAMPAIGN_IDS = (
    *("read_draw", "read_draw_file", "read_my_tickets", "enter_draw", "close_draw", "hold_draw", "list_draw_acts"),
    *("read_my_invites", "make_my_code", "read_invite_figures", "list_invite_acts"),
    *("pause_invites", "resume_invites", "close_invites", "list_merchant_acts", "throttle_merchant"),
    *("pause_merchant", "resume_merchant", "close_merchant", "redeem_voucher", "capture_redemption"),
    *("void_redemption", "retry_message", "read_programme", "list_programme_acts"),
    *("hold_fan", "release_fan", "void_fan", "read_report", "put_outcome"),
    *("read_platform", "read_settlement", "list_platform_acts", "change_platform", "allot", "make_platform_key"),
    *("revoke_platform_key", "close_platform", "switch_off", "lift_switch"),
    *("change_incident", "end_incident", "list_incident_acts"),
)

STATES = {
    "schedule_pool": "draft",
    "open_pool": "draft",
    "resume_pool": "paused",
    "reveal_pool": "closed",
}
"""The state in which an act fits; the others fit an open pool."""

NO_LINE = {
    "take_ticket": 409,
    "read_place": 422,
    "read_waiting_room": 404,
    "list_waiting_room_acts": 404,
    "close_waiting_room": 404,
}
REFUSED_PLANS = ("plan_draw", "plan_invites", "accept_invitation", "read_outlook", "apply_programme")
REFUSED_KEYS = ("sign_in_platform", "read_my_platform", "read_my_settlement", "bring_fan")
ANSWERED_OTHERWISE = (
    {"sign_in_by_code": 401, "read_receipt": 404}
    | dict.fromkeys((*LIBRARY_IDS, *ANSWER_IDS, *TAKE_IDS, *CAMPAIGN_IDS), 404)
    | dict.fromkeys((*REFUSED_PLANS, "read_audience"), 422)
    | dict.fromkeys(REFUSED_KEYS, 401)
    | NO_LINE
)
"""What whoever may ask is answered here: a code that was made up, a share that was not claimed, no document, a
draw of a pool that is not for draws, a pool where nobody waits."""


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Serving(demo=True) as serving:
        yield Stage(serving)


def test_who_may_is_known_of_every_operation(stage: Stage) -> None:
    assert set(stage.document.operations) == set(WHO)


def test_the_documentation_says_who_may(stage: Stage) -> None:
    words = {
        "anyone": ANYONE,
        "see [metrics](metrics.md)": ANYONE,
        "everybody signed in": SIGNED_IN,
        "fan": FAN,
        "the fan herself, auditor": frozenset({"auditor"}),
        "auditor; anyone once revealed": frozenset({"auditor"}),
        "operator": OPERATOR,
        "operator, noc": frozenset({"operator", "noc"}),
        # Which of them it is, her collection says.
        "the owner": SIGNED_IN,
        "another operator": OPERATOR,
        "operator, auditor": WATCHERS,
        "feed": frozenset({"feed"}),
        "replay": REPLAY,
        "replay, operator, auditor": REPLAY | WATCHERS,
        "platform": PLATFORM,
    }
    text = (Path(__file__).parents[2] / "docs" / "reference" / "http-api.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([A-Z]+)` \| `([^`]+)` \| ([^|]+) \|", text, re.MULTILINE)
    said = {(method, path): words[who] for method, path, who in documented}
    for name, operation in stage.document.operations.items():
        assert said[operation.method, operation.path] == WHO[name], name


def test_the_document_is_complete(stage: Stage) -> None:
    for name, operation in stage.document.operations.items():
        for status, response in operation.responses.items():
            assert response["description"], f"{name}: {status}"
            assert response.get("content") or status in {"204", "304"}, f"{name}: {status}"
            if int(status) >= 400:
                assert set(response["content"]) == {"application/problem+json"}, f"{name}: {status}"
    text = httpx.get(f"{stage.serving.url}/v1/openapi.json", timeout=60).text
    # Two types of one name would each be called by their modules.
    for reference in set(re.findall(r'"#/components/schemas/([^"]+)"', text)):
        assert re.fullmatch(r"\w+", reference), reference
        assert f'"{reference}":{{' in text.replace(": {", ":{"), reference
    for leftover in ("x-codes", "HTTPValidationError"):
        assert leftover not in text


@pytest.mark.parametrize("name", WHO)
def test_each_operation_is_for_those_whom_it_is_for(stage: Stage, name: str) -> None:
    state = STATES.get(name, "open")
    is_act = stage.document.operations[name].method == "POST"
    for who in sorted(WHO[name]):
        pool = stage.new_pool(state) if is_act else stage.pool(state)
        number = stage.propose(pool) if name == "approve_raise" else 1
        with stage.client(who) as client:
            answer = stage.ask(client, name, pool, number)
        stage.document.assert_describes(name, answer)
        assert answer.status_code in {ANSWERED_OTHERWISE.get(name), 200, 201, 204}, f"{who}: {answer.text}"


@pytest.mark.parametrize("name", [name for name in WHO if WHO[name] != ANYONE])
def test_each_operation_is_refused_to_everybody_else_and_changes_nothing(stage: Stage, name: str) -> None:
    pool = stage.pool(STATES.get(name, "open"))
    number = stage.propose(pool) if name == "approve_raise" else 1
    before = stage.trace(pool)
    for who in sorted(ANYONE - WHO[name]):
        with stage.client(who) as client:
            answer = stage.ask(client, name, pool, number)
        stage.document.assert_describes(name, answer)
        is_stranger = who == NOBODY and name != "export_ledger"
        refused = (401, "auth.missing") if is_stranger else (403, "auth.forbidden")
        assert (answer.status_code, code_of(answer)) == refused, who
    assert stage.trace(pool) == before


@pytest.mark.parametrize("who", sorted(ANYONE))
def test_a_ledger_is_for_everybody_once_it_is_revealed(stage: Stage, who: str) -> None:
    with stage.client(who) as client:
        assert stage.ask(client, "export_ledger", stage.pool("revealed")).text.startswith("grandstand-ledger-1\n")
        before = stage.ask(client, "export_ledger", stage.pool("closed"))
    assert before.status_code == (200 if who == "auditor" else 403)


@pytest.mark.parametrize("who", sorted(ANYONE))
@pytest.mark.parametrize("name", ["read_proof", "read_terms", "list_heads", "read_receipt", "export_ledger"])
def test_nothing_of_a_draft_is_shown_to_those_who_do_not_plan(stage: Stage, name: str, who: str) -> None:
    with stage.client(who) as client:
        answer = stage.ask(client, name, stage.pool("draft"))
        listed = [each["id"] for each in client.get("/v1/pools").json()["pools"]]
    stage.document.assert_describes(name, answer)
    if who == NOBODY and name == "read_receipt":
        assert (answer.status_code, code_of(answer)) == (401, "auth.missing")
    elif who in PLATFORM and name == "read_receipt":
        assert (answer.status_code, code_of(answer)) == (403, "auth.forbidden")
    elif who not in WATCHERS:
        assert (answer.status_code, code_of(answer)) == (404, "campaign.pool_unknown")
    assert (stage.pool("draft") in listed) == (who in WATCHERS)


def test_a_seed_is_shown_only_when_the_pool_is_revealed(stage: Stage) -> None:
    for state in ("scheduled", "open", "paused", "closed", "revealed"):
        with stage.client("operator") as operator, stage.client(NOBODY) as nobody:
            for client in (operator, nobody):
                document = stage.ask(client, "read_proof", stage.pool(state)).json()
                assert [each["seed"] is None for each in document["tranches"]] == [state != "revealed"]


def test_a_receipt_is_shown_to_her_whose_share_it_is(stage: Stage) -> None:
    pool = stage.pool("open")
    with stage.client("holder") as holder:
        given = stage.ask(holder, "claim", pool)
        stage.document.assert_describes("claim", given)
        again = stage.ask(holder, "claim", pool)
        stage.document.assert_describes("claim", again)
        hers = stage.ask(holder, "read_receipt", pool)
        stage.document.assert_describes("read_receipt", hers)
        wallet = stage.ask(holder, "read_my_wallet", pool)
        stage.document.assert_describes("read_my_wallet", wallet)
    assert given.json()["receipt"] == hers.json()
    assert again.json() == given.json() | {"receipt": None}
    for who in sorted(SIGNED_IN - {"fan"}):
        with stage.client(who) as client:
            answer = stage.ask(client, "read_receipt", pool)
            assert (answer.status_code, code_of(answer)) == (404, "campaign.claim_unknown"), who


def test_whoever_proposes_a_raise_cannot_approve_it(stage: Stage) -> None:
    pool = stage.new_pool("open")
    with stage.new_operator() as proposer, stage.new_operator() as another:
        proposed = stage.ask(proposer, "propose_raise", pool).json()["raises"][0]
        own = stage.ask(proposer, "approve_raise", pool, proposed["id"])
        assert (own.status_code, code_of(own)) == (403, "auth.forbidden")
        assert another.get(f"/v1/pools/{pool}/books").json()["shares"] == PLAN["shares"]
        approved = stage.ask(another, "approve_raise", pool, proposed["id"])
        assert approved.json()["shares"] == PLAN["shares"] + TRANCHE["shares"]
        twice = stage.ask(another, "approve_raise", pool, proposed["id"])
        assert (twice.status_code, code_of(twice)) == (409, "campaign.state_conflict")
        unknown = stage.ask(another, "approve_raise", pool, 10**6)
        assert (unknown.status_code, code_of(unknown)) == (404, "campaign.raise_unknown")
    other_pool = stage.pool("open")
    number = stage.propose(pool)
    with stage.new_operator() as operator:
        elsewhere = stage.ask(operator, "approve_raise", other_pool, number)
        assert (elsewhere.status_code, code_of(elsewhere)) == (404, "campaign.raise_unknown")


@pytest.mark.parametrize("state", ["draft", "scheduled", "open", "paused", "closed", "revealed"])
def test_an_act_that_does_not_fit_the_state_changes_nothing(stage: Stage, state: str) -> None:
    fitting = {
        "draft": {"schedule", "open"},
        "scheduled": {"open", "close", "extend", "raises"},
        "open": {"pause", "close", "extend", "raises"},
        "paused": {"resume", "close", "extend", "raises"},
        "closed": {"reveal", "extend"},
        "revealed": {"extend"},
    }[state]
    pool = stage.pool(state)
    before = stage.trace(pool)
    with stage.new_operator() as operator:
        for word in sorted(
            {"schedule", "open", "pause", "resume", "close", "reveal", "extend", "raises"} - fitting
        ):
            body = {"extend": BODIES["extend_pool"], "raises": BODIES["propose_raise"]}.get(
                word, {"reason": "trying"}
            )
            answer = operator.post(f"/v1/pools/{pool}/{word}", json=body)
            assert (answer.status_code, code_of(answer)) == (409, "campaign.state_conflict"), word
    assert stage.trace(pool) == before
