"""A second verifier of signatures. Reads the JSON of `imprimatur signatures … --json` on standard input; for each
signature it says SOUND or the fault, and then in how many of its bits a change went unnoticed."""
import json, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

def holds(key, signature, statement):
    try: Ed25519PublicKey.from_public_bytes(key).verify(signature, statement)
    except InvalidSignature: return False
    return True

def flips(data):
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)

for one in json.load(sys.stdin):
    key, signature, statement = bytes.fromhex(one["public_key"]), bytes.fromhex(one["signature"]), one["statement"].encode()
    read = json.loads(statement)
    canonical = json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    fault = None if holds(key, signature, statement) else "signature"
    if canonical != statement: fault = "not canonical"
    if read["key"] != one["public_key"]: fault = "another key"
    missed = sum(holds(key, signature, other) for other in flips(statement))
    missed += sum(holds(key, other, statement) for other in flips(signature))
    print(fault or "SOUND", missed)
