# SPDX-License-Identifier: MIT
# The client, run by tests/api/test_client.py.
EXTRA_DIST += %D%/client.test.mjs %D%/types.mts %D%/tsconfig.json
