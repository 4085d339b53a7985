"""Doing something again and again, whatever becomes of it."""

import time


def forever(seconds, work):
    """
    Does something again and again. What goes wrong is said, once as long as it stays the same, and ends nothing: a file
    may be read while kubeadm has written half of it.
    """
    said = ""
    while True:
        try:
            work()
            failure = ""
        except Exception as error:  # pylint: disable=broad-except
            failure = f"{work.__name__}: {type(error).__name__}: {error}"
        if failure and failure != said:
            print(failure, flush=True)
        said = failure
        time.sleep(seconds)
