"""Files as a charge point moves them, with nothing but Python's own library: fetched with a cut in the middle, sent whole."""

import ftplib
import hashlib
import http.client
import io
from urllib.parse import urlsplit

CHUNK = 64 * 1024


def fetch(location):
    """Fetches a file, loses the connection half way and goes on from there; gives its SHA-256."""
    url = urlsplit(location)
    part = ftp_part if url.scheme == "ftp" else http_part
    digest = hashlib.sha256()
    size, tag, at = part(url, digest, 0, None, cut=True)
    assert 0 < at < size, (at, size)
    size, _, at = part(url, digest, at, tag, cut=False)
    assert at == size, (at, size)
    return digest.hexdigest()


def http_part(url, digest, start, tag, cut):
    connection = http.client.HTTPConnection(url.netloc, timeout=30)
    headers = {"Range": f"bytes={start}-", "If-Range": tag} if start else {}
    connection.request("GET", url.path, headers=headers)
    answer = connection.getresponse()
    assert answer.status == (206 if start else 200), answer.status
    size = start + int(answer.headers["Content-Length"])
    at = pieces(lambda: answer.read(CHUNK), digest, start, size, cut)
    connection.close()
    return size, answer.headers["ETag"], at


def ftp_part(url, digest, start, _tag, cut):
    with logged_in(url) as line:
        size = line.size(url.path)
        data = line.transfercmd(f"RETR {url.path}", rest=start or None)
        at = pieces(lambda: data.recv(CHUNK), digest, start, size, cut)
        data.close()
        try:
            line.voidresp()
        except ftplib.error_temp:
            # 426: the cut was noticed.
            assert cut
    return size, None, at


def pieces(read, digest, at, size, cut):
    while piece := read():
        digest.update(piece)
        at += len(piece)
        if cut and at * 2 >= size:
            break
    return at


def send(location, name, content):
    """Sends a file into the place that the address names."""
    url = urlsplit(location)
    if url.scheme == "ftp":
        with logged_in(url) as line:
            line.storbinary(f"STOR {url.path}{name}", io.BytesIO(content))
        return
    connection = http.client.HTTPConnection(url.netloc, timeout=30)
    connection.request("PUT", url.path + name, body=content)
    status = connection.getresponse().status
    assert status in (200, 201, 204), status
    connection.close()


def logged_in(url):
    line = ftplib.FTP(timeout=30)
    line.connect(url.hostname, url.port)
    line.login(url.username, url.password)
    line.voidcmd("TYPE I")
    return line
