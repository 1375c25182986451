# SPDX-License-Identifier: MIT
"""scripts/bench: the service against what the machine allows."""
