"""A second verifier of bundles, written from FORMAT.md alone. Usage: verify_bundle.py BUNDLE...; a line for each."""
import base64, calendar, hashlib, json, re, struct, sys, zipfile, zlib
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def need(truth, why):
    if not truth: raise ValueError(why)

def canonical(v, depth=1):
    need(depth <= 100, "nested too deep")
    inner = lambda v: canonical(v, depth + 1)
    if isinstance(v, dict):
        return "{" + ",".join(canonical(k) + ":" + inner(v[k]) for k in sorted(v, key=lambda k: k.encode("utf-16-be"))) + "}"
    if isinstance(v, list): return "[" + ",".join(map(inner, v)) + "]"
    need(not isinstance(v, float) and (not isinstance(v, int) or abs(v) < 2**53), "number")
    return json.dumps(v, ensure_ascii=False)

def parse(data, what):
    value = json.loads(data.decode())
    need(canonical(value).encode() == data, what + " is not canonical")
    return value

def number(v, least, most): return type(v) is int and least <= v <= most
def texts(*values): return all(isinstance(v, str) for v in values)
def uuid(v): return isinstance(v, str) and re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", v)
def time(v):
    found = isinstance(v, str) and re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{3}Z", v, re.ASCII)
    if not found: return False
    year, month, day, hour, minute, second = map(int, found.groups())
    # The calendar repeats itself after 400 years.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year % 400, month)[1] and max(minute, second) < 60 and hour < 24

def verify(key, signature, message, who):
    try: Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, message)
    except InvalidSignature: raise ValueError("signature: " + who) from None

def note(data, name, key):
    text, _, signatures = data.decode().rpartition("\n\n")
    text += "\n"
    need(not re.search("[\0-\x09\x0b-\x1f]", text), "note")
    key_id = sha(name.encode(), b"\n\x01", bytes.fromhex(key))[:4]
    need(re.fullmatch("(— \\S+ \\S+\n)+", signatures), "note")
    found = [base64.b64decode(s, validate=True) for n, s in re.findall("^— (\\S+) (\\S+)$", signatures, re.M) if n == name]
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
        self.digests, self.named, self.texts, self.ids = set(), set(), set(), set()
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
        need(len(body) <= 16 << 20 and number(event["offset"], -1439, 1439) and number(event["v"], 0, 2**32 - 1), "body")
        need(uuid(event["action"]) and uuid(event["id"]) and time(event["at"]), "body")
        need(texts(event["app"], event["kind"], event["station"], event["stream"], event.get("reason", "")), "body")
        actor = event["actor"]
        need(actor == {"kind": "system"} or actor.keys() == {"kind", "member", "name", "role"} and actor["kind"] == "member"
             and uuid(actor["member"]) and texts(actor["name"], actor["role"]), "actor")
        need(event["id"] not in self.ids, "event %d: id of another" % (self.seq + 1))
        self.ids.add(event["id"])
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
            actor, said = event["actor"], parse(payload["statement"].encode(), "statement")
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
        if kind == "revision.saved": self.texts.add(payload.get("digest"))
        self.digests.update(re.findall('"([0-9a-f]{64})"', body.decode()))
        self.prev = sha(b"\x00", struct.pack(">I", len(message)), message, signature)
        self.add(0, self.prev)
    def keys(self):
        def key(k, after, until):
            return {"after": str(after), "id": sha(bytes.fromhex(k))[:8].hex(), "key": k, "until": until and str(until)}
        members = [{"keys": [key(*k) for k in ks], "member": m} for m, ks in sorted(self.members.items())]
        return {"desk": key(self.desk, 0, None), "members": members}

def wide(extra):
    """The content of the extra field with lengths of 64 bits; others may only hold times and owners."""
    found, at = b"", 0
    need(len(extra) <= 64, "extra")
    while at < len(extra):
        kind, length = struct.unpack("<HH", extra[at:at + 4])
        need(kind in (0x0001, 0x000A, 0x5455, 0x7875) and at + 4 + length <= len(extra), "extra")
        if kind == 1: found = extra[at + 4:at + 4 + length]
        at += 4 + length
    return found

