"""Refusals as users of boto3 catch them."""
from botocore.exceptions import ClientError


def refused(client, exception, call, **arguments):
    """The refusal, which must be the class client.exceptions.<exception> and carry the code that belongs to it.

    A name that no model declares ("AccessDenied") is expected as the code of a plain ClientError.
    """
    modelled = getattr(client.exceptions, exception, None) if exception.endswith("Exception") else None
    try:
        answer = call(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        wanted = {exception, exception.removesuffix("Exception")}
        assert code in wanted, f"expected {exception}, got {code}: {error}"
        assert modelled is None or isinstance(error, modelled), f"{type(error)} is not {exception}"
        assert error.response["Error"]["Message"], "a refusal without a message"
        assert error.response["ResponseMetadata"]["RequestId"], "a refusal without a request id"
        return error.response
    raise AssertionError(f"not refused, {exception} was expected: {answer}")
