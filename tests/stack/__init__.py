# SPDX-License-Identifier: MIT
"""The whole of tenantry on one machine, for people (scripts/run) and for tests."""