def entry_ends(data, entry):
    """Where the entry's data end. What stands before them is what the directory says."""
    at = entry.header_offset
    mark, _, flags, method, _, crc, packed, size, name, extra = struct.unpack("<4s3HIIIIHH", data[at:at + 30])
    need((mark, flags, method) == (b"PK\3\4", entry.flag_bits, entry.compress_type), "local header")
    begin = at + 30 + name + extra
    need(data[at + 30:at + 30 + name] == entry.filename.encode(), "local name")
    long = wide(data[at + 30 + name:begin])
    if size == 0xFFFFFFFF: size, long = int.from_bytes(long[:8], "little"), long[8:]
    if packed == 0xFFFFFFFF: packed = int.from_bytes(long[:8], "little")
    says = (entry.CRC, entry.compress_size, entry.file_size)
    need((crc, packed, size) == says or flags & 8 and (crc, packed, size) == (0, 0, 0), "local header")
    end = begin + entry.compress_size
    if method == 8:
        inflating = zlib.decompressobj(-15)
        content = inflating.decompress(data[begin:end])
        need(inflating.eof and not inflating.unused_data and len(content) == entry.file_size, "something behind the deflated data")
    else: need(entry.compress_size == entry.file_size, "stored")
    return end

def described(entry):
    """The forms of a descriptor."""
    if not entry.flag_bits & 8: return [b""]
    forms = [struct.pack("<IQQ", entry.CRC, entry.compress_size, entry.file_size)]
    if max(entry.compress_size, entry.file_size) < 1 << 32:
        forms.append(struct.pack("<III", entry.CRC, entry.compress_size, entry.file_size))
    return forms + [b"PK\7\x08" + form for form in forms]

def plain(path):
    """The archive, if it is plain files with fit names, one behind the other, and their directory."""
    archive = zipfile.ZipFile(path)
    data = open(path, "rb").read()
    start, end = archive.start_dir, len(data) - 22
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    mark, disks, here, count, size, place, comment = struct.unpack("<4sIHHIIH", data[end:])
    need((mark, disks, comment, here) == (b"PK\5\6", 0, 0, count), "end")
    if data[end - 20:end - 16] == b"PK\6\7":
        end -= 76
        directory = len(entries), len(entries), end - start, start
        need(data[end:end + 12] == b"PK\6\6" + struct.pack("<Q", 44), "end")
        need(data[end + 16:end + 56] == struct.pack("<QQQQQ", 0, *directory), "end")
        need(data[end + 56:end + 76] == b"PK\6\7" + struct.pack("<IQI", 0, end, 1), "end")
        most = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    else: most = len(entries), end - start, start
    for says, is_, most in zip((count, size, place), (len(entries), end - start, start), most):
        need(says in (is_, most), "end")
    length = sum(46 + len(entry.orig_filename.encode()) + len(entry.extra) for entry in entries)
    need(start + length == end, "something in the directory")
    for entry, begins, next_ in zip(entries, [0] + [e.header_offset for e in entries[1:]], [e.header_offset for e in entries[1:]] + [start]):
        need(entry.header_offset == begins, "something before the entries")
        need(not entry.flag_bits & ~0x80E and entry.compress_type in (0, 8) and not entry.comment, "entry")
        wide(entry.extra)
        need(data[entry_ends(data, entry):next_] in described(entry), "something between the entries")
        folder = entry.filename.endswith("/")
        mode = entry.external_attr >> 16
        need(mode >> 12 in (0, 4 if folder else 8) and not mode & 0o7000 and not (folder and entry.file_size), "entry")
        name = entry.filename[:-1] if folder else entry.filename
        need(len(name) <= 200 and all(re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]*", part) for part in name.split("/")), "name")
    names = [name.lower().rstrip("/") for name in archive.namelist()]
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
    need(time(manifest["at"]) and texts(manifest["app"], manifest["origin"]) and "FORMAT.md" in names, "manifest")
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
            text = digest in log.texts
            need(not text or len(content) <= 64 << 20 and parse(content, file["name"])["type"] == "doc", file["name"] + " is no text")
            log.named.discard(digest)
    need(not log.named, "a file that an event names is missing")

if __name__ == "__main__":
    for path in sys.argv[1:]:
        try: check(path)
        except Exception as error: print("NOT SOUND:", repr(error))
        else: print("SOUND")
