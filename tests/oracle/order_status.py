"""The function of functions.yaml."""


def handler(event, context):
    print(f"looking for {event}", flush=True)
    return {"event": event, "version": context.function_version}
