"""Requests to IAM as somebody else would send them: signed here, so that a test need not start the AWS CLI for each."""
import datetime
import hashlib
import hmac
import re
import urllib.parse
import urllib.request

CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Iam:
    """Calls of IAM's query protocol with the sandbox's key."""

    def __init__(self, sandbox):
        self.url = sandbox.env["AWS_ENDPOINT_URL"]
        self.key_id, self.secret = sandbox.env["AWS_ACCESS_KEY_ID"], sandbox.env["AWS_SECRET_ACCESS_KEY"]

    def __call__(self, action, **parameters):
        """The answer's text; an answer that is no success is an urllib.error.HTTPError."""
        values = {"Action": action, "Version": "2010-05-08", **parameters}
        body = urllib.parse.urlencode(values, quote_via=urllib.parse.quote)
        request = urllib.request.Request(self.url + "/", body.encode(), self._headers(body), method="POST")
        with _direct.open(request, timeout=60) as answer:
            return answer.read().decode()

    def _headers(self, body):
        host = urllib.parse.urlsplit(self.url).netloc
        time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        names = "content-type;host;x-amz-date"
        canonical = f"POST\n/\n\ncontent-type:{CONTENT_TYPE}\nhost:{host}\nx-amz-date:{time}\n\n{names}\n{_sha256(body)}"
        scope = f"{time[:8]}/us-east-1/iam/aws4_request"
        key = ("AWS4" + self.secret).encode()
        for part in scope.split("/"):
            key = _mac(key, part)
        signature = _mac(key, f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{_sha256(canonical)}").hex()
        credential = f"Credential={self.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {"Content-Type": CONTENT_TYPE, "X-Amz-Date": time, "Authorization": "AWS4-HMAC-SHA256 " + credential}


def arn_in(answer):
    """The first ARN that an answer names."""
    return re.search(r"<Arn>(.*?)</Arn>", answer)[1]
