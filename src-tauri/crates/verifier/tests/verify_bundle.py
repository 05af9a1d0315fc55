"""A second verifier of bundles, written from FORMAT.md alone. Usage: verify_bundle.py BUNDLE...; a line for each."""
import base64, hashlib, json, re, struct, sys, zipfile
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def need(truth, why):
    if not truth: raise ValueError(why)

def canonical(v):
    if isinstance(v, dict):
        return "{" + ",".join(canonical(k) + ":" + canonical(v[k]) for k in sorted(v, key=lambda k: k.encode("utf-16-be"))) + "}"
    if isinstance(v, list): return "[" + ",".join(map(canonical, v)) + "]"
    need(not isinstance(v, float) and (not isinstance(v, int) or abs(v) < 2**53), "number")
    return json.dumps(v, ensure_ascii=False)

def parse(data, what):
    value = json.loads(data.decode())
    need(canonical(value).encode() == data, what + " is not canonical")
    return value

def verify(key, signature, message, who):
    try: Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, message)
    except InvalidSignature: raise ValueError("signature: " + who) from None

def note(data, name, key):
    text, _, signatures = data.decode().rpartition("\n\n")
    text += "\n"
    key_id = sha(name.encode(), b"\n\x01", bytes.fromhex(key))[:4]
    need(re.fullmatch("(— \\S+ \\S+\n)+", signatures), "note")
    found = [base64.b64decode(s) for n, s in re.findall("^— (\\S+) (\\S+)$", signatures, re.M) if n == name]
    found = [s for s in found if s[:4] == key_id]
    need(found, "not signed by the desk")
    for s in found: verify(key, s[4:], text.encode(), "note")
    return text

class Log:
    FILES = {"revision.saved": ["digest"], "article.created": ["origin.attachment"],
             "source.file_attached": ["file.digest", "file.text"], "retractions.imported": ["index"]}
    MEMBERS = {"action", "actor", "app", "at", "id", "kind", "offset", "payload", "seq", "station", "stream", "v"}
    def __init__(self):
        self.seq, self.prev, self.stack, self.desk, self.members = 0, bytes(32), [], None, {}
        self.digests, self.named = set(), set()
    def add(self, height, node):
        while self.stack and self.stack[-1][0] == height:
            height, node = height + 1, sha(b"\x01", self.stack.pop()[1], node)
        self.stack.append((height, node))
    def root(self):
        node = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]): node = sha(b"\x01", left, node)
        return node
    def gap(self, gap):
        start, end, subtrees = self.seq, int(gap["to"]), list(gap["subtrees"])
        need(start < end < 2**53, "gap")
        while start < end:
            height = (end - start).bit_length() - 1
            if start: height = min(height, (start & -start).bit_length() - 1)
            self.add(height, bytes.fromhex(subtrees.pop(0)))
            start += 1 << height
        need(not subtrees, "gap")
        self.seq, self.prev = end, bytes.fromhex(gap["last"])
    def event(self, body, signature):
        event = parse(body, "body")
        need(event.keys() - {"reason"} == self.MEMBERS and event["seq"] == str(self.seq + 1), "event %d" % (self.seq + 1))
        need(isinstance(event["offset"], int) and abs(event["offset"]) < 1440, "offset")
        self.seq += 1
        kind, payload = event["kind"], event["payload"]
        need((kind == "board.created") == (self.seq == 1), "board.created")
        if self.seq == 1: self.desk, self.created = payload["desk_key"], event["id"]
        system = event["actor"] == {"kind": "system"}
        key = self.desk if system else self.members.get(event["actor"]["member"], [[None, 0, 0]])[-1]
        if not system: key = key[0] if key[2] is None else None
        need(key and (system or self.seq > 1), "event %d: no key" % self.seq)
        message = b"imprimatur/event/v1\n" + struct.pack(">Q", self.seq) + self.prev + body
        verify(key, signature, message, "event %d" % self.seq)
        if kind == "verdict.signed":
            verify(key, bytes.fromhex(payload["signature"]), payload["statement"].encode(), "statement in event %d" % self.seq)
            actor, said = event["actor"], json.loads(payload["statement"])
            same = {"member": actor["member"], "name": actor["name"], "role": actor["role"], "key": key, "at": event["at"]}
            same.update({name: payload[name] for name in ("digest", "revision", "verdict")})
            need("article/" + said["article"] == event["stream"] and same.items() <= said.items(), "statement")
        if event["stream"] != "board": kind = "" if kind.startswith("key.") else kind
        if kind == "key.registered":
            known = [k[0] for keys in self.members.values() for k in keys] + [self.desk]
            need(payload["key"] not in known, "key known")
            keys = self.members.setdefault(payload["member"], [])
            if keys and keys[-1][2] is None: keys[-1][2] = self.seq
            keys.append([payload["key"], self.seq, None])
        if kind == "key.revoked":
            held = self.members[payload["member"]][-1]
            need(held[0] == payload["key"] and held[2] is None, "key not held")
            held[2] = self.seq
        for path in self.FILES.get(kind, []):
            value = payload
            for member in path.split("."): value = value.get(member) if isinstance(value, dict) else None
            if value is not None: self.named.add(value)
        self.digests.update(re.findall('"([0-9a-f]{64})"', body.decode()))
        self.prev = sha(b"\x00", struct.pack(">I", len(message)), message, signature)
        self.add(0, self.prev)
    def keys(self):
        def key(k, after, until):
            return {"after": str(after), "id": sha(bytes.fromhex(k))[:8].hex(), "key": k, "until": until and str(until)}
        members = [{"keys": [key(*k) for k in ks], "member": m} for m, ks in sorted(self.members.items())]
        return {"desk": key(self.desk, 0, None), "members": members}

