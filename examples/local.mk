# SPDX-License-Identifier: MIT
# The same few calls in four languages, and a dashboard; tests/api/test_examples.py and
# test_metrics.py run them.
EXTRA_DIST += %D%/invite.sh %D%/invite.mjs %D%/invite.py %D%/invite.php \
	%D%/grafana.json
