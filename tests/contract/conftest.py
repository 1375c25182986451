# SPDX-License-Identifier: MIT
"""For tests that nobody writes per method: nothing may change when a call is refused."""

import pytest

# Written by every call, whatever becomes of it.
MOVING = ("session", "api_key", "throttle")


@pytest.fixture
def unchanged(db):
    """Fails the test if a table is another afterwards."""
    before = db.checksums()
    yield
    after = db.checksums()
    changed = [name for name in before if before[name] != after[name] and name not in MOVING]
    assert not changed, f"changed: {changed}"
