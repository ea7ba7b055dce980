"""The configurations of docs/how-to/run-behind-a-proxy.md as they stand there, but for ports and certificate."""

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from folders import open_folder
from games import Games
from grandstand.campaign import audit_faults
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.services import Services
from grandstand.web.front_door import RATE_OF_AN_ADDRESS
from serving import Serving, ServingGate, free_port

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "run-behind-a-proxy.md"
CLAIM = {"occasion": "launch"}
PATIENCE_S = 120
"""For what takes milliseconds where nothing else runs."""

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CADDY = shutil.which("caddy")

pytestmark = pytest.mark.timeout(400)


@dataclass(frozen=True)
class Behind:
    """A Grandstand with its gate, and the proxy before them; `addresses` of this machine that nobody else uses."""

    serving: Serving
    gate: ServingGate
    url: str
    trusted: ssl.SSLContext
    addresses: int

    def client(self, local: str | None = None, **headers: str) -> httpx.Client:
        """Somebody who comes through the proxy, from another address of this machine if one is given."""
        transport = httpx.HTTPTransport(verify=self.trusted, local_address=local)
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_S, transport=transport)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the workers of nginx may pass, who are not root where we are."""
    made = open_folder("gs-proxy-")
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def served(port: int) -> Iterator[tuple[Serving, ServingGate]]:
    environment = {
        "GRANDSTAND_PUBLIC_URL": f"https://127.0.0.1:{port}",
        "GRANDSTAND_PROXY_HOPS": "1",
        "GRANDSTAND_GUESTS": "true",
        "GRANDSTAND_WORKERS": "1",
        "GRANDSTAND_GATE_WORKERS": "2",
    }
    with Serving(demo=False, environment=environment) as serving, serving.gate() as gate:
        yield serving, gate


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def behind(
    request: pytest.FixtureRequest, served: tuple[Serving, ServingGate], port: int, folder: Path
) -> Iterator[Behind]:
    serving, gate = served
    certificate, key = make_certificate(folder)
    configuration = the_block(request.param)
    for here, there in {
        "127.0.0.1:8000": f"127.0.0.1:{serving.port}",
        "127.0.0.1:8001": f"127.0.0.1:{gate.port}",
        "/etc/ssl/certs/fans.example.pem": str(certificate),
        "/etc/ssl/private/fans.example.key": str(key),
    }.items():
        configuration = configuration.replace(here, there)
    start = start_nginx if request.param == "nginx" else start_caddy
    trusted = ssl.create_default_context(cafile=str(certificate))
    process = start(configuration, folder, port)
    try:
        wait_for(f"https://127.0.0.1:{port}/readyz", trusted, process, folder / f"{request.param}.log")
        yield Behind(serving, gate, f"https://127.0.0.1:{port}", trusted, 2 if request.param == "nginx" else 4)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def the_block(language: str) -> str:
    """The first code block of the page in this language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def start_nginx(site: str, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    if NGINX is None:
        pytest.skip("nginx is not installed (Debian's `nginx-light`)")
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{port} ").replace("listen 80;", f"listen {free_port()};")
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;\n"
        "events { worker_connections 2048; }\n"
        "http {\n  access_log off;\n"
        + "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
        + f"  include {folder}/site.conf;\n}}\n"
    )
    return subprocess.Popen([NGINX, "-e", f"{folder}/nginx.log", "-c", f"{folder}/nginx.conf"])


def start_caddy(site: str, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    if CADDY is None:
        pytest.skip("caddy is not installed (Debian's `caddy`)")
    own_certificate = f"tls {folder}/certificate.pem {folder}/key.pem"
    site = site.replace("fans.example {", f"https://127.0.0.1:{port} {{\n\t{own_certificate}", 1)
    switched_off = "{\n\tadmin off\n\tauto_https off\n\tgrace_period 1s\n}\n"
    (folder / "Caddyfile").write_text(switched_off + site)
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "caddy.log").open("w") as log:
        command = [CADDY, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that this machine has signed for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fans.example")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("fans.example"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


def wait_for(url: str, trusted: ssl.SSLContext, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(url, verify=trusted, timeout=PATIENCE_S).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the proxy did not become ready")


def claims_granted(url: str) -> float:
    """What the metrics of a server say, asked without the proxy."""
    found = re.search(
        r'^grandstand_claims_total\{outcome="granted"\} (.+)$', httpx.get(f"{url}/metrics").text, re.MULTILINE
    )
    return float(found[1]) if found else 0.0


async def faults(services: Services, pool: int) -> list[str]:
    return audit_faults(await services.proofs.audit(PoolId(pool)))


def test_claims_go_to_the_gate_and_the_rest_to_the_server(behind: Behind) -> None:
    serving, gate = behind.serving, behind.gate
    before = claims_granted(gate.url), claims_granted(serving.url)
    with behind.client(authorization=f"Bearer {serving.token(Role.OPERATOR)}") as operator:
        pool = serving.new_pool(operator)
        tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(30)])

        def ask(token: str) -> httpx.Response:
            with behind.client(authorization=f"Bearer {token}") as fan:
                return fan.post(f"/v1/pools/{pool}/claims", json=CLAIM)

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, tokens * 2))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json()["share"] for answer in answers}) == len(tokens)
        assert operator.get(f"/v1/pools/{pool}/books").json()["granted"] == len(tokens)
        problem = operator.post(f"/v1/pools/{pool}/claims", content=b"x" * 2000)
        assert (problem.status_code, problem.json()["code"]) == (413, "request.too_large")
    assert serving.with_services(lambda services: faults(services, pool)) == []
    assert (claims_granted(gate.url), claims_granted(serving.url)) == (before[0] + 2 * len(tokens), before[1])


