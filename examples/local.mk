# SPDX-License-Identifier: MIT
# The same few calls in four languages; tests/api/test_examples.py runs them.
EXTRA_DIST += %D%/invite.sh %D%/invite.mjs %D%/invite.py %D%/invite.php
