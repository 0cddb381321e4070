"""The kernel of one visitor, which may take so much memory and no more.

``python -m tp5lib.page.kernel MEGABYTES -f FILE`` limits itself and becomes an ipykernel.
"""

import sys


def limit_memory(megabytes):
    """Let this process allocate so much memory; beyond it gets a MemoryError.

    Parameters
    ----------
    megabytes : int
        Of data: what is allocated, without code and files. A limit that is lower already
        stays.

    Returns
    -------
    bool
        Whether there is a limit now. Only POSIX has `resource`: on Windows there is none.
    """
    try:
        import resource  # POSIX only
    except ImportError:
        return False
    wanted = megabytes * 2**20
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, wanted))
    return True


def main(arguments):
    """Limit the memory to the first argument, in megabytes; ipykernel takes the others."""
    limit_memory(int(arguments.pop(1)))
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(arguments[1:])


if __name__ == "__main__":
    main(sys.argv)