def plain(path):
    """The archive, if it holds nothing but plain files with fit names, one behind the other."""
    archive, end = zipfile.ZipFile(path), 0
    data = open(path, "rb").read()
    need(data[-22:-18] == b"PK\5\6", "something behind the archive")
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        gap = entry.header_offset - end
        need(gap == 0 or described and gap in (12, 16, 20, 24), "something between the entries")
        lengths = struct.unpack("<HH", data[entry.header_offset + 26:entry.header_offset + 30])
        end, described = entry.header_offset + 30 + sum(lengths) + entry.compress_size, entry.flag_bits & 8
        folder = entry.filename.endswith("/")
        kind = entry.external_attr >> 28 if entry.create_system == 3 else 0
        need(kind in (0, 4 if folder else 8) and not (folder and entry.file_size) and entry.compress_type in (0, 8), "entry")
        name = entry.filename[:-1] if folder else entry.filename
        need(len(name) <= 200 and all(re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]*", part) for part in name.split("/")), "name")
    need(archive.start_dir - end in (0, 12, 16, 20, 24), "something behind the entries")
    names = [name.lower() for name in archive.namelist()]
    need(len(names) == len(set(names)), "names")
    return archive

def check(path):
    archive = plain(path)
    names = [name for name in archive.namelist() if not name.endswith("/")]
    manifest_bytes = archive.read("manifest.json")
    manifest = parse(manifest_bytes, "manifest")
    listed = [file["name"] for file in manifest["files"]]
    need(manifest.keys() == {"app", "asked", "at", "events", "files", "format", "omitted", "origin"}, "manifest")
    need(all(file.keys() == {"name", "sha256", "size"} for file in manifest["files"]), "manifest")
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", manifest["at"]) and "FORMAT.md" in names, "manifest")
    need(manifest["format"] == "imprimatur/bundle/v1" and listed == sorted(set(listed)), "manifest")
    need(sorted(names) == sorted(listed + ["manifest.json", "manifest.note"]), "files")
    log, events, omitted = Log(), 0, 0
    for line in archive.open("events.jsonl"):
        need(line.endswith(b"\n"), "line")
        if line.startswith(b'{"body":'):
            need(re.fullmatch(rb',"signature":"[0-9a-f]{128}"}\n', line[-145:]), "line")
            log.event(line[8:-145], bytes.fromhex(line[-131:-3].decode()))
            events += 1
        else:
            before = log.seq
            log.gap(parse(line[:-1], "gap")["gap"])
            omitted += log.seq - before
    origin = "imprimatur/board/" + log.created
    text = note(archive.read("checkpoint.note"), origin, log.desk)
    claim = "%s\n%d\n%s\n" % (origin, log.seq, base64.b64encode(log.root()).decode())
    need(text.startswith(claim) and "" not in text[len(claim):].split("\n")[:-1], "checkpoint")
    text = note(archive.read("manifest.note"), origin, log.desk)
    need(text == "imprimatur/bundle/v1\n%s\n%s\n" % (origin, sha(manifest_bytes).hex()), "manifest.note")
    need([manifest[k] for k in ("origin", "events", "omitted")] == [origin, str(events), str(omitted)], "manifest")
    need(parse(archive.read("keys.json"), "keys.json") == log.keys(), "keys.json")
    for file in manifest["files"]:
        content = archive.read(file["name"])
        need((sha(content).hex(), str(len(content))) == (file["sha256"], file["size"]), file["name"])
        if file["name"].startswith("files/"):
            digest = file["name"][6:].split(".")[0]
            need(digest == file["sha256"] and digest in log.digests, file["name"])
            log.named.discard(digest)
    need(not log.named, "a file that an event names is missing")

if __name__ == "__main__":
    for path in sys.argv[1:]:
        try: check(path)
        except Exception as error: print("NOT SOUND:", repr(error))
        else: print("SOUND")
