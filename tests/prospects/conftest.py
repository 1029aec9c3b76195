"""What tests of the ground floor share."""

import pytest

from tests.prospects.register_loads import new_register


@pytest.fixture
def long_register(db: None) -> None:
    """For a test that loads thousands of rows: they leave nothing behind."""
    new_register()
