import pytest

from tp5lib import load_letters


@pytest.fixture(scope="session")
def letters():
    return load_letters()
