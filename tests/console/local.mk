# SPDX-License-Identifier: MIT
# The console, driven in a browser by tests/api/test_console.py.
EXTRA_DIST += %D%/.npmrc %D%/package.json %D%/package-lock.json \
	%D%/tsconfig.json %D%/on-a-stack %D%/stage.mjs %D%/judge.mjs \
	%D%/totp.mjs %D%/tour.mjs %D%/walks.mjs %D%/walk-entry.mjs \
	%D%/walk-staff.mjs %D%/walk-tenant.mjs %D%/screenshots.mjs %D%/pauses.mjs \
	%D%/axe-dialogs.test.mjs %D%/axe-entry.test.mjs %D%/axe-links.test.mjs \
	%D%/axe-office.test.mjs %D%/axe-platform.test.mjs %D%/axe-tenant.test.mjs \
	%D%/csv.test.mjs \
	%D%/links.test.mjs %D%/office.test.mjs %D%/second.test.mjs %D%/states.test.mjs \
	%D%/switch.test.mjs %D%/story.test.mjs scripts/screenshots scripts/pauses
