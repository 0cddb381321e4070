"""The library behind NumPy's matrix products: its threads, and its kernel."""

from contextlib import nullcontext

try:
    import threadpoolctl
except ImportError:  # optional: extra "cluster"
    threadpoolctl = None


def one_thread():
    """Return a context in which matrix products use one thread.

    For processes that share a machine: with as many threads in each as there are cores they
    would get in each other's way. Without threadpoolctl it changes nothing.
    """
    return nullcontext() if threadpoolctl is None else threadpoolctl.threadpool_limits(1)


def kernel():
    """Return the name of the kernel that computes matrix products here, or "unknown"."""
    pools = [] if threadpoolctl is None else threadpoolctl.threadpool_info()
    found = [pool for pool in pools if pool["user_api"] == "blas"]
    if not found:
        return "unknown"
    return f"{found[0]['internal_api']} {found[0]['version']} {found[0].get('architecture', '')}"