def test_a_visitor_signs_in_with_a_secure_cookie_and_claims_with_it(behind: Behind) -> None:
    with behind.client(authorization=f"Bearer {behind.serving.token(Role.OPERATOR)}") as operator:
        pool = behind.serving.new_pool(operator)
    with behind.client() as visitor:
        signed_in = visitor.post("/v1/session/guest", json={})
        assert "secure" in signed_in.headers["set-cookie"].lower()
        own_page = {"sec-fetch-site": "same-origin"}
        assert visitor.post(f"/v1/pools/{pool}/claims", json=CLAIM, headers=own_page).status_code == 200
        foreign_page = {"sec-fetch-site": "cross-site"}
        assert visitor.post(f"/v1/pools/{pool}/claims", json=CLAIM, headers=foreign_page).status_code == 403


def test_events_arrive_while_the_stream_is_open(behind: Behind) -> None:
    serving = behind.serving
    with behind.client(authorization=f"Bearer {serving.token(Role.OPERATOR)}") as operator:
        pool = serving.new_pool(operator)
        seen: list[int] = []
        with operator.stream("GET", f"/v1/pools/{pool}/burn-down/events") as events:
            for line in events.iter_lines():
                if line.startswith("data: "):
                    seen.append(json.loads(line[6:])["granted"])
                    if len(seen) == 1:
                        with behind.client(authorization=f"Bearer {serving.token()}") as fan:
                            assert fan.post(f"/v1/pools/{pool}/claims", json=CLAIM).status_code == 200
                    elif seen[-1] == 1:
                        break
    assert seen[0] == 0
    assert seen[-1] == 1


def test_the_server_sees_the_visitors_address_and_not_what_she_writes_herself(behind: Behind) -> None:
    def sign_in(local: str, times: int) -> list[int]:
        with behind.client(local) as visitor, ThreadPoolExecutor(16) as threads:

            def ask(at: int) -> int:
                forged = {"x-forwarded-for": f"203.0.113.{at % 250}"}
                return visitor.post("/v1/session/guest", json={}, headers=forged).status_code

            return list(threads.map(ask, range(times)))

    one, another = (f"127.0.0.{behind.addresses + at}" for at in range(2))
    started_s = time.monotonic()
    statuses = sign_in(one, 400)
    allowed = RATE_OF_AN_ADDRESS.burst + RATE_OF_AN_ADDRESS.per_s * (time.monotonic() - started_s)
    assert statuses.count(201) <= allowed + 1, "the limit of one address, whatever the header says"
    assert sign_in(another, 1) == [201]


def test_metrics_are_not_for_those_who_come_through_the_proxy(behind: Behind) -> None:
    with behind.client() as somebody:
        answer = somebody.get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")


def test_connections_to_the_gate_stay_open_between_claims(behind: Behind) -> None:
    serving, gate = behind.serving, behind.gate
    with behind.client(authorization=f"Bearer {serving.token(Role.OPERATOR)}") as operator:
        pool = serving.new_pool(operator)
    with behind.client() as client:
        for token in serving.tokens(Role.FAN, [new_subject_id() for _ in range(10)]):
            answer = client.post(
                f"/v1/pools/{pool}/claims", json=CLAIM, headers={"authorization": f"Bearer {token}"}
            )
            assert answer.status_code == 200
    assert connections_to(gate.port) >= 1


def connections_to(port: int) -> int:
    """How many connections to this port of this machine are open, by the kernel."""
    end = f"0100007F:{port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[2] == end and row[3] == "01" for row in rows)


def test_a_gate_that_is_started_anew_does_not_fail_the_fans(behind: Behind) -> None:
    """Connections that the proxy has kept end under its hands; a claim may be sent again, so it is."""
    serving, gate = behind.serving, behind.gate
    with behind.client(authorization=f"Bearer {serving.token(Role.OPERATOR)}") as operator:
        pool = serving.new_pool(operator)
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(20)])

    def ask(token: str) -> int:
        with behind.client(authorization=f"Bearer {token}") as fan:
            return fan.post(f"/v1/pools/{pool}/claims", json=CLAIM).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, tokens)) == {200}
        gate.stop()
        gate.start()
        assert set(threads.map(ask, tokens)) == {200}


def test_the_feed_and_the_streams_of_the_games_come_through(behind: Behind) -> None:
    authorization = f"Bearer {behind.serving.token(Role.FEED)}"
    with behind.client(authorization=authorization) as feed, behind.client() as fan:
        large = Games(7).bulk("SSK", 5000)
        assert len(large) > 2**20
        # The other proxy may have brought it before.
        assert feed.post("/v1/live/messages", content=large).json()["fate"] in {"accepted", "duplicate"}
        address = "/v1/live/schedule?day=2030-02-08"
        told = fan.get(address)
        assert len(told.json()["units"]) == 5000
        assert fan.get(address, headers={"if-none-match": told.headers["etag"]}).status_code == 304
        with fan.stream("GET", "/v1/live/stream?topic=now") as stream:
            # Uncompressed or not, what has been told comes at once, not when a buffer is full.
            lines = stream.iter_lines()
            assert any(line == "event: now" for line in lines)
        too_much = fan.post("/v1/session/guest", json={"padding": "x" * 100_000})
        # Older Caddys call a body that they have cut off an error of the server behind them.
        assert too_much.status_code in {413, 502}
