"""A language model of random numbers in a GGUF file of its own: it says nothing, but it can be served."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC, VERSION, ALIGNMENT = b"GGUF", 3, 32
UINT32, FLOAT32, STRING, ARRAY = 4, 6, 8, 9
INT32 = 5
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
WIDTH, HEADS, BLOCKS, HIDDEN, CONTEXT = 64, 4, 2, 128, 8192
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)


def write_tiny_gguf(path: Path, seed: int = 1) -> None:
    """A Llama of 64 dimensions and two blocks, whose tokens are bytes; about 700 kB."""
    pieces, kinds = _vocabulary()
    tensors = _tensors(len(pieces), np.random.default_rng(seed))
    described: dict[str, bytes] = {
        "general.architecture": _text("llama"),
        "general.name": _text("tiny"),
        "llama.context_length": _number(CONTEXT),
        "llama.embedding_length": _number(WIDTH),
        "llama.block_count": _number(BLOCKS),
        "llama.feed_forward_length": _number(HIDDEN),
        "llama.rope.dimension_count": _number(WIDTH // HEADS),
        "llama.attention.head_count": _number(HEADS),
        "llama.attention.head_count_kv": _number(HEADS),
        "llama.attention.layer_norm_rms_epsilon": struct.pack("<If", FLOAT32, 1e-5),
        "tokenizer.ggml.model": _text("llama"),
        "tokenizer.ggml.tokens": _array(STRING, [_bytes(each) for each in pieces]),
        "tokenizer.ggml.scores": _array(FLOAT32, [struct.pack("<f", -at) for at in range(len(pieces))]),
        "tokenizer.ggml.token_type": _array(INT32, [struct.pack("<i", each) for each in kinds]),
        "tokenizer.ggml.bos_token_id": _number(1),
        "tokenizer.ggml.eos_token_id": _number(2),
        "tokenizer.ggml.unknown_token_id": _number(0),
        "tokenizer.chat_template": _text(TEMPLATE),
    }
    path.write_bytes(_file(described, tensors))


def _vocabulary() -> tuple[list[str], list[int]]:
    words = ["▁", *map(chr, range(97, 123))]
    pieces = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *words]
    return pieces, [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, *[NORMAL] * len(words)]


def _tensors(tokens: int, chance: np.random.Generator) -> dict[str, npt.NDArray[np.float32]]:
    """Weights, each shape as numpy has it: rows first."""

    def random(*shape: int) -> npt.NDArray[np.float32]:
        found: npt.NDArray[np.float32] = (chance.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
        return found

    ones = np.ones(WIDTH, dtype=np.float32)
    found = {"token_embd.weight": random(tokens, WIDTH), "output_norm.weight": ones}
    found["output.weight"] = random(tokens, WIDTH)
    for at in range(BLOCKS):
        found |= {f"blk.{at}.{name}_norm.weight": ones for name in ("attn", "ffn")}
        found |= {f"blk.{at}.attn_{name}.weight": random(WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
        found |= {f"blk.{at}.ffn_{name}.weight": random(HIDDEN, WIDTH) for name in ("gate", "up")}
        found[f"blk.{at}.ffn_down.weight"] = random(WIDTH, HIDDEN)
    return found


def _file(described: Mapping[str, bytes], tensors: Mapping[str, npt.NDArray[np.float32]]) -> bytes:
    head = MAGIC + struct.pack("<IQQ", VERSION, len(tensors), len(described))
    head += b"".join(_bytes(key) + value for key, value in described.items())
    data = b""
    for name, tensor in tensors.items():
        shape = tensor.shape[::-1]
        head += _bytes(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        head += struct.pack("<IQ", 0, len(data))
        data += _padded(tensor.tobytes())
    return _padded(head) + data


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % ALIGNMENT)


def _bytes(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _text(text: str) -> bytes:
    return struct.pack("<I", STRING) + _bytes(text)


def _number(value: int) -> bytes:
    return struct.pack("<II", UINT32, value)


def _array(kind: int, values: Sequence[bytes]) -> bytes:
    return struct.pack("<IIQ", ARRAY, kind, len(values)) + b"".join(values)
