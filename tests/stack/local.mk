# SPDX-License-Identifier: MIT
# The running stack, and the tests that need one.
EXTRA_DIST += docs pytest.ini scripts/build scripts/faults scripts/hosting scripts/run scripts/test \
	tests/conftest.py tests/api tests/contract tests/fault tests/security tests/stack

stack:
	$(srcdir)/scripts/run

# make check-stack T=invitation runs the tests of that name.
check-stack:
	cd $(srcdir) && scripts/test $${T:+-k "$(T)"}

.PHONY: stack check-stack
