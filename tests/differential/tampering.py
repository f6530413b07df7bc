"""What a hand on the files can do, without the key: the seal is broken and must show."""

import hashlib


def _pick_file(files, dice):
    return dice.choice(sorted(files))


def _log_file(files, dice):
    return dice.choice([path for path in sorted(files) if path.endswith(".ndjson")])


def _with(files, path, data):
    return {**files, path: data}


def bit_flipped(files, dice):
    path = _pick_file(files, dice)
    data = bytearray(files[path])
    if not data:
        return None
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return _with(files, path, bytes(data))


def bit_flipped_in_the_log(files, dice):
    path = _log_file(files, dice)
    data = bytearray(files[path])
    if not data:
        return None
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return _with(files, path, bytes(data))


def byte_put_in(files, dice):
    path = _log_file(files, dice)
    at = dice.randrange(len(files[path]) + 1)
    return _with(files, path, files[path][:at] + bytes([dice.randrange(256)]) + files[path][at:])


def cut_short(files, dice):
    path = _pick_file(files, dice)
    return _with(files, path, files[path][:dice.randrange(len(files[path]) + 1)])


def last_byte_gone(files, dice):
    path = _log_file(files, dice)
    return _with(files, path, files[path][:-1])


def emptied(files, dice):
    return _with(files, _pick_file(files, dice), b"")


def _lines(data):
    return data.split(b"\n")[:-1]


def _joined(lines):
    return b"".join(line + b"\n" for line in lines)


def line_gone(files, dice):
    path = _log_file(files, dice)
    lines = _lines(files[path])
    if not lines:
        return None
    del lines[dice.randrange(len(lines))]
    return _with(files, path, _joined(lines))


def line_twice(files, dice):
    path = _log_file(files, dice)
    lines = _lines(files[path])
    if not lines:
        return None
    at = dice.randrange(len(lines))
    return _with(files, path, _joined(lines[:at] + [lines[at]] + lines[at:]))


def lines_swapped(files, dice):
    path = _log_file(files, dice)
    lines = _lines(files[path])
    if len(lines) < 2:
        return None
    a, b = dice.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]
    return _with(files, path, _joined(lines))


def number_changed(files, dice):
    """One digit of the log is another."""
    path = _log_file(files, dice)
    data = bytearray(files[path])
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return None
    data[dice.choice(places)] = 48 + dice.randrange(10)
    return _with(files, path, bytes(data))


def text_changed(files, dice):
    path = _log_file(files, dice)
    data = bytearray(files[path])
    places = [place for place, byte in enumerate(data) if 97 <= byte <= 122]
    if not places:
        return None
    data[dice.choice(places)] = 97 + dice.randrange(26)
    return _with(files, path, bytes(data))


def line_ends_of_windows(files, dice):
    path = _log_file(files, dice)
    return _with(files, path, files[path].replace(b"\n", b"\r\n"))


def file_gone(files, dice):
    path = _pick_file(files, dice)
    return {other: data for other, data in files.items() if other != path}


def file_more(files, dice):
    name = dice.choice(["extra.txt", "results/extra.csv", "checkpoints/9999", "checkpoints/x", "openings.ndjson",
                        "statements.ndjson"])
    return None if name in files else _with(files, name, b"something\n")


def file_renamed(files, dice):
    path = _pick_file(files, dice)
    other = {name: data for name, data in files.items() if name != path}
    return _with(other, path + "x", files[path])


def checkpoint_changed(files, dice):
    """One character of a note is another."""
    path = dice.choice([path for path in sorted(files) if path.startswith("checkpoint")])
    data = bytearray(files[path])
    data[dice.randrange(len(data))] = dice.choice(b"AZaz09+/= \n-\x00\xff")
    return _with(files, path, bytes(data))


def checkpoint_of_another(files, dice):
    """An earlier checkpoint in the place of the newest."""
    earlier = [path for path in sorted(files) if path.startswith("checkpoints/")]
    return _with(files, "checkpoint", files[dice.choice(earlier)]) if earlier else None


def key_changed(files, dice):
    data = bytearray(files["log.vkey"])
    data[dice.randrange(len(data))] = dice.choice(b"abcABC0123+ =")
    return _with(files, "log.vkey", bytes(data))


def key_of_another(files, dice):
    """A sound key of the same name that has signed nothing here."""
    name = files["log.vkey"].split(b"+")[0]
    typed = b"\x01" + dice.randbytes(32)
    key_id = hashlib.sha256(name + b"\n" + typed).hexdigest()[:8].encode()
    import base64
    return _with(files, "log.vkey", name + b"+" + key_id + b"+" + base64.b64encode(typed) + b"\n")


def sums_changed(files, dice):
    lines = _lines(files["SHA256SUMS"])
    at = dice.randrange(len(lines))
    lines[at] = dice.choice([b"", lines[at][:-1], lines[at] + b"x", lines[at].upper(), b"0" * 64 + lines[at][64:],
                             lines[at].replace(b"  ", b" *"), lines[at] + b"\n" + lines[at]])
    return _with(files, "SHA256SUMS", _joined(lines))


def sums_fitted(files, dice):
    """A changed log whose digests were mended: only the seal is left to tell."""
    changed = dice.choice([bit_flipped_in_the_log, line_gone, lines_swapped, number_changed, text_changed])(files, dice)
    if changed is None:
        return None
    text = "".join(f"{hashlib.sha256(changed[path]).hexdigest()}  {path}\n" for path in sorted(changed)
                   if path != "SHA256SUMS")
    return _with(changed, "SHA256SUMS", text.encode())


def put_in_the_log(files, dice):
    """Hostile bytes in place of a line."""
    lines = _lines(files["entries.ndjson"])
    lines[dice.randrange(len(lines))] = dice.choice([
        b"[" * 50_000, b'{"a":' * 10_000, b"9" * 59_000, b"\xff\xfe\x00", b"", b"\x00" * 100, b"null", b"{}",
        b'{"actor":1e999}', b"\xed\xa0\x80", b'"' + b"\\u0000" * 9_000 + b'"', b"x" * 70_000])
    return _with(files, "entries.ndjson", _joined(lines))


def put_in_the_openings(files, dice):
    if "openings.ndjson" not in files:
        return None
    lines = _lines(files["openings.ndjson"])
    lines[dice.randrange(len(lines))] = dice.choice([
        b"[" * 200_000, b'{"a":' * 10_000, b"9" * 59_000, b"\xff\xfe\x00", b"", b"null", b"{}", b"\xed\xa0\x80"])
    return _with(files, "openings.ndjson", _joined(lines))


TAMPERINGS = [bit_flipped, bit_flipped_in_the_log, byte_put_in, cut_short, last_byte_gone, emptied, line_gone,
              line_twice, lines_swapped, number_changed, text_changed, line_ends_of_windows, file_gone, file_more,
              file_renamed, checkpoint_changed, checkpoint_of_another, key_changed, key_of_another, sums_changed,
              sums_fitted, put_in_the_log, put_in_the_openings]
# After these only the report and the tables can tell, which not every verifier writes again.
MENDED = [sums_fitted]
